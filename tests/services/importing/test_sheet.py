from __future__ import annotations

import csv
import locale
from pathlib import Path

import pytest

from vault.errors import ImportRefused, NotFound
from vault.services.importing import read_sheet, sheet_of
from vault.services.importing.sheet import delimiter_of

SPANISH = "título;lugar\nAmenaza telefónica;Bogotá\nNada;Cali\n"


@pytest.mark.parametrize(
    ("raw", "encoding", "doubtful"),
    [
        (SPANISH.encode("utf-8"), "utf-8", ()),
        (SPANISH.encode("utf-8-sig"), "utf-8", ()),
        (SPANISH.encode("utf-16"), "utf-16", ()),
        (b"\xfe\xff" + SPANISH.encode("utf-16-be"), "utf-16", ()),
        (SPANISH.encode("cp1252"), "cp1252", (2,)),
    ],
)
def test_the_encoding_is_found(raw: bytes, encoding: str, doubtful: tuple[int, ...]) -> None:
    sheet = sheet_of(raw)
    assert sheet.encoding == encoding
    assert sheet.headings == ("título", "lugar")
    assert sheet.rows[0] == ("Amenaza telefónica", "Bogotá")
    assert sheet.doubtful == doubtful


def test_the_system_code_page_comes_before_cp1252(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1251")
    sheet = sheet_of("название,место\nУгроза,Москва\n".encode("cp1251"))
    assert (sheet.encoding, sheet.rows[0], sheet.doubtful) == ("cp1251", ("Угроза", "Москва"), (2,))


def test_a_wrong_guess_is_asked_about_and_another_encoding_can_be_chosen() -> None:
    raw = "title,place\nУгроза,Москва\nplain,Moscow\n".encode("cp1251")
    assert sheet_of(raw).doubtful == (2,)
    chosen = sheet_of(raw, encoding="cp1251")
    assert (chosen.rows[0], chosen.doubtful) == (("Угроза", "Москва"), ())


def test_a_file_put_together_from_two_encodings_keeps_both() -> None:
    raw = "title,place\nuno,Camotán\ndos,Grébizi\n".encode() + "tres,Révolution\n".encode("cp1252")
    sheet = sheet_of(raw)
    assert [row[1] for row in sheet.rows] == ["Camotán", "Grébizi", "Révolution"]
    assert sheet.doubtful == (2, 3, 4)


@pytest.mark.parametrize(
    ("raw", "encoding", "words"),
    [
        (b"", "", "is empty"),
        (b"\n \n\n", "", "is empty"),
        (b"title,place\n", "", "headings but no rows"),
        (b"title,place\n,\n  ,\n", "", "headings but no rows"),
        (b"title,place\na,b\nc\0d,e\n", "", "Line 3 of the file holds a NUL byte"),
        ("title,place\na,b\n".encode("utf-16-le"), "", "looks like UTF-16"),
        ("title\na\0b\n".encode("utf-16"), "", "Line 2 of the file holds a NUL byte"),
        (b"title\n\x81\x8d\x8f\n", "", "encoding of this file could not be found"),
        (b"title\nok\n\xe9\n", "utf-8", "Line 3 of the file cannot be read as utf-8"),
        (b"title\nok\n", "klingon", "no encoding called"),
        (b"title,facts\nlong," + b"x" * 10_000_000 + b"\n", "", "Row 2 holds a cell of more than a million"),
        (b'title,facts\nopen,"never closed\nnext,row\n', "", "quotation mark in row 2 is never closed"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(raw: bytes, encoding: str, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        sheet_of(raw, encoding=encoding)


def test_the_limit_of_a_cell_is_not_left_behind() -> None:
    before = csv.field_size_limit()
    with pytest.raises(ImportRefused):
        sheet_of(b"a,b\n1," + b"x" * 2_000_000)
    assert csv.field_size_limit() == before


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_sheet(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b\nx, y, z|w\n", "|"),
        ('a;b\n"one; two";3\n', ";"),
        ("Risk register 2024\n\nRisk;Likelihood;Impact\na, b;1;2\nc, d;3;4\n", ";"),
        ("a;b;c\n1;2\n1;2;3;4\n1;2;3\n", ";"),
    ],
)
def test_what_stands_between_cells_is_found(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_a_single_column_of_sentences_is_not_divided_at_its_commas() -> None:
    sheet = sheet_of(b"title\nBreak-in, at the office\nA call, at night\n")
    assert sheet.rows == (("Break-in, at the office",), ("A call, at night",))


def test_the_separator_line_of_excel_is_understood() -> None:
    sheet = sheet_of(b"sep=|\r\na|b\r\n1|2\r\n")
    assert (sheet.headings, sheet.rows, sheet.numbers) == (("a", "b"), (("1", "2"),), (3,))


def test_ragged_rows_are_kept_with_a_message_each() -> None:
    sheet = sheet_of(b"title,facts,notes\nshort\nfull,b,c\nlong,b,c,d,e\ntrailing,b,c,,\n")
    assert sheet.headings == ("title", "facts", "notes", "Column 4", "Column 5")
    assert sheet.rows[0] == ("short", "", "", "", "")
    assert sheet.rows[2] == ("long", "b", "c", "d", "e")
    assert set(sheet.messages) == {2, 4}
    assert "1 of 3 cells" in sheet.messages[2][0]
    assert "“Column 4”, “Column 5”" in sheet.messages[4][0]


def test_two_columns_of_one_name_are_told_apart() -> None:
    sheet = sheet_of(b"Name,Phone,Name,Name (2)\na,b,c,d\n")
    assert sheet.headings == ("Name", "Phone", "Name (3)", "Name (2)")
    assert "2 columns are called “Name”" in sheet.remarks[0]
    assert sheet.column("Name (3)") == ["c"]


def test_columns_without_heading_are_named_and_empty_ones_left_out() -> None:
    sheet = sheet_of(b"Name,,,\na,b,,\n")
    assert (sheet.headings, sheet.rows) == (("Name", "Column 2"), (("a", "b"),))


def test_a_title_above_the_headings_is_left_out_and_told() -> None:
    sheet = sheet_of(b"Our register\nRisk,Likelihood,Impact\nTheft,2,3\n")
    assert (sheet.headings, sheet.numbers) == (("Risk", "Likelihood", "Impact"), (3,))
    assert sheet.remarks == ("1 row above the headings was left out.",)


def test_formulas_stay_text() -> None:
    sheet = sheet_of(b'title,facts\n"=HYPERLINK(""http://x"")",@SUM(A1)\n')
    assert sheet.rows[0] == ('=HYPERLINK("http://x")', "@SUM(A1)")


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    sheet = sheet_of(b'title,facts\na,"two\nlines"\n\nb,c\n')
    assert (sheet.numbers, sheet.rows[0][1]) == ((2, 4), "two\nlines")


def test_samples_are_different_and_not_empty() -> None:
    sheet = sheet_of(b"title,x\na,\nb,1\nc,1\nd,2\n")
    assert sheet.samples("x") == ["1", "2"]
    with pytest.raises(KeyError):
        sheet.column("y")
