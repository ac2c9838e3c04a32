"""Rows to tick: by keys and mouse, told to screen readers, kept while others are shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.pick_table import Pick, PickTable, under_headings

ROWS = [Pick("a", ("Keys", "Office")), Pick("b", ("Doors", "Office"), there=True), Pick("c", ("Bags", "Travel"))]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> PickTable:
    theme.apply(qapp)
    made = PickTable(("Name", "Area"), (0, 100))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.show_rows(ROWS)
    return made


def test_space_and_enter_tick_and_take_back(table: PickTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.ticked):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.ticks() == ("a",)
    assert table.model().index(0, 1).data(SPOKEN) == "Keys, ticked"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.ticks() == ()
    assert table.model().index(0, 1).data(SPOKEN) == "Keys, not ticked"


def test_a_click_on_the_box_ticks_and_one_on_the_name_only_looks(table: PickTable, qtbot: QtBot) -> None:
    def click(row: int, column: int) -> None:
        at = table.visualRect(table.model().index(row, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    with qtbot.waitSignal(table.looked_at) as looked:
        click(2, 1)
    assert looked.args == ["c"]
    assert table.ticks() == ()
    click(2, 0)
    assert table.ticks() == ("c",)


def test_what_is_there_already_and_headings_cannot_be_ticked(table: PickTable) -> None:
    table.toggle(1)
    assert (table.ticks(), table.is_ticked(1)) == ((), None)
    assert table.model().index(1, 3).data() == "there already"
    table.show_rows(under_headings([("Office", ROWS[0]), ("Office", ROWS[1]), ("Travel", ROWS[2])]))
    assert [table.model().index(row, 1).data() for row in range(5)] == ["Office", "Keys", "Doors", "Travel", "Bags"]
    assert table.currentIndex().row() == 1
    table.toggle(3)
    assert table.ticks() == ()


def test_ticks_stay_while_other_rows_are_shown_and_go_with_what_is_there_now(table: PickTable) -> None:
    table.toggle(0)
    table.toggle(2)
    table.show_rows(ROWS[1:])
    assert table.ticks() == ("a", "c")
    table.show_rows([Pick("a", ("Keys", "Office"), there=True), ROWS[2]])
    assert table.ticks() == ("c",)
