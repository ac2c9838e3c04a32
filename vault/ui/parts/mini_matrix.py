"""The matrix in small, with how many risks stand in each square, and its legend in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import scales
from vault.ui import theme
from vault.ui.parts.labels import IconLabel, Words, small
from vault.ui.parts.level_chips import LevelChip
from vault.ui.parts.marks import Square


class MiniMatrix(QWidget):
    """A picture of counts; `MatrixWithLegend` says them in words."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[Square, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Mapping[Square, int]) -> None:
        """`counts` maps (probability, impact) to a number of risks; squares without risks may be left out."""
        self._counts = dict(counts)
        levels = level_counts(counts)
        said = [f"{scales.word('level', level)}: {levels[level]}" for level in reversed(scales.STEPS)]
        self.setAccessibleName(_("Risks by level") + ". " + ", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        side = 5 * theme.current().px("size.matrix_cell_mini")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for probability in scales.STEPS:
            for impact in scales.STEPS:
                self._paint_square(painter, (probability, impact))

    def _paint_square(self, painter: QPainter, square: Square) -> None:
        look, (probability, impact) = theme.current(), square
        level = scales.level(probability, impact)
        side = look.px("size.matrix_cell_mini")
        cell = QRect((impact - 1) * side, (5 - probability) * side, side, side)
        cell = QStyle.visualRect(self.layoutDirection(), self.rect(), cell)
        painter.setPen(QPen(look.colour("line.strong"), 1) if look.is_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"risk.{level}"))
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 3, 3)
        if count := self._counts.get(square):
            painter.setFont(look.font("body", strong=True))
            painter.setPen(look.colour(f"risk.{level}_on"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(count))


class MatrixWithLegend(QWidget):
    """The small matrix beside the five levels with their numbers (Today)."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.matrix = MiniMatrix()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(18))
        row.addWidget(self.matrix)
        legend = QVBoxLayout()
        legend.setSpacing(look.px(7))
        self._numbers: dict[int, Words] = {}
        legend.addStretch(1)
        for level in reversed(scales.STEPS):
            line = QHBoxLayout()
            line.setSpacing(look.px("space.s"))
            self._numbers[level] = small("", "", strong=True)
            line.addWidget(LevelChip(level))
            line.addWidget(self._numbers[level])
            line.addStretch(1)
            legend.addLayout(line)
        legend.addStretch(1)
        row.addLayout(legend, 1)

    def set_counts(self, counts: Mapping[Square, int]) -> None:
        """As `MiniMatrix.set_counts`."""
        self.matrix.set_counts(counts)
        levels = level_counts(counts)
        for level, number in self._numbers.items():
            number.setText(str(levels[level]))


class LevelLegend(QWidget):
    """The five level chips in a row, and what paper and ink discs mean."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.s"))
        levels = QHBoxLayout()
        levels.setSpacing(look.px(6))
        for level in scales.STEPS:
            if level > 1:
                levels.addStretch(1)
            levels.addWidget(LevelChip(level))
        column.addLayout(levels)
        marks = QHBoxLayout()
        marks.setSpacing(look.px("space.s"))
        marks.addWidget(_Disc("before"))
        marks.addWidget(small(_("before"), "secondary"))
        marks.addSpacing(look.px(6))
        marks.addWidget(IconLabel("arrow-right", 14))
        marks.addSpacing(look.px(6))
        marks.addWidget(_Disc("after"))
        marks.addWidget(small(_("after measures"), "secondary"))
        marks.addStretch(1)
        marks.addWidget(small(_("A single mark has no measure yet"), "secondary"))
        column.addLayout(marks)


class _Disc(QWidget):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        side = theme.current().px(16)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        before = self._kind == "before"
        painter.setBrush(look.colour("mark.before_fill" if before else "mark.after_fill"))
        painter.setPen(QPen(look.colour("mark.before_line"), 1.6) if before else Qt.PenStyle.NoPen)
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


def level_counts(counts: Mapping[Square, int]) -> Counter[int]:
    """How many risks there are at each level."""
    found: Counter[int] = Counter()
    for square, count in counts.items():
        found[scales.level(*square) or 0] += count
    return found
