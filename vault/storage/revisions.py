"""How often a vault was written to: counted in its database, and remembered, sealed, beside this person's other state.

So a copy of the database that is older than the one opened here last is noticed, whoever put it there. The file
of what was seen holds 64 bytes a vault: its id and, sealed under a key from its data key, a number.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from vault.storage import registers
from vault.storage.db import Db
from vault.storage.keys import DataKey, wipe
from vault.storage.sealing import NONCE_SIZE, TAG_SIZE, seal, unseal

SETTING = "revision"

_ID, _NUMBER = 16, 8
_RECORD = _ID + NONCE_SIZE + _NUMBER + TAG_SIZE
_BOUND = b"spv1/seen"


def current(db: Db) -> int:
    """The number of the last session that wrote something."""
    return int(registers.setting(db, SETTING, 0))


def count(db: Db) -> int:
    """Count this session; its number."""
    number = current(db) + 1
    registers.put_setting(db, SETTING, number)
    return number


def seen(file: Path, vault_id: bytes, key: DataKey) -> int:
    """The number remembered for a vault; 0 when there is none, or it was not written with this key."""
    return _number(_records(file).get(vault_id), vault_id, key) or 0


def of_other_keys(file: Path, vault_id: bytes, key: DataKey) -> bool:
    """Whether the vault was opened here last with another data key: new keys were made since then, or before."""
    record = _records(file).get(vault_id)
    return record is not None and _number(record, vault_id, key) is None


def _number(record: bytes | None, vault_id: bytes, key: DataKey) -> int | None:
    if record is None:
        return None
    sealing = key.rollback_key()
    number = unseal(sealing, record[_ID:], _BOUND + vault_id)
    wipe(sealing)
    return None if number is None else int.from_bytes(number, "little")


def remember(file: Path, vault_id: bytes, key: DataKey, number: int) -> None:
    """Remember the number of a vault. Raises OSError."""
    sealing = key.rollback_key()
    sealed = seal(sealing, os.urandom(NONCE_SIZE), number.to_bytes(_NUMBER, "little"), _BOUND + vault_id)
    wipe(sealing)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, _records(file) | {vault_id: vault_id + sealed})


def forget(file: Path, vault_id: bytes) -> None:
    """Remember nothing of a vault any more. Raises OSError."""
    kept = _records(file)
    if kept.pop(vault_id, None) is None:
        return
    if kept:
        _write(file, kept)
    else:
        file.unlink()


def _write(file: Path, kept: dict[bytes, bytes]) -> None:
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(b"".join(kept.values()))
        unfinished.replace(file)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _records(file: Path) -> dict[bytes, bytes]:
    try:
        content = file.read_bytes()
    except OSError:
        return {}
    pieces = (content[start : start + _RECORD] for start in range(0, len(content), _RECORD))
    return {piece[:_ID]: piece for piece in pieces if len(piece) == _RECORD}
