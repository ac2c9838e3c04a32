"""A list of rows with an icon, a second line, a chip and a word at the end, under bands such as "This week"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vault.ui import icons, theme
from vault.ui.parts import chips

_ROW = Qt.ItemDataRole.UserRole
_SIDE, _GAP, _END, _BELOW = 16, 12, 104, 6
_WRAPPED = Qt.TextFlag.TextWordWrap.value
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row. `chip` is (words, kind) as in `chips`; a `band` is a heading in the list and cannot be chosen.

    `key` is what `RowList.opened` gives back; `tone` colours a band ("late"). `under`: more words of the row above, in
    as many lines as they take; it can no more be chosen than a band.
    """

    words: str
    second: str = ""
    icon: str = ""
    chip: tuple[str, str] | None = None
    end: str = ""
    band: bool = False
    tone: str = ""
    key: object = None
    under: bool = False

    def spoken(self) -> str:
        """The row in one sentence, for screen readers."""
        return ". ".join(part for part in (self.words, self.second, self.chip and self.chip[0], self.end) if part)


class RowList(QListView):
    """Shows rows; Enter or a click opens one."""

    opened = Signal(object)

    def __init__(self, rows: Sequence[Row] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # rows `under` others take another height
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        self.set_rows(rows)

    def minimumSizeHint(self) -> QSize:
        """Never less than four rows."""
        return QSize(super().minimumSizeHint().width(), 4 * theme.current().px("size.row_two_lines"))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace what is shown."""
        self._model.replace(rows)

    def rows(self) -> Sequence[Row]:
        return self._model.rows

    def chosen(self) -> Row | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def choose_first(self) -> None:
        """Put the keyboard on the first row that is no band."""
        self.step(1, start=-1)

    def choose(self, key: object) -> None:
        """Put the keyboard on the row with that key, where there is one."""
        at = next((n for n, row in enumerate(self._model.rows) if not row.band and row.key == key), -1)
        if at >= 0:
            self.step(1, start=at - 1)

    def step(self, by: int, start: int | None = None) -> None:
        """Move to the next (1) or last (-1) row that is no band; stays where there is none."""
        at = (self.currentIndex().row() if start is None else start) + by
        while 0 <= at < len(self._model.rows):
            if not (self._model.rows[at].band or self._model.rows[at].under):
                self.setCurrentIndex(self._model.index(at))
                return
            at += by

    def _open(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if not row.band:
            self.opened.emit(row.key)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and (self.rows[index.row()].band or self.rows[index.row()].under):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class _RowDelegate(QStyledItemDelegate):
    def _width(self) -> int:
        """Of the list: what is written in several lines is as high as they are."""
        shown = self.parent()
        return shown.viewport().width() if isinstance(shown, QListView) else 0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look, row = theme.current(), index.data(_ROW)
        if row.under:
            return QSize(0, _height_under(row, self._width()))
        height = look.px(30) if row.band else look.px("size.row_two_lines" if row.second else "size.row")
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(_ROW)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name reads its own way
        if row.band:
            _paint_band(painter, option, row, first=index.row() == 0)
        elif row.under:
            _paint_under(painter, option, row)
        else:
            self._paint_row(painter, option, row)
        if not row.band and not _goes_on(index):
            painter.setPen(QPen(theme.current().colour("line.soft"), 1))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        look, area = theme.current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        fill = "surface.selected" if chosen else "surface.hover" if hover else "surface.card"
        painter.fillRect(area, look.colour(fill))
        ink = look.colour("text.on_selected" if chosen else "text.body")
        quiet = ink if look.is_contrast and chosen else look.colour("text.secondary")
        at = area.adjusted(look.px(_SIDE), 0, -look.px(_SIDE), -1)
        if row.icon:
            side = look.px(icons.NAV)
            icons.paint(painter, row.icon, _visual(option, area, QRect(at.x(), at.y(), side, at.height())), quiet)
            at.setLeft(at.left() + side + look.px(_GAP))
        if row.end:
            painter.setFont(look.font("small"))
            painter.setPen(quiet)
            # in the letters of this device, and never a pixel short: that would cut the last of them
            width = max(look.px(_END), painter.fontMetrics().horizontalAdvance(row.end) + 2)
            where = QRect(at.right() - width + 1, at.y(), width, at.height())
            _draw(painter, option, area, where, row.end, Qt.AlignmentFlag.AlignRight)
            at.setRight(at.right() - width - look.px(_GAP))
        if row.chip:
            size = chips.chip_size(row.chip[0])
            top = at.y() + (at.height() - size.height()) // 2
            where = QRect(at.right() - size.width() + 1, top, size.width(), size.height())
            chips.paint_chip(painter, _visual(option, area, where), *row.chip)
            at.setRight(at.right() - size.width() - look.px(_GAP))
        _paint_two_lines(painter, option, at, row, chosen=chosen)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))


def _paint_two_lines(painter: QPainter, option: QStyleOptionViewItem, at: QRect, row: Row, *, chosen: bool) -> None:
    look = theme.current()
    first, second = look.font(strong=chosen), look.font("small")
    first_height, second_height = QFontMetrics(first).height(), QFontMetrics(second).height() if row.second else 0
    top = at.y() + (at.height() - first_height - second_height) // 2
    painter.setFont(first)
    painter.setPen(look.colour("text.on_selected" if chosen else "text.body"))
    where = QRect(at.x(), top, at.width(), first_height)
    _draw(painter, option, option.rect, where, row.words, Qt.AlignmentFlag.AlignLeft)
    if row.second:
        painter.setFont(second)
        painter.setPen(look.colour("text.on_selected" if chosen and look.is_contrast else "text.muted"))
        where = QRect(at.x(), top + first_height, at.width(), second_height)
        _draw(painter, option, option.rect, where, row.second, Qt.AlignmentFlag.AlignLeft)


def _goes_on(index: _Index) -> bool:
    """Whether more words of the same row follow."""
    after = index.model().index(index.row() + 1, 0)
    return after.isValid() and bool(after.data(_ROW).under)


def _height_under(row: Row, width: int) -> int:
    look = theme.current()
    room = QRect(0, 0, max(1, width - look.px(2 * _SIDE + icons.NAV + _GAP)), 10_000)
    lines = QFontMetrics(look.font("small")).boundingRect(room, _WRAPPED, row.words).height()
    return int(lines) + look.px(_BELOW)


def _paint_under(painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
    look, area = theme.current(), option.rect
    painter.fillRect(area, look.colour("surface.card"))
    at = area.adjusted(look.px(_SIDE + icons.NAV + _GAP), 0, -look.px(_SIDE), 0)
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("text.secondary"))
    painter.drawText(_visual(option, area, at), _WRAPPED, row.words)


def _paint_band(painter: QPainter, option: QStyleOptionViewItem, row: Row, *, first: bool) -> None:
    look, area = theme.current(), option.rect
    painter.fillRect(area, look.colour("surface.sunken"))
    painter.setPen(QPen(look.colour("line.soft"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if first:
        painter.drawLine(area.topLeft(), area.topRight())
    ink = look.colour("attention.text" if row.tone == "late" else "text.secondary")
    at = area.adjusted(look.px(_SIDE), 0, -look.px(_SIDE), 0)
    if row.icon:
        side = look.px(icons.INLINE)
        icons.paint(painter, row.icon, _visual(option, area, QRect(at.x(), at.y(), side, at.height())), ink)
        at.setLeft(at.left() + side + look.px(8))
    painter.setFont(look.font("small", strong=True))
    painter.setPen(ink)
    _draw(painter, option, area, at, row.words, Qt.AlignmentFlag.AlignLeft)


def _visual(option: QStyleOptionViewItem, within: QRect, where: QRect) -> QRect:
    return QStyle.visualRect(option.direction, within, where)


def _draw(
    painter: QPainter, option: QStyleOptionViewItem, within: QRect, where: QRect, text: str, side: Qt.AlignmentFlag
) -> None:
    """One elided line; `where` and `side` are meant left to right and mirrored here."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    alignment = QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)
    flags = alignment | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
    painter.drawText(_visual(option, within, where), flags, shown)
