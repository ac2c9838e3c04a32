"""What may be meant by what is typed: a list that opens below a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from vault.ui import theme
from vault.ui.parts.lines import WORDS, Lines

_KEY = Qt.ItemDataRole.UserRole
_COMPARED = Qt.ItemDataRole.EditRole  # by a completer
_LEAST_WIDTH, _FROM_EDGE = 260, 8


@dataclass(frozen=True)
class Suggestion:
    """`key` is what is sent when it is chosen; one that `writes` something new never comes before what exists."""

    key: str
    words: str
    writes: bool = False


class Suggestions(QObject):
    """Asks `suggest(text)` and shows the answers under `field` while one types in `line`."""

    chosen = Signal(str)

    def __init__(self, field: QWidget, line: QLineEdit, suggest: Callable[[str], Sequence[Suggestion]]) -> None:
        super().__init__(field)
        self._field, self._suggest = field, suggest
        self.clear_of: QWidget | None = None  # what the list must not lie over
        self._model = Lines(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(line)
        if popup := self._completer.popup():
            popup.setProperty("popup", True)
            popup.setMinimumWidth(theme.current().px(_LEAST_WIDTH))
        self._completer.activated[QModelIndex].connect(self._activated)  # type: ignore[index]

    def offer(self, text: str) -> None:
        """Show what may be meant, or close the list when there is nothing."""
        found = self._suggest(text.strip())
        self._model.show([[{WORDS: one.words, _COMPARED: one.words, _KEY: one.key}] for one in found])
        if not found:
            self.close()
            return
        self._completer.complete(self._where())
        if (popup := self._completer.popup()) and text.strip():
            popup.setCurrentIndex(self._model.index(0, 0))  # what Enter takes

    def _where(self) -> QRect:
        """Below the field, and below what is said about it; moved as far as it would leave the window."""
        look, line, window = theme.current(), self._completer.widget(), self._field.window()
        where = self._field.rect().translated(-line.x(), -line.y())
        where.setWidth(max(where.width(), look.px(_LEAST_WIDTH)))
        if self.clear_of is not None and self.clear_of.isVisible():
            around = self.clear_of.parentWidget()
            if around and (layout := around.layout()):
                layout.activate()  # it was perhaps said just now
            where.setBottom(line.mapFrom(window, self.clear_of.mapTo(window, self.clear_of.rect().bottomLeft())).y())
        where.setHeight(where.height() + look.px(2))
        beyond = line.mapTo(window, where.topRight()).x() + look.px(_FROM_EDGE) - window.width()
        return where.translated(-max(0, beyond), 0)

    def first(self, text: str) -> Suggestion | None:
        """What Enter takes: the first thing that exists already, else the first that would be written."""
        found = self._suggest(text)
        return next((one for one in found if not one.writes), found[0] if found else None)

    def close(self) -> None:
        if popup := self._completer.popup():
            popup.hide()

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(_KEY)))
