"""Ctrl+K: go anywhere, do anything, find a record, by typing a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import fold
from vault.ui import theme
from vault.ui.actions import ACTIONS
from vault.ui.parts.rows import Row, RowList
from vault.ui.parts.search_field import SearchField

_WIDTH, _HEIGHT = 560, 420
_FROM_LETTERS = 2


@dataclass(frozen=True)
class Choice:
    """Something to go to or to do: `detail` is a second line, `hint` its keys, `also` other words it is found by."""

    words: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = ""
    hint: str = ""
    also: str = ""


class Palette(QDialog):
    """Offers `choices` and, from two letters on, the records `find` knows. Closes before it runs what was chosen."""

    def __init__(
        self, choices: Sequence[Choice], find: Callable[[str], Sequence[Choice]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        look = theme.current()
        self._choices, self._find, self._again = choices, find, _own_keys()
        self._shown: str | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find or go to"))
        self.setProperty("popup", True)
        self.field = SearchField(_("A page, something to do, a name"))
        self.list = RowList()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What was found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, look.px(8), 1, 1)
        column.setSpacing(look.px(8))
        inner = QVBoxLayout()
        inner.setContentsMargins(look.px(8), 0, look.px(8), 0)
        inner.addWidget(self.field)
        column.addLayout(inner)
        column.addWidget(self.list, 1)
        self.resize(look.px(_WIDTH), look.px(_HEIGHT))
        self.field.installEventFilter(self)
        self.field.searched.connect(self._show)
        self.list.opened.connect(self._run)
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.list.step(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.reject()  # also with words in the field: it is the way out of all of it
        elif QKeySequence(event.keyCombination()) in self._again:
            self.field.selectAll()  # the keys that opened it: something else is looked for
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._show(self.field.text())
            row = self.list.chosen()
            if row:
                self._run(row.key)
        else:
            return False
        return True

    def _show(self, text: str) -> None:
        if text == self._shown:
            return
        self._shown = text
        records = self._find(text) if text and len(text.strip()) >= _FROM_LETTERS else ()
        # "risk" and Enter leads to Risks, and not to the first record that has the word somewhere
        rows = _band(_("Go to and do"), [choice for choice in self._choices if _fits(choice, text or "")])
        rows += _band(_("Records"), records)
        self.list.set_rows(rows or [Row(words=_("Nothing matches “{text}”").format(text=text), band=True)])
        self.list.choose_first()

    def _run(self, choice: object) -> None:
        self.accept()
        if isinstance(choice, Choice):
            choice.run()


def _own_keys() -> list[QKeySequence]:
    return [QKeySequence(keys) for action in ACTIONS if action.key == "palette" for keys in action.keys]


def _band(words: str, choices: Sequence[Choice]) -> list[Row]:
    rows = [Row(words=c.words, second=c.detail, icon=c.icon, end=c.hint, key=c) for c in choices]
    return [Row(words=words, band=True), *rows] if rows else []


def _fits(choice: Choice, text: str) -> bool:
    words = fold.words(f"{choice.words} {choice.also}")
    return all(any(word.startswith(part) for word in words) for part in fold.words(text))
