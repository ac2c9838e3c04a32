"""A recovery code: shown once, put on paper whole or in three pieces, typed back; or none, with what that means."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vault.errors import InvalidRecord
from vault.i18n import _
from vault.services import passphrases, pieces
from vault.ui import printing, tabbing, theme
from vault.ui.parts import paper
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.choices import Choices
from vault.ui.parts.labels import Sentence, Words, prose, small
from vault.ui.parts.passphrase_field import PassphraseField

_WITH, _WITHOUT = "with", "without"


class NewRecovery(QWidget):
    """`fault()` says what is still wrong; `copied()` gives the code, None when none is wanted.

    `must` leaves out the way without.
    """

    def __init__(self, *, must: bool = False) -> None:
        super().__init__()
        look = theme.current()
        self.code = passphrases.recovery_code()
        self._must = must
        self.pieces: list[str] = []  # none while the code stays whole
        self._card, self.wrong = Card(), Sentence("error")
        self.choice = Choices(
            [
                (
                    _WITH,
                    _("With a recovery code"),
                    _("Whoever has the paper can open the file. Keep it away from this computer, where it is safe."),
                ),
                (
                    _WITHOUT,
                    _("Without"),
                    _("If the passphrase is forgotten, everything in the file is lost. Nobody can bring it back."),
                ),
            ]
        )
        self.choice.changed.connect(self._choose)
        self.typed = PassphraseField(_("Type the code from your paper"))
        self.typed.edited.connect(lambda: self.wrong.say(""))
        self._sides = QStackedWidget()
        self._sides.addWidget(self._shown_side())
        self._sides.addWidget(self._typed_side())
        self._card.body.addWidget(self._sides)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        column.addWidget(self.choice)
        self.choice.setVisible(not must)
        column.addWidget(self._card)
        column.addWidget(self.wrong)
        self.setFocusProxy(self.written)

    @property
    def wanted(self) -> bool:
        return self._must or self.choice.chosen() == _WITH

    def _shown_side(self) -> QWidget:
        look, side = theme.current(), QWidget()
        self._column = QVBoxLayout(side)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(10))
        self._about = prose("")
        self._column.addWidget(self._about)
        self._whole = Words(self.code, "page_title", fixed=True)
        self._whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._whole.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole.setProperty("card", "well")
        self._whole.setFixedHeight(look.px(52))
        self._column.addWidget(self._whole)
        self._parts: QWidget | None = None
        row = QHBoxLayout()
        row.setSpacing(look.px("space.between_buttons"))
        self.written = Button(_("I have written it down"), icon="check", small=True, run=self._turn)
        self.print = Button(_("Print it"), small=True, run=self._print)
        self.splitting = Button("", "quiet", small=True, run=self._split)
        for button in (self.written, self.print, self.splitting):
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._paper = small(_("Do not photograph this page. A printer may keep a copy of what it printed."), wrap=True)
        self._column.addWidget(self._paper)
        self._column.addStretch(1)
        self._say_how()
        return side

    def _say_how(self) -> None:
        """Whole or in pieces."""
        whole = not self.pieces
        self._about.setText(
            _("Write this code on paper, letter by letter. It is shown only now.")
            if whole
            else _(
                "Two of these three pieces open the file, one alone opens nothing. Write each on a paper of its own, "
                "for three people or three places. They are shown only now."
            )
        )
        self.written.setText(_("I have written it down") if whole else _("I have written them down"))
        self.splitting.setText(_("Split it into three pieces") if whole else _("One code instead"))
        self.typed.set_label(
            _("Type the code from your paper") if whole else _("Type one of the pieces from its paper")
        )

    def _split(self) -> None:
        self.wrong.say("")
        self.pieces = [] if self.pieces else pieces.split(self.code)
        if self._parts is not None:
            self._column.removeWidget(self._parts)
            self._parts.deleteLater()
            self._parts = None
        if self.pieces:
            self._parts = paper.Pieces(self.pieces)
            self._column.insertWidget(1, self._parts)
        self._whole.setVisible(not self.pieces)
        self._say_how()
        QTimer.singleShot(0, self, lambda: tabbing.bring_into_view(self.splitting))  # it moved down by the pieces

    def _print(self) -> None:
        if not printing.has_printer():
            self._paper.setText(_("No printer is set up on this computer. Copy it by hand."))
            return
        sheets = paper.piece_sheets(self.pieces) if self.pieces else [paper.code_sheet(self.code)]
        printing.ask(
            self, printing.document(sheets), lambda: self._paper.setText(_("Handed to the printer. Fetch it at once."))
        )

    def _typed_side(self) -> QWidget:
        look, side = theme.current(), QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.typed.setMaximumWidth(look.px(640))
        column.addWidget(self.typed)
        row = QHBoxLayout()
        row.addWidget(Button(_("Look at it again"), icon="arrow-left", small=True, run=self._turn_back))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return side

    def _choose(self, key: str) -> None:
        self._card.setVisible(key == _WITH)
        self.wrong.say("")

    def _turn(self) -> None:
        self.wrong.say("")
        self._sides.setCurrentIndex(1)
        self.setFocusProxy(self.typed)
        self._show_pieces(False)
        self.typed.reveal(True)
        self.typed.setFocus()
        QTimer.singleShot(0, self, lambda: tabbing.bring_into_view(self.typed))

    def _show_pieces(self, shown: bool) -> None:
        """Behind the other side they would keep the room they take, and what is typed would scroll away."""
        if self._parts is not None:
            self._parts.setVisible(shown)

    def _turn_back(self) -> None:
        self._show_pieces(True)
        self.typed.clear()
        self._sides.setCurrentIndex(0)
        self.setFocusProxy(self.written)
        self.written.setFocus()

    def copied(self) -> bytearray | None:
        """The code, to be set; the caller wipes it."""
        return bytearray(self.code, "ascii") if self.wanted else None

    def fault(self) -> str:
        """What is wrong, shown below the card too; "" when one may go on."""
        self.wrong.say(self._fault())
        return self.wrong.text()

    def _fault(self) -> str:
        if not self.wanted:
            return ""
        if self._sides.currentIndex() == 0:
            return _("Write the code on paper first, then type it from there.")
        typed = self.typed.line.text()
        return self._slip_in_piece(typed) if self.pieces else self._slip(typed)

    def _slip_in_piece(self, typed: str) -> str:
        if not typed.strip():
            return _("Type one piece from its paper, so that we know it is right there.")
        try:
            right = pieces.is_one_of(typed, self.pieces)
        except InvalidRecord as error:
            return " ".join(error.faults.values())
        return "" if right else _("This is a piece of another code. Look at the ones shown here again.")

    def _slip(self, typed: str) -> str:
        if not typed.strip():
            return _("Type the code from your paper, so that we know it is right there.")
        if not passphrases.is_recovery_code(typed):
            return _("There is a slip in it. Compare it with your paper, group by group.")
        if not passphrases.same(typed, self.code):
            return _("This is another code. Look at the one shown here again.")
        return ""
