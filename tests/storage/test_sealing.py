from __future__ import annotations

import hashlib

import pytest
from Crypto.Cipher import ChaCha20_Poly1305
from hypothesis import given
from hypothesis import strategies as st

from vault.storage import sealing
from vault.storage.sealing import keyed_digest, seal, unseal

KEY, NONCE = bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58))


def test_the_published_vector_of_xchacha20_poly1305() -> None:
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    plain = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen"
        b" would be it."
    )
    sealed = seal(KEY, NONCE, plain, bytes.fromhex("50515253c0c1c2c3c4c5c6c7"))
    assert sealed[:24] == NONCE
    assert sealed[24:40].hex() == "bd6d179d3e83d43b9576579493c0e939"
    assert sealed[-16:].hex() == "c0875924c1c7987947deafd8780acf49"


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=24, max_size=24), st.binary(), st.binary())
def test_it_agrees_with_another_implementation(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> None:
    other = ChaCha20_Poly1305.new(key=key, nonce=nonce)
    other.update(bound)
    assert seal(key, nonce, plain, bound) == nonce + b"".join(other.encrypt_and_digest(plain))


@given(st.binary(max_size=200), st.binary(max_size=20), st.data())
def test_what_was_sealed_comes_back_and_nothing_else_opens(plain: bytes, bound: bytes, data: st.DataObject) -> None:
    sealed = seal(KEY, NONCE, bytearray(plain), bound)
    assert unseal(KEY, sealed, bound) == plain
    assert unseal(KEY[::-1], sealed, bound) is None
    assert unseal(KEY, sealed, bound + b"x") is None
    at = data.draw(st.integers(0, len(sealed) - 1))
    assert unseal(KEY, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], bound) is None
    assert unseal(KEY, sealed[:at], bound) is None


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=300), st.integers(16, 64))
def test_the_keyed_digest_agrees_with_another_implementation(key: bytes, data: bytes, size: int) -> None:
    assert keyed_digest(key, data, size) == hashlib.blake2b(data, key=key, digest_size=size).digest()


def test_secrets_come_in_buffers_that_can_be_wiped() -> None:
    assert isinstance(keyed_digest(KEY, b"x"), bytearray)
    assert isinstance(unseal(KEY, seal(KEY, NONCE, b"plain", b""), b""), bytearray)


@pytest.mark.parametrize(("key", "nonce"), [(b"short", NONCE), (KEY, b"short")])
def test_wrong_sizes_are_refused_before_memory_is_read(key: bytes, nonce: bytes) -> None:
    with pytest.raises(ValueError, match="size"):
        seal(key, nonce, b"", b"")


def test_wrong_sizes_of_other_inputs() -> None:
    with pytest.raises(ValueError, match="size"):
        unseal(b"short", bytes(60), b"")
    with pytest.raises(ValueError, match="BLAKE2b"):
        keyed_digest(bytes(65), b"")


@pytest.mark.parametrize("size", [0, 65])
def test_a_digest_of_no_possible_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="refused its input"):
        keyed_digest(b"k" * 32, b"data", size)


def test_a_refusal_of_the_library_is_never_taken_for_a_sealed_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        crypto_aead_xchacha20poly1305_ietf_encrypt = staticmethod(lambda *_: -1)

    monkeypatch.setattr(sealing, "lib", Refusing)
    with pytest.raises(ValueError, match="refused its input"):
        seal(b"k" * 32, b"n" * 24, b"plain", b"")
