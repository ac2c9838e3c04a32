"""What stands in the way, told on the page: the fact, what was kept, the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from vault.ui import icons, theme, words
from vault.ui.parts.labels import IconLabel, Words


class Notice(QFrame):
    """What stands in the way, in three short sentences; hidden while nothing does."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("card", "well")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(10))
        row.setSpacing(look.px(10))
        row.addWidget(IconLabel("circle-alert", icons.NAV, "attention.text"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        self._sentence = Words("", strong=True, wrap=True)
        self._rest = Words("", tone="secondary", wrap=True)
        column.addWidget(self._sentence)
        column.addWidget(self._rest)
        row.addLayout(column, 1)
        self.hide()

    def tell(self, error: Exception) -> None:
        """The fact, what was kept, the way out."""
        told = words.told(error)
        self._sentence.setText(told.sentence)
        self._rest.setText(" ".join(part for part in (told.kept, told.advice) if part))
        self.setAccessibleName(f"{told.sentence} {self._rest.text()}")
        self.show()

    def clear(self) -> None:
        """Nothing stands in the way."""
        self.hide()

    def text(self) -> str:
        return f"{self._sentence.text()} {self._rest.text()}" if not self.isHidden() else ""
