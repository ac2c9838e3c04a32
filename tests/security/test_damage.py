"""Check 19: a bit turned over or a file cut off is never taken for something else: what opens is what was written."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import CODE, StillClock, phrase
from vault.errors import Damaged, VaultError
from vault.plans import exchange
from vault.plans.fields import Link
from vault.plans.model import Incident, Person
from vault.plans.query import Query
from vault.plans.records import KINDS
from vault.services.session import Draft, Session
from vault.services.unlocking import unlock
from vault.storage import database
from vault.storage.container import HEADER_SIZE, SHRED_AT
from vault.storage.container import SIZE as KEYS_SIZE

FEW, MANY = 120, 1000
SEEDS = [
    pytest.param(20261125, FEW, id="few"),
    pytest.param(19970105, MANY, id="many", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "notes.vault"
    with Session.create(path, phrase(), organisation="River", profile=255, recovery=phrase(CODE), by="N") as session:
        people = [session.save(Person(name=f"Person {n}", phone=f"+47 {n:08d}")).result() for n in range(12)]
        rows = [
            (
                Incident(title=f"Incident {n}", facts="words " * 60, people=(Link(people[n % 12].id, "affected"),)),
                str(n),
            )
            for n in range(120)
        ]
        first = session.save_batch(rows, "sheet", "rows").result()[0]
        session.save(replace(first, title="Changed"), why="better").result()
        session.trash([people[3].id]).result()
        session.save_draft(Draft("form", "incident", "", "", {"title": "half"})).result()
        session.set_setting("lock.minutes", 7).result()
        session.record_export("nhrf-plan", "nhrf", "/somewhere", "0" * 64, ["Bay: stays"]).result()
        session.record_backup("/somewhere/else", 1, True).result()
    return path


def everything(session: Session) -> str:
    """A digest of all that a person can see in the vault."""
    seen: list[object] = [session.by, session.keyholders(), session.setting("lock.minutes"), session.sources()]
    for kind in KINDS:
        for trashed in (False, True):
            for one in session.page(Query(kind, sort=(("number", False),), trashed=trashed), 0, -1):
                seen += [exchange.record_to_plain(one), session.history(one.id)]
                seen += [(source.id, field) for source, field in session.backlinks(one.id)]
        seen += [session.count(Query(kind)), session.imported("sheet", kind)]
    seen += [[one.id for one in session.search(words, limit=500)] for words in ("person", "words", "changed", "inc")]
    seen += [session.drafts(), session.exports(), session.backups(), sorted(session.tally(Query("incident"), "state"))]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def told(path: Path, *, readonly: bool = False) -> str:
    """What becomes of opening a vault and reading all of it: "sound" is the only word for another answer than a
    refusal, and stands for exactly what was written."""
    try:
        with Session.open(path, phrase(), clock=StillClock(), readonly=readonly) as session:
            return everything(session)
    except VaultError as refusal:
        return type(refusal).__name__


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The same cut off somewhere, or with some bits turned over."""
    if chance.random() < 0.25:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    near = chance.randrange(len(content)) if chance.random() < 0.5 else None
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(content)) if near is None else min(near + chance.randrange(512), len(content) - 1)
        changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize(("seed", "count"), SEEDS)
def test_a_spoilt_key_file_is_damaged_or_still_right(whole: Path, tmp_path: Path, seed: int, count: int) -> None:
    path = tmp_path / "notes.vault"
    shutil.copytree(whole, path)
    file, chance, right = path / "g0001" / "keys.bin", random.Random(seed), told(path)
    content, seen = file.read_bytes(), Counter[str]()
    for _ in range(count):
        bad = spoilt(content, chance)
        file.write_bytes(bad)
        answer = told(path)
        seen[answer] += 1
        if answer == right:
            assert _one_copy_is_left(bad, content)
        else:
            assert answer == Damaged.__name__
            assert file.read_bytes() == bad
    assert seen[Damaged.__name__] > count / 4
    assert set(seen) <= {right, Damaged.__name__}


def _one_copy_is_left(bad: bytes, content: bytes) -> bool:
    copies = [bad[:HEADER_SIZE], bad[HEADER_SIZE:SHRED_AT]]
    return len(bad) == KEYS_SIZE and bad[SHRED_AT:] == content[SHRED_AT:] and content[:HEADER_SIZE] in copies


@pytest.mark.parametrize(("seed", "count"), SEEDS)
def test_a_spoilt_database_is_damaged_or_still_right(whole: Path, tmp_path: Path, seed: int, count: int) -> None:
    path = tmp_path / "notes.vault"
    shutil.copytree(whole, path)
    file, chance, right = path / "g0001" / "data.db", random.Random(seed), told(path)
    content, seen = file.read_bytes(), Counter[str]()
    for _ in range(count):
        bad = spoilt(content, chance)
        file.write_bytes(bad)
        answer = told(path, readonly=chance.random() < 0.5)
        seen[answer] += 1
        assert file.read_bytes() == bad
        if answer == right:
            # what was read lay elsewhere; whoever looks at every page finds it
            assert _found_by_the_check(path)
    assert seen[Damaged.__name__] > count / 2
    assert set(seen) <= {right, Damaged.__name__}


def _found_by_the_check(path: Path) -> bool:
    with unlock(path, phrase(), clock=StillClock(), readonly=True) as opened:
        db = database.connect(opened.bundle.database, opened.key.database_spec(), readonly=True)
        try:
            return database.faults(db) != []
        finally:
            db.close()


@pytest.mark.parametrize("seed", range(2))
def test_a_spoilt_log_never_brings_half_a_change(whole: Path, tmp_path: Path, seed: int) -> None:
    """What a killed writer left in its log: each change is there whole or not at all."""
    path = tmp_path / "notes.vault"
    shutil.copytree(whole, path)
    with Session.open(path, phrase(), clock=StillClock()) as session:
        states = [everything(session)]
        for number in range(4):
            session.save(Person(name=f"Late {number}")).result()
            states.append(everything(session))
        log = path / "g0001" / "data.db-wal"
        content, file = log.read_bytes(), (path / "g0001" / "data.db").read_bytes()
    chance, seen = random.Random(seed), Counter[str]()
    for _ in range(FEW // 8):
        (path / "g0001" / "data.db").write_bytes(file)
        log.write_bytes(spoilt(content, chance))
        seen[told(path)] += 1
    assert set(seen) <= {*states, Damaged.__name__}
    assert seen[states[0]]
    assert len(seen) > 2


@pytest.mark.parametrize("name", ["keys.bin", "data.db"])
def test_a_wrong_passphrase_is_only_said_of_a_sound_key_file(whole: Path, tmp_path: Path, name: str) -> None:
    """Somebody with the right words must not be made to doubt them by a bad disk."""
    path = tmp_path / "notes.vault"
    shutil.copytree(whole, path)
    file = path / "g0001" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(VaultError) as refusal:
        Session.open(path, phrase("no such words"), clock=StillClock())
    assert isinstance(refusal.value, Damaged) == (name == "keys.bin")


class Broken:
    """A connection to a disk that gives back other pages than were written."""

    def execute(self, sql: str, *_: object) -> None:
        error = dbapi2.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    executemany = execute


def test_whatever_is_asked_for_the_answer_is_one_sentence(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session.open(whole, phrase(), clock=StillClock()) as session:
        some = session.all("incident")[0].id
        asked = (
            lambda: session.find(some),
            lambda: session.find_many([some]),
            lambda: session.count(Query("risk")),
            lambda: session.all("incident"),
            lambda: session.titles([some]),
            lambda: session.backlinks(some),
            lambda: session.tally(Query("incident"), "state"),
            lambda: session.search("words"),
            lambda: session.history(some),
            session.drafts,
            session.keyholders,
            lambda: session.setting("lock.minutes"),
            session.exports,
            session.backups,
            session.sources,
            lambda: session.imported("sheet", "incident"),
            lambda: session.submit(lambda work: Broken().execute("SELECT 1")).result(),
            lambda: session.look(lambda work: Broken().execute("SELECT 1")),
        )
        with monkeypatch.context() as patch:
            patch.setattr(session, "_reader", Broken())
            for ask in asked:
                with pytest.raises(Damaged, match=r"is damaged.*restore a backup"):
                    ask()
        assert session.find(some)
