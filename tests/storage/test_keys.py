from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.storage import keys
from vault.storage.keys import CROCKFORD, DataKey, NotAPassphrase, canonical, checksum, recovery_form, slot_key, wipe

LETTERS = st.text(CROCKFORD, min_size=26, max_size=26)
CODE = "0123456789ABCDEFGHJKMNPQRSJR"


def code_of(letters: str) -> str:
    return letters + checksum(bytearray(letters.encode())).decode()


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("one two", "one two"),
        ("  one \t two\n", "one two"),
        ("one\u00a0two\u3000three", "one two three"),
        ("one\x1ctwo", "one two"),
        ("\u00c5se", "A\u030ase"),
        ("A\u030ase", "A\u030ase"),
        ("\ufb01sh \u2460", "fish 1"),
        ("\u0645\u0631\u062d\u0628\u0627", "\u0645\u0631\u062d\u0628\u0627"),
        ("Case Matters", "Case Matters"),
        ("", ""),
    ],
)
def test_the_canonical_form(typed: str, form: str) -> None:
    assert canonical(typed) == form.encode()
    assert canonical(bytearray(typed, "utf-8")) == form.encode()


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_the_form_is_the_one_of_the_description(typed: str) -> None:
    described = " ".join(unicodedata.normalize("NFKD", typed).split()).encode()
    form = canonical(typed)
    assert form == described or recovery_form(bytearray(described)) == form
    assert canonical(form) == form


def test_the_typed_buffer_is_left_alone() -> None:
    typed = bytearray(b"  one  two ")
    canonical(typed)
    assert typed == b"  one  two "


@pytest.mark.parametrize("typed", ["a" * 1025, "\u00e5" * 400])
def test_what_is_too_long_is_no_passphrase(typed: str) -> None:
    with pytest.raises(NotAPassphrase):
        canonical(typed)
    assert len(canonical("a" * 1024)) == 1024


@pytest.mark.parametrize("typed", [bytearray(b"\xff\xfe"), "\ud800"])
def test_what_is_no_text_is_no_passphrase(typed: bytearray | str) -> None:
    with pytest.raises(NotAPassphrase):
        canonical(typed)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "0123-4567-89ab-cdef-ghjk-mnpq-rsjr",
        "0123 4567 89AB CDEF GHJK MNPQ RSJR",
        "oI23-4567-89AB-CDEF-GHJK-MNPQ-RSJR",
        "Ol23-4567-89AB-CDEF-GHJK-MNPQ-RSJR",
        "\uff10123456789ABCDEFGHJKMNPQRSJR",
    ],
)
def test_a_recovery_code_is_the_same_in_any_dress(typed: str) -> None:
    assert canonical(typed) == CODE.encode()


@given(LETTERS, st.integers(0, 27), st.sampled_from(CROCKFORD))
def test_every_wrong_letter_is_found(letters: str, at: int, other: str) -> None:
    code = code_of(letters)
    wrong = code[:at] + other + code[at + 1 :]
    assert (recovery_form(bytearray(wrong.encode())) is not None) == (wrong == code)


@given(LETTERS, st.integers(0, 24))
def test_every_swap_of_neighbours_is_found(letters: str, at: int) -> None:
    swapped = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
    assert (checksum(bytearray(swapped.encode())) == checksum(bytearray(letters.encode()))) == (swapped == letters)


@pytest.mark.parametrize("typed", [CODE[:-1], CODE + "0", CODE.replace("A", "U"), ""])
def test_what_is_no_recovery_code_stays_a_passphrase(typed: str) -> None:
    assert recovery_form(bytearray(typed.encode())) is None
    assert canonical(typed) == typed.encode()


def test_wiping_happens_in_place() -> None:
    one, two = bytearray(b"secret"), bytearray(b"other")
    alias = memoryview(one)
    wipe(one, two)
    assert bytes(alias) == bytes(6)
    assert two == bytes(5)


def test_the_slot_key_depends_on_everything() -> None:
    base = slot_key(bytearray(64), bytes(32), bytes(16), 0)
    others = [
        slot_key(bytearray(63) + b"\x01", bytes(32), bytes(16), 0),
        slot_key(bytearray(64), bytes(31) + b"\x01", bytes(16), 0),
        slot_key(bytearray(64), bytes(32), bytes(15) + b"\x01", 0),
        slot_key(bytearray(64), bytes(32), bytes(16), 1),
    ]
    assert len({bytes(key) for key in [base, *others]}) == 5
    assert base == hashlib.blake2b(b"spv1/slot-kek" + bytes(49), key=bytes(64), digest_size=32).digest()


def test_what_is_derived_from_the_data_key() -> None:
    secret = bytes(range(32))
    key = DataKey(bytearray(secret))
    assert (
        key.database_spec() == b"x'%s'" % hashlib.blake2b(b"spv1/db", key=secret, digest_size=48).hexdigest().encode()
    )
    mac_key = hashlib.blake2b(b"spv1/header-mac", key=secret, digest_size=32).digest()
    assert key.header_mac(b"header") == hashlib.blake2b(b"header", key=mac_key, digest_size=32).digest()
    assert key.secret() == secret


def test_a_closed_key_is_gone() -> None:
    secret = bytearray(b"k" * 32)
    key = DataKey(secret)
    key.close()
    assert secret == bytes(32)
    for use in (key.secret, key.database_spec, lambda: key.header_mac(b"")):
        with pytest.raises(ValueError, match="closed"):
            use()
    key.close()


def test_drawn_keys_differ() -> None:
    assert DataKey.drawn().secret() != DataKey.drawn().secret()
    assert len(keys.drawn_key()) == 32


def test_a_key_does_not_show_itself() -> None:
    assert "107" not in repr(DataKey(bytearray(b"k" * 32)))
    assert "kkk" not in repr(DataKey(bytearray(b"k" * 32)))


def test_a_data_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        DataKey(bytearray(31))


def test_anything_but_the_raw_form_is_never_given_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_HEX", b"0123456789ABCDEF")
    with pytest.raises(AssertionError):
        DataKey(bytearray(b"\xff" * 32)).database_spec()
