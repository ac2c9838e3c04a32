"""Steps as a table to read: numbered, as high as their words, told to screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.model import Procedure
from vault.ui import theme
from vault.ui.parts.step_table import StepTable

LONG = "Call the person on duty, and if nobody answers go to the neighbour and wait there until somebody comes. " * 3


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> StepTable:
    theme.apply(qapp)
    made = StepTable(Procedure.fields["steps"])
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.show_rows([("Stop", "Ana", "at once", ""), (LONG, "", "", "Go home")])
    return made


def test_steps_are_numbered_and_stand_below_their_words(table: StepTable) -> None:
    model = table.model()
    assert [model.index(row, 0).data() for row in range(2)] == ["1", "2"]
    assert [model.index(0, column).data() for column in range(1, 5)] == ["Stop", "Ana", "at once", ""]
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(5)]
    assert heads == [None, "Step", "Who", "By when", "If that is not possible"]
    assert table.accessibleName() == "Steps"


def test_a_row_is_as_high_as_its_words(table: StepTable) -> None:
    assert table.rowHeight(1) > table.rowHeight(0) >= theme.current().px(50)
    before = table.rowHeight(1)
    table.resize(1200, 400)
    assert table.rowHeight(1) < before


def test_the_columns_share_the_width_there_is(table: StepTable) -> None:
    for width in (500, 900):
        table.resize(width, 400)
        used = sum(table.columnWidth(column) for column in range(5))
        assert abs(used - table.viewport().width()) <= 4
        assert table.columnWidth(1) == max(table.columnWidth(column) for column in range(5))


def test_other_steps_take_the_place_of_the_first(table: StepTable) -> None:
    table.show_rows([("Wait", "", "", "")])
    assert (table.model().rowCount(), table.model().index(0, 1).data()) == (1, "Wait")


def test_nothing_in_it_can_be_chosen(table: StepTable, qtbot: QtBot) -> None:
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 1)).center()
    )
    assert table.selectionModel().selectedIndexes() == []


def test_way_and_reason_show_only_where_a_step_has_them(table: StepTable) -> None:
    assert [table.isColumnHidden(column) for column in range(7)] == [False] * 5 + [True] * 2
    table.show_rows([("Stop", "Ana", "", "", "", "They are armed"), ("Wait", "", "", "")])
    assert [table.isColumnHidden(column) for column in range(7)] == [False] * 5 + [True, False]
    model = table.model()
    assert [model.index(row, 6).data() for row in range(2)] == ["They are armed", ""]
    table.show_rows([("Wait", "", "", "")])
    assert table.isColumnHidden(6)
