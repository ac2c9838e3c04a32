"""Lists narrowed by words: whatever way the index is walked, it finds what a reader of all records would find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.plans import fold
from vault.plans.days import Day
from vault.plans.model import Incident, Person
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services.session import Session

#: common, half common and rare words in three scripts
_WORDS = ("call", "calls", "bridge", "at", "office", "жалоба", "ёлка", "東京都", "京", "मदद", "straße")
_BY_DAY = (("occurred", True),)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Ninety incidents: the n-th word stands in every n-th of them."""
    folder: Path = tmp_path_factory.mktemp("finding")
    incidents: list[Record] = [
        Incident(
            title=" ".join(word for n, word in enumerate(_WORDS, 1) if number % n == 0),
            occurred=Day.parts(2000 + number % 7, 1 + number % 12),
            state=("noted", "closed")[number % 2],
        )
        for number in range(1, 91)
    ]
    phrase = bytearray(b"one two three four five six")
    with Session.create(folder / "v", phrase, profile=255, by="Nadia") as made:
        made.save_all([*incidents, Person(name="Call me")]).result()
        binned = [one.id for one in made.all("incident")[:5]]
        made.trash(binned).result()
        yield made


def fits(one: Record, words: str) -> bool:
    """Reads the record itself: every word, split into what stands together, begins somewhere in the text."""
    text = f" {fold.index_words(one.title)}"
    return all(f" {' '.join(pieces)}" in text for pieces in fold.query_words(words))


@given(
    st.lists(st.sampled_from([word[:n] for word in _WORDS for n in range(1, len(word) + 1)]), min_size=1, max_size=3)
)
def test_every_way_through_the_index_finds_the_same(session: Session, typed: Sequence[str]) -> None:
    words = " ".join(typed)
    whole = [one for one in session.page(Query("incident", sort=_BY_DAY), 0, -1) if fits(one, words)]
    query = Query("incident", sort=_BY_DAY, words=words)
    assert [one.id for one in session.page(query, 0, -1)] == [one.id for one in whole]
    assert session.count(query) == len(whole)
    closed = Query("incident", (Condition("state", "is", "closed"),), _BY_DAY, words)
    assert session.count(closed) == sum(one.state == "closed" for one in whole if isinstance(one, Incident))
    assert [one.id for one in session.page(closed, 2, 3)] == [
        one.id for one in whole if isinstance(one, Incident) and one.state == "closed"
    ][2:5]


def test_words_without_a_letter_find_nothing(session: Session) -> None:
    assert session.page(Query("incident", words="…"), 0, -1) == []
    assert session.count(Query("incident", words="…")) == 0


def test_a_common_kind_leaves_room_for_the_others(session: Session) -> None:
    found = session.search("call", limit=10)
    assert len(found) == 10
    assert [one.title for one in found if one.kind == "person"] == ["Call me"]
    assert [one.number for one in found if one.kind == "incident"] == list(range(90, 81, -1))


def test_a_title_that_begins_with_the_words_comes_first(session: Session) -> None:
    session.save_all([Person(name="Medina"), Person(name="Aunt Mete")]).result()
    assert [one.title for one in session.search("me")] == ["Medina", "Aunt Mete", "Call me"]


def test_one_kind_alone_is_found_alone(session: Session) -> None:
    assert {one.kind for one in session.search("call", kinds=["incident"], limit=10)} == {"incident"}
    assert [one.title for one in session.search("call", kinds=["person"])] == ["Call me"]
