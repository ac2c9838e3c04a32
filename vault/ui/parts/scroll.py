"""A part of a page that scrolls down, never sideways, where it is too low for what is in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from vault.ui import theme

_OUT = 4


class Scroll(QScrollArea):
    """`inner` with a bar as soon as it needs one; `name` is for screen readers.

    Tab stops at it only where nothing in it can be reached, so that the keys can scroll it (`tabbing`). A click on a
    bare place takes the focus from nothing.
    """

    def __init__(self, inner: QWidget, name: str = "") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        inner.setProperty("page", "inner")
        self.setWidget(inner)
        self.ring = _Ring(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ring.surround(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.ring.setParent(self)  # that hides it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.hasFocus():
            self.ring.surround(self)


class _Ring(QWidget):
    """Shows where the focus is; lies around the area, because a border would push aside or cover what is in it."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, area: QWidget) -> None:
        """Come to the front around `area`."""
        around = area.parentWidget() or area
        self.setParent(around)
        out = _OUT if around is not area else 0
        self.setGeometry(area.rect().translated(area.mapTo(around, QPoint())).adjusted(-out, -out, out, out))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("focus.ring"), 2))
        radius = look.px("radius.level")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
