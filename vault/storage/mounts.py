"""On what kind of file system a path lies, as far as the system tells."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

#: file systems whose bytes lie on another computer, or with the host of a virtual one: memory mapped from them is not
#: shared as SQLite's log needs it (Linux: `filesystems(5)` and the mount helpers; macOS: `mount(8)`)
_REMOTE = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs afpfs afs ceph coda ncpfs 9p davfs webdav ftp lustre gfs2 ocfs2 glusterfs beegfs"
    " vboxsf virtiofs prl_fs vmhgfs fuse.sshfs fuse.rclone fuse.gvfsd-fuse fuse.kio-fuse fuse.davfs fuse.davfs2"
    " fuse.curlftpfs fuse.smbnetfs fuse.glusterfs fuse.ceph-fuse fuse.ceph fuse.s3fs fuse.gcsfuse fuse.onedriver"
    " fuse.google-drive-ocamlfuse fuse.mount_webdav fuse.vmhgfs-fuse macfuse_sshfs osxfuse_sshfs".split()
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MAC_LINE = re.compile(r"^(?P<source>.*) on (?P<point>/.*) \((?P<kind>[^,)]+)[^)]*\)$")
_DRIVE_REMOTE = 4  # GetDriveTypeW


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: where, of what kind, with which options of the mount and of the file system, and what is
    mounted; `device` is "major:minor" (Linux)."""

    point: str
    kind: str
    options: tuple[str, ...] = ()
    source: str = ""
    device: str = ""


def of_linux(listed: str) -> list[Mount]:
    """The mounts of a `/proc/self/mountinfo` read as Latin-1."""
    found = []
    for line in listed.split("\n"):  # a letter of a name may hold a byte that ends a line in Latin-1
        before, _dash, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if len(fields) >= 6 and len(rest) >= 3:
            options = tuple(dict.fromkeys((*fields[5].split(","), *rest[2].split(","))))
            found.append(Mount(_unescaped(fields[4]), rest[0], options, _unescaped(rest[1]), fields[2]))
    return found


def of_mac(listed: str) -> list[Mount]:
    """The mounts that macOS's `mount` lists."""
    matches = (_MAC_LINE.match(line) for line in listed.split("\n"))
    return [Mount(one["point"], one["kind"], source=one["source"]) for one in matches if one]


def _unescaped(text: str) -> str:
    """A name as the rest of the program has it, of one whose bytes are listed a letter each, spaces in octal."""
    return os.fsdecode(_ESCAPED.sub(lambda match: chr(int(match[1], 8)), text).encode("latin-1"))


def holding(path: Path, mounts: list[Mount]) -> Mount | None:
    """The mount a path lies on: the longest that leads to it, the latest of those one above the other."""
    parents = {str(one) for one in (path, *path.parents)}
    leading = [one for one in mounts if one.point in parents]
    return max(reversed(leading), key=lambda one: len(one.point), default=None)


if sys.platform == "win32":
    import ctypes

    def mount_of(path: Path) -> Mount | None:
        """What the path lies on; None when the system does not tell."""
        root, kind = f"{path.absolute().drive}\\", ctypes.create_unicode_buffer(64)
        told = ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, None, kind, len(kind))
        return Mount(root, kind.value.lower(), source=root) if told else None

    def is_remote(path: Path) -> bool:
        """Whether the path lies on another computer. False when the system does not tell."""
        drive = path.absolute().drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE

else:

    def mount_of(path: Path) -> Mount | None:
        """What the path lies on; None when the system does not tell."""
        try:
            return holding(path.resolve(), _mounts())
        except OSError:
            return None

    def is_remote(path: Path) -> bool:
        """Whether the path lies on another computer, or with the host of a virtual one. False when nobody tells."""
        mount = mount_of(path)
        return mount is not None and mount.kind in _REMOTE

    def _told_by_mac() -> str:
        """Raises OSError."""
        import subprocess  # late: it is slow to load, and only a Mac asks

        try:
            listed = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=True)
        except subprocess.SubprocessError as error:
            raise OSError from error
        return listed.stdout.decode("utf-8", "replace")

    def _mounts() -> list[Mount]:
        if sys.platform == "darwin":
            return of_mac(_told_by_mac())
        return of_linux(Path("/proc/self/mountinfo").read_bytes().decode("latin-1"))
