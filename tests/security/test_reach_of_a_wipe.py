"""Check 12: after a wipe and after a passphrase change the medium itself is read, past the file system.

Where the program says that nothing is left, no sector of the old key file may be there. Where it says that it does not
reach, the old sectors must be found: otherwise the search proves nothing, or the program frightens without reason.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.security import loop_disks
from tests.security.duress_vault import DURESS, set_up, typed
from tests.security.loop_disks import LoopDisk, run, sectors
from tests.vaults import PHRASE, StillClock, phrase
from vault.errors import WrongPassphrase
from vault.services import backing_up, keyholding, reach
from vault.services.reach import Grade
from vault.services.session import Session
from vault.services.tidying import Rest
from vault.storage.container import SIZE
from vault.storage.header import HEADER_SIZE

pytestmark = [pytest.mark.linux, pytest.mark.root, pytest.mark.slow]

#: different ones: the header lies there twice
ALL = (SIZE - HEADER_SIZE) // loop_disks.SECTOR
NEW = "other words altogether now"
KEYS = Path("a.vault", "g0001", "keys.bin")


def vault_on(disk: LoopDisk, folder: Path, *, copied: bool = False) -> bytes:
    """A vault made on the disk, or made elsewhere and copied there by hand; its key file, which lies on the medium."""
    elsewhere = folder / "made"
    with disk.mounted() as place:
        path = (elsewhere if copied else place) / "a.vault"
        path.parent.mkdir(exist_ok=True)
        with Session.create(path, phrase(), profile=255, clock=StillClock(), by="N") as session:
            backing_up.back_up(session, folder / "abroad.backup")
        if copied:
            shutil.copytree(path, place / "a.vault")
        keys = (place / KEYS).read_bytes()
    assert disk.holds(sectors(keys)) == ALL, "the search does not see what is there"
    return keys


def replaced(before: bytes, after: bytes) -> list[bytes]:
    """The sectors that were, and are no more."""
    return [old for old, new in zip(sectors(before), sectors(after), strict=True) if old != new]


def after_a_change(disk: LoopDisk, before: bytes) -> int:
    """How many of the sectors that a passphrase change replaced are still on the medium."""
    with disk.mounted() as place:
        with Session.open(place / "a.vault", phrase(), clock=StillClock()) as session:
            mine = session.opened.position
            session.submit(lambda work: keyholding.change(session.opened, work, mine, phrase(NEW))).result()
        after = (place / KEYS).read_bytes()
    old = replaced(before, after)
    assert len(old) >= 2 * 4  # in each copy at least: the first, the slot, the last
    return disk.holds(old)


def after_a_wipe(disk: LoopDisk, folder: Path) -> int:
    """The same of the duress passphrase, typed; the whole file was replaced."""
    with disk.mounted() as place:
        with Session.open(place / "a.vault", phrase(NEW), clock=StillClock()) as session:
            mine = session.opened.position
            session.submit(lambda work: keyholding.change(session.opened, work, mine, phrase())).result()
        set_up(place / "a.vault", folder / "abroad.backup")
        before = (place / KEYS).read_bytes()
    assert disk.holds(sectors(before)) == ALL
    with disk.mounted() as place:
        assert typed(place / "a.vault", DURESS) is WrongPassphrase
        assert typed(place / "a.vault", PHRASE) is WrongPassphrase
        after = (place / KEYS).read_bytes()
    old = replaced(before, after)
    assert len(old) == SIZE // loop_disks.SECTOR
    return disk.holds(old)


def grade(disk: LoopDisk) -> Grade:
    with disk.mounted() as place:
        return reach.reach_of(place / "a.vault").grade


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs"])
def test_nothing_of_an_old_key_file_is_left_on_the_medium(tmp_path: Path, done: list[Rest], kind: str) -> None:
    """On btrfs because the program asks for the file to be written in one place."""
    disk = loop_disks.made(tmp_path, kind)
    before = vault_on(disk, tmp_path)
    assert after_a_change(disk, before) == 0
    assert after_a_wipe(disk, tmp_path) == 0
    assert grade(disk) is not Grade.NOT
    assert len(done) == 1


def test_where_every_change_is_written_elsewhere_it_is_left_and_the_program_says_so(
    tmp_path: Path, done: list[Rest]
) -> None:
    disk = loop_disks.made(tmp_path, "btrfs")
    before = vault_on(disk, tmp_path, copied=True)
    assert grade(disk) is Grade.NOT
    assert after_a_change(disk, before) > 0
    assert after_a_wipe(disk, tmp_path) > 0


def test_a_snapshot_keeps_the_old_keys_and_the_program_says_that_one_might(tmp_path: Path, done: list[Rest]) -> None:
    disk = loop_disks.made(tmp_path, "btrfs")
    with disk.mounted() as place:
        run("btrfs", "subvolume", "create", place / "home")
        vault = place / "home" / "a.vault"
        Session.create(vault, phrase(), profile=255, clock=StillClock(), by="N").close()
        before = (vault / "g0001" / "keys.bin").read_bytes()
        run("btrfs", "subvolume", "snapshot", "-r", place / "home", place / "yesterday")
        told = reach.reach_of(vault)
        with Session.open(vault, phrase(), clock=StillClock()) as session:
            mine = session.opened.position
            session.submit(lambda work: keyholding.change(session.opened, work, mine, phrase(NEW))).result()
        after = (vault / "g0001" / "keys.bin").read_bytes()
    assert (told.grade, told.because) == (Grade.LIMITED, reach.SNAPSHOTS)
    assert disk.holds(replaced(before, after)) > 0
