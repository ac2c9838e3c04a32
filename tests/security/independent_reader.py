"""Another reader of a vault, from docs/format.md alone: shares no line and no library with the program."""

import hashlib
import struct
import sys
import unicodedata
from pathlib import Path

import apsw
from Crypto.Cipher import ChaCha20_Poly1305
from Crypto.Hash import BLAKE2b
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

PROFILES = {0: (65536, 3, 4), 1: (262144, 3, 4), 2: (524288, 4, 4), 3: (1048576, 4, 4), 255: (32, 1, 4)}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def keyed(key: bytes, data: bytes, bits: int = 256) -> bytes:
    return BLAKE2b.new(digest_bits=bits, key=key, data=data).digest()


def newest_header(content: bytes) -> bytes:
    copies = [content[:0x4000], content[0x4000:0x8000]]
    sound = [h for h in copies if h[:8] == b"SPVAULT1" and hashlib.sha256(h[:0x3FE0]).digest() == h[0x3FE0:]]
    header = max(sound, key=lambda h: struct.unpack_from("<Q", h, 0x20))
    if len(content) != 0x48000 or hashlib.sha256(content[0x8000:]).digest() != header[0x3F80:0x3FA0]:
        raise SystemExit("the key file is damaged")
    return header


def hashed(typed: str) -> bytes:
    text = " ".join(unicodedata.normalize("NFKD", typed).split())
    code = text.upper().translate(str.maketrans("OIL", "011", "- "))
    digits = [CROCKFORD.find(letter) for letter in code]
    number = sum(digit * 32**place for place, digit in enumerate(reversed(digits[:26])))
    is_code = len(code) == 28 and -1 not in digits and number % 1021 == digits[26] * 32 + digits[27]
    return (code if is_code else text).encode()


def data_key(content: bytes, typed: str) -> bytes:
    header, shred = newest_header(content), BLAKE2b.new(digest_bits=256, data=content[0x8000:]).digest()
    profile, memory, passes, lanes = struct.unpack_from("<IIII", header, 0x28)
    if (memory, passes, lanes) != PROFILES[profile]:
        raise SystemExit("unknown key settings")
    vault_id, salt = header[0x10:0x20], header[0x38:0x48]
    secret = Argon2id(salt=salt, length=64, iterations=passes, lanes=lanes, memory_cost=memory).derive(hashed(typed))
    for position in range(8):
        slot = header[0x80 + 1536 * position :][:1536]
        key = keyed(secret, b"spv1/slot-kek" + shred + vault_id + bytes([position]))
        cipher = ChaCha20_Poly1305.new(key=key, nonce=slot[:24])
        cipher.update(b"spv1/slot" + vault_id + header[0x28:0x48] + bytes([position]))
        try:
            payload = cipher.decrypt_and_verify(slot[24:-16], slot[-16:])
        except ValueError:
            continue
        if payload[:32] == bytes(32) and payload[33] in (1, 3):
            if keyed(keyed(payload[36:68], b"spv1/header-mac"), header[:0x3FC0]) != header[0x3FC0:0x3FE0]:
                raise SystemExit("the key file was altered")
            return payload[36:68]
    raise SystemExit("wrong passphrase")


def database(vault: Path, passphrase: str) -> apsw.Connection:
    folder = vault / (vault / "CURRENT").read_text().strip()
    spec = "x'" + keyed(data_key((folder / "keys.bin").read_bytes(), passphrase), b"spv1/db", 384).hex() + "'"
    connection = apsw.Connection(str(folder / "data.db"))
    for setting in ("cipher='sqlcipher'", "legacy=4", f'key="{spec}"'):
        connection.execute(f"PRAGMA {setting}")
    return connection


if __name__ == "__main__":
    opened = database(Path(sys.argv[1]), input("Passphrase: "))
    for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        sys.stdout.write(f"{table} {opened.execute(f'SELECT count(*) FROM {table}').fetchone()[0]}\n")
