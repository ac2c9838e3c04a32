"""`vault check` finds what is broken, each thing by its own name, and nothing where nothing is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import as_nobody, begun
from vault.errors import Damaged
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Risk
from vault.plans.query import Query
from vault.services import bulk, checking, sample
from vault.services.session import Draft, Session

PHRASE = b"a b c d e f"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "a.vault", PHRASE.decode(), by="N") as opened:
        leila = opened.save(Person(name="Leila")).result()
        opened.save(Incident(title="Calls", people=(Link(leila.id),))).result()
        opened.save(Risk(title="Stopped", probability=2, impact=2)).result()
        yield opened


def faulty(session: Session) -> list[str]:
    return [one.what for one in checking.check(session) if one.faults]


def test_a_sound_vault_is_sound(session: Session) -> None:
    assert faulty(session) == []
    assert len(checking.check(session)) == 7


def test_it_says_what_it_looks_at(session: Session) -> None:
    told: list[tuple[int, int, str]] = []
    found = checking.check(session, lambda *said: told.append(said))
    assert told == [(n, 7, one.what) for n, one in enumerate(found)]


def test_a_vault_for_reading_only_is_checked_from_any_thread(session: Session) -> None:
    session.close()
    with (
        Session.open(session.path, bytearray(PHRASE), readonly=True) as reading,
        ThreadPoolExecutor(max_workers=1) as other,
    ):
        assert all(not one.faults for one in other.submit(checking.check, reading).result())


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("search", "DELETE FROM search WHERE rowid = 1"),
        ("search", "INSERT INTO search (rowid, words) VALUES (999, 'ghost')"),
        ("search", "UPDATE search SET words = 'ghost' WHERE rowid = 2"),
        ("search", "UPDATE person SET trashed_at = '2026-11-24T09:00:00.000+00:00'"),
        ("history", "UPDATE incident SET title = 'Other' WHERE key = 2"),
        ("history", "UPDATE change_value SET old = '\"Other\"' WHERE field = 'facts' AND old <> '\"\"'"),
        ("history", "DELETE FROM change"),
        ("tables", "DROP INDEX incident_occurred"),
        ("tables", "ALTER TABLE risk ADD COLUMN ghost TEXT"),
        ("tables", "CREATE TRIGGER ghost AFTER INSERT ON risk BEGIN DELETE FROM risk; END"),
        ("links", "UPDATE link SET target = 3"),
        ("links", "INSERT INTO record (id, kind) VALUES ('ghost', 'risk')"),
        ("drafts", "INSERT INTO draft (id, kind, record, saved_at, plain) VALUES ('d', 'risk', '', '', '{broken')"),
        ("drafts", "INSERT INTO draft (id, kind, record, saved_at, plain) VALUES ('d', 'ghost', '', '', '{}')"),
    ],
)
def test_what_is_broken_is_named(session: Session, what: str, sql: str) -> None:
    one = session.all("incident")[0]
    for values in ({"title": "Calls at night"}, {"facts": "Four"}, {"facts": "Five"}):
        one = session.save(replace(one, **values)).result()  # type: ignore[arg-type]
    assert faulty(session) == []
    session.submit(lambda work: work.db.execute(sql).fetchall()).result()
    assert what in faulty(session)


def test_nothing_can_be_deleted_that_something_leads_to(session: Session) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        session.submit(lambda work: work.db.execute("DELETE FROM record WHERE key = 1").fetchall()).result()
    assert faulty(session) == []


def test_a_damaged_page_is_damage(session: Session) -> None:
    sample.fill(_emptied(session))
    session.close()
    database = session.opened.bundle.database
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    with Session.open(session.path, bytearray(PHRASE)) as again, pytest.raises(Damaged):
        checking.check(again)


def _emptied(session: Session) -> Session:
    session.purge([one.id for kind in ("incident", "risk", "person") for one in session.all(kind)]).result()
    return session


def test_a_mended_copy_of_the_header_is_told_once(session: Session) -> None:
    session.close()
    keys = session.opened.bundle.keys_file
    content = bytearray(keys.read_bytes())
    content[100] ^= 1
    keys.write_bytes(content)
    with Session.open(session.path, bytearray(PHRASE)) as again:
        assert faulty(again) == ["key file"]
    with Session.open(session.path, bytearray(PHRASE)) as again:
        assert faulty(again) == []


def test_a_key_file_broken_while_the_vault_is_open_is_found(session: Session) -> None:
    keys = session.opened.bundle.keys_file
    content = bytearray(keys.read_bytes())
    content[0x4000 + 100] ^= 1
    keys.write_bytes(content)
    assert faulty(session) == ["key file"]


@pytest.mark.linux
@pytest.mark.shown
def test_a_vault_that_can_only_be_read_can_be_checked(session: Session) -> None:
    session.close()
    with as_nobody(session.path), Session.open(session.path, bytearray(PHRASE)) as again:
        assert again.readonly
        assert faulty(again) == []


def test_a_draft_of_an_unknown_kind(session: Session) -> None:
    session.save_draft(Draft("d", "ghost", "", "", {})).result()
    assert faulty(session) == ["drafts"]


def _act(session: Session, chance: random.Random, step: int) -> None:
    people = session.page(Query("person"), 0, -1) + session.page(Query("person", trashed=True), 0, -1)
    told = session.page(Query("incident"), 0, -1)
    links = tuple(Link(one.id, "affected") for one in chance.sample(people, min(2, len(people))))
    anyone = [chance.choice(people).id] if people else []
    match chance.randrange(8):
        case 0:
            session.save(Person(name=f"P{step}")).result()
        case 1 | 2:
            session.save(Incident(title=f"I{step}", people=links)).result()
        case 3 if told:
            values: dict[str, Any] = {"facts": f"F{step}", "people": links}
            session.save(replace(chance.choice(told), **values), why="more").result()
        case 4:
            session.trash(anyone).result()
        case 5:
            session.restore(anyone).result()
        case 6:
            session.purge(anyone).result()
        case 7:
            session.undo().result()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_the_vault_stays_sound(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(60):
        _act(session, chance, step)
    assert faulty(session) == []


def test_an_undone_import_leaves_a_sound_vault(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "REBUILD_FROM", 20)  # as a long import: indexes are built anew at its end
    known = session.all("person")[0]
    rows = [(Person(name=f"P{n}"), str(n)) for n in range(21)] + [(replace(known, tags=("new",)), "x")]
    session.save_batch(rows, "sheet", "import").result()
    assert faulty(session) == []
    session.undo().result()
    assert faulty(session) == []
