"""A table whose words go on in the next line, as high as they need: for what is read whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem

from vault.ui import theme
from vault.ui.parts.lines import Cell, Lines
from vault.ui.parts.table import SMALL, TONE, CellDelegate, Table, ink_of
from vault.ui.parts.table_head import TableHead

_Index = QModelIndex | QPersistentModelIndex
_LEAST, _PAD, _SIDES, _INSET = 46, 9, 24, 6


class WrappedTable(Table):
    """`shares` say how the width is parted among the columns."""

    def __init__(self, heads: Sequence[str], shares: Sequence[float]) -> None:
        super().__init__(None, TableHead)
        self._shares = tuple(shares)
        self._lines = Lines(self, heads)
        self.setModel(self._lines)
        self.setItemDelegate(_WrappedDelegate(self))
        self.head.setSectionsClickable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(theme.current().px(_LEAST))

    def show_lines(self, lines: Sequence[Sequence[Cell]]) -> None:
        """Show these; the row that was chosen stays so, where there still is one."""
        at = max(0, self.currentIndex().row())
        self._lines.show(lines)
        self._share_width()
        if lines:
            self.selectRow(min(at, len(lines) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        part = self.viewport().width() / sum(self._shares)
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, int(part * share))
        self.resizeRowsToContents()


class _WrappedDelegate(CellDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look, table = theme.current(), self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, WrappedTable) else look.px(200)
        font = look.font("small" if index.data(SMALL) else "body", strong=True)
        height = _height(str(index.data() or ""), font, max(look.px(40), width - look.px(_SIDES)))
        return QSize(width, max(look.px(_LEAST), height + 2 * look.px(_PAD)))

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: _Index, *, chosen: bool
    ) -> None:
        look = theme.current()
        painter.setFont(look.font("small" if index.data(SMALL) else "body", strong=chosen and not index.data(TONE)))
        painter.setPen(ink_of(index, chosen=chosen))
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        if index.column():  # as the heads stand
            inset = look.px(_INSET)
            away = option.direction == Qt.LayoutDirection.RightToLeft
            area = area.adjusted(0, 0, -inset, 0) if away else area.adjusted(inset, 0, 0, 0)
        wrap = _wrapping()
        wrap.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        wrap.setTextDirection(painter.layoutDirection())
        painter.drawText(QRectF(area), str(index.data() or ""), wrap)


def _wrapping() -> QTextOption:
    """Between words, and inside one that is wider than its column: large letters lose nothing."""
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return wrap


def _height(words: str, font: QFont, width: int) -> int:
    layout = QTextLayout(words.replace("\n", "\u2028"), font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        height += line.height()
    layout.endLayout()
    return ceil(height)
