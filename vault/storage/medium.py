"""Writing into a file in place and down to the disk, on every system."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import BinaryIO, Protocol

_TRIES, _PAUSE = 5, 0.05  # a virus scanner or an indexer may hold the file for a moment (Windows)


class Medium(Protocol):
    """An open file, as far as writing in place needs it."""

    def read(self, at: int, size: int) -> bytes: ...
    def write(self, at: int, content: bytes) -> None: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...


class FileMedium:
    """A file that exists, opened for reading and for writing in place. Every call raises `OSError`."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)

    def read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)

    def write(self, at: int, content: bytes) -> None:
        while content:
            written = self._write_some(at, content)
            at, content = at + written, content[written:]

    def flush(self) -> None:
        if sys.platform == "darwin":
            fcntl.fcntl(self._file.fileno(), fcntl.F_FULLFSYNC)  # fsync alone does not reach the disk there
        else:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def _write_some(self, at: int, content: bytes) -> int:
        if sys.platform == "win32":
            self._file.seek(at)
            return self._file.write(content)
        return os.pwrite(self._file.fileno(), content, at)


def _open(path: Path) -> BinaryIO:
    return path.open("r+b", buffering=0)


if sys.platform == "win32":

    def _opened(path: Path) -> BinaryIO:
        for _ in range(_TRIES - 1):
            try:
                return _open(path)
            except PermissionError:
                time.sleep(_PAUSE)
        return _open(path)

else:
    _opened = _open

if sys.platform == "darwin":
    import fcntl
