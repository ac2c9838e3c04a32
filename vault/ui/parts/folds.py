"""Questions under each other, of which one is open: a head with number or tick, and what belongs to it below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QStyle, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.buttons import on_click
from vault.ui.parts.card import line

_HEIGHT, _SIDE, _CIRCLE, _GAP = 50, 16, 26, 12


class FoldHead(QAbstractButton):
    """Enter, Space or a click opens or closes what is below."""

    def __init__(self, sign: str, words: str) -> None:
        super().__init__()
        self._sign = sign
        self.second, self.answered, self.is_open = "", False, False
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def show_state(self, second: str, *, answered: bool, is_open: bool) -> None:
        """`second` is the first line of the answer, or what the question is about."""
        self.second, self.answered, self.is_open = second, answered, is_open
        self._name()
        self.update()

    def _name(self) -> None:
        state = _("answered") if self.answered else _("not answered yet")
        self.setAccessibleName(f"{self._sign}. {self.text()} ({state})")
        self.setAccessibleDescription(self.second)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(240), theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and not self.is_open:
            painter.fillRect(self.rect(), look.colour("surface.hover"))
        side, circle, gap = look.px(_SIDE), look.px(_CIRCLE), look.px(_GAP)
        self._paint_circle(painter, self._at(QRect(side, (self.height() - circle) // 2, circle, circle)))
        mark = look.px(icons.INLINE)
        end = QRect(self.width() - side - mark, (self.height() - mark) // 2, mark, mark)
        chevron = "chevron-down" if self.is_open else "chevron-right"
        icons.paint(painter, chevron, self._at(end), look.colour("text.body"))
        start = side + circle + gap
        self._paint_words(painter, QRect(start, 0, self.width() - start - side - mark - gap, self.height()))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)

    def _at(self, where: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), where)

    def _paint_circle(self, painter: QPainter, where: QRect) -> None:
        look = theme.current()
        line, ink = ("success.text", "success.text") if self.answered else ("line.strong", "text.body")
        fill = "accent.fill" if self.is_open else "surface.card"
        if self.is_open:
            line, ink = "accent.fill", "accent.on"
        painter.setBrush(look.colour(fill))
        painter.setPen(QPen(look.colour(line), 1.4))
        painter.drawEllipse(QRectF(where).adjusted(0.7, 0.7, -0.7, -0.7))
        painter.setPen(look.colour(ink))
        if self.answered and not self.is_open:
            inset = look.px(6)
            icons.paint(painter, "check", where.adjusted(inset, inset, -inset, -inset), look.colour("success.text"))
            return
        painter.setFont(look.font("body", strong=True))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, self._sign)

    def _paint_words(self, painter: QPainter, where: QRect) -> None:
        look = theme.current()
        first, second = look.font("body", strong=True), look.font("small")
        lines = [(self.text(), first, "text.body")]
        if self.second and not self.is_open:
            lines.append((self.second, second, "text.secondary"))
        heights = [QFontMetrics(font).height() for _words, font, _tone in lines]
        top = (self.height() - sum(heights)) // 2
        for (words, font, tone), height in zip(lines, heights, strict=True):
            painter.setFont(font)
            painter.setPen(look.colour(tone))
            at = self._at(QRect(where.x(), top, where.width(), height))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
            top += height


class Fold(QFrame):
    """One question; put its fields into `body`. `asked` wants it opened or closed."""

    asked = Signal()

    def __init__(self, sign: str, words: str) -> None:
        super().__init__()
        look = theme.current()
        self.head = FoldHead(sign, words)
        on_click(self.head, self.asked.emit)
        self.inner = QWidget(self)
        self.inner.hide()
        self.body = QVBoxLayout(self.inner)
        start = look.px(_SIDE + _CIRCLE + _GAP)
        self.body.setContentsMargins(start, 0, look.px(_SIDE), look.px(14))
        self.body.setSpacing(look.px(10))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.inner)
        column.addWidget(line())

    def show_open(self, is_open: bool) -> None:
        """Show or hide what belongs to the question."""
        self.head.show_state(self.head.second, answered=self.head.answered, is_open=is_open)
        self.inner.setVisible(is_open)

    @property
    def is_open(self) -> bool:
        """Whether its fields are to be seen."""
        return self.head.is_open
