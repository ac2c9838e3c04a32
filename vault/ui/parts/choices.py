"""One of a few ways, each with a second line that says what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from vault.ui import theme
from vault.ui.parts.fields import Radio
from vault.ui.parts.labels import small


class Choices(QWidget):
    """`ways` are (key, words, second line); `changed` says which was chosen."""

    changed = Signal(str)

    def __init__(self, ways: Sequence[tuple[str, str, str]], chosen: str = "") -> None:
        super().__init__()
        look = theme.current()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Radio] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for key, words, second in ways:
            button = Radio(words)
            button.setAccessibleDescription(second)
            self._group.addButton(button)
            self._buttons[key] = button
            column.addWidget(button)
            if second:
                line = small(second, wrap=True)
                line.setContentsMargins(look.px(26), 0, 0, look.px(8))
                column.addWidget(line)
        self._buttons[chosen or ways[0][0]].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit(self.chosen()))

    def chosen(self) -> str:
        """The key of the chosen way."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def button(self, key: str) -> Radio:
        return self._buttons[key]
