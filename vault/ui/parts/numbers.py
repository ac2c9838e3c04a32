"""A few whole numbers side by side, each under its label."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox, QWidget

from vault.ui import theme
from vault.ui.parts.fields import Field

_WIDTH = 88


class _Number(QSpinBox):
    """The wheel scrolls the page, not the number, unless the field has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own gives the focus to whatever the wheel turns over

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Numbers(QWidget):
    """`labels` by key; from 1 to `most`. `changed` when a number was typed and left, or stepped with the arrow keys."""

    changed = Signal()

    def __init__(self, labels: Mapping[str, str], values: Mapping[str, int], most: int = 99) -> None:
        super().__init__()
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        self.fields: dict[str, QSpinBox] = {}
        for key, label in labels.items():
            spin = self.fields[key] = _Number()
            spin.setRange(1, most)
            spin.setValue(values[key])
            spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
            spin.setKeyboardTracking(False)
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
            spin.setFixedWidth(look.px(_WIDTH))
            spin.valueChanged.connect(lambda _value: self.changed.emit())
            row.addWidget(Field(label, spin))
        row.addStretch(1)
        self.setFocusProxy(next(iter(self.fields.values())))

    def set_values(self, values: Mapping[str, int]) -> None:
        """Show other numbers, without telling."""
        for key, spin in self.fields.items():
            with QSignalBlocker(spin):
                spin.setValue(values[key])

    def values(self) -> dict[str, int]:
        """What stands in the fields now."""
        return {key: spin.value() for key, spin in self.fields.items()}
