"""A file taken apart: what other programs write is read as well, with every kind of code a font can have."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    create_string_object,
)

from vault.reports.reading import Reading, read

CHARACTERS = b"begincmap 3 beginbfchar <41> <007A> <42> <006F> <43> <0066> endbfchar endcmap"
RANGES = b"begincmap 1 beginbfrange <0041> <0043> <006E> <0061> <0062> [<0069><0061>] endbfrange endcmap"


def stream(data: bytes, **keys: str) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    for key, value in keys.items():
        made[NameObject(f"/{key}")] = NameObject(f"/{value}")
    return made


def font(writer: PdfWriter, codes: bytes) -> DictionaryObject:
    keys = {"/Type": "/Font", "/Subtype": "/TrueType"}
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in keys.items()})
    made[NameObject("/ToUnicode")] = writer._add_object(stream(codes))
    return made


def file_with(*objects: StreamObject, codes: bytes = CHARACTERS) -> Reading:
    """An empty page, and objects no page shows, with the font /F in the resources of each."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(font(writer, codes))})
    for one in objects:
        one[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        writer._add_object(one)
    out = BytesIO()
    writer.write(out)
    return read(out.getvalue())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F 12 Tf (ABC) Tj ET", "zof"),
        (b"BT /F 12 Tf [(A) -20 (B) 3 (C)] TJ ET", "zof"),
        (b"BT /F 12 Tf <414243> Tj ET", "zof"),
        (b"BT /F 12 Tf (\\101\\102\\103) Tj ET", "zof"),
        (b"BT /G 12 Tf (plain \\(text\\)\\\n) Tj ET", "plain (text)"),
        (b"BT /G 12 Tf <FEFF007A006F> Tj ET", "zo"),
    ],
)
def test_strings_of_a_stream_nothing_shows(content: bytes, text: str) -> None:
    assert [one.strip() for one in file_with(stream(content, Subtype="Form")).streams if one.strip()] == [text]


def test_codes_of_two_bytes_and_ranges() -> None:
    found = file_with(stream(b"BT /F 9 Tf <0041 0042 0061 0062> Tj ET"), codes=RANGES)
    assert "noia" in "".join(found.streams)
    assert {"n", "o", "p", "i", "a"} <= found.letters


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_other_streams_are_read_as_text(coding: str) -> None:
    found = file_with(stream("Staff: Zofia Łukaszewska".encode(coding), Type="EmbeddedFile"))
    assert any("Zofia Łukaszewska" in text for text in found.streams)
    assert "a part of the kind “EmbeddedFile”" in found.traces


def test_strings_deep_inside_objects() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    inner = DictionaryObject()
    inner.update(DictionaryObject({NameObject("/Alt"): ArrayObject([create_string_object("Zofia")])}))
    page[NameObject("/PieceInfo")] = inner
    out = BytesIO()
    writer.write(out)
    found = read(out.getvalue())
    assert "Zofia" in found.strings
    assert "“PieceInfo” on a page" in found.traces


@pytest.mark.parametrize("data", [b"", b"no file", b"%PDF-1.4\n%%EOF", b"\0" * 500])
def test_what_is_no_pdf_is_a_trace(data: bytes) -> None:
    assert any("cannot be read" in trace or "earlier state" in trace for trace in read(data).traces)
