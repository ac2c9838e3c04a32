"""The header of the key file: public settings, eight slots, checksums, and a MAC only a keyholder can make."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vault.errors import Damaged, NewerVersion
from vault.storage import kdf
from vault.storage.keys import DataKey
from vault.storage.slots import SLOT_SIZE, SLOTS, Place, empty_slot

HEADER_SIZE = 0x4000

_MAGIC = b"SPVAULT1"
_FORMAT = 1
_PUBLIC = struct.Struct("<8sII16sQIIII16s16xIII28x")
_SETTINGS = slice(0x28, 0x48)
_SLOTS_END = 0x3080
_FILLER = slice(_SLOTS_END, 0x3F80)
_SHRED_DIGEST = slice(0x3F80, 0x3FA0)
_NOISE = slice(0x3FA0, 0x3FC0)
_MAC = slice(0x3FC0, 0x3FE0)
_CHECKED = 0x3FE0
_SHORTEST_FLOOR, _LONGEST_FLOOR = 500, 10_000  # ms


@dataclass(frozen=True, repr=False)
class Header:
    """One header copy. `floor` is the least time of an unlock in ms, `mac` empty until signed."""

    vault_id: bytes
    profile: int
    salt: bytes
    floor: int
    slots: tuple[bytes, ...]
    shred_digest: bytes
    filler: bytes
    noise: bytes
    seq: int = 1
    mac: bytes = b""

    def unsigned(self) -> bytes:
        """Everything the MAC covers."""
        cost = kdf.profile(self.profile)
        public = _PUBLIC.pack(
            _MAGIC,
            _FORMAT,
            HEADER_SIZE,
            self.vault_id,
            self.seq,
            self.profile,
            cost.memory,
            cost.passes,
            cost.lanes,
            self.salt,
            self.floor,
            SLOTS,
            SLOT_SIZE,
        )
        return public + b"".join(self.slots) + self.filler + self.shred_digest + self.noise

    def pack(self) -> bytes:
        block = self.unsigned() + self.mac
        return block + hashlib.sha256(block).digest()

    def signed(self, key: DataKey) -> Header:
        return replace(self, mac=key.header_mac(self.unsigned()))

    def authentic(self, key: DataKey) -> bool:
        """Whether someone with the data key wrote exactly this."""
        return hmac.compare_digest(self.mac, key.header_mac(self.unsigned()))

    def place(self, shred: bytes) -> Place:
        return Place(self.vault_id, self.unsigned()[_SETTINGS], shred)

    def with_slots(self, slots: Mapping[int, bytes]) -> Header:
        """The next header: other slots at those positions, seq one higher, not signed yet."""
        every = tuple(slots.get(at, slot) for at, slot in enumerate(self.slots))
        return replace(self, slots=every, seq=self.seq + 1, mac=b"")

    def emptied(self, shred_digest: bytes) -> Header:
        """The next header, one that opens for nobody and looks as before: chance wherever there was a secret."""
        fresh = drawn(self.profile, self.salt, self.floor, shred_digest)
        return replace(fresh, vault_id=self.vault_id, seq=self.seq + 1, mac=os.urandom(32))


def drawn(profile: int, salt: bytes, floor: int, shred_digest: bytes) -> Header:
    """The first header of a vault, unsigned, its slots open to nobody."""
    return Header(
        vault_id=os.urandom(16),
        profile=profile,
        salt=salt,
        floor=floor,
        slots=tuple(empty_slot() for _ in range(SLOTS)),
        shred_digest=shred_digest,
        filler=os.urandom(_FILLER.stop - _FILLER.start),
        noise=os.urandom(32),
    )


def is_sound(block: bytes) -> bool:
    """Whether a header was written here completely (its checksum holds no secret)."""
    return (
        len(block) == HEADER_SIZE
        and block.startswith(_MAGIC)
        and hmac.compare_digest(hashlib.sha256(block[:_CHECKED]).digest(), block[_CHECKED:])
    )


def seq_of(block: bytes) -> int:
    """How often the header had been written, in a sound block."""
    return int.from_bytes(block[0x20:0x28], "little")


def vault_id_of(block: bytes) -> bytes:
    """Which vault a sound block is of; empty when it is none."""
    return block[0x10:0x20]


def salt_of(block: bytes) -> bytes:
    """The salt in a sound block: no two generations share it, and neither writing a slot nor a strike changes it."""
    return block[0x38:0x48]


def parse(block: bytes, vault: Path) -> Header:
    """The header in a sound block.

    Costs are only ever taken from the list of profiles: a file that asks for others, or that says anything this
    program would not write back, is refused before a byte is allocated. Raises `NewerVersion`, `Damaged`.
    """
    _, _, _, vault_id, seq, profile, _, _, _, salt, floor, _, _ = _PUBLIC.unpack_from(block)
    header = Header(
        vault_id=vault_id,
        profile=profile,
        salt=salt,
        floor=floor,
        slots=tuple(block[start : start + SLOT_SIZE] for start in range(_PUBLIC.size, _SLOTS_END, SLOT_SIZE)),
        shred_digest=block[_SHRED_DIGEST],
        filler=block[_FILLER],
        noise=block[_NOISE],
        seq=seq,
        mac=block[_MAC],
    )
    if not _known(profile) or header.pack() != block:
        raise NewerVersion(vault, "Its key settings are not known here.")
    if floor not in (range(1) if profile == kdf.TEST else range(_SHORTEST_FLOOR, _LONGEST_FLOOR + 1)):
        raise Damaged(vault, "Its key file holds an impossible number.")
    return header


def _known(profile: int) -> bool:
    try:
        kdf.profile(profile)
    except KeyError:
        return False
    return True


def unlock_floor(profile: int, seconds: float) -> int:
    """The least time of an unlock in ms, for a derivation that took `seconds`: twice that and 300, in full 500."""
    if profile == kdf.TEST:
        return 0
    wanted = 2 * seconds * 1000 + 300
    return min(_LONGEST_FLOOR, max(_SHORTEST_FLOOR, -int(-wanted // 500) * 500))
