"""The head of a table: words on a sunken band, and a chevron at the column the table is sorted by."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from vault.ui import icons, theme

_SIDE = 14


class TableHead(QHeaderView):
    """Says which column was pressed (`sectionClicked`); `mark` shows the order there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorted, self._descending = -1, False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(theme.current().px(24))

    def mark(self, section: int, descending: bool) -> None:
        """Show the chevron at `section` (-1 for nowhere)."""
        self._sorted, self._descending = section, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(0, theme.current().px("size.row_head"))

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:  # noqa: N802
        look = theme.current()
        painter.save()
        painter.fillRect(area, look.colour("surface.sunken"))
        painter.setPen(QPen(look.colour("line.soft"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setFont(look.font("small", strong=True))
        painter.setPen(look.colour("text.secondary"))
        side = look.px(_SIDE)
        words = str(self.model().headerData(section, self.orientation()) or "")
        where = area.adjusted(side, 0, -side // 2, -1)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, where.width())
        alignment = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        flags = alignment | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(QStyle.visualRect(self.layoutDirection(), area, where), flags, shown)
        if section == self._sorted:
            self._paint_chevron(painter, area, where.x() + painter.fontMetrics().horizontalAdvance(shown))
        painter.restore()

    def _paint_chevron(self, painter: QPainter, area: QRect, after: int) -> None:
        look = theme.current()
        size = look.px(icons.INLINE - 2)
        where = QRect(after + look.px(4), area.y(), size, area.height() - 1)
        where = QStyle.visualRect(self.layoutDirection(), area, where)
        if not self._descending:
            painter.translate(where.center().x() + 0.5, where.center().y() + 0.5)
            painter.rotate(180)
            painter.translate(-where.center().x() - 0.5, -where.center().y() - 0.5)
        icons.paint(painter, "chevron-down", where, look.colour("text.secondary"))
