"""The marks of risks on the matrix: a paper disc before measures, an ink disc after, an arrow between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from vault.ui import theme

#: (probability, impact), 1 to 5 each
Square = tuple[int, int]
#: number of the risk, "before" or "after"
Disc = tuple[int, str]

#: from so many risks on, only the chosen one keeps its arrow
FEW = 12
_SIDE_BY_SIDE = 3
_RADIUS, _HALO, _HEAD = 11, 1.5, 9


@dataclass(frozen=True)
class Mark:
    """A risk on the matrix, by its number in the register. `after` is None while there is no measure yet."""

    number: int
    before: Square
    after: Square | None = None


@dataclass(frozen=True)
class Drawing:
    """What the matrix shows: the marks, "before", "after" or "both", and the number of the chosen risk."""

    marks: tuple[Mark, ...] = ()
    mode: str = "both"
    chosen: int | None = None

    def placed(self) -> dict[Square, list[Disc]]:
        """The discs in each square; a risk without a measure keeps its paper disc in every mode."""
        found: dict[Square, list[Disc]] = {}
        for mark in self.marks:
            if self.mode != "after" or mark.after is None:
                found.setdefault(mark.before, []).append((mark.number, "before"))
            if self.mode != "before" and mark.after is not None:
                found.setdefault(mark.after, []).append((mark.number, "after"))
        return found

    def arrows(self) -> list[Mark]:
        """The marks that get an arrow, the chosen one last."""
        if self.mode != "both":
            return []
        moved = [mark for mark in self.marks if mark.after not in (None, mark.before)]
        chosen = [mark for mark in moved if mark.number == self.chosen]
        others = [mark for mark in moved if mark.number != self.chosen]
        return chosen if len(self.marks) >= FEW else others + chosen


def paint_marks(painter: QPainter, drawing: Drawing, area_of: Callable[[Square], QRectF]) -> None:
    """Paint arrows, then discs; `area_of` gives the rectangle of a square, already mirrored where needed."""
    middles: dict[Disc, QPointF] = {}
    discs: list[tuple[QPointF, Disc, int]] = []
    for square, placed in drawing.placed().items():
        crowd = len({number for number, _kind in placed})
        for n, disc in enumerate(placed):
            few = crowd <= _SIDE_BY_SIDE
            middles[disc] = _middle(area_of(square), n if few else 0, len(placed) if few else 1)
            discs.append((middles[disc], disc, crowd))
    for mark in drawing.arrows():
        start, end = middles[mark.number, "before"], middles[mark.number, "after"]
        _paint_arrow(painter, QLineF(start, end), 2.4 if mark.number == drawing.chosen else 1.4)
    counted: set[tuple[float, float]] = set()
    for middle, (number, kind), crowd in discs:
        if crowd <= _SIDE_BY_SIDE:
            _paint_disc(painter, middle, str(number), kind)
        elif (middle.x(), middle.y()) not in counted:
            counted.add((middle.x(), middle.y()))
            _paint_crowd(painter, middle, crowd)


def _middle(area: QRectF, n: int, of: int) -> QPointF:
    """Where the n-th of `of` discs stands: side by side, in two lines from four on."""
    step = theme.current().px(2 * _RADIUS)
    if of <= _SIDE_BY_SIDE:
        return area.center() + QPointF((n - (of - 1) / 2) * step, 0)
    top = (of + 1) // 2
    line, place, width = (0, n, top) if n < top else (1, n - top, of - top)
    return area.center() + QPointF((place - (width - 1) / 2) * step, (line - 0.5) * step)


def _paint_disc(painter: QPainter, middle: QPointF, words: str, kind: str) -> None:
    look = theme.current()
    radius = look.px(_RADIUS)
    if kind == "before":
        painter.setBrush(look.colour("mark.before_fill"))
        painter.setPen(QPen(look.colour("mark.before_line"), 1.6))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(look.colour("mark.before_line"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("mark.halo"))
        painter.drawEllipse(middle, radius + _HALO, radius + _HALO)
        painter.setBrush(look.colour("mark.after_fill"))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(look.colour("mark.after_on"))
    painter.setFont(look.font("small", strong=True))
    where = QRectF(middle.x() - 2 * radius, middle.y() - radius, 4 * radius, 2 * radius)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)


def _paint_crowd(painter: QPainter, middle: QPointF, count: int) -> None:
    """How many risks stand here: a small pile of discs, so that the count is not read as a number of a risk."""
    for behind in (5.0, 2.5):
        _paint_disc(painter, middle + QPointF(behind, -behind), "", "before")
    _paint_disc(painter, middle, str(count), "before")


def _paint_arrow(painter: QPainter, between: QLineF, width: float) -> None:
    look = theme.current()
    length, radius = between.length(), look.px(_RADIUS)
    if length < 3 * radius:
        return
    unit = QPointF(between.dx() / length, between.dy() / length)
    start = between.p1() + unit * (radius + 1)
    tip = between.p2() - unit * (radius + 3)
    painter.setPen(QPen(look.colour("mark.halo"), width + 2 * _HALO, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, tip)
    ink = look.colour("mark.after_fill")
    painter.setPen(QPen(ink, width))
    painter.drawLine(start, tip - unit * (_HEAD - 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    across = QPointF(-unit.y(), unit.x()) * (_HEAD / 2)
    back = tip - unit * _HEAD
    painter.drawPolygon(QPolygonF([tip, back + across, back - across]))
