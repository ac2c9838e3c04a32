"""The sheets of an OpenDocument spreadsheet (.ods), row by row.

Read by hand: what is wanted is one file of XML with about ten elements, and a repeat written in it is the whole danger.
`docs/decisions/0040-sheets.md` says why no library is used.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from xml.parsers import expat

from vault.errors import Cancelled, ImportRefused, VaultError
from vault.services.importing.cell_words import number, percent, span, text, too_long, words
from vault.services.importing.packing import LARGEST_UNPACKED, broken, locked, refuse_declarations, swollen
from vault.services.importing.sheet import LONGEST_CELL
from vault.services.importing.xlsx import MOST_COLUMNS, MOST_ROWS

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_AT_ONCE = 64 * 1024
_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
}
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?$")
#: what stands in a cell beside its words
_ASIDE = ("office:annotation", "draw", "text:ruby-text", "text:note")


class OdsBook:
    """Raises ImportRefused for what is no whole workbook, here and while its rows are read."""

    def __init__(self, file: BytesIO) -> None:
        self._file = file
        self._refuse_locked()
        self._names: list[tuple[str, bool]] = []
        self._unsaved: dict[int, int] = {}
        reader = _Reader()
        for _row in self._read(reader):
            pass
        self._names = reader.names

    def names(self) -> list[tuple[str, bool]]:
        """Every sheet's name, and whether it is hidden."""
        return self._names

    def rows(self, place: int) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of one sheet, blank rows left out, nothing after the last cell that holds something."""
        reader = _Reader(place)
        yield from self._read(reader)
        self._unsaved[place] = reader.unsaved

    def unsaved(self, place: int) -> int:
        """How many cells of a sheet, whose rows were read, hold a formula whose result was not saved with it."""
        return self._unsaved[place]

    def _refuse_locked(self) -> None:
        try:
            with zipfile.ZipFile(self._file) as archive:
                manifest = archive.read("META-INF/manifest.xml")
        except KeyError:
            return
        if b"encryption-data" in manifest:
            raise ImportRefused(locked())

    def _read(self, reader: _Reader) -> Iterator[tuple[int, list[str]]]:
        try:
            with zipfile.ZipFile(self._file) as archive, archive.open("content.xml") as file:
                while piece := file.read(_AT_ONCE):
                    reader.parser.Parse(piece, False)
                    yield from reader.taken()
                reader.parser.Parse(b"", True)
                yield from reader.taken()
        except (VaultError, Cancelled):
            raise
        except (expat.ExpatError, zipfile.BadZipFile, KeyError, ValueError, OverflowError, OSError):
            raise broken() from None


class _Reader:
    """Follows the XML; of the sheet at `place` it keeps the rows until they are taken."""

    def __init__(self, place: int = -1) -> None:
        self.names: list[tuple[str, bool]] = []
        self._place, self._rows = place, list[tuple[int, list[str]]]()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables, self._aside, self._at = 0, 0, 0
        self._row: list[str] = []
        self._row_repeats = 1
        self._gap = 0
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._words: list[str] | None = None
        self._length, self._letters = 0, 0
        self.unsaved = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = refuse_declarations
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def _wanted(self) -> bool:
        return self._tables == 1 and len(self.names) - 1 == self._place

    # ------------------------------------------------------------------ elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        if self._aside or name.startswith(_ASIDE):
            self._aside += 1
        elif name == "table:table":
            self._tables += 1
            if self._tables == 1:
                self._begin_table(_plain(attributes))
        elif name.startswith("style:"):
            self._style_of(name, _plain(attributes))
        elif self._wanted():
            self._start_inside(name, attributes)

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-row":
            self._row, self._gap = [], 0
            self._row_repeats = _count(_plain(attributes).get("table:number-rows-repeated"))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell = _plain(attributes)
            self._paragraphs, self._length = [], 0
        elif name in ("text:p", "text:h"):
            self._words = []
        elif self._words is not None and name in ("text:s", "text:tab", "text:line-break"):
            self._characters(_white(name, _plain(attributes)))

    def _end(self, name: str) -> None:
        name = _short(name)
        if self._aside:
            self._aside -= 1
        elif name == "table:table":
            self._tables -= 1
        elif self._wanted():
            self._end_inside(name)

    def _end_inside(self, name: str) -> None:
        if name in ("text:p", "text:h") and self._words is not None:
            self._paragraphs.append("".join(self._words))
            self._words = None
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._end_cell(name, self._cell)
            self._cell = None
        elif name == "table:table-row":
            self._end_row()

    def _characters(self, found: str) -> None:
        if self._words is not None and not self._aside:
            self._length += len(found)
            if self._length > LONGEST_CELL:
                raise too_long()
            self._words.append(found)

    # ------------------------------------------------------------------ tables, rows, cells

    def _begin_table(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("table:style-name") in self._hidden_styles
        self.names.append((attributes.get("table:name", ""), hidden))
        self._at = 0

    def _style_of(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _end_cell(self, name: str, attributes: dict[str, str]) -> None:
        repeats = _count(attributes.get("table:number-columns-repeated"))
        found = "" if name == "table:covered-table-cell" else _value(attributes, "\n".join(self._paragraphs))
        if not found:
            self.unsaved += "table:formula" in attributes and "office:value-type" not in attributes
            self._gap += repeats  # empty cells count only when one that holds something follows
            return
        if len(self._row) + self._gap + repeats > MOST_COLUMNS:
            raise broken()
        self._letters += len(found)
        if self._letters > LARGEST_UNPACKED:  # blanks are written as their number
            raise swollen()
        self._row += [""] * self._gap + [found] * repeats
        self._gap = 0

    def _end_row(self) -> None:
        first, self._at = self._at + 1, self._at + self._row_repeats
        if self._row:
            if self._at > MOST_ROWS:
                raise broken()
            # one list for all of them: a repeat of a million rows must not be a million copies
            self._rows += [(number, self._row) for number in range(first, self._at + 1)]


def _short(name: str) -> str:
    space, _between, local = name.rpartition(" ")
    if ":drawing:" in space or ":dr3d:" in space:
        return "draw"
    return f"{_SPACES.get(space, '?')}:{local}"


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    return {_short(name): value for name, value in attributes.items()}


def _count(written: str | None) -> int:
    return max(1, int(written[:12])) if written else 1


def _white(name: str, attributes: dict[str, str]) -> str:
    if name == "text:s":
        return " " * min(_count(attributes.get("text:c")), LONGEST_CELL + 1)
    return "\t" if name == "text:tab" else "\n"


def _value(attributes: dict[str, str], shown: str) -> str:
    """The words of a cell: what it holds where that is exact, else what it shows."""
    kind, held = attributes.get("office:value-type", ""), attributes.get("office:value", "")
    if kind in ("float", "currency", "percentage") and held:
        value = float(held)
        return percent(value) if kind == "percentage" else number(value)
    if kind == "date" and (day := attributes.get("office:date-value")):
        return _moment(day)
    if kind == "time" and (found := _DURATION.match(attributes.get("office:time-value", ""))):
        return _duration(found)
    if kind == "boolean":
        return words(attributes.get("office:boolean-value") == "true")
    return text(attributes.get("office:string-value", "") or shown)


def _moment(written: str) -> str:
    day, _between, clock = written.partition("T")
    clock = clock.partition(".")[0].removesuffix("Z")
    clock = clock.removesuffix(":00") if clock.count(":") == 2 else clock
    return text(day if clock in ("", "00:00") else f"{day} {clock}")


def _duration(found: re.Match[str]) -> str:
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    whole = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    written = span(-whole if found[1] else whole)
    return written.zfill(5) if written.count(":") == 1 and not found[1] else written
