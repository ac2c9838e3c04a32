"""What people type finds what they wrote, in any script."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import begun
from vault.plans.model import Incident, Person
from vault.services.session import Session
from vault.storage import migrate, search

WRITTEN = {
    "yo": "Ёлка у дома",
    "ss": "Große Straße gesperrt",
    "harakat": "جاء مُحَمَّدٌ إلى المكتب",
    "cjk": "北京市的办公室",
    "kana": "カブールで",
    "devanagari": "हिन्दी में धमकी",
    "apostrophe": "O’Brien's house",
    "accents": "Élan à Çankırı",
    "hangul": "서울 사무소",
    "polish": "Łódź demonstration",
    "plain": "A motorbike waited (twice) near No. 14",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("search") / "a.vault"
    with begun(path, by="N") as opened:
        opened.save_all([Incident(title=text, tags=(key,)) for key, text in WRITTEN.items()]).result()
        yield opened


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("елка", "yo"),
        ("ЁЛКА", "yo"),
        ("strasse", "ss"),
        ("straße", "ss"),
        ("GROS", "ss"),
        ("محمد", "harakat"),
        ("مُحَمَّد", "harakat"),
        ("北京", "cjk"),
        ("京市", "cjk"),
        ("办公", "cjk"),
        ("京", "cjk"),
        ("室", "cjk"),
        ("カブ", "kana"),
        ("हिन्दी", "devanagari"),
        ("धमकी", "devanagari"),
        ("obrien", "apostrophe"),
        ("o'brien", "apostrophe"),
        ("elan", "accents"),
        ("cankiri", "accents"),
        ("서울", "hangul"),
        ("lodz", "polish"),
        ("mot", "plain"),
        ("m", "plain"),
        ("near moto", "plain"),
        ("no 14", "plain"),
        ("(twice", "plain"),
    ],
)
def test_typed_words_find_the_text(session: Session, typed: str, key: str) -> None:
    assert key in {tag for one in session.search(typed) for tag in one.tags}


@pytest.mark.parametrize(
    "typed", ["", "  ", '"', "*", "AND", "a OR b", "NEAR(", "title:x", "^", "-", "'; DROP", "\x00", "🙂"]
)
def test_nothing_typed_is_taken_for_a_command(session: Session, typed: str) -> None:
    assert isinstance(session.search(typed), list)


def test_every_word_must_occur(session: Session) -> None:
    assert session.search("motorbike strasse") == []


def test_only_live_records_are_found(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.vault", bytearray(b"a b c d e f"), profile=255, by="N") as session:
        one = session.save(Person(name="Idris the advocate", phone="+47 22 33")).result()
        assert session.search("adv") == [one]
        assert session.search("22", kinds=("person",)) == [one]
        assert session.search("22", kinds=("incident",)) == []
        session.trash([one.id]).result()
        assert session.search("adv") == []
        session.restore([one.id]).result()
        assert [found.id for found in session.search("adv")] == [one.id]


def test_no_beginning_of_a_forgotten_word_stays_in_the_index() -> None:
    db = dbapi2.connect(":memory:", isolation_level=None)
    migrate.apply_all(db)
    chance = random.Random(1)
    db.execute("BEGIN")
    for key in range(1, 6001):
        words = ["".join(chance.choices("abcdefgh", k=7)) for _ in range(5)]
        search.put(db, key, " ".join(["zzsecret" + words[0], *words[1:]] if key % 2 else words), new=True)
    db.execute("COMMIT")
    db.execute("BEGIN")
    for key in range(1, 6001, 2):
        search.remove(db, key)
    db.execute("COMMIT")
    assert signposts(db, b"zz"), "the index is too small to have any; make it larger"
    assert search.forget_signposts(db)
    assert signposts(db, b"zz") == []
    assert not search.forget_signposts(db)
    (count,) = db.execute("SELECT count(*) FROM search").fetchone()
    assert count == 3000


@pytest.mark.parametrize("going", [5, 400])
def test_of_what_goes_no_word_stays_in_the_index(going: int) -> None:
    db = dbapi2.connect(":memory:", isolation_level=None)
    migrate.apply_all(db)
    db.execute("PRAGMA secure_delete=ON")
    for key in range(1, 501):
        search.put(db, key, f"{'zzsecret' if key <= going else 'plain'}{key}", new=True)
    db.execute("BEGIN")
    search.remove_many(db, list(range(going, 0, -1)))
    db.execute("COMMIT")
    assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'zzsecret*'").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'plain*'").fetchone() == (500 - going,)
    assert not [data for (data,) in db.execute("SELECT block FROM search_data") if b"secret" in bytes(data)]
    search.put(db, 1, "zzsecret", new=True)
    search.remove(db, 1)  # words of one record are overwritten as before
    assert not [data for (data,) in db.execute("SELECT block FROM search_data") if b"secret" in bytes(data)]


def signposts(db: dbapi2.Connection, word: bytes) -> list[bytes]:
    return [term for (term,) in db.execute("SELECT term FROM search_idx") if bytes(term)[1:].startswith(word)]
