"""Check 1: the key file is laid out as docs/format.md says, and a frozen vault opens to what is published there."""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
from pathlib import Path

import pytest

from tests.security import known_answer
from tests.vaults import StillClock, closed, database_of, phrase
from vault.services.unlocking import unlock
from vault.storage import container, kdf
from vault.storage.keys import DataKey, canonical, slot_key
from vault.storage.sealing import keyed_digest
from vault.storage.slots import Kind

FROZEN = "tests/museum/known-answer.vault"


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    return (closed(tmp_path / "notes.vault") / "g0001" / "keys.bin").read_bytes()


def test_sizes_and_offsets(content: bytes) -> None:
    assert len(content) == 294_912 == 0x48000
    a, b, area = content[:0x4000], content[0x4000:0x8000], content[0x8000:]
    assert a == b
    assert a[:8] == b"SPVAULT1"
    assert struct.unpack_from("<II", a, 0x08) == (1, 0x4000)
    assert struct.unpack_from("<Q", a, 0x20) == (1,)
    assert struct.unpack_from("<IIII", a, 0x28) == (255, 32, 1, 4)
    assert a[0x48:0x58] == bytes(16)
    assert struct.unpack_from("<III", a, 0x58) == (0, 8, 1536)
    assert a[0x64:0x80] == bytes(28)
    assert 0x80 + 8 * 1536 == 0x3080
    assert a[0x3F80:0x3FA0] == hashlib.sha256(area).digest()
    assert a[0x3FE0:] == hashlib.sha256(a[:0x3FE0]).digest()


def test_what_should_be_random_differs_between_vaults(content: bytes, tmp_path: Path) -> None:
    other = (closed(tmp_path / "other.vault") / "g0001" / "keys.bin").read_bytes()
    for start, end in ((0x10, 0x20), (0x38, 0x48), (0x3080, 0x3F80), (0x3FA0, 0x3FC0), (0x8000, 0x48000)):
        assert content[start:end] != other[start:end]
    for at in range(0x80, 0x3080, 1536):
        assert content[at : at + 1536] != other[at : at + 1536]
        assert len(set(content[at : at + 1536])) > 200


@pytest.fixture
def published(checkout: Path) -> dict[str, bytes]:
    """The named hexadecimal values of docs/format.md."""
    text = (checkout / "docs" / "format.md").read_text(encoding="utf-8")
    values: dict[str, str] = {}
    for name, value in re.findall(r"^([\w ]+?) += ([0-9a-f ]+(?:\n +[0-9a-f ]+)*)$", text, flags=re.MULTILINE):
        values[name] = re.sub(r"\s", "", value)
    return {name: bytes.fromhex(value) for name, value in values.items()}


def test_the_frozen_vault_opens_to_what_is_published(
    checkout: Path, tmp_path: Path, published: dict[str, bytes]
) -> None:
    path = tmp_path / "frozen.vault"
    shutil.copytree(checkout / FROZEN, path)
    for text, kind in ((known_answer.PASSPHRASE, Kind.KEYHOLDER), (known_answer.RECOVERY, Kind.RECOVERY)):
        with unlock(path, phrase(text), clock=StillClock()) as opened:
            assert opened.slot_kind is kind
            assert opened.key.secret() == published["data key"]
            assert opened.keyfile.header.authentic(opened.key)
            assert opened.notices == ()
            connection = database_of(opened)
            assert connection.execute("SELECT answer FROM known").fetchall() == [(known_answer.ANSWER,)]
            connection.close()
    assert (path / "g0001" / "keys.bin").read_bytes() == (checkout / FROZEN / "g0001" / "keys.bin").read_bytes()


def test_every_published_value(checkout: Path, published: dict[str, bytes]) -> None:
    file = checkout / FROZEN / "g0001" / "keys.bin"
    content = file.read_bytes()
    read = container.read(file)
    header = read.header
    secret = kdf.derive(canonical(known_answer.PASSPHRASE), header.salt, header.profile)
    recovery = kdf.derive(canonical(known_answer.RECOVERY), header.salt, header.profile)
    payload = read.place.open(known_answer.KEYHOLDER_AT, secret, header.slots[known_answer.KEYHOLDER_AT])
    assert payload is not None
    key = DataKey(bytearray(payload.secret))
    reckoned = {
        "vault id": header.vault_id,
        "salt": header.salt,
        "passphrase bytes": canonical(known_answer.PASSPHRASE),
        "passphrase secret": secret,
        "recovery bytes": canonical(known_answer.RECOVERY),
        "recovery secret": recovery,
        "shred SHA256": header.shred_digest,
        "shred BLAKE2b": read.shred,
        "slot 3 key": slot_key(secret, read.shred, header.vault_id, 3),
        "slot 3 nonce": header.slots[3][:24],
        "slot 3 tag": header.slots[3][-16:],
        "slot 5 key": slot_key(recovery, read.shred, header.vault_id, 5),
        "data key": payload.secret,
        "personal key": payload.personal_key,
        "slot id": payload.slot_id,
        "database key and salt": bytes.fromhex(key.database_spec()[2:-1].decode()),
        "header MAC key": keyed_digest(payload.secret, b"spv1/header-mac"),
        "header MAC": header.mac,
        "header SHA256": content[0x3FE0:0x4000],
        "file SHA256": hashlib.sha256(content).digest(),
    }
    assert {name: bytes(value).hex() for name, value in reckoned.items()} == {
        name: published[name].hex() for name in reckoned
    }
