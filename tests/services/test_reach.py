"""Section 8.9, by the table of what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vaults import closed
from vault.services import reach
from vault.services.reach import Grade, graded, reach_of
from vault.storage.disks import Disk

TURNING, CELLS, STICK = {"solid": False, "removable": False}, {"solid": True}, {"solid": False, "removable": True}


@pytest.mark.parametrize(
    ("disk", "grade", "because"),
    [
        (Disk("ext4", **TURNING), Grade.REACHES, reach.IN_PLACE),
        (Disk("xfs", **TURNING), Grade.REACHES, reach.IN_PLACE),
        (Disk("ntfs", **TURNING), Grade.REACHES, reach.IN_PLACE),
        (Disk("ext4", **CELLS), Grade.LIMITED, reach.CELLS),
        (Disk("vfat", **STICK), Grade.LIMITED, reach.STICK),
        (Disk("ext4", ("rw", "data=journal"), **TURNING), Grade.NOT, reach.JOURNAL),
        (Disk("btrfs", **TURNING), Grade.NOT, reach.COPIES),
        (Disk("btrfs", **TURNING, in_place=True), Grade.LIMITED, reach.SNAPSHOTS),
        (Disk("zfs"), Grade.NOT, reach.COPIES),
        (Disk("apfs", **CELLS, encrypted=True), Grade.NOT, reach.COPIES),
        (Disk("refs"), Grade.NOT, reach.COPIES),
        (Disk("nfs4", remote=True), Grade.NOT, reach.REMOTE),
        (Disk("ext4"), Grade.LIMITED, reach.NOT_TOLD),
        (Disk("something new", **TURNING), Grade.LIMITED, reach.NOT_TOLD),
        (Disk(), Grade.LIMITED, reach.NOT_TOLD),
    ],
)
def test_grades(disk: Disk, grade: Grade, because: str) -> None:
    found = graded(disk)
    assert (found.grade, found.because, found.encrypted) == (grade, because, disk.encrypted)


def test_a_folder_that_is_copied_elsewhere(tmp_path: Path) -> None:
    assert graded(Disk("ext4", **TURNING), synced=True).grade is Grade.NOT
    assert reach_of(tmp_path / "Dropbox" / "a.vault").because == reach.SYNCED


@pytest.mark.linux
def test_this_computer(tmp_path: Path) -> None:
    assert reach_of(tmp_path).grade in Grade
    assert reach_of(tmp_path / "not yet there") == reach_of(tmp_path)


def test_a_vault_is_judged_by_its_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On btrfs the program asks for that file to be overwritten in place, and a vault copied there by hand is not."""
    path = closed(tmp_path / "a.vault")
    asked: list[Path] = []
    monkeypatch.setattr(reach, "disk_of", lambda one: (asked.append(one), Disk("btrfs"))[1])
    reach_of(path)
    reach_of(tmp_path)
    assert asked == [path / "g0001" / "keys.bin", tmp_path]
