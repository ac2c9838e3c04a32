"""A report as a document: headings, paragraphs, facts, tables and a matrix; it knows no paper and no screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from vault.plans import scales


class Typed(str):
    """Words a person typed, as they stand; every other text of an outline is the report's own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A risk level from 1 to 5, shown by word, sign and fill; None where nobody has scored it."""

    step: int | None
    unscored: str = "–"

    def words(self) -> str:
        """The word alone."""
        return scales.word("level", self.step) or self.unscored


@dataclass(frozen=True, slots=True)
class Lines:
    """A cell with something to read below its first line."""

    first: str
    below: str = ""


Cell = str | Level | Lines


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section; it never stands alone at the foot of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks stay. `quiet` is for what explains a table rather than tells something."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values side by side."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the part of the width, in any unit that is the same for all columns of the table."""

    words: str
    share: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one cell a column. `closing` sets the last row apart as a sum."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many risks stand in a square: `counts[probability - 1][impact - 1]`."""

    counts: tuple[tuple[int, ...], ...]


Block = Heading | Paragraph | Facts | Table | Matrix


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole document. `header` stands at the head of every page."""

    title: str
    under: str
    header: str
    blocks: tuple[Block, ...]


def texts(outline: Outline) -> Iterator[str]:
    """Every text of the document in reading order, the empty ones left out."""
    yield from (text for text in (outline.header, outline.title, outline.under) if text)
    for block in outline.blocks:
        yield from (text for text in _texts(block) if text)


def typed_texts(outline: Outline) -> list[str]:
    """What a person typed."""
    return [text for text in texts(outline) if isinstance(text, Typed)]


def fixed_texts(outline: Outline) -> list[str]:
    """The report's own words."""
    return [text for text in texts(outline) if not isinstance(text, Typed)]


@singledispatch
def _texts(block: Block) -> Iterator[str]:
    raise NotImplementedError(type(block).__name__)


@_texts.register(Heading)
@_texts.register(Paragraph)
def _one_text(block: Heading | Paragraph) -> Iterator[str]:
    yield block.text


@_texts.register
def _fact_texts(block: Facts) -> Iterator[str]:
    for row in block.rows:
        yield from row


@_texts.register
def _table_texts(block: Table) -> Iterator[str]:
    yield from (column.words for column in block.columns)
    for row in block.rows:
        for cell in row:
            yield from _cell_texts(cell)


@_texts.register
def _matrix_texts(block: Matrix) -> Iterator[str]:
    for scale in ("probability", "impact", "level"):
        yield from (scales.word(scale, step) for step in scales.STEPS)
    yield from (str(number) for row in block.counts for number in row if number)


def _cell_texts(cell: Cell) -> Iterator[str]:
    if isinstance(cell, Level):
        yield cell.words()
    elif isinstance(cell, Lines):
        yield from (cell.first, cell.below)
    else:
        yield cell
