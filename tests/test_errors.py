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


def test_other_errors_pass_through(tmp_path: Path) -> None:
    with pytest.raises(KeyError), errors.file_errors(tmp_path):
        raise KeyError("x")


def test_an_error_without_a_reason_still_says_so() -> None:
    assert "no reason" in str(errors.fault_of(OSError(), "/x"))
