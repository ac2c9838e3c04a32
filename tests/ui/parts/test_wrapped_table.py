"""A table that is read whole: its rows are as high as their words, and the chosen row stays."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.wrapped_table import WrappedTable

LONG = "one two three four five six seven eight nine ten " * 4


def made(qtbot: QtBot, qapp: object) -> WrappedTable:
    theme.apply(qapp)  # type: ignore[arg-type]
    table = WrappedTable(("A", "B"), (1, 2))
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    return table


def test_a_row_is_as_high_as_its_longest_words_and_lower_when_there_is_room(qtbot: QtBot, qapp: object) -> None:
    table = made(qtbot, qapp)
    table.show_lines([["a", "b"], ["a", LONG]])
    low, high = table.rowHeight(0), table.rowHeight(1)
    assert high > 2 * low
    table.resize(1400, 300)
    assert table.rowHeight(1) < high
    assert table.rowHeight(0) == low


def test_the_width_is_parted_and_nothing_lies_beyond_it(qtbot: QtBot, qapp: object) -> None:
    table = made(qtbot, qapp)
    table.show_lines([["a", "b"]])
    assert abs(table.columnWidth(1) - 2 * table.columnWidth(0)) <= 2
    assert table.columnWidth(0) + table.columnWidth(1) <= table.viewport().width()


def test_the_chosen_row_stays_chosen(qtbot: QtBot, qapp: object) -> None:
    table = made(qtbot, qapp)
    table.show_lines([["a", ""], ["b", ""], ["c", ""]])
    assert table.currentIndex().row() == 0
    table.selectRow(2)
    table.show_lines([["a", ""], ["b", ""], ["d", ""]])
    assert table.currentIndex().row() == 2
    table.show_lines([["a", ""]])
    assert table.currentIndex().row() == 0
    table.show_lines([])
    assert not table.currentIndex().isValid()
