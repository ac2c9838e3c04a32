"""Who may open the vault: adding a keyholder, changing a passphrase, taking a key away, a new recovery code.

Every function but `rename` writes one slot of the key file and notes it in the database within one transaction, and
runs Argon2id: off the window's thread. The caller wipes the passphrases. All raise `InvalidRecord` with what is wrong
with what was typed, `ReadOnly`, `ChangedElsewhere`, `NotFound` and `StorageFault`; nothing is changed then.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from vault.clock import Clock
from vault.errors import InvalidRecord, ReadOnly, StorageFault, VaultError
from vault.i18n import N_
from vault.services import one_time, passphrases
from vault.services.unlocking import Opened, new_passphrase, slot_payload
from vault.services.writing import Writing
from vault.storage import container, generations, kdf, keyholders, registers
from vault.storage.keyholders import Keyholder
from vault.storage.keys import drawn_key, recovery_form, wipe
from vault.storage.slots import KEYHOLDER, ONE_TIME, RECOVERY, Kind, empty_slot

__all__ = ["Keyholder", "add", "change", "new_recovery", "people", "recovery", "remove", "rename"]

FULL = N_("All five places for keyholders are taken. Take one away first.")
IN_USE = N_("This passphrase opens the file already. Choose another.")
LAST = N_("This is the last keyholder. Add another one first.")
NAME_NEEDED = N_("A name is needed.")
NOBODY = N_("There is no keyholder at this place.")
OWN_ONLY = N_("Only the keyholder can change this passphrase. Take the key away and add it anew instead.")
NO_CODE = N_("This is not a recovery code.")
PLACES = 5


def people(holders: Sequence[Keyholder]) -> list[Keyholder]:
    """Those of the list that are keyholders, whoever holds on longest first."""
    return sorted((one for one in holders if one.role == KEYHOLDER), key=lambda one: (one.since, one.name))


def recovery(holders: Sequence[Keyholder]) -> Keyholder | None:
    """The recovery code of the list, when there is one."""
    return next((one for one in holders if one.role == RECOVERY), None)


def add(
    opened: Opened,
    work: Writing,
    name: str,
    passphrase: bytearray,
    *,
    code: bool = False,
    clock: Clock = Clock(),
) -> int:
    """Give `name` a passphrase and a personal key of their own; returns the position.

    `code`: the passphrase is an opening code, and `name` has to choose a passphrase when they open with it.
    """
    name = " ".join(name.split())
    if not name:
        raise _invalid("name", NAME_NEEDED)
    free = [one.position for one in keyholders.listed(work.db) if one.role == KEYHOLDER and not one.held]
    if not free:
        raise _invalid("position", FULL)
    position = secrets.choice(free)
    _fill(opened, work, position, name, passphrase, clock, flags=ONE_TIME if code else 0)
    return position


def change(opened: Opened, work: Writing, position: int, passphrase: bytearray, *, clock: Clock = Clock()) -> None:
    """Another passphrase for a keyholder.

    One's own keeps the personal key. Somebody else's can only be changed after opening with the recovery code, and
    gets a new personal key: what was sealed for that person alone stays closed.
    """
    holder = _holder(work, position)
    if position != opened.position and opened.slot_kind is not Kind.RECOVERY:
        raise _invalid("position", OWN_ONLY)
    _fill(opened, work, position, holder.name, passphrase, clock)
    generations.drop_own_backups(opened.bundle)  # the passphrase of before opens them


def rename(opened: Opened, work: Writing, position: int, name: str) -> None:
    """Another name for a keyholder; the key stays. History says the name of its day."""
    name = " ".join(name.split())
    if not name:
        raise _invalid("name", NAME_NEEDED)
    _refuse_readonly(opened)
    holder = _holder(work, position)
    with work.transaction():
        keyholders.hold(work.db, position, name, holder.since)


def remove(opened: Opened, work: Writing, position: int) -> None:
    """Take a key away. Whoever copied the key file before can still use the copy with the old passphrase."""
    holder = _holder(work, position)
    if sum(one.held for one in keyholders.listed(work.db) if one.role == KEYHOLDER) == 1:
        raise _invalid("position", LAST)
    _refuse_readonly(opened)
    with _written_with_note(opened, work, holder.position, empty_slot()):
        keyholders.release(work.db, holder.position)
        one_time.forget(work.db, holder.position)
    generations.drop_own_backups(opened.bundle)


def new_recovery(opened: Opened, work: Writing, code: bytearray, *, clock: Clock = Clock()) -> None:
    """Set the recovery code; one set before opens nothing any more."""
    form = recovery_form(code)
    if form is None:
        raise _invalid("passphrase", NO_CODE)
    wipe(form)
    position = next(one.position for one in keyholders.listed(work.db) if one.role == RECOVERY)
    _fill(opened, work, position, "", code, clock, Kind.RECOVERY)
    generations.drop_own_backups(opened.bundle)


def _fill(
    opened: Opened,
    work: Writing,
    position: int,
    name: str,
    passphrase: bytearray,
    clock: Clock,
    kind: Kind = Kind.KEYHOLDER,
    flags: int = 0,
) -> None:
    _refuse_readonly(opened)
    with _derived(opened, position, passphrase) as secret:
        personal_key = bytearray(opened.personal_key) if position == opened.position else drawn_key()
        payload = slot_payload(kind, opened.key, personal_key, clock, flags)
        slot = opened.keyfile.place.seal(position, secret, payload)
        payload.wipe()
        wipe(personal_key)
    with _written_with_note(opened, work, position, slot):
        keyholders.hold(work.db, position, name, clock.stamp())
        marks = None if kind is Kind.RECOVERY else passphrases.marks_of(passphrase, opened.profile)
        registers.put_setting(work.db, passphrases.marks_setting(position), marks)
        one_time.note(work.db, position, bool(flags & ONE_TIME))
    if position == opened.position:
        opened.one_time = False


@contextmanager
def _derived(opened: Opened, position: int, passphrase: bytearray) -> Iterator[bytearray]:
    """What Argon2id gives for a new passphrase, refused when it opens any slot but the one it is for."""
    phrase = new_passphrase(passphrase)
    try:
        secret = kdf.derive(phrase, opened.keyfile.header.salt, opened.keyfile.header.profile)
    finally:
        wipe(phrase)
    try:
        hits = opened.keyfile.opened_by(secret)
        for hit in hits.values():
            hit.wipe()
        if hits.keys() - {position}:
            raise _invalid("passphrase", IN_USE)
        yield secret
    finally:
        wipe(secret)


@contextmanager
def _written_with_note(opened: Opened, work: Writing, position: int, slot: bytes) -> Iterator[None]:
    """The note in the database (the block), then the slot, then the commit.

    A commit that fails, on a full disk for one, puts the old slot back: the person was told that nothing changed.
    """
    before = opened.keyfile.header.slots[position]
    try:
        with work.transaction():
            yield
            _write(opened, position, slot)
    except BaseException:
        if opened.keyfile.header.slots[position] != before:
            _put_back(opened, position, before)
        raise


def _put_back(opened: Opened, position: int, slot: bytes) -> None:
    try:
        _write(opened, position, slot)
    except VaultError as error:
        raise StorageFault(opened.keyfile.path, container.MAY_HOLD) from error


def _write(opened: Opened, position: int, slot: bytes) -> None:
    opened.keyfile = container.replace_slots(opened.keyfile, {position: slot}, opened.key)


def _holder(work: Writing, position: int) -> Keyholder:
    for holder in keyholders.listed(work.db):
        if holder.position == position and holder.role == KEYHOLDER and holder.held:
            return holder
    raise _invalid("position", NOBODY)


def _refuse_readonly(opened: Opened) -> None:
    if opened.readonly:
        raise ReadOnly(opened.bundle.path)


def _invalid(field: str, words: str) -> InvalidRecord:
    return InvalidRecord("keyholder", {field: words})
