"""Passing folders: what a backup or an export needs for a moment beside the place it goes to.

Each holds a lock while its maker lives, so what a kill left behind is told from what is being written, and removed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vault.errors import InUse, NotFound, StorageFault, VaultError, file_errors
from vault.storage.lockfile import Lock

_NAME = re.compile(r"\.[0-9a-f]{8}")
_LOCK = "lock"
COPY, PART, BUNDLE, READABLE = "copy", "part", "bundle", "readable"
_OURS = frozenset({_LOCK, PART, BUNDLE, READABLE, *(COPY + end for end in ("", "-wal", "-shm", "-journal"))})


@contextmanager
def folder_beside(beside: Path) -> Iterator[Path]:
    """An empty folder in `beside`, for this user alone, gone in the end; what kills left there goes before.

    Raises StorageFault of `beside`.
    """
    sweep(beside)
    folder, lock = _made(beside)
    try:
        yield folder
    finally:
        lock.release()  # some systems remove nothing that is open
        shutil.rmtree(folder, ignore_errors=True)


def _made(beside: Path) -> tuple[Path, Lock]:
    while True:
        folder = beside / f".{secrets.token_hex(4)}"
        with file_errors(beside):
            folder.mkdir(mode=0o700)
        try:
            return folder, Lock.take(folder / _LOCK, folder)
        except (NotFound, InUse):
            continue  # somebody swept here before it was locked
        except StorageFault:
            return folder, Lock(None)  # a disk that knows no locks: nothing of a kill is removed there either


def inside(beside: Path) -> list[Path]:
    """The passing folders in a folder, those that kills left too. Raises nothing."""
    try:
        return [one for one in beside.iterdir() if _NAME.fullmatch(one.name)]
    except OSError:
        return []


def sweep(beside: Path) -> None:
    """Remove what kills left in a folder. Raises nothing."""
    for folder in inside(beside):
        with suppress(OSError):
            _sweep(folder)


def _sweep(folder: Path) -> None:
    names = {one.name for one in folder.iterdir()} if folder.is_dir() and not folder.is_symlink() else {""}
    if not names:
        folder.rmdir()
    elif names <= _OURS:
        with suppress(VaultError):  # somebody is at work in it
            Lock.take(folder / _LOCK, folder).release()
            shutil.rmtree(folder, ignore_errors=True)
