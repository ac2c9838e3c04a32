"""Check 2: the key derivation gives what a second implementation gives, and what RFC 9106 says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from argon2.low_level import Type, core, ffi
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from vault.storage import kdf

# RFC 9106, section 5.3
RFC_9106 = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def second(passphrase: bytes, salt: bytes, number: int) -> bytes:
    cost = kdf.profile(number)
    other = Argon2id(salt=salt, length=64, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return other.derive(passphrase)


@pytest.mark.parametrize(
    "number", [0, 1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow), kdf.TEST]
)
def test_every_profile_agrees_with_a_second_implementation(number: int) -> None:
    salt = os.urandom(16)
    assert kdf.derive(bytearray("Åse går på tur".encode()), salt, number) == second(
        "Åse går på tur".encode(), salt, number
    )


def test_the_costs_are_those_of_the_document(checkout: Path) -> None:
    """A vault made yesterday opens with these numbers and no others."""
    table = (checkout / "docs" / "format.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([\d,]+) \| (\d+) \| (\d+)", table, flags=re.MULTILINE)
    written = {int(number): tuple(int(cell.replace(",", "")) for cell in costs) for number, *costs in rows}
    known = {number: kdf.profile(number) for number in (*kdf.NUMBERS, kdf.TEST)}
    assert written == {number: (one.memory, one.passes, one.lanes) for number, one in known.items()}


@pytest.mark.parametrize("passphrase", [b"", b"x", bytes(1024), os.urandom(300)])
def test_every_length_of_passphrase(passphrase: bytes) -> None:
    assert kdf.derive(bytearray(passphrase), b"s" * 16, kdf.TEST) == second(passphrase, b"s" * 16, kdf.TEST)


def test_the_vector_of_the_standard() -> None:
    out = bytearray(32)
    fields = {"pwd": b"\x01" * 32, "salt": b"\x02" * 16, "secret": b"\x03" * 8, "ad": b"\x04" * 12}
    held = {name: ffi.new("uint8_t[]", value) for name, value in fields.items()}
    sizes = {f"{name}len": len(value) for name, value in fields.items()}
    costs = {"t_cost": 3, "m_cost": 32, "lanes": 4, "threads": 4, "version": 0x13}
    context = ffi.new(
        "argon2_context *", {"out": ffi.from_buffer("uint8_t[]", out), "outlen": 32, **held, **sizes, **costs}
    )
    assert core(context, Type.ID.value) == 0
    assert out.hex() == RFC_9106
    other = Argon2id(
        salt=fields["salt"], length=32, iterations=3, lanes=4, memory_cost=32, ad=fields["ad"], secret=fields["secret"]
    )
    assert other.derive(fields["pwd"]).hex() == RFC_9106
