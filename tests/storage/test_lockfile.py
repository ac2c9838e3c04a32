from __future__ import annotations

import errno
import fcntl
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vaults import as_nobody
from vault.errors import InUse, NotFound, StorageFault
from vault.storage.lockfile import Lock

HOLDER = """
import sys, time
from pathlib import Path
from vault.storage.lockfile import Lock
lock = Lock.take(Path(sys.argv[1]), Path(sys.argv[2]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_one_at_a_time(file: Path) -> None:
    lock = Lock.take(file, file.parent)
    with pytest.raises(InUse, match=str(file.parent)):
        Lock.take(file, file.parent)
    lock.release()
    lock.release()
    Lock.take(file, file.parent).release()


@pytest.mark.linux
def test_a_link_in_its_place_has_no_file_made_where_it_leads(file: Path, tmp_path: Path) -> None:
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageFault):
        Lock.take(file, file.parent)
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_dies_with_its_process(file: Path, checkout: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(file), str(file.parent)]
    with subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(InUse):
            Lock.take(file, file.parent)
        holder.send_signal(signal.SIGKILL)
    Lock.take(file, file.parent).release()


def test_the_lock_holds_nothing(file: Path) -> None:
    Lock.take(file, file.parent).release()
    assert file.read_bytes() == b""


@pytest.mark.linux
def test_reading_alone_still_locks(file: Path) -> None:
    Lock.take(file, file.parent).release()
    with as_nobody(file.parent):
        lock = Lock.take(file, file.parent)
    with pytest.raises(InUse):
        Lock.take(file, file.parent)
    lock.release()


@pytest.mark.linux
def test_where_nothing_can_be_written_there_is_nobody_to_keep_out(file: Path) -> None:
    with as_nobody(file.parent):
        Lock.take(file, file.parent).release()
        Lock.take(file, file.parent).release()
    assert not file.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Lock.take(tmp_path / "none" / "lock", tmp_path / "none")


@pytest.mark.linux
def test_a_disk_that_knows_no_locks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(StorageFault):
        Lock.take(file, file.parent)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
