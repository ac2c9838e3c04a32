"""How `tests/museum/known-answer.vault` was made: every random value replaced by a known one.

Its values are published in docs/format.md. Run it only to make a new one for a new format:
`VAULT_TEST=1 python -m tests.security.known_answer FOLDER`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from vault.storage import container, database, kdf
from vault.storage.bundle import Bundle
from vault.storage.container import KeyFile
from vault.storage.header import Header
from vault.storage.keys import DataKey, canonical, slot_key
from vault.storage.sealing import seal
from vault.storage.slots import SLOT_SIZE, SLOTS, Kind, Payload

PASSPHRASE = "  \u00c5se g\u00e5r  p\u00e5 tur "
RECOVERY = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"
VAULT_ID, SALT = bytes(range(16)), bytes(range(16, 32))
DATA_KEY, PERSONAL_KEY, SLOT_ID = bytes(range(32, 64)), bytes(range(64, 96)), bytes(range(96, 112))
KEYHOLDER_AT, RECOVERY_AT = 3, 5
ANSWER = "forty-two"


def stream(name: str, size: int) -> bytes:
    return hashlib.shake_256(b"spv1 known answer: " + name.encode()).digest(size)


def payload(kind: Kind) -> Payload:
    personal = PERSONAL_KEY if kind is Kind.KEYHOLDER else stream("no personal key", 32)
    return Payload(kind, bytearray(DATA_KEY), bytearray(personal), slot_id=SLOT_ID, day=20_000)


def slot(keyfile: KeyFile, position: int, phrase: str, kind: Kind) -> bytes:
    place = keyfile.place
    secret = kdf.derive(canonical(phrase), SALT, 0)
    key = slot_key(secret, keyfile.shred, VAULT_ID, position)
    bound = b"spv1/slot" + VAULT_ID + place.settings + bytes([position])
    return seal(key, stream(f"nonce {position}", 24), payload(kind).pack(), bound)


def make(folder: Path) -> None:
    bundle = Bundle(folder)
    area = stream("shred area", container.SHRED_SIZE)
    digest, shred = container.shred_digests(area)
    header = Header(
        vault_id=VAULT_ID,
        profile=0,
        salt=SALT,
        floor=500,
        slots=tuple(stream(f"slot {position}", SLOT_SIZE) for position in range(SLOTS)),
        shred_digest=digest,
        filler=stream("filler", 0xF00),
        noise=stream("noise", 32),
    )
    key = DataKey(bytearray(DATA_KEY))
    keyfile = KeyFile(bundle.keys_file, header, shred)
    slots = {
        KEYHOLDER_AT: slot(keyfile, KEYHOLDER_AT, PASSPHRASE, Kind.KEYHOLDER),
        RECOVERY_AT: slot(keyfile, RECOVERY_AT, RECOVERY, Kind.RECOVERY),
    }
    bundle.make()
    container.create(bundle.keys_file, keyfile.filled(slots, key).header, area)
    connection = database.connect(bundle.database, key.database_spec(), new=True)
    connection.execute("CREATE TABLE known (answer TEXT)")
    connection.execute("INSERT INTO known VALUES (?)", (ANSWER,))
    connection.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
