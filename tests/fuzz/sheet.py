"""A table from anywhere: the reading of its bytes, the guesses about it, and the drafts made of its rows."""

from __future__ import annotations

from vault.errors import ImportRefused
from vault.plans.records import KINDS
from vault.services.importing import running
from vault.services.importing.reading import draft, steps
from vault.services.importing.sheet import sheet_of
from vault.services.importing.words import reading

_KINDS = sorted(KINDS)
_ENCODINGS = ("", "utf-8", "utf-16", "cp1252", "latin-1", "koi8-r", "no such")


def one(data: bytes) -> None:
    """The first byte chooses the kind of record and what the person says of the encoding."""
    choice, raw = (data[0], data[1:]) if data else (0, b"")
    try:
        sheet = sheet_of(raw, "handed.csv", _ENCODINGS[choice // 16 % len(_ENCODINGS)])
    except ImportRefused:
        return
    assert all(len(row) == len(sheet.headings) for row in sheet.rows), "a row of another width"
    assert len(sheet.rows) == len(sheet.numbers)
    assert len(set(sheet.headings)) == len(sheet.headings), "two columns of one name"
    mapping = running.propose(sheet, _KINDS[choice % len(_KINDS)])
    running.likely_kind(sheet)
    found = steps(mapping, sheet.headings, sheet.rows, reading())
    for row in sheet.rows:
        draft(found, row)
    sheet.letters(5)


def seeds() -> list[bytes]:
    """To begin with."""
    table = 'id,title,occurred,place,category\n1,Call,03/04/2026,Gate,threat\n2,"a\nb",2026,,\n'
    return [
        b"\0" + table.encode(),
        b"\x20" + table.encode("utf-16"),
        b"\x04" + table.replace(",", ";").encode("cp1252"),
        b"\x07sep=;\nname;phone\nOmar;1\n;;;\n",
        "\x09ключ\tимя\n1\tОмар\n".encode(),
    ]
