"""The generations of a vault: how a new one comes into force, and what becomes of the one it replaced.

Only the database that was opened has a say in what is destroyed (`docs/decisions/0032-new-keys.md`): it names the
generations it replaced, and the one that was being built in its place, by the salt of their key files, which nothing
shares. Anything else that lies in the folder is kept and told: an old CURRENT that somebody brought back must not
destroy the live keys.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import IO

from vault.errors import StorageFault, VaultError, file_errors
from vault.storage import backups, registers, shredding
from vault.storage import header as headers
from vault.storage.bundle import UNFINISHED, Bundle, flush_folder, named, write_new
from vault.storage.container import A, B, newest_copy
from vault.storage.database import Connection
from vault.storage.header import HEADER_SIZE

BEGIN = "generations."  # how the settings here begin
REPLACED, BUILDING = f"{BEGIN}replaced", f"{BEGIN}building"

_FOLDER = re.compile(r"g[0-9]{4,9}(\.new)?")
_OWN_BACKUP = re.compile(r"before-[0-9]+\.backup")  # made in the vault's own folder before its tables moved on


def following(bundle: Bundle) -> Bundle:
    """Where the generation after `bundle` is built. Raises `StorageFault`."""
    with file_errors(bundle.path):  # a name that is taken by a file or a link is taken as well
        names = [one.name for one in bundle.path.iterdir() if _FOLDER.fullmatch(one.name)]
    highest = max(int(name[1:].removesuffix(UNFINISHED)) for name in names)
    return Bundle(bundle.path, f"g{highest + 1:04}{UNFINISHED}")


def note_building(db: Connection, salt: bytes | None) -> None:
    """Note which generation is being built, in the database that it is to replace; None when it is given up."""
    registers.put_setting(db, BUILDING, salt.hex() if salt else None)


def note_replaced(db: Connection, salt: bytes) -> None:
    """Note which generation this one replaces, in its own database."""
    known = registers.setting(db, REPLACED) or []
    registers.put_setting(db, REPLACED, [*known, salt.hex()])
    registers.put_setting(db, BUILDING, None)


def counts(db: Connection) -> dict[str, int]:
    """The number of rows of every table."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def switch(new: Bundle) -> None:
    """Have CURRENT name a finished generation. Raises `StorageFault`; nothing was switched then."""
    unfinished = _unfinished_current(new)
    with file_errors(new.path):
        unfinished.unlink(missing_ok=True)
        write_new(unfinished, f"{new.generation.removesuffix(UNFINISHED)}\n".encode())
        unfinished.replace(new.current)


def complete(new: Bundle) -> bool:
    """After `switch`: have it last, and give the generation its name. False where the disk does not say so."""
    try:
        flush_folder(new.path)
        return not named(new.path, new.generation.removesuffix(UNFINISHED)).endswith(UNFINISHED)
    except StorageFault:
        return False


def discard(new: Bundle) -> None:
    """Take away a generation that never came into force. Raises nothing."""
    _remove(new.folder)
    with suppress(OSError):
        _unfinished_current(new).unlink(missing_ok=True)


def strike(bundle: Bundle) -> None:
    """Make the keys of a replaced generation open for nobody while its database is still in use. Raises nothing."""
    shredding.strike([bundle.keys_file])


def settle(db: Connection, bundle: Bundle) -> None:
    """Destroy what the opened database says it replaced, or began to build and gave up.

    Raises nothing; what cannot be destroyed now is tried again at the next opening.
    """
    replaced = {bytes.fromhex(one) for one in registers.setting(db, REPLACED) or []}
    building = {bytes.fromhex(one) for one in [registers.setting(db, BUILDING)] if one}
    with suppress(OSError, VaultError):
        flush_folder(bundle.path)  # CURRENT has to last before what it named until then goes
        for folder in _others(bundle):
            with suppress(OSError, VaultError):  # what is odd about one spares no other
                _remove_if_meant(folder, replaced, building)
        for file in _own_backups(bundle):
            with suppress(OSError, VaultError):
                if backups.keys_in(file).header.salt in replaced:
                    shredding.strike([file])
                    file.unlink()
        _unfinished_current(bundle).unlink(missing_ok=True)


def _remove_if_meant(folder: Path, replaced: set[bytes], building: set[bytes]) -> None:
    # a folder that was never in use and has no whole key file opens for nobody
    meant = replaced | building | {b""} if folder.name.endswith(UNFINISHED) else replaced
    if _salt_of(folder) in meant or not any(folder.iterdir()):
        _remove(folder)


def drop_own_backups(bundle: Bundle) -> list[Path]:
    """Make the backups made before the tables moved on open for nobody, and take them away.

    Those that could not be written to and still lie there. Raises nothing.
    """
    left: list[Path] = []
    with suppress(OSError):
        for file in _own_backups(bundle):
            struck = shredding.strike([file])
            with suppress(OSError):
                file.unlink()
            if struck.missed and file.exists():
                left.append(file)
    return left


def just_replaced(db: Connection, bundle: Bundle) -> bool:
    """Whether something that the opened database replaced still lies there: it is the first opening since. Raises
    nothing."""
    replaced = {bytes.fromhex(one) for one in registers.setting(db, REPLACED) or []}
    with suppress(OSError):
        return any(_salt_of(folder) in replaced for folder in _others(bundle))
    return False


def others(bundle: Bundle) -> list[str]:
    """The names of the other generations in the vault's folder. Raises nothing."""
    with suppress(OSError):
        return [folder.name for folder in _others(bundle)]
    return []


def _others(bundle: Bundle) -> list[Path]:
    return [bundle.path / name for name in _folders(bundle.path) if name != bundle.generation]


def _folders(path: Path) -> list[str]:
    found = [one for one in path.iterdir() if _FOLDER.fullmatch(one.name)]
    return sorted(one.name for one in found if one.is_dir() and not one.is_symlink())


def _own_backups(bundle: Bundle) -> list[Path]:
    """Those made before tables moved on."""
    files = [one for one in bundle.path.iterdir() if _OWN_BACKUP.fullmatch(one.name)]
    return sorted(one for one in files if one.is_file() and not one.is_symlink())


def _salt_of(folder: Path) -> bytes:
    """The salt of a generation, also of one that was struck; empty when its key file does not tell."""
    with suppress(OSError), (folder / "keys.bin").open("rb") as file:
        newest = newest_copy([_read(file, start) for start in (A, B)])
        return headers.salt_of(newest) if newest else b""
    return b""


def _read(file: IO[bytes], start: int) -> bytes:
    file.seek(start)
    return file.read(HEADER_SIZE)


def _remove(folder: Path) -> None:
    """The key file opens for nobody first and goes last: as long as anything lies there, it tells what it was."""
    keys = folder / "keys.bin"
    shredding.strike([keys])
    with suppress(OSError):
        for file in sorted(folder.iterdir(), key=lambda one: one == keys):
            file.unlink()
        folder.rmdir()
        flush_folder(folder.parent)


def _unfinished_current(bundle: Bundle) -> Path:
    return bundle.current.with_name(f"{bundle.current.name}{UNFINISHED}")
