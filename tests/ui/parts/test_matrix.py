"""The risk matrix: what screen readers hear, what the keyboard and the mouse do, what is drawn where."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.marks import FEW, Drawing, Mark
from vault.ui.parts.matrix import AFTER, BEFORE, BOTH, RiskMatrix
from vault.ui.parts.squares import Squares

MARKS = [Mark(1, (4, 4), (3, 3)), Mark(2, (3, 5), (3, 4)), Mark(5, (4, 5)), Mark(7, (3, 3), (3, 3))]


@pytest.fixture
def matrix(qtbot: QtBot, qapp: QApplication) -> RiskMatrix:
    theme.apply(qapp)
    made = RiskMatrix()
    made.set_marks(MARKS)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def _said(matrix: RiskMatrix, square: tuple[int, int]) -> str:
    return str(matrix.table.squares.at(square).data(Qt.ItemDataRole.AccessibleTextRole))


def _middle(matrix: RiskMatrix, square: tuple[int, int]) -> QPoint:
    return matrix.table.visualRect(matrix.table.squares.at(square)).center()


def test_squares_are_named(matrix: RiskMatrix) -> None:
    assert _said(matrix, (4, 4)) == "Likely, Severe: High, 1 risk"
    assert _said(matrix, (3, 3)) == "Possible, Moderate: Medium, 2 risks"
    assert _said(matrix, (1, 1)) == "Very unlikely, Negligible: Very low, no risks"


def test_screen_readers_find_the_names(matrix: RiskMatrix) -> None:
    table = QAccessible.queryAccessibleInterface(matrix.table)
    names = {table.child(n).text(QAccessible.Text.Name) for n in range(table.childCount())}
    assert {"Likely, Severe: High, 1 risk", "Very likely", "Negligible"} <= names
    assert table.text(QAccessible.Text.Name) == "Risk matrix"


@pytest.mark.parametrize(("mode", "before", "after"), [(BEFORE, 1, 0), (AFTER, 0, 1), (BOTH, 1, 1)])
def test_mode_says_which_end_counts(matrix: RiskMatrix, mode: str, before: int, after: int) -> None:
    matrix.set_marks([Mark(1, (5, 5), (1, 1))])
    matrix.set_mode(mode)
    assert ("1 risk" in _said(matrix, (5, 5))) == bool(before)
    assert ("1 risk" in _said(matrix, (1, 1))) == bool(after)


def test_a_risk_without_measure_stays_in_every_mode(matrix: RiskMatrix) -> None:
    for mode in (BEFORE, AFTER, BOTH):
        matrix.set_mode(mode)
        assert "1 risk" in _said(matrix, (4, 5))


def test_likelihood_goes_up_and_impact_along(matrix: RiskMatrix) -> None:
    assert _middle(matrix, (5, 1)).y() < _middle(matrix, (1, 1)).y()
    assert _middle(matrix, (1, 5)).x() > _middle(matrix, (1, 1)).x()
    assert matrix.table.visualRect(matrix.table.squares.at((1, 1))).size() == QSize(70, 66)
    header = matrix.table.horizontalHeader()
    assert header.geometry().top() >= matrix.table.viewport().geometry().bottom()


def test_right_to_left_turns_the_line_of_impact(matrix: RiskMatrix) -> None:
    matrix.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert _middle(matrix, (1, 5)).x() < _middle(matrix, (1, 1)).x()
    side = matrix.table.verticalHeader().geometry()
    assert side.left() >= matrix.table.viewport().geometry().right()


def test_click_chooses_and_a_second_click_lets_go(matrix: RiskMatrix, qtbot: QtBot) -> None:
    for expected in ([4, 4], [None, None]):
        with qtbot.waitSignal(matrix.cellChosen) as told:
            qtbot.mouseClick(matrix.table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(matrix, (4, 4)))
        assert told.args == expected
    assert matrix.chosen_cell() is None


def test_keyboard_walks_and_chooses(matrix: RiskMatrix, qtbot: QtBot) -> None:
    table = matrix.table
    table.setFocus()
    table.setCurrentIndex(table.squares.at((3, 3)))
    with qtbot.assertNotEmitted(matrix.cellChosen):
        qtbot.keyClick(table, Qt.Key.Key_Up)
        qtbot.keyClick(table, Qt.Key.Key_Right)
    with qtbot.waitSignal(matrix.cellChosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told.args == [4, 4]
    assert matrix.chosen_cell() == (4, 4)
    with qtbot.waitSignal(matrix.cellChosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert told.args == [None, None]


def test_choosing_from_outside_is_silent(matrix: RiskMatrix, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(matrix.cellChosen):
        matrix.choose_cell((2, 5))
        assert matrix.chosen_cell() == (2, 5)
        matrix.choose_cell(None)
    assert matrix.chosen_cell() is None


def test_moving_the_current_square_selects_nothing(matrix: RiskMatrix) -> None:
    command = matrix.table.selectionCommand(QModelIndex())
    assert command == QItemSelectionModel.SelectionFlag.NoUpdate


def test_chosen_risk_has_its_arrow_last() -> None:
    drawing = Drawing(tuple(MARKS), BOTH, chosen=1)
    assert [mark.number for mark in drawing.arrows()] == [2, 1]


def test_from_twelve_risks_on_only_the_chosen_one_has_an_arrow() -> None:
    many = tuple(Mark(n, (5, 5), (1, 1)) for n in range(1, FEW + 1))
    assert [mark.number for mark in Drawing(many, BOTH, chosen=3).arrows()] == [3]
    assert Drawing(many, BOTH).arrows() == []
    assert len(Drawing(many[:-1], BOTH).arrows()) == FEW - 1


@pytest.mark.parametrize("mode", [BEFORE, AFTER])
def test_one_end_alone_has_no_arrows(mode: str) -> None:
    assert Drawing(tuple(MARKS), mode).arrows() == []


@pytest.mark.parametrize("name", theme.names())
def test_every_square_shows_its_level_colour(matrix: RiskMatrix, qapp: QApplication, name: str) -> None:
    look = theme.apply(qapp, name)
    try:
        matrix.set_marks([])
        image = matrix.table.viewport().grab().toImage()
        for square, level in (((1, 1), 1), ((3, 2), 2), ((3, 3), 3), ((4, 4), 4), ((5, 5), 5)):
            assert image.pixelColor(_middle(matrix, square)).name().upper() == look.colours[f"risk.{level}"]
    finally:
        theme.apply(qapp, "light")


def test_four_risks_in_a_square_are_one_pile(matrix: RiskMatrix) -> None:
    """Three stand side by side and reach far to the sides of the square; a pile stays in its middle."""

    def inks_at_the_side(count: int) -> bool:
        matrix.set_marks([Mark(n, (3, 3)) for n in range(1, count + 1)])
        image = matrix.table.viewport().grab().toImage()
        area = matrix.table.visualRect(matrix.table.squares.at((3, 3)))
        fill = theme.current().colour("risk.3")
        side = area.left() + 6
        return any(image.pixelColor(side, area.center().y() + dy) != fill for dy in range(-6, 7))

    assert inks_at_the_side(3)
    assert not inks_at_the_side(4)


def test_every_word_of_the_likelihood_has_room(matrix: RiskMatrix, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "So unlikely that nobody has ever heard of it"
    monkeypatch.setattr(Squares, "headerData", lambda *_asked: long)
    matrix.table._measure()
    words = QFontMetrics(theme.current().font("small")).horizontalAdvance(long)
    assert matrix.table.side.width() >= words + 8
    assert matrix.table.viewport().width() == 5 * theme.current().px("size.matrix_cell_width")
