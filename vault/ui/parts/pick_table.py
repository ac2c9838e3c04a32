"""A table to tick several rows of; those that are there already say so and cannot be ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.lines import WORDS, Cell, Lines
from vault.ui.parts.table import ICON, SMALL, TONE, CellDelegate, Table
from vault.ui.parts.table_head import TableHead

_Index = QModelIndex | QPersistentModelIndex
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_BOX, _TICK_WIDTH, _STATE_WIDTH = 16, 44, 130


@dataclass(frozen=True, slots=True)
class Pick:
    """A row: `words` a column. `there`: it cannot be ticked, for it is there already. Without a `key`: a heading."""

    key: str
    words: tuple[str, ...]
    there: bool = False


def under_headings(rows: Iterable[tuple[str, Pick]]) -> list[Pick]:
    """Rows with their heading each, which stand together already; each heading before the first of its rows."""
    made: list[Pick] = []
    last = ""
    for heading, row in rows:
        made += [] if heading == last else [Pick("", (heading,))]
        made.append(row)
        last = heading
    return made


class PickTable(Table):
    """Space, Enter or a click on the box ticks a row. `ticked` when a tick changed, `looked_at(key)` with the row."""

    ticked = Signal()
    looked_at = Signal(str)

    def __init__(self, heads: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(None, TableHead)
        self.head.setSectionsClickable(False)
        self.setItemDelegate(_TickDelegate(self))
        self._heads, self._widths = tuple(heads), tuple(widths)
        self._rows: list[Pick] = []
        self._ticks: list[str] = []
        self._lines = Lines(self, ("", *self._heads, ""))
        self.setModel(self._lines)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._look)
        self.opened.connect(lambda index: self.toggle(index.row()))

    def show_rows(self, rows: Sequence[Pick]) -> None:
        """Show these rows; what was ticked stays ticked, even where it is not shown."""
        self._rows = list(rows)
        gone = {one.key for one in rows if one.there}
        self._ticks = [key for key in self._ticks if key not in gone]
        self._lines.show([self._cells(one) for one in rows])
        self.set_widths(_TICK_WIDTH, *self._widths, _STATE_WIDTH)
        first = next((n for n, one in enumerate(rows) if one.key), None)
        if first is not None:
            self.selectRow(first)

    def ticks(self) -> tuple[str, ...]:
        """The keys that are ticked, in the order they were."""
        return tuple(self._ticks)

    def toggle(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        one = self._rows[row]
        if one.there or not one.key:
            return
        if one.key in self._ticks:
            self._ticks.remove(one.key)
        else:
            self._ticks.append(one.key)
        for column in (0, 1):
            self._lines.tell(row, column, {_SPOKEN: self._spoken(one, column)})
        self.viewport().update()
        self.ticked.emit()

    def is_ticked(self, row: int) -> bool | None:
        """None for a row that is there already, and for a heading."""
        one = self._rows[row]
        return None if one.there or not one.key else one.key in self._ticks

    def _cells(self, one: Pick) -> list[Cell]:
        first, *others = one.words
        if not one.key:
            return ["", {WORDS: first, TONE: "accent", SMALL: True}]
        tone = "muted" if one.there else ""
        state = {WORDS: _("there already"), TONE: "good", SMALL: True, ICON: "check"} if one.there else ""
        return [
            {WORDS: "", _SPOKEN: self._spoken(one, 0)},
            {WORDS: first, TONE: tone, Qt.ItemDataRole.ToolTipRole: first, _SPOKEN: self._spoken(one, 1)},
            *({WORDS: words, TONE: "secondary", SMALL: True} for words in others),
            state,
        ]

    def _spoken(self, one: Pick, column: int) -> str:
        said = _("there already") if one.there else _("ticked") if one.key in self._ticks else _("not ticked")
        return said if column == 0 else f"{one.words[0]}, {said}"

    def _look(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and self._rows[now.row()].key:
            self.looked_at.emit(self._rows[now.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index.column() == 0:
            self.toggle(index.row())


class _TickDelegate(CellDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        table: QWidget | None = self.parent()  # type: ignore[assignment]
        if index.column() or not isinstance(table, PickTable):
            return
        state = table.is_ticked(index.row())
        if state is None:
            return
        look, side = theme.current(), theme.current().px(_BOX)
        box = QRect(option.rect.x() + look.px(16), option.rect.y() + (option.rect.height() - side) // 2, side, side)
        box = QStyle.visualRect(option.direction, option.rect, box)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line.strong"), 1.4))
        painter.setBrush(look.colour("surface.card"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if state:
            icons.paint(painter, "check", box.adjusted(1, 1, -1, -1), look.colour("accent.text"))
        painter.restore()
