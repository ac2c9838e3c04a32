"""The risk matrix on paper: likelihood upwards, impact to the right, a count on a white disc in each square."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from vault.i18n import _
from vault.plans import scales
from vault.reports.marks import fill_level, quarter_circle
from vault.reports.style import REGULAR, STRONG, colour

CELL_WIDTH, CELL_HEIGHT, GAP = 25 * mm, 12.5 * mm, 2.0
WORDS_WIDTH, WORDS_HEIGHT = 26 * mm, 12.0
HEIGHT = 5 * CELL_HEIGHT + 2 * WORDS_HEIGHT + 14


class PaperMatrix(Flowable):
    """`counts[probability - 1][impact - 1]`, read in black and white as well: patterns and quarter circles."""

    def __init__(self, counts: tuple[tuple[int, ...], ...]) -> None:
        super().__init__()
        self.counts = counts
        self.spaceAfter = 8

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """A fixed size in points."""
        self.width, self.height = WORDS_WIDTH + 5 * CELL_WIDTH, HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Squares, then words."""
        for probability in scales.STEPS:
            for impact in scales.STEPS:
                self._square(probability, impact)
        self._words()

    def _square(self, probability: int, impact: int) -> None:
        canvas: Any = self.canv
        step = scales.GRID[probability - 1][impact - 1]
        x = WORDS_WIDTH + (impact - 1) * CELL_WIDTH
        y = 2 * WORDS_HEIGHT + (probability - 1) * CELL_HEIGHT
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(self._ground(step))
        canvas.restoreState()
        count = self.counts[probability - 1][impact - 1]
        if not count:
            return
        centre, middle = x + (CELL_WIDTH - GAP) / 2, y + (CELL_HEIGHT - GAP) / 2
        canvas.setFillColor(colour("surface.card"))
        canvas.setStrokeColor(colour("text.body"))
        canvas.setLineWidth(1.1)
        canvas.circle(centre, middle, 10.5 if count < 100 else 14, stroke=1, fill=1)
        canvas.setFillColor(colour("text.body"))
        canvas.setFont(STRONG, 10.5)
        canvas.drawCentredString(centre, middle - 3.8, str(count))

    def _ground(self, step: int) -> str:
        """The form with the fill, pattern and sign of a level, drawn once a file."""
        canvas: Any = self.canv
        name, width, height = f"square{step}", CELL_WIDTH - GAP, CELL_HEIGHT - GAP
        if not canvas.hasForm(name):
            canvas.beginForm(name, 0, 0, width, height)
            fill_level(canvas, step, (0, 0, width, height))
            quarter_circle(canvas, 9, height - 9, 5, step)
            canvas.endForm()
        return name

    def _words(self) -> None:
        canvas: Any = self.canv
        canvas.setFillColor(colour("text.secondary"))
        canvas.setFont(REGULAR, 8.5)
        for step in scales.STEPS:
            y = 2 * WORDS_HEIGHT + (step - 0.5) * CELL_HEIGHT - 4
            canvas.drawRightString(WORDS_WIDTH - 7, y, scales.word("probability", step))
            x = WORDS_WIDTH + (step - 0.5) * CELL_WIDTH - GAP / 2
            canvas.drawCentredString(x, WORDS_HEIGHT + 2, scales.word("impact", step))
        canvas.setFont(STRONG, 8.5)
        canvas.drawRightString(WORDS_WIDTH - 7, HEIGHT - 8, _("Likelihood"))
        canvas.drawRightString(WORDS_WIDTH + 5 * CELL_WIDTH - GAP, 0, _("Impact"))
