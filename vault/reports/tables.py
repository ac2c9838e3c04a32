"""Tables that break over pages with their heads repeated, and pairs of names and values.

A table lays each row out once and is cut by heights, so that a thousand rows cost a hundred times ten rows and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as LibraryTable

from vault.i18n import _
from vault.plans.outline import Cell, Facts, Level, Lines, Table, Typed
from vault.plans.redaction import WITHHELD
from vault.reports.marks import LevelMark, WithheldMark
from vault.reports.style import INNER_WIDTH, REGULAR, STRONG, colour, markup, printable, styles

#: a row lower than this, in points, stays on one page
_KEPT_WHOLE = 110.0
_PADDING, _GUTTER, _LEADING, _BASE = 4.5, 8.0, 12.5, 9.2


@dataclass(slots=True)
class _Line:
    """A bare string in a cell: ten times as quick as a paragraph, and the same where nothing has to be broken."""

    text: str
    font: str = REGULAR


@dataclass(slots=True)
class _Placed:
    """What stands in a column: its left edge and width in points."""

    x: float
    width: float
    what: Any
    to_the_right: bool = False

    def height(self) -> float:
        return _LEADING if isinstance(self.what, _Line) else float(self.what.wrap(self.width, 10_000)[1])

    def draw(self, canvas: Any, top: float) -> None:
        if not isinstance(self.what, _Line):
            self.what.drawOn(canvas, self.x, top - self.what.height)
            return
        canvas.setFont(self.what.font, 9)
        canvas.setFillColor(colour("text.body"))
        if self.to_the_right:
            canvas.drawRightString(self.x + self.width, top - _BASE, self.what.text)
        else:
            canvas.drawString(self.x, top - _BASE, self.what.text)


@dataclass(slots=True)
class _Row:
    """Cells side by side and, below them, a text of its own; `ends`: it does not go on in a row below."""

    cells: list[_Placed]
    below: _Placed | None = None
    ends: bool = True
    last: bool = False
    height: float = 0.0
    cells_height: float = 0.0

    @property
    def _gap(self) -> float:
        return 1.5 if self.cells else 0.0

    def measure(self) -> None:
        """Fill in the heights in points."""
        self.cells_height = max((cell.height() for cell in self.cells), default=0.0)
        below = self.below.height() + self._gap if self.below else 0.0
        self.height = self.cells_height + below + _PADDING + self.ends * _PADDING

    def cut(self, room: float) -> list[_Row]:
        """Two rows, the first not higher than `room` points; none when the row should stay whole or cannot be cut."""
        if self.below is None or self.height <= _KEPT_WHOLE:
            return []
        left = room - self.cells_height - self._gap - _PADDING
        parts = self.below.what.split(self.below.width, left) if left > 0 else []
        if len(parts) != 2:
            self.measure()  # a paragraph that refuses to be cut forgets its lines
            return []
        first, second = (_Placed(self.below.x, self.below.width, part) for part in parts)
        rows = [_Row(self.cells, first, ends=False), _Row([], second)]
        for row in rows:
            row.measure()
        return rows

    def draw(self, canvas: Any, top: float) -> None:
        """Paint with the upper edge at `top`."""
        y = top - _PADDING
        for cell in self.cells:
            cell.draw(canvas, y)
        if self.below:
            self.below.draw(canvas, y - self.cells_height - self._gap)


class PaperTable(Flowable):
    """Rows below a head that is repeated on every page. Heights are known from the start."""

    def __init__(self, head: _Row, rows: Sequence[_Row], closing: bool) -> None:
        super().__init__()
        self.head, self.rows, self.closing = head, rows, closing
        self.spaceAfter = 10

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole width, the sum of the rows."""
        self.width, self.height = INNER_WIDTH, self.head.height + sum(row.height for row in self.rows)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing when not even one does."""
        room, fitting = available_height - self.head.height, 0
        for row in self.rows:
            if row.height > room:
                break
            room -= row.height
            fitting += 1
        pieces = self.rows[fitting].cut(room) if fitting < len(self.rows) else []
        here, there = [*self.rows[:fitting], *pieces[:1]], [*pieces[1:], *self.rows[fitting + bool(pieces) :]]
        return [PaperTable(self.head, rows, self.closing) for rows in (here, there) if rows] if here else []

    def draw(self) -> None:
        """Head, rows, and the lines between them."""
        canvas: Any = self.canv
        strong = colour("line.strong")
        self.head.draw(canvas, self.height)
        top = self.height - self.head.height
        self._rule(canvas, top, 0.9, strong)
        for number, row in enumerate(self.rows):
            if row.last and self.closing:
                self._rule(canvas, top, 0.9, strong)
            elif number:
                self._rule(canvas, top, 0.4, colour("line.soft"))
            row.draw(canvas, top)
            top -= row.height
        self._rule(canvas, top, 0.5, strong)

    def _rule(self, canvas: Any, y: float, width: float, ink: Any) -> None:
        canvas.setStrokeColor(ink)
        canvas.setLineWidth(width)
        canvas.line(0, y, self.width, y)


def laid_out(block: Table) -> PaperTable:
    """The table over the whole width. Raises ExportRefused for letters the font lacks."""
    total = sum(column.share for column in block.columns)
    edges, x = [], 0.0
    for column in block.columns:
        width = INNER_WIDTH * column.share / total
        # the last column ends at the margin, the others leave a gutter
        edges.append((x, width - (0 if column is block.columns[-1] else _GUTTER)))
        x += width
    head = _Row([])
    for column, (x, width) in zip(block.columns, edges, strict=True):
        style = styles()["head_of_numbers" if column.number else "head"]
        head.cells.append(_Placed(x, width, Paragraph(markup(printable(column.words)), style)))
    rows = [_row(block, row, edges) for row in block.rows]
    if rows:
        rows[-1].last = True
    if rows and block.closing:
        for cell in rows[-1].cells:
            cell.what = _Line(cell.what.text, STRONG) if isinstance(cell.what, _Line) else cell.what
    for row in (head, *rows):
        row.measure()
    return PaperTable(head, rows, block.closing)


def _row(block: Table, row: tuple[Cell, ...], edges: list[tuple[float, float]]) -> _Row:
    """The row; words a person typed stand below its cells, from their column to the margin."""
    made = _Row([])
    for column, cell, (x, width) in zip(block.columns, row, edges, strict=True):
        made.cells.append(_Placed(x, width, _content(cell, width), column.number))
        if isinstance(cell, Lines) and isinstance(cell.below, Typed):
            words = Paragraph(markup(printable(cell.below)), styles()["below"])
            made.below = _Placed(x, INNER_WIDTH - x, words)
    return made


def _content(cell: Cell, width: float) -> Any:
    if isinstance(cell, Level):
        return LevelMark(cell.step, printable(cell.words()))
    if isinstance(cell, Lines):
        typed = isinstance(cell.below, Typed)
        return _words(cell.first, width) if typed or not cell.below else _two_lines(cell.first, cell.below)
    return _words(cell, width)


def _two_lines(first: str, below: str) -> Flowable:
    quiet = colour("text.secondary").hexval().replace("0x", "#")
    text = f'{markup(printable(first))}<br/><font color="{quiet}">{markup(printable(below))}</font>'
    return Paragraph(text, styles()["cell"])


def _words(text: str, width: float) -> Any:
    if text == _(WITHHELD):
        return WithheldMark(text)
    seen = printable(text)
    if "\n" not in seen and stringWidth(seen, STRONG, 9) <= width:
        return _Line(seen)
    return Paragraph(markup(seen), styles()["cell"])


def facts(block: Facts) -> Flowable:
    """Names at the start, values beside them."""
    rows = [[Paragraph(markup(printable(name)), styles()["name"]), _value(value)] for name, value in block.rows]
    name_width = INNER_WIDTH * 0.28
    look = [
        ("FONT", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    widths = [name_width, INNER_WIDTH - name_width]
    made = LibraryTable(rows, colWidths=widths, hAlign="LEFT", style=look, splitInRow=1)
    made.spaceAfter = 8
    return made


def _value(value: str) -> Flowable:
    return WithheldMark(value) if value == _(WITHHELD) else Paragraph(markup(printable(value)), styles()["value"])
