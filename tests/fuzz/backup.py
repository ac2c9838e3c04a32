"""The single-file backup and the one for somebody elsewhere: what a stick from another hand may hold."""

from __future__ import annotations

import io
import os
import random
import struct
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from tests.fuzz import key_file
from tests.fuzz.patches import patched
from vault.errors import VaultError
from vault.storage import backups, key_zip, sealed_backups
from vault.storage.bundle import Bundle
from vault.storage.container import SIZE

_PLACE = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))  # noqa: PTH112, S108
_DATA = random.Random(2).randbytes(4096)


def _whole() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(zipfile.ZipInfo("keys.bin", (1980, 1, 1, 0, 0, 0)), key_file.WHOLE)
        with packed.open(zipfile.ZipInfo("data.db", (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as inside:
            inside.write(_DATA)
    return into.getvalue()


def _opened() -> bytes:
    """What age makes of a backup for somebody elsewhere."""
    copy = _PLACE / "copy"
    copy.write_bytes(_DATA)
    return b"".join(key_zip.pieces(bytearray(range(32)), copy, _PLACE / "t", lambda done, total, words: None))


WHOLE, OPENED = _whole(), _opened()
_LISTED = WHOLE.index(b"PK\1\2")
_SECOND = WHOLE.index(b"PK\3\4", SIZE)
_ITS_SECOND = OPENED.index(b"PK\3\4", 10)
_SPOTS = (0, 14, 26, _SECOND, _SECOND + 18, _LISTED, _LISTED + 16, _LISTED + 46, _LISTED + 70, len(WHOLE) - 22)
_ITS_SPOTS = (0, 14, 18, 26, 30, 70, _ITS_SECOND, _ITS_SECOND + 14, _ITS_SECOND + 26, len(OPENED) - 22)


def _sums(content: bytearray) -> None:
    """The checksums of the key file, in both of the places that tell it."""
    told = struct.pack("<I", zlib.crc32(content[38 : 38 + SIZE]))
    content[14:18] = told
    content[_LISTED + 16 : _LISTED + 20] = told


def one(data: bytes) -> None:
    """Ask everything that is ever asked of such a file."""
    way, rest = (data[0] % 3, data[1:]) if data else (0, b"")
    file = _PLACE / "handed.backup"
    if way == 0:
        file.write_bytes(patched(WHOLE, rest, _SPOTS, (_sums,)))
    else:
        file.write_bytes(rest if way == 1 else patched(OPENED, rest, _ITS_SPOTS, ()))
    size = file.stat().st_size
    for ask in (backups.is_backup, sealed_backups.is_sealed, sealed_backups.is_opened):
        with suppress(VaultError):
            ask(file)
    with suppress(VaultError):
        backups.keys_in(file)
    with suppress(VaultError):
        sealed_backups.unseal(file, "AGE-SECRET-KEY-" + "1" * 59, _PLACE / "never")
    _laid_out(file, size)
    _taken_apart(file, size)
    _written_in_place(file)


def _laid_out(file: Path, size: int) -> None:
    bundle = Bundle(_PLACE / "out.vault", "g0001")
    try:
        with suppress(VaultError):
            backups.unpack(file, bundle)
        laid = sum(one.stat().st_size for one in bundle.path.rglob("*.*")) if bundle.path.exists() else 0
        assert laid <= size + 4096, "more came out than went in"
        assert {one.name for one in _PLACE.iterdir()} <= {"copy", "handed.backup", "out.vault", "never"}
    finally:
        _remove(bundle.path)


def _taken_apart(file: Path, size: int) -> None:
    database = _PLACE / "database"
    try:
        with suppress(VaultError):
            key = sealed_backups.take_apart(file, database)
            assert len(key) == 32
            assert database.stat().st_size <= size
    finally:
        database.unlink(missing_ok=True)


def _written_in_place(file: Path) -> None:
    """What a wipe does to it: it may miss one that was altered, and must not fall over it."""
    with suppress(OSError):
        medium = backups.open_keys(file)
        try:
            medium.write(SIZE - 4096, bytes(4096))
        finally:
            medium.close()


def _remove(folder: Path) -> None:
    for one in sorted(folder.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()
    if folder.exists():
        folder.rmdir()


def seeds() -> list[bytes]:
    """To begin with."""
    return [
        b"\0",
        b"\x02",
        b"\0\x02\x05\x08\x20\x00",  # a flag in the list at the end
        b"\0\x02\x06\x08\xff\xff",
        b"\0\x90\x00\x80\x04",
        b"\x02\x04\x02\x00\xff\xff\xff\xff",
        b"\x01age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n",
        b"\x01PK\5\6" + bytes(18),
    ]
