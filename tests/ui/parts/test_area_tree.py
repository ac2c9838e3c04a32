"""The plan as a tree: gone through by keys, said in words, every name whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.area_tree import AreaTree, Branch

Key = Qt.Key
AREAS = [
    (
        Branch("travel", "Travel and field work", "car", 2),
        [Branch("p1", "Before we leave"), Branch("p2", "Check-in missed")],
    ),
    (Branch("communication", "Communication", "message-circle", 0), []),
    (Branch("office", "Office", "building-2", 1), [Branch("p3", "The office is searched")]),
]


@pytest.fixture
def tree(qtbot: QtBot, qapp: QApplication) -> AreaTree:
    theme.apply(qapp)
    made = AreaTree()
    qtbot.addWidget(made)
    made.resize(218, 400)
    made.show_areas(AREAS, "p2")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def words(tree: AreaTree) -> str:
    assert tree.currentIndex().isValid()
    return str(tree.currentIndex().data())


def test_qt_finds_nothing_wrong_with_the_rows(tree: AreaTree) -> None:
    tester = QAbstractItemModelTester(tree.branches, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for areas in (AREAS[:1], [], AREAS, AREAS[1:]):
        tree.show_areas(areas, "p3")
    assert tester.model() is tree.branches


def test_the_chosen_one_is_shown_and_its_area_is_open(tree: AreaTree) -> None:
    assert words(tree) == "Check-in missed"
    assert tree.opened() == ["travel"]


def test_keys_go_from_row_to_row_and_open_areas(tree: AreaTree, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tree.area_chosen) as told:
        qtbot.keyClick(tree, Key.Key_Down)
    assert told.args == ["communication"]
    qtbot.keyClick(tree, Key.Key_Down)
    with qtbot.waitSignal(tree.leaf_chosen) as told:
        qtbot.keyClick(tree, Key.Key_Down)
    assert told.args == ["p3"]


def test_areas_that_were_open_stay_open_when_it_is_shown_anew(tree: AreaTree, qtbot: QtBot) -> None:
    qtbot.keyClick(tree, Key.Key_End)
    with qtbot.assertNotEmitted(tree.area_chosen), qtbot.assertNotEmitted(tree.leaf_chosen):
        tree.show_areas(AREAS, "p1")
    assert words(tree) == "Before we leave"
    assert tree.opened() == ["travel", "office"]


def test_an_area_says_how_many_it_has(tree: AreaTree) -> None:
    said = [area.data(Qt.ItemDataRole.AccessibleTextRole) for area in tree.branches.areas()]
    assert said == ["Travel and field work, 2", "Communication, none yet", "Office, 1"]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_is_painted_in_both_directions(tree: AreaTree, direction: Qt.LayoutDirection) -> None:
    tree.setLayoutDirection(direction)
    QApplication.processEvents()
    image = tree.grab().toImage()
    chosen = theme.current().colour("surface.selected")
    rect = tree.visualRect(tree.currentIndex())
    assert image.pixelColor(rect.center().x(), rect.top() + 3) == chosen
