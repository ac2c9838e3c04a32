"""The list of sections beside a content card: arrows go from one to the next, what is chosen is shown at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vault.ui import icons, theme
from vault.ui.parts.lines import WORDS, Lines

_KEY = Qt.ItemDataRole.UserRole
_ICON = Qt.ItemDataRole.UserRole + 1
_PAD, _GAP, _ROW, _BETWEEN = 10, 7, 34, 1
_Index = QModelIndex | QPersistentModelIndex


class SectionList(QListView):
    """`sections` are (key, words, icon); `chosen` says which one is shown now."""

    chosen = Signal(str)

    def __init__(self, name: str, sections: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = Lines(self, lines=[[{WORDS: words, _KEY: key, _ICON: icon}] for key, words, icon in sections])
        self.setModel(self._model)
        self.setItemDelegate(_SectionDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(lambda index, _before: self.chosen.emit(str(index.data(_KEY))))

    def choose(self, key: str) -> None:
        """Show this one."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(_KEY) == key:
                self.setCurrentIndex(index)

    def here(self) -> str:
        """The key of what is shown; "" before anything is."""
        return str(self.currentIndex().data(_KEY) or "")

    def minimumSizeHint(self) -> QSize:
        """All rows: they are few."""
        height = self._model.rowCount() * theme.current().px(_ROW + _BETWEEN)
        return QSize(super().minimumSizeHint().width(), height)


class _SectionDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, theme.current().px(_ROW + _BETWEEN))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, area = theme.current(), option.rect.adjusted(0, 0, 0, -theme.current().px(_BETWEEN))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        radius = look.px("radius.button")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("surface.selected" if chosen else "surface.hover"))
            painter.drawRoundedRect(area, radius, radius)
        ink = look.colour(("text.on_selected" if look.is_contrast else "accent.text") if chosen else "text.secondary")
        side = look.px(icons.NAV)
        at = area.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        where = QRect(at.x(), at.y(), side, at.height())
        icons.paint(painter, index.data(_ICON), QStyle.visualRect(option.direction, area, where), ink)
        at.setLeft(at.left() + side + look.px(_GAP))
        painter.setFont(look.font(strong=chosen))
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, at.width())
        flags = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        where = QStyle.visualRect(option.direction, area, at)
        painter.drawText(where, flags | Qt.AlignmentFlag.AlignAbsolute, words)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        painter.restore()
