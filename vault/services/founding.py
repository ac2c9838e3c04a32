"""The first moments of a vault: its key file, its tables, its role map, its organisation."""

from __future__ import annotations

from pathlib import Path

from vault.clock import Clock
from vault.plans.model import Organisation
from vault.services import saving, unlocking
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import keyholders, migrate
from vault.storage.database import connect
from vault.storage.kdf import DEFAULT, Proposal, profile, propose_profile
from vault.storage.slots import RECOVERY

__all__ = ["DEFAULT", "Proposal", "found", "profile", "propose_profile"]


def found(
    path: Path | str,
    passphrase: bytearray,
    *,
    organisation: str = "",
    profile: int = DEFAULT,
    recovery: bytearray | None = None,
    clock: Clock,
    by: str = "",
) -> Opened:
    """Make a vault at `path` and open it: slow (Argon2id), for a worker thread. Nothing is left of a failed try.

    Raises AlreadyThere, InvalidRecord, StorageFault.
    """
    return unlocking.create(
        path,
        passphrase,
        profile=profile,
        recovery=recovery,
        clock=clock,
        name=by,
        fill=lambda opened: _fill(opened, organisation, clock, by, recovery is not None),
    )


def _fill(opened: Opened, organisation: str, clock: Clock, by: str, recovery: bool) -> None:
    assert opened.roles is not None
    db = connect(opened.bundle.database, opened.key.database_spec())
    try:
        work = Writing(db=db, path=str(opened.bundle.path), clock=clock, by=by)
        migrate.apply_all(db, opened.bundle.path)
        with work.batch() as batch:
            keyholders.assign(db, opened.roles)
            keyholders.hold(db, opened.position, by, batch.at)
            if recovery:
                keyholders.hold(db, opened.roles.index(RECOVERY), "", batch.at)
            if organisation:
                saving.put(work, batch, Organisation(name=organisation))
        work.fold_log()
    finally:
        db.close()
