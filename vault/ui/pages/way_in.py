"""What the pages before an open vault share: a sign, a title and a card in the middle, and Escape as the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import theme
from vault.ui.gate import Mark, centred, middle
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import page_title, secondary
from vault.ui.parts.notice import Notice


class WayIn(QWidget):
    """A page with one card: what is asked, then Cancel and `button`. `cancelled` on Cancel and on Escape."""

    cancelled = Signal()

    def __init__(self, button: Button) -> None:
        super().__init__()
        self.notice, self.button = Notice(), button
        self.cancel = Button(_("Cancel"), "quiet", run=self.cancelled.emit)

    def lay_out(self, icon: str, words: str, about: str, inside: Sequence[QWidget | QLayout], width: int) -> None:
        """Put what is asked into the card, below the notice."""
        look, card, row = theme.current(), Card(), QHBoxLayout()
        card.body.setSpacing(look.px(12))
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.button)
        for one in (self.notice, *inside, row):
            if isinstance(one, QLayout):
                card.body.addLayout(one)
            else:
                card.body.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(middle(headed(icon, words, about, card, width)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel.isEnabled():
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def headed(icon: str, words: str, about: str, card: Card, width: int, below: QLayout | None = None) -> QWidget:
    """The sign, the title, a line and the card under each other."""
    look, content = theme.current(), QWidget()
    card.setFixedWidth(look.px(width))
    card.column.setContentsMargins(look.px(27), look.px(23), look.px(27), look.px(23))
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    centre = Qt.AlignmentFlag.AlignHCenter
    column.addWidget(Mark(icon), 0, centre)
    column.addSpacing(look.px(16))
    column.addWidget(page_title(words), 0, centre)
    column.addSpacing(look.px(4))
    column.addWidget(secondary(about), 0, centre)
    column.addSpacing(look.px(20))
    column.addLayout(centred(card))
    if below is not None:
        column.addSpacing(look.px(16))
        column.addLayout(below)
    return content
