"""Passing folders: what a backup needs for a moment beside the place it goes to.

Each holds a lock while its maker lives, so what a kill left behind is told from what is being written, and removed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vault.errors import StorageFault, VaultError, file_errors
from vault.storage.lockfile import Lock

_NAME = re.compile(r"\.[0-9a-f]{8}")
_LOCK = "lock"
COPY, PART, BUNDLE = "copy", "part", "bundle"
_OURS = frozenset({_LOCK, PART, BUNDLE, *(COPY + end for end in ("", "-wal", "-shm", "-journal"))})


@contextmanager
def folder_beside(beside: Path) -> Iterator[Path]:
    """An empty folder in `beside`, for this user alone, gone in the end. Raises StorageFault of `beside`."""
    folder = beside / f".{secrets.token_hex(4)}"
    with file_errors(beside):
        folder.mkdir(mode=0o700)
    lock = Lock(None)
    try:
        lock = _taken(folder)
        yield folder
    finally:
        lock.release()  # some systems remove nothing that is open
        shutil.rmtree(folder, ignore_errors=True)


def _taken(folder: Path) -> Lock:
    try:
        return Lock.take(folder / _LOCK, folder)
    except StorageFault:
        return Lock(None)  # a disk that knows no locks: nothing of a kill is removed there either


def sweep(beside: Path) -> None:
    """Remove what kills left in a folder. Raises nothing."""
    try:
        found = [one for one in beside.iterdir() if _NAME.fullmatch(one.name) and _is_passing(one)]
    except OSError:
        return
    for folder in found:
        try:
            lock = Lock.take(folder / _LOCK, folder)
        except VaultError:
            continue  # somebody is at work in it
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _is_passing(folder: Path) -> bool:
    try:
        names = {one.name for one in folder.iterdir()} if folder.is_dir() and not folder.is_symlink() else set()
    except OSError:
        return False
    return _LOCK in names and names <= _OURS
