"""The single-file backup: a stored zip with the key file as it lies and a copy of the database under the same key."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from vault.errors import AlreadyThere, Damaged, NotAVault, NotFound, VaultError, file_errors, spoken_of
from vault.progress import Progress, silent
from vault.storage import container
from vault.storage.bundle import Bundle, flush_folder, give_name
from vault.storage.container import KeyFile
from vault.storage.database import Connection, copy_into
from vault.storage.keys import wipe
from vault.storage.medium import FileMedium, Medium
from vault.storage.passing import COPY, PART, folder_beside

KEYS, DATA = "keys.bin", "data.db"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LOOK_AFTER = 1_000_000  # steps of SQLite's machine, some hundredths of a second
_LOCKED = 0x61  # the flags of an entry under a zip password, patched, or under a stronger one
#: what a zip makes `zipfile` raise that was altered, cut off, or never was one
_ODD = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, OverflowError)
# APPNOTE.TXT 4.3.7 and 4.3.12: sizes of an entry's two headers, and where in them checksum and sizes of names stand
_LOCAL, _LOCAL_SUM, _LOCAL_SIZES = 30, 14, 26
_LISTED, _LISTED_SUM, _LISTED_SIZES = 46, 16, 28


def write(
    source: Connection,
    bundle: Bundle,
    spec: bytearray,
    target: Path,
    check: Callable[[Path], object] = lambda copy: None,
    look: Callable[[Path], object] = lambda unfinished: None,
    progress: Progress = silent,
    copied: Callable[[], object] = lambda: None,
) -> int:
    """Back up the open database and its key file into one new file; its size in bytes. `spec` is wiped.

    The file gets its name when it is complete and flushed, `check` found nothing to raise in the copy of the database,
    nor `look` in the file. `check` runs on a thread of its own while the copy is packed and looked at. What a kill left
    in that folder is removed. `copied` is told once `source` is needed no more. Raises AlreadyThere, StorageFault.
    """

    def pack(unfinished: Path, copy: Path) -> None:
        with ThreadPoolExecutor(1) as beside:
            checked = beside.submit(check, copy)
            _pack(unfinished, bundle.keys_file.read_bytes(), copy, progress)
            look(unfinished)
            checked.result()

    return write_packed(source, bundle.path, spec, target, pack, progress=progress, copied=copied)


def write_packed(
    source: Connection,
    vault: Path,
    spec: bytearray,
    target: Path,
    pack: Callable[[Path, Path], object],
    look: Callable[[Path], object] = lambda unfinished: None,
    progress: Progress = silent,
    copied: Callable[[], object] = lambda: None,
) -> int:
    """As `write`, for any kind of backup: `pack(unfinished, copy)` makes the file of the copy of the database.

    `look` finds the copy gone: a stick may have room for two of them, and not for three.
    """
    if os.path.lexists(target):
        wipe(spec)
        raise AlreadyThere(target)
    with file_errors(target):
        os.scandir(target.parent).close()
    with folder_beside(target.parent) as passing, spoken_of(target, passing):
        copy, unfinished = passing / COPY, passing / PART
        _copied(source, vault, copy, spec, progress)
        copied()
        with file_errors(target):
            pack(unfinished, copy)
        copy.unlink(missing_ok=True)
        look(unfinished)
        with file_errors(target):
            give_name(unfinished, target)  # a copy takes long: somebody else may have written there meanwhile
            flush_folder(target.parent)
            return target.stat().st_size


@contextmanager
def watched(db: Connection, progress: Progress) -> Iterator[None]:
    """Have long statements report, and end with what `progress` raises."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            progress(0, 0, "")
        except BaseException as error:  # noqa: BLE001 - raised again below; SQLite would swallow it
            raised.append(error)
        return len(raised)

    db.set_progress_handler(look, _LOOK_AFTER)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        db.set_progress_handler(None, 0)


def _copied(source: Connection, vault: Path, copy: Path, spec: bytearray, progress: Progress) -> None:
    try:
        copy_into(source, copy, spec, progress)
    except Damaged as error:
        raise Damaged(vault, error.detail) from error  # what was read is damaged, not what was written


def _pack(file: Path, keys: bytes, database: Path, progress: Progress) -> None:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "w+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(_entry(KEYS), keys)
            with packed.open(_entry(DATA), "w", force_zip64=True) as inside, database.open("rb") as data:
                _pour(data, inside, database.stat().st_size, progress)
        raw.flush()
        os.fsync(raw.fileno())


def read_again(file: Path, meant: Path, progress: Progress = silent) -> None:
    """Raises Damaged unless what lies in a backup has the sums that were taken of it on the way in; StorageFault."""
    try:
        with file_errors(meant), zipfile.ZipFile(file) as packed:
            for entry in packed.infolist():
                with packed.open(entry) as inside:
                    _pour(inside, None, entry.file_size, progress)
    except _ODD as error:
        raise Damaged(meant, "The backup is cut off or altered.") from error


def _pour(source: IO[bytes], into: IO[bytes] | None, total: int, progress: Progress) -> None:
    done = 0
    while piece := source.read(1 << 20):
        if into is not None:
            into.write(piece)
        done += len(piece)
        progress(done, total, "bytes")


def _entry(name: str) -> zipfile.ZipInfo:
    """No moment and no system in the file: both would tell when and where it was made."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o600 << 16
    return entry


def is_backup(file: Path) -> bool:
    """Whether a file looks like a backup, by content."""
    with file_errors(file):
        if not file.is_file():
            return False
        with file.open("rb") as raw:
            return _is_packed(raw)


def _is_packed(raw: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(raw) as packed:
            return sorted(packed.namelist()) == [DATA, KEYS]
    except _ODD:
        return False


def keys_in(file: Path) -> KeyFile:
    """The key file inside a backup. Raises NotAVault, Damaged, NewerVersion, StorageFault."""
    if not is_backup(file):
        raise NotAVault(file, "It is not a backup of a vault.")
    try:
        with file_errors(file), zipfile.ZipFile(file) as packed:
            _check_entries(packed, file)
            content = packed.read(KEYS)
    except _ODD as error:
        raise Damaged(file, "The backup is cut off or altered.") from error
    return container.parse(content, file / KEYS)


def vault_id_in(file: Path) -> bytes:
    """Of which vault a backup or a single key file is; empty for anything else, and for what cannot be read."""
    with suppress(VaultError, OSError):
        key_file = file.stat().st_size == container.SIZE
        return (container.read(file) if key_file else keys_in(file)).header.vault_id
    return b""


def unpack(file: Path, bundle: Bundle, progress: Progress = silent) -> None:
    """Lay the content of a backup out as a vault in a folder that does not exist yet.

    Raises NotAVault, Damaged, AlreadyThere, StorageFault.
    """
    if not os.path.lexists(file):
        raise NotFound(file)
    if not is_backup(file):
        raise NotAVault(file, "It is not a backup of a vault.")
    bundle.make()
    try:
        with file_errors(bundle.path), zipfile.ZipFile(file) as packed:
            _check_entries(packed, file)
            for name, target in ((KEYS, bundle.keys_file), (DATA, bundle.database)):
                _extract(packed, name, target, progress)
        bundle.settle()
    except _ODD as error:
        raise Damaged(file, "The backup is cut off or altered.") from error


def _check_entries(packed: zipfile.ZipFile, file: Path) -> None:
    """Before a byte is written: a key file of its size, and nothing packed or locked, which could swell to any size."""
    entries = packed.infolist()
    as_they_lie = all(
        one.compress_type == zipfile.ZIP_STORED and not one.flag_bits & _LOCKED and one.file_size == one.compress_size
        for one in entries
    )
    fit_in = sum(one.file_size for one in entries) <= file.stat().st_size
    if packed.getinfo(KEYS).file_size != container.SIZE or not as_they_lie or not fit_in:
        raise Damaged(file, "The backup is cut off or altered.")


def _extract(packed: zipfile.ZipFile, name: str, target: Path, progress: Progress) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as out, packed.open(name) as inside:
        _pour(inside, out, packed.getinfo(name).file_size, progress)
        out.flush()
        os.fsync(out.fileno())


def open_keys(file: Path) -> Medium:
    """The key file in a backup, or the file itself when it is one, to be written in place. Raises `OSError`."""
    if file.stat().st_size == container.SIZE:
        return FileMedium(file)
    try:
        return KeysInside(file)
    except (*_ODD, KeyError) as error:
        raise OSError(f"{type(error).__name__}") from error


class KeysInside:
    """The key file of a backup as a medium of its own; at `close` the checksums around it fit what it holds then."""

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(file) as packed:
            entry, directory = packed.getinfo(KEYS), packed.start_dir
            names = [one.filename for one in packed.infolist()]
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != container.SIZE:
            raise OSError("packed")
        self._medium = FileMedium(file)
        try:
            self._sums = [entry.header_offset + _LOCAL_SUM, self._listed_at(directory, names.index(KEYS)) + _LISTED_SUM]
            sizes = self._medium.read(entry.header_offset + _LOCAL_SIZES, 4)
            self._start = entry.header_offset + _LOCAL + sum(struct.unpack("<HH", sizes))
        except BaseException:
            self._medium.close()
            raise

    def _listed_at(self, directory: int, number: int) -> int:
        """Where the list at the end of the container speaks of entry `number`."""
        for _one in range(number):
            sizes = struct.unpack("<HHH", self._medium.read(directory + _LISTED_SIZES, 6))
            directory += _LISTED + sum(sizes)
        return directory

    def read(self, at: int, size: int) -> bytes:
        return self._medium.read(self._start + at, size)

    def write(self, at: int, content: bytes) -> None:
        self._medium.write(self._start + at, content)

    def flush(self) -> None:
        self._medium.flush()

    def close(self) -> None:
        try:
            fitting = struct.pack("<I", zlib.crc32(self.read(0, container.SIZE)))
            for at in self._sums:
                self._medium.write(at, fitting)
            self._medium.flush()
        finally:
            self._medium.close()
