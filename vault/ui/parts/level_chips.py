"""Chips of risk level: as widgets, and as paint functions for delegates.

A level is told three ways: fill, a circle filled by quarters, a word.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from vault.plans import scales
from vault.ui import theme
from vault.ui.parts.chips import paint_box, visual

_SYMBOL = 11
_PAD, _START, _GAP = 9, 7, 6


def size(level: int) -> QSize:
    """The px a level chip takes."""
    look = theme.current()
    words = QFontMetrics(look.font("small", strong=True)).horizontalAdvance(scales.word("level", level))
    return QSize(
        words + look.px(_START) + look.px(_SYMBOL) + look.px(_GAP) + look.px(_PAD),
        look.px("size.level_chip"),
    )


def paint(painter: QPainter, where: QRect, level: int) -> None:
    """Paint the chip of risk level 1 to 5 into `where` (as `size` measured it)."""
    look = theme.current()
    ink = look.colour(f"risk.{level}_on")
    paint_box(painter, where, look.colour(f"risk.{level}"), look.px("radius.level"), look.colour("line.strong"))
    side = look.px(_SYMBOL)
    symbol = QRect(where.x() + look.px(_START), where.y() + (where.height() - side) // 2, side, side)
    paint_symbol(painter, QRectF(visual(where, symbol)), level, ink)
    start = look.px(_START) + side + look.px(_GAP)
    text = visual(where, where.adjusted(start, 0, -look.px(_PAD) + 1, 0))
    painter.setFont(look.font("small", strong=True))
    painter.setPen(ink)
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, scales.word("level", level))


def paint_symbol(painter: QPainter, where: QRectF, level: int, ink: QColor) -> None:
    """The circle filled by quarters: empty at level 1, full at 5, clockwise from the top in every language."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = where.width() / 12
    circle = where.adjusted(unit, unit, -unit, -unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if level == 5:
        painter.drawEllipse(circle)
    elif level > 1:
        painter.drawPie(circle, 90 * 16, -(level - 1) * 90 * 16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.3 * unit))
    painter.drawEllipse(circle)
    painter.restore()


class LevelChip(QLabel):
    """The word, fill and symbol of a risk level."""

    def __init__(self, level: int) -> None:
        super().__init__(scales.word("level", level))
        self.level = level
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_level(self, level: int) -> None:
        self.level = level
        self.setText(scales.word("level", level))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return size(self.level)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint(QPainter(self), self.rect(), self.level)
