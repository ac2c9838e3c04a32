"""Backups that were opened and counted, and bringing one back without overwriting anything."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vault.clock import Clock
from vault.errors import AlreadyThere, Damaged, file_errors
from vault.plans.records import KINDS
from vault.progress import Progress, silent
from vault.services import unlocking
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import backups, database, migrate
from vault.storage.bundle import Bundle, flush_folder
from vault.storage.database import Connection, connect

if TYPE_CHECKING:
    from vault.services.session import Session

ENDING = ".backup"


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was opened again: its size in bytes and how many records of each kind it holds."""

    path: Path
    size: int
    counts: dict[str, int]


def neutral_name(clock: Clock) -> str:
    """A file name that says nothing but the day."""
    return f"notes-{clock.now():%Y-%m-%d}-{secrets.token_hex(2)}{ENDING}"


def back_up(session: Session, place: Path | str, progress: Progress = silent) -> Verified:
    """Write a backup into a folder (under a neutral name) or to a file, open it, count it, note it in the register.

    Raises AlreadyThere, StorageFault, Damaged when the copy does not hold what the vault holds.
    """
    place = Path(place)
    with file_errors(place):
        target = place / neutral_name(session.clock) if place.is_dir() else place
    verified = session.submit(lambda work: _written(work, session.opened, target, progress)).result()
    session.record_backup(str(target), verified.size, True).result()
    return verified


def _written(work: Writing, opened: Opened, target: Path, progress: Progress) -> Verified:
    size = backups.write(work.db, opened.bundle, opened.key.database_spec(), target, progress)
    try:
        return _verified(target, size, opened, counts(work.db))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _verified(target: Path, size: int, opened: Opened, expected: dict[str, int]) -> Verified:
    with _unpacked(target, target.parent) as bundle:
        copy = connect(bundle.database, opened.key.database_spec(), readonly=True)
        try:
            found = _sound_counts(copy, target)
        finally:
            copy.close()
    if found != expected:
        raise Damaged(target, "The backup does not hold what the vault holds.")
    return Verified(target, size, found)


def _sound_counts(db: Connection, path: Path) -> dict[str, int]:
    faults = database.faults(db)
    if faults:
        raise Damaged(path, faults[0])
    return counts(db)


def counts(db: Connection) -> dict[str, int]:
    """kind -> number of records, those in the bin included."""
    present = dict.fromkeys(KINDS, 0)
    return present | dict(db.execute("SELECT kind, count(*) FROM record GROUP BY kind").fetchall())


@contextmanager
def _unpacked(file: Path, beside: Path) -> Iterator[Bundle]:
    """The still encrypted content of a backup in a passing folder."""
    bundle = Bundle(beside / f".{secrets.token_hex(4)}")
    try:
        backups.unpack(file, bundle)
        yield bundle
    finally:
        shutil.rmtree(bundle.path, ignore_errors=True)


def check_backup(file: Path | str, passphrase: bytearray, *, clock: Clock | None = None) -> Verified:
    """Open a backup with a passphrase of its day and count what it holds; the file is not touched.

    Raises WrongPassphrase, NotAVault, Damaged, StorageFault.
    """
    file = Path(file)
    with _unpacked(file, file.absolute().parent) as bundle:
        return Verified(file, file.stat().st_size, _opened_counts(bundle, file, passphrase, clock or Clock()))


def restore(
    file: Path | str,
    target: Path | str,
    passphrase: bytearray,
    *,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Verified:
    """Bring a backup back as a new vault at `target`, checked before it gets its name.

    Raises AlreadyThere when something is there already, WrongPassphrase, NotAVault, Damaged, StorageFault.
    """
    file, target = Path(file), Path(target).absolute()
    with file_errors(target):
        if os.path.lexists(target):
            raise AlreadyThere(target)
        os.scandir(target.parent).close()
    with _unpacked(file, target.parent) as bundle:
        found = _opened_counts(bundle, file, passphrase, clock or Clock())
        with file_errors(target):
            bundle.path.rename(target)
            flush_folder(target.parent)
    return Verified(target, file.stat().st_size, found)


def _opened_counts(bundle: Bundle, file: Path, passphrase: bytearray, clock: Clock) -> dict[str, int]:
    with unlocking.unlock(bundle.path, passphrase, clock=clock) as opened:
        db = connect(bundle.database, opened.key.database_spec(), readonly=True)
        try:
            migrate.pending(db, file)
            return _sound_counts(db, file)
        finally:
            db.close()


def before_migration(db: Connection, opened: Opened) -> Path:
    """A backup inside the vault's own folder, made before its tables move to a newer form."""
    target = opened.bundle.path / f"before-{migrate.version(db) + 1}{ENDING}"
    target.unlink(missing_ok=True)
    backups.write(db, opened.bundle, opened.key.database_spec(), target)
    return target
