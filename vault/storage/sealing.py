"""Keyed BLAKE2b and XChaCha20-Poly1305 over buffers that can be wiped.

The high-level calls of PyNaCl and `hashlib` return immutable bytes, which stay in memory until something happens to
overwrite them; so libsodium is called through PyNaCl's own binding, with bytearrays for everything secret.
"""

from __future__ import annotations

import nacl.bindings  # noqa: F401  (loading it initialises libsodium)
from nacl._sodium import ffi, lib

KEY_SIZE = 32
NONCE_SIZE = 24
TAG_SIZE = 16

Buffer = bytes | bytearray


def keyed_digest(key: Buffer, data: Buffer, size: int = 32) -> bytearray:
    """Keyed BLAKE2b of `data`; `key` has up to 64 bytes, the digest `size` (16 to 64)."""
    digest = bytearray(size)
    code = lib.crypto_generichash_blake2b_salt_personal(
        _view(digest), size, _view(data), len(data), _view(key), len(key), ffi.NULL, ffi.NULL
    )
    if code != 0:
        raise ValueError("BLAKE2b refused its input")
    return digest


def seal(key: Buffer, nonce: bytes, plain: Buffer, bound: bytes) -> bytes:
    """`nonce` (24) followed by the ciphertext and tag of `plain`; `bound` is authenticated with it."""
    if len(key) != KEY_SIZE or len(nonce) != NONCE_SIZE:
        raise ValueError("wrong size of key or nonce")
    sealed = bytearray(len(plain) + TAG_SIZE)
    length = ffi.new("unsigned long long *")
    code = lib.crypto_aead_xchacha20poly1305_ietf_encrypt(
        _view(sealed), length, _view(plain), len(plain), bound, len(bound), ffi.NULL, nonce, _view(key)
    )
    if code != 0:
        raise ValueError("XChaCha20-Poly1305 refused its input")
    return nonce + bytes(sealed)


def unseal(key: Buffer, sealed: bytes, bound: bytes) -> bytearray | None:
    """The plain text of what `seal` made with the same key and `bound`, or None."""
    if len(key) != KEY_SIZE:
        raise ValueError("wrong size of key")
    size = len(sealed) - NONCE_SIZE - TAG_SIZE
    if size < 0:
        return None
    nonce, rest = sealed[:NONCE_SIZE], sealed[NONCE_SIZE:]
    plain = bytearray(size)
    length = ffi.new("unsigned long long *")
    code = lib.crypto_aead_xchacha20poly1305_ietf_decrypt(
        _view(plain), length, ffi.NULL, rest, len(rest), bound, len(bound), nonce, _view(key)
    )
    return plain if code == 0 else None


def _view(buffer: Buffer) -> object:
    return ffi.from_buffer("unsigned char[]", buffer)
