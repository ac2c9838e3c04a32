from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.storage.keys import slot_key
from vault.storage.sealing import NONCE_SIZE, seal
from vault.storage.slots import Kind, Payload, Place, drawn_roles, empty_slot, unpack

SECRET = bytearray(range(64))
PLACE = Place(vault_id=b"v" * 16, settings=b"s" * 32, shred=b"r" * 32)


def payload(kind: int = Kind.KEYHOLDER, words: bytes = b"") -> Payload:
    return Payload(kind, bytearray(b"D" * 32), bytearray(b"P" * 32), slot_id=b"i" * 16, day=20_000, words=words)


def test_the_fields_lie_where_the_format_says() -> None:
    packed = replace(payload(Kind.DURESS, b'{"other":"x"}'), flags=0x0201, actions=0x0301).pack()
    assert len(packed) == 1496
    assert packed[0:32] == bytes(32)
    assert (packed[32], packed[33]) == (1, 2)
    assert packed[34:36] == b"\x01\x02"
    assert packed[36:68] == b"D" * 32
    assert packed[68:84] == b"i" * 16
    assert struct.unpack_from("<QI", packed, 84) == (20_000, 0x0301)
    assert packed[96:128] == b"P" * 32
    assert struct.unpack_from("<H", packed, 128) == (13,)
    assert packed[130:143] == b'{"other":"x"}'
    assert packed[143:] == bytes(1496 - 143)


@given(
    st.integers(0, 255), st.integers(0, 0xFFFF), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1),
    st.binary(max_size=1360),
)  # fmt: skip
def test_packing_loses_nothing(kind: int, flags: int, day: int, actions: int, words: bytes) -> None:
    before = Payload(kind, bytearray(b"D" * 32), bytearray(b"P" * 32), b"i" * 16, day, actions, flags, words)
    after = unpack(before.pack())
    assert after is not None
    assert vars(after) == vars(before)


def test_too_many_words_are_refused() -> None:
    with pytest.raises(ValueError, match="long"):
        payload(words=b"x" * 1361).pack()


@pytest.mark.parametrize(("version", "kind", "known"), [(1, 1, True), (1, 3, True), (2, 1, False), (1, 4, False)])
def test_what_a_newer_program_wrote_is_recognised(version: int, kind: int, known: bool) -> None:
    assert replace(payload(kind), version=version).known is known


def test_a_plain_text_without_the_leading_zeros_does_not_open() -> None:
    packed = payload().pack()
    packed[31] = 1
    key = slot_key(SECRET, PLACE.shred, PLACE.vault_id, 2)
    crafted = seal(key, bytes(NONCE_SIZE), packed, b"spv1/slot" + PLACE.vault_id + PLACE.settings + b"\x02")
    assert PLACE.open(2, SECRET, crafted) is None
    assert unpack(packed) is None


def test_a_slot_opens_where_it_was_sealed_and_nowhere_else() -> None:
    slot = PLACE.seal(2, SECRET, payload())
    assert len(slot) == 1536
    opened = PLACE.open(2, SECRET, slot)
    assert opened is not None
    assert opened.secret == b"D" * 32
    assert opened.personal_key == b"P" * 32
    elsewhere = [
        PLACE.open(3, SECRET, slot),
        PLACE.open(2, bytearray(64), slot),
        replace(PLACE, vault_id=b"w" * 16).open(2, SECRET, slot),
        replace(PLACE, settings=b"t" * 32).open(2, SECRET, slot),
        replace(PLACE, shred=b"q" * 32).open(2, SECRET, slot),
        PLACE.open(2, SECRET, empty_slot()),
    ]
    assert elsewhere == [None] * 6


def test_the_same_content_never_looks_the_same() -> None:
    assert PLACE.seal(0, SECRET, payload()) != PLACE.seal(0, SECRET, payload())
    assert empty_slot() != empty_slot()


def test_the_roles_of_a_new_vault() -> None:
    roles = drawn_roles()
    assert sorted(roles) == ["keyholder"] * 5 + ["recovery"] + ["reserved"] * 2
    assert len({drawn_roles() for _ in range(40)}) > 10


def test_wiping_a_payload() -> None:
    one = payload()
    secret, personal = one.secret, one.personal_key
    one.wipe()
    assert secret == personal == bytes(32)


def test_a_payload_does_not_show_itself() -> None:
    assert "DDD" not in repr(payload())
    assert "PPP" not in repr(payload())
