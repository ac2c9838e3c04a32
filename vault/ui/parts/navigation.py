"""The navigation at the start edge: where one can go, what is chosen, Settings and Lock always at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from vault.ui import icons, theme
from vault.ui.parts.card import line
from vault.ui.parts.search_field import FindButton

_PAD, _GAP = 10, 10
_EDGE = 2  # beyond words that nothing follows: in some fonts the longest need it
_LEAST_ROW, _LEAST_GAP = 34, 5  # px at any text size


@dataclass(frozen=True)
class Place:
    """One row: `key` is what `chosen` says; `hint` a shortcut shown at its end. Rows of one `group` stand together."""

    key: str
    words: str
    icon: str
    group: int
    hint: str = ""


class Navigation(QFrame):
    """Rows for `places`; the last group stands at the foot. `chosen` says which was clicked and marks nothing itself:
    the window marks what it shows with `mark`."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], find_words: str, find_hint: str, find: Callable[[], object]) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("surface", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.px(8), look.px(12), look.px(8), look.px(8))
        self._column.setSpacing(0)
        outer.addLayout(self._column, 1)
        outer.addWidget(line(upright=True))
        self._find = FindButton(find_words, find_hint, find)
        self._column.addWidget(self._find)
        self._column.addSpacing(look.px(10))
        self._rows: dict[str, _NavRow] = {}
        self._fill(places)
        self.set_narrow(False)

    def _fill(self, places: Sequence[Place]) -> None:
        last = places[-1].group if places else 0
        group = places[0].group if places else 0
        for place in places:
            if place.group != group:
                group = place.group
                if group == last:
                    self._column.addStretch(1)
                else:
                    self._column.addWidget(_Gap())
            row = _NavRow(place)
            row.clicked.connect(lambda _on=False, key=place.key: self.chosen.emit(key))
            self._rows[place.key] = row
            self._column.addWidget(row)

    def mark(self, key: str) -> None:
        """Show `key` as the place one is at."""
        for name, row in self._rows.items():
            row.setChecked(name == key)

    def set_count(self, key: str, count: int) -> None:
        """A number at the end of a row; 0 shows none."""
        self._rows[key].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, with the words as tooltips."""
        look = theme.current()
        self.setFixedWidth(look.px("size.nav_width_collapsed" if narrow else "size.nav_width"))
        self._find.set_narrow(narrow)
        for row in self._rows.values():
            row.set_narrow(narrow)

    def row(self, key: str) -> QAbstractButton:
        return self._rows[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        rows = list(self._rows.values())
        here = next((n for n, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        rows[(here + step) % len(rows)].setFocus(Qt.FocusReason.TabFocusReason)


class _Gap(QWidget):
    """The line between two groups."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(_LEAST_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(0, theme.current().px(15))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        middle = self.height() // 2
        QPainter(self).fillRect(
            QRect(look.px(_PAD), middle, self.width() - 2 * look.px(_PAD), 1), look.colour("line.soft")
        )


class _NavRow(QAbstractButton):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        self._narrow = False
        self._count = 0
        self.setText(place.words)
        self.setAccessibleName(place.words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # a low window with large words takes height from the rows, so that Settings and Lock stay on it
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self._place.words if narrow else "")
        self.updateGeometry()
        self.update()

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self._place.words}, {count}" if count else self._place.words)
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802
        """A click does not mark: the window does, when it has gone there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the navigation moves the focus
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, theme.current().px("size.nav_row"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST_ROW if self._narrow else self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px("radius.button")
        fill = "surface.selected" if self.isChecked() else "surface.hover" if self.underMouse() else ""
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(fill))
            painter.drawRoundedRect(self.rect(), radius, radius)
        if self.isChecked():
            bar = QRect(0, look.px(7), look.px(3), self.height() - 2 * look.px(7))
            painter.setBrush(look.colour("text.on_selected" if look.is_contrast else "accent.fill"))
            painter.drawRoundedRect(self._mirrored(bar), 2, 2)
        self._paint_content(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _ink(self) -> QColor:
        look = theme.current()
        chosen = "text.on_selected" if look.is_contrast else "accent.text"
        return look.colour(chosen if self.isChecked() else "text.secondary")

    def _paint_content(self, painter: QPainter) -> None:
        look, ink = theme.current(), self._ink()
        side = min(look.px(icons.NAV), self.height() - _LEAST_GAP)
        start = (self.width() - side) // 2 if self._narrow else look.px(_PAD)
        icons.paint(painter, self._place.icon, self._mirrored(QRect(start, 0, side, self.height())), ink)
        if self._narrow:
            return
        words = QRect(start + side + look.px(_GAP), 0, 0, self.height())
        end = self._place.hint or (str(self._count) if self._count else "")
        words.setRight(self.width() - look.px(_PAD if end else _EDGE))
        painter.setFont(look.font(strong=self.isChecked()))
        painter.setPen(ink)
        said = painter.fontMetrics().elidedText(self._place.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(self._mirrored(words), self._side(Qt.AlignmentFlag.AlignLeft), said)
        quiet = look.colour("text.muted" if self._place.hint else "text.secondary")
        painter.setPen(ink if look.is_contrast else quiet)
        painter.setFont(look.font("least") if self._place.hint else look.font("small", strong=True))
        painter.drawText(self._mirrored(words), self._side(Qt.AlignmentFlag.AlignRight), end)

    def _side(self, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
        alignment = QStyle.visualAlignment(self.layoutDirection(), side)
        return alignment | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute

    def _mirrored(self, where: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), where)
