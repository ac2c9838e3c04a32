"""What people type and choose in: a field under its label, a tick, one of several."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.labels import Sentence, field_label, small

_BOX, _GAP = 18, 8


class Field(QWidget):
    """A label above `field`, a hint below, and below that, only when something is wrong, what is wrong.

    `needed` is said in words beside the label; fields that may stay empty carry nothing.
    """

    def __init__(self, label: str, field: QWidget, hint: str = "", *, needed: bool = False) -> None:
        super().__init__()
        look = theme.current()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.label_to_field"))
        head = QHBoxLayout()
        head.setSpacing(look.px(6))
        self._label = field_label(label, field)
        head.addWidget(self._label)
        if needed:
            head.addWidget(small(_("needed")))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(field)
        self._hint = small(hint, wrap=True)
        self._wrong = Sentence("error")
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        column.addWidget(self._wrong)
        self.setFocusProxy(field)

    def set_hint(self, hint: str) -> None:
        """What was understood ("Monday 23 November, evening"), or an example."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint) and not self.wrong())

    def say_wrong(self, sentence: str) -> None:
        """Say what is wrong with what was typed, which stays; "" takes it back."""
        self._wrong.say(sentence)
        self._hint.setVisible(bool(self._hint.text()) and not sentence)
        self.field.setAccessibleDescription(sentence)
        theme.restyle(self.field, wrong=bool(sentence))

    def wrong(self) -> str:
        """What is said to be wrong, or ""."""
        return self._wrong.text()


class Check(QCheckBox):
    """A tick: "It may mean nothing"."""

    def sizeHint(self) -> QSize:
        return _choice_size(self.text())

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = _paint_box(painter, self, radius=4)
        if self.isChecked():
            look = theme.current()
            side = look.px(icons.INLINE)
            tick = QRect(0, 0, side, side)
            tick.moveCenter(box.center())
            icons.paint(painter, "check", tick, look.colour("accent.on" if self.isEnabled() else "text.disabled"))


class Radio(QRadioButton):
    """One of several that stand beside each other."""

    def sizeHint(self) -> QSize:
        return _choice_size(self.text())

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        box = _paint_box(painter, self, radius=look.px(_BOX) / 2)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent.fill" if self.isEnabled() else "text.disabled"))
            inset = look.px(_BOX) * 0.26
            painter.drawEllipse(QRectF(box).adjusted(inset, inset, -inset, -inset))


def _choice_size(words: str) -> QSize:
    look = theme.current()
    width = QFontMetrics(look.font()).horizontalAdvance(words.replace("&", "")) + 2
    return QSize(width + look.px(_BOX) + look.px(_GAP), look.px("size.least_click_area"))


def _paint_box(painter: QPainter, button: QCheckBox | QRadioButton, radius: float) -> QRect:
    """The empty box with its words; a ticked box (not a round one) is filled. Gives the box."""
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = look.px(_BOX)
    box = QRect(0, (button.height() - side) // 2, side, side)
    words = button.rect().adjusted(side + look.px(_GAP), 0, 0, 0)
    box, words = (QStyle.visualRect(button.layoutDirection(), button.rect(), r) for r in (box, words))
    filled = button.isChecked() and button.isEnabled() and isinstance(button, QCheckBox)
    hover = "surface.hover" if button.underMouse() and button.isEnabled() else "surface.card"
    painter.setBrush(look.colour("accent.fill" if filled else hover))
    line = "accent.fill" if button.isChecked() and button.isEnabled() else "line.strong"
    painter.setPen(QPen(look.colour(line if button.isEnabled() else "line.medium"), 1))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if button.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("focus.ring"), 2))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        if filled:
            painter.setPen(QPen(look.colour("accent.on"), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)
    painter.setFont(look.font())
    painter.setPen(look.colour("text.body" if button.isEnabled() else "text.disabled"))
    start = QStyle.visualAlignment(button.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
    flags = start | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic
    painter.drawText(words, flags, button.text())
    return box
