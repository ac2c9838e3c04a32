"""A recovery code: shown once, written on paper, typed back; or none, with what that means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import passphrases
from vault.ui import theme
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
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addWidget(prose(_("Write this code on paper, letter by letter. It is shown only now.")))
        shown = Words(self.code, "page_title", fixed=True)
        shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setProperty("card", "well")
        shown.setFixedHeight(look.px(52))
        column.addWidget(shown)
        row = QHBoxLayout()
        self.written = Button(_("I have written it down"), icon="check", small=True, run=self._turn)
        row.addWidget(self.written)
        row.addStretch(1)
        row.addWidget(small(_("Do not photograph this page, and do not print it.")))
        column.addLayout(row)
        column.addStretch(1)
        return side

    def _typed_side(self) -> QWidget:
        look, side = theme.current(), QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.typed.setMaximumWidth(look.px(480))
        column.addWidget(self.typed)
        row = QHBoxLayout()
        row.addWidget(Button(_("Look at the code again"), icon="arrow-left", small=True, run=self._turn_back))
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
        self.typed.reveal(True)
        self.typed.setFocus()

    def _turn_back(self) -> None:
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
        if not typed.strip():
            return _("Type the code from your paper, so that we know it is right there.")
        if not passphrases.is_recovery_code(typed):
            return _("There is a slip in it. Compare it with your paper, group by group.")
        if not passphrases.same(typed, self.code):
            return _("This is another code. Look at the one shown here again.")
        return ""
