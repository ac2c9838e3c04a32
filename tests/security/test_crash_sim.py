"""Check 5: a power cut at any moment of a slot write leaves exactly one of the old and the new passphrase.

The disk is simulated by sectors: what was not flushed may be lost, may have arrived in any order, and one sector may
be torn in the middle.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vaults import PHRASE
from vault.storage import container, kdf
from vault.storage.container import A, B, KeyFile
from vault.storage.header import HEADER_SIZE
from vault.storage.keys import DataKey, canonical
from vault.storage.slots import Kind, Payload

SECTOR = 512
TRIES = 6
NEW = "other words now"
PATH = Path("/simulated/notes.vault/g0001/keys.bin")
SALT = b"s" * 16
POSITION = 3
# Two copies of 32 sectors and two flushes; a repair before them adds up to a copy and a flush.
POINTS = 2 * (HEADER_SIZE // SECTOR + 1)


class PowerCut(BaseException):
    pass


class Disk:
    """A medium whose power fails when `left` steps (a sector written, a flush) have been made."""

    def __init__(self, content: bytes, left: int) -> None:
        self.durable, self.pending, self.left = bytearray(content), list[tuple[int, bytes]](), left

    def read(self, at: int, size: int) -> bytes:
        seen = bytearray(self.durable)
        for start, sector in self.pending:
            seen[start : start + SECTOR] = sector
        return bytes(seen[at : at + size])

    def write(self, at: int, content: bytes) -> None:
        assert at % SECTOR == 0
        assert len(content) % SECTOR == 0
        for start in range(0, len(content), SECTOR):
            self.step()
            self.pending.append((at + start, content[start : start + SECTOR]))

    def flush(self) -> None:
        self.step()
        for start, sector in self.pending:
            self.durable[start : start + SECTOR] = sector
        self.pending.clear()

    def close(self) -> None:
        pass

    def step(self) -> None:
        if self.left == 0:
            raise PowerCut
        self.left -= 1

    def after_the_cut(self, chance: random.Random) -> bytes:
        """What the disk may hold when the power is back."""
        content = bytearray(self.durable)
        arrived = [one for one in self.pending if chance.random() < chance.choice((0.1, 0.5, 0.9))]
        for number, (start, sector) in enumerate(arrived):
            cut = chance.randrange(SECTOR) if number == 0 else SECTOR
            content[start : start + cut] = sector[:cut]
        return bytes(content)


def data_key() -> DataKey:
    return DataKey(bytearray(b"k" * 32))


def sealed(keyfile: KeyFile, text: str) -> bytes:
    secret = kdf.derive(canonical(text), SALT, kdf.TEST)
    return keyfile.place.seal(POSITION, secret, Payload(Kind.KEYHOLDER, data_key().secret(), bytearray(32)))


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A key file that opens with the old passphrase."""
    keyfile, area = container.drawn(PATH, kdf.TEST, SALT, 0)
    return keyfile.filled({POSITION: sealed(keyfile, PHRASE)}, data_key()).header.pack() * 2 + area


def opening(content: bytes) -> set[str]:
    """The passphrases that open a key file; its header must be authentic."""
    keyfile = container.parse(content, PATH)
    assert keyfile.header.authentic(data_key())
    tried = {text: kdf.derive(canonical(text), SALT, kdf.TEST) for text in (PHRASE, NEW)}
    return {text for text, secret in tried.items() if keyfile.opened_by(secret)}


def cut(content: bytes, left: int, work: Callable[[KeyFile, Callable[[Path], Disk]], object]) -> Disk:
    """The disk after `work` was interrupted, or not."""
    disk = Disk(content, left)
    try:
        work(container.parse(content, PATH), lambda path: disk)
    except PowerCut:
        pass
    return disk


def change(keyfile: KeyFile, open_disk: Callable[[Path], Disk]) -> object:
    return container.replace_slots(keyfile, {POSITION: sealed(keyfile, NEW)}, data_key(), open_disk)


def broken(content: bytes, start: int) -> bytes:
    """The same with one copy torn."""
    return content[: start + 5000] + bytes(3000) + content[start + 8000 :]


@pytest.mark.parametrize("before", ["whole", "copy A torn", "copy B torn"])
def test_a_passphrase_change_is_whole_or_not_at_all(whole: bytes, before: str) -> None:
    content = whole if before == "whole" else broken(whole, A if before == "copy A torn" else B)
    points = POINTS + (0 if before == "whole" else HEADER_SIZE // SECTOR + 1)
    chance, seen = random.Random(before), list[set[str]]()
    for left in range(points + 1):
        for _ in range(TRIES):
            after = cut(content, left, change).after_the_cut(chance)
            seen.append(opening(after))
    assert all(len(texts) == 1 for texts in seen)
    assert seen[0] == {PHRASE}
    assert seen[-1] == {NEW}
    assert cut(content, points - 1, change).left == 0
    assert opening(bytes(cut(content, points, change).durable)) == {NEW}


def test_a_cut_while_the_damage_of_a_cut_is_repaired(whole: bytes) -> None:
    chance = random.Random(2)
    for left in range(0, POINTS, 3):
        first = cut(whole, left, change).after_the_cut(chance)
        for again in range(0, HEADER_SIZE // SECTOR + 2, 5):
            second = cut(first, again, container.repair).after_the_cut(chance)
            assert opening(second) == opening(first)


def test_an_old_copy_never_comes_back(whole: bytes) -> None:
    """Two changes, the second cut: the first passphrase stays out."""
    changed = cut(whole, POINTS, change).durable

    def change_back(keyfile: KeyFile, open_disk: Callable[[Path], Disk]) -> object:
        slot = sealed(keyfile, PHRASE)
        return container.replace_slots(keyfile, {POSITION: slot}, data_key(), open_disk)

    chance = random.Random(3)
    for left in range(POINTS + 1):
        after = cut(bytes(changed), left, change_back).after_the_cut(chance)
        assert len(opening(after)) == 1
        assert container.parse(after, PATH).header.seq in (2, 3)


def test_the_simulation_finds_a_writer_without_flushes(whole: bytes) -> None:
    """A disk that is never told to flush between the copies must lose both sooner or later."""

    class Careless(Disk):
        def flush(self) -> None:
            self.step()

    chance, lost = random.Random(4), 0
    for left in range(POINTS + 1):
        disk = Careless(whole, left)
        try:
            change(container.parse(whole, PATH), lambda path, disk=disk: disk)  # type: ignore[misc]
        except PowerCut:
            pass
        try:
            opening(disk.after_the_cut(chance))
        except container.Damaged:
            lost += 1
    assert lost > 5
