"""A table of text as it lies in a file: headings, rows of equal width, and what was strange about it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from vault.errors import ImportRefused
from vault.i18n import _, plural
from vault.services.importing.encodings import decoded

DELIMITERS = ",;\t|"
#: characters of one cell; more is a quotation mark that never closes, or no table
LONGEST_CELL = 1_000_000
#: cells of one table, empty ones of short rows too: one wide row makes all others wide
MOST_CELLS = 50_000_000
_LOOKED_AT = 64 * 1024
_HEADINGS_WITHIN = 10
_SHOWN_AROUND = 30
#: the number of a row and its cells
Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`numbers` are the row numbers a spreadsheet shows (the headings are mostly row 1); blank rows are left out.

    `messages`: row number -> sentences; `remarks`: sentences about the whole file; `doubtful`: numbers of rows with
    letters beyond ASCII in a file whose encoding was guessed. A sheet of a workbook has no encoding and no delimiter:
    `page` is its name and `pages` are all that could be chosen.
    """

    name: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    messages: dict[int, tuple[str, ...]]
    remarks: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()
    page: str = ""
    pages: tuple[Page, ...] = ()

    def column(self, heading: str) -> list[str]:
        """The cells below a heading. Raises KeyError."""
        if heading not in self.headings:
            raise KeyError(heading)
        index = self.headings.index(heading)
        return [row[index] for row in self.rows]

    def letters(self, most: int) -> list[tuple[int, str, str]]:
        """(row number, heading, the words around them) of the first cells with letters beyond the English ones."""
        found = (
            (number, heading, _around_letters(text))
            for number, row in zip(self.numbers, self.rows, strict=True)
            for heading, text in zip(self.headings, row, strict=True)
            if not text.isascii()
        )
        return list(islice(found, most))

    def samples(self, heading: str, count: int = 3) -> list[str]:
        """The first few different cells below a heading that hold something."""
        return list(dict.fromkeys(text for text in self.column(heading) if text.strip()))[:count]


def sheet_of(raw: bytes, name: str = "", encoding: str = "", delimiter: str = "") -> Sheet:
    """The table in the bytes of a file. Raises ImportRefused."""
    found = decoded(raw, encoding)
    text, told = _told_delimiter(found.text.removeprefix("\ufeff"))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ImportRefused(_("Line {line} of the file holds a NUL byte, so it is no table of text.").format(line=line))
    delimiter = delimiter or told or delimiter_of(text)
    sheet = table_of(list(_records(text, delimiter, 2 if told else 1)), name)
    doubtful = () if found.certain else _beyond_ascii(sheet)
    return replace(sheet, encoding=found.encoding, delimiter=delimiter, doubtful=doubtful)


def table_of(numbered: list[Numbered], name: str) -> Sheet:
    """The table in rows of cells, which hold something each. Raises ImportRefused where there is none."""
    if not numbered:
        raise ImportRefused(_("This file is empty."))
    start = headings_at(numbered)
    headings, width = _headings(numbered[start][1], [cells for _number, cells in numbered[start + 1 :]])
    body = numbered[start + 1 :]
    if not body:
        raise ImportRefused(_("This table has headings but no rows."))
    if len(body) * width > MOST_CELLS:
        raise too_many_cells()
    rows, messages = _even(body, width, len(numbered[start][1]), headings)
    return Sheet(
        name=name,
        encoding="",
        delimiter="",
        headings=headings,
        rows=rows,
        numbers=tuple(number for number, _cells in body),
        messages=messages,
        remarks=_remarks(numbered[:start], numbered[start][1], headings),
    )


def too_many_cells() -> ImportRefused:
    """The refusal of a table with more than `MOST_CELLS`."""
    return ImportRefused(_("This table has more than 50 million cells. Divide it and import the parts."))


def _told_delimiter(text: str) -> tuple[str, str]:
    """A first line "sep=;", as Excel writes and reads it, taken off."""
    first, _newline, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first[:4].lower() == "sep=" and len(first) == 5:
        return rest, first[4]
    return text, ""


def delimiter_of(text: str) -> str:
    """What stands between the cells: the sign that divides most rows into the same number of cells."""
    part = text[:_LOOKED_AT]
    if len(text) > _LOOKED_AT:
        part = part[: part.rfind("\n") + 1] or part
    scores = {sign: _evenness(part, sign) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    # A single column of sentences must not be divided at their commas.
    return best if scores[best] else next((sign for sign in "\t|;" if sign not in part), ",")


def _evenness(text: str, sign: str) -> float:
    if sign not in text:
        return 0.0
    try:
        rows = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if row]
    except csv.Error:
        return 0.0
    width, count = Counter(rows).most_common(1)[0]
    if width == 1:
        width, count = Counter(width for width in rows if width > 1).most_common(1)[0] if max(rows) > 1 else (1, 0)
    share = count / len(rows)
    # A first row that it does not divide may be a title above the table; or this is no table of several columns.
    return share * (1 + width / 100) if rows[0] > 1 or (share > 0.5 and width > 2) else 0.0


def _records(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of the rows that hold something. Raises ImportRefused for a cell that never ends."""
    before = csv.field_size_limit(LONGEST_CELL)
    number, cells = first - 1, list[str]()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), first):
            if any(cells) and any(map(str.strip, cells)):
                yield number, cells
        if cells and "\n" in cells[-1] and not text.rstrip().endswith('"'):
            raise ImportRefused(_("A quotation mark in row {row} is never closed.").format(row=number))
    except csv.Error:
        words = _("Row {row} holds a cell of more than a million characters. Often a quotation mark is never closed.")
        raise ImportRefused(words.format(row=number + 1)) from None
    finally:
        csv.field_size_limit(before)


def headings_at(rows: list[Numbered]) -> int:
    """The place of the headings: lines above them (a title, a date) have one cell only."""
    filled = [sum(1 for cell in row if cell.strip()) for _number, row in rows[:_HEADINGS_WITHIN]]
    if filled[0] > 1 or max(filled) < 3:
        return 0
    return next(index for index, count in enumerate(filled) if count >= 3)


def _headings(first: list[str], body: list[list[str]]) -> tuple[tuple[str, ...], int]:
    """Headings that each name one column; columns without heading and cells are left out at the end."""
    names = [" ".join(cell.split()) for cell in first]
    width = len(names)
    while width > 1 and not names[width - 1] and not any(len(row) >= width and row[width - 1].strip() for row in body):
        width -= 1
    widest = max(
        (len(row) for row in body if len(row) > len(names) and any(map(str.strip, row[len(names) :]))), default=0
    )
    width = max(width, widest)
    names = names[:width] + [""] * (width - len(names))
    taken: set[str] = set(filter(None, names))
    found: list[str] = []
    for index, name in enumerate(names, 1):
        name = name or _("Column {n}").format(n=index)
        found.append(name if name not in found else _another(name, taken))
        taken.add(found[-1])
    return tuple(found), width


def _another(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _even(
    body: list[Numbered], width: int, usual: int, headings: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], ...], dict[int, tuple[str, ...]]]:
    rows = []
    messages: dict[int, tuple[str, ...]] = {}
    for number, cells in body:
        count = len(cells)
        if count != usual:
            words = _ragged(cells, usual, headings)
            messages |= {number: (words,)} if words else {}
        rows.append(tuple(cells) if count == width else tuple((cells + [""] * (width - count))[:width]))
    return tuple(rows), messages


def _ragged(cells: list[str], usual: int, headings: tuple[str, ...]) -> str:
    count = len(cells)
    if count < usual:
        words = _("This row has {count} of {usual} cells; the missing ones are taken as empty.")
        return words.format(count=count, usual=usual)
    extra = [headings[index] for index in range(usual, count) if cells[index].strip()]
    if not extra:
        return ""
    words = _("This row has more cells than headings; the others are kept as {names}.")
    return words.format(names=", ".join(f"“{name}”" for name in extra))


def _remarks(above: list[Numbered], first: list[str], headings: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if above:
        found.append(
            plural("{n} row above the headings was left out.", "{n} rows above the headings were left out.", len(above))
        )
    names = Counter(" ".join(cell.split()) for cell in first if cell.strip())
    for name, count in names.items():
        if count > 1:
            told = ", ".join(f"“{one}”" for one in headings if one.startswith(f"{name} ("))
            found.append(
                _("{count} columns are called “{name}”; they are told apart as {told}.").format(
                    count=count, name=name, told=told
                )
            )
    return tuple(found)


def _around_letters(text: str) -> str:
    at = next(index for index, letter in enumerate(text) if not letter.isascii())
    start, end = max(0, at - _SHOWN_AROUND), at + _SHOWN_AROUND
    part = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{part}{'…' if end < len(text) else ''}"


def _beyond_ascii(sheet: Sheet) -> tuple[int, ...]:
    return tuple(
        number for number, cells in zip(sheet.numbers, sheet.rows, strict=True) if not "".join(cells).isascii()
    )
