"""`vault check` finds what is broken, each thing by its own name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Risk
from vault.services import checking
from vault.services.session import Draft, Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "a.vault", bytearray(b"a b c d e f"), profile=255, by="N") as opened:
        leila = opened.save(Person(name="Leila")).result()
        opened.save(Incident(title="Calls", people=(Link(leila.id),))).result()
        opened.save(Risk(title="Stopped", probability=2, impact=2)).result()
        yield opened


def faulty(session: Session) -> list[str]:
    return [one.what for one in checking.check(session) if one.faults]


def test_a_sound_vault_is_sound(session: Session) -> None:
    assert faulty(session) == []
    assert len(checking.check(session)) == 7


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("search", "DELETE FROM search WHERE rowid = 1"),
        ("search", "INSERT INTO search (rowid, words) VALUES (999, 'ghost')"),
        ("search", "UPDATE search SET words = 'ghost' WHERE rowid = 2"),
        ("history", "UPDATE incident SET title = 'Other' WHERE key = 2"),
        ("history", "DELETE FROM change"),
        ("tables", "DROP INDEX incident_occurred"),
        ("links", "UPDATE link SET target = 3"),
        ("links", "INSERT INTO record (id, kind) VALUES ('ghost', 'risk')"),
    ],
)
def test_what_is_broken_is_named(session: Session, what: str, sql: str) -> None:
    if what == "history" and sql.startswith("UPDATE"):
        one = session.all("incident")[0]
        session.save(replace(one, title="Calls at night")).result()
    session.submit(lambda work: work.db.execute(sql).fetchall()).result()
    assert what in faulty(session)


def test_a_draft_of_an_unknown_kind(session: Session) -> None:
    session.save_draft(Draft("d", "ghost", "", "", {})).result()
    assert faulty(session) == ["drafts"]
