"""Workbooks made to do harm, or that cannot be read, are refused with a reason before anything is built from them."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from tests.services.importing.books import MIMETYPE, cell, ods, packed, parts_of, row, with_parts, xlsx
from vault.errors import ImportRefused
from vault.services.importing import any_sheet, packing, workbook
from vault.services.importing import ods as ods_reader
from vault.services.importing import xlsx as xlsx_reader

GOOD = xlsx([("a", "b"), (1, 2)])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 100
    + '"><!ENTITY c "'
    + "&b;" * 100
    + '"><!ENTITY d "'
    + "&c;" * 100
    + '">]>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WHOLE = bytes(50 * 1024 * 1024)


def declared(name: str, declaration: str, encoding: str = "utf-8") -> bytes:
    """The good workbook with a declaration in one of its parts."""
    parts = parts_of(GOOD)
    text = parts[name].decode("utf-8")
    start = text.index("?>") + 2 if text.startswith("<?xml") else 0
    return packed(
        {**parts, name: f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{text[start:]}'.encode(encoding)}
    )


def lying(raw: bytes) -> bytes:
    """The size of the largest part told as ten bytes, in the list and at the part itself."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = max(part.file_size for part in archive.infolist())
    return raw.replace(struct.pack("<I", size), struct.pack("<I", 10))


def overlapping(count: int = 20) -> bytes:
    """Many parts of the list that are one and the same piece of the file."""
    one = packed({"a": bytes(3 * 1024 * 1024)})
    at = one.index(b"PK\x01\x02")
    listed = one[at : one.index(b"PK\x05\x06")]
    many = b"".join(listed[:46] + b"%c" % (65 + n) for n in range(count))
    return one[:at] + many + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(many), at, 0)


def flagged() -> bytes:
    """A part that is packed under a password."""
    raw = bytearray(packed({"a": "x"}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


def odd_packing() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "x" * 1000)
    return file.getvalue()


def twice() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("XL/workbook.xml", "y")
    return file.getvalue()


SWOLLEN, DAMAGED = "would fill the memory", "This workbook is damaged"
MANIFEST = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
REFUSED = [
    ("macros", with_parts(GOOD, xl__vbaProject_DOT_bin=OLE), "holds macros"),
    ("old macros", with_parts(GOOD, xl__macrosheets__sheet1_DOT_xml="<a/>"), "holds macros"),
    ("macros of ods", with_parts(ods({"L": row(cell("a"))}), Basic__Standard__Module1_DOT_xml="<a/>"), "holds macros"),
    ("scripts of ods", with_parts(ods({"L": row(cell("a"))}), Scripts__python__a_DOT_py="1"), "holds macros"),
    ("bomb", with_parts(GOOD, xl__media__a_DOT_png=WHOLE), SWOLLEN),
    ("bomb in a bomb", with_parts(GOOD, xl__embeddings__a_DOT_zip=bytes(40 << 20)), SWOLLEN),
    ("lies over itself", overlapping(), SWOLLEN),
    ("lying size", lying(with_parts(GOOD, a=bytes(range(256)) * 1000)), DAMAGED),
    ("many parts", packed({str(n): "" for n in range(10_001)}), "10,000 parts"),
    ("locked xlsx", OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    ("locked zip", flagged(), "locked with a password"),
    ("locked ods", with_parts(ods({"L": ""}), **{"META-INF__manifest_DOT_xml": MANIFEST}), "locked with a password"),
    ("xls", OLE + bytes(504) + "Workbook".encode("utf-16-le"), r"older Excel workbook \(.xls\)"),
    ("xlsb", packed({"[Content_Types].xml": "<a/>", "xl/workbook.bin": "x"}), "xlsb"),
    ("docx", packed({"[Content_Types].xml": "<a/>", "word/document.xml": "x"}), "no workbook"),
    ("odt", packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "no workbook"),
    ("zip", packed({"a.csv": "a\n1\n"}), "no workbook"),
    ("cut off", GOOD[: len(GOOD) // 2], DAMAGED),
    ("no list", b"PK\x03\x04....", DAMAGED),
    ("nothing in it", b"PK\x05\x06" + bytes(18), "no workbook"),
    ("odd packing", odd_packing(), DAMAGED),
    ("one name twice", twice(), DAMAGED),
    ("ods without XML", packed({"mimetype": MIMETYPE, "content.xml": "<a"}), DAMAGED),
    ("laughs in the sheet", declared("xl/worksheets/sheet1.xml", LAUGHS), "declares words"),
    ("laughs in the list of parts", declared("[Content_Types].xml", LAUGHS), "declares words"),
    ("laughs in wide letters", declared("xl/workbook.xml", LAUGHS, "utf-16"), "declares words"),
    ("words from elsewhere", declared("xl/workbook.xml", OUTSIDE), "declares words"),
    ("after a long remark", declared("xl/workbook.xml", f"<!--{' ' * 200_000}-->{OUTSIDE}"), "declares words"),
    ("laughs in an ods", ods({"L": row(cell("&d;"))}, before=LAUGHS), "declares words"),
    ("too many rows", ods({"L": row(cell("a"), repeated=2_000_000_000)}), DAMAGED),
    ("too many columns", ods({"L": row(cell("a", repeated=2_000_000_000))}), DAMAGED),
    ("a million wide rows", ods({"L": row(cell("a", repeated=16_000), repeated=1_000_000)}), "50 million"),
    ("spaces without end", ods({"L": row(cell('<text:s text:c="2000000000"/>'))}), "more than a million"),
    ("a long cell", ods({"L": row(cell("x" * 1_000_001))}), "more than a million"),
    ("strings that are not there", with_parts(GOOD, xl__worksheets__sheet1_DOT_xml=(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="s"><v>99999</v></c></row></sheetData></worksheet>')), DAMAGED),
    ("empty", xlsx([]), "This workbook is empty"),
    ("headings alone", xlsx([("a", "b")]), "no rows"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "sentence"), [pytest.param(raw, words, id=what) for what, raw, words in REFUSED])
def test_a_workbook_that_is_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        any_sheet(raw)


def test_the_size_of_all_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_UNPACKED", 5000)
    with pytest.raises(ImportRefused, match="larger than 512 MB"):
        any_sheet(GOOD)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    raw = with_parts(GOOD, xl__worksheets__sheet2_DOT_xml=WHOLE)
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused):
            any_sheet(raw)
        assert tracemalloc.get_traced_memory()[1] < 2 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_an_archive_inside_is_never_opened() -> None:
    """A bomb within a part counts as what it is packed; nobody unpacks it."""
    inner = packed({"a": WHOLE})
    assert any_sheet(with_parts(GOOD, xl__embeddings__a_DOT_zip=inner)).rows == (("1", "2"),)


def test_every_cut_and_every_changed_byte_is_read_or_refused() -> None:
    for raw in (GOOD, ods({"L": row(cell("a"), cell("b")) + row(cell("1"), cell("2"))})):
        for at in range(0, len(raw), 37):
            for bad in (raw[:at], raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :]):
                try:
                    any_sheet(bad)
                except ImportRefused:
                    pass


def test_a_checksum_that_does_not_fit_is_damage() -> None:
    parts = parts_of(GOOD)
    crc = struct.pack("<I", zlib.crc32(parts["xl/worksheets/sheet1.xml"]))
    assert crc in GOOD
    with pytest.raises(ImportRefused, match=DAMAGED):
        any_sheet(GOOD.replace(crc, b"abcd"))


def shared(letters: int, cells: int) -> bytes:
    """One long text that stands in every cell and lies in the file once."""
    return xlsx([("a", "b"), *[("x" * letters, "y")] * cells])


SMALL_BOMBS = {
    "one text in every cell of an XLSX": shared(1000, 300),
    "one text in every cell of an ODS": ods({"S": row(cell("a"), cell("b")) + row(cell("x" * 1000), repeated=300)}),
    "one text in every cell of a row": ods({"S": row(cell("a"), cell("b")) + row(cell("x" * 1000, repeated=300))}),
    "blanks written as their number": ods(
        {"S": row(cell("a"), cell("b")) + row(*[cell(f'{n}<text:s text:c="1000"/>') for n in range(300)])}
    ),
}


@pytest.mark.parametrize("raw", [pytest.param(raw, id=what) for what, raw in SMALL_BOMBS.items()])
def test_letters_are_counted_as_often_as_they_stand_in_cells(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(raw) < 20_000
    assert any_sheet(raw)
    for module in (workbook, ods_reader):
        monkeypatch.setattr(module, "LARGEST_UNPACKED", 200_000)
    with pytest.raises(ImportRefused, match="would fill the memory"):
        any_sheet(raw)


def test_blanks_written_as_their_number_do_not_fill_the_memory_before_they_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ods_reader, "LARGEST_UNPACKED", 50_000_000)
    cells = [cell(f'{n}<text:s text:c="{999_000 + n}"/>') for n in range(400)]
    tracemalloc.start()
    with pytest.raises(ImportRefused, match="would fill the memory"):
        any_sheet(ods({"S": row(cell("a"), cell("b")) + row(*cells)}))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 120 * 1024 * 1024


def test_empty_rows_as_wide_as_there_are_columns_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(GOOD)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    empty = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(3, 60))
    raw = packed({**parts, "xl/worksheets/sheet1.xml": sheet.replace("</sheetData>", f"{empty}</sheetData>")})
    assert len(any_sheet(raw).rows) == 1
    monkeypatch.setattr(xlsx_reader, "MOST_LOOKED_AT", 500_000)
    with pytest.raises(ImportRefused, match="damaged"):
        any_sheet(raw)
