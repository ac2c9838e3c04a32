"""A file as a table, whatever it is: text divided by signs, or a sheet of a workbook. Nothing is written anywhere."""

from __future__ import annotations

from pathlib import Path

from vault.errors import ImportRefused, file_errors
from vault.i18n import _
from vault.progress import Progress, silent
from vault.services.importing.packing import is_packed
from vault.services.importing.sheet import Sheet, sheet_of
from vault.services.importing.workbook import workbook_sheet

#: bytes of one file
LARGEST_FILE = 512 * 1024 * 1024


def read_sheet(
    path: Path | str, encoding: str = "", delimiter: str = "", page: str = "", progress: Progress = silent
) -> Sheet:
    """Read a file. `page` names the sheet of a workbook, "" is the first with something in it.

    Raises ImportRefused with a sentence for what is no table, NotFound, NoPermission, Cancelled.
    """
    path = Path(path)
    with file_errors(path):
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefused(_("This file is larger than 512 MB. Divide it and import the parts."))
        raw = path.read_bytes()
    return any_sheet(raw, path.name, encoding, delimiter, page, progress)


def any_sheet(
    raw: bytes,
    name: str = "",
    encoding: str = "",
    delimiter: str = "",
    page: str = "",
    progress: Progress = silent,
) -> Sheet:
    """The table in the bytes of a file, as `read_sheet` does. What a file is, is told by its bytes, not by its name."""
    if is_packed(raw):
        return workbook_sheet(raw, name, page, progress)
    if page:
        raise ImportRefused(_("This file has no sheets to choose from."))
    return sheet_of(raw, name, encoding, delimiter)
