"""How many things happened on each day of a year: a week a column, the number in its square."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolTip, QWidget

from vault.i18n import _, plural
from vault.plans.days import MONTHS, WEEKDAYS, weekday_words
from vault.ui import theme

#: a year is as wide as the page: with large words its squares stay small, and their numbers are said
_GAP, _TOP, _START, _LEAST, _MOST = 2, 18, 34, 11, 22
_WEEKS = 53


class HeatCalendar(QWidget):
    """The arrow keys go from day to day; the day they are on is said by `accessibleDescription` and a tooltip.

    `chosen(date)`: Enter or a click on a day on which something happened.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._days: Mapping[date, int] = {}
        self._first, self._last = date(2000, 1, 3), date(2000, 12, 31)
        self._at = self._last
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Mapping[date, int], today: date) -> None:
        """The year that ends with `today`."""
        monday = today - timedelta(days=today.weekday())
        self._days, self._last = days, today
        self._first = monday - timedelta(weeks=_WEEKS - 1)
        self._at = max((day for day in days if self._first <= day <= today), default=today)
        told = sum(n for day, n in days.items() if self._first <= day <= today)
        self.setAccessibleName(plural("{n} incident in a year", "{n} incidents in a year", told))
        self._say()
        self.update()

    def words(self, day: date) -> str:
        """A day and how many happened on it."""
        told = plural("{n} incident", "{n} incidents", self._days.get(day, 0))
        return f"{weekday_words(day)}: {told}"

    def _say(self) -> None:
        self.setAccessibleDescription(self.words(self._at))

    # ------------------------------------------------------------------ measures

    def _side(self) -> int:
        look = theme.current()
        room = self.width() - look.px(_START)
        return max(_LEAST, min(look.px(_MOST), room // _WEEKS))

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(_START) + _WEEKS * look.px(15), look.px(_TOP) + 7 * look.px(_MOST))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(_START) + _WEEKS * _LEAST, self.sizeHint().height())

    def square(self, day: date) -> QRect:
        """Where a day is painted."""
        look, side = theme.current(), self._side()
        column = (day - self._first).days // 7
        at = QRect(look.px(_START) + column * side, look.px(_TOP) + day.weekday() * side, side - _GAP, side - _GAP)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), at)

    def day_at(self, x: int, y: int) -> date | None:
        """The day painted at a point."""
        day = self._first
        while day <= self._last:
            if self.square(day).contains(x, y):
                return day
            day += timedelta(days=1)
        return None

    # ------------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, sign = Qt.Key, -1 if self.isRightToLeft() else 1
        steps = {key.Key_Left: -7 * sign, key.Key_Right: 7 * sign, key.Key_Up: -1, key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space) and not event.isAutoRepeat():
            self._choose(self._at)
            return
        if step is None:
            super().keyPressEvent(event)
            return
        wanted = self._at + timedelta(days=step)
        if self._first <= wanted <= self._last:
            self._at = wanted
            self._say()
            where = self.mapToGlobal(self.square(wanted).bottomRight())
            QToolTip.showText(where, self.words(wanted), self)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        day = self.day_at(at.x(), at.y())
        if event.button() == Qt.MouseButton.LeftButton and day:
            self._at = day
            self._say()
            self.update()
            self._choose(day)

    def _choose(self, day: date) -> None:
        if self._days.get(day):
            QToolTip.hideText()
            self.chosen.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        day = self.day_at(at.x(), at.y())
        if day:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(day), self)
        else:
            QToolTip.hideText()

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("least"))
        self._paint_words(painter)
        day = self._first
        while day <= self._last:
            self._paint_day(painter, day)
            day += timedelta(days=1)

    def _paint_words(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setPen(look.colour("text.muted"))
        room, edge = QFontMetrics(painter.font()), Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        for weekday in (0, 2, 4, 6):
            at = self.square(self._first + timedelta(days=weekday))
            start = QStyle.visualRect(
                self.layoutDirection(), self.rect(), QRect(0, at.y(), look.px(_START), at.height())
            )
            painter.drawText(start, edge, _(WEEKDAYS[weekday])[:3])
        last_end, day = -1, self._first
        while day <= self._last:
            if day.day <= 7:
                words = _(MONTHS[day.month - 1])[:3]
                at = QRect(self.square(day).x(), 0, room.horizontalAdvance(words) + 4, look.px(_TOP))
                if at.x() > last_end or self.isRightToLeft():
                    painter.drawText(at, edge, words)
                    last_end = at.right()
            day += timedelta(weeks=1)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        look, where, n = theme.current(), self.square(day), self._days.get(day, 0)
        fill = "surface.sunken" if not n else "accent.tint" if n == 1 else "accent.fill"
        painter.setBrush(look.colour(fill))
        outlined = look.is_contrast and n
        painter.setPen(QPen(look.colour("line.strong"), 1) if outlined else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(where), 2, 2)
        if n and where.height() >= QFontMetrics(painter.font()).ascent():
            painter.setPen(look.colour("accent.on" if n > 1 else "accent.text"))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(n) if n < 100 else "…")
        if day == self._at and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(where).adjusted(-1, -1, 1, 1), 3, 3)
