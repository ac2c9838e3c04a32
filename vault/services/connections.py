"""The connections of one open vault: one to read on the thread that opened it, one to write on the writer thread.

On another computer's disk there is only one, which all threads use by turns (`docs/decisions/0005-network-drives.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from vault.errors import Cancelled
from vault.i18n import N_
from vault.services.unlocking import Opened
from vault.services.writing import Writer, Writing
from vault.storage import mounts
from vault.storage.database import Connection, connect, database_errors
from vault.storage.standing import Standing

FAR = N_(
    "This file lies on another computer or a network drive. It can be used there, more slowly; a place on this computer"
    " is safer."
)


class Connections:
    """Made on the thread that will read. `writer` is None when the vault is open for reading only.

    Whoever reads from `reader` holds `turn`. `begin` makes the writer ready, on its own thread. Raises as `connect`,
    and what `begin` raises.
    """

    def __init__(self, opened: Opened, begin: Callable[[Connection], Writing]) -> None:
        self._opened = opened
        self.alone = mounts.is_remote(opened.bundle.database)
        self.turn = RLock()
        self.writer: Writer | None = None
        self._looking: list[Connection] = []
        self._stopping, self._switch = False, Lock()
        self._unfolded = False
        if not opened.readonly:
            self.writer = Writer(lambda: self._begun(begin), self.turn if self.alone else RLock())
        try:
            self.reader = self.writer.db if self.writer and self.alone else self._opened_to_read()
            self._standing = Standing.of(opened.bundle.database)
        except BaseException:
            self.close()
            raise

    def _begun(self, begin: Callable[[Connection], Writing]) -> Writing:
        db = connect(self._opened.bundle.database, self._opened.key.database_spec())
        try:
            return begin(db)
        except BaseException:
            db.close()
            raise

    def _opened_to_read(self) -> Connection:
        with database_errors(self._opened.bundle.path):
            return connect(self._opened.bundle.database, self._opened.key.database_spec(), readonly=True)

    @contextmanager
    def another(self) -> Iterator[Connection]:
        """A connection to read from on the thread that asks, as long as the block lasts.

        Nobody waits for it, unless there is only one: then all others do. Raises Cancelled after `stop`, which also
        ends what is read just then; NotFound, Replaced.
        """
        if self.alone:
            with self.turn, self._stopped_with_us(self.reader):
                yield self.reader
            return
        self._standing.refuse_unless_there(self._opened.bundle.path)  # the log that lies there is of the other file
        reader = self._opened_to_read()
        try:
            with self._stopped_with_us(reader):
                yield reader
        finally:
            reader.close()

    @contextmanager
    def _stopped_with_us(self, reader: Connection) -> Iterator[None]:
        with self._switch:
            if self._stopping:
                raise Cancelled
            self._looking.append(reader)
        try:
            with database_errors(self._opened.bundle.path):
                yield
        finally:
            with self._switch:
                self._looking.remove(reader)

    def fold(self, work: Writing) -> None:
        """On the writer thread: empty the log now, or once the last of those who read a state of before is done."""
        with self._switch:
            self._unfolded = bool(self._looking) and not self.alone
            if self._unfolded:
                return
        if not work.fold_log():
            with self._switch:
                self._unfolded = True

    def fold_what_waits(self) -> None:
        """After reading: empty the log if that had to wait. Nobody is held up, and closing does so in any case."""
        with self._switch:
            due = self._unfolded and not self._looking
        if due and self.writer:
            self.writer.submit(self.fold)

    def stop(self) -> None:
        """End what may be stopped: long writing is rolled back, long reading raises Cancelled. From any thread."""
        with self._switch:
            self._stopping = True
            for reader in self._looking:
                reader.interrupt()
        if self.writer:
            self.writer.stop()

    def close(self) -> None:
        """Finish what is being written and close. May be called twice."""
        try:
            if self.writer:
                self.writer.close()
        finally:
            if hasattr(self, "reader"):
                with self.turn:
                    self.reader.close()
