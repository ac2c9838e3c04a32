"""The one door for writing: every change is a transaction on the writer thread, told afterwards, and undone as one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from vault.errors import ReadOnly
from vault.i18n import _, plural
from vault.plans.records import Record
from vault.progress import Progress, silent
from vault.services import bulk, saving
from vault.services.connections import Connections
from vault.services.reading import Reading
from vault.services.saving import Purged
from vault.services.unlocking import Opened
from vault.services.writing import Batch, Writing
from vault.storage import changes, generations, registers
from vault.storage.database import Connection, database_errors
from vault.storage.registers import BackedUp, Draft, Exported

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """What a committed write touched; every screen refreshes from this and from nothing else."""

    kinds: frozenset[str]
    ids: tuple[str, ...]
    by: str


class Door(Reading):
    """What can be done with an open vault. Whoever takes it makes `_connections`, and the three lists empty."""

    opened: Opened
    readonly: bool
    _connections: Connections
    _listeners: list[Callable[[Change], None]]
    _undoable: list[tuple[int, str, bool]]
    _being_made: list[str]

    def submit(self, job: Callable[[Writing], T], *, stoppable: bool = False) -> Future[T]:
        """Run a job on the writer thread. The future raises ReadOnly when this vault is open for reading only.

        `stoppable`: long work that a lock ends half way, rolled back, with Cancelled in the future.
        """
        if self._connections.writer is None:
            refused: Future[T] = Future()
            refused.set_exception(ReadOnly(self.path, "It was opened for reading only."))
            return refused
        return self._connections.writer.submit(job, stoppable=stoppable)

    def look(self, job: Callable[[Writing], T]) -> T:
        """Wait for a job that only reads: on the writer thread, on this one when the vault is open for reading only.

        Any thread may ask: this one reads through a connection of its own then.
        """
        if not self.readonly:
            return self.submit(job, stoppable=True).result()
        with self._connections.another() as db, database_errors(self.path):
            return job(Writing(db=db, bundle=self.opened.bundle, clock=self.clock, by=self.by))

    def write(
        self, job: Callable[[Writing, Batch], T], what: str = "", *, erases: bool = False, stoppable: bool = False
    ) -> Future[T]:
        """Run a job in one transaction, then tell what it changed. `what`: its words on the undo list, "" keeps it off.

        With `erases`, undo erases new records instead of moving them to the bin. `stoppable` as in `submit`.
        """

        return self.submit(lambda work: self._committed(work, job, what, erases), stoppable=stoppable)

    def _committed(self, work: Writing, job: Callable[[Writing, Batch], T], what: str, erases: bool) -> T:
        with work.batch(what) as batch:
            result = job(work, batch)
        if what and batch.ids:
            self._undoable.append((batch.key, what, erases))
        self._announce(batch)
        return result

    def _announce(self, batch: Batch) -> None:
        change = Change(frozenset(batch.kinds), tuple(batch.ids), batch.by)
        for listener in list(self._listeners):
            listener(change)

    def on_change(self, listener: Callable[[Change], None]) -> None:
        """Have every committed change told, on the writer thread."""
        self._listeners.append(listener)

    def save(self, one: Record, *, why: str = "", draft: str = "", also: Sequence[Record] = ()) -> Future[Record]:
        """Keep a new or changed record and drop the draft it came from.

        `also`: others that are written because of it, in the same transaction and with the same undo.

        Raises (in the future) InvalidRecord, ChangedElsewhere, ReadOnly, DiskFull.
        """

        def job(work: Writing, batch: Batch) -> Record:
            saved = saving.put(work, batch, one, why)
            for other in also:
                saving.put(work, batch, other, why)
            if draft:
                registers.drop_draft(work.db, draft)
            return saved

        words = _("Change of “{title}”") if one.changed_at else _("New: “{title}”")
        return self.write(job, words.format(title=one.title))

    def save_all(self, many: Sequence[Record], *, why: str = "") -> Future[list[Record]]:
        """Keep several records in one transaction with one undo."""
        what = plural("{n} record saved", "{n} records saved", len(many))
        return self.write(lambda work, batch: [saving.put(work, batch, one, why) for one in many], what)

    def save_batch(
        self, pairs: Sequence[tuple[Record, str]], source: str, what: str, progress: Progress = silent
    ) -> Future[list[Record]]:
        """Keep imported records, each with its id at the source ("" for none); undo erases the new ones for good."""

        def job(work: Writing, batch: Batch) -> list[Record]:
            return bulk.bring_in(work, batch, pairs, source, progress)

        return self.write(job, what, erases=True, stoppable=True)

    def trash(self, ids: Sequence[str]) -> Future[None]:
        """Move records to the bin."""
        what = plural("{n} record moved to the bin", "{n} records moved to the bin", len(ids))
        return self.write(lambda work, batch: _trashed(work, batch, ids, True), what)

    def restore(self, ids: Sequence[str]) -> Future[None]:
        """Take records out of the bin."""
        what = plural("{n} record restored", "{n} records restored", len(ids))
        return self.write(lambda work, batch: _trashed(work, batch, ids, False), what)

    def purge(self, ids: Sequence[str]) -> Future[Purged]:
        """Erase records for good, with everything the vault knows of them. Cannot be undone."""

        def job(work: Writing, batch: Batch) -> Purged:
            places = saving.purge(work, batch, ids)
            return Purged(len(ids), tuple(dict.fromkeys(places)))

        def run(work: Writing) -> Purged:
            purged = self._committed(work, job, "", False)
            self._undoable = [_nameless(work.db, one) for one in self._undoable if changes.in_batch(work.db, one[0])]
            self._connections.fold(work)
            still = map(str, generations.drop_own_backups(self.opened.bundle))
            return replace(purged, backups=tuple(dict.fromkeys((*purged.backups, *self._being_made, *still))))

        return self.submit(run)

    def undo(self) -> Future[str]:
        """Take back the last thing done in this session; its words, "" when there is nothing."""

        def run(work: Writing) -> str:
            if not self._undoable:
                return ""
            key, what, erases = self._undoable[-1]
            with work.batch(_("Undone: {what}").format(what=what)) as batch:
                saving.undo(work, batch, key, erase_new=erases)
            self._undoable.pop()
            self._announce(batch)
            return what

        # thousands of new records are erased one by one: a lock must not wait for that
        return self.submit(run, stoppable=bool(self._undoable and self._undoable[-1][2]))

    def save_draft(self, draft: Draft) -> Future[None]:
        """Keep what is typed in an open form."""
        kept = replace(draft, saved_at=draft.saved_at or self.clock.stamp())
        return self._in_transaction(lambda work: registers.put_draft(work.db, kept))

    def discard_draft(self, id: str) -> Future[None]:
        """Give a draft up."""
        return self._in_transaction(lambda work: registers.drop_draft(work.db, id))

    def set_setting(self, name: str, value: Any) -> Future[None]:
        """Keep a setting inside the vault."""
        return self._in_transaction(lambda work: registers.put_setting(work.db, name, value))

    def record_export(
        self, what: str, audience: str, place: str, digest: str, decisions: Sequence[str] = ()
    ) -> Future[None]:
        """Write down that a file left the vault.

        Its place whole, wherever a link leads: who erases it later begins elsewhere, and may not take the link for it.
        """
        place = os.path.realpath(place)
        one = Exported(self.clock.stamp(), self.by, what, audience, place, digest, tuple(decisions))
        return self._in_transaction(lambda work: registers.put_export(work.db, one))

    @contextmanager
    def making_backup(self, place: str) -> Iterator[None]:
        """While the block runs, whoever erases something is told that a backup is being made which may hold it."""
        self._being_made.append(place)
        try:
            yield
        finally:
            self._being_made.remove(place)

    def record_backup(self, place: str, size: int, verified: bool) -> Future[None]:
        """Write down that a backup was made."""
        at = self.clock.stamp()
        one = BackedUp(at, self.by, place, size, at if verified else "")
        return self._in_transaction(lambda work: registers.put_backup(work.db, one))

    def _in_transaction(self, job: Callable[[Writing], None]) -> Future[None]:
        def run(work: Writing) -> None:
            with work.transaction():
                job(work)

        return self.submit(run)


def _nameless(db: Connection, one: tuple[int, str, bool]) -> tuple[int, str, bool]:
    """What can be undone, in words that name nothing when those it had were forgotten."""
    key, _what, erases = one
    return key, changes.words_of(db, key) or _("Several records changed"), erases


def _trashed(work: Writing, batch: Batch, ids: Sequence[str], trashed: bool) -> None:
    for id in ids:
        saving.set_trashed(work, batch, id, trashed)
