"""The eight key slots: what each says inside, and how it is sealed so that all look alike."""

from __future__ import annotations

import hmac
import os
import secrets
import struct
from dataclasses import dataclass, field
from enum import IntEnum

from vault.storage.keys import slot_key, wipe
from vault.storage.sealing import NONCE_SIZE, TAG_SIZE, seal, unseal

SLOTS = 8
SLOT_SIZE = 1536
PAYLOAD_SIZE = SLOT_SIZE - NONCE_SIZE - TAG_SIZE
PAYLOAD_VERSION = 1

KEYHOLDER, RECOVERY, RESERVED = "keyholder", "recovery", "reserved"
_ROLES = (KEYHOLDER,) * 5 + (RECOVERY,) + (RESERVED,) * 2

_FIELDS = struct.Struct("<32sBBH32s16sQI32sH")
_PLAIN_FIELDS = struct.Struct("<32xBBH32x16sQI32xH")  # the same without what would make an immutable copy of a secret
_SECRET, _PERSONAL_KEY = slice(36, 68), slice(96, 128)
_LONGEST_WORDS = 1360

ONE_TIME = 1  # flag: an opening code that somebody else was given; its holder has to choose a passphrase first


class Kind(IntEnum):
    """What a slot's passphrase does."""

    KEYHOLDER = 1
    DURESS = 2
    RECOVERY = 3


@dataclass(eq=False, repr=False)
class Payload:
    """A slot's content in clear. `secret` is the data key, `day` counts days since 1970, `words` is JSON."""

    kind: int
    secret: bytearray
    personal_key: bytearray
    slot_id: bytes = field(default_factory=lambda: os.urandom(16))
    day: int = 0
    actions: int = 0
    flags: int = 0
    words: bytes = b""
    version: int = PAYLOAD_VERSION

    @property
    def known(self) -> bool:
        """False when a newer program wrote it."""
        return self.version == PAYLOAD_VERSION and self.kind in tuple(Kind)

    def pack(self) -> bytearray:
        """1,496 bytes; the caller wipes them."""
        if len(self.words) > _LONGEST_WORDS:
            raise ValueError("too long for a slot")
        packed = bytearray(PAYLOAD_SIZE)
        _FIELDS.pack_into(
            packed,
            0,
            bytes(32),
            self.version,
            self.kind,
            self.flags,
            self.secret,
            self.slot_id,
            self.day,
            self.actions,
            self.personal_key,
            len(self.words),
        )
        packed[_FIELDS.size : _FIELDS.size + len(self.words)] = self.words
        return packed

    def wipe(self) -> None:
        wipe(self.secret, self.personal_key)


def unpack(packed: bytearray) -> Payload | None:
    """The payload, or None when the 32 leading zeros are not there (a ciphertext made to open under two keys)."""
    if not hmac.compare_digest(packed[:32], bytes(32)):
        return None
    version, kind, flags, slot_id, day, actions, length = _PLAIN_FIELDS.unpack_from(packed)
    return Payload(
        version=version,
        kind=kind,
        flags=flags,
        secret=packed[_SECRET],
        slot_id=slot_id,
        day=day,
        actions=actions,
        personal_key=packed[_PERSONAL_KEY],
        words=bytes(packed[_FIELDS.size : _FIELDS.size + min(length, _LONGEST_WORDS)]),
    )


def empty_slot() -> bytes:
    """A slot nothing opens: random, as a used one looks."""
    return os.urandom(SLOT_SIZE)


def drawn_roles() -> tuple[str, ...]:
    """The role of each position in a new vault, shuffled."""
    roles = list(_ROLES)
    secrets.SystemRandom().shuffle(roles)
    return tuple(roles)


@dataclass(frozen=True)
class Place:
    """What a slot is bound to: the vault, its key settings as they stand in the header, and the shred area."""

    vault_id: bytes
    settings: bytes
    shred: bytes

    def seal(self, position: int, secret: bytearray, payload: Payload) -> bytes:
        """The 1,536 bytes of a slot; `secret` is what Argon2id gave for the passphrase."""
        key, packed = slot_key(secret, self.shred, self.vault_id, position), payload.pack()
        sealed = seal(key, os.urandom(NONCE_SIZE), packed, self._bound(position))
        wipe(key, packed)
        return sealed

    def open(self, position: int, secret: bytearray, slot: bytes) -> Payload | None:
        """What the slot says, or None when this passphrase does not open it."""
        key = slot_key(secret, self.shred, self.vault_id, position)
        packed = unseal(key, slot, self._bound(position))
        wipe(key)
        if packed is None:
            return None
        payload = unpack(packed)
        wipe(packed)
        return payload

    def _bound(self, position: int) -> bytes:
        return b"spv1/slot" + self.vault_id + self.settings + bytes([position])
