"""Every kind of record goes the whole way: kept, found, listed, changed, undone, binned, erased without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages import decrypted
from tests.strategies import records
from vault.errors import InvalidRecord, NotFound
from vault.plans import exchange
from vault.plans.fields import Choice, Choices, Link, Links, Prose, Rows, Text
from vault.plans.query import Condition, Query
from vault.plans.records import KINDS, Record
from vault.services.session import Draft, Session

PHRASE = b"one two three four five six"
CANARY = "Quetzalcoatl"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("every") / "a.vault"
    with Session.create(path, bytearray(PHRASE), profile=255, by="Nadia") as opened:
        yield opened


def fit(session: Session, drawn: Record) -> Record:
    """A drawn record as a person could save it: new, titled, linked to what exists."""
    values: dict[str, Any] = {
        name: _real_links(session, field, getattr(drawn, name))
        for name, field in drawn.fields.items()
        if isinstance(field, Links)
    }
    one = replace(drawn, id="", number=0, trashed_at="", changed_at="", **values)
    one = replace(one, **{one.title_field: f"Title {one.title}".strip()})
    for name in one.faults():
        one = replace(one, **({"override_reason": "because"} if name == "override_reason" else {name: 3}))
    return one


def _real_links(session: Session, field: Links, drawn: tuple[Link, ...]) -> tuple[Link, ...]:
    targets = [one for kind in field.kinds for one in session.page(Query(kind), 0, 3)]
    return tuple(Link(target.id, link.role) for target, link in zip(targets, drawn, strict=False))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_record_goes_the_whole_way(session: Session, kind: str, data: st.DataObject) -> None:
    first, second = (fit(session, data.draw(records(kind))) for _ in range(2))
    saved = session.save(first).result()
    assert session.find(saved.id) == saved
    assert exchange.record_from_plain(exchange.record_to_plain(saved)) == saved
    changed = session.save(replace(second, id=saved.id, changed_at=saved.changed_at), why="looked again").result()
    assert session.find(saved.id) == changed
    if changed != saved:
        assert session.history(saved.id)[0].why == "looked again"
        session.undo().result()
        undone = session.find(saved.id)
        assert {name: getattr(undone, name) for name in undone.fields} == {
            name: getattr(saved, name) for name in saved.fields
        }
    before = session.count(Query(kind))
    session.trash([saved.id]).result()
    assert session.count(Query(kind)) == before - 1
    assert saved.id in {one.id for one in session.page(Query(kind, trashed=True), 0, -1)}
    session.restore([saved.id]).result()
    assert session.count(Query(kind)) == before


@pytest.mark.parametrize("kind", KINDS)
def test_every_listed_field_sorts_and_filters(session: Session, kind: str) -> None:
    everything = {one.id for one in session.page(Query(kind), 0, -1)}
    for name, field in KINDS[kind].fields.items():
        for op, value in (("empty", True), ("empty", False)):
            parts = session.page(Query(kind, (Condition(name, op, value),)), 0, -1)
            assert {one.id for one in parts} <= everything
        both = [session.count(Query(kind, (Condition(name, "empty", value),))) for value in (True, False)]
        if not isinstance(field, (Choice, Text, Prose, Choices, Rows, Links)):
            continue
        assert sum(both) == len(everything), name
    for name in (*KINDS[kind].fields, *KINDS[kind].derived, "number", "changed_at"):
        if isinstance(KINDS[kind].fields.get(name), Links):
            continue
        for descending in (True, False):
            query = Query(kind, sort=((name, descending),))
            windows = [session.page(query, start, 2) for start in range(0, len(everything) + 2, 2)]
            ids = [one.id for window in windows for one in window]
            assert len(ids) == len(set(ids)) == len(everything), name
            assert set(ids) == everything


@pytest.mark.parametrize("kind", KINDS)
def test_the_required_field_is_required(session: Session, kind: str) -> None:
    before = session.count(Query(kind))
    with pytest.raises(InvalidRecord) as told:
        session.save(KINDS[kind]()).result()
    assert KINDS[kind].title_field in told.value.faults
    assert session.count(Query(kind)) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_purge_leaves_no_trace_on_any_page(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.vault"
    values: dict[str, Any] = {}
    for name, field in KINDS[kind].fields.items():
        word = f"{CANARY} {name}"
        if isinstance(field, (Text, Prose)):
            values[name] = word
        elif isinstance(field, Rows):
            values[name] = ((word,) * len(field.columns),)
        elif isinstance(field, Choices) and not field.options:
            values[name] = (word,)
    with Session.create(path, bytearray(PHRASE), profile=255, by="N") as session:
        neighbours = [session.save(KINDS[kind](**{KINDS[kind].title_field: f"Other {n}"})).result() for n in range(40)]
        (one,) = session.save_batch([(KINDS[kind](**values), "x")], CANARY, "").result()
        changed = session.save(replace(one, notes=f"{CANARY} again"), why=f"{CANARY} why").result()
        session.save_draft(Draft("d1", kind, one.id, "", {"notes": f"{CANARY} draft"})).result()
        session.trash([one.id]).result()
        session.restore([one.id]).result()
        spec = session.opened.key.database_spec()
        assert changed.notes
        purged = session.purge([one.id]).result()
        assert purged.count == 1
        with pytest.raises(NotFound):
            session.find(one.id)
        assert session.search(CANARY) == []
        assert session.imported(CANARY, kind) == {}
        assert session.drafts() == []
        assert session.find(neighbours[0].id) == neighbours[0]
    clear = decrypted(path / "g0001" / "data.db", bytes(spec))
    assert b"Other 1" in clear
    assert CANARY.encode() not in clear
    assert CANARY.casefold().encode() not in clear
    assert one.id.encode() not in clear
