"""What goes on paper of a recovery code: one sheet with the code, or one for each of three pieces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import pieces
from vault.ui import theme
from vault.ui.parts.labels import Words, small
from vault.ui.printing import Sheet

_ROW, _LONGEST = 5, 9  # words of a piece beside each other, and the room for one


def code_sheet(code: str) -> Sheet:
    """The sheet with the whole code."""
    return Sheet(
        _("Recovery code"),
        [code],
        [
            _("Whoever has this paper can open the file it was made for."),
            _("Keep it away from the computer, where it is safe from fire, water, and whoever searches your rooms."),
            _(
                "To use it, type it where the passphrase is asked for. Small and capital letters are the same. There "
                "is no letter O and no letter I in it: they are the numbers 0 and 1."
            ),
            *_by_hand(),
        ],
    )


def piece_sheets(made: Sequence[str]) -> list[Sheet]:
    """A sheet for each piece."""
    return [
        Sheet(
            _("Piece {n} of {all}").format(n=number, all=len(made)),
            numbered(piece),
            [
                _("Two of the three pieces together open the file they were made for. One alone opens nothing."),
                _("Give the pieces to different people, or keep them in different places, away from the computer."),
                _(
                    "To use two of them, choose “Open with two pieces” where the passphrase is asked for. The first "
                    "four letters of each word are enough."
                ),
                *_by_hand(),
            ],
        )
        for number, piece in enumerate(made, 1)
    ]


def _by_hand() -> tuple[str, str]:
    """What the program leaves to the person: it would tell whoever finds the paper."""
    return _("Made on: ____________________"), _("A newer code makes this paper worthless, except for older backups.")


def numbered(piece: str) -> list[str]:
    """The words of a piece in rows of columns, each with its number; for letters of one width."""
    words = [f"{number:>2} {word:<{_LONGEST}}" for number, word in enumerate(piece.split(), 1)]
    rows = [" ".join(words[at : at + _ROW]).rstrip() for at in range(0, len(words), _ROW)]
    return [row.replace(" ", "\u00a0") for row in rows]


class Pieces(QWidget):
    """Three pieces to be copied by hand, one under the other."""

    def __init__(self, made: Sequence[str]) -> None:
        super().__init__()
        look, column = theme.current(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.s"))
        for number, piece in enumerate(made, 1):
            column.addWidget(small(_("Piece {n} of {all}").format(n=number, all=pieces.MADE), "secondary"))
            words = Words("\n".join(numbered(piece)), "body", fixed=True)
            words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            words.setProperty("card", "well")
            words.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
            column.addWidget(words)
