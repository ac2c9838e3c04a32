"""What stands in a cell of a table of records, and how it is painted: words, chips, levels, bars, in the row's line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle

from vault.plans import scales
from vault.ui import icons, theme
from vault.ui.parts import chips, level_chips

#: px at 100 %: the air at both sides of a cell, and between the things in it
SIDE, _GAP = 14, 7
_LEAD, _BAR_WIDTH, _BAR_HEIGHT = 21, 64, 6
_IN_ONE_LINE = (
    Qt.AlignmentFlag.AlignVCenter.value | Qt.AlignmentFlag.AlignAbsolute.value | Qt.TextFlag.TextSingleLine.value
)


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


class RowPainter:
    """Paints rows of cells, one after the other: what they have in common is made once a frame."""

    def __init__(self, painter: QPainter, direction: Qt.LayoutDirection) -> None:
        self._painter, self._direction, self._look = painter, direction, theme.current()
        self._side, self._gap, self._line = self._look.px(SIDE), self._look.px(_GAP), self._look.colour("line.soft")
        self._flags = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft).value | _IN_ONE_LINE
        self._metrics: dict[tuple[str, bool], tuple[QFont, QFontMetrics]] = {}
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name reads its own way

    def ground(self, area: QRect, *, chosen: bool, hovered: bool) -> None:
        """The row itself: its fill and the line below."""
        fill = "surface.selected" if chosen else "surface.hover" if hovered else "surface.card"
        self._painter.fillRect(area, self._look.colour(fill))
        self._painter.fillRect(area.x(), area.bottom(), area.width(), 1, self._line)

    def cell(self, whole: QRect, cell: Cell, *, chosen: bool) -> None:
        """One cell of a row whose ground is painted."""
        self._whole, self._chosen = whole, chosen
        self._at, self._end = whole.x() + self._side, whole.right() + 1 - self._side // 2
        if cell.lead:
            # measured semibold and a little wider, so that no number is cut where the advance is rounded
            width = max(self._look.px(_LEAD), self._font("small", True)[1].horizontalAdvance(cell.lead) + 2)
            self._write(cell.lead, "small", cell.main and chosen, "text.secondary", width)
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
            strong = cell.late or (cell.main and chosen)
            self._write(cell.words, "small" if cell.small else "body", strong, cell.tone, self._end - self._at)

    def _font(self, role: str, strong: bool) -> tuple[QFont, QFontMetrics]:
        made = self._metrics.get((role, strong))
        if made is None:
            font = self._look.font(role, strong=strong)
            made = self._metrics[role, strong] = font, QFontMetrics(font)
        return made

    def _take(self, width: int, height: int) -> QRect:
        """The next `width` px of the line, in the middle of its height, already mirrored where needed."""
        where = QRect(self._at, self._whole.y() + (self._whole.height() - 1 - height) // 2, width, height)
        self._at += width + self._gap
        if self._direction == Qt.LayoutDirection.LeftToRight:
            return where
        return QStyle.visualRect(self._direction, self._whole, where)

    def _ink(self, role: str) -> QColor:
        return self._look.colour("text.on_selected" if self._chosen and self._look.is_contrast else role)

    def _write(self, words: str, role: str, strong: bool, tone: str, width: int) -> None:
        font, metrics = self._font(role, strong)
        self._painter.setFont(font)
        self._painter.setPen(self._ink(tone))
        shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
        self._painter.drawText(self._take(width, self._whole.height() - 1), self._flags, shown)

    def _icon(self, name: str, role: str) -> None:
        side = self._look.px(icons.INLINE)
        icons.paint(self._painter, name, self._take(side, side), self._ink(role))

    def _level(self, level: int) -> None:
        size = level_chips.size(level)
        level_chips.paint(self._painter, self._take(size.width(), size.height()), level)

    def _chip(self, cell: Cell) -> None:
        size = chips.chip_size(cell.words)
        width = min(size.width(), self._end - self._at)
        words = cell.words
        if width < size.width():
            _font, metrics = self._font("small", False)
            room = width - (size.width() - metrics.horizontalAdvance(words))
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        chips.paint_chip(self._painter, self._take(width, size.height()), words, cell.chip)

    def _bar(self, filled: float, *, late: bool) -> None:
        look = self._look
        whole = self._take(look.px(_BAR_WIDTH), look.px(_BAR_HEIGHT))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = whole.height() / 2
        self._painter.setPen(QPen(look.colour("line.soft"), 1))
        self._painter.setBrush(look.colour("surface.sunken"))
        self._painter.drawRoundedRect(QRectF(whole).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        width = max(look.px(6), round(whole.width() * min(1.0, filled)))
        part = QStyle.visualRect(self._direction, whole, QRect(whole.x(), whole.y(), width, whole.height()))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("attention.fill" if late else "success.fill"))
        self._painter.drawRoundedRect(QRectF(part), radius, radius)
