"""A spreadsheet comes into the vault through the window: seen row by row, decided, undone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.model import Incident
from vault.plans.query import Query
from vault.plans.records import Record
from vault.services import importing
from vault.services.session import Session
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.import_wizard import COLUMNS, DONE, FILE, ROWS, ImportWizard
from vault.ui.parts.combo import Combo

TABLE = """No,When,What happened,Kind,Odd
1,2026-03-01,Gate found open,Break-in,blue
2,2026-03,Followed from the market,Followed home,
3,,Silent calls,calls,green
"""
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def wizard(window: MainWindow, desk: Desk, qtbot: QtBot) -> ImportWizard:
    made = ImportWizard(desk)
    desk.open_page(made)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(wizard: ImportWizard, qtbot: QtBot, path: Path, source: str = "our log") -> None:
    wizard.read(path)
    qtbot.waitUntil(lambda: wizard.file.sheet is not None and wizard.file.choose.isEnabled())
    wizard.file.source.setText(source)


def on(wizard: ImportWizard, qtbot: QtBot, to: int) -> None:
    qtbot.mouseClick(wizard.next_button, LEFT)
    qtbot.waitUntil(lambda: wizard.step == to and wizard.next_button.isEnabled(), timeout=30_000)


def press_to(combo: Combo, key: str, qtbot: QtBot) -> None:
    """Choose with the arrow keys, as somebody without a mouse does."""
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    while combo.chosen() != key:
        before = combo.currentIndex()
        qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() > before


def incidents(session: Session) -> list[Record]:
    return session.page(Query("incident", sort=(("number", False),)), 0, -1)


def test_a_table_goes_in_as_one_act_and_comes_out_again(
    wizard: ImportWizard, window: MainWindow, qtbot: QtBot, session: Session, table: Path
) -> None:
    read(wizard, qtbot, table)
    assert "3 rows and 5 columns, divided by commas" in wizard.file.told.text()
    assert wizard.file.kind.chosen() == "incident"
    on(wizard, qtbot, COLUMNS)
    assert not incidents(session)
    on(wizard, qtbot, ROWS)
    assert not incidents(session)
    assert wizard.next_button.text() == "Bring in 3 rows"
    on(wizard, qtbot, DONE)
    found = [one for one in incidents(session) if isinstance(one, Incident)]
    assert [(one.title, one.occurred, one.notes) for one in found] == [
        ("Gate found open", Day("2026-03-01"), "No: 1\nOdd: blue"),
        ("Followed from the market", Day("2026-03"), "No: 2"),
        ("Silent calls", None, "No: 3\nOdd: green"),
    ]
    assert wizard.done_words.text() == "3 rows are in the vault."
    qtbot.mouseClick(wizard.undo_button, LEFT)
    qtbot.waitUntil(lambda: wizard.done_words.text().startswith("Undone"))
    assert not incidents(session)
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert window.stage.here == "today"
    assert window.stage.currentWidget() is not wizard


def test_a_workbook_goes_in_by_the_sheet_that_was_chosen(
    wizard: ImportWizard, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "People"
    book.active.append(["Name"])
    book.active.append(["Omar"])
    away = book.create_sheet("Log")
    away.sheet_state = "hidden"
    away.append(["No", "When", "What happened"])
    away.append([1, datetime(2026, 3, 4), "Gate found open"])  # noqa: DTZ001 - a cell has no time zone
    book.save(tmp_path / "log.xlsx")
    read(wizard, qtbot, tmp_path / "log.xlsx")
    assert "from the sheet “People”" in wizard.file.told.text()
    assert not wizard.file.encoding_field.isVisible()
    pages = wizard.file.page
    assert [pages.itemText(at) for at in range(pages.count())] == ["People", "Log (hidden)"]
    qtbot.keyClick(pages, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "from the sheet “Log”" in wizard.file.told.text())
    assert pages.chosen() == "Log"
    assert pages.hasFocus()
    wizard.file.kind.choose("incident")
    for step in (COLUMNS, ROWS, DONE):
        on(wizard, qtbot, step)
    found = [one for one in incidents(session) if isinstance(one, Incident)]
    assert [(one.title, one.occurred) for one in found] == [("Gate found open", Day("2026-03-04"))]


def test_reading_a_workbook_can_be_stopped_and_leaves_nothing(
    wizard: ImportWizard, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Long")
    for at in range(20_000):
        sheet.append([at, "Gate found open"])
    book.save(tmp_path / "long.xlsx")
    wizard.read(tmp_path / "long.xlsx")
    assert wizard.progress.isVisible()
    assert not wizard.next_button.isEnabled()
    qtbot.mouseClick(wizard.progress.stop, LEFT)
    qtbot.waitUntil(wizard.next_button.isEnabled)
    assert wizard.file.sheet is None
    assert not wizard.progress.isVisible()
    read(wizard, qtbot, table)
    on(wizard, qtbot, COLUMNS)


def test_after_it_the_records_are_shown(wizard: ImportWizard, window: MainWindow, qtbot: QtBot, table: Path) -> None:
    read(wizard, qtbot, table)
    for step in (COLUMNS, ROWS, DONE):
        on(wizard, qtbot, step)
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert window.stage.here == "incidents"


def test_the_first_key_chooses_the_file(wizard: ImportWizard, qtbot: QtBot) -> None:
    qtbot.waitUntil(wizard.file.choose.hasFocus)


def test_enter_leads_on_from_what_is_typed_and_says_nothing_in_a_list(
    wizard: ImportWizard, qtbot: QtBot, table: Path
) -> None:
    read(wizard, qtbot, table)
    wizard.file.source.setFocus()
    qtbot.keyClick(wizard.file.source, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and wizard.next_button.isEnabled(), timeout=30_000)
    on(wizard, qtbot, ROWS)
    assert wizard.rows is not None
    wizard.rows.table.setFocus()
    qtbot.keyClick(wizard.rows.table, Qt.Key.Key_Return)
    assert wizard.step == ROWS
    assert wizard.next_button.isEnabled()


def test_without_a_file_or_a_source_nobody_goes_on(wizard: ImportWizard, qtbot: QtBot, table: Path) -> None:
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.step == FILE
    assert wizard.file.wrong.text() == "Choose a file first."
    read(wizard, qtbot, table, source=" ")
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.step == FILE
    assert wizard.file.source_field.wrong() == "Name the source, so that the same table is known again."
    qtbot.waitUntil(wizard.file.source.hasFocus)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"a,b\n", "This table has headings but no rows."),
        (b"PK\x03\x04....", "This workbook is damaged"),
        (b"a,b\n1,\x00\n", "NUL byte"),
    ],
)
def test_a_file_that_is_no_table_is_told_and_another_can_be_chosen(
    wizard: ImportWizard, qtbot: QtBot, tmp_path: Path, table: Path, content: bytes, sentence: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    wizard.read(bad)
    qtbot.waitUntil(lambda: bool(wizard.file.wrong.text()))
    assert sentence in wizard.file.wrong.text()
    assert "Nothing was changed." in wizard.file.wrong.text()
    read(wizard, qtbot, table)
    assert wizard.file.wrong.text() == ""
    on(wizard, qtbot, COLUMNS)


def test_letters_of_a_guessed_encoding_are_confirmed_first(
    wizard: ImportWizard, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("title,place\nCalls,Кишинёв\n".encode("cp1251"))
    read(wizard, qtbot, path)
    assert wizard.file.look.right.isVisible()
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.step == FILE
    assert wizard.file.look.fault() == "Say first whether these letters are right."
    wizard.file.encoding.choose("cp1251")
    wizard.file.encoding.activated.emit(0)
    qtbot.waitUntil(lambda: wizard.file.look.model.text(0, 2) == "Кишинёв")
    qtbot.mouseClick(wizard.file.look.right, LEFT)
    for step in (COLUMNS, ROWS, DONE):
        on(wizard, qtbot, step)
    (incident,) = incidents(session)
    assert isinstance(incident, Incident)
    assert session.titles([incident.place[0].id]) == {incident.place[0].id: "Кишинёв"}


def test_columns_and_words_go_where_a_person_says_with_the_keyboard(
    wizard: ImportWizard, qtbot: QtBot, session: Session, table: Path
) -> None:
    read(wizard, qtbot, table)
    on(wizard, qtbot, COLUMNS)
    columns = wizard.columns
    assert columns is not None
    columns.table.setFocus()
    qtbot.keyClick(columns.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert columns.heading.text() == "Odd"
    qtbot.keyClick(columns.table, Qt.Key.Key_Return)
    qtbot.waitUntil(columns.target.hasFocus)
    press_to(columns.target, "facts", qtbot)
    assert columns.mapping.column("Odd").target == "facts"
    columns.table.selectRow(3)
    assert columns.heading.text() == "Kind"
    words = {columns.values.model.text(row, 0): row for row in range(3)}
    row = words["Followed home"]
    assert columns.values.model.text(row, 2) == "a tag"
    columns.values.table.selectRow(row)
    columns.values.meaning.setFocus()
    press_to(columns.values.meaning, "followed", qtbot)
    assert columns.values.model.text(row, 2) == "Being followed"
    for step in (ROWS, DONE):
        on(wizard, qtbot, step)
    found = [one for one in incidents(session) if isinstance(one, Incident)]
    assert [one.facts for one in found] == ["blue", "", "green"]
    assert found[1].category == ("followed",)


def test_what_goes_nowhere_may_stay_out(wizard: ImportWizard, qtbot: QtBot, session: Session, table: Path) -> None:
    read(wizard, qtbot, table)
    on(wizard, qtbot, COLUMNS)
    assert wizard.columns is not None
    qtbot.mouseClick(wizard.columns.keep_rest, LEFT)
    assert wizard.columns.model.text(4, 1) == "Left out"
    for step in (ROWS, DONE):
        on(wizard, qtbot, step)
    assert [one.notes for one in incidents(session)] == ["", "", ""]


def test_days_read_the_other_way_round(wizard: ImportWizard, qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("title,occurred\nCalls,03/04/2026\n", encoding="utf-8")
    read(wizard, qtbot, path)
    on(wizard, qtbot, COLUMNS)
    columns = wizard.columns
    assert columns is not None
    assert "day before month" in columns.doubts.text()
    columns.order.choose("mdy")
    columns.order.activated.emit(1)
    assert columns.doubts.text() == ""
    for step in (ROWS, DONE):
        on(wizard, qtbot, step)
    (one,) = incidents(session)
    assert isinstance(one, Incident)
    assert one.occurred == Day("2026-03-04")


@pytest.fixture
def known(session: Session, table: Path) -> Path:
    """The table, changed in two rows since it was brought in."""
    importing.import_file(session, "incident", table, source="our log")
    text = TABLE.replace("Gate found open", "Gate broken").replace("Silent calls,", "Calls at night,")
    table.write_text(text, encoding="utf-8")
    return table


def test_changed_rows_are_asked_one_by_one(wizard: ImportWizard, qtbot: QtBot, session: Session, known: Path) -> None:
    read(wizard, qtbot, known)
    on(wizard, qtbot, COLUMNS)
    on(wizard, qtbot, ROWS)
    rows = wizard.rows
    assert rows is not None
    assert [row.number for row in rows.model.rows] == [2, 4]
    assert rows.ask.text() == "2 rows differ from what is kept here. Say which of the two holds."
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.step == ROWS
    assert incidents(session)[0].title == "Gate found open"
    qtbot.mouseClick(rows.panel.take, LEFT)
    qtbot.keyClick(rows.table, Qt.Key.Key_Down)
    qtbot.mouseClick(rows.panel.leave, LEFT)
    assert rows.decisions == {2: True, 4: False}
    assert wizard.next_button.text() == "Bring in 1 row"
    on(wizard, qtbot, DONE)
    assert [one.title for one in incidents(session)] == ["Gate broken", "Followed from the market", "Silent calls"]


def test_both_sides_of_a_changed_row_are_shown(wizard: ImportWizard, qtbot: QtBot, known: Path) -> None:
    read(wizard, qtbot, known)
    on(wizard, qtbot, COLUMNS)
    on(wizard, qtbot, ROWS)
    assert wizard.rows is not None
    assert wizard.rows.panel.row is not None
    assert dict(wizard.rows.panel.lines(wizard.rows.panel.row)) == {
        "What happened, in a line": "Here: Gate found open",
        "": "In the file: Gate broken",
    }


def test_all_changed_rows_left_as_they_are_means_nothing_to_bring_in(
    wizard: ImportWizard, qtbot: QtBot, known: Path
) -> None:
    read(wizard, qtbot, known)
    on(wizard, qtbot, COLUMNS)
    on(wizard, qtbot, ROWS)
    assert wizard.rows is not None
    qtbot.mouseClick(wizard.rows.leave_all, LEFT)
    assert wizard.next_button.text() == "There is nothing to bring in"
    assert not wizard.next_button.isEnabled()
    qtbot.mouseClick(wizard.rows.take_all, LEFT)
    assert wizard.next_button.text() == "Bring in 2 rows"


def test_the_way_back_keeps_what_was_said(wizard: ImportWizard, qtbot: QtBot, table: Path) -> None:
    read(wizard, qtbot, table)
    on(wizard, qtbot, COLUMNS)
    assert wizard.columns is not None
    qtbot.mouseClick(wizard.columns.keep_rest, LEFT)
    qtbot.mouseClick(wizard.back_button, LEFT)
    assert wizard.step == FILE
    assert wizard.source == "our log"
    on(wizard, qtbot, COLUMNS)
    assert not wizard.columns.mapping.keep_rest
    on(wizard, qtbot, ROWS)
    qtbot.mouseClick(wizard.back_button, LEFT)
    assert wizard.step == COLUMNS


def test_the_columns_are_remembered_for_the_source(wizard: ImportWizard, desk: Desk, qtbot: QtBot, table: Path) -> None:
    read(wizard, qtbot, table)
    on(wizard, qtbot, COLUMNS)
    assert wizard.columns is not None
    wizard.columns.table.selectRow(4)
    wizard.columns.target.choose("facts")
    wizard.columns.target.activated.emit(0)
    on(wizard, qtbot, ROWS)
    on(wizard, qtbot, DONE)
    qtbot.waitUntil(lambda: bool(desk.session.setting("import.mapping.incident.our log", "")))
    again = ImportWizard(desk)
    desk.open_page(again)
    read(again, qtbot, table)
    on(again, qtbot, COLUMNS)
    assert again.columns is not None
    assert again.columns.mapping.column("Odd").target == "facts"
    assert again.note.text() == "The columns go where they went last time."


def test_an_import_that_is_stopped_brings_nothing_in(
    wizard: ImportWizard, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("title\n" + "".join(f"Call {n}\n" for n in range(3000)), encoding="utf-8")
    read(wizard, qtbot, path)
    on(wizard, qtbot, COLUMNS)
    on(wizard, qtbot, ROWS)
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert wizard.progress.isVisible()
    assert not wizard.stack.isEnabled()
    qtbot.mouseClick(wizard.progress.stop, LEFT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=30_000)
    assert wizard.step == ROWS
    assert not incidents(session)


@pytest.mark.realdata
def test_the_public_register_goes_in_whole_with_what_the_program_proposes(
    wizard: ImportWizard, window: MainWindow, qtbot: QtBot, session: Session, real_data: Path
) -> None:
    read(wizard, qtbot, real_data / "awsd-2016-10-03.csv")
    assert wizard.file.look.model.rowCount() == 7
    qtbot.mouseClick(wizard.file.look.right, LEFT)
    for step in (COLUMNS, ROWS, DONE):
        on(wizard, qtbot, step)
    precision = [one.occurred.precision for one in incidents(session) if isinstance(one, Incident) and one.occurred]
    assert {name: precision.count(name) for name in ("day", "month", "year")} == {
        "day": 1778,
        "month": 267,
        "year": 43,
    }
    qtbot.waitUntil(wizard.next_button.hasFocus)


def test_the_first_rows_take_the_room_there_is(wizard: ImportWizard, qtbot: QtBot, table: Path, tmp_path: Path) -> None:
    read(wizard, qtbot, table)
    shown = wizard.file.look.table
    qtbot.waitUntil(lambda: sum(shown.columnWidth(n) for n in range(5)) == shown.viewport().width())
    assert shown.columnWidth(2) > shown.columnWidth(4) - 2 > 60
    (tmp_path / "wide.csv").write_text(",".join(f"Column {n}" for n in range(40)) + "\n" + "x," * 39 + "x\n")
    read(wizard, qtbot, tmp_path / "wide.csv")
    assert shown.columnWidth(7) >= 100  # many of them scroll sideways
