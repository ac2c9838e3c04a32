"""One of a few views, side by side: Before, After, Both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QStyle, QWidget

from vault.ui import icons, theme
from vault.ui.parts.card import line

_PAD, _GAP = 12, 6
_LEAST_PAD = 4  # where large words leave no more


class Segments(QFrame):
    """`choices` are (key, words) or (key, words, icon). One is always chosen; the arrow keys move the choice."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[Sequence[str]], chosen: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", "true")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for n, (key, words, *icon) in enumerate(choices):
            if n:
                row.addWidget(line(upright=True))
            button = _Segment(words, icon[0] if icon else "", first=n == 0, last=n == len(choices) - 1)
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[chosen or choices[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._tell)
        self._group.buttonToggled.connect(self._hand_on_focus)
        self.setFocusProxy(self._buttons[self.chosen()])

    def chosen(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Choose without a signal."""
        self._buttons[key].setChecked(True)

    def name(self, key: str, words: str) -> None:
        """Say something else, for instance how many there are."""
        self._buttons[key].setText(words)
        self._buttons[key].updateGeometry()

    def button(self, key: str) -> QAbstractButton:
        """The button of a segment, for tests and tooltips."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        steps = {forward: 1, Qt.Key.Key_Down: 1, backward: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        button = self._buttons[keys[(keys.index(self.chosen()) + step) % len(keys)]]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.click()

    def _hand_on_focus(self, button: QAbstractButton, chosen: bool) -> None:
        """Whoever gives the row the focus gives it to what is chosen, where it is seen."""
        if chosen:
            self.setFocusProxy(button)

    def _tell(self) -> None:
        self.changed.emit(self.chosen())


class _Segment(QAbstractButton):
    def __init__(self, words: str, icon: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self._icon, self._first, self._last = icon, first, last
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.toggled.connect(self._take_tab_stop)

    def _take_tab_stop(self, chosen: bool) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the row of segments moves the choice
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        # measured semibold, so that choosing moves nothing
        width = QFontMetrics(look.font(strong=True)).horizontalAdvance(self.text()) + 2 * look.px(_PAD)
        if self._icon:
            width += look.px(icons.BUTTON) + look.px(_GAP)
        return QSize(width, look.px("size.control") - 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() - QSize(2 * theme.current().px(_PAD - _LEAST_PAD), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._outline()
        if self.isChecked():
            painter.fillPath(outline, look.colour("surface.selected"))
        elif self.underMouse():
            painter.fillPath(outline, look.colour("surface.hover"))
        self._paint_content(painter)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_content(self, painter: QPainter) -> None:
        look, on = theme.current(), self.isChecked()
        ink = look.colour(("text.on_selected" if look.is_contrast else "accent.text") if on else "text.secondary")
        font = look.font(strong=on)
        words = QFontMetrics(font).horizontalAdvance(self.text())
        side = look.px(icons.BUTTON) if self._icon else 0
        gap = look.px(_GAP) if self._icon else 0
        at = (self.width() - words - side - gap) // 2
        if self._icon:
            icon = QRect(at, 0, side, self.height())
            icons.paint(painter, self._icon, QStyle.visualRect(self.layoutDirection(), self.rect(), icon), ink)
        where = QRect(at + side + gap, 0, words + 1, self.height())
        painter.setFont(font)
        painter.setPen(ink)
        where = QStyle.visualRect(self.layoutDirection(), self.rect(), where)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic, self.text())

    def _outline(self) -> QPainterPath:
        """The segment's place inside the frame: round only where the frame is."""
        path, area = QPainterPath(), QRectF(self.rect())
        radius = theme.current().px("radius.button") - 1
        at_left, at_right = (self._last, self._first) if self.isRightToLeft() else (self._first, self._last)
        path.addRoundedRect(area, radius, radius)
        half = area.width() / 2
        if not at_left:
            path.addRect(area.adjusted(0, 0, -half, 0))
        if not at_right:
            path.addRect(area.adjusted(half, 0, 0, 0))
        path.setFillRule(Qt.FillRule.WindingFill)
        return path
