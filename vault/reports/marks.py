"""Signs that hold without colour: fills with a pattern, circles filled by quarters, the placeholder of one width."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from vault.reports.style import REGULAR, colour

#: every placeholder is this wide, whatever it stands for
WITHHELD_WIDTH, WITHHELD_HEIGHT = 64.0, 12.5


def _mixed(fill: Color, ink: Color, part: float) -> Color:
    return Color(*(a + (b - a) * part for a, b in zip(fill.rgb(), ink.rgb(), strict=True)))


def pattern_colour(step: int) -> Color:
    """The colour of the dots and lines of a level: its fill, nearer to ink."""
    return _mixed(colour(f"risk.{step}"), colour("text.body"), 0.42)


def fill_level(canvas: Canvas, step: int, box: tuple[float, float, float, float]) -> None:
    """Fill a box (x, y, width, height in points) with the colour and the pattern of a level."""
    x, y, width, height = box
    canvas.saveState()
    shape = canvas.beginPath()
    shape.roundRect(x, y, width, height, 2.5)
    canvas.clipPath(shape, stroke=0, fill=0)
    canvas.setFillColor(colour(f"risk.{step}"))
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setStrokeColor(pattern_colour(step))
    canvas.setFillColor(pattern_colour(step))
    canvas.setLineWidth(0.6)
    if step == 2:
        _dots(canvas, box, 4.0)
    elif step == 3:
        _slanted(canvas, box, 5.0, 1)
    elif step == 4:
        _slanted(canvas, box, 4.0, 1)
        _slanted(canvas, box, 4.0, -1)
    canvas.restoreState()


def _dots(canvas: Canvas, box: tuple[float, float, float, float], apart: float) -> None:
    x, y, width, height = box
    canvas.setLineCap(1)
    canvas.setLineWidth(1.1)
    canvas.setDash([0, apart])  # strokes without length, round at both ends
    shape = canvas.beginPath()
    for row in range(int(height / apart) + 1):
        shape.moveTo(x + apart * 0.5 * (row % 2), y + apart * (row + 0.5))
        shape.lineTo(x + width, y + apart * (row + 0.5))
    canvas.drawPath(shape, stroke=1, fill=0)


def _slanted(canvas: Canvas, box: tuple[float, float, float, float], apart: float, rise: int) -> None:
    x, y, width, height = box
    shape = canvas.beginPath()
    step = apart * 2**0.5
    for number in range(int((width + height) / step) + 2):
        start = x - height + number * step if rise > 0 else x + number * step
        shape.moveTo(start, y)
        shape.lineTo(start + rise * height, y + height)
    canvas.drawPath(shape, stroke=1, fill=0)


def quarter_circle(canvas: Canvas, x: float, y: float, radius: float, step: int) -> None:
    """The sign of a level around the centre (x, y): empty for 1, a quarter more for each step, full for 5."""
    canvas.saveState()
    canvas.setLineWidth(0.8)
    canvas.setFillColor(colour("surface.card"))
    canvas.circle(x, y, radius + 1.1, stroke=0, fill=1)
    canvas.setStrokeColor(colour("text.body"))
    canvas.circle(x, y, radius, stroke=1, fill=1)
    canvas.setFillColor(colour("text.body"))
    if step == 5:
        canvas.circle(x, y, radius, stroke=1, fill=1)
    elif step > 1:
        canvas.wedge(x - radius, y - radius, x + radius, y + radius, 90, -90 * (step - 1), stroke=0, fill=1)
    canvas.restoreState()


class LevelMark(Flowable):
    """A level in a table: a swatch with its pattern, its sign and its word."""

    SWATCH, GAP, SIZE = 15.0, 4.0, 9.0

    def __init__(self, step: int | None, words: str) -> None:
        super().__init__()
        self.step, self.text = step, words

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room; one line high."""
        self.width, self.height = available_width, 12.5
        return self.width, self.height

    def draw(self) -> None:
        """Paint at the origin of the cell."""
        canvas: Any = self.canv
        x = 0.0
        if self.step:
            canvas.doForm(self._signs(canvas, self.step))
            x = self.SWATCH + 2 * self.GAP + 8.4
        canvas.setFillColor(colour("text.body"))
        canvas.setFont(REGULAR, self.SIZE)
        canvas.drawString(x, 3.3, self.text)

    def _signs(self, canvas: Any, step: int) -> str:
        """The form that holds swatch and sign: drawn once a file, shown in every row."""
        name = f"level{step}"
        if not canvas.hasForm(name):
            canvas.beginForm(name, 0, 0, 2 * self.SWATCH, self.height)
            fill_level(canvas, step, (0, 1, self.SWATCH, 10))
            quarter_circle(canvas, self.SWATCH + self.GAP + 4.2, 6, 4.2, step)
            canvas.endForm()
        return name


class WithheldMark(Flowable):
    """The placeholder for what was taken out, always of the same size."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.text = words

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One size, whatever the room."""
        return WITHHELD_WIDTH, WITHHELD_HEIGHT

    def draw(self) -> None:
        """A quiet box with the word in it."""
        canvas: Any = self.canv
        canvas.setFillColor(colour("surface.sunken"))
        canvas.roundRect(0, 0, WITHHELD_WIDTH, WITHHELD_HEIGHT, 2, stroke=0, fill=1)
        canvas.setFillColor(colour("text.secondary"))
        canvas.setFont(REGULAR, 8.5)
        canvas.drawCentredString(WITHHELD_WIDTH / 2, 3.4, self.text)
