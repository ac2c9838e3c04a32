"""A bar that stays above every page: this is a sample, this is open for reading only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from vault.ui import icons, theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Words


class Banner(QFrame):
    """One sentence, and one button where there is something to do."""

    def __init__(self, icon: str, sentence: str, button: str = "", run: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._row = row = QHBoxLayout(self)
        self.words = Words(sentence, tone="late", wrap=True)
        row.addWidget(IconLabel(icon, icons.BUTTON, "attention.text"))
        row.addWidget(self.words, 1)
        self.button = Button(button, small=True, run=run) if button else None
        if self.button:
            row.addWidget(self.button)
        self.setAccessibleName(sentence)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        look = theme.current()
        side, above = look.px("space.page_side"), look.px(6)
        self._row.setContentsMargins(side, above, side, above)
        self._row.setSpacing(look.px(10))
        self.setMinimumHeight(look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        QPainter(self).fillRect(self.rect(), look.colour("attention.tint"))
