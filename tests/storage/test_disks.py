"""What the kernel lists of disks, as it lists it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vault.storage import disks, mounts
from vault.storage.disks import Disk
from vault.storage.mounts import Mount


class Devices:
    """A tree as under /sys/dev/block."""

    def __init__(self, root: Path) -> None:
        self.root, self.links = root, root / "dev" / "block"
        self.links.mkdir(parents=True)

    def add(self, number: str, place: str, **files: str) -> Path:
        folder = self.root / "devices" / place
        folder.mkdir(parents=True)
        for name, content in files.items():
            file = folder / name.replace("__", "/")
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"{content}\n")
        (self.links / number).symlink_to(folder)
        return folder


@pytest.fixture
def devices(tmp_path: Path) -> Devices:
    made = Devices(tmp_path / "sys")
    made.add("8:0", "pci/sda", queue__rotational="1", removable="0")
    made.add("8:1", "pci/sda/sda1")
    made.add("259:0", "pci/nvme0n1", queue__rotational="0", removable="0")
    crypt = made.add("253:0", "virtual/dm-0", dm__uuid="CRYPT-LUKS2-abc-home", queue__rotational="0")
    (crypt / "slaves").mkdir()
    (crypt / "slaves" / "nvme0n1").symlink_to(made.links / "259:0")
    volume = made.add("253:1", "virtual/dm-1", dm__uuid="LVM-abc", queue__rotational="0")
    (volume / "slaves").mkdir()
    (volume / "slaves" / "dm-0").symlink_to(made.links / "253:0")
    made.add("8:16", "usb/sdb", queue__rotational="1", removable="1")
    made.add("8:17", "usb/sdb/sdb1")
    made.add("254:0", "pci/virtio0/vda", queue__rotational="1", removable="0")
    made.add("7:7", "virtual/odd")
    return made


@pytest.mark.linux
@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("8:1", (False, False, False)),
        ("259:0", (True, False, False)),
        ("253:0", (True, False, True)),
        ("253:1", (True, False, True)),
        ("8:17", (False, True, False)),
        ("254:0", (None, False, False)),
        ("7:7", (None, None, False)),
        ("9:9", (None, None, None)),
        ("0:35", (None, None, None)),
    ],
)
def test_what_a_disk_is(devices: Devices, number: str, told: tuple[bool | None, ...]) -> None:
    mount = Mount("/", "ext4", source="/dev/none", device=number)
    assert disks.of_linux(mount, devices.links) == told


@pytest.mark.linux
@pytest.mark.parametrize(
    ("number", "disks_below"),
    [
        ("8:0", ["pci/sda"]),
        ("8:1", ["pci/sda"]),
        ("8:2", ["pci/sda"]),
        ("253:1", ["pci/nvme0n1"]),
        ("8:17", ["usb/sdb"]),
        ("253:2", ["pci/nvme0n1", "pci/sda"]),
        ("9:9", []),
    ],
)
def test_which_disks_it_is_a_part_of(devices: Devices, number: str, disks_below: list[str]) -> None:
    devices.add("8:2", "pci/sda/sda2")
    both = devices.add("253:2", "virtual/dm-2", dm__uuid="LVM-def", queue__rotational="0")
    (both / "slaves").mkdir()
    for name, below in (("sda2", "8:2"), ("nvme0n1", "259:0")):
        (both / "slaves" / name).symlink_to(devices.links / below)
    mount = Mount("/", "ext4", source="/dev/none", device=number)
    below = {devices.root.resolve() / "devices" / place for place in disks_below}
    assert disks.made_of(mount, devices.links) == below


@pytest.mark.linux
def test_two_parts_of_one_disk_lie_on_one(devices: Devices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    devices.add("8:2", "pci/sda/sda2")
    numbers = {tmp_path / "home": "8:1", tmp_path / "data": "8:2", tmp_path / "stick": "8:17"}
    monkeypatch.setattr(mounts, "mount_of", lambda path: Mount("/", "ext4", device=numbers[path]))
    told = disks.made_of
    monkeypatch.setattr(disks, "made_of", lambda mount: told(mount, devices.links))
    assert disks.lie_on_one(tmp_path / "home", tmp_path / "data")
    assert not disks.lie_on_one(tmp_path / "home", tmp_path / "stick")


def test_memory_is_no_disk() -> None:
    assert disks.of_linux(Mount("/dev/shm", "tmpfs", device="0:25")) == (False, False, None)  # noqa: S108


def test_of_another_computer_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "is_remote", lambda path: True)
    assert disks.disk_of(tmp_path).remote
    assert disks.disk_of(tmp_path).solid is None
    monkeypatch.setattr(mounts, "mount_of", lambda path: None)
    assert disks.disk_of(tmp_path) == Disk(remote=True)


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert disks.disk_of(tmp_path / "none" / "deeper") == disks.disk_of(tmp_path)
