"""When things happened, as dots on a line; the last one, with a ring, is the one it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vault.i18n import _
from vault.plans.days import MONTHS
from vault.ui import theme

_HEIGHT, _SIDE, _DOT, _RING = 44, 14, 5, 8


class TimeStrip(QWidget):
    """A picture; its accessible name says the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self._days: list[date] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, earlier: Sequence[date], now: date) -> None:
        """`now` is the event asked about."""
        self._days = [*sorted(earlier), now]
        self.setAccessibleName(
            _("{n} earlier ones, from {begin} to {end}").format(
                n=len(earlier), begin=self._days[0].isoformat(), end=now.isoformat()
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, height = look.px(_SIDE), look.px(16)
        painter.setPen(QPen(look.colour("line.strong"), 1.4))
        painter.drawLine(QPointF(side, height), QPointF(self.width() - side, height))
        first, last = self._days[0], self._days[-1]
        long = max(1, (last - first).days)
        for n, day in enumerate(self._days):
            share = (day - first).days / long
            self._paint_dot(painter, share, height, is_last=n == len(self._days) - 1)
        painter.setFont(look.font("least"))
        painter.setPen(look.colour("text.muted"))
        below = QRect(side // 2, height + look.px(10), self.width() - side, look.px(16))
        ends = [(first, Qt.AlignmentFlag.AlignLeading), (last, Qt.AlignmentFlag.AlignTrailing)]
        for day, edge in ends if (first.year, first.month) != (last.year, last.month) else ends[1:]:
            words = _(MONTHS[day.month - 1])[:3] + ("" if day.year == last.year else f" {day.year}")
            painter.drawText(below, edge | Qt.AlignmentFlag.AlignTop, words)

    def _paint_dot(self, painter: QPainter, share: float, height: int, *, is_last: bool) -> None:
        look = theme.current()
        side = look.px(_SIDE)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        at = QPointF(side + share * (self.width() - 2 * side), height)
        radius = look.px(_RING if is_last else _DOT)
        painter.setPen(QPen(look.colour("accent.fill"), 2.4 if is_last else 0.1))
        painter.setBrush(look.colour("surface.card" if is_last else "accent.fill"))
        painter.drawEllipse(at, radius, radius)
