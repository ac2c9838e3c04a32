"""Setting up, rehearsing and removing a duress passphrase: what it may be, what it destroys, what is shown then.

A duress passphrase lives in one of the two reserved slots of the key file and is written down nowhere else. Setting one
up fills one of them, by chance, and makes the other open for nobody; so there is one at most, and nobody can tell
whether there is any.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vault.clock import Clock
from vault.errors import InvalidRecord, ReadOnly, StorageFault, VaultError
from vault.i18n import N_
from vault.paths import is_folder
from vault.services import backing_up, tidying, unlocking, wiping
from vault.services.backing_up import Verified
from vault.services.unlocking import Opened
from vault.storage import backups, container, kdf, keyholders, sealed_backups, shredding
from vault.storage.bundle import Bundle
from vault.storage.database import Connection, connect
from vault.storage.keys import DataKey, canonical, drawn_key, wipe
from vault.storage.orders import MOST_BACKUPS, Orders, Outcome, covers
from vault.storage.slots import RESERVED, Kind, empty_slot

__all__ = ["Orders", "Outcome", "Rehearsal", "arm", "orders", "rehearse", "remove_all", "set_up", "trial_restored"]

OUTCOMES = {"wrong": Outcome.WRONG, "other": Outcome.OTHER, "welcome": Outcome.WELCOME}
FEWEST_WORDS = 4
NEAREST = 3  # letters: what can be mistyped for the passphrase must not destroy the vault

FEW_WORDS = N_("It needs four words or more.")
SIMILAR = N_("It is too much like your passphrase: a slip of the finger would destroy everything.")
TAKEN = N_("It opens the file already. Choose another.")
NO_BACKUP = N_("This backup does not open with your passphrase, or is not one of this file.")
INSIDE = N_("This backup lies in the file's own folder. It must lie where nobody here can reach it.")
LISTED = N_("The backup that is to survive is among those that would be destroyed.")
MANY = N_("There is room for four places of backups.")
LONG = N_("The paths are too long. Choose fewer of them.")
OTHER_MISSING = N_("Choose the file that is to open instead. Its passphrase must be the one given here.")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What typing a passphrase would do. `opens`: nothing would happen, it opens the vault; no `outcome` either: it is
    just a wrong one. `reached` would be written to, `missed` cannot be."""

    opens: bool
    outcome: Outcome | None = None
    other: str = ""
    reached: tuple[Path, ...] = ()
    missed: tuple[Path, ...] = ()


def set_up(
    path: Path | str,
    passphrase: bytearray,
    phrase: bytearray,
    *,
    backup: Path | str,
    outcome: str = "wrong",
    other: Path | str | None = None,
    also_backups: Sequence[Path | str] = (),
    exports: Sequence[Path | str] = (),
    traces: bool = False,
    clock: Clock = Clock(),
) -> None:
    """Set up `phrase` for the closed vault at `path`. `backup` is the one that survives: it is opened and counted.

    `also_backups`: files, or folders for every backup of this vault in them. The caller wipes both passphrases. Raises
    `InvalidRecord` with what is wrong with which of them, what `unlocking.unlock` raises, `StorageFault`.
    """
    with unlocking.unlock(path, passphrase, clock=clock, heed=False) as opened:
        connection = connect(opened.bundle.database, opened.key.database_spec())
        try:
            wished = orders(outcome, other, also_backups, exports, traces=traces)
            survivor = trial_restored(opened, Path(backup), passphrase, clock=clock)
            arm(opened, connection, passphrase, phrase, wished, survivor, clock=clock)
        finally:
            connection.close()


def orders(
    outcome: str,
    other: Path | str | None,
    also_backups: Iterable[Path | str],
    exports: Iterable[Path | str] = (),
    *,
    traces: bool = False,
) -> Orders:
    """What a person chose, as it will stand in the slot. Raises `InvalidRecord`."""
    chosen = OUTCOMES[outcome]
    if (chosen is Outcome.OTHER) != bool(other):
        raise _invalid("other", OTHER_MISSING)
    begins = tuple(_begin(Path(one)) for one in also_backups)
    if len(begins) > MOST_BACKUPS:
        raise _invalid("also_backups", MANY)
    return Orders(
        outcome=chosen,
        backups=begins,
        exports=tuple(str(Path(one).absolute()) for one in exports),
        traces=traces,
        other=str(Path(other).absolute()) if other else "",
    )


def _begin(place: Path) -> str:
    return f"{place.absolute()}{os.sep}" if is_folder(place) else str(place.absolute())


def trial_restored(opened: Opened, backup: Path, passphrase: bytearray, *, clock: Clock = Clock()) -> Verified:
    """Restore the backup that is to survive, for a moment and beside the vault, and count it: its stick may be full or
    write-protected. Slow; raises `InvalidRecord`, `StorageFault`."""
    if backup.resolve().is_relative_to(opened.bundle.path.resolve()):
        raise _invalid("backup", INSIDE)
    try:
        if backups.keys_in(backup).header.vault_id != opened.keyfile.header.vault_id:
            raise _invalid("backup", NO_BACKUP)
        return backing_up.check_backup(backup, passphrase, beside=opened.bundle.path.parent, clock=clock)
    except (InvalidRecord, StorageFault):
        raise
    except VaultError as error:
        raise _invalid("backup", NO_BACKUP) from error


def arm(
    opened: Opened,
    connection: Connection,
    passphrase: bytearray,
    phrase: bytearray,
    wished: Orders,
    survivor: Verified,
    *,
    clock: Clock = Clock(),
) -> None:
    """Write the duress slot of an open vault, in place of any before. `passphrase` is the one that opens it.

    Runs Argon2id: off the window's thread. Raises `InvalidRecord`, `ReadOnly`, `ChangedElsewhere`, `StorageFault`.
    """
    _refuse_readonly(opened)
    _refuse_listed(wished, survivor.path)
    _refuse_weak(phrase, passphrase)
    if wished.outcome is Outcome.OTHER:
        _refuse_unless_it_opens(Path(wished.other), phrase, opened, clock)
    taken, spare = _reserved(connection)
    _write(opened, {taken: _sealed(opened, taken, phrase, wished, clock), spare: empty_slot()})


def remove_all(opened: Opened, connection: Connection) -> None:
    """Make both reserved slots open for nobody, whether there was a duress passphrase or not.

    Raises `ReadOnly`, `ChangedElsewhere`, `StorageFault`.
    """
    _refuse_readonly(opened)
    _write(opened, {at: empty_slot() for at in _reserved(connection)})


def rehearse(opened: Opened, phrase: bytearray) -> Rehearsal:
    """What typing `phrase` where the vault is opened would do, as things are now. Writes nothing; runs Argon2id."""
    hits = unlocking.attempt(opened.keyfile, phrase)
    wished = wiping.ordered(hits)
    opens = bool(hits) and wished is None
    unlocking.forget(hits)
    if wished is None:
        return Rehearsal(opens)
    files = wiping.reached_by(opened.bundle, opened.keyfile.header.vault_id, wished)
    reached = tuple(file for file in files if shredding.within_reach(file))
    # nobody here has the key of a partner backup, nor can tell whose it is
    sealed = (file for file in wished.listed_backups() if _is_sealed(file))
    missed = (*(file for file in files if file not in reached), *sealed)
    return Rehearsal(False, wished.outcome, wished.other, reached, missed)


def _is_sealed(file: Path) -> bool:
    with suppress(VaultError):
        return sealed_backups.is_sealed(file)
    return False


def _reserved(connection: Connection) -> list[int]:
    """The two positions, in an order of chance."""
    positions = [one.position for one in keyholders.listed(connection) if one.role == RESERVED]
    secrets.SystemRandom().shuffle(positions)
    return positions


def _refuse_listed(wished: Orders, survivor: Path) -> None:
    """By whatever way it is reached: a link in a listed folder, or a second name, leads to it as well."""
    ways = {survivor.absolute(), survivor.resolve()}
    if (
        any(covers(begin, way) for begin in wished.backups for way in ways)
        or any(_same(one, survivor) for one in wished.listed_backups())
        or any(_same(file, survivor) for one in wished.exports for file in tidying.erased_with(Path(one)))
    ):
        raise _invalid("also_backups", LISTED)


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _refuse_weak(phrase: bytearray, passphrase: bytearray) -> None:
    new, right = unlocking.new_passphrase(phrase), canonical(passphrase)
    try:
        if new.count(b" ") + 1 < FEWEST_WORDS:
            raise _invalid("phrase", FEW_WORDS)
        one, other = new.decode().casefold(), right.decode().casefold()  # Caps Lock is a slip as well
        if one.startswith(other) or other.startswith(one) or distance(one, other) <= NEAREST:
            raise _invalid("phrase", SIMILAR)
    finally:
        wipe(new, right)


def distance(one: str, other: str) -> int:
    """Letters to put in, take out or change until one is the other (Levenshtein)."""
    before = list(range(len(other) + 1))
    for done, letter in enumerate(one, 1):
        row = [done]
        for at, meant in enumerate(other):
            row.append(min(row[-1] + 1, before[at + 1] + 1, before[at] + (letter != meant)))
        before = row
    return before[-1]


def _sealed(opened: Opened, position: int, phrase: bytearray, wished: Orders, clock: Clock) -> bytes:
    new = unlocking.new_passphrase(phrase)
    try:
        secret = kdf.derive(new, opened.keyfile.header.salt, opened.keyfile.header.profile)
    finally:
        wipe(new)
    unrelated = DataKey.drawn()
    payload = unlocking.slot_payload(Kind.DURESS, unrelated, drawn_key(), clock)
    unrelated.close()
    try:
        _refuse_if_it_opens(opened, secret)
        wished.fill(payload)
        return opened.keyfile.place.seal(position, secret, payload)
    except ValueError as error:
        raise _invalid("also_backups", LONG) from error
    finally:
        payload.wipe()
        wipe(secret)


def _refuse_if_it_opens(opened: Opened, secret: bytearray) -> None:
    hits = opened.keyfile.opened_by(secret)
    duress_only = all(hit.kind == Kind.DURESS for hit in hits.values())
    unlocking.forget(hits)
    if not duress_only:
        raise _invalid("phrase", TAKEN)


def _refuse_unless_it_opens(other: Path, phrase: bytearray, opened: Opened, clock: Clock) -> None:
    try:
        if Bundle.at(other).path.resolve() == opened.bundle.path.resolve():
            raise _invalid("other", OTHER_MISSING)
        unlocking.unlock(other, phrase, clock=clock, heed=False).close()
    except VaultError as error:
        raise _invalid("other", OTHER_MISSING) from error


def _write(opened: Opened, slots: dict[int, bytes]) -> None:
    opened.keyfile = container.replace_slots(opened.keyfile, slots, opened.key)


def _refuse_readonly(opened: Opened) -> None:
    if opened.readonly:
        raise ReadOnly(opened.bundle.path)


def _invalid(field: str, words: str) -> InvalidRecord:
    return InvalidRecord("duress", {field: words})
