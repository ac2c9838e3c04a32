"""A workbook from anywhere: its packing, and its XML behind a packing that is in order."""

from __future__ import annotations

from tests.services.importing.books import MIMETYPE, cell, ods, packed, parts_of, row, xlsx
from vault.errors import ImportRefused
from vault.services.importing import any_sheet

_GOOD = parts_of(xlsx([("id", "title"), (1, "Call")]))
_PARTS = sorted(_GOOD)


def one(data: bytes) -> None:
    """The first byte chooses: the whole file, the content of an .ods, or one part of an XLSX."""
    choice, rest = (data[0], data[1:]) if data else (0, b"")
    if choice == 0:
        raw = rest
    elif choice == 1:
        raw = packed({"mimetype": MIMETYPE, "content.xml": rest})
    else:
        raw = packed({**_GOOD, _PARTS[choice % len(_PARTS)]: rest})
    try:
        sheet = any_sheet(raw, "handed.xlsx")
    except ImportRefused:
        return
    assert all(len(row) == len(sheet.headings) for row in sheet.rows), "a row of another width"
    assert len(sheet.rows) == len(sheet.numbers)
    assert len(set(sheet.headings)) == len(sheet.headings), "two columns of one name"


def seeds() -> list[bytes]:
    """To begin with."""
    book = ods({"Log": row(cell("id"), cell("title")) + row(cell("1", value_type="float", value="1"), repeated=3)})
    parts = [bytes([at + len(_PARTS) * 2]) + _GOOD[name] for at, name in enumerate(_PARTS)]
    return [b"\0" + book, b"\0" + packed(_GOOD), b"\1" + parts_of(book)["content.xml"], *parts]
