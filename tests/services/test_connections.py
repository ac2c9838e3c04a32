"""A vault on another computer's disk: one connection, exclusive, and all that the vault does through it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyrage
import pytest
from sqlcipher3 import dbapi2

from tests.vaults import StillClock, begun, phrase
from vault.errors import Cancelled, InUse
from vault.plans.model import Incident, Person
from vault.services import backing_up, checking, leaving, partners, saving
from vault.services.connections import FAR
from vault.services.session import Session
from vault.services.writing import Batch, Writing
from vault.storage import database, mounts
from vault.storage.database import Connection, connect


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "is_remote", lambda path: True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.vault"


@pytest.fixture
def session(far: None, path: Path) -> Iterator[Session]:
    with begun(path, by="N", clock=StillClock()) as opened:
        yield opened


def reopened(path: Path, *, readonly: bool = False) -> Session:
    return Session.open(path, phrase(), clock=StillClock(), readonly=readonly)


def test_no_memory_is_shared_and_nobody_else_gets_in(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.save(Person(name="Leila")).result()
    assert FAR in session.notices
    file = session.opened.bundle.database
    assert file.with_name("data.db-wal").exists()
    assert not file.with_name("data.db-shm").exists()
    monkeypatch.setattr(dbapi2, "connect", partial(dbapi2.connect, timeout=0.1))  # five seconds are only waited for
    with pytest.raises(InUse):
        connect(file, session.opened.key.database_spec(), readonly=True)


def test_a_vault_on_a_disk_of_this_computer_shares_its_log(path: Path) -> None:
    with Session.create(path, phrase(), profile=255, by="N", clock=StillClock()) as opened:
        opened.save(Person(name="Leila")).result()
        assert FAR not in opened.notices
        assert opened.opened.bundle.database.with_name("data.db-shm").exists()


def test_everything_a_vault_does(session: Session, path: Path, tmp_path: Path) -> None:
    one = session.save(Incident(title="Calls at night")).result()
    session.save_batch([(Incident(title=f"Row {n}"), str(n)) for n in range(50)], "list", "Import").result()
    assert [found.title for found in session.search("nig")] == ["Calls at night"]
    assert not any(look.faults for look in checking.check(session))
    backup = backing_up.back_up(session, tmp_path / "kept")
    leaving.export_all(session, tmp_path / "readable")
    assert session.undo().result() == "Import"
    session.purge([one.id]).result()
    session.close()
    session.close()
    assert not path.joinpath("g0001", "data.db-wal").exists()
    with reopened(path) as again:
        assert again.all("incident") == []
    backing_up.restore(backup.path, tmp_path / "b.vault", phrase(), clock=StillClock())
    with reopened(tmp_path / "b.vault", readonly=True) as restored:
        assert len(restored.all("incident")) == 51


def test_the_two_checks_of_a_backup_may_look_at_the_same_moment(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_there = threading.Barrier(2, timeout=20)

    def meeting(check: Callable[..., list[str]]) -> Callable[..., list[str]]:
        def met(db: Connection, **given: bool) -> list[str]:
            both_there.wait()
            return check(db, **given)

        return met

    for name in ("broken_seals", "broken_order"):
        monkeypatch.setattr(database, name, meeting(getattr(database, name)))
    session.save(Person(name="Leila")).result()
    assert backing_up.back_up(session, tmp_path / "kept").counts["person"] == 1


@pytest.mark.parametrize("for_partner", [False, True])
def test_while_a_backup_is_checked_the_vault_can_be_read_and_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, for_partner: bool
) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    copied, worked, check = threading.Event(), threading.Event(), database.broken_order

    def held(db: Connection, **given: bool) -> list[str]:
        copied.set()
        assert worked.wait(5)
        return check(db, **given)

    monkeypatch.setattr(database, "broken_order", held)
    with ThreadPoolExecutor(1) as beside:
        if for_partner:
            made = beside.submit(partners.back_up_for, session, [key], tmp_path / "kept")
        else:
            made = beside.submit(backing_up.back_up, session, tmp_path / "kept")
        assert copied.wait(20)
        session.save(Person(name="Leila")).result()
        assert len(session.all("person")) == 1
        worked.set()
        assert made.result().counts["person"] == 0


def test_nobody_sees_what_is_half_written(session: Session) -> None:
    begun, go_on, seen = threading.Event(), threading.Event(), list[int]()

    def job(work: Writing, batch: Batch) -> None:
        saving.put(work, batch, Person(name="Leila"), "")
        begun.set()
        assert go_on.wait(20)
        raise Cancelled

    def read() -> None:
        with session.snapshot() as snapshot:
            seen.append(len(snapshot.all("person")))

    writing = session.write(job)
    assert begun.wait(20)
    reader = threading.Thread(target=read)
    reader.start()
    reader.join(0.2)
    assert seen == []  # it waits for its turn
    go_on.set()
    with pytest.raises(Cancelled):
        writing.result()
    reader.join()
    assert seen == [0]


def test_a_long_reader_sees_one_state_and_the_writer_waits(session: Session) -> None:
    session.save(Person(name="Leila")).result()
    with session.snapshot() as snapshot:
        writing = session.save(Person(name="Omar"))
        assert [one.title for one in snapshot.all("person")] == ["Leila"]
        assert not writing.done()
    writing.result()
    assert [one.title for one in session.all("person")] == ["Leila", "Omar"]


def test_open_for_reading_only_any_thread_may_look(session: Session, path: Path) -> None:
    session.save(Person(name="Leila")).result()
    session.close()
    answers = list[int]()

    def look() -> None:
        answers.append(checking.check(opened).count(checking.Checked("links", ())))
        with opened.snapshot() as snapshot:
            answers.append(len(snapshot.all("person")))

    with reopened(path, readonly=True) as opened:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert answers == [1, 1]
        assert len(opened.all("person")) == 1


KILLED = """
import os, sys
from pathlib import Path
from tests.vaults import StillClock, begun, phrase
from vault.plans.model import Person
from vault.services.session import Session
from vault.storage import mounts
mounts.is_remote = lambda path: True
session = Session.open(Path(sys.argv[1]), phrase(), clock=StillClock())
session.save(Person(name="Leila")).result()
os._exit(9)
"""


def test_what_was_saved_before_a_kill_is_there(session: Session, path: Path) -> None:
    session.close()
    child = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert child.returncode == 9
    assert path.joinpath("g0001", "data.db-wal").stat().st_size > 0
    with reopened(path) as again:
        assert [one.title for one in again.all("person")] == ["Leila"]
