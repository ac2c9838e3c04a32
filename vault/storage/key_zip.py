"""The zip inside a backup for somebody elsewhere: the data key and the database, made and taken apart as a stream."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from vault.errors import Damaged, StorageFault
from vault.progress import Progress
from vault.storage.keys import wipe
from vault.storage.sealing import KEY_SIZE

KEY, DATA = "data.key", "data.db"
_AT_ONCE = 1 << 18
_LARGEST = 0xFFFF_FFFF - (1 << 16)  # an older zip holds no more
# APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16: the header of an entry, its line in the list at the end, the end
_LOCAL, _LISTED, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _DAY = 20, (1 << 5) | 1  # 1 January 1980: no moment tells when it was made
_OWNER_ONLY = 0o600 << 16
#: how many bytes tell what begins there
BEGIN = _LOCAL.size + len(KEY)


def begins(content: bytes) -> bool:
    """Whether a file that begins so is such a zip."""
    return content[:4] == b"PK\3\4" and content[_LOCAL.size :] == KEY.encode()


def pieces(secret: bytearray, copy: Path, target: Path, progress: Progress) -> Iterator[bytes]:
    """The zip as it is read: both entries as they lie, with their sizes and checksums before them."""
    size = copy.stat().st_size
    if size > _LARGEST:
        raise StorageFault(target, "The file is too large for this kind of backup.")
    entries = ((KEY, KEY_SIZE, zlib.crc32(secret)), (DATA, size, _checksum(copy)))
    first, second = (_local(*entry) for entry in entries)
    yield first
    yield bytes(secret)
    yield second
    with copy.open("rb") as data:
        done = 0
        while piece := data.read(_AT_ONCE):
            yield piece
            done += len(piece)
            progress(done, size, "bytes")
    listed = [_listed(*entry, at) for entry, at in zip(entries, (0, len(first) + KEY_SIZE), strict=True)]
    yield b"".join(listed)
    begin = len(first) + KEY_SIZE + len(second) + size
    yield _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), sum(map(len, listed)), begin, 0)


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as data:
        while piece := data.read(_AT_ONCE):
            total = zlib.crc32(piece, total)
    return total


def _local(name: str, size: int, checksum: int) -> bytes:
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DAY, checksum, size, size, len(name), 0) + name.encode()


def _listed(name: str, size: int, checksum: int, at: int) -> bytes:
    made_by = (3 << 8) | _VERSION  # a system with owners, so that the rights below count
    head = _LISTED.pack(
        b"PK\1\2", made_by, _VERSION, 0, 0, 0, _DAY, checksum, size, size, len(name), 0, 0, 0, 0, _OWNER_ONLY, at
    )
    return head + name.encode()


class Apart:
    """Takes the zip as it comes: the key stays in memory, the database goes into a file. `file` is what is told of."""

    def __init__(self, file: Path, database: Path) -> None:
        self._file, self._database = file, database
        self._out: IO[bytes] | None = None
        self._head, self._key = bytearray(), bytearray()
        self._expected = [KEY, DATA]
        self._name, self._left, self._sum, self._right = "", 0, 0, 0

    def __enter__(self) -> Apart:
        descriptor = os.open(self._database, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self._out = os.fdopen(descriptor, "wb")
        return self

    def __exit__(self, *exc: object) -> None:
        self._sink.close()
        if any(exc):
            wipe(self._key)

    @property
    def _sink(self) -> IO[bytes]:
        assert self._out is not None
        return self._out

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        rest = memoryview(piece)
        while rest and (self._left or self._expected):
            rest = self._content(rest) if self._left else self._header(rest)

    def _header(self, rest: memoryview) -> memoryview:
        length = _LOCAL.size + len(self._expected[0])
        missing = length - len(self._head)
        self._head += rest[:missing]
        if len(self._head) == length:
            self._begin()
        return rest[missing:]

    def _begin(self) -> None:
        name = self._expected.pop(0)
        fields = _LOCAL.unpack_from(self._head)
        sign, flags, packing, self._right, packed, self._left = (fields[at] for at in (0, 2, 3, 6, 7, 8))
        plain = sign == b"PK\3\4" and flags == 0 and packing == 0 and packed == self._left
        named = fields[9:] == (len(name), 0) and self._head[_LOCAL.size :] == name.encode()
        if not (plain and named and self._left and (name == DATA or self._left == KEY_SIZE)):
            raise self._damaged()
        self._name, self._sum, self._head = name, 0, bytearray()

    def _content(self, rest: memoryview) -> memoryview:
        piece = rest[: self._left]
        if self._name == KEY:
            self._key += piece
        else:
            self._sink.write(piece)
        self._sum, self._left = zlib.crc32(piece, self._sum), self._left - len(piece)
        if not self._left and self._sum != self._right:
            raise self._damaged()
        return rest[len(piece) :]

    def finish(self) -> bytearray:
        """The data key, when everything came."""
        if self._left or self._expected:
            raise self._damaged()
        self._sink.flush()
        os.fsync(self._sink.fileno())
        return self._key

    def _damaged(self) -> Damaged:
        return Damaged(self._file, "The backup is cut off or altered.")
