"""Chips to tick: several of a handful of words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from vault.ui import icons, theme
from vault.ui.parts import chips
from vault.ui.parts.flow import Flow


class TickChips(QWidget):
    """`choices` are (key, words); `changed` when one was ticked or let go."""

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self._chips: dict[str, _TickChip] = {}
        for key, words in choices:
            self._add(key, words)

    def ticked(self) -> tuple[str, ...]:
        """The keys that are ticked, in the order of the choices."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def tick(self, keys: Sequence[str]) -> None:
        """Tick these and no others, without a signal; keys that are no choice get a chip of their own."""
        for key in keys:
            if key not in self._chips:
                self._add(key, key)
        for key, chip in self._chips.items():
            chip.blockSignals(True)
            chip.setChecked(key in keys)
            chip.blockSignals(False)
            chip.updateGeometry()

    def chip(self, key: str) -> QAbstractButton:
        """The button of a choice."""
        return self._chips[key]

    def first(self) -> QWidget:
        """Where the focus goes."""
        return next(iter(self._chips.values()))

    def _add(self, key: str, words: str) -> None:
        chip = _TickChip(words)
        chip.toggled.connect(self.changed)
        self._chips[key] = chip
        self._flow.addWidget(chip)


class _TickChip(QAbstractButton):
    _HEIGHT = 28

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(
            chips.chip_size(self.text(), "check" if self.isChecked() else "").width(),
            theme.current().px(self._HEIGHT),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        fill = "surface.selected" if on else "surface.hover" if self.underMouse() else "surface.card"
        edge = "focus.ring" if self.hasFocus() else "accent.text" if on else "line.strong"
        width = 2 if self.hasFocus() else 1
        inset = 1 if self.hasFocus() else 0.5
        area = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.setBrush(look.colour(fill))
        painter.setPen(QPen(look.colour(edge), width))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        at = self.rect().adjusted(look.px(9), 0, -look.px(9), 0)
        ink = look.colour("text.on_selected" if on else "text.body")
        if on:
            side = look.px(icons.INLINE)
            mark = QStyle.visualRect(self.layoutDirection(), at, QRect(at.x(), at.y(), side, at.height()))
            icons.paint(painter, "check", mark, ink)
            at = QStyle.visualRect(self.layoutDirection(), at, at.adjusted(side + look.px(5), 0, 0, 0))
        painter.setFont(look.font("small"))
        painter.setPen(ink)
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic, self.text())
