"""The sheets of an XLSX workbook, row by row, by openpyxl in its read-only mode.

What a formula gave when the workbook was last saved is read, no formula is worked out, and no link is followed.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from vault.errors import Cancelled, VaultError
from vault.services.importing.cell_words import percent, unescaped, words
from vault.services.importing.packing import broken

#: what a sheet can have; a file that counts further is made up
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
#: cells gone through, empty ones too: a sheet of blank rows that each reach to the last column takes an hour
MOST_LOOKED_AT = 200_000_000
#: a cell with a formula and no result; one that gave no words is saved as text (`t="str"`) that is empty
_UNSAVED = re.compile(
    rb'<(?:\w+:)?c(?![^<>]*\st="str")(?:\s[^<>]*)?>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c>")
_AT_ONCE = 1 << 20


class XlsxBook:
    """Raises ImportRefused for what is no whole workbook, here and while its rows are read."""

    def __init__(self, file: BytesIO) -> None:
        self._file = file
        with _faults():
            from openpyxl import load_workbook  # heavy, and needed only here

            self._book = load_workbook(file, read_only=True, data_only=True, keep_links=False, keep_vba=False)
            self._sheets = [sheet for sheet in self._book.worksheets if hasattr(sheet, "reset_dimensions")]
            for sheet in self._sheets:
                sheet.reset_dimensions()  # what a file says of its width would be padded with empty cells

    def names(self) -> list[tuple[str, bool]]:
        """Every sheet's name, and whether it is hidden."""
        return [(str(sheet.title), sheet.sheet_state != "visible") for sheet in self._sheets]

    def rows(self, place: int) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of one sheet, blank rows too, nothing after the last cell that holds something."""
        cells = 0
        with _faults():
            for at, row in enumerate(self._sheets[place].iter_rows(), 1):
                cells += len(row)
                if at > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_LOOKED_AT:
                    raise broken()
                yield at, _filled([_words(cell) for cell in row])

    def unsaved(self, place: int) -> int:
        """How many cells of a sheet hold a formula whose result was not saved with it."""
        count, rest = 0, b""
        path = self._sheets[place]._worksheet_path
        with _faults(), zipfile.ZipFile(self._file) as archive, archive.open(path) as part:
            while piece := part.read(_AT_ONCE):
                rest += piece
                end = max((found.end() for found in _CELL_ENDS.finditer(rest)), default=0)
                count += len(_UNSAVED.findall(rest, 0, end))
                rest = rest[end:][-2 * _AT_ONCE :]  # more than a cell may hold
        return count


def _words(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return words(unescaped(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
        return percent(value)
    return words(value)


def _filled(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


@contextmanager
def _faults() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of parts it leaves out, on a terminal that nobody sees
            yield
    except (VaultError, Cancelled):
        raise
    except Exception:  # noqa: BLE001 - a made-up file makes it stumble in every way there is
        raise broken() from None
