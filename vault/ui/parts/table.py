"""A table of records: rows of 38 px, the whole row chosen, chips and levels painted in their cells.

The model says what is special about a cell by roles; everything else is plain text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from vault.ui import icons, theme
from vault.ui.parts import chips, level_chips

#: (words, kind) or (words, kind, icon), as `chips.paint_chip` takes them
CHIP = Qt.ItemDataRole.UserRole + 101
#: a risk level 1 to 5, or (before, after) with None for an end that is not known
LEVELS = Qt.ItemDataRole.UserRole + 102
#: "secondary", "muted", "accent", "good", "late" or "danger"
TONE = Qt.ItemDataRole.UserRole + 103
#: True for small text (dates, second things)
SMALL = Qt.ItemDataRole.UserRole + 104
#: the name of an icon before the words
ICON = Qt.ItemDataRole.UserRole + 105

_INKS = {
    "": "text.body",
    "secondary": "text.secondary",
    "muted": "text.muted",
    "accent": "accent.text",
    "good": "success.text",
    "late": "attention.text",
    "danger": "danger.text",
}
_PAD, _FIRST = 8, 14
_Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """`opened` comes on Enter and on a double click with the index of the row; Space and a click choose a row."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None, head: Callable[[QWidget], QHeaderView] | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.hovered = -1
        # never Qt's own: PySide loses track of what Qt made, and goes on with it after it was freed
        self.head = head(self) if head else QHeaderView(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(look.px("size.row"))
        self.verticalHeader().setDefaultSectionSize(look.px("size.row"))
        if head is None:
            self._arrange(self.head)
        self.doubleClicked.connect(self.opened)

    def _arrange(self, header: QHeaderView) -> None:
        """A plain one, as the tokens want it."""
        look = theme.current()
        header.setSectionsClickable(True)
        header.setFont(look.font("small", strong=True))
        header.setHighlightSections(False)
        header.setFixedHeight(look.px("size.row_head"))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)

    def minimumSizeHint(self) -> QSize:
        """Never less than the head and four rows."""
        look = theme.current()
        return QSize(super().minimumSizeHint().width(), look.px("size.row_head") + 4 * look.px("size.row"))

    def set_widths(self, *widths: int) -> None:
        """Column widths in px at 100 %; 0 takes what is left."""
        header = self.head
        header.setStretchLastSection(0 not in widths)
        for column, width in enumerate(widths):
            if width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(column, theme.current().px(width))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.paint_focus(QPainter(self.viewport()))

    def paint_focus(self, painter: QPainter) -> None:
        """The ring around the row the keyboard is on."""
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            area = self.visualRect(current)
            area.setLeft(0)
            area.setRight(self.viewport().width() - 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().colour("focus.ring"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))  # not over its edge: the row beside it is not painted again


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a `Table`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, table = theme.current(), self.parent()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = isinstance(table, Table) and table.hovered == index.row()
        painter.save()
        fill = "surface.selected" if chosen else "surface.hover" if hover else "surface.card"
        painter.fillRect(option.rect, look.colour(fill))
        painter.setPen(QPen(look.colour("line.soft"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        first = look.px(_FIRST if index.column() == 0 else _PAD)
        area = option.rect.adjusted(first, 0, -look.px(_PAD), -1)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            area = option.rect.adjusted(look.px(_PAD), 0, -first, -1)
        painter.setClipRect(area)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name reads its own way
        self.paint_content(painter, option, area, index, chosen=chosen)
        painter.restore()

    def paint_content(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: _Index, *, chosen: bool
    ) -> None:
        """What stands in the cell: a chip, levels, or words on one line."""
        _paint_cell(painter, option, area, index, chosen=chosen)


def ink_of(index: _Index, *, chosen: bool) -> QColor:
    """The colour of the words of a cell."""
    look = theme.current()
    plain = look.is_contrast and chosen
    return look.colour("text.on_selected" if plain else _INKS[index.data(TONE) or ""])


def _paint_cell(painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: _Index, *, chosen: bool) -> None:
    chip, levels = index.data(CHIP), index.data(LEVELS)
    if chip:
        size = chips.chip_size(chip[0], chip[2] if len(chip) > 2 else "")
        chips.paint_chip(painter, _start(option, area, 0, size.width(), size.height()), *chip)
    elif levels:
        _paint_levels(painter, option, area, levels, chosen=chosen)
    else:
        _paint_text(painter, option, area, index, chosen=chosen)


def _paint_levels(
    painter: QPainter,
    option: QStyleOptionViewItem,
    area: QRect,
    levels: int | tuple[int | None, int | None],
    *,
    chosen: bool,
) -> None:
    look = theme.current()
    ink = look.colour("text.on_selected" if chosen else "text.secondary")
    before, after = (levels, None) if isinstance(levels, int) else levels
    at = 0
    for n, level in enumerate((before, after)):
        if level is None:
            continue
        if n and before is not None:
            side = look.px(icons.INLINE)
            where = _start(option, area, at + look.px(6), side, side)
            icons.paint(painter, "arrow-right", where, ink)
            at += side + look.px(12)
        size = level_chips.size(level)
        level_chips.paint(painter, _start(option, area, at, size.width(), size.height()), level)
        at += size.width()


def _paint_text(painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: _Index, *, chosen: bool) -> None:
    look = theme.current()
    ink = ink_of(index, chosen=chosen)
    icon = index.data(ICON)
    if icon:
        side = look.px(icons.INLINE)
        icons.paint(painter, icon, _start(option, area, 0, side, side), ink)
        inset = side + look.px(5)
        area = _start(option, area, inset, area.width() - inset, area.height())
    role = "small" if index.data(SMALL) else "body"
    painter.setFont(look.font(role, strong=chosen and not index.data(TONE)))
    painter.setPen(ink)
    side_wanted = index.data(Qt.ItemDataRole.TextAlignmentRole)
    alignment = Qt.AlignmentFlag(side_wanted) if side_wanted else Qt.AlignmentFlag.AlignLeft
    alignment = QStyle.visualAlignment(option.direction, alignment | Qt.AlignmentFlag.AlignVCenter)
    text = painter.fontMetrics().elidedText(
        str(index.data() or "").replace("\n", " "), Qt.TextElideMode.ElideRight, area.width()
    )
    painter.drawText(area, alignment | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine, text)


def _start(option: QStyleOptionViewItem, area: QRect, at: int, width: int, height: int) -> QRect:
    """A rectangle `at` px from the start edge of `area`, in the middle of its height."""
    where = QRect(area.x() + at, area.y() + (area.height() - height) // 2, width, height)
    return QStyle.visualRect(option.direction, area, where)
