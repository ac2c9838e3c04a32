"""The model of a short list or table of words.

Not Qt's own items: PySide frees them a second time when rows are taken away after Python's garbage was collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

#: the roles of the words of a cell, and of what is said of it when a mouse rests there
WORDS = Qt.ItemDataRole.DisplayRole
TIP = Qt.ItemDataRole.ToolTipRole
_Index = QModelIndex | QPersistentModelIndex
#: a cell: its words, or a value a role
Cell = str | Mapping[Any, object]


class Lines(QAbstractTableModel):
    """All of it is shown anew at once, or one cell is told otherwise."""

    def __init__(
        self, parent: QObject | None, heads: Sequence[str] = ("",), lines: Iterable[Sequence[Cell]] = ()
    ) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._lines: list[list[dict[int, object]]] = []
        self.show(lines, heads)

    def show(self, lines: Iterable[Sequence[Cell]], heads: Sequence[str] | None = None) -> None:
        """Show these; under other heads, where given."""
        self.beginResetModel()
        self._heads = self._heads if heads is None else tuple(heads)
        self._lines = [[{WORDS: cell} if isinstance(cell, str) else dict(cell) for cell in line] for line in lines]
        self.endResetModel()

    def tell(self, row: int, column: int, values: Mapping[Any, object]) -> None:
        """Say something else in one cell, a value a role."""
        self._lines[row][column].update(values)
        index = self.index(row, column)
        self.dataChanged.emit(index, index)

    def text(self, row: int, column: int = 0) -> str:
        """The words of a cell; "" where there is none."""
        return str(self.data(self.index(row, column)) or "")

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: _Index, role: int = WORDS) -> object:
        if not index.isValid() or index.column() >= len(self._lines[index.row()]):
            return None  # a file may have rows shorter than its head
        return self._lines[index.row()][index.column()].get(role)

    def headerData(self, section: int, side: Qt.Orientation, role: int = WORDS) -> object:
        shown = side == Qt.Orientation.Horizontal and role == WORDS and section < len(self._heads)
        return self._heads[section] if shown else None
