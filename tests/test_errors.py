from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from vault import errors


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EFBIG, errors.DiskFull),
        (errno.EROFS, errors.ReadOnly),
        (errno.EACCES, errors.NoPermission),
        (errno.EPERM, errors.NoPermission),
        (errno.EEXIST, errors.AlreadyThere),
        (errno.ENOENT, errors.NotFound),
        (errno.ENOTDIR, errors.NotFound),
        (errno.EIO, errors.StorageFault),
    ],
)
def test_what_the_system_says_becomes_an_error_of_the_vault(code: int, meant: type[errors.VaultError]) -> None:
    with pytest.raises(errors.VaultError) as caught, errors.file_errors("/media/stick"):
        raise OSError(code, os.strerror(code))
    assert type(caught.value) is meant
    assert "/media/stick" in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)


def test_what_is_missing_is_the_first_folder_on_the_way(tmp_path: Path) -> None:
    gone = FileNotFoundError(errno.ENOENT, "No such file or directory")
    told = errors.fault_of(gone, tmp_path / "stick" / "reports" / "a.pdf")
    assert (type(told), str(told)) == (errors.NotFound, f"{tmp_path / 'stick'} is not there.")
    assert str(errors.fault_of(gone, tmp_path / "a.pdf")) == f"{tmp_path / 'a.pdf'} is not there."


def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("mine")
    told = errors.fault_of(NotADirectoryError(), tmp_path / "stick" / "a.pdf")
    assert type(told) is errors.StorageFault
    assert f"{tmp_path / 'stick'} is a file, and a folder is needed there." in str(told)


def test_a_passing_file_is_spoken_of_as_what_it_is_for(tmp_path: Path) -> None:
    """Nobody knows the hidden name under which something is written before it is whole."""
    with pytest.raises(errors.DiskFull) as caught, errors.spoken_of(tmp_path / "a.pdf", tmp_path / ".1234"):
        raise errors.DiskFull(tmp_path / ".1234" / "data.db")
    assert caught.value.path == str(tmp_path / "a.pdf")
    with pytest.raises(errors.NotFound) as missing, errors.spoken_of(tmp_path / "stick" / "a.pdf", tmp_path / ".1234"):
        raise errors.NotFound(tmp_path / "stick")
    assert missing.value.path == str(tmp_path / "stick")


def test_other_errors_pass_through(tmp_path: Path) -> None:
    with pytest.raises(KeyError), errors.file_errors(tmp_path):
        raise KeyError("x")


def test_an_error_without_a_reason_still_says_so() -> None:
    assert "no reason" in str(errors.fault_of(OSError(), "/x"))
