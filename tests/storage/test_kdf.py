from __future__ import annotations

import sys
from dataclasses import dataclass, field

import pytest

from tests.vaults import StillClock
from vault.errors import NotEnoughMemory
from vault.storage import kdf

GIB = 1 << 30


def test_the_profiles_are_those_of_the_format() -> None:
    costs = {number: (kdf.profile(number).passes, kdf.profile(number).mebibytes) for number in kdf.NUMBERS}
    assert costs == {0: (3, 64), 1: (3, 256), 2: (4, 512), 3: (4, 1024)}
    assert {kdf.profile(number).lanes for number in (*kdf.NUMBERS, kdf.TEST)} == {4}


def test_the_default_is_profile_1() -> None:
    assert kdf.DEFAULT == 1


@pytest.mark.parametrize("number", [4, 254, -1])
def test_other_profiles_are_not_known(number: int) -> None:
    with pytest.raises(KeyError):
        kdf.profile(number)


@pytest.mark.parametrize("value", [None, "0", "yes"])
def test_the_test_profile_needs_the_switch(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("VAULT_TEST")
    if value is not None:
        monkeypatch.setenv("VAULT_TEST", value)
    with pytest.raises(KeyError):
        kdf.profile(kdf.TEST)


def test_a_built_program_never_knows_the_test_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(KeyError):
        kdf.derive(bytearray(b"x"), bytes(16), kdf.TEST)


def test_every_part_counts() -> None:
    base = kdf.derive(bytearray(b"one"), bytes(16), kdf.TEST)
    assert len(base) == 64
    assert base == kdf.derive(bytearray(b"one"), bytes(16), kdf.TEST)
    assert base != kdf.derive(bytearray(b"two"), bytes(16), kdf.TEST)
    assert base != kdf.derive(bytearray(b"one"), b"\x01" + bytes(15), kdf.TEST)


def test_the_passphrase_is_left_as_it_is() -> None:
    phrase = bytearray(b"one two")
    kdf.derive(phrase, bytes(16), kdf.TEST)
    assert phrase == b"one two"


def test_too_little_memory_is_told_with_the_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "core", lambda context, kind: -22)
    with pytest.raises(NotEnoughMemory, match="256 MB"):
        kdf.derive(bytearray(b"x"), bytes(16), 1)


def test_any_other_refusal_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "core", lambda context, kind: -2)
    with pytest.raises(RuntimeError):
        kdf.derive(bytearray(b"x"), bytes(16), kdf.TEST)


@dataclass
class Machine:
    """A computer that needs so many seconds a profile, without making it work."""

    seconds: dict[int, float]
    tried: list[int] = field(default_factory=list)
    clock: StillClock = field(default_factory=StillClock)

    def derive(self, passphrase: bytearray, salt: bytes, number: int) -> bytearray:
        self.tried.append(number)
        self.clock.sleep(self.seconds[number])
        return bytearray(64)


@pytest.mark.parametrize(
    ("seconds", "memory", "proposed", "tried"),
    [
        ({0: 0.1, 1: 0.4, 2: 1.1, 3: 2.4}, 16 * GIB, 2, [1, 2]),  # the usual office laptop
        ({0: 0.1, 1: 0.1, 2: 0.3, 3: 0.6}, 16 * GIB, 3, [1, 2, 3]),  # a fast one
        ({0: 0.1, 1: 0.1, 2: 0.3, 3: 0.6}, 4 * GIB, 2, [1, 2]),  # fast, but 1 GiB is a quarter of what it has
        ({0: 0.5, 1: 2.0, 2: 9.9, 3: 9.9}, 8 * GIB, 1, [1]),  # slow: time alone never leads below the default
        ({0: 0.1, 1: 0.4, 2: 3.0, 3: 6.0}, 8 * GIB, 1, [1, 2]),  # slower than foreseen
        ({0: 0.3, 1: 1.2}, 2 * GIB - 1, 0, [0]),  # little memory
    ],
)
def test_the_proposal(
    monkeypatch: pytest.MonkeyPatch, seconds: dict[int, float], memory: int, proposed: int, tried: list[int]
) -> None:
    machine = Machine(seconds)
    monkeypatch.setattr(kdf, "derive", machine.derive)
    proposal = kdf.propose_profile(machine.clock, memory)
    assert proposal.profile == proposed
    assert proposal.seconds == pytest.approx(seconds[proposed])
    assert proposal.mebibytes * (1 << 20) < memory / 4
    assert machine.tried == tried


def test_the_memory_of_this_machine_is_a_sensible_number() -> None:
    assert GIB // 4 < kdf.machine_memory() < 1024 * 1024 * GIB
