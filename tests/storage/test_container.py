"""The key file and its header, as bytes and as a file."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from vault.errors import AlreadyThere, ChangedElsewhere, Damaged, DiskFull, NewerVersion, StorageFault
from vault.storage import container, kdf
from vault.storage.container import A, B, KeyFile
from vault.storage.header import HEADER_SIZE, unlock_floor
from vault.storage.keys import DataKey
from vault.storage.medium import FileMedium
from vault.storage.slots import empty_slot

KEY_BYTES = b"k" * 32


def data_key() -> DataKey:
    return DataKey(bytearray(KEY_BYTES))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "a.vault" / "g0001"
    folder.mkdir(parents=True)
    return folder / "keys.bin"


@pytest.fixture
def keyfile(path: Path) -> KeyFile:
    blank, area = container.drawn(path, kdf.TEST, b"s" * 16, 0)
    ready = blank.filled({2: b"S" * 1536}, data_key())
    return container.create(path, ready.header, area)


def checked(block: bytes) -> bytes:
    """A header block with a right checksum, whatever it says."""
    return block[:0x3FE0] + hashlib.sha256(block[:0x3FE0]).digest()


def altered(path: Path, change: Callable[[bytearray], None]) -> None:
    """Change both header copies and mend their checksums, as someone with an editor could."""
    content = bytearray(path.read_bytes())
    for start in (A, B):
        block = content[start : start + HEADER_SIZE]
        change(block)
        content[start : start + HEADER_SIZE] = checked(bytes(block))
    path.write_bytes(content)


def put(at: int, form: str, *values: int) -> Callable[[bytearray], None]:
    return lambda block: struct.pack_into(form, block, at, *values)


def test_a_new_file_is_what_is_read(keyfile: KeyFile) -> None:
    read = container.read(keyfile.path)
    assert read.header == keyfile.header
    assert read.shred == keyfile.shred
    assert read.whole
    assert read.header.authentic(data_key())
    assert not read.header.authentic(DataKey.drawn())


def test_a_file_that_exists_is_not_replaced(keyfile: KeyFile) -> None:
    before = keyfile.path.read_bytes()
    with pytest.raises(AlreadyThere):
        container.create(keyfile.path, keyfile.header, bytes(container.SHRED_SIZE))
    assert keyfile.path.read_bytes() == before


def test_the_copy_with_the_higher_number_counts(keyfile: KeyFile) -> None:
    newer = keyfile.header.with_slots({0: b"N" * 1536}).signed(data_key())
    for start in (A, B):
        content = bytearray(keyfile.path.read_bytes())
        content[A : A + HEADER_SIZE] = content[B : B + HEADER_SIZE] = keyfile.header.pack()
        content[start : start + HEADER_SIZE] = newer.pack()
        read = container.parse(bytes(content), keyfile.path)
        assert read.header == newer
        assert not read.whole


@pytest.mark.parametrize("start", [A, B])
def test_one_bad_copy_does_no_harm_and_is_repaired(keyfile: KeyFile, start: int) -> None:
    content = bytearray(keyfile.path.read_bytes())
    content[start + 100] ^= 1
    keyfile.path.write_bytes(content)
    read = container.read(keyfile.path)
    assert read.header == keyfile.header
    assert not read.whole
    assert container.repair(read).whole
    assert container.read(keyfile.path).whole


def test_repair_refuses_a_file_that_has_changed(keyfile: KeyFile) -> None:
    container.replace_slots(keyfile, {0: empty_slot()}, data_key())
    before = keyfile.path.read_bytes()
    with pytest.raises(ChangedElsewhere):
        container.repair(keyfile)
    assert keyfile.path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"SPVAULT1", bytes(container.SIZE), b"%PDF-1.7" * 40_000],
    ids=["empty", "short", "zeros", "foreign"],
)
def test_what_is_no_key_file(keyfile: KeyFile, content: bytes) -> None:
    keyfile.path.write_bytes(content)
    with pytest.raises(Damaged, match="key file"):
        container.read(keyfile.path)


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(Damaged, match="missing"):
        container.read(path)


@pytest.mark.parametrize("size", [HEADER_SIZE, 2 * HEADER_SIZE, container.SIZE - 1, container.SIZE + 1])
def test_a_file_of_the_wrong_size(keyfile: KeyFile, size: int) -> None:
    keyfile.path.write_bytes((keyfile.path.read_bytes() + b"\0")[:size])
    with pytest.raises(Damaged):
        container.read(keyfile.path)


@pytest.mark.parametrize("at", [container.SHRED_AT, container.SIZE - 1])
def test_one_changed_byte_of_the_shred_area(keyfile: KeyFile, at: int) -> None:
    content = bytearray(keyfile.path.read_bytes())
    content[at] ^= 1
    keyfile.path.write_bytes(content)
    with pytest.raises(Damaged):
        container.read(keyfile.path)


@pytest.mark.parametrize(
    "change",
    [
        put(0x08, "<I", 2),
        put(0x0C, "<I", 0x8000),
        put(0x28, "<I", 77),
        put(0x2C, "<I", 3 << 20),
        put(0x30, "<I", 1000),
        put(0x34, "<I", 64),
        put(0x28, "<IIII", 9, 1 << 20, 4, 4),
        put(0x5C, "<I", 16),
        put(0x60, "<I", 3072),
        put(0x48, "<Q", 1),
        put(0x7C, "<I", 1),
    ],
    ids=[
        "format",
        "length",
        "profile",
        "3 GB of memory",
        "passes",
        "lanes",
        "new profile",
        "slots",
        "slot size",
        "reserved 1",
        "reserved 2",
    ],
)
def test_settings_not_known_here_are_refused_before_anything_is_derived(
    keyfile: KeyFile, change: Callable[[bytearray], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(keyfile.path, change)
    monkeypatch.setattr(kdf, "core", lambda *_: pytest.fail("memory was asked for"))
    with pytest.raises(NewerVersion):
        container.read(keyfile.path)


@pytest.mark.parametrize("floor", [499, 10_001, 0, 0xFFFFFFFF])
def test_an_impossible_wait_is_refused(path: Path, floor: int) -> None:
    blank, area = container.drawn(path, 0, b"s" * 16, 500)
    container.create(path, blank.filled({}, data_key()).header, area)
    assert container.read(path).header.floor == 500
    altered(path, put(0x58, "<I", floor))
    with pytest.raises(Damaged):
        container.read(path)


@pytest.mark.parametrize("at", [0x10, 0x38, 0x80, 0x3080, 0x3FA0, 0x3FC0])
def test_any_change_to_the_header_is_seen_with_the_key(keyfile: KeyFile, at: int) -> None:
    altered(keyfile.path, lambda block: block.__setitem__(at, block[at] ^ 1))
    assert not container.read(keyfile.path).header.authentic(data_key())


@pytest.mark.parametrize(
    ("seconds", "floor"),
    [(0.0, 500), (0.1, 500), (0.101, 1000), (0.43, 1500), (1.18, 3000), (2.79, 6000), (60, 10_000)],
)
def test_the_floor_is_twice_the_derivation_and_a_little(seconds: float, floor: int) -> None:
    assert unlock_floor(1, seconds) == floor
    assert unlock_floor(kdf.TEST, seconds) == 0


def test_replacing_a_slot(keyfile: KeyFile) -> None:
    before = keyfile.path.read_bytes()
    inode = keyfile.path.stat().st_ino
    after = container.replace_slots(keyfile, {4: b"N" * 1536}, data_key())
    read = container.read(keyfile.path)
    assert read.header == after.header
    assert read.whole
    assert after.header.seq == 2
    assert after.header.slots[4] == b"N" * 1536
    assert after.header.authentic(data_key())
    assert keyfile.path.stat().st_ino == inode
    content = keyfile.path.read_bytes()
    changed = {at for at in range(HEADER_SIZE) if before[at] != content[at]}
    allowed = {*range(0x20, 0x28), *range(0x80 + 4 * 1536, 0x80 + 5 * 1536), *range(0x3FC0, 0x4000)}
    assert changed <= allowed
    assert content[container.SHRED_AT :] == before[container.SHRED_AT :]


def test_a_file_changed_by_another_program_is_left_alone(keyfile: KeyFile) -> None:
    container.replace_slots(keyfile, {4: b"N" * 1536}, data_key())
    before = keyfile.path.read_bytes()
    with pytest.raises(ChangedElsewhere):
        container.replace_slots(keyfile, {4: b"M" * 1536}, data_key())
    assert keyfile.path.read_bytes() == before


def test_an_altered_header_is_never_given_a_new_mac(keyfile: KeyFile) -> None:
    altered(keyfile.path, put(0x80, "<Q", 1))
    read = container.read(keyfile.path)
    before = keyfile.path.read_bytes()
    with pytest.raises(Damaged):
        container.replace_slots(read, {4: empty_slot()}, data_key())
    assert keyfile.path.read_bytes() == before


class FailingMedium(FileMedium):
    """A disk that refuses the writes whose numbers are given; a torn one gets half a block down first."""

    def __init__(self, path: Path, refused: set[int], torn: bool = False) -> None:
        super().__init__(path)
        self.refused, self.torn, self.count, self.order = refused, torn, 0, list[int]()

    def write(self, at: int, content: bytes) -> None:
        self.count += 1
        self.order.append(at)
        if self.count in self.refused:
            if self.torn:
                super().write(at, content[: len(content) // 2])
            raise OSError(28, "No space left on device")
        super().write(at, content)


def failing(refused: set[int], torn: bool = False) -> Callable[[Path], FailingMedium]:
    return lambda path: FailingMedium(path, refused, torn)


def test_copy_b_is_written_first(keyfile: KeyFile) -> None:
    media: list[FailingMedium] = []

    def opened(path: Path) -> FailingMedium:
        media.append(FailingMedium(path, set()))
        return media[0]

    container.replace_slots(keyfile, {0: empty_slot()}, data_key(), opened)
    assert media[0].order == [B, A]


@pytest.mark.parametrize("torn", [False, True])
def test_a_disk_that_refuses_at_once_leaves_the_old_slots(keyfile: KeyFile, torn: bool) -> None:
    with pytest.raises(DiskFull):
        container.replace_slots(keyfile, {0: empty_slot()}, data_key(), failing({1}, torn))
    assert container.read(keyfile.path).header == keyfile.header


def test_a_disk_that_refuses_the_second_copy_is_taken_back(keyfile: KeyFile) -> None:
    with pytest.raises(DiskFull):
        container.replace_slots(keyfile, {0: empty_slot()}, data_key(), failing({2}))
    read = container.read(keyfile.path)
    assert read.header == keyfile.header
    assert read.whole


@pytest.mark.parametrize(("refused", "torn"), [({2}, True), ({2, 3}, False)])
def test_when_taking_back_would_risk_both_copies_it_is_said(keyfile: KeyFile, refused: set[int], torn: bool) -> None:
    with pytest.raises(StorageFault, match="one of two places"):
        container.replace_slots(keyfile, {0: b"N" * 1536}, data_key(), failing(refused, torn))
    assert container.read(keyfile.path).header.slots[0] == b"N" * 1536


class Unflushed(FileMedium):
    """A disk that takes every write and fails some flushes, by their numbers: what was written would be read again."""

    def __init__(self, path: Path, failing: range) -> None:
        super().__init__(path)
        self.failing, self.count = failing, 0

    def flush(self) -> None:
        self.count += 1
        if self.count in self.failing:
            raise OSError(5, "Input/output error")
        super().flush()


@pytest.mark.parametrize(
    ("failing", "told"), [(range(1, 2), "error"), (range(1, 9), "places"), (range(2, 9), "places")]
)
def test_a_flush_that_fails_never_lets_the_new_slot_hold_unsaid(keyfile: KeyFile, failing: range, told: str) -> None:
    """Until it was told apart, an error was told and the new passphrase was in force all the same."""
    with pytest.raises(StorageFault, match=told):
        container.replace_slots(keyfile, {0: b"N" * 1536}, data_key(), lambda path: Unflushed(path, failing))
    read = container.read(keyfile.path)
    assert read.header == keyfile.header or told == "places"
    assert read.whole
