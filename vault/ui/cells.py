"""What stands in a cell of a table of records, and how it is painted: words, chips, levels, bars, in the row's line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vault.plans import scales
from vault.ui import icons, theme
from vault.ui.parts import chips

CELL = Qt.ItemDataRole.UserRole
RECORD = Qt.ItemDataRole.UserRole + 1
#: px at 100 %: the air at both sides of a cell, and between the things in it
SIDE, _GAP = 14, 7
_LEAD, _BAR_WIDTH, _BAR_HEIGHT = 21, 64, 6
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Painted from start to end: `lead` (a number), `icon`, `levels` with arrows between, `age` (a bar filled from 0
    to 1), then `words` or, with `chip` (a kind of `chips`), the words as a chip.

    `tone` is a colour role ("text.secondary"), `main` cells turn semibold in a chosen row, `late` ones always.
    """

    words: str = ""
    tone: str = "text.body"
    small: bool = False
    main: bool = False
    late: bool = False
    lead: str = ""
    icon: str = ""
    chip: str = ""
    levels: tuple[int, ...] = ()
    age: float | None = None

    def spoken(self) -> str:
        """The cell for screen readers and for sorting by eye."""
        said = (self.lead, *(scales.word("level", level) for level in self.levels), self.words)
        return " ".join(part for part in said if part)


class CellDelegate(QStyledItemDelegate):
    """Paints the `CELL` of an index in a `parts.table.Table`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, theme.current().px("size.row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, area = theme.current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = getattr(option.widget, "hovered", -1) == index.row()
        fill = "surface.selected" if chosen else "surface.hover" if hovered else "surface.card"
        painter.save()
        painter.fillRect(area, look.colour(fill))
        painter.setPen(QPen(look.colour("line.soft"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        cell = index.data(CELL)
        if isinstance(cell, Cell):
            _Line(painter, option, chosen).paint(cell)
        painter.restore()


class _Line:
    """Walks through a cell from its start to its end."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
        look = theme.current()
        self._painter, self._option, self._chosen = painter, option, chosen
        self._area = option.rect.adjusted(look.px(SIDE), 0, -look.px(SIDE // 2), -1)
        self._at = self._area.x()

    def paint(self, cell: Cell) -> None:
        look = theme.current()
        if cell.lead:
            # measured semibold and a little wider, so that no number is cut where the advance is rounded
            width = max(look.px(_LEAD), QFontMetrics(look.font("small", strong=True)).horizontalAdvance(cell.lead) + 2)
            self._write(cell.lead, look.font("small", strong=cell.main and self._chosen), "text.secondary", width)
        if cell.icon:
            self._icon(cell.icon, cell.tone)
        for n, level in enumerate(cell.levels):
            if n:
                self._icon("arrow-right", "text.body")
            self._level(level)
        if cell.age is not None:
            self._bar(cell.age, late=cell.late)
        if cell.words and cell.chip:
            self._chip(cell)
        elif cell.words:
            strong = cell.late or (cell.main and self._chosen)
            font = look.font("small" if cell.small else "body", strong=strong)
            self._write(cell.words, font, cell.tone, self._area.right() + 1 - self._at)

    def _take(self, width: int, height: int) -> QRect:
        """The next `width` px of the line, in the middle of its height, already mirrored where needed."""
        where = QRect(self._at, self._area.y() + (self._area.height() - height) // 2, width, height)
        self._at += width + theme.current().px(_GAP)
        return QStyle.visualRect(self._option.direction, self._option.rect, where)

    def _ink(self, role: str) -> QColor:
        look = theme.current()
        return look.colour("text.on_selected" if self._chosen and look.is_contrast else role)

    def _write(self, words: str, font: QFont, role: str, width: int) -> None:
        self._painter.setFont(font)
        self._painter.setPen(self._ink(role))
        where = self._take(width, self._area.height())
        shown = self._painter.fontMetrics().elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
        side = QStyle.visualAlignment(self._option.direction, Qt.AlignmentFlag.AlignLeft)
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        self._painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name reads its own way
        self._painter.drawText(where, flags, shown)

    def _icon(self, name: str, role: str) -> None:
        side = theme.current().px(icons.INLINE)
        icons.paint(self._painter, name, self._take(side, side), self._ink(role))

    def _level(self, level: int) -> None:
        size = chips.level_size(level)
        chips.paint_level(self._painter, self._take(size.width(), size.height()), level)

    def _chip(self, cell: Cell) -> None:
        size = chips.chip_size(cell.words)
        width = min(size.width(), self._area.right() + 1 - self._at)
        words = cell.words
        if width < size.width():
            metrics = QFontMetrics(theme.current().font("small"))
            room = width - (size.width() - metrics.horizontalAdvance(words))
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        chips.paint_chip(self._painter, self._take(width, size.height()), words, cell.chip)

    def _bar(self, filled: float, *, late: bool) -> None:
        look = theme.current()
        whole = self._take(look.px(_BAR_WIDTH), look.px(_BAR_HEIGHT))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = whole.height() / 2
        self._painter.setPen(QPen(look.colour("line.soft"), 1))
        self._painter.setBrush(look.colour("surface.sunken"))
        self._painter.drawRoundedRect(QRectF(whole).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        width = max(look.px(6), round(whole.width() * min(1.0, filled)))
        part = QStyle.visualRect(self._option.direction, whole, QRect(whole.x(), whole.y(), width, whole.height()))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("attention.fill" if late else "success.fill"))
        self._painter.drawRoundedRect(QRectF(part), radius, radius)
