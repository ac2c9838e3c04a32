"""Small disks of every kind inside files, whose raw bytes can be read past the file system. Needs root."""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SECTOR = 512
MIB = 1 << 20
#: how each is made, and what it needs at the least
_MAKE = {
    "ext4": (("mkfs.ext4", "-q", "-F"), 64 * MIB),
    "xfs": (("mkfs.xfs", "-q", "-f"), 304 * MIB),
    "btrfs": (("mkfs.btrfs", "-q", "-f"), 256 * MIB),
}


@dataclass(frozen=True)
class LoopDisk:
    """A disk in `image`, mounted at `place` while it is used."""

    image: Path
    place: Path

    @contextmanager
    def mounted(self, options: str = "defaults") -> Iterator[Path]:
        """Afterwards everything has reached the image."""
        run("mount", "-o", f"loop,{options}", self.image, self.place)
        try:
            self.place.chmod(0o700)
            yield self.place
        finally:
            run("umount", self.place)

    @contextmanager
    def sealed(self) -> Iterator[None]:
        """While it is mounted: for reading only."""
        run("mount", "-o", "remount,ro", self.place)
        try:
            yield
        finally:
            run("mount", "-o", "remount,rw", self.place)

    def holds(self, tags: Iterable[bytes]) -> int:
        """How many of these sectors lie anywhere on the medium."""
        wanted, found = set(tags), set[bytes]()
        with self.image.open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for start, end in _written(raw.fileno()):
                for at in range(start - start % SECTOR, end, SECTOR):
                    sector = content[at : at + SECTOR]
                    if sector in wanted:
                        found.add(sector)
        return len(found)


def _written(descriptor: int) -> Iterator[tuple[int, int]]:
    """What of a file was ever written: an image is mostly nothing."""
    size, at = os.fstat(descriptor).st_size, 0
    while at < size:
        try:
            at = os.lseek(descriptor, at, os.SEEK_DATA)
        except OSError:
            return
        end = os.lseek(descriptor, at, os.SEEK_HOLE)
        yield at, end
        at = end


def made(folder: Path, kind: str, size: int = 0) -> LoopDisk:
    """A new disk; the test is skipped where this computer cannot make one."""
    command, least = _MAKE[kind]
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    disk = LoopDisk(folder / f"{kind}.img", folder / "disk")
    with disk.image.open("wb") as image:
        image.truncate(size or least)
    run(*command, disk.image)
    disk.place.mkdir()
    done = subprocess.run(["mount", "-o", "loop", disk.image, disk.place], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs to mount {kind} from a file: {done.stderr.strip()}")
    run("umount", disk.place)
    return disk


def run(*words: object) -> None:
    """A command of the system; what it said when it failed."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def sectors(content: bytes) -> list[bytes]:
    return [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
