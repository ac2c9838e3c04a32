"""Check 3: nobody can tell by looking at them which slots are used, nor for what.

Chance is replaced by a stream that can be repeated, so that a rare throw of the dice does not fail the test.
"""

from __future__ import annotations

import math
import os
import random
import zlib
from collections import Counter
from pathlib import Path

import pytest

from tests.vaults import CODE, made
from vault.storage import container, kdf, keys, slots
from vault.storage.slots import Kind

VAULTS = 200
UNUSED = 0


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[dict[int, tuple[int, bytes]]]:
    """For every vault the slots by position, each with its kind; 0 stands for an unused one."""
    chance = random.Random(20261124)
    folder = tmp_path_factory.mktemp("vaults")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", chance.randbytes)
        patch.setattr(os, "fsync", lambda descriptor: None)
        patch.setattr(slots.secrets, "SystemRandom", lambda: chance)
        patch.setattr(slots.secrets, "choice", chance.choice)
        return [one(folder / f"{number}.vault", chance) for number in range(VAULTS)]


def one(path: Path, chance: random.Random) -> dict[int, tuple[int, bytes]]:
    """A vault with a keyholder, a recovery code and a duress phrase."""
    with made(path, recovery=CODE) as opened:
        assert opened.roles
        kinds = {opened.position: Kind.KEYHOLDER, opened.roles.index("recovery"): Kind.RECOVERY}
        at = chance.choice([position for position, role in enumerate(opened.roles) if role == "reserved"])
        payload = slots.Payload(
            Kind.DURESS,
            keys.drawn_key(),
            keys.drawn_key(),
            day=20_000,
            actions=1,
            words=b'{"backups":["/media/stick"]}',
        )
        secret = kdf.derive(bytearray(b"quiet river stone four"), opened.keyfile.header.salt, kdf.TEST)
        slot = opened.keyfile.place.seal(at, secret, payload)
        keyfile = container.replace_slots(opened.keyfile, {at: slot}, opened.key)
        kinds[at] = Kind.DURESS
        return {position: (kinds.get(position, UNUSED), slot) for position, slot in enumerate(keyfile.header.slots)}


def of_kind(seen: list[dict[int, tuple[int, bytes]]], kind: int) -> list[bytes]:
    return [slot for vault in seen for held, slot in vault.values() if held == kind]


def monobit(content: bytes) -> float:
    """How many standard deviations the number of ones lies from half."""
    ones = int.from_bytes(content, "big").bit_count()
    bits = 8 * len(content)
    return (2 * ones - bits) / math.sqrt(bits)


def bytes_chi(content: bytes) -> float:
    """Chi squared of the 256 byte values, as standard deviations (255 degrees of freedom)."""
    expected, seen = len(content) / 256, Counter(content)
    chi = sum((seen[value] - expected) ** 2 / expected for value in range(256))
    return (chi - 255) / math.sqrt(2 * 255)


@pytest.mark.parametrize("kind", [UNUSED, Kind.KEYHOLDER, Kind.DURESS, Kind.RECOVERY])
def test_slots_of_every_kind_look_random(seen: list[dict[int, tuple[int, bytes]]], kind: int) -> None:
    content = b"".join(of_kind(seen, kind))
    assert len(content) >= VAULTS * 1536
    assert abs(monobit(content)) < 4
    assert abs(bytes_chi(content)) < 4
    assert len(zlib.compress(content, 9)) / len(content) > 0.999


def accuracy(ours: list[bytes], others: list[bytes]) -> float:
    """Balanced accuracy of a nearest-centroid classifier over byte histograms: learnt on one half, tried on one."""

    def histogram(slot: bytes) -> list[float]:
        counts = Counter(slot)
        return [float(counts[value]) for value in range(256)]

    def centre(half: list[bytes]) -> list[float]:
        return [sum(column) / len(half) for column in zip(*map(histogram, half), strict=True)]

    def share(tried: list[bytes], near: list[float], far: list[float]) -> float:
        right = sum(math.dist(shape, near) < math.dist(shape, far) for shape in map(histogram, tried))
        return right / len(tried)

    first, second = centre(ours[::2]), centre(others[::2])
    return (share(ours[1::2], first, second) + share(others[1::2], second, first)) / 2


def test_no_classifier_finds_the_duress_slot(seen: list[dict[int, tuple[int, bytes]]]) -> None:
    rest = [slot for vault in seen for kind, slot in vault.values() if kind != Kind.DURESS]
    assert 0.4 <= accuracy(of_kind(seen, Kind.DURESS), rest[: 3 * VAULTS]) <= 0.6


def test_the_classifier_is_not_blind(seen: list[dict[int, tuple[int, bytes]]]) -> None:
    marked = [slot[:1400] + bytes(136) for slot in of_kind(seen, Kind.DURESS)]
    assert accuracy(marked, of_kind(seen, Kind.KEYHOLDER)) > 0.95


@pytest.mark.parametrize("kind", [Kind.KEYHOLDER, Kind.DURESS, Kind.RECOVERY])
def test_every_kind_may_lie_anywhere(seen: list[dict[int, tuple[int, bytes]]], kind: int) -> None:
    places = Counter(position for vault in seen for position, (held, _) in vault.items() if held == kind)
    expected = VAULTS / 8
    chi = sum((places[position] - expected) ** 2 / expected for position in range(8))
    assert chi < 24.32  # p > 0.001 at 7 degrees of freedom
