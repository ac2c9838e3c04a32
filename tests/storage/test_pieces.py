from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic import generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from tests.vaults import CODE
from vault.services.passphrases import recovery_code
from vault.storage import pieces
from vault.storage.keys import CROCKFORD, RECOVERY_LENGTH, checksum, recovery_form
from vault.storage.pieces import NotPieces, Wrong


def form(code: str) -> bytearray:
    found = recovery_form(bytearray(code, "ascii"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def made() -> list[str]:
    return pieces.split(form(CODE))


def wrong(typed: list[str]) -> tuple[Wrong, int]:
    with pytest.raises(NotPieces) as error:
        pieces.join(typed)
    return error.value.wrong, error.value.which


def test_any_two_of_three_give_the_code(made: list[str]) -> None:
    assert len(made) == 3
    assert all(len(one.split()) == pieces.WORDS for one in made)
    for two in permutations(made, 2):
        assert pieces.join(two) == form(CODE)


@given(st.text(CROCKFORD, min_size=RECOVERY_LENGTH, max_size=RECOVERY_LENGTH))
def test_every_code_comes_back(letters: str) -> None:
    raw = bytearray(letters.encode())
    code = raw + checksum(raw)
    assert pieces.join(pieces.split(code)[1:]) == code


def test_pieces_are_drawn_anew_each_time(made: list[str]) -> None:
    again = pieces.split(form(CODE))
    assert not set(made) & set(again)
    assert wrong([made[0], again[1]]) == (Wrong.OTHERS, 0)


def test_one_piece_is_not_enough(made: list[str]) -> None:
    assert wrong(made[:1]) == (Wrong.OTHERS, 0)
    assert wrong([made[1], made[1].upper()]) == (Wrong.SAME, 0)


def test_a_piece_is_read_in_any_case_with_numbers_and_by_the_first_four_letters(made: list[str]) -> None:
    numbered = "\n".join(f"{n}. {word.upper()[:4]}" for n, word in enumerate(made[0].split(), 1))
    assert pieces.normal(numbered) == made[0]
    assert pieces.join([numbered, made[2]]) == form(CODE)
    assert len({word[:4] for word in WORDLIST}) == len(WORDLIST)


def test_a_slip_is_found_and_told_where(made: list[str]) -> None:
    words = made[1].split()
    other = next(word for word in WORDLIST if word != words[5])
    assert wrong([made[0], " ".join([*words[:5], other, *words[6:]])]) == (Wrong.PIECE, 1)
    assert wrong([made[0], " ".join(words[:-1])]) == (Wrong.PIECE, 1)
    assert wrong(["", made[1]]) == (Wrong.PIECE, 0)
    with pytest.raises(NotPieces) as error:
        pieces.join([made[0], " ".join([*words[:5], "walrus", *words[6:]])])
    assert (error.value.wrong, error.value.which, error.value.word) == (Wrong.WORD, 1, "walrus")


@pytest.mark.parametrize("typed", ["aca", "academicx", "académie"])
def test_a_word_that_only_begins_like_one_is_none(typed: str, made: list[str]) -> None:
    with pytest.raises(NotPieces) as error:
        pieces.normal(f"{typed} {made[0]}")
    assert error.value.wrong is Wrong.WORD


def test_pieces_of_something_else_are_no_recovery_code() -> None:
    other = generate_mnemonics(1, [(2, 3)], b"\xff" * 18)[0]
    assert wrong(other[:2]) == (Wrong.OTHERS, 0)


def test_the_standard_itself_is_kept_to() -> None:
    """Vector 4 of SLIP-0039: two pieces, the secret from the passphrase TREZOR."""
    common = "shadow pistol academic"
    first = (
        "always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short owner flip making coding"
    )
    second = "acid actress prayer class unknown daughter sweater depict flip twice unkind craft early superior advocate"
    typed = [f"{common} {first} armed", f"{common} {second} guest smoking"]
    assert pieces.combine_mnemonics(typed, b"TREZOR").hex() == "b43ceb7e57a0ea8766221624d01b0864"


def test_a_new_code_makes_pieces() -> None:
    code = recovery_code()
    assert pieces.join(pieces.split(form(code))[:2]) == form(code)
