"""Backups for partners elsewhere, which nobody at this computer can open, and making a vault of one again.

The partner's public keys stand in the vault. What comes back gets a new key file, a new data key and a new passphrase:
the old data key may have lain on the partner's disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vault.clock import Clock
from vault.errors import Damaged, InvalidRecord, NotAVault, file_errors, spoken_of
from vault.i18n import N_, _
from vault.progress import Progress, silent
from vault.services import backing_up, founding, one_time, passphrases, recurring, trying
from vault.services.backing_up import Verified
from vault.services.session import Session
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import backups, database, generations, keyholders, migrate, registers, sealed_backups
from vault.storage.database import Connection, connect, copy_into
from vault.storage.keys import DataKey
from vault.storage.passing import COPY, folder_beside

_LONGEST_IDENTITIES = 1 << 16
PARTNERS = "backup.partners"  # the setting that keeps names and public keys
_OF_THIS_COMPUTER = (recurring.FOLDERS, backing_up.PLACE, backing_up.ELSEWHERE, trying.TRIED)
# how the settings of the key file of before begin, which nobody has any more
_OF_THOSE_KEYS = (one_time.BEGIN, generations.BEGIN, passphrases.MARKS_BEGIN)

NO_KEY = N_("This is no public key of age. It begins with age1; your partner makes it with age-keygen.")
SECRET = N_("This is a secret key. It must stay with your partner alone: ask for the line that begins with age1.")
NO_NAME = N_("Write down whose key it is.")
TWICE = N_("This key is there already.")


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody elsewhere, and the public key that backups for them are encrypted to."""

    name: str
    key: str


class Sort(Enum):
    """What a file is that somebody wants to bring back."""

    OWN = "own"
    SEALED = "sealed"
    OPENED = "opened"


def sort_of(file: Path) -> Sort:
    """Of which sort a backup is, by content. Raises NotAVault, NotFound, StorageFault."""
    with file_errors(file):
        file.stat()
    for sort, holds in (
        (Sort.SEALED, sealed_backups.is_sealed),
        (Sort.OPENED, sealed_backups.is_opened),
        (Sort.OWN, backups.is_backup),
    ):
        if holds(file):
            return sort
    raise NotAVault(file, _("It is not a backup of a vault."))


# ------------------------------------------------------------------------------------------------ who


def partners(session: Session) -> list[Partner]:
    """Those whose keys are known, in the order of their coming. On the thread that reads."""
    return [Partner(**one) for one in session.setting(PARTNERS, [])]


def add(session: Session, name: str, key: str) -> Future[None]:
    """Keep a partner's public key. Raises InvalidRecord with what is wrong."""
    name, key = " ".join(name.split()), "".join(key.split())
    known = partners(session)
    refuse_unless_public(key)
    if not name:
        raise InvalidRecord("partner", {"name": NO_NAME})
    if key in [one.key for one in known]:
        raise InvalidRecord("partner", {"key": TWICE})
    return _keep(session, [*known, Partner(name, key)])


def remove(session: Session, key: str) -> Future[None]:
    """Forget a partner's key; backups made for them still open for them."""
    return _keep(session, [one for one in partners(session) if one.key != key])


def _keep(session: Session, many: Sequence[Partner]) -> Future[None]:
    return session.set_setting(PARTNERS, [{"name": one.name, "key": one.key} for one in many])


def refuse_unless_public(key: str) -> None:
    """Raises InvalidRecord for what nothing can be encrypted to."""
    if key.strip().upper().startswith("AGE-SECRET-KEY"):
        raise InvalidRecord("partner", {"key": SECRET})
    if not sealed_backups.is_recipient(key):
        raise InvalidRecord("partner", {"key": NO_KEY})


# ------------------------------------------------------------------------------------------------ making one


def back_up_for(session: Session, keys: Sequence[str], place: Path | str, progress: Progress = silent) -> Verified:
    """A backup that only the holders of these keys' identities can open; opened again once, before it gets its name.

    May run on any thread. Raises InvalidRecord, and what `backing_up.back_up` raises.
    """
    if not keys:
        raise InvalidRecord("partner", {"key": NO_KEY})
    for key in keys:
        refuse_unless_public(key)
    target = backing_up.place_for(session, place)
    session.submit(lambda work: None).result()
    with session.making_backup(str(target)):
        with ExitStack() as reading:  # as in `backing_up.back_up`
            seen = reading.enter_context(session.snapshot())
            verified = _sealed(seen.db, session.opened, list(keys), target, progress, reading.close)
        backing_up.note(session, verified)
    return verified


def _sealed(
    db: Connection, opened: Opened, keys: list[str], target: Path, progress: Progress, copied: Callable[[], object]
) -> Verified:
    expected, found = backing_up.counts(db), dict[str, int]()

    def look(lay_out: sealed_backups.LayOut) -> None:
        with folder_beside(target.parent) as passing, spoken_of(target, passing):
            key = DataKey(lay_out(passing / COPY))
            try:
                found.update(backing_up.counted_in(passing / COPY, key, target, progress))
            finally:
                key.close()
        backing_up.refuse_unless_equal(found, expected, target)

    size = sealed_backups.write(db, opened.bundle.path, opened.key, keys, target, look, progress, copied)
    return Verified(target, size, found)


# ------------------------------------------------------------------------------------------------ reading one


def check(
    file: Path | str, identities: str = "", *, beside: Path | None = None, progress: Progress = silent
) -> Verified:
    """Open a partner backup and count what it holds: with an identity, or one that age has decrypted already.

    Raises WrongPassphrase when it is meant for somebody else, NotAVault, Damaged, StorageFault.
    """
    file = Path(file)
    with folder_beside(beside or file.absolute().parent) as passing, spoken_of(file, passing):
        key = _laid_out(file, identities, passing / COPY, progress)
        try:
            found = backing_up.counted_in(passing / COPY, key, file, progress)
        finally:
            key.close()
    return Verified(file, file.stat().st_size, found)


def identities_in(file: Path) -> str:
    """The text of an identity file. Raises NotAVault for anything else, StorageFault."""
    with file_errors(file), file.open("rb") as raw:
        content = raw.read(_LONGEST_IDENTITIES + 1)
    if len(content) > _LONGEST_IDENTITIES or b"AGE-SECRET-KEY-1" not in content:
        raise NotAVault(file, _("It holds no identity of age."))
    return content.decode("ascii", "replace")


def _laid_out(file: Path, identities: str, database: Path, progress: Progress) -> DataKey:
    """Lay the database out, still encrypted; its data key."""
    saying = backing_up.saying(progress, _("Reading it again ..."))
    if sort_of(file) is Sort.SEALED:
        return DataKey(sealed_backups.unseal(file, identities, database, saying))
    return DataKey(sealed_backups.take_apart(file, database, saying))


def restore(
    file: Path | str,
    target: Path | str,
    passphrase: bytearray,
    identities: str = "",
    *,
    name: str = "",
    profile: int = founding.DEFAULT,
    clock: Clock = Clock(),
    progress: Progress = silent,
) -> Verified:
    """Make a vault of a partner backup, under a new passphrase of whoever does it; nothing is left of a failed try.

    Slow: derives a key. Raises as `check`, and AlreadyThere, InvalidRecord.
    """
    file, target = Path(file), Path(target).absolute()
    found: dict[str, int] = {}
    with folder_beside(target.parent) as passing, spoken_of(file, passing):
        key = _laid_out(file, identities, passing / COPY, progress)
        try:

            def fill(opened: Opened) -> None:
                source = connect(passing / COPY, key.database_spec(), readonly=True)
                try:
                    found.update(_brought_over(source, opened, file, progress))
                finally:
                    source.close()
                _settle_in(opened, passphrase, name, clock)

            founding.create(target, passphrase, profile=profile, clock=clock, name=name, fill=fill).close()
        finally:
            key.close()
    return Verified(target, file.stat().st_size, found)


def _brought_over(source: Connection, opened: Opened, file: Path, progress: Progress) -> dict[str, int]:
    """Copy what the backup holds under the new data key."""
    migrate.pending(source, file)
    faults = database.faults(source, words=False)
    if faults:
        raise Damaged(file, faults[0])
    new = opened.bundle.database
    new.unlink()
    copying = backing_up.saying(progress, _("Copying ..."))
    copy_into(source, new, opened.key.database_spec(), copying)
    progress(1, 1, "")
    return backing_up.counts(source)


def _settle_in(opened: Opened, passphrase: bytearray, name: str, clock: Clock) -> None:
    """Nobody but who brings it back holds a key, and this computer is another one."""
    assert opened.roles is not None
    db = connect(opened.bundle.database, opened.key.database_spec())
    try:
        migrate.apply_all(db, opened.bundle.path)
        work = Writing(db=db, bundle=opened.bundle, clock=clock, by=name)
        with work.transaction():
            keyholders.replace_all(db, opened.roles)
            keyholders.hold(db, opened.position, name, clock.stamp())
            registers.drop_settings(db, _OF_THIS_COMPUTER)
            registers.drop_settings_beginning(db, _OF_THOSE_KEYS)
            marks = passphrases.marks_of(passphrase, opened.profile)
            registers.put_setting(db, passphrases.marks_setting(opened.position), marks)
        work.fold_log()
    finally:
        db.close()
