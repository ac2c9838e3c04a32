"""A recovery code in three pieces of which any two give it again: SLIP-39, by its reference implementation.

The 26 letters of the code are a number of 130 bits. It is split as 18 bytes, whose 14 leading zero bits tell at joining
that the pieces are of a recovery code. Splitting and joining pass through immutable text, which cannot be wiped.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from vault.storage.keys import CROCKFORD, RECOVERY_LENGTH, checksum

NEEDED, MADE = 2, 3
WORDS = 22

_BYTES = 18
_SHORTEST = 4  # letters by which every word of the list is told from the others
_BY_START = {word[:_SHORTEST]: word for word in WORDLIST}


class Wrong(Enum):
    """What is wrong with what was typed."""

    WORD = "a word that is not in the list"
    PIECE = "a slip: the piece's own check does not hold"
    SAME = "the same piece twice"
    OTHERS = "pieces that do not belong together"


class NotPieces(ValueError):
    """`which` counts from 0; `word` is the one that is not in the list."""

    def __init__(self, wrong: Wrong, which: int = 0, word: str = "") -> None:
        self.wrong, self.which, self.word = wrong, which, word
        super().__init__(wrong.value)


def split(code: bytearray) -> list[str]:
    """The pieces of a recovery code in its canonical form."""
    number = 0
    for letter in code[:RECOVERY_LENGTH]:
        number = number * 32 + CROCKFORD.index(chr(letter))
    # stretching would only slow down a person: the code has more chance than anybody can try
    return list(generate_mnemonics(1, [(NEEDED, MADE)], number.to_bytes(_BYTES, "big"), iteration_exponent=0)[0])


def normal(typed: str, which: int = 0) -> str:
    """A piece as it was made, from any case and spacing, and from words of which only the first four letters stand.

    Raises `NotPieces` when it is none.
    """
    words = []
    for word in typed.casefold().split():
        if word.strip(".,;:").isdecimal():
            continue  # the numbers printed before the words
        whole = _BY_START.get(word[:_SHORTEST], "") if len(word) >= _SHORTEST else ""
        if not whole.startswith(word):
            raise NotPieces(Wrong.WORD, which, word)
        words.append(whole)
    piece = " ".join(words)
    try:
        Share.from_mnemonic(piece)
    except (MnemonicError, ValueError) as error:
        raise NotPieces(Wrong.PIECE, which) from error
    return piece


def join(typed: Sequence[str]) -> bytearray:
    """The recovery code, canonical, from two pieces. Raises `NotPieces`."""
    pieces = [normal(one, which) for which, one in enumerate(typed)]
    if len(set(pieces)) < len(pieces):
        raise NotPieces(Wrong.SAME)
    try:
        number = int.from_bytes(combine_mnemonics(pieces), "big")
    except MnemonicError as error:
        raise NotPieces(Wrong.OTHERS) from error
    if number >> (5 * RECOVERY_LENGTH):
        raise NotPieces(Wrong.OTHERS)
    letters = bytearray(RECOVERY_LENGTH)
    for at in reversed(range(RECOVERY_LENGTH)):
        number, digit = divmod(number, 32)
        letters[at] = ord(CROCKFORD[digit])
    return letters + checksum(letters)
