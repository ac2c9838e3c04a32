"""Sheets of XLSX and .ods workbooks become the same tables as CSV files."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.services.importing.books import cell, ods, parts_of, row, saved, with_parts, xlsx
from vault.errors import Cancelled, ImportRefused
from vault.plans.cell_days import day_in
from vault.services.importing import Page, any_sheet, import_file
from vault.services.importing.cell_words import number, words
from vault.services.session import Session


def as_ods(rows: list[Sequence[Any]]) -> bytes:
    """An .ods of one sheet of text."""
    return ods({"Log": "".join(row(*(cell(str(one)) for one in cells)) for cells in rows)})


HEAD = ("No", "When", "What happened")


def test_cells_become_the_words_somebody_would_have_typed() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("n", "day", "moment", "truth", "share", "clock", "span", "text", "noise"))
    day, moment = datetime(2026, 3, 4), datetime(2026, 3, 4, 14, 30)  # noqa: DTZ001 - a cell has no time zone
    sheet.append((1.0, day, moment, True, 0.25, time(9, 5), timedelta(hours=30), "a_x000D_\nb", 0.1 + 0.2))
    sheet["E2"].number_format = "0%"
    found = any_sheet(saved(book))
    shown = ("1", "2026-03-04", "2026-03-04 14:30", "yes", "25%", "09:05", "30:00", "a\nb", "0.3")
    assert found.rows == (shown,)
    assert not found.messages


def test_the_same_cells_in_an_ods() -> None:
    head = row(*map(cell, ("n", "day", "moment", "truth", "share", "clock", "text", "none")))
    body = row(
        cell("1,00", value_type="float", value="1.0"),
        cell("04.03.26", value_type="date", date_value="2026-03-04"),
        cell("x", value_type="date", date_value="2026-03-04T14:30:00"),
        cell("WAHR", value_type="boolean", boolean_value="true"),
        cell("25 %", value_type="percentage", value="0.25"),
        cell("9:05", value_type="time", time_value="PT09H05M00S"),
        "<table:table-cell><office:annotation><text:p>a remark</text:p></office:annotation>"
        '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>',
        cell(repeated=16_000),
    )
    found = any_sheet(ods({"Log": head + body + row(cell(repeated=16_384), repeated=1_048_000)}))
    assert found.rows == (("1", "2026-03-04", "2026-03-04 14:30", "yes", "25%", "09:05", "a  b\nc", ""),)


def test_empty_rows_and_columns_fall_away_and_rows_keep_their_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B1"] = "Our log"
    for column, word in ((2, "No"), (3, "What"), (5, "Where")):
        sheet.cell(3, column, word)
        sheet.cell(7, column, f"{word} 7")
    sheet.cell(5, 2, "alone")
    sheet.merge_cells("B7:C7")
    found = any_sheet(saved(book))
    assert found.headings == ("No", "What", "Where")
    assert found.rows == (("alone", "", ""), ("No 7", "", "Where 7"))
    assert found.numbers == (5, 7)
    assert not found.messages
    assert found.remarks == ("1 row above the headings was left out.",)


def _three() -> list[bytes]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet.sheet_state = "Secret", "hidden"
    sheet.append(["a"])
    sheet.append(["hidden"])
    book.create_sheet("Empty")
    seen = book.create_sheet("Log")
    seen.append(["b"])
    seen.append(["seen"])
    first, last = (row(cell(head)) + row(cell(word)) for head, word in (("a", "hidden"), ("b", "seen")))
    return [saved(book), ods({"Secret": first, "Empty": row(cell()), "Log": last}, hidden=["Secret"])]


@pytest.mark.parametrize("raw", _three(), ids=["xlsx", "ods"])
def test_the_first_sheet_with_content_that_can_be_seen_is_taken_and_any_can_be_chosen(raw: bytes) -> None:
    found = any_sheet(raw)
    assert (found.page, found.rows) == ("Log", (("seen",),))
    assert found.pages == (Page("Secret", True), Page("Empty"), Page("Log"))
    assert any_sheet(raw, page="Secret").rows == (("hidden",),)
    with pytest.raises(ImportRefused, match="is empty"):
        any_sheet(raw, page="Empty")
    with pytest.raises(ImportRefused, match="“Secret”, “Empty”, “Log”"):
        any_sheet(raw, page="None")


@pytest.mark.parametrize(
    "raw", [xlsx([HEAD, *[(n, "", "x") for n in range(3000)]]), ods({"L": row(cell("a"), repeated=5)})]
)
def test_reading_can_be_stopped_at_any_look(raw: bytes) -> None:
    looks = 0

    def count(_done: int, _total: int, _what: str) -> None:
        nonlocal looks
        looks += 1

    any_sheet(raw, progress=count)
    assert looks > 5

    for at in range(looks):
        left = [at]

        def stop(_done: int, _total: int, _what: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            any_sheet(raw, progress=stop)
        if at > 40:
            break


@pytest.mark.parametrize(
    "make", [xlsx, lambda rows: ods({"L": "".join(row(*map(cell, map(str, one))) for one in rows)})]
)
def test_the_same_workbook_again_changes_its_rows_instead_of_doubling_them(
    session: Session, tmp_path: Path, make
) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "log.book"
    file.write_bytes(make([HEAD, (1, "2026-03-01", "Gate open"), (2, "2026-03-02", "Calls")]))
    assert import_file(session, "incident", file, source="x").new == 2
    again = import_file(session, "incident", file, source="x")
    assert (again.new, again.unchanged) == (0, 2)
    file.write_bytes(make([HEAD, (1, "2026-03-01", "Gate open"), (2, "2026-03-02", "Many calls")]))
    newer = import_file(session, "incident", file, source="x", changed="take")
    assert (newer.new, newer.changed, newer.unchanged) == (0, 1, 1)
    assert "log.book: 2 rows, from the sheet “" in newer.lines[0]


def test_what_leads_to_other_workbooks_is_read_as_it_was_saved_and_said() -> None:
    raw = xlsx([("a",), ("b",)])
    bad = b"<not even XML"
    found = any_sheet(with_parts(raw, xl__externalLinks__externalLink1_DOT_xml=bad))
    assert found.rows == (("b",),)
    assert "leads to other workbooks" in found.remarks[-1]


SAVED = '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="str"><f>IF(A2="","",A2)</f><v></v></c>'
NOT_SAVED = '<c r="B3"><f>1+1</f></c><c r="C3"><f t="shared" si="0"/><v /></c>'


@pytest.mark.parametrize(("after", "told"), [("", False), (NOT_SAVED, True)])
def test_formulas_whose_result_was_not_saved_are_told_to_be_empty(after: str, told: bool) -> None:
    name = "xl/worksheets/sheet1.xml"
    whole = parts_of(xlsx([("a", "b", "c"), ("one",), ("two",)]))[name].decode()
    second, third = re.findall(r"<c r=.A[23].*?</c>", whole)
    written = whole.replace(second, second + SAVED).replace(third, third + after)
    found = any_sheet(with_parts(xlsx([]), xl__worksheets__sheet1_DOT_xml=written))
    assert found.rows == (("one", "2", ""), ("two", "", ""))
    assert [remark[:7] for remark in found.remarks] == (["2 cells"] if told else [])


def test_so_are_those_that_a_library_wrote() -> None:
    assert any("1 cell holds a formula" in one for one in any_sheet(xlsx([("a", "b"), ("x", "=1+1")])).remarks)


def test_so_are_those_of_an_ods() -> None:
    given = [cell("2", value_type="float", value="2"), cell("", value_type="string"), cell("x")]
    bare = row(*given).replace("<table:table-cell", '<table:table-cell table:formula="of:=1+1"')
    head = row(cell("a"), cell("b"), cell("c"))
    assert any_sheet(ods({"Log": head + bare})).remarks == ()
    unsaved = '<table:table-row><table:table-cell table:formula="of:=1+1"/>' + cell("y") + "</table:table-row>"
    assert "1 cell holds" in any_sheet(ods({"Log": head + bare + unsaved})).remarks[0]


def test_what_a_file_says_of_its_width_is_not_believed() -> None:
    parts = parts_of(xlsx([("a",), ("b",)]))
    name = "xl/worksheets/sheet1.xml"
    more = parts[name].replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert more != parts[name]
    found = any_sheet(with_parts(xlsx([]), xl__worksheets__sheet1_DOT_xml=more))
    assert found.headings == ("a",)


def test_one_wide_row_does_not_make_millions_wide() -> None:
    with pytest.raises(ImportRefused, match="50 million"):
        any_sheet(b"a\n" * 60_000 + b"," * 999 + b"x\n", delimiter=",")


def test_reading_writes_nowhere(tmp_path: Path) -> None:
    """In a process of its own, because what listens to every opened file cannot be taken away again."""
    (tmp_path / "a.xlsx").write_bytes(xlsx([HEAD, *[(n, "x", "y") for n in range(2000)]]))
    (tmp_path / "a.ods").write_bytes(ods({"L": row(cell("a")) + row(cell("b"), repeated=2000)}))
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
sys.dont_write_bytecode = True
from vault.services.importing import read_sheet
def listen(event, given):
    if event == "open" and (set(str(given[1] or "")) & set("wax+") or (given[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
        print("WRITES", given)
    if event.startswith(("tempfile.", "socket.", "subprocess.", "os.mkdir")):
        print("DOES", event)
sys.addaudithook(listen)
open(os.devnull, "w").close()
for name in sys.argv[1:]:
    print(len(read_sheet(name).rows))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "a.xlsx", tmp_path / "a.ods"],
        capture_output=True,
        text=True,
        check=True,
    )
    seen, *rest = ran.stdout.splitlines()
    assert seen.startswith("WRITES ('/dev/null'") or "nul" in seen
    assert rest == ["2000", "2000"]


# ------------------------------------------------------------------------------------------------ any value


@given(st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_moment_is_the_day_it_was(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    found = day_in(words(moment), "mdy", {}, 68)
    assert found.text.startswith(moment.date().isoformat())
    assert words(moment.date()) == moment.date().isoformat()


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_whole_numbers_stay_whole(value: int) -> None:
    assert number(value) == number(float(value)) == str(value)


@given(st.floats(-1e300, 1e300) | st.sampled_from([math.nan, math.inf, -math.inf]))
def test_every_number_reads_back_as_near_as_a_spreadsheet_keeps_it(value: float) -> None:
    found = words(value)
    assert "." not in found or not found.endswith(".0")
    if Decimal(found).is_finite() and value:
        assert float(found) == pytest.approx(value, rel=1e-14)


@given(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(), st.times(),
        st.timedeltas(),
    )
)  # fmt: skip
def test_every_value_becomes_words_without_signs_no_table_may_hold(value: object) -> None:
    found = words(value)
    assert "\0" not in found
    assert "\r" not in found
    assert found or value in (None, "") or not str(value).strip("\0")


@given(
    st.lists(
        st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1).filter(str.strip), min_size=1, max_size=4
    )
)
def test_text_comes_back_from_a_workbook_as_it_went_in(texts: list[str]) -> None:
    texts = [text.replace("=", "-").replace("_x", "x") for text in texts]
    found = any_sheet(xlsx([[f"h{n}" for n in range(len(texts))], texts]))
    assert found.rows == (tuple(texts),)


def test_a_day_is_told_apart_from_its_month_without_a_guess() -> None:
    assert words(date(2026, 3, 4)) == "2026-03-04"
