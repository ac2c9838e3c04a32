"""The folder that is a vault.

README.txt   CURRENT   lock   g0001/keys.bin   g0001/data.db

A new generation is built as `g0002.new`, and gets its name after CURRENT names it (`generations`): so a folder that is
called so and is not named there was never in use.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import stat
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from vault.errors import Damaged, NotAVault, NotFound, StorageFault, file_errors
from vault.paths import is_file

FIRST = "g0001"
UNFINISHED = ".new"

_README = (
    "Copy this folder only as a whole, never single files out of it.\n"
    "It is opened with the program that made it; its files cannot be read otherwise.\n"
)
_GENERATION = re.compile(r"g[0-9]{4,9}")
_READ_FLAGS, _WRITE_FLAGS, _NO_COPY_ON_WRITE = 0x80086601, 0x40086602, 0x00800000  # FS_IOC_*FLAGS, FS_NOCOW_FL
_NOT_FOR_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF})  # some network drives, FUSE
_NOT_INDEXED = 0x2000  # FILE_ATTRIBUTE_NOT_CONTENT_INDEXED


@dataclass(frozen=True)
class Bundle:
    """Where the parts of one vault lie. Making one touches nothing."""

    path: Path
    generation: str = FIRST

    @property
    def folder(self) -> Path:
        return self.path / self.generation

    @property
    def keys_file(self) -> Path:
        return self.folder / "keys.bin"

    @property
    def database(self) -> Path:
        return self.folder / "data.db"

    @property
    def lock_file(self) -> Path:
        return self.path / "lock"

    @property
    def current(self) -> Path:
        return self.path / "CURRENT"

    @property
    def writable(self) -> bool:
        return writable(self.keys_file) and writable(self.database)

    @classmethod
    def at(cls, path: Path | str) -> Bundle:
        """The vault in the folder `path`. Raises `NotFound`, `NotAVault`, `Damaged`, `StorageFault`."""
        path = Path(path)
        with file_errors(path):
            _refuse_unless_folder(path)
            generation = cls(path)._named_generation()
            if generation is not None:
                generation = named(path, generation)
            generations = generations_in(path)
        if generation is not None and (generation in generations or generation.endswith(UNFINISHED)):
            return cls(path, generation)
        if not generations:
            raise NotAVault(path, "The folder holds none of a vault's files.")
        if generation is None and len(generations) == 1:
            return cls(path, generations[0])
        raise Damaged(path, "The file CURRENT does not name one of the vault's folders.")

    def _named_generation(self) -> str | None:
        if not is_file(self.current):
            return None  # opening a pipe would wait for ever
        try:
            with self.current.open("rb") as file:
                named = file.read(64).decode("ascii", "replace").strip()
        except OSError:
            return None
        return named if _GENERATION.fullmatch(named) else None

    def make(self) -> None:
        """Make the folders and the files without secrets, for this user alone; `path` must not exist yet.

        Raises `AlreadyThere`, `StorageFault`.
        """
        with file_errors(self.path):
            self.path.mkdir(mode=0o700, parents=False)
            self.make_generation()
            write_new(self.path / "README.txt", _README.encode())
            write_new(self.current, f"{self.generation}\n".encode())
            write_new(self.lock_file, b"")

    def make_generation(self) -> None:
        """Make the folder of the generation, for this user alone. Raises `OSError`."""
        self.folder.mkdir(mode=0o700)
        _prepare(self.folder)

    def settle(self) -> None:
        """Flush the folders themselves, so that the new files are found again after a power cut."""
        for folder in (self.folder, self.path, self.path.parent):
            flush_folder(folder)


def generations_in(path: Path) -> list[str]:
    """The names of all generations in a vault's folder. Raises `OSError`."""
    return sorted(folder.name for folder in path.iterdir() if _GENERATION.fullmatch(folder.name) and folder.is_dir())


def named(path: Path, generation: str) -> str:
    """Give a new generation that CURRENT names its name, where a kill came between the two; how it is called now."""
    unfinished, folder = path / f"{generation}{UNFINISHED}", path / generation
    if folder.exists() or not unfinished.is_dir():
        return generation
    try:
        unfinished.rename(folder)
        flush_folder(path)
    except (OSError, StorageFault):
        pass  # another program did so first, or the medium cannot be written: it is read as it is then
    return generation if folder.is_dir() else unfinished.name


def writable(path: Path) -> bool:
    """Whether this user may write the file and make others beside it."""
    return all(may_write(place) for place in (path, path.parent))


def may_write(place: Path) -> bool:
    """Whether this user may write to what is there."""
    return os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _refuse_unless_folder(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(path) from None
    if not stat.S_ISDIR(mode):
        raise NotAVault(path, "A vault is a folder; this is a single file.")


def write_new(path: Path, content: bytes) -> None:
    """A file for this user alone, flushed. Raises `OSError`, also when it exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def give_name(unfinished: Path, path: Path) -> None:
    """Give a finished file its name; `unfinished` may stay behind. Raises `OSError`, also when the name is taken."""
    try:
        os.link(unfinished, path)  # fails where something has the name already
    except FileExistsError:
        raise
    except OSError:  # a stick without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        unfinished.rename(path)


def flush_file(path: Path) -> None:
    """Bring a finished file down to the disk. Raises `StorageFault`."""
    with file_errors(path), path.open("r+b") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of files, where the system can. Raises `StorageFault`."""
    if sys.platform == "win32":
        return
    with file_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NOT_FOR_FOLDERS:
                raise
        finally:
            os.close(descriptor)


def _prepare(folder: Path) -> None:
    """Ask for overwriting in place (btrfs) and for no indexing (Windows); elsewhere there is nothing to ask."""
    if sys.platform == "linux":
        _overwrite_in_place(folder)
    elif sys.platform == "win32":
        getattr(ctypes, "windll").kernel32.SetFileAttributesW(str(folder), _NOT_INDEXED)  # noqa: B009


def overwritten_in_place(path: Path) -> bool:
    """Whether a file system that writes elsewhere was asked to overwrite in place here (btrfs)."""
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return bool(_flags(descriptor) & _NO_COPY_ON_WRITE)
    except OSError:
        return False
    finally:
        os.close(descriptor)


if sys.platform == "linux":
    import fcntl

    def _flags(descriptor: int) -> int:
        return int(struct.unpack("l", fcntl.ioctl(descriptor, _READ_FLAGS, struct.pack("l", 0)))[0])

    def _overwrite_in_place(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            flags = _flags(descriptor)
            fcntl.ioctl(descriptor, _WRITE_FLAGS, struct.pack("l", flags | _NO_COPY_ON_WRITE))
        except OSError:
            pass  # a file system that knows no such flag overwrites in place anyway, or never does
        finally:
            os.close(descriptor)
