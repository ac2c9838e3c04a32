"""Making a vault worthless on purpose, from inside: before a door opens, or at the end of its life."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vault.errors import NotFound, VaultError
from vault.paths import is_there
from vault.services import tidying, wiping
from vault.services.session import Session
from vault.storage import backups, shredding
from vault.storage.orders import Orders, Outcome
from vault.storage.registers import BackedUp, Exported
from vault.storage.shredding import Struck

__all__ = ["Around", "Orders", "around", "at_once", "destroy", "erase_export", "everything", "left", "out_of_reach"]


@dataclass(frozen=True, slots=True)
class Around:
    """What the registers know of: backups and exports that lie where they were written, and those that do not (a stick
    that is not plugged in, a file somebody moved)."""

    backups: tuple[Path, ...]
    backups_away: tuple[Path, ...]
    exports: tuple[Path, ...]
    exports_away: tuple[Path, ...]


def around(backed_up: Sequence[BackedUp], exported: Sequence[Exported]) -> Around:
    """What became of what the registers list. Asks the disk of every file: off the window's thread."""
    made = [Path(one.place) for one in backed_up]
    left = [Path(one.place) for one in exported]
    here = [one for one in dict.fromkeys(made) if _is_backup(one)]
    there = [one for one in dict.fromkeys(left) if is_there(one)]
    return Around(
        tuple(here),
        tuple(one for one in dict.fromkeys(made) if one not in here),
        tuple(there),
        tuple(one for one in dict.fromkeys(left) if one not in there),
    )


def _is_backup(file: Path) -> bool:
    try:
        return backups.is_backup(file)
    except VaultError:
        return False


def everything(found: Around, *, backups: bool, exports: bool) -> Orders:
    """The vault with its folder and traces, and what else is chosen."""
    return Orders(
        outcome=Outcome.WELCOME,
        backups=tuple(map(str, found.backups)) if backups else (),
        exports=tuple(map(str, found.exports)) if exports else (),
        traces=True,
    )


def at_once() -> Orders:
    """The vault with its folder and traces, and nothing that would have to be looked for."""
    return everything(Around((), (), (), ()), backups=False, exports=False)


def destroy(session: Session, wished: Orders) -> Struck:
    """Make the open vault open for nobody, at once. Nothing may be asked of the session afterwards; raises nothing."""
    opened = session.opened
    struck = wiping.carry_out(opened.bundle, opened.keyfile.header.vault_id, wished)
    opened.key.close()
    return struck


def out_of_reach(session: Session) -> tuple[Path, ...]:
    """The files with keys of this vault that cannot be written to, as `destroy` would find them now."""
    return tuple(one for one in shredding.key_files(session.opened.bundle) if not shredding.within_reach(one))


def left(struck: Struck) -> tuple[Path, ...]:
    """What a strike missed and is still there: it opens as it did before."""
    return tuple(one for one in struck.missed if os.path.lexists(one))


def erase_export(file: Path) -> bool:
    """Overwrite what left the vault, and take it away; whether it is gone. Off the window's thread.

    Raises NotFound where nothing lies: it was moved, or its stick is elsewhere, and is as readable there as before.
    """
    if not os.path.lexists(file):
        raise NotFound(file)
    return tidying.erase(file)
