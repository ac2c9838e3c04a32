"""An outline as a PDF in memory: A4, the same bytes for the same outline, nothing in it but what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import singledispatch
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, HRFlowable, PageTemplate
from reportlab.platypus import Paragraph as PaperParagraph

from vault.i18n import _
from vault.plans.outline import Block, Facts, Heading, Matrix, Outline, Paragraph, Table
from vault.reports import matrix, tables
from vault.reports.style import (
    BOTTOM,
    INNER_HEIGHT,
    INNER_WIDTH,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    SIDE,
    colour,
    load_fonts,
    markup,
    printable,
    styles,
)

# Comments that name the library; blanked in place, so that all offsets stay true.
_MAKER = (
    b"% ReportLab generated PDF document -- digest (opensource)",
    b" ReportLab Generated PDF document (opensource)",
)


# Streams as bytes: a quarter smaller than as letters, and quick to read again.
rl_config.useA85 = 0


def render(outline: Outline) -> bytes:
    """The finished file. Raises ExportRefused when a text holds letters the font lacks."""
    load_fonts()
    flow = [
        PaperParagraph(markup(printable(outline.title)), styles()["title"]),
        PaperParagraph(markup(printable(outline.under)), styles()["under"]),
        HRFlowable(width="100%", thickness=1.2, color=colour("accent.fill"), spaceBefore=0, spaceAfter=10),
        *_flow(outline.blocks),
    ]
    out = BytesIO()
    frame = Frame(SIDE, BOTTOM, INNER_WIDTH, INNER_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    template = BaseDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageTemplates=[PageTemplate(frames=[frame])])
    template.build(flow, canvasmaker=_paper(printable(outline.header)))
    finished = out.getvalue()
    for comment in _MAKER:
        finished = finished.replace(comment, b" " * len(comment))
    return finished


def _paper(header: str) -> Callable[..., Canvas]:
    def make(*args: Any, **named: Any) -> Canvas:
        return _Paper(header, *args, **named)

    return make


class _Paper(Canvas):
    """Holds the pages back until their number is known, then writes the head of each and empty metadata."""

    def __init__(self, header: str, *args: Any, **named: Any) -> None:
        super().__init__(*args, **(named | {"invariant": 1, "pageCompression": 1, "initialFontName": REGULAR}))
        self._header = header
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  the library's name
        self._held.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out

    def save(self) -> None:
        for number, page in enumerate(self._held, 1):
            self.__dict__.update(page)
            self._head(number, len(self._held))
            super().showPage()
        self._empty_information()
        super().save()

    def _head(self, number: int, count: int) -> None:
        line = PAGE_HEIGHT - 18 * mm
        self.setFont(REGULAR, 8.5)
        self.setFillColor(colour("text.muted"))
        self.drawString(SIDE, line + 5, self._header)
        pages = _("Page {number} of {count}").format(number=number, count=count)
        self.drawRightString(PAGE_WIDTH - SIDE, line + 5, pages)
        self.setStrokeColor(colour("line.medium"))
        self.setLineWidth(0.6)
        self.line(SIDE, line, PAGE_WIDTH - SIDE, line)

    def _empty_information(self) -> None:
        for write in (
            self.setTitle,
            self.setAuthor,
            self.setSubject,
            self.setCreator,
            self.setProducer,
            self.setKeywords,
        ):
            write("")


def _flow(blocks: Sequence[Block]) -> Iterator[Flowable]:
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield CondPageBreak(_room(blocks[place + 1 : place + 4]))
        yield _laid_out(block)


def _room(following: Sequence[Block]) -> float:
    """Points a heading needs below it, so that it does not stand alone at the foot of a page."""
    heights: dict[type, float] = {Paragraph: 14 * mm, Facts: 20 * mm, Table: 34 * mm, Matrix: matrix.HEIGHT}
    room = 14 * mm
    for block in following:
        if isinstance(block, Heading):
            break
        room += heights[type(block)]
        if isinstance(block, Table | Matrix):
            break
    return room


@singledispatch
def _laid_out(block: Block) -> Flowable:
    raise NotImplementedError(type(block).__name__)


@_laid_out.register
def _heading(block: Heading) -> Flowable:
    return PaperParagraph(markup(printable(block.text)), styles()["heading"])


@_laid_out.register
def _paragraph(block: Paragraph) -> Flowable:
    return PaperParagraph(markup(printable(block.text)), styles()["quiet" if block.quiet else "body"])


@_laid_out.register
def _facts(block: Facts) -> Flowable:
    return tables.facts(block)


@_laid_out.register
def _table(block: Table) -> Flowable:
    return tables.laid_out(block)


@_laid_out.register
def _matrix(block: Matrix) -> Flowable:
    return matrix.PaperMatrix(block.counts)
