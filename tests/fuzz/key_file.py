"""The key file, from its first byte to what a duress slot orders: whoever hands over a folder chooses all of it."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from tests.fuzz.patches import patched
from vault.errors import Damaged, NewerVersion
from vault.storage import container, header, kdf, orders, slots
from vault.storage.container import SHRED_AT, SIZE, A, B
from vault.storage.header import HEADER_SIZE
from vault.storage.keys import DataKey
from vault.storage.slots import PAYLOAD_SIZE, Kind, Payload

PATH = Path("/handed/over.vault/g0001/keys.bin")
SECRET = bytearray(range(64))
SALT = bytes(range(16))
#: what a file may make this program spend: never more than the profiles in its own list
COSTS = {kdf.profile(number) for number in (*range(4), kdf.TEST)}

_CHANCE = random.Random(1)
_AREA = _CHANCE.randbytes(container.SHRED_SIZE)
_KEY = DataKey(bytearray(range(32)))


def _whole() -> bytes:
    digest, shred = container.shred_digests(_AREA)
    drawn = header.Header(
        vault_id=_CHANCE.randbytes(16),
        profile=kdf.TEST,
        salt=SALT,
        floor=0,
        slots=tuple(_CHANCE.randbytes(slots.SLOT_SIZE) for _ in range(slots.SLOTS)),
        shred_digest=digest,
        filler=_CHANCE.randbytes(0xF00),
        noise=_CHANCE.randbytes(32),
    )
    keyfile = container.KeyFile(PATH, drawn, shred)
    payload = Payload(Kind.KEYHOLDER, bytearray(range(32)), bytearray(32), slot_id=bytes(16))
    return keyfile.filled({2: keyfile.place.seal(2, SECRET, payload)}, _KEY).header.pack() * 2 + _AREA


def _sum(at: int) -> None:
    def repair(content: bytearray) -> None:
        block = bytes(content[at : at + header.HEADER_SIZE])
        if len(block) == HEADER_SIZE:
            content[at + 0x3FE0 : at + HEADER_SIZE] = hashlib.sha256(block[:0x3FE0]).digest()

    return repair  # type: ignore[return-value]


def _other_copy(content: bytearray) -> None:
    content[B : B + HEADER_SIZE] = content[A : A + HEADER_SIZE]


def _area_sum(content: bytearray) -> None:
    content[0x3F80:0x3FA0] = hashlib.sha256(content[SHRED_AT:]).digest()


WHOLE = _whole()
_REPAIRS = (_sum(A), _sum(B), _other_copy, _area_sum)
_SPOTS = (A, A + 0x20, A + 0x38, A + 0x58, A + 0x80, A + 0x3080, A + 0x3F80, B, B + 0x20, B + 0x58, SHRED_AT, SIZE)


def one(data: bytes) -> None:
    """The first byte chooses: a patched file, the bytes themselves as a file, or what stands inside a slot."""
    way, rest = (data[0] % 3, data[1:]) if data else (0, b"")
    if way == 2:
        _inside_a_slot(rest)
        return
    content = rest if way else patched(WHOLE, rest, _SPOTS, _REPAIRS)  # type: ignore[arg-type]
    try:
        keyfile = container.parse(content, PATH)
    except (Damaged, NewerVersion):
        return
    assert len(content) == SIZE, "a key file of another size was believed"
    assert kdf.profile(keyfile.header.profile) in COSTS
    assert keyfile.header.pack() in (content[A:HEADER_SIZE], content[B : B + HEADER_SIZE])
    opened = keyfile.opened_by(SECRET)
    assert all(bytes(hit.secret) == bytes(range(32)) for hit in opened.values()), "a slot gave another key"


def _inside_a_slot(data: bytes) -> None:
    payload = slots.unpack(bytearray(bytes(32) + data[: PAYLOAD_SIZE - 32]).ljust(PAYLOAD_SIZE, b"\0"))
    assert payload is not None
    told = orders.of(payload)
    assert all(isinstance(one, str) for one in (*told.backups, *told.exports, told.other))
    assert len(told.backups) <= orders.MOST_BACKUPS


def seeds() -> list[bytes]:
    """To begin with."""
    words = b'{"backups":["/media/a"],"exports":["/x"],"other":"/y"}'
    payload = Payload(Kind.DURESS, bytearray(32), bytearray(32), slot_id=bytes(16), actions=0x10F, words=words)
    return [
        b"\0",
        b"\0\x04\x02\x00\xff\xff\xff\x7f\xba",  # a cost, and the checksum of the copy made right
        b"\0\x90\x00\x40\x00",
        b"\0\x02\x01\x08\x01\x02\xb8\xba\xbb",
        b"\x02" + bytes(payload.pack()[32:]),
    ]
