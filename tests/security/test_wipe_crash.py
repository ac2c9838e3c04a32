"""Check 10: whenever the power fails after the first flush of a strike, no passphrase opens the key file any more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.security.test_crash_sim import PATH, SALT, SECTOR, Disk, PowerCut, data_key
from tests.vaults import PHRASE
from vault.errors import VaultError
from vault.storage import container, kdf, shredding
from vault.storage.container import SHRED_SIZE
from vault.storage.header import HEADER_SIZE
from vault.storage.keys import canonical
from vault.storage.slots import Kind, Payload

TRIES = 4
PHRASES = {
    1: (PHRASE, Kind.KEYHOLDER),
    4: ("grow the recovery pear", Kind.RECOVERY),
    6: ("open door now please", Kind.DURESS),
}
FIRST_FLUSH = 4096 // SECTOR + 1
ALL = FIRST_FLUSH + 2 * (HEADER_SIZE // SECTOR + 1) + SHRED_SIZE // SECTOR + 1


@pytest.fixture(scope="module")
def secrets() -> dict[int, bytearray]:
    return {at: kdf.derive(canonical(text), SALT, kdf.TEST) for at, (text, _kind) in PHRASES.items()}


@pytest.fixture(scope="module")
def whole(secrets: dict[int, bytearray]) -> bytes:
    keyfile, area = container.drawn(PATH, kdf.TEST, SALT, 0)
    slots = {
        at: keyfile.place.seal(at, secrets[at], Payload(kind, data_key().secret(), bytearray(32)))
        for at, (_text, kind) in PHRASES.items()
    }
    return keyfile.filled(slots, data_key()).header.pack() * 2 + area


@pytest.fixture(autouse=True)
def file_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "keys.bin").write_bytes(b"")
    return tmp_path / "keys.bin"


def struck(content: bytes, left: int, path: Path) -> Disk:
    disk = Disk(content, left)
    try:
        shredding.strike([path], lambda _path: disk)
    except PowerCut:
        pass
    return disk


def opening(content: bytes, secrets: dict[int, bytearray]) -> set[int]:
    try:
        keyfile = container.parse(content, PATH)
    except VaultError:
        return set()
    return {at for secret in secrets.values() for at in keyfile.opened_by(secret)}


def test_nothing_opens_after_the_first_flush(whole: bytes, secrets: dict[int, bytearray], file_there: Path) -> None:
    chance = random.Random(10)
    points = [*range(FIRST_FLUSH + 70), *range(FIRST_FLUSH + 70, ALL + 1, 9)]
    before, after = list[set[int]](), list[set[int]]()
    for left in points:
        for _ in range(TRIES):
            content = struck(whole, left, file_there).after_the_cut(chance)
            (before if left < FIRST_FLUSH else after).append(opening(content, secrets))
    assert set(PHRASES) in before  # the harness sees what is still open
    assert {at for opened in after for at in opened} == set()


def test_a_whole_strike_leaves_a_sound_key_file(whole: bytes, secrets: dict[int, bytearray], file_there: Path) -> None:
    disk = struck(whole, ALL, file_there)
    assert disk.left == 0
    assert disk.pending == []
    assert struck(whole, ALL - 1, file_there).pending != []
    keyfile = container.parse(bytes(disk.durable), PATH)
    assert keyfile.whole
    assert opening(bytes(disk.durable), secrets) == set()


def test_a_torn_copy_does_not_save_the_other(whole: bytes, secrets: dict[int, bytearray], file_there: Path) -> None:
    for start in (0, HEADER_SIZE, None):
        torn = bytearray(whole)
        for at in (0, HEADER_SIZE) if start is None else (start,):
            torn[at + 5000] ^= 1
        disk = struck(bytes(torn), ALL, file_there)
        slots = [bytes(torn[at + 0x80 : at + 0x3080]) for at in (0, HEADER_SIZE)]
        assert not any(slot in disk.durable for slot in slots)
        assert opening(bytes(disk.durable), secrets) == set()
