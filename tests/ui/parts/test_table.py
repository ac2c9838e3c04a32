"""The table of records: whole rows, chips and levels from roles, Enter opens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.table import CHIP, ICON, LEVELS, SMALL, TONE, Table


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> Table:
    theme.apply(qapp)
    made = Table()
    model = QStandardItemModel(2, 4, made)
    model.setHorizontalHeaderLabels(["Risk", "Level", "State", "Owner"])
    model.setItem(0, 0, QStandardItem("A field team is stopped"))
    model.setData(model.index(0, 1), (4, 3), LEVELS)
    model.setData(model.index(1, 1), 5, LEVELS)
    model.setData(model.index(0, 2), ("Open", "late", "clock"), CHIP)
    model.setItem(0, 3, QStandardItem("Choose"))
    for role, value in ((TONE, "accent"), (SMALL, True), (ICON, "check")):
        model.setData(model.index(0, 3), value, role)
    made.setModel(model)
    made.set_widths(0, 200, 90, 90)
    made.resize(700, 240)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def _colours(table: Table, row: int, column: int) -> set[str]:
    image = table.viewport().grab().toImage()
    area = table.visualRect(table.model().index(row, column))
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }


def test_levels_and_chips_are_painted(table: Table) -> None:
    colours = theme.current().colours
    assert {colours["risk.4"], colours["risk.3"]} <= _colours(table, 0, 1)
    assert colours["risk.5"] in _colours(table, 1, 1)
    assert colours["attention.tint"] in _colours(table, 0, 2)


def test_the_ring_stays_within_its_row(table: Table, qtbot: QtBot) -> None:
    """Only the rows that changed are painted again when the keyboard moves on."""
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    ring = theme.current().colours["focus.ring"]
    table.selectRow(1)
    row = table.visualRect(table.model().index(1, 0))
    image = table.viewport().grab().toImage()
    ringed = [y for y in range(image.height()) if image.pixelColor(20, y).name().upper() == ring]
    assert ringed[0] == row.top()
    assert ringed[-1] < row.bottom()


def test_the_whole_row_is_chosen(table: Table) -> None:
    table.selectRow(0)
    chosen = theme.current().colours["surface.selected"]
    assert all(chosen in _colours(table, 0, column) for column in range(4))
    assert chosen not in _colours(table, 1, 0)


def test_enter_and_double_click_open(table: Table, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args[0].row() == 0
    place = table.visualRect(table.model().index(1, 0)).center()
    with qtbot.waitSignal(table.opened) as told:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args[0].row() == 1


def test_measures_of_the_design(table: Table) -> None:
    assert table.rowHeight(0) == 38
    assert table.horizontalHeader().height() == 32
    assert table.columnWidth(1) == 200
    assert sum(table.columnWidth(n) for n in range(4)) == table.viewport().width()


def test_tab_leaves_the_table(table: Table) -> None:
    assert not table.tabKeyNavigation()
