"""The white card everything on a page lies on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Elided


class Card(QFrame):
    """A titled surface. Put things into `body` (a QVBoxLayout), more into `head` (a QHBoxLayout, end side).

    `flush` cards have no padding: for tables and lists that reach the edge; their corners are kept round.
    `kind` is "true" (white), "tint" (the next step) or "well" (sunken, no line).
    """

    def __init__(
        self, title: str = "", *, flush: bool = False, kind: str = "true", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        side, top = look.px("space.card_side"), look.px("space.card_top")
        self.setProperty("card", kind)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        self.column.setContentsMargins(*((1, 1, 1, 1) if flush else (side, top, side, top)))
        self.title: Elided | None = None
        self.head = QHBoxLayout()
        self.head.setSpacing(look.px("space.s"))
        if flush:
            self.head.setContentsMargins(side - 1, 0, side - 1, 0)
        if title:
            self.title = Elided(title, "card_title")
            self.head.addWidget(self.title, 1)
            self.column.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(0 if flush else look.px("space.s"))
        self.body.setContentsMargins(0, 0 if flush or not title else look.px(10), 0, 0)
        self.column.addLayout(self.body, 1)
        if flush and title:
            self.head.addStrut(look.px(44))
        if flush:
            _Corners(self)

    def add_link(self, words: str, run: Callable[[], object]) -> Button:
        """The small link at the end of the head ("Open the register")."""
        link = Button(words, "link", run=run)
        self.head.addWidget(link)
        return link


class _Corners(QWidget):
    """Lies over a card and repaints its four corners and its line, so that square children look clipped."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.ChildPolished):
            self.setGeometry(self._card.rect())
            self.setMask(QRegion(self.rect()) - QRegion(self._inside()))
            self.raise_()
        return False

    def _inside(self) -> QRegion:
        radius = theme.current().px("radius.card")
        upright = QRegion(self.rect().adjusted(1, radius, -1, -radius))
        return upright + QRegion(self.rect().adjusted(radius, 1, -radius, -1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px("radius.card")
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        painter.fillPath(outside - card, look.colour("surface.page"))
        painter.setPen(QPen(look.colour("line.soft"), 1))
        painter.drawPath(card)


def line(*, upright: bool = False) -> QFrame:
    """A hairline between things."""
    made = QFrame()
    made.setProperty("line", "true")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
