"""Backups for somebody elsewhere: the data key and the database, encrypted with age to people who are not here.

Nobody at this computer can open one again, whoever makes them try. Everything passes through as a stream, so that the
data key never lies on a disk in the clear and a large vault needs no more memory than a small one. `docs/format.md`,
section 7, tells what is inside.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pyrage

from vault.errors import Damaged, NotAVault, WrongPassphrase, file_errors
from vault.progress import Progress, silent
from vault.storage import key_zip
from vault.storage.backups import write_packed
from vault.storage.database import Connection
from vault.storage.keys import DataKey, wipe

#: lays the database of a backup at a path, still encrypted, and gives its data key
LayOut = Callable[[Path], bytearray]

_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_SEALED = (b"age-encryption.org/v1\n", _ARMOUR)
_AT_ONCE = 1 << 18


def is_recipient(key: str) -> bool:
    """Whether somebody's public key is one that can be encrypted to."""
    try:
        pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        return False
    return True


def is_sealed(file: Path) -> bool:
    """Whether a file is encrypted with age, by content."""
    return _begin(file).startswith(_SEALED)


def is_opened(file: Path) -> bool:
    """Whether a file is what age makes of such a backup for the one it was encrypted to."""
    begin = _begin(file)
    return key_zip.begins(begin)


def _begin(file: Path) -> bytes:
    with file_errors(file):
        if not file.is_file():
            return b""
        with file.open("rb") as raw:
            return raw.read(key_zip.BEGIN)


# ------------------------------------------------------------------------------------------------ writing


def write(
    source: Connection,
    vault: Path,
    key: DataKey,
    recipients: list[str],
    target: Path,
    look: Callable[[LayOut], object],
    progress: Progress = silent,
    copied: Callable[[], object] = lambda: None,
) -> int:
    """Back up the open database for the holders of `recipients`' identities; the size of the new file in bytes.

    Before it gets its name, `look` is given a way to read it again: called with a path, that lays the database there,
    still encrypted, and gives the data key, which the caller wipes. Raises AlreadyThere, StorageFault.
    """
    once = pyrage.x25519.Identity.generate()  # opens it for the one look and is forgotten with it
    ends = [*(pyrage.x25519.Recipient.from_str(one.strip()) for one in recipients), once.to_public()]

    def pack(unfinished: Path, copy: Path) -> None:
        secret = key.secret()
        try:
            _seal(_Pieces(key_zip.pieces(secret, copy, target, progress)), unfinished, ends)
        finally:
            wipe(secret)

    def again(unfinished: Path) -> None:
        look(lambda database: _unsealed(unfinished, [once], database, progress))

    return write_packed(source, vault, key.database_spec(), target, pack, again, progress, copied)


def _seal(pieces: _Pieces, unfinished: Path, ends: list[object]) -> None:
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as out:
        into = _Into(out.write)
        try:
            pyrage.encrypt_io(pieces, into, ends)
        except (pyrage.EncryptError, OSError) as error:
            raise pieces.raised or into.raised or error from None
        out.flush()
        os.fsync(out.fileno())


class _Pieces(io.RawIOBase):
    """An iterator as a file to read from; what it raises is kept, because age tells of it in words only."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")
        self.raised: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._left = memoryview(piece)
        except BaseException as error:
            self.raised = error
            raise
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return bytes(taken)


class _Into(io.RawIOBase):
    """A function as a file to write to."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take
        self.raised: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        try:
            self._take(piece)
        except BaseException as error:
            self.raised = error
            raise
        return len(piece)


# ------------------------------------------------------------------------------------------------ reading


def unseal(file: Path, identities: str, database: Path, progress: Progress = silent) -> bytearray:
    """Lay the database of a backup at `database`, still encrypted; its data key, which the caller wipes.

    `identities` is the text of an identity file as age makes them. Raises WrongPassphrase when none of them is meant,
    NotAVault, Damaged, StorageFault.
    """
    lines = (line.strip() for line in identities.splitlines())
    try:
        ours = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        ours = []
    if not ours:
        raise NotAVault(file, "What was given to open it with holds no identity of age.")
    return _unsealed(file, ours, database, progress)


def _unsealed(file: Path, identities: list[object], database: Path, progress: Progress) -> bytearray:
    with key_zip.Apart(file, database) as unzipped, file_errors(file), file.open("rb") as raw:
        into, pieces = _Into(unzipped.take), _Pieces(_read(raw, file.stat().st_size, progress))
        try:
            pyrage.decrypt_io(pieces, into, identities)
        except (pyrage.DecryptError, OSError) as error:  # the latter for what is altered further in
            raise pieces.raised or into.raised or _meant(error, file) from None
        return unzipped.finish()


def _meant(error: Exception, file: Path) -> Exception:
    if "No matching keys" in str(error):
        return WrongPassphrase()
    return Damaged(file, "The backup is cut off or altered.")


def take_apart(file: Path, database: Path, progress: Progress = silent) -> bytearray:
    """As `unseal`, of a backup that age has decrypted already."""
    with key_zip.Apart(file, database) as unzipped, file_errors(file), file.open("rb") as raw:
        for piece in _read(raw, file.stat().st_size, progress):
            unzipped.take(piece)
        return unzipped.finish()


def _read(raw: IO[bytes], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    while piece := raw.read(_AT_ONCE):
        yield piece
        done += len(piece)
        progress(done, size, "bytes")
