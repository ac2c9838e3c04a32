"""Workbooks for the tests: good ones by openpyxl, an .ods put together by hand, and bad ones of every kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def xlsx(rows: Iterable[Sequence[Any]], title: str = "Log") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(raw: bytes, **more: str | bytes) -> bytes:
    """The same workbook with more parts, or others: `__` in a name is a slash, `_DOT_` a dot."""
    return packed({**parts_of(raw), **{name.replace("__", "/").replace("_DOT_", "."): it for name, it in more.items()}})


def cell(words: str = "", *, repeated: int = 1, **held: str) -> str:
    """A cell of an .ods; `held` are attributes such as value_type and date_value."""
    told = "".join(f" office:{name.replace('_', '-')}={quoteattr(text)}" for name, text in held.items())
    again = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-cell{again}{told}>" + (f"<text:p>{words}</text:p>" if words else "") + "</table:table-cell>"


def row(*cells: str, repeated: int = 1) -> str:
    """A row of an .ods."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def ods(sheets: Mapping[str, str], hidden: Sequence[str] = (), before: str = "") -> bytes:
    """An .ods of sheets whose rows are XML already; `before` stands above the first element."""
    tables = "".join(
        f'<table:table table:name={quoteattr(name)} table:style-name="{"away" if name in hidden else "seen"}">'
        f"{rows}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_SPACES}>'
        '<office:automatic-styles><style:style style:name="away" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": MIMETYPE, "content.xml": content})
