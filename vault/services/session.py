"""One open vault: how it opens, what is noticed then, and how it closes. What is done with it stands in `door`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vault import paths
from vault.clock import Clock
from vault.errors import ReadOnly
from vault.i18n import N_, _
from vault.services import backing_up, founding, rotation, unlocking
from vault.services.connections import FAR, Connections
from vault.services.door import Change, Door
from vault.services.ids import new_id
from vault.services.reading import Snapshot, reads
from vault.services.saving import Purged
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import keyholders, migrate, revisions
from vault.storage.changes import Entry
from vault.storage.database import Connection
from vault.storage.registers import BackedUp, Draft, Exported

__all__ = ["BackedUp", "Change", "Draft", "Entry", "Exported", "Purged", "Session", "new_id"]


OLDER = N_(
    "This copy is older than the one opened here last (revision {revision}, then {before}). Somebody may have replaced"
    " it, or a backup was restored."
)
OTHER_KEYS = N_(
    "The keys of this copy are not those this file was opened with here last. Somebody made new keys elsewhere, "
    "restored a backup, or put an older copy in its place."
)
ASKED_TO_READ = N_("This file is open for reading only.")


class Session(Door):
    """Made from an `Opened` on the thread that will read. `close` wipes the keys and releases the lock."""

    def __init__(self, opened: Opened, *, clock: Clock | None = None) -> None:
        self.opened = opened
        self.clock: Clock = clock or Clock()
        self.path = opened.bundle.path
        self.readonly: bool = opened.readonly
        self.by = ""
        self._listeners: list[Callable[[Change], None]] = []
        self._undoable: list[tuple[int, str, bool]] = []
        self._being_made: list[str] = []
        self._connections = Connections(opened, self._begin)
        self._reader, self.turn = self._connections.reader, self._connections.turn
        self.notices: tuple[str, ...] = _notices(opened, self._connections)
        try:
            self._refuse_unfit_readonly()
            self.by = self._keyholder_name()
            if not self.readonly:
                self.submit(self._introduce).result()
            self._new_keys = self._is_first_opening()
            self._notice_older()  # before anything is written, which would count as seen
            self.notices += self._left_beside()
        except BaseException:
            self.close()
            raise

    # ------------------------------------------------------------------ opening and closing

    @classmethod
    def create(
        cls,
        path: Path | str,
        passphrase: bytearray,
        *,
        organisation: str = "",
        profile: int = 1,
        recovery: bytearray | None = None,
        clock: Clock | None = None,
        by: str = "",
    ) -> Session:
        """A new vault at `path`. Raises AlreadyThere, InvalidRecord, StorageFault."""
        clock = clock or Clock()
        opened = founding.found(
            path, passphrase, organisation=organisation, profile=profile, recovery=recovery, clock=clock, by=by
        )
        return cls._of(opened, clock)

    @classmethod
    def open(
        cls, path: Path | str, passphrase: bytearray, *, clock: Clock | None = None, readonly: bool = False
    ) -> Session:
        """Unlock a vault. Raises WrongPassphrase, NotAVault, Damaged, InUse, NewerVersion, StorageFault."""
        return cls._of(unlocking.unlock(Path(path), passphrase, clock=clock or Clock(), readonly=readonly), clock)

    @classmethod
    def _of(cls, opened: Opened, clock: Clock | None) -> Session:
        try:
            return cls(opened, clock=clock)
        except BaseException:
            opened.close()
            raise

    def _begin(self, db: Connection) -> Writing:
        if migrate.pending(db, self.path):
            backing_up.before_migration(db, self.opened)
            migrate.apply_all(db, self.path)
        return Writing(db=db, bundle=self.opened.bundle, clock=self.clock, by="", counted=self._remember)

    @reads
    def _is_first_opening(self) -> bool:
        return rotation.is_first_opening(self._reader, self.opened)

    @reads
    def _refuse_unfit_readonly(self) -> None:
        if self.readonly and migrate.pending(self._reader, self.path):
            raise ReadOnly(self.path, "It was made by an older version and must be writable once to be brought up.")

    def _introduce(self, work: Writing) -> None:
        work.by = self.by

    def _left_beside(self) -> tuple[str, ...]:
        """Other generations in the folder, once those that this one replaced are gone."""
        if self.readonly:
            return rotation.left_over(self.opened)
        return self.submit(lambda work: rotation.settle(work, self.opened)).result()

    @reads
    def _keyholder_name(self) -> str:
        held = {one.position: one for one in keyholders.listed(self._reader)}
        mine = held.get(self.opened.position)
        return (mine.name if mine else "") or _("Keyholder")

    @reads
    def _notice_older(self) -> None:
        """Compare with what was opened here last; then this is what was."""
        opened, self.revision = self.opened, revisions.current(self._reader)
        before = revisions.seen(paths.seen(), opened.keyfile.header.vault_id, opened.key)
        if self.revision < before:
            self.notices = (*self.notices, _(OLDER).format(revision=self.revision, before=before))
        if not self._new_keys and revisions.of_other_keys(paths.seen(), opened.keyfile.header.vault_id, opened.key):
            self.notices = (*self.notices, _(OTHER_KEYS))
        if self.revision != before:
            self._remember(self.revision)

    def _remember(self, revision: int) -> None:
        self.revision = revision
        with suppress(OSError):  # where nothing can be remembered, nothing is promised either
            revisions.remember(paths.seen(), self.opened.keyfile.header.vault_id, self.opened.key, revision)

    def stop(self) -> None:
        """Before closing in a hurry: end long work, which is rolled back; what a person saved is written all the same.

        May be called from any thread.
        """
        self._connections.stop()

    def close(self) -> None:
        """Finish what is being written, close the database, wipe the keys. May be called twice."""
        try:
            self._connections.close()
        finally:
            self.opened.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """What the vault holds now, for long reading on the thread that asks, until the block ends.

        Nothing written in the meantime is seen, and nobody waits for the reader (but see `Connections.another`).
        """
        try:
            with self._connections.another() as reader:
                try:
                    yield Snapshot(reader, self.path, self.by, self.clock)
                finally:
                    reader.rollback()
        finally:
            self._connections.fold_what_waits()


def _notices(opened: Opened, connections: Connections) -> tuple[str, ...]:
    wished = opened.readonly and not opened.notices  # otherwise they say why
    return (*opened.notices, *((ASKED_TO_READ,) if wished else ()), *((FAR,) if connections.alone else ()))
