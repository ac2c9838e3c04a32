"""The one writer thread: its own connection, one job after another, each change in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from vault.clock import Clock
from vault.errors import Cancelled, ChangedElsewhere, VaultError
from vault.storage import changes, revisions
from vault.storage.bundle import Bundle
from vault.storage.database import Connection, database_errors, transaction
from vault.storage.standing import Standing

T = TypeVar("T")

_STOP_AGAIN = 0.02  # seconds: an interruption meets only the statement that runs just then


@dataclass
class Batch:
    """What one transaction changes; announced after the commit."""

    key: int
    at: str
    by: str
    kinds: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)

    def touched(self, kind: str, id: str) -> None:
        """Remember a record for the announcement."""
        self.kinds.add(kind)
        self.ids.append(id)


@dataclass
class Writing:
    """What a job on the writer thread works with. `counted` is told the revision once something was written.

    `replaced`: another generation took this one's place, and what is written here would be lost with it.
    """

    db: Connection
    bundle: Bundle
    clock: Clock
    by: str
    counted: Callable[[int], object] | None = None
    replaced: bool = False

    def __post_init__(self) -> None:
        self._standing = Standing.of(self.bundle.database)

    @property
    def path(self) -> Path:
        """The folder of the vault, as a person knows it."""
        return self.bundle.path

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE to COMMIT; any exception rolls back and leaves everything as it was.

        Raises NotFound when the vault is not where it was, and Replaced when another one is: the system would write on
        into files that nobody finds again, and would not tell that all of it is lost.
        """
        self._standing.refuse_unless_there(self.path)
        if self.replaced:
            raise ChangedElsewhere(self.path)
        with database_errors(self.path), transaction(self.db):
            number = revisions.count(self.db) if self.counted else 0
            yield
        if self.counted and not self.db.in_transaction:
            tell, self.counted = self.counted, None
            tell(number)

    @contextmanager
    def batch(self, what: str = "") -> Iterator[Batch]:
        """A transaction with a line in history."""
        with self.transaction():
            at = self.clock.stamp()
            batch = Batch(changes.open_batch(self.db, at, self.by, what), at, self.by)
            yield batch
            changes.close_batch(self.db, batch.key)

    def fold_log(self) -> bool:
        """Bring the write-ahead log into the database and empty it, so that what was erased is overwritten.

        False when somebody still reads a state of before, which it may not be taken from: it waits some seconds.
        """
        with database_errors(self.path):
            busy, *_pages = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


class Writer:
    """Runs jobs in order on one thread, each while it holds `turn`. `begin` is called there, once."""

    def __init__(self, begin: Callable[[], Writing], turn: AbstractContextManager[object]) -> None:
        self._turn = turn
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._writing: Writing = self._pool.submit(begin).result()
        self._closed = False
        self._stopping = self._stoppable = False
        self._switch = Lock()

    @property
    def db(self) -> Connection:
        """The connection it writes with."""
        return self._writing.db

    def submit(self, job: Callable[[Writing], T], *, stoppable: bool = False) -> Future[T]:
        """Queue a job; its result or error comes with the future. `stoppable`: `stop` may end it half way.

        Once it closes the future raises Cancelled.
        """
        with self._switch:
            if not self._closed:
                return self._pool.submit(self._told, job, stoppable)
        late: Future[T] = Future()
        late.set_exception(Cancelled())
        return late

    def _told(self, job: Callable[[Writing], T], stoppable: bool) -> T:
        with self._turn, database_errors(self._writing.path), self._interruptible(stoppable):
            return job(self._writing)

    @contextmanager
    def _interruptible(self, stoppable: bool) -> Iterator[None]:
        self._let(stoppable)
        try:
            yield
        finally:
            self._let(False)
            if stoppable and self.db.in_transaction:
                self.db.rollback()  # the interruption met the rolling back as well

    def _let(self, stoppable: bool) -> None:
        with self._switch:
            if stoppable and self._stopping:
                raise Cancelled
            self._stoppable = stoppable

    def stop(self) -> None:
        """End what may be stopped, now and from now on: it is rolled back, and its future raises Cancelled.

        What a person saved is written all the same. May be called from any thread, more than once.
        """
        with self._switch:
            self._stopping = True
            if self._stoppable:
                self.db.interrupt()

    def close(self) -> None:
        """Finish the queued jobs, fold the write-ahead log into the database, close. May be called twice.

        After `stop` it does not wait for what may be stopped.
        """
        with self._switch:
            if self._closed:
                return
            self._closed = True
            last = self._pool.submit(self._told, _finish, False)
        try:
            while self._stopping and not wait([last], _STOP_AGAIN).done:
                self.stop()
            last.result()
        finally:
            self._pool.shutdown(wait=True)


def _finish(work: Writing) -> None:
    try:
        work.fold_log()
    except VaultError:
        pass  # what was saved lies flushed in the log, and the next opening reads it from there
    finally:
        work.db.close()
