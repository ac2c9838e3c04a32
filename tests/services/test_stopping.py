"""Closing in a hurry: long work ends where it is and leaves nothing, what a person saved is written all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.vaults import StillClock, begun, phrase
from vault.errors import Cancelled
from vault.plans.model import Incident, Person
from vault.services import backing_up, checking, leaving
from vault.services.session import Session
from vault.services.writing import Batch, Writing
from vault.storage import mounts

#: counts until somebody stops it
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.vault"


@pytest.fixture(params=[False, True], ids=["here", "on another computer"])
def session(path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    if request.param:
        monkeypatch.setattr(mounts, "is_remote", lambda path: True)
    with begun(path, by="N", clock=StillClock()) as opened:
        yield opened


def titles(path: Path, kind: str) -> list[str]:
    with Session.open(path, phrase(), clock=StillClock()) as again:
        return [one.title for one in again.all(kind)]


def test_a_statement_that_would_never_end_is_ended_and_what_came_before_it_is_taken_back(
    session: Session, path: Path
) -> None:
    begun = threading.Event()

    def endless(work: Writing, batch: Batch) -> None:
        work.db.execute("INSERT INTO setting (name, value) VALUES ('half', '1')")
        begun.set()
        work.db.execute(ENDLESS).fetchone()

    stopped = session.write(endless, stoppable=True)
    saved = session.save(Person(name="Leila"))
    assert begun.wait(30)
    session.stop()
    session.close()
    with pytest.raises(Cancelled):
        stopped.result()
    assert saved.result().title == "Leila"
    assert titles(path, "person") == ["Leila"]
    with Session.open(path, phrase(), clock=StillClock()) as again:
        assert again.setting("half", None) is None


def test_work_between_two_statements_is_met_by_the_next_interruption(session: Session) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def many(work: Writing, batch: Batch) -> None:
        begun.set()
        assert stopped.wait(30)  # the first interruption meets no statement
        while True:
            work.db.execute(f"{ENDLESS} LIMIT 100").fetchone()

    future = session.write(many, stoppable=True)
    assert begun.wait(30)
    session.stop()
    stopped.set()
    session.close()
    with pytest.raises(Cancelled):
        future.result()


def test_long_work_that_waited_for_its_turn_does_not_begin(session: Session) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def slow_save(work: Writing) -> str:
        begun.set()
        assert goes_on.wait(30)
        return "kept"

    kept = session.submit(slow_save)
    ran: list[str] = []
    waiting = session.submit(lambda work: ran.append("began"), stoppable=True)
    assert begun.wait(30)
    session.stop()
    goes_on.set()
    session.close()
    assert kept.result() == "kept"
    with pytest.raises(Cancelled):
        waiting.result()
    assert ran == []


def test_what_an_interrupted_job_left_open_is_rolled_back_before_the_next(session: Session, path: Path) -> None:
    def half(work: Writing) -> None:
        work.db.execute("BEGIN IMMEDIATE")
        work.db.execute("INSERT INTO setting (name, value) VALUES ('half', '1')")

    session.submit(half, stoppable=True).result()
    session.save(Person(name="Leila")).result()
    session.close()
    with Session.open(path, phrase(), clock=StillClock()) as again:
        assert again.setting("half", None) is None
    assert titles(path, "person") == ["Leila"]


def test_an_import_that_is_stopped_leaves_no_row(session: Session, path: Path) -> None:
    begun = threading.Event()

    def progress(done: int, total: int, what: str) -> None:
        if done:
            begun.set()
            assert stopped.wait(30)

    stopped = threading.Event()
    pairs = [(Incident(title=f"Row {n}"), str(n)) for n in range(15000)]
    future = session.save_batch(pairs, "sheet", "15,000 rows", progress)
    assert begun.wait(30)
    session.stop()
    stopped.set()
    session.close()
    with pytest.raises(Cancelled):
        future.result()
    assert titles(path, "incident") == []


Work = Callable[[Session, Path, Callable[[int, int, str], None]], object]


def back_up(session: Session, out: Path, progress: Callable[[int, int, str], None]) -> object:
    return backing_up.back_up(session, out / "b.backup", progress)


def take_along(session: Session, out: Path, progress: Callable[[int, int, str], None]) -> object:
    return leaving.export_all(session, out / "all", progress)


def look(session: Session, out: Path, progress: Callable[[int, int, str], None]) -> object:
    return checking.check(session, progress)


@pytest.mark.parametrize("work", [back_up, take_along, look])
def test_no_file_of_work_that_was_stopped_stays(session: Session, tmp_path: Path, work: Work) -> None:
    session.save_all([Person(name=f"P {n}") for n in range(300)]).result()
    begun, stopped, out = threading.Event(), threading.Event(), tmp_path / "out"
    out.mkdir()

    def progress(done: int, total: int, what: str) -> None:
        if not begun.is_set():
            begun.set()
            assert stopped.wait(30)
            raise Cancelled  # as a task does that was asked to stop

    with ThreadPoolExecutor(1) as beside:
        future = beside.submit(work, session, out, progress)
        assert begun.wait(30)
        session.stop()
        stopped.set()
        with pytest.raises(Cancelled):
            future.result(30)
    session.close()
    assert list(out.iterdir()) == []


def test_long_reading_beside_the_window_is_ended(session: Session) -> None:
    begun = threading.Event()

    def read() -> None:
        with session._connections.another() as reader:
            begun.set()
            reader.execute(ENDLESS).fetchone()

    with ThreadPoolExecutor(1) as beside:
        future = beside.submit(read)
        assert begun.wait(30)
        while not future.done():
            session.stop()
        with pytest.raises(Cancelled):
            future.result()
        with pytest.raises(Cancelled), session.snapshot():
            pass


def test_without_hurry_long_work_is_finished(session: Session, path: Path) -> None:
    future = session.save_batch([(Person(name="Leila"), "1")], "sheet", "1 row")
    session.close()
    assert len(future.result()) == 1
    assert titles(path, "person") == ["Leila"]


def test_what_comes_after_closing_is_refused(session: Session) -> None:
    session.close()
    with pytest.raises(Cancelled):
        session.save(Person(name="Leila")).result()
