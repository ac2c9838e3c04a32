"""Passphrases and keys: their canonical form, what is derived from what, and their short life.

Every secret is a bytearray, and whoever made it wipes it.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata

from vault.storage.sealing import KEY_SIZE, keyed_digest

LONGEST_PASSPHRASE = 1024  # bytes of canonical UTF-8

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_LENGTH = 26
_CHECK_LENGTH = 2
_CHECK_PRIME = 1021  # the largest prime below 32 * 32: finds every wrong letter and every swap of two neighbours

_TO_CROCKFORD = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyzOIL", b"ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_SEPARATORS = bytes.maketrans(b"\x1c\x1d\x1e\x1f", b"    ")
_SPEC = re.compile(rb"x'[0-9a-f]{96}'")
_HEX = b"0123456789abcdef"


class NotAPassphrase(ValueError):
    """Bytes that no vault can have as its passphrase: over 1,024 of them, or not UTF-8."""


def wipe(*buffers: bytearray) -> None:
    """Overwrite every buffer with zeros, in place."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def canonical(passphrase: bytearray | str) -> bytearray:
    """The bytes that are hashed: NFKD, outer white space off, inner white space one blank, UTF-8.

    A recovery code, in any case and grouping, becomes its 28 capital letters. The argument is not changed; the caller
    wipes the result. Raises `NotAPassphrase`.
    """
    form = _canonical_text(passphrase)
    code = recovery_form(form)
    if code is not None:
        wipe(form)
        return code
    if len(form) > LONGEST_PASSPHRASE:
        wipe(form)
        raise NotAPassphrase("longer than 1,024 bytes")
    return form


def _canonical_text(passphrase: bytearray | str) -> bytearray:
    raw = bytearray(passphrase, "utf-8", "surrogatepass") if isinstance(passphrase, str) else bytearray(passphrase)
    try:
        if not raw.isascii():
            # Only text beyond ASCII passes through immutable strings, which cannot be wiped.
            return bytearray(" ".join(unicodedata.normalize("NFKD", raw.decode()).split()), "utf-8")
        spaced = raw.translate(_SEPARATORS)
        words = spaced.split()
        joined = bytearray(b" ").join(words)
        wipe(spaced, *words)
        return joined
    except UnicodeDecodeError:
        raise NotAPassphrase("not UTF-8") from None
    finally:
        wipe(raw)


def recovery_form(typed: bytearray) -> bytearray | None:
    """The canonical 28 letters when `typed` is a recovery code with a right checksum, else None."""
    letters = typed.translate(_TO_CROCKFORD, b"- ")
    right = (
        len(letters) == RECOVERY_LENGTH + _CHECK_LENGTH
        and all(letter in CROCKFORD.encode() for letter in letters)
        and hmac.compare_digest(letters[RECOVERY_LENGTH:], checksum(letters[:RECOVERY_LENGTH]))
    )
    if right:
        return letters
    wipe(letters)
    return None


def checksum(letters: bytearray) -> bytearray:
    """Two letters: the number the letters stand for in base 32, modulo 1021."""
    remainder = 0
    for letter in letters:
        remainder = (remainder * 32 + CROCKFORD.index(chr(letter))) % _CHECK_PRIME
    high, low = divmod(remainder, 32)
    return bytearray((CROCKFORD[high] + CROCKFORD[low]).encode())


def slot_key(secret: bytearray, shred: bytes, vault_id: bytes, position: int) -> bytearray:
    """KEK of the slot at `position`, from Argon2id's 64 bytes and BLAKE2b-256 of the shred area."""
    return keyed_digest(secret, b"spv1/slot-kek" + shred + vault_id + bytes([position]))


def drawn_key() -> bytearray:
    """32 random bytes."""
    return bytearray(os.urandom(KEY_SIZE))


class DataKey:
    """The vault's data key and what is derived from it. Takes over the 32-byte buffer and wipes it at `close`."""

    def __init__(self, secret: bytearray) -> None:
        if len(secret) != KEY_SIZE:
            raise ValueError("a data key has 32 bytes")
        self._secret = secret

    @classmethod
    def drawn(cls) -> DataKey:
        """A new random key."""
        return cls(drawn_key())

    def secret(self) -> bytearray:
        """A copy of the 32 bytes, to be put into a slot; the caller wipes it."""
        return bytearray(self._open())

    def database_spec(self) -> bytearray:
        """SQLCipher's raw key and salt as `x'96 hex digits'`; whoever sets it wipes it."""
        material = keyed_digest(self._open(), b"spv1/db", 48)
        spec = bytearray(b"x'" + bytes(96) + b"'")  # its full size at once: a growing buffer leaves copies behind
        for place, byte in enumerate(material):
            spec[2 + 2 * place] = _HEX[byte >> 4]
            spec[3 + 2 * place] = _HEX[byte & 15]
        wipe(material)
        if not _SPEC.fullmatch(spec):  # SQLCipher silently takes anything else for a passphrase
            raise AssertionError("the key has not the form SQLCipher needs")
        return spec

    def header_mac(self, header: bytes) -> bytes:
        """32 bytes that only a holder of the data key can compute over the key file's header."""
        key = keyed_digest(self._open(), b"spv1/header-mac")
        mac = bytes(keyed_digest(key, header))
        wipe(key)
        return mac

    def rollback_key(self) -> bytearray:
        """The key that seals the number of the last revision seen; the caller wipes it."""
        return keyed_digest(self._open(), b"spv1/rollback")

    def close(self) -> None:
        wipe(self._secret)
        self._secret = bytearray()

    def _open(self) -> bytearray:
        if not self._secret:
            raise ValueError("the data key was closed")
        return self._secret
