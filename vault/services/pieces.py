"""The recovery code in three pieces for three people: two of them together open the file, one alone opens nothing."""

from __future__ import annotations

from collections.abc import Sequence

from vault.errors import InvalidRecord
from vault.i18n import _
from vault.storage import pieces
from vault.storage.keys import recovery_form, wipe
from vault.storage.pieces import MADE, NEEDED, WORDS, NotPieces, Wrong

__all__ = ["MADE", "NEEDED", "WORDS", "is_one_of", "join", "split"]


def split(code: str) -> list[str]:
    """The pieces of a recovery code, each 22 words."""
    form = recovery_form(bytearray(code, "ascii"))
    if form is None:
        raise ValueError("not a recovery code")
    made = pieces.split(form)
    wipe(form)
    return made


def is_one_of(typed: str, made: Sequence[str]) -> bool:
    """Whether what was typed from paper is one of the pieces. Raises `InvalidRecord` for what is no piece at all."""
    try:
        return pieces.normal(typed) in made
    except NotPieces as error:
        raise InvalidRecord("keyholder", {"0": _said(error)}) from error


def join(typed: Sequence[str]) -> bytearray:
    """The recovery code that two pieces give; wipe it. Raises `InvalidRecord`: the field is which piece, from "0"."""
    try:
        return pieces.join(typed)
    except NotPieces as error:
        raise InvalidRecord("keyholder", {str(error.which): _said(error)}) from error


def _said(error: NotPieces) -> str:
    if error.wrong is Wrong.WORD:
        return _("“{word}” is not a word of a piece. Compare it with the paper.").format(word=error.word)
    if error.wrong is Wrong.SAME:
        return _("This is the same piece twice. Two different ones are needed.")
    if error.wrong is Wrong.OTHERS:
        return _("These two do not belong together. They may be of different recovery codes.")
    return _("There is a slip in it, or a word is missing. A piece has {n} words.").format(n=WORDS)
