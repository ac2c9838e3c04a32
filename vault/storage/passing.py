"""Passing folders: what a backup needs for a moment beside the place it goes to, and an export before it is whole.

Each holds a lock while its maker lives, so what a kill left behind is told from what is being written, and removed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vault.errors import InUse, NotFound, StorageFault, VaultError, file_errors
from vault.storage.lockfile import Lock

_NAME = re.compile(r"\.[0-9a-f]{8}")
_UNNAMED = re.compile(_NAME.pattern + r"\.part")
_LOCK = "lock"
COPY, PART, BUNDLE = "copy", "part", "bundle"
_OURS = frozenset({_LOCK, PART, BUNDLE, *(COPY + end for end in ("", "-wal", "-shm", "-journal"))})


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


@contextmanager
def unnamed_beside(beside: Path) -> Iterator[Unnamed]:
    """An empty folder in `beside` that becomes what it is for by its name; gone in the end unless it has it by then.

    What kills left there goes by `sweep_unnamed`. Raises StorageFault of `beside`.
    """
    made = Unnamed(*_made(beside, ".part"))
    try:
        yield made
    finally:
        made.lock.release()
        shutil.rmtree(made.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A folder in which somebody is at work, and the lock that says so."""

    path: Path
    lock: Lock

    def finish(self) -> None:
        """Nobody is at work in it any more, and nothing but the work is in it."""
        self.lock.release()
        with suppress(OSError):
            (self.path / _LOCK).unlink()


def _made(beside: Path, ending: str = "") -> tuple[Path, Lock]:
    while True:
        folder = beside / f".{secrets.token_hex(4)}{ending}"
        with file_errors(beside):
            folder.mkdir(mode=0o700)
        try:
            return folder, Lock.take(folder / _LOCK, folder)
        except (NotFound, InUse):
            continue  # somebody swept here before it was locked
        except StorageFault:
            return folder, Lock(None)  # a disk that knows no locks: nothing of a kill is removed there either


def sweep(beside: Path) -> None:
    """Remove what kills left in a folder. Raises nothing."""
    _sweep_all(beside, _NAME, _OURS.__contains__)


def sweep_unnamed(beside: Path, names: frozenset[str]) -> None:
    """Remove the files of these names that a kill left in a folder before it had its own. Raises nothing."""
    _sweep_all(beside, _UNNAMED, lambda name: name == _LOCK or name in names or _NAME.fullmatch(name) is not None)


def _sweep_all(beside: Path, named: re.Pattern[str], ours: Callable[[str], bool]) -> None:
    try:
        found = [one for one in beside.iterdir() if named.fullmatch(one.name)]
    except OSError:
        return
    for folder in found:
        with suppress(OSError):
            _sweep(folder, ours)


def _sweep(folder: Path, ours: Callable[[str], bool]) -> None:
    names = {one.name for one in folder.iterdir()} if folder.is_dir() and not folder.is_symlink() else {""}
    if not names:
        folder.rmdir()
    elif all(ours(name) for name in names):
        with suppress(VaultError):  # somebody is at work in it
            Lock.take(folder / _LOCK, folder).release()
            shutil.rmtree(folder, ignore_errors=True)
