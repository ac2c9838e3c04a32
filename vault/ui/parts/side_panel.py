"""A card at the end of a page: a head with a cross, a middle that scrolls, a foot with buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import theme
from vault.ui.parts.buttons import IconButton
from vault.ui.parts.card import Card
from vault.ui.parts.scroll import Scroll


class SidePanel(Card):
    """`closed` when it wants to be put away."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.setFixedWidth(theme.current().px("size.side_panel"))

    def lay_out(
        self, head: Sequence[QWidget], middle: QWidget, start: Sequence[QWidget], end: Sequence[QWidget]
    ) -> None:
        """The words of the head, what scrolls, and the buttons at the start and at the end of the foot."""
        self.body.addLayout(self._make_head(head))
        self.body.addWidget(Scroll(middle), 1)
        self.body.addWidget(self._make_foot(start, end))

    def hasHeightForWidth(self) -> bool:
        return False  # the middle scrolls: head and foot are always to be seen, however low the window is

    def close_panel(self) -> None:
        """The cross was pressed."""
        self.closed.emit()

    def _make_head(self, head: Sequence[QWidget]) -> QHBoxLayout:
        look, row, words = theme.current(), QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(look.px(16), look.px(12), look.px(10), 0)
        words.setSpacing(0)
        for widget in head:
            words.addWidget(widget)
        row.addLayout(words, 1)
        row.addWidget(IconButton("x", _("Close"), "quiet", run=self.close_panel), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_foot(self, start: Sequence[QWidget], end: Sequence[QWidget]) -> QFrame:
        look, foot = theme.current(), QFrame()
        foot.setProperty("bar", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        row.setSpacing(look.px("space.between_buttons"))
        for widget in start:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in end:
            row.addWidget(widget)
        return foot
