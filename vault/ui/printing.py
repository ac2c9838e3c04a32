"""What goes on paper, mostly a recovery code or a piece of one: to a printer and nowhere else, never to a file.

A print queue and a printer may keep what they printed; whoever offers a sheet says so. On Linux the print service of
this computer is asked over its own socket, never by the network, as a setting of the system might have it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPageLayout,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from vault.i18n import _
from vault.ui import theme

_MARGIN = 75.0  # what Qt leaves around a document it prints: two centimetres in px at 96 dpi
_UNTIL = QTextFormat.Property.UserProperty.value + 1  # of a block: the position it must not part from
_SERVICE = "/run/cups/cups.sock"
#: an A4 page less two centimetres on every side and the line of its number, in px at the 96 dpi of a document
_PAGE = QSizeF(643, 955)
_AT_ONCE = 8  # heads looked at together, at first
_TITLE, _CODE, _WORDS, _BODY, _SMALL = 20.0, 17.0, 12.0, 11.0, 9.0  # points


@dataclass(frozen=True)
class Sheet:
    """One page: a title, the lines of what must not be lost, and what to know about it."""

    title: str
    secret: Sequence[str]
    sentences: Sequence[str]


def has_printer() -> bool:
    """Whether a printer is set up here. May take a moment, so only when a person asks for one."""
    if sys.platform == "linux":
        os.environ["CUPS_SERVER"] = _SERVICE  # without it libcups tries TCP where this socket is not there
    return bool(QPrinterInfo.availablePrinterNames())


def ask(asker: QWidget, made: QTextDocument, printed: Callable[[], object], *, across: bool = False) -> QPrintDialog:
    """Have a person choose a printer; `printed` is called when the document was handed to it. `across`: wide pages."""
    printer = QPrinter()
    if across:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(_("Notes"))  # queues show it
    dialog = QPrintDialog(printer, asker)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)

    def accepted() -> None:
        if to_paper(printer):
            settle(made, printer)
            made.print_(printer)
            printed()

    dialog.accepted.connect(accepted)
    QDialog.open(dialog)  # the print dialog's own asks for a slot by its name
    return dialog


def to_paper(printer: QPrinter) -> bool:
    """Whether it prints, and does not write a file."""
    return printer.outputFormat() == QPrinter.OutputFormat.NativeFormat and not printer.outputFileName()


def settle(made: QTextDocument, printer: QPrinter) -> None:
    """Have every head of a document that would stand on another page than what it must not part from begin a page.

    What begins a page is laid out the same whatever stands on those before, so from there on some heads are looked at
    at a time: to lay all of it out for each that moves takes the longer for each the longer a plan is.
    """
    heads = _heads(made)
    done, many = 0, _AT_ONCE
    while done < len(heads):
        since = heads[done - 2][0] if done > 1 else 0  # with what stands above the break, whose margin goes on below it
        stop = _together(heads, done, many)
        end = heads[stop][0] if stop < len(heads) else made.characterCount()
        piece = _as_printed(_piece(made, since, end), printer)
        parted = [at for at in range(done, stop) if _is_parted(piece, since, *heads[at])]
        if parted:
            _begin_page(made.findBlock(heads[parted[0]][0]))
            done, many = parted[0] + 1, _AT_ONCE
        elif stop == len(heads):
            return
        else:
            many *= 2


def _together(heads: list[tuple[int, int]], done: int, many: int) -> int:
    """Up to which head there are so many, none of which must not part from one that is left out."""
    stop = min(done + many, len(heads))
    while stop < len(heads) and heads[stop][0] <= heads[stop - 1][1]:
        stop += 1
    return stop


def _heads(made: QTextDocument) -> list[tuple[int, int]]:
    """The positions of each head and of what it must not part from."""
    found, block = list[tuple[int, int]](), made.begin()
    while block.isValid():
        until = block.blockFormat().property(_UNTIL)
        if until is not None:
            found.append((block.position(), until))
        block = block.next()
    return found


def _piece(made: QTextDocument, start: int, end: int) -> QTextDocument:
    """What stands from one position to before another, where blocks begin."""
    chosen = QTextCursor(made)
    chosen.setPosition(start)
    chosen.setPosition(end - 1, QTextCursor.MoveMode.KeepAnchor)
    piece = QTextDocument()
    piece.setUndoRedoEnabled(False)
    piece.setDefaultFont(made.defaultFont())
    QTextCursor(piece).insertFragment(QTextDocumentFragment(chosen))
    QTextCursor(piece.begin()).setBlockFormat(made.findBlock(start).blockFormat())
    return piece


def _as_printed(piece: QTextDocument, printer: QPrinter) -> QTextDocument:
    piece.documentLayout().setPaintDevice(printer)  # lines break elsewhere with the letters of a screen
    printed = piece.rootFrame().frameFormat()
    printed.setMargin(_MARGIN)
    piece.rootFrame().setFrameFormat(printed)
    piece.setPageSize(QSizeF(printer.width(), printer.height()))
    return piece


def _is_parted(piece: QTextDocument, since: int, head: int, until: int) -> bool:
    return _page_of(piece, head - since) != _page_of(piece, until - since)


def _begin_page(block: QTextBlock) -> None:
    own = block.blockFormat()
    own.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(own)


def _page_of(piece: QTextDocument, position: int) -> int:
    place = piece.documentLayout().blockBoundingRect(piece.findBlock(position))
    return int(place.bottom() // piece.pageSize().height())


def document(sheets: Sequence[Sheet]) -> QTextDocument:
    """The sheets, a page each."""
    made = QTextDocument()
    made.setUndoRedoEnabled(False)
    cursor = QTextCursor(made)
    for number, sheet in enumerate(sheets):
        _write(cursor, sheet.title, _TITLE, first=number == 0, new_page=number > 0, strong=True)
        for line in sheet.secret:
            _write(cursor, line, _CODE if len(sheet.secret) == 1 else _WORDS, fixed=True, strong=True)
        for sentence in sheet.sentences:
            _write(cursor, sentence, _BODY)
    return made


class Paper:
    """A document built from the top: a title, headings, lines, tables. `scale`: of its lines, 1.0 as in a letter."""

    def __init__(self, scale: float = 1.0) -> None:
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self._cursor = QTextCursor(self.document)
        self._begun = False
        self._body = _BODY * scale
        self._tables: list[QTextTable] = []

    def head(self, words: str, below: Callable[[], object], *, large: bool = False) -> None:
        """A strong line that is never parted from what `below` writes, up to the first row of a table."""
        add = self.heading if large else partial(self.line, strong=True)
        add(words)
        block, tables = self._cursor.block(), len(self._tables)
        below()
        until = self._tables[tables].cellAt(1, 0).firstPosition() if tables < len(self._tables) else block.position()
        kept = block.blockFormat()
        kept.setProperty(_UNTIL, until)
        QTextCursor(block).setBlockFormat(kept)

    def fits_a_page(self) -> bool:
        """Whether it is printed on one A4 page, with the margins that Qt takes for a document."""
        self.document.setPageSize(_PAGE)
        pages = self.document.pageCount()
        self.document.setPageSize(QSizeF())
        return pages == 1

    def title(self, words: str) -> None:
        """What it is."""
        self._add(words, _TITLE, strong=True)

    def heading(self, words: str) -> None:
        """A part of it."""
        self._add(words, _WORDS * 1.25, strong=True)

    def line(self, words: str, *, strong: bool = False, inset: bool = False) -> None:
        """A paragraph; `inset`: all its lines further in."""
        self._add(words, self._body, strong=strong, inset=inset)

    def _add(self, words: str, points: float, *, strong: bool, inset: bool = False) -> None:
        _write(self._cursor, words, points, first=not self._begun, strong=strong, inset=inset)
        self._begun = True

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        wide: int = 100,
        shares: Sequence[float] = (),
    ) -> None:
        """Columns of one width, or by `shares`, `wide` per cent of the page; its head comes again on every page."""
        self._cursor.insertBlock(QTextBlockFormat())
        self._begun = True
        made = self._cursor.insertTable(len(rows) + 1, len(heads), _table_format(shares or [1.0] * len(heads), wide))
        for at, row in enumerate([heads, *rows]):
            for column, words in enumerate(row):
                cell = made.cellAt(at, column).firstCursorPosition()
                cell.insertText(words, _letters(_SMALL, strong=at == 0))
        self._tables.append(made)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)


def _table_format(shares: Sequence[float], wide: int) -> QTextTableFormat:
    look = QTextTableFormat()
    look.setCellPadding(4)
    look.setCellSpacing(0)
    look.setBorder(1)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(QBrush(Qt.GlobalColor.gray))
    look.setBorderCollapse(True)
    look.setHeaderRowCount(1)
    look.setBottomMargin(_BODY)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, wide))
    percents = [100 * share / sum(shares) for share in shares]
    look.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, one) for one in percents])
    return look


def _write(
    cursor: QTextCursor,
    text: str,
    points: float,
    *,
    first: bool = False,
    new_page: bool = False,
    fixed: bool = False,
    strong: bool = False,
    inset: bool = False,
) -> None:
    letters, block = _letters(points, fixed=fixed, strong=strong), QTextBlockFormat()
    block.setBottomMargin(points)
    block.setIndent(int(inset))  # of a width that grows with the dots of the printer, as a margin does not
    if new_page:
        block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    if first:
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
    cursor.insertText(text, letters)


def _letters(points: float, *, fixed: bool = False, strong: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    font = QFont(theme.current().font(fixed=fixed, strong=strong))
    font.setPointSizeF(points)
    made.setFont(font)
    return made
