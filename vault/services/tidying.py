"""What is left to do after a vault was made worthless, in a process of its own, in silence.

The name of the module is seen in the list of processes; what is to be done comes by a pipe and is seen nowhere.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from vault import paths
from vault.services import autostart, bells
from vault.storage import revisions, shredding
from vault.storage.orders import Orders, Outcome

TIDY = "--tidy"

_TRIES, _PAUSE = 60, 1.0  # a folder whose files the ending process holds open cannot be removed at once (Windows)
_PIECE = 1 << 20
_EXPORTED = ("README.txt", "links.csv", "history.json", "drafts.json", "exports.json", "backups.json")


@dataclass(frozen=True, slots=True)
class Rest:
    """The backups, exports and traces of `orders` of the vault with this id, and a folder that is to be gone."""

    orders: Orders
    vault_id: bytes
    folder: Path | None = None

    @property
    def nothing(self) -> bool:
        return self.folder is None and not (self.orders.backups or self.orders.exports or self.orders.traces)

    def packed(self) -> bytes:
        """For the pipe."""
        folder = None if self.folder is None else str(self.folder)
        return json.dumps({"vault": self.vault_id.hex(), "folder": folder, "orders": asdict(self.orders)}).encode()


def unpacked(content: bytes) -> Rest:
    """What `Rest.packed` packed."""
    said: dict[str, Any] = json.loads(content)
    wished = Orders(**said["orders"])
    made = replace(
        wished, outcome=Outcome(wished.outcome), backups=tuple(wished.backups), exports=tuple(wished.exports)
    )
    return Rest(made, bytes.fromhex(said["vault"]), None if said["folder"] is None else Path(said["folder"]))


def start(rest: Rest) -> None:
    """Have the rest done by a process that nobody waits for. Raises nothing."""
    if rest.nothing:
        return
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, TIDY] if frozen else [sys.executable, "-P", "-m", "vault.services.tidying"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        quiet["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.DETACHED_PROCESS
    else:
        quiet["start_new_session"] = True  # what ends the window or the command does not end this
    with suppress(Exception):
        child = subprocess.Popen(command, stdin=subprocess.PIPE, **quiet)  # noqa: S603 - ourselves
        assert child.stdin is not None
        with child.stdin:
            child.stdin.write(rest.packed())


def do(rest: Rest) -> None:
    """Make the backups open for nobody, and take the exports, the traces and the folder away. Raises nothing."""
    shredding.strike(rest.orders.listed_backups(), of=rest.vault_id)
    for name in rest.orders.exports:
        erase(Path(name))
    if rest.orders.traces:
        with suppress(OSError):
            revisions.forget(paths.seen(), rest.vault_id)
    if rest.orders.vanishes:
        bells.forget()
        autostart.leave()
    if rest.folder is not None:
        _remove(rest.folder)


def erase(place: Path) -> bool:
    """Overwrite a file that left a vault, or the files of a readable export, and take them away; whether it is gone.

    What else somebody put into the folder of an export stays there, and the folder with it. What the disk kept
    elsewhere, nobody reaches from here (`docs/decisions/0030-wiping.md`). Raises nothing.
    """
    with suppress(OSError):
        for file in erased_with(place):
            _erase_file(file)
        if paths.is_folder(place) and not place.is_symlink():
            place.rmdir()
    return not os.path.lexists(place)


def erased_with(place: Path) -> list[Path]:
    """The files that `erase` overwrites and takes away. Raises nothing."""
    if not paths.is_folder(place) or place.is_symlink():
        return [place]
    with suppress(OSError):
        names = _exported()
        return [file for file in sorted(place.iterdir()) if file.name in names and paths.is_file(file)]
    return []


def _exported() -> set[str]:
    """The names of the files of a readable export, as `services/leaving.py` gives them."""
    import vault.plans.model  # noqa: F401 - makes the kinds known; late: most wipes need none of them
    from vault.plans.records import KINDS

    return {*_EXPORTED, *(f"{kind}.{end}" for kind in KINDS for end in ("json", "csv"))}


def _erase_file(file: Path) -> None:
    with suppress(OSError):
        _overwrite(file)
    with suppress(OSError):
        file.rename(file.with_name(secrets.token_hex(6))).unlink()


def _overwrite(file: Path) -> None:
    if file.is_symlink():
        return  # what it leads to is another file
    with suppress(OSError):
        file.chmod(0o600)  # somebody may have protected it from being changed
    with file.open("r+b", buffering=0) as content:
        left = file.stat().st_size
        while left > 0:
            left -= content.write(os.urandom(min(left, _PIECE)))
        os.fsync(content.fileno())


def remove(folder: Path) -> None:
    """Take a vault's folder away as far as it can be, and the link that leads to it. Raises nothing."""
    with suppress(OSError):
        shutil.rmtree(folder.resolve(), ignore_errors=True)  # which takes no link away, nor what it leads to
        if folder.is_symlink():
            folder.unlink()


def _remove(folder: Path) -> None:
    for _try in range(_TRIES):
        remove(folder)
        if not os.path.lexists(folder):
            return
        time.sleep(_PAUSE)


def main() -> None:
    """Read what is to be done from the pipe and do it."""
    rest = unpacked(sys.stdin.buffer.read())
    do(rest)


if __name__ == "__main__":
    main()
