"""Opening codes for keyholders who are not there: who still has one, and the personal key that waits for its owner.

Nobody but its owner knows a personal key, so whoever makes new keys cannot pass it on. What travels is the owner's old
slot as it lay, still sealed with the old passphrase; with that passphrase the owner takes the key out again.
"""

from __future__ import annotations

from vault.errors import InvalidRecord
from vault.i18n import N_
from vault.services.unlocking import Opened
from vault.storage import kdf, registers
from vault.storage.container import KeyFile
from vault.storage.database import Connection
from vault.storage.keys import NotAPassphrase, canonical, wipe
from vault.storage.slots import Place

NOT_BEFORE = N_("This is not the passphrase you had before. Leave the field empty if you do not remember it.")

BEGIN = "one-time."  # how the settings here begin

_PROFILE, _SALT = slice(0, 4), slice(16, 32)  # in the settings a slot is bound to


def has_code(connection: Connection, position: int) -> bool:
    """Whether the keyholder at this position has an opening code and no passphrase yet."""
    return bool(registers.setting(connection, setting(position)))


def setting(position: int) -> str:
    """The setting, inside the vault, that says whether a keyholder still has an opening code."""
    return f"{BEGIN}{position}"


def waiting_setting(position: int) -> str:
    """The setting that keeps a keyholder's old slot, sealed."""
    return f"{BEGIN}{position}.before"


def note(connection: Connection, position: int, code: bool) -> None:
    """Note a new key: with an opening code or with a passphrase. Nothing waits for its owner any more."""
    forget(connection, position)
    if code:
        registers.put_setting(connection, setting(position), True)


def forget(connection: Connection, position: int) -> None:
    """Nobody holds this key any more."""
    for name in (setting(position), waiting_setting(position)):
        if registers.setting(connection, name) is not None:
            registers.put_setting(connection, name, None)


def carry(connection: Connection, position: int, old: KeyFile) -> None:
    """Give the owner of a position an opening code, and keep their old slot for them."""
    before = registers.setting(connection, waiting_setting(position))
    if not has_code(connection, position):  # a code that was not used yet seals no personal key worth keeping
        place = old.place
        before = {
            "slot": old.header.slots[position].hex(),
            "settings": place.settings.hex(),
            "shred": place.shred.hex(),
        }
    note(connection, position, True)
    registers.put_setting(connection, waiting_setting(position), before)


def waits(connection: Connection, position: int) -> bool:
    """Whether a personal key waits for its owner's old passphrase."""
    return registers.setting(connection, waiting_setting(position)) is not None


def reclaim(opened: Opened, connection: Connection, before: bytearray) -> None:
    """Take one's personal key out of the old slot with the old passphrase. Runs Argon2id; raises `InvalidRecord`."""
    kept = registers.setting(connection, waiting_setting(opened.position))
    if kept is None:
        return
    settings = bytes.fromhex(kept["settings"])
    place = Place(opened.keyfile.header.vault_id, settings, bytes.fromhex(kept["shred"]))
    try:
        phrase = canonical(before)
    except NotAPassphrase:
        raise _refused() from None
    try:
        secret = kdf.derive(phrase, settings[_SALT], int.from_bytes(settings[_PROFILE], "little"))
    finally:
        wipe(phrase)
    payload = place.open(opened.position, secret, bytes.fromhex(kept["slot"]))
    wipe(secret)
    if payload is None:
        raise _refused()
    opened.personal_key[:] = payload.personal_key
    payload.wipe()


def _refused() -> InvalidRecord:
    return InvalidRecord("keyholder", {"before": NOT_BEFORE})
