"""What the system tells of the disk a path lies on. Whatever it does not tell is None."""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from vault.paths import is_there
from vault.storage import mounts
from vault.storage.bundle import overwritten_in_place

_SYS = Path("/sys/dev/block")
_FILEVAULT_ON = 0  # the exit code of `fdesetup isactive`
_NO_SEEK_PENALTY = 7  # StorageDeviceSeekPenaltyProperty
_QUERY = 0x2D1400  # IOCTL_STORAGE_QUERY_PROPERTY


@dataclass(frozen=True, slots=True)
class Disk:
    """`kind` of file system ("" unknown) with its `options`; `solid`: memory cells, not a turning disk; `removable`: a
    stick or a card; `encrypted`: below the file system; `in_place`: a file system that writes elsewhere was asked not
    to here; `remote`: on another computer."""

    kind: str = ""
    options: tuple[str, ...] = field(default=())
    solid: bool | None = None
    removable: bool | None = None
    encrypted: bool | None = None
    in_place: bool = False
    remote: bool = False


def disk_of(path: Path) -> Disk:
    """The disk of a file or folder that is there, or of the nearest folder above. Raises nothing."""
    while not is_there(path) and path != path.parent:
        path = path.parent
    mount = mounts.mount_of(path)
    if mount is None:
        return Disk(remote=mounts.is_remote(path))
    if mounts.is_remote(path):
        return Disk(mount.kind, mount.options, remote=True)
    solid, removable, encrypted = _of_system(mount)
    return Disk(mount.kind, mount.options, solid, removable, encrypted, overwritten_in_place(path))


def _of_system(mount: mounts.Mount) -> tuple[bool | None, bool | None, bool | None]:
    """Memory cells, removable, encrypted."""
    if sys.platform == "win32":
        return _no_seek_penalty(mount.source), None, None
    if sys.platform == "darwin":
        return None, None, _filevault()
    return of_linux(mount)


def of_linux(mount: mounts.Mount, devices: Path = _SYS) -> tuple[bool | None, bool | None, bool | None]:
    """As the kernel lists the device under /sys/dev/block, and those it is made of."""
    if mount.kind in ("tmpfs", "ramfs"):
        return False, False, None
    listed = _with_those_below(_listed(mount, devices))
    if not listed:
        return None, None, None
    turning = [_read(one, "queue/rotational") for one in listed]
    removable = [_read(one, "removable") for one in listed]
    encrypted = any(_read(one, "dm/uuid").startswith("CRYPT-") for one in listed)
    guessed = any("/virtio" in str(one) for one in listed)  # the host of a virtual computer has the true disk
    solid = None if guessed or not any(turning) else "0" in turning
    return solid, "1" in removable if any(removable) else None, encrypted


def _listed(mount: mounts.Mount, devices: Path) -> Path | None:
    """The folder of a mount's device; file systems over several disks are mounted under numbers of their own."""
    number = mount.device
    if number.startswith("0:"):
        try:
            there = Path(mount.source).stat().st_rdev
        except OSError:
            return None
        number = f"{os.major(there)}:{os.minor(there)}"
    folder = devices / number
    return folder.resolve() if folder.exists() else None


def _with_those_below(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    below = sorted((folder / "slaves").iterdir()) if (folder / "slaves").is_dir() else []
    return [folder, *(one for part in below for one in _with_those_below(part.resolve()))]


def lie_on_one(one: Path, other: Path) -> bool:
    """Whether two places lie on one disk, perhaps in two parts of it. False when the system does not tell."""
    if sys.platform != "linux":
        return False
    mounted = [mounts.mount_of(place) for place in (one, other)]
    first, second = (made_of(mount) if mount else frozenset() for mount in mounted)
    return not first.isdisjoint(second)


def made_of(mount: mounts.Mount, devices: Path = _SYS) -> frozenset[Path]:
    """The whole disks that a mount's device is a part of or is made of, as the kernel lists them."""
    listed = _with_those_below(_listed(mount, devices))
    ends = [one for one in listed if not _with_those_below(one)[1:]]
    return frozenset(one if (one / "queue").is_dir() else one.parent for one in ends)  # a part has no queue of its own


def _read(folder: Path, name: str) -> str:
    """A part of a disk has no such file of its own: the disk has."""
    for place in (folder, folder.parent):
        try:
            return (place / name).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def _filevault() -> bool | None:
    try:
        told = subprocess.run(["/usr/bin/fdesetup", "isactive"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return told.returncode == _FILEVAULT_ON


def _no_seek_penalty(root: str) -> bool | None:
    """Whether a drive of Windows says that it is as quick everywhere (DeviceIoControl, winioctl.h)."""
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.CreateFileW(f"\\\\.\\{root[:2]}", 0, 3, None, 3, 0, None)
    if handle == ctypes.c_void_p(-1).value:
        return None
    asked, answer, size = struct.pack("<III", _NO_SEEK_PENALTY, 0, 0), ctypes.create_string_buffer(12), ctypes.c_ulong()
    told = kernel.DeviceIoControl(handle, _QUERY, asked, len(asked), answer, len(answer), ctypes.byref(size), None)
    kernel.CloseHandle(handle)
    return not answer.raw[8] if told and size.value > 8 else None
