"""A table whose words go on in the next line, as high as they need: for what is read whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem

from vault.ui import theme
from vault.ui.parts.lines import Cell, Lines
from vault.ui.parts.table import SMALL, TONE, CellDelegate, Table, ink_of
from vault.ui.parts.table_head import TableHead

_Index = QModelIndex | QPersistentModelIndex
_LEAST, _PAD, _SIDES, _INSET = 46, 9, 24, 6
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


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
        metrics = QFontMetrics(look.font("small" if index.data(SMALL) else "body", strong=True))
        room = QRect(0, 0, max(look.px(40), width - look.px(_SIDES)), 10_000)
        height = metrics.boundingRect(room, _FLAGS, str(index.data() or "")).height()
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
        painter.drawText(area, side | Qt.AlignmentFlag.AlignAbsolute | _FLAGS, str(index.data() or ""))
