"""What every section of the settings is made of, and what the settings reach of the room around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services.destroying import Orders
from vault.services.honesty import Machine
from vault.ui import theme
from vault.ui.capture import ScreenGuard
from vault.ui.chord import Chord
from vault.ui.desk import Desk
from vault.ui.looking import Looking
from vault.ui.parts.beside import Beside
from vault.ui.parts.card import line
from vault.ui.parts.labels import Sentence, Words, secondary, small

SIDE, _TOP = 20, 16


@dataclass(frozen=True)
class House:
    """The window's own settings, and what it is told: given by the room, so that no page knows it.

    `name` is what was chosen for the title bar, "" for the name of the file. `backed_up` is called after each backup;
    `keep` has those made that make themselves and are due; `machine` gives what asks this computer about itself, off
    the window's thread; `go_elsewhere` locks this vault and asks for the passphrase of the one at a path; `destroy`
    makes this one worthless at once, and so does the `chord`.
    """

    minutes: Callable[[], int]
    set_minutes: Callable[[int], object]
    minimised: Callable[[], bool]
    set_minimised: Callable[[bool], object]
    look: Looking
    set_theme: Callable[[str], object]
    set_text_size: Callable[[int], object]
    screen: ScreenGuard
    name: Callable[[], str]
    set_name: Callable[[str], object]
    backed_up: Callable[[], object]
    keep: Callable[[], object]
    machine: Callable[[], Callable[[], Machine]]
    go_elsewhere: Callable[[Path], object]
    destroy: Callable[[Orders], object]
    chord: Chord


class Section(QWidget):
    """`key` is how others name it, `words` and `icon` stand in the list, `heading` and `about` over the card."""

    key, words, icon, heading, about = "", "", "", "", ""

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__()
        self.desk, self.house = desk, house
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        if desk.session.readonly:
            note = self.note_readonly()
            if note:
                self.add_block("", "", Sentence("late", note))

    def add_block(self, title: str, about: str, *widgets: QWidget) -> None:
        """A part with a heading, a sentence and what is done there, with a line below it."""
        look, block = theme.current(), QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(look.px(SIDE), look.px(_TOP), look.px(SIDE), look.px(_TOP))
        column.setSpacing(look.px("space.s"))
        if title:
            column.addWidget(Words(title, "card_title", wrap=True))
        if about:
            column.addWidget(secondary(about, wrap=True))
        for widget in widgets:
            column.addWidget(widget)
        self.column.addWidget(block)
        self.column.addWidget(line())

    def finish(self) -> None:
        """After the last block."""
        self.column.addStretch(1)

    def note_readonly(self) -> str:
        """What this section says of a vault that is open for reading only; "" for nothing."""
        return _("This file is open for reading only. Nothing here can be changed.")

    def reload(self) -> None:
        """Show what the vault holds now; called each time the section is seen."""


def at_top(widget: QWidget, width: int) -> QWidget:
    """`widget` with the room below it left empty, at most `width` px wide at 100 %."""
    made = QWidget()
    made.setMaximumWidth(theme.current().px(width))
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return made


def side_by_side(*widgets: QWidget, rest: bool = True) -> QWidget:
    """Things in a row from the start edge, below each other where large words leave no room; `rest` leaves the end of
    the row free."""
    made = Beside()
    row = made.row
    row.setSpacing(theme.current().px("space.between_buttons"))
    for widget in widgets:
        row.addWidget(widget)
    if rest:
        row.addStretch(1)
    return made


class Offer(QWidget):
    """A thing that can be done: what it is at the start, its buttons at the end."""

    def __init__(self, title: str, about: str, *buttons: QWidget) -> None:
        super().__init__()
        look = theme.current()
        self._title, self._about = Words(title, strong=True, wrap=True), small(about, "secondary", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(4), 0, look.px(4))
        row.setSpacing(look.px("space.m"))
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button)

    def say(self, title: str, about: str) -> None:
        """Tell something else."""
        self._title.setText(title)
        self._about.setText(about)
