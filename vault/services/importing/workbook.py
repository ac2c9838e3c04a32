"""A sheet of a workbook (XLSX or .ods) as the table it holds: which sheet, which rows, which columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import compress
from typing import Protocol

from vault.errors import ImportRefused
from vault.i18n import _, plural
from vault.progress import Progress
from vault.services.importing.ods import MIMETYPE, OdsBook
from vault.services.importing.packing import LARGEST_UNPACKED, broken, safe_file, swollen
from vault.services.importing.sheet import MOST_CELLS, Numbered, Page, Sheet, headings_at, table_of, too_many_cells
from vault.services.importing.xlsx import XlsxBook

#: rows between two looks whether the person stopped
_ROWS_AT_ONCE = 500
_LINKS = "xl/externallinks/"


class Book(Protocol):
    """The sheets of a workbook and their rows."""

    def names(self) -> list[tuple[str, bool]]:
        """Every sheet's name, and whether it is hidden."""

    def rows(self, place: int) -> Iterator[Numbered]:
        """The rows of one sheet, without what is empty at their ends."""

    def unsaved(self, place: int) -> int:
        """How many cells of a sheet, whose rows were read, hold a formula whose result was not saved with it."""


def workbook_sheet(raw: bytes, name: str, page: str, progress: Progress) -> Sheet:
    """The sheet called `page`, or the first with something in it. Raises ImportRefused, Cancelled."""
    file = safe_file(raw, progress)
    parts = _parts(file)
    book = _book(file, parts)
    pages = [Page(*one) for one in book.names()]
    if not pages:
        raise ImportRefused(_("This workbook has no sheet with cells."))
    place, rows = _named(book, pages, page, progress) if page else _first_filled(book, pages, progress)
    sheet = table_of(_squeezed(rows), name)
    linked = any(part.startswith(_LINKS) for part in parts)
    remarks = (*sheet.remarks, *_of_formulas(linked, book.unsaved(place)))
    return replace(sheet, page=pages[place].name, pages=tuple(pages), remarks=remarks)


def _of_formulas(linked: bool, unsaved: int) -> Iterator[str]:
    if linked:
        yield _("It leads to other workbooks. They were not looked at: the cells are as they were saved last.")
    if unsaved:
        yield plural(
            "{n} cell holds a formula whose result the file does not hold, so it is empty here. Open the file where it"
            " was made, save it there, and choose it again.",
            "{n} cells hold formulas whose results the file does not hold, so they are empty here. Open the file where"
            " it was made, save it there, and choose it again.",
            unsaved,
        )


def _parts(file: BytesIO) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return [name.lower() for name in archive.namelist()]


def _book(file: BytesIO, parts: list[str]) -> Book:
    if "xl/workbook.bin" in parts:
        raise ImportRefused(_("This is a binary workbook (.xlsb). Save it as XLSX or CSV there and choose that."))
    if "[content_types].xml" in parts and "xl/workbook.xml" in parts:
        return XlsxBook(file)
    if "content.xml" in parts and "mimetype" in parts and _mimetype(file).startswith(MIMETYPE):
        return OdsBook(file)
    raise ImportRefused(
        _("This file is an archive or another kind of document, no workbook. Choose an XLSX, ODS or CSV file.")
    )


def _mimetype(file: BytesIO) -> bytes:
    with zipfile.ZipFile(file) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        return archive.read(names["mimetype"])


def _named(book: Book, pages: list[Page], page: str, progress: Progress) -> tuple[int, list[Numbered]]:
    place = next((at for at, one in enumerate(pages) if one.name == page), -1)
    if place < 0:
        names = ", ".join(f"“{one.name}”" for one in pages)
        raise ImportRefused(_("There is no sheet called “{page}”; there are {names}.").format(page=page, names=names))
    rows = _kept(book, place, progress)
    if not rows:
        raise ImportRefused(_("The sheet “{page}” is empty.").format(page=page))
    return place, rows


def _first_filled(book: Book, pages: list[Page], progress: Progress) -> tuple[int, list[Numbered]]:
    """What can be seen comes before what is hidden."""
    for place in sorted(range(len(pages)), key=lambda at: pages[at].hidden):
        if rows := _kept(book, place, progress):
            return place, rows
    raise ImportRefused(_("This workbook is empty."))


def _kept(book: Book, place: int, progress: Progress) -> list[Numbered]:
    """The rows that hold something."""
    kept, cells, letters = list[Numbered](), 0, 0
    for at, (number, row) in enumerate(book.rows(place)):
        if at % _ROWS_AT_ONCE == 0:
            progress(0, 0, plural("{n} row read", "{n} rows read", len(kept)))
        if any(row) and any(map(str.strip, row)):
            kept.append((number, row))
            cells += len(row)
            letters += sum(map(len, row))
            if letters > LARGEST_UNPACKED:  # one long text may stand in every cell and lie in the file once
                raise swollen()
            if cells > MOST_CELLS:
                raise too_many_cells()
    return kept


def _squeezed(rows: list[Numbered]) -> list[Numbered]:
    """The rows without columns that are empty from the headings down, and no row shorter than the headings."""
    start = headings_at(rows)
    width = max(len(row) for _number, row in rows[start:])
    used = [False] * width
    for _number, row in rows[start:]:
        if not all(used[: len(row)]):
            for at, cell in enumerate(row):
                used[at] = used[at] or bool(cell.strip())
    if not any(used):
        raise broken()
    usual = sum(used[: len(rows[start][1])])
    body = [(number, _padded(list(compress(row, used)), usual)) for number, row in rows[start:]]
    return [*rows[:start], *body]


def _padded(row: list[str], usual: int) -> list[str]:
    return row + [""] * (usual - len(row))
