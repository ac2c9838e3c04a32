"""The twenty-five squares of the risk matrix as a table model: row 0 is the highest likelihood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vault.i18n import _, plural
from vault.plans import scales
from vault.ui import theme
from vault.ui.parts.marks import Drawing, Mark, Square

LEVEL = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_SIZE = len(scales.STEPS)


class Squares(QAbstractTableModel):
    """Knows level and risks of every square and says them in words ("Likely, Severe: High, 1 risk")."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = Drawing()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        self._drawing = Drawing(tuple(marks), self._drawing.mode, self._drawing.chosen)
        self._changed()

    def set_mode(self, mode: str) -> None:
        self._drawing = Drawing(self._drawing.marks, mode, self._drawing.chosen)
        self._changed()

    def choose(self, number: int | None) -> None:
        self._drawing = Drawing(self._drawing.marks, self._drawing.mode, number)
        self._changed()

    def drawing(self) -> Drawing:
        """What is to be painted now."""
        return self._drawing

    def at(self, square: Square) -> QModelIndex:
        """The index of (probability, impact)."""
        probability, impact = square
        return self.index(_SIZE - probability, impact - 1)

    def square(self, index: _Index) -> Square:
        return _SIZE - index.row(), index.column() + 1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _SIZE

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _SIZE

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == LEVEL:
            return scales.level(*self.square(index))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.spoken(self.square(index))
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.FontRole:
            return theme.current().font("small")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if side == Qt.Orientation.Vertical:
            return scales.word("probability", _SIZE - section)
        return scales.word("impact", section + 1)

    def spoken(self, square: Square) -> str:
        """The square in words, with the number of risks the mode shows there."""
        probability, impact = square
        count = len({number for number, _kind in self._drawing.placed().get(square, ())})
        return _("{likelihood}, {impact}: {level}, {risks}").format(
            likelihood=scales.word("probability", probability),
            impact=scales.word("impact", impact),
            level=scales.word("level", scales.level(probability, impact)),
            risks=plural("{n} risk", "{n} risks", count) if count else _("no risks"),
        )

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(_SIZE - 1, _SIZE - 1))
