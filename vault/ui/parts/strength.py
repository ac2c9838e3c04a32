"""How long a passphrase would hold, as five pieces of a bar. The words beside it say it; the bar repeats it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from vault.i18n import _
from vault.ui import theme

PIECES = 5
_GAP = 3
#: fill by how many pieces are full
_FILLS = ("danger.fill", "danger.fill", "danger.fill", "attention.fill", "success.fill", "success.fill")


class StrengthBar(QWidget):
    """`set_strength(0)` is empty, `set_strength(5)` full."""

    def __init__(self) -> None:
        super().__init__()
        self._full = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_strength(0)

    def set_strength(self, full: int) -> None:
        """Fill `full` of the five pieces."""
        self._full = max(0, min(PIECES, full))
        self.setAccessibleName(_("Strength: {full} of {of}").format(full=self._full, of=PIECES))
        self.update()

    def strength(self) -> int:
        return self._full

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = look.px(_GAP)
        width = (self.width() - gap * (PIECES - 1)) / PIECES
        for n in range(PIECES):
            full = n < self._full
            painter.setBrush(look.colour(_FILLS[self._full] if full else "line.soft"))
            painter.setPen(look.colour("line.strong") if look.is_contrast else Qt.PenStyle.NoPen)
            piece = QRect(round(n * (width + gap)), 0, round(width), self.height())
            piece = QStyle.visualRect(self.layoutDirection(), self.rect(), piece)
            painter.drawRoundedRect(QRectF(piece), 3, 3)
