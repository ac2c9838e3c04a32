"""How far a wipe reaches on the disk a vault lies on, as far as this computer tells."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vault.errors import VaultError
from vault.i18n import N_
from vault.services import places
from vault.storage.bundle import Bundle
from vault.storage.disks import Disk, disk_of

#: file systems that write every change elsewhere and keep the old state until its place is needed, or in snapshots
_ELSEWHERE = frozenset("btrfs zfs apfs refs bcachefs nilfs2 f2fs jffs2 ubifs overlay".split())
#: those that were measured, or are documented, to overwrite in place
_IN_PLACE = frozenset("ext2 ext3 ext4 xfs jfs ntfs ntfs3 fuseblk vfat exfat msdos fat32 hfs tmpfs ramfs".split())


class Grade(Enum):
    """What is left of an overwritten key file."""

    REACHES = "reaches"
    LIMITED = "limited"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Reach:
    """The grade, why, and whether the whole disk is encrypted (None: not told)."""

    grade: Grade
    because: str
    encrypted: bool | None


IN_PLACE = N_("This disk overwrites in the same place. Nothing of the old keys stays in the file.")
CELLS = N_("This disk stores in memory cells and may keep old pieces of the keys where no program can reach them.")
STICK = N_("A stick or a card may keep old pieces of the keys where no program can reach them.")
COPIES = N_("This disk writes changes to another place and may keep the old state, also in snapshots.")
SNAPSHOTS = N_("This folder is overwritten in the same place, but a snapshot made before would keep the old keys.")
JOURNAL = N_("This disk also writes everything into a journal, which may keep old pieces of the keys.")
REMOTE = N_("This folder lies on another computer. What is kept there, nobody can tell from here.")
SYNCED = N_("This folder is copied to other computers, with older states of it. A wipe here does not reach them.")
NOT_TOLD = N_("This computer does not tell enough about the disk. Old pieces of the keys may be kept.")


def reach_of(path: Path) -> Reach:
    """Of a vault, or of the folder one is to lie in. Asks the system only; raises nothing."""
    return graded(disk_of(_asked_about(path)), synced=bool(places.copied_by(path)))


def _asked_about(path: Path) -> Path:
    """The key file of a vault: whether it is overwritten in place is told of itself, and not of the folders above."""
    with suppress(VaultError, OSError):
        return Bundle.at(path).keys_file
    return path


def graded(disk: Disk, *, synced: bool = False) -> Reach:
    """The worst that is known counts."""
    for holds, grade, because in _rules(disk, synced):
        if holds:
            return Reach(grade, because, disk.encrypted)
    return Reach(Grade.LIMITED, NOT_TOLD, disk.encrypted)


def _rules(disk: Disk, synced: bool) -> list[tuple[bool, Grade, str]]:
    elsewhere, known = disk.kind in _ELSEWHERE, disk.kind in _IN_PLACE
    return [
        (disk.remote, Grade.NOT, REMOTE),
        (synced, Grade.NOT, SYNCED),
        ("data=journal" in disk.options, Grade.NOT, JOURNAL),
        (elsewhere and not disk.in_place, Grade.NOT, COPIES),
        (elsewhere, Grade.LIMITED, SNAPSHOTS),
        (known and bool(disk.removable), Grade.LIMITED, STICK),
        (known and bool(disk.solid), Grade.LIMITED, CELLS),
        (known and disk.solid is False, Grade.REACHES, IN_PLACE),
    ]
