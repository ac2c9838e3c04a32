"""Rows under bands: bands cannot be chosen, rows open, everything is said in one sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.rows import Row, RowList

ROWS = [
    Row(words="Late", band=True, icon="clock", tone="late"),
    Row(
        words="Fit the lock",
        second="Lowers risk 2",
        icon="building-2",
        chip=("6 days late", "late"),
        end="18 Nov",
        key=1,
    ),
    Row(words="This week", band=True),
    Row(words="Check contacts", key=2),
]


@pytest.fixture
def rows(qtbot: QtBot, qapp: QApplication) -> RowList:
    theme.apply(qapp)
    made = RowList(ROWS)
    made.resize(600, 300)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_row_is_said_in_one_sentence(rows: RowList) -> None:
    said = rows.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Fit the lock. Lowers risk 2. 6 days late. 18 Nov"


def test_steps_leap_over_bands(rows: RowList) -> None:
    rows.choose_first()
    assert rows.chosen() == ROWS[1]
    rows.step(1)
    assert rows.chosen() == ROWS[3]
    rows.step(1)
    assert rows.chosen() == ROWS[3]
    rows.step(-1)
    assert rows.chosen() == ROWS[1]


def test_click_and_enter_open(rows: RowList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows.opened) as told:
        place = rows.visualRect(rows.model().index(3, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [2]
    rows.choose_first()
    with qtbot.waitSignal(rows.opened) as told:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert told.args == [1]


def test_a_band_does_not_open(rows: RowList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(rows.opened):
        place = rows.visualRect(rows.model().index(0, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_heights_of_the_design(rows: RowList) -> None:
    heights = [rows.visualRect(rows.model().index(n, 0)).height() for n in range(4)]
    assert heights == [30, 46, 30, 38]


def test_rows_can_be_replaced(rows: RowList) -> None:
    rows.choose_first()
    rows.set_rows([Row(words="Only", key=9)])
    assert rows.chosen() is None
    assert [row.key for row in rows.rows()] == [9]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_icon_stands_where_lines_begin(rows: RowList, direction: Qt.LayoutDirection) -> None:
    rows.setLayoutDirection(direction)
    image = rows.viewport().grab().toImage()
    area = rows.visualRect(rows.model().index(1, 0))
    card = theme.current().colour("surface.card")
    edge = range(16, 34)
    if direction == Qt.LayoutDirection.RightToLeft:
        edge = range(area.width() - 34, area.width() - 16)
    inked = [(x, y) for x in edge for y in range(area.top() + 12, area.bottom() - 12) if image.pixelColor(x, y) != card]
    assert len(inked) > 20


def test_a_long_end_of_a_row_is_never_cut(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp)
    drawn: list[str] = []
    cut = QFontMetrics.elidedText

    def noted(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, width: int, flags: int = 0) -> str:
        drawn.append(cut(metrics, text, mode, width, flags))
        return drawn[-1]

    monkeypatch.setattr(QFontMetrics, "elidedText", noted)
    ends = [f"about Thu {day} Nov, {day}:07" for day in range(10, 30)]
    made = RowList([Row(words="Stopped", end=end, key=end) for end in ends])
    made.resize(600, 1200)
    qtbot.addWidget(made)
    made.grab()
    assert [end for end in ends if end in drawn] == ends
