"""Backups that were opened and counted, and bringing one back without overwriting anything."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vault.clock import Clock
from vault.errors import (
    AlreadyThere,
    Damaged,
    NotAVault,
    NotFound,
    OfAnotherDay,
    VaultError,
    WrongPassphrase,
    file_errors,
    spoken_of,
)
from vault.i18n import _
from vault.paths import is_folder
from vault.plans.records import KINDS
from vault.progress import Progress, silent
from vault.services import places, unlocking
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import backups, container, database, generations, migrate, registers, shredding
from vault.storage.bundle import Bundle, flush_folder
from vault.storage.database import Connection, connect, connect_finished, database_errors
from vault.storage.keys import DataKey
from vault.storage.passing import BUNDLE, folder_beside
from vault.storage.registers import BackedUp

if TYPE_CHECKING:
    from vault.services.session import Session

#: what becomes of a passphrase that does not open a backup: one of the vault itself may be a duress passphrase. True
#: when it opens that vault; may raise WrongPassphrase, Gone
Refused = Callable[[bytearray], object]

ENDING = ".backup"
PLACE = "backup.place"  # the setting that keeps the folder of the last backup
ELSEWHERE = "backup.elsewhere"  # the one that keeps when the last was made on another disk


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

    May run on any thread; nobody who writes waits for it. Raises AlreadyThere, StorageFault, ReadOnly, Damaged when
    the copy does not hold what the vault holds.
    """
    target = place_for(session, place)
    session.submit(lambda work: None).result()  # what was saved before is in it; a vault only read has no register
    with session.making_backup(str(target)):
        with ExitStack() as reading:  # only for the copy: on a network drive all others wait for that
            seen = reading.enter_context(session.snapshot())
            verified = _written(seen.db, session.opened, target, progress, reading.close)
        note(session, verified)
    generations.drop_own_backups(session.opened.bundle)  # what they were made for is over: this one is checked
    return verified


def place_for(session: Session, place: Path | str) -> Path:
    """The file a backup becomes: a neutral name in a folder, else what was named. Raises StorageFault.

    Whole, as the register keeps it: a command begins in another folder than the window that reads it.
    """
    place = Path(place).absolute()
    with file_errors(place):
        return place / neutral_name(session.clock) if place.is_dir() else place


def note(session: Session, verified: Verified) -> None:
    """Write a backup that was opened again down, and whether it lies on another disk than the vault."""
    session.record_backup(str(verified.path), verified.size, True).result()
    if not places.same_disk(verified.path, session.path):
        session.set_setting(ELSEWHERE, session.clock.stamp()).result()


def was_elsewhere(session: Session, one: BackedUp) -> bool:
    """Whether a backup was written on another disk than the vault, when none was since. On the thread that reads."""
    at = str(session.setting(ELSEWHERE, ""))
    return bool(at) and datetime.fromisoformat(at) >= datetime.fromisoformat(one.at)


def back_up_into(session: Session, folder: Path, progress: Progress = silent) -> Verified:
    """A backup into a folder that is there, which the vault remembers for the next one.

    Raises NotFound where the folder is not there (any more), and what `back_up` raises.
    """
    if not is_folder(folder):
        raise NotFound(folder)
    verified = back_up(session, folder, progress)
    session.set_setting(PLACE, str(folder)).result()
    return verified


def last_place(session: Session) -> Path | None:
    """The folder of the last backup; None before there was one."""
    kept = str(session.setting(PLACE, ""))
    return Path(kept) if kept else None


def saying(progress: Progress, words: str) -> Progress:
    """Progress in words that a person reads."""
    return lambda done, total, _what: progress(done, total, words)


def _written(
    db: Connection, opened: Opened, target: Path, progress: Progress, copied: Callable[[], object] = lambda: None
) -> Verified:
    expected, found = counts(db), dict[str, int]()

    def check(copy: Path) -> None:
        found.update(counted_in(copy, opened.key, target, progress))
        refuse_unless_equal(found, expected, target)

    def look(unfinished: Path) -> None:
        refuse_without_keys(unfinished, opened, target)
        backups.read_again(unfinished, target, saying(progress, _("Reading it again ...")))

    copying = saying(progress, _("Copying ..."))
    size = backups.write(db, opened.bundle, opened.key.database_spec(), target, check, look, copying, copied=copied)
    return Verified(target, size, found)


def refuse_without_keys(file: Path, opened: Opened, target: Path) -> None:
    """Raises Damaged when the key file in a backup is not this vault's any more: new keys were made meanwhile."""
    if not _has_our_keys(file, opened):
        raise Damaged(target, _("The keys of the file were replaced in the meantime. Make the backup again."))


def _refuse_struck(file: Path, opened: Opened) -> None:
    """The data key of now opens the database in it all the same; what no passphrase opens is no backup."""
    if not _has_our_keys(file, opened):
        raise Damaged(file, _("Its keys were erased or altered: no passphrase opens it any more. Make a new backup."))


def _has_our_keys(file: Path, opened: Opened) -> bool:
    """Whether the key file in a backup is sound, as far as one that was altered itself can tell."""
    altered = not opened.keyfile.header.authentic(opened.key)
    return altered or backups.keys_in(file).header.authentic(opened.key)


def refuse_unless_equal(found: dict[str, int], expected: dict[str, int], target: Path) -> None:
    """Raises Damaged when a copy does not hold what was to be copied."""
    if found != expected:
        raise Damaged(target, _("The backup does not hold what the vault holds."))


def counted_in(file: Path, key: DataKey, meant: Path, progress: Progress = silent) -> dict[str, int]:
    """What a copy of the database holds, when it is sound. Raises Damaged, Cancelled.

    The seals of its pages are checked beside what these hold, on a connection and a thread of their own.
    """

    def checked(check: Callable[[Connection], list[str]]) -> tuple[list[str], dict[str, int]]:
        opened = closing(connect_finished(file, key.database_spec()))
        with database_errors(meant), opened as copy, backups.watched(copy, progress):
            faults = check(copy)
            return faults, {} if faults else counts(copy)

    with ThreadPoolExecutor(1) as beside:
        seals = beside.submit(checked, database.broken_seals)
        faults, found = checked(partial(database.broken_order, words=False))
        faults = seals.result()[0] + faults
    if faults:
        raise Damaged(meant, faults[0])
    return found


def try_again(session: Session, file: Path | str, progress: Progress = silent) -> Verified:
    """Open a backup of this vault with its data key and count it, as if it were needed; noted in the register.

    Its content lies, still encrypted, beside the vault for that moment. Raises NotAVault when it is none of this
    vault, Damaged, StorageFault.
    """
    file = Path(file)
    if not opens_here(session, file):
        raise NotAVault(file, _("It is a backup of another file, or was made before its keys were changed."))
    _refuse_struck(file, session.opened)
    with _unpacked(file, session.path.parent, file, progress) as bundle:
        found = counted_in(bundle.database, session.opened.key, file, progress)
    note_trial(session, file, whole=True)
    return Verified(file, file.stat().st_size, found)


def opens_here(session: Session, file: Path) -> bool:
    """Whether a file is a backup that opens with the data key of now: partner backups and older keys do not."""
    try:
        inside, ours = backups.keys_in(file).header, session.opened.keyfile.header
    except VaultError:
        return False
    return (inside.vault_id, inside.salt) == (ours.vault_id, ours.salt)


def note_trial(session: Session, file: Path, *, whole: bool) -> None:
    """Write down that a backup was opened again, or that it cannot be any more: then as one that never was."""

    def job(work: Writing) -> None:
        with work.transaction():
            registers.put_trial(work.db, str(file), session.clock.stamp() if whole else "")

    session.submit(job).result()


def counts(db: Connection) -> dict[str, int]:
    """kind -> number of records, those in the bin included."""
    present = dict.fromkeys(KINDS, 0)
    return present | dict(db.execute("SELECT kind, count(*) FROM record GROUP BY kind").fetchall())


@contextmanager
def _unpacked(file: Path, beside: Path, meant: Path, progress: Progress) -> Iterator[Bundle]:
    """The still encrypted content of a backup in a passing folder, for what a person calls `meant`.

    Unless it is moved away, its keys are overwritten at the end: what is only deleted stays on the disk of the vault,
    where a wipe would not reach it.
    """
    with folder_beside(beside) as passing:
        bundle = Bundle(passing / BUNDLE)
        try:
            with spoken_of(meant, passing):
                backups.unpack(file, bundle, saying(progress, _("Reading it again ...")))
            with spoken_of(file, passing):
                yield bundle
        finally:
            shredding.strike([bundle.keys_file])


def check_backup(
    file: Path | str,
    passphrase: bytearray,
    *,
    beside: Path | None = None,
    refused: Refused | None = None,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Verified:
    """Open a backup with a passphrase of its day and count what it holds; the file is not touched.

    Its content lies, still encrypted, in the folder `beside` (the backup's own when None) for that moment: a stick
    may be write-protected. A duress passphrase is a wrong one here; `refused` gives that of the vault its effect there.
    Raises WrongPassphrase, NotAVault, Damaged, StorageFault, and what `refused` raises.
    """
    file = Path(file)
    with _unpacked(file, beside or file.absolute().parent, file, progress) as bundle:
        found = _opened_counts(bundle, file, passphrase, refused, clock or Clock())
    return Verified(file, file.stat().st_size, found)


def restore(
    file: Path | str,
    target: Path | str,
    passphrase: bytearray,
    *,
    refused: Refused | None = None,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Verified:
    """Bring a backup back as a new vault at `target`, checked before it gets its name. `refused` as in `check_backup`.

    Raises AlreadyThere when something is there already, WrongPassphrase, NotAVault, Damaged, StorageFault.
    """
    file, target = Path(file), Path(target).absolute()
    with file_errors(target):
        if os.path.lexists(target):
            raise AlreadyThere(target)
        os.scandir(target.parent).close()
    with _unpacked(file, target.parent, target, progress) as bundle:
        found = _opened_counts(bundle, file, passphrase, refused, clock or Clock())
        progress(1, 1, "")
        with file_errors(target):
            bundle.path.rename(target)
            flush_folder(target.parent)
    return Verified(target, file.stat().st_size, found)


def _opened_counts(
    bundle: Bundle, file: Path, passphrase: bytearray, refused: Refused | None, clock: Clock
) -> dict[str, int]:
    try:
        opened = unlocking.unlock(bundle.path, passphrase, clock=clock, heed=False)
    except WrongPassphrase:
        if refused is not None and refused(passphrase):
            raise OfAnotherDay from None
        raise
    with opened:
        with closing(connect(bundle.database, opened.key.database_spec(), readonly=True)) as db:
            migrate.pending(db, file)
        return counted_in(bundle.database, opened.key, file)


def inside(session: Session) -> Refused:
    """While a vault is open: as at every prompt inside, whoever typed neither its passphrase is shut out of it."""

    def refused(passphrase: bytearray) -> bool:
        unlocking.confirm(session.opened, passphrase, clock=session.clock)
        return True

    return refused


def outside(file: Path, folder: Path, *, clock: Clock = Clock()) -> Refused:
    """While none is open: the vault in `folder` of which the backup `file` is, where there is one."""

    def refused(passphrase: bytearray) -> bool:
        for path in _twins(file, folder):
            unlocking.heed(path, passphrase, clock=clock)
        return False

    return refused


def _twins(file: Path, folder: Path) -> Iterator[Path]:
    """The vaults in a folder that are the one in the backup, by their id."""
    for path in places.known(folder):
        with suppress(VaultError):
            if container.read(Bundle.at(path).keys_file).header.vault_id == backups.keys_in(file).header.vault_id:
                yield path


def before_migration(db: Connection, opened: Opened) -> Path:
    """A backup inside the vault's own folder, made and checked before its tables move to a newer form.

    It goes with the first ordinary backup, whose check finds that the moved tables are sound, and before that with
    whatever it must not outlive (`generations.drop_own_backups`). Raises as `back_up`.
    """
    target = opened.bundle.path / f"before-{migrate.version(db) + 1}{ENDING}"
    target.unlink(missing_ok=True)
    return _written(db, opened, target, silent).path
