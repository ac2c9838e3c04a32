"""Check 8: a disk of 4 MiB in a file, filled to the last block as a person fills one: nothing half is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Command, state_of, vault_command  # noqa: F401 - a fixture
from tests.security import loop_disks
from tests.security.loop_disks import MIB
from tests.vaults import phrase
from vault.errors import DiskFull
from vault.plans.model import Incident
from vault.services import checking
from vault.services.session import Session

WORDS, OTHER = "lantern drift onion", "six five four three two one"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with loop_disks.made(tmp_path, "ext4", 4 * MIB).mounted() as place:
        yield place


@pytest.fixture
def path(disk: Path) -> Path:
    with Session.create(disk / "a.vault", phrase(WORDS), profile=255, by="N") as session:
        session.save(Incident(title="kept")).result()
    return disk / "a.vault"


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file:
        for size in (65536, 1024, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass


def titles(path: Path, text: str) -> list[str]:
    """What stands in a sound vault."""
    with Session.open(path, phrase(text)) as session:
        assert not [one for one in checking.check(session) if one.faults]
        return sorted(one.title for one in session.all("incident"))


@pytest.mark.root
@pytest.mark.linux
def test_a_passphrase_is_changed_or_not_and_that_is_told(vault: Command, disk: Path, path: Path) -> None:
    fill(disk)
    before = state_of(disk)
    code = vault("keys", path, "change", lines=(WORDS, OTHER))
    if code:
        assert code == 6
        assert vault.err.startswith("The disk holding ")
        assert {**state_of(disk), "a.vault/g0001/keys.bin": ""} == {**before, "a.vault/g0001/keys.bin": ""}
    (disk / "filler").unlink()
    assert titles(path, WORDS if code else OTHER) == ["kept"]
    assert vault("check", path, lines=(OTHER if code else WORDS,)) == 3


@pytest.mark.root
@pytest.mark.linux
def test_what_was_not_saved_is_told_and_no_part_of_it_is_there(disk: Path, path: Path) -> None:
    told = []
    with Session.open(path, phrase(WORDS)) as session:
        fill(disk)
        for number in range(300):
            try:
                session.save(Incident(title=f"saved {number:03}", facts="word " * 4000)).result()
                told.append(f"saved {number:03}")
            except DiskFull:
                break
        else:
            pytest.fail("the disk was never full")
        assert sorted(one.title for one in session.all("incident")) == ["kept", *told]
    (disk / "filler").unlink()
    assert titles(path, WORDS) == ["kept", *told]
