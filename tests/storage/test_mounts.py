"""What systems tell of the file systems paths lie on, as they wrote it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from vault.storage import mounts
from vault.storage.mounts import Mount, holding, of_linux, of_mac

LINUX = r"""22 27 0:21 / /proc rw,nosuid,relatime shared:12 - proc proc rw
27 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard,errors=remount-ro
40 27 0:35 / /home rw,noatime shared:20 master:2 - btrfs /dev/mapper/home rw,compress=zstd:1,subvol=/@home
61 27 0:44 / /mnt/our\040office rw,relatime shared:90 - cifs //server/share rw,vers=3.1.1,username=nobody
62 40 0:45 / /home/leila/far rw,nosuid,nodev,relatime - fuse.sshfs leila@host:/ rw,user_id=1000
63 27 8:17 / /media/Fl\303\244sh rw,nosuid - fuseblk /dev/sdb1 rw
64 27 0:50 / /mnt/twice rw - nfs4 server:/a rw
65 64 8:33 / /mnt/twice rw - ext4 /dev/sdc1 rw,data=journal
not a line
""".replace("\\303\\244", "\xc3\xa4")  # the kernel leaves such bytes as they are
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//leila@server._smb._tcp.local/our%20office on /Volumes/our office (smbfs, nodev, nosuid, mounted by leila)
/dev/disk4s1 on /Volumes/STICK (on loan) (msdos, local, nodev, nosuid, noowners)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of other systems")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/a.vault", "ext4"),
        ("/home", "btrfs"),
        ("/home/leila/a.vault", "btrfs"),
        ("/home/leila/far/a.vault", "fuse.sshfs"),
        ("/home/leila/farther/a.vault", "btrfs"),
        ("/mnt/our office/a.vault/g0001/data.db", "cifs"),
        ("/media/Fläsh/a.vault", "fuseblk"),
        ("/mnt/twice/a.vault", "ext4"),
    ],
)
def test_the_longest_mount_holds_a_path(path: str, kind: str) -> None:
    found = holding(Path(path), of_linux(LINUX))
    assert found is not None
    assert found.kind == kind


@pytest.mark.skipif(sys.platform == "win32", reason="paths of other systems")
@pytest.mark.parametrize("name", ["ملفات", "архив", "Åsa"])
def test_a_letter_does_not_end_the_line(name: str) -> None:
    """Each has one with a byte that would, if the bytes were letters of Latin-1."""
    line = f"61 27 0:44 / /mnt/{name} rw shared:90 - cifs //server/{name} rw\n"
    found = holding(Path(f"/mnt/{name}/a.vault"), of_linux(LINUX + line.encode().decode("latin-1")))
    assert found == Mount(f"/mnt/{name}", "cifs", ("rw",), f"//server/{name}", "0:44")


def test_options_of_the_mount_and_of_its_file_system() -> None:
    found = {one.point: one for one in of_linux(LINUX)}
    assert found["/home"] == Mount(
        "/home",
        "btrfs",
        ("rw", "noatime", "compress=zstd:1", "subvol=/@home"),
        source="/dev/mapper/home",
        device="0:35",
    )
    assert "data=journal" in of_linux(LINUX)[-1].options


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/leila/a.vault", "apfs"),
        ("/Volumes/our office/a.vault", "smbfs"),
        ("/Volumes/STICK (on loan)/a.vault", "msdos"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of other systems")
def test_mounts_of_a_mac(path: str, kind: str) -> None:
    found = holding(Path(path), of_mac(MAC))
    assert found is not None
    assert found.kind == kind


def test_nothing_is_known_where_nothing_is_told() -> None:
    assert holding(Path("/srv"), []) is None


@pytest.mark.linux
def test_this_computer_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mounts.mount_of(tmp_path) is not None
    assert mounts.mount_of(Path("/proc/self")) == holding(Path("/proc"), mounts.of_linux(_read()))
    assert not mounts.is_remote(tmp_path)
    far = Mount(str(tmp_path.resolve()), "nfs4")
    monkeypatch.setattr(mounts, "_mounts", lambda: [*mounts.of_linux(_read()), far])
    assert mounts.is_remote(tmp_path / "a.vault" / "not yet there")

    def gone() -> list[Mount]:
        raise PermissionError

    monkeypatch.setattr(mounts, "_mounts", gone)
    assert mounts.mount_of(tmp_path) is None
    assert not mounts.is_remote(tmp_path)


def _read() -> str:
    return Path("/proc/self/mountinfo").read_text("latin-1")
