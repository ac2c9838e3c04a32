"""From a passphrase to 64 secret bytes: Argon2id in fixed profiles, never with numbers taken from a file."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass

from argon2.low_level import ARGON2_VERSION, Type, core, error_to_str, ffi

from vault.clock import Clock
from vault.errors import NotEnoughMemory

SALT_SIZE = 16
SECRET_SIZE = 64
DEFAULT = 1
TEST = 255

_MEBIBYTE = 1 << 20
_OUT_OF_MEMORY = -22  # ARGON2_MEMORY_ALLOCATION_ERROR


@dataclass(frozen=True)
class Profile:
    """One allowed cost. `memory` is in KiB."""

    number: int
    passes: int
    memory: int
    lanes: int

    @property
    def mebibytes(self) -> int:
        return self.memory // 1024


_PROFILES = {
    0: Profile(0, passes=3, memory=64 * 1024, lanes=4),
    1: Profile(1, passes=3, memory=256 * 1024, lanes=4),
    2: Profile(2, passes=4, memory=512 * 1024, lanes=4),
    3: Profile(3, passes=4, memory=1024 * 1024, lanes=4),
}
_TEST_PROFILE = Profile(TEST, passes=1, memory=32, lanes=4)

NUMBERS = tuple(_PROFILES)


def profile(number: int) -> Profile:
    """The profile of that number. Raises `KeyError` for one this program does not know.

    The tiny test profile is only known with VAULT_TEST=1, and never to a built program.
    """
    if number == TEST and os.environ.get("VAULT_TEST") == "1" and not getattr(sys, "frozen", False):
        return _TEST_PROFILE
    return _PROFILES[number]


def derive(passphrase: bytearray, salt: bytes, number: int) -> bytearray:
    """64 secret bytes from canonical passphrase bytes and a 16-byte salt; the caller wipes both.

    Raises `NotEnoughMemory` when the machine cannot give what the profile asks for.
    """
    cost = profile(number)
    secret = bytearray(SECRET_SIZE)
    held = (ffi.from_buffer("uint8_t[]", secret), ffi.from_buffer("uint8_t[]", passphrase), ffi.new("uint8_t[]", salt))
    context = ffi.new(
        "argon2_context *",
        {
            "out": held[0],
            "outlen": len(secret),
            "pwd": held[1],
            "pwdlen": len(passphrase),
            "salt": held[2],
            "saltlen": len(salt),
            "t_cost": cost.passes,
            "m_cost": cost.memory,
            "lanes": cost.lanes,
            "threads": cost.lanes,
            "version": ARGON2_VERSION,
        },
    )
    code = core(context, Type.ID.value)
    if code == _OUT_OF_MEMORY:
        raise NotEnoughMemory(cost.mebibytes)
    if code != 0:
        raise RuntimeError(error_to_str(code))
    return secret


@dataclass(frozen=True)
class Proposal:
    """The profile proposed for this machine and the seconds one derivation took here."""

    profile: int
    seconds: float

    @property
    def mebibytes(self) -> int:
        """Free memory every machine needs that is to open the vault."""
        return profile(self.profile).mebibytes


def propose_profile(clock: Clock = Clock(), memory: int | None = None, near: float = 1.25) -> Proposal:
    """The strongest profile that takes at most `near` seconds and under a quarter of `memory` (bytes).

    Time alone never leads below the default profile; a machine under 2 GiB gets profile 0. Takes a few seconds.
    """
    memory = machine_memory() if memory is None else memory
    allowed = [number for number in NUMBERS if profile(number).memory * 1024 < memory / 4]
    if memory < 2048 * _MEBIBYTE or DEFAULT not in allowed:
        return Proposal(0, _seconds(0, clock))
    best = Proposal(DEFAULT, _seconds(DEFAULT, clock))
    for number in (n for n in allowed if n > DEFAULT):
        if _foreseen(best, number) > near:
            break
        tried = Proposal(number, _seconds(number, clock))
        if tried.seconds > near:
            break
        best = tried
    return best


def _foreseen(known: Proposal, number: int) -> float:
    """Seconds `number` should take, so that a slow laptop is not made to try what it cannot do."""
    before, after = profile(known.profile), profile(number)
    return known.seconds * (after.passes * after.memory) / (before.passes * before.memory) * 0.8


def _seconds(number: int, clock: Clock) -> float:
    began = clock.monotonic()
    derive(bytearray(b"how long does it take"), bytes(SALT_SIZE), number)
    return clock.monotonic() - began


def machine_memory() -> int:
    """Bytes of memory in this machine."""
    if sys.platform == "win32":
        return _windows_memory()
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _windows_memory() -> int:
    kibibytes = ctypes.c_ulonglong()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (unknown to the type checker elsewhere)
    if not kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kibibytes)):
        return 2048 * _MEBIBYTE
    return kibibytes.value * 1024
