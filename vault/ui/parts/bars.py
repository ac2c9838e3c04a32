"""Counts as bars, each with its word and number: read without colour, and by screen readers as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from vault.ui import theme

_ROW, _WORDS, _NUMBER, _BAR, _LEAST = 22, 190, 30, 10, 220
_FEW = 4


class Bars(QWidget):
    """One bar a line, the longest the widest."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[tuple[str, int]]) -> None:
        """(words, how many), in the order given."""
        self._bars = list(bars)
        self.setAccessibleName(", ".join(f"{words}: {n}" for words, n in bars))
        self.updateGeometry()
        self.update()

    def share(self, n: int) -> float:
        """How far a bar reaches, 0 to 1; one or two things alone never look like many."""
        return n / max(_FEW, *(counted for _words, counted in self._bars))

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(_WORDS + _NUMBER + 80), max(1, len(self._bars)) * look.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """With large words they are cut, and a bar stays to be seen."""
        return QSize(_LEAST, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        row, number = look.px(_ROW), look.px(_NUMBER)
        words_wide = min(look.px(_WORDS), (self.width() - number) * 2 // 3)
        room = self.width() - words_wide - number
        edge = Qt.AlignmentFlag.AlignVCenter
        for at, (words, n) in enumerate(self._bars):
            top = at * row
            painter.setPen(look.colour("text.body"))
            shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, words_wide - look.px(8))
            painter.drawText(self._at(QRect(0, top, words_wide, row)), edge | Qt.AlignmentFlag.AlignLeading, shown)
            painter.drawText(
                self._at(QRect(words_wide, top, number - look.px(8), row)),
                edge | Qt.AlignmentFlag.AlignTrailing,
                str(n),
            )
            bar, height = round(room * self.share(n)), look.px(_BAR)
            where = self._at(QRect(words_wide + number, top + (row - height) // 2, bar, height))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent.fill"))
            if n:
                painter.drawRoundedRect(QRectF(where), 2, 2)

    def _at(self, where: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), where)
