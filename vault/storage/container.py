"""The key file: two copies of the header and the shred area.

Read whole and checked before anything is believed. Written in place and never through a second file, because renaming
one over the other would leave the old slots on the disk.

    0x00000  16 KiB header copy A      0x04000  16 KiB header copy B      0x08000  256 KiB shred area
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vault.errors import ChangedElsewhere, Damaged, NotFound, StorageFault, file_errors
from vault.storage import header as headers
from vault.storage.bundle import write_new
from vault.storage.header import HEADER_SIZE, Header
from vault.storage.keys import DataKey
from vault.storage.medium import FileMedium, Medium
from vault.storage.slots import Payload, Place

A, B = 0, HEADER_SIZE
SHRED_AT = 2 * HEADER_SIZE
SHRED_SIZE = 0x40000
SIZE = SHRED_AT + SHRED_SIZE

#: the detail of a `StorageFault` where nobody can tell which passphrase opens the vault now
MAY_HOLD = "The change was written to one of two places only; the new passphrase may hold."


@dataclass(frozen=True, repr=False)
class KeyFile:
    """A key file as it was read: the newest sound header, BLAKE2b-256 of the shred area, and whether both copies are
    that header."""

    path: Path
    header: Header
    shred: bytes
    whole: bool = True

    @property
    def vault(self) -> Path:
        return _vault_of(self.path)

    @property
    def place(self) -> Place:
        return self.header.place(self.shred)

    def opened_by(self, secret: bytearray) -> dict[int, Payload]:
        """What the slots say that `secret` (Argon2id's 64 bytes) opens, by position. All are tried, whichever opens
        first; the caller wipes the payloads."""
        tried = {at: self.place.open(at, secret, slot) for at, slot in enumerate(self.header.slots)}
        return {at: payload for at, payload in tried.items() if payload is not None}

    def filled(self, slots: Mapping[int, bytes], key: DataKey) -> KeyFile:
        """The same with `slots` put in and signed: a key file before it is first written."""
        every = tuple(slots.get(at, slot) for at, slot in enumerate(self.header.slots))
        return replace(self, header=replace(self.header, slots=every).signed(key))


def drawn(path: Path, profile: int, salt: bytes, floor: int) -> tuple[KeyFile, bytes]:
    """A new key file in memory whose slots open for nobody, and its shred area."""
    area = os.urandom(SHRED_SIZE)
    digest, shred = shred_digests(area)
    return KeyFile(path, headers.drawn(profile, salt, floor, digest), shred), area


def shred_digests(area: bytes) -> tuple[bytes, bytes]:
    """SHA-256 (kept in the header) and BLAKE2b-256 (part of every slot's key) of the shred area."""
    return hashlib.sha256(area).digest(), hashlib.blake2b(area, digest_size=32).digest()


def create(path: Path, header: Header, area: bytes) -> KeyFile:
    """Write a new key file. Raises `AlreadyThere`, `StorageFault`."""
    with file_errors(path):
        write_new(path, header.pack() * 2 + area)
    return KeyFile(path, header, shred_digests(area)[1])


def read(path: Path) -> KeyFile:
    """The key file at `path`. Raises `Damaged`, `NewerVersion`, `StorageFault`."""
    try:
        with file_errors(path):
            if path.exists() and not path.is_file():  # opening a pipe would wait for ever
                raise Damaged(_vault_of(path), "Its key file cannot be read.")
            with path.open("rb") as file:
                return parse(file.read(SIZE + 1), path)
    except NotFound:
        raise Damaged(_vault_of(path), "Its key file is missing.") from None


def parse(content: bytes, path: Path) -> KeyFile:
    """As `read`, from the file's content."""
    vault = _vault_of(path)
    copies = [content[start : start + HEADER_SIZE] for start in (A, B)]
    newest = newest_copy(copies)
    if newest is None:
        raise Damaged(vault, "Its key file cannot be read.")
    header = headers.parse(newest, vault)
    checked, shred = shred_digests(content[SHRED_AT:])
    if len(content) != SIZE or not hmac.compare_digest(checked, header.shred_digest):
        raise Damaged(vault, "Part of its key file is missing or was changed.")
    return KeyFile(path, header, shred, whole=copies[0] == copies[1])


def replace_slots(
    keyfile: KeyFile,
    slots: Mapping[int, bytes],
    key: DataKey,
    open_medium: Callable[[Path], Medium] = FileMedium,
) -> KeyFile:
    """Write slots in place by position, with the next seq and a new MAC, copy B before copy A; the file as it is then.

    Raises `ChangedElsewhere` when the file is no longer what `keyfile` says, `Damaged` when its header was not made
    with `key`, `StorageFault` when the disk refuses; then the old slots hold unless the detail says otherwise.
    """
    if not keyfile.header.authentic(key):
        raise Damaged(keyfile.vault, "Its key file was altered.")
    new = keyfile.header.with_slots(slots).signed(key)
    with _medium(keyfile, open_medium) as medium:
        _refuse_if_changed(medium, keyfile)
        old, block = keyfile.header.pack(), new.pack()
        _mend(medium, old)  # never write over the only sound copy
        try:
            _write(medium, B, block)
            _write(medium, A, block)
        except OSError as error:
            _take_back(medium, keyfile, old, error)
            raise
    return replace(keyfile, header=new, whole=True)


def repair(keyfile: KeyFile, open_medium: Callable[[Path], Medium] = FileMedium) -> KeyFile:
    """Write the newest header over a bad or older copy. Raises `ChangedElsewhere`, `StorageFault`."""
    with _medium(keyfile, open_medium) as medium:
        _refuse_if_changed(medium, keyfile)
        _mend(medium, keyfile.header.pack())
    return replace(keyfile, whole=True)


@contextmanager
def _medium(keyfile: KeyFile, open_medium: Callable[[Path], Medium]) -> Iterator[Medium]:
    with file_errors(keyfile.path):
        medium = open_medium(keyfile.path)
        try:
            yield medium
        finally:
            medium.close()


def _write(medium: Medium, start: int, block: bytes) -> None:
    medium.write(start, block)
    medium.flush()


def _mend(medium: Medium, block: bytes) -> None:
    for start in (B, A):
        if medium.read(start, HEADER_SIZE) != block:
            _write(medium, start, block)


def _take_back(medium: Medium, keyfile: KeyFile, old: bytes, cause: OSError) -> None:
    """Put the old header back into copy B, but only while copy A still holds it: one sound copy always remains.

    Also where only the flush failed: what was written stands in the file all the same, and would be read.
    """
    try:
        if medium.read(A, HEADER_SIZE) == old:
            if medium.read(B, HEADER_SIZE) != old:
                _write(medium, B, old)
            return
    except OSError:
        pass
    raise StorageFault(keyfile.path, MAY_HOLD) from cause


def _refuse_if_changed(medium: Medium, keyfile: KeyFile) -> None:
    newest = newest_copy([medium.read(start, HEADER_SIZE) for start in (A, B)])
    if newest != keyfile.header.pack():
        raise ChangedElsewhere(keyfile.vault)


def newest_copy(copies: list[bytes]) -> bytes | None:
    """The sound copy written last."""
    return max((copy for copy in copies if headers.is_sound(copy)), key=headers.seq_of, default=None)


def _vault_of(path: Path) -> Path:
    """The folder a person calls the vault, from its key file."""
    return path.parent.parent
