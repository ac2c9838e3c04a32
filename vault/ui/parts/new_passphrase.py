"""Choosing a passphrase: six words drawn by chance or words of one's own, typed twice, with an honest measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import passphrases
from vault.services.passphrases import Strength
from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Sentence, Words, field_label, small
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.strength import StrengthBar

_TONES = ("secondary", "danger", "danger", "late", "good", "good")
_TOO_WEAK = 2  # marks


class NewPassphrase(QWidget):
    """`fault()` says what is still wrong, `copied()` gives the passphrase; `profile` is the cost it is judged for."""

    def __init__(self, profile: int = 1) -> None:
        super().__init__()
        look = theme.current()
        self.profile, self.own, self.drawn = profile, False, ""
        self._warned = ""
        self.words = DrawnWords()
        self.words.again.clicked.connect(self.draw)
        self.words.other.clicked.connect(lambda: self.write_own(not self.own))
        self.first = PassphraseField(with_keyboard=False)
        self.second = PassphraseField(with_keyboard=False)
        for button in (self.words.again, self.words.other):
            button.clicked.connect(self._begin)
        self._hints = small("", wrap=True), small("", wrap=True)
        self.wrong = Sentence("error")
        self.strength = StrengthCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addSpacing(look.px(20))
        column.addLayout(self._fields())
        column.addWidget(self.wrong)
        column.addSpacing(look.px(18))
        column.addWidget(self.strength)
        for field in (self.first, self.second):
            field.edited.connect(self._edited)
            field.revealed.connect(self._edited)
        self.tab_last = (self.first.eye, self.second.eye)  # what is typed must not land on a button
        self.setFocusProxy(self.first)
        self.draw()
        self.write_own(False)

    def _fields(self) -> QGridLayout:
        look, grid = theme.current(), QGridLayout()
        grid.setHorizontalSpacing(look.px(20))
        grid.setVerticalSpacing(look.px(4))
        for column, (field, hint) in enumerate(zip((self.first, self.second), self._hints, strict=True)):
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)  # beside one where Caps Lock is told
            grid.addWidget(hint, 1, column)
            grid.setColumnStretch(column, 1)
        return grid

    def draw(self) -> None:
        """Other words; what was typed is forgotten."""
        self.drawn = passphrases.generate()
        self.words.show_words(self.drawn.split())
        self._forget()

    def write_own(self, own: bool) -> None:
        """Whether the person writes words of their own."""
        self.own = own
        self.words.show_own(own)
        self.first.set_label(_("Type your passphrase") if own else _("Type the six words"))
        self.second.set_label(_("Type it once more") if own else _("Type them once more"))
        self._forget()

    def copied(self) -> bytearray:
        """The passphrase as typed; the caller wipes it."""
        return self.first.copied()

    def fault(self) -> str:
        """What is wrong, shown below the fields too; "" when it can be used. A weak one is told once, then taken."""
        self.wrong.say(self._fault())
        once = not self.first.is_empty() and self.second.is_empty()
        self.setFocusProxy(self.second if once else self.first)  # whoever asks puts the cursor where it is missing
        return self.wrong.text()

    def _begin(self) -> None:
        self.first.setFocus()

    def _forget(self) -> None:
        self.first.clear()
        self.second.clear()
        self._edited()

    def _edited(self) -> None:
        self.wrong.say("")
        self._hints[0].setText(_("Shown because you chose to show it.") if self.first.is_shown() else "")
        so_far = _("So far it is the same.") if self.second.starts(self.first) else _("It differs from the first.")
        if self.second.same_as(self.first):
            so_far = _("It is the same.")
        self._hints[1].setText("" if self.second.is_empty() else so_far)
        self.strength.show_strength(self._strength())

    def _strength(self) -> Strength:
        return passphrases.strength(self.first.line.text(), self.profile, drawn="" if self.own else self.drawn)

    def _fault(self) -> str:
        typed = self.first.line.text()
        if not typed.strip():
            return _("Type the passphrase, so that your fingers know it.")
        if self.second.is_empty():
            return _("Type it once more, in the second field.")
        if not self.first.same_as(self.second):
            return _("The two fields differ. Open the eye to see what is typed.")
        if not self.own and not passphrases.same(typed, self.drawn):
            return _("These are not the six words above. Type them as they stand there, or choose to write your own.")
        found = self._strength()
        if found.judged and found.marks < _TOO_WEAK and self._warned != typed:
            self._warned = typed
            return _("This one is found in less than a day. Add words, or continue all the same.")
        return ""


class DrawnWords(Card):
    """Six words in a row, the way to other ones, and the way to one's own."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._words = [_Word() for _n in range(passphrases.WORDS)]
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.setDirection(QHBoxLayout.Direction.LeftToRight)
        self._row.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for word in self._words:
            row.addWidget(word, 1)
        self._row.setFixedHeight(look.px(38))
        self._advice = small(
            _("Words without any connection. No line from a song, a book or a saying, no names and no dates."),
            "secondary",
            wrap=True,
        )
        self.again = Button(_("Draw other words"), icon="refresh-cw", small=True)
        self.other = Button("", icon="pencil", small=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(8))
        buttons.addWidget(self.again)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        buttons.addWidget(small(_("Do not photograph this page.")))
        self.body.setSpacing(look.px(12))
        self.body.addWidget(self._row)
        self.body.addWidget(self._advice)
        self.body.addLayout(buttons)

    def show_words(self, words: Sequence[str]) -> None:
        for label, word in zip(self._words, words, strict=True):
            label.setText(word)

    def show_own(self, own: bool) -> None:
        """Hide the words while the person writes their own."""
        self._row.setVisible(not own)
        self.again.setVisible(not own)
        self._advice.setVisible(own)
        self.other.setText(_("Draw six words instead") if own else _("I will write my own"))
        self.other.updateGeometry()


class _Word(Words):
    def __init__(self) -> None:
        super().__init__("", "card_title")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(theme.current().px(38))
        self.setProperty("card", "well")


class StrengthCard(Card):
    """The time to guess it in words, five marks, and what no measure knows."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.verdict = Words("", "card_title")
        self._because = small("", wrap=True)
        self._bar = StrengthBar()
        words = QWidget()
        words.setFixedWidth(look.px(250))
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        for label in (field_label(_("Time to guess it")), self.verdict, self._because):
            column.addWidget(label)
        column.addStretch(1)
        aside = _("It does not help if someone watches you type, or if the words are on a note beside the laptop.")
        beside = small(aside, "secondary", wrap=True)
        beside.setFixedWidth(look.px(210))
        row = QHBoxLayout()
        row.setSpacing(look.px(20))
        row.addWidget(words)
        row.addWidget(self._bar, 1)
        row.addWidget(beside)
        self.body.addLayout(row)

    def show_strength(self, found: Strength) -> None:
        """Say how long guessing takes."""
        self._bar.set_strength(found.marks)
        self.verdict.setText(_(found.verdict) or _("Nothing typed yet"))
        self.verdict.set_tone(_TONES[found.marks])
        self._because.setText(_(found.because))
