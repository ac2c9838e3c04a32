"""A passphrase of one's own, chosen by whoever opened a vault with an opening code before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from vault import paths
from vault.clock import Clock
from vault.services import keyholding, one_time
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import migrate, registers, revisions
from vault.storage.database import Connection, connect, database_errors


def waits(opened: Opened) -> bool:
    """Whether something that only this keyholder could read waits for the passphrase of before."""
    with _connected(opened) as db:
        return one_time.waits(db, opened.position)


def setting(opened: Opened, name: str, default: Any = None) -> Any:
    """A setting of the file, before there is a session to ask."""
    with _connected(opened) as db:
        return registers.setting(db, name, default)


def choose(opened: Opened, passphrase: bytearray, before: bytearray | None = None, *, clock: Clock = Clock()) -> None:
    """Set the passphrase; the code opens nothing any more. `before` takes back what only this keyholder could read.

    Runs Argon2id: off the window's thread. The caller wipes both. Raises `InvalidRecord`, `ReadOnly`,
    `NewerVersion`, `StorageFault`.
    """
    with _connected(opened) as db:
        if before is not None:
            one_time.reclaim(opened, db, before)
        keyholding.change(opened, _writing(opened, db, clock), opened.position, passphrase, clock=clock)


def _writing(opened: Opened, db: Connection, clock: Clock) -> Writing:
    """Counted as a session is, unless the first session has something to tell about this copy."""
    vault_id = opened.keyfile.header.vault_id
    older = revisions.current(db) < revisions.seen(paths.seen(), vault_id, opened.key)
    untold = older or revisions.of_other_keys(paths.seen(), vault_id, opened.key)

    def counted(number: int) -> None:
        with suppress(OSError):
            revisions.remember(paths.seen(), vault_id, opened.key, number)

    return Writing(db, opened.bundle, clock, "", None if untold else counted)


@contextmanager
def _connected(opened: Opened) -> Iterator[Connection]:
    with database_errors(opened.bundle.path):
        db = connect(opened.bundle.database, opened.key.database_spec(), readonly=opened.readonly)
        try:
            migrate.pending(db, opened.bundle.path)
            yield db
        finally:
            db.close()
