"""The first page: a new file where there is none yet, the files that are there otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.pages.gates import in_gate, overlaps, said
from vault.ui.pages.welcome import Welcome

CLICK = Qt.MouseButton.LeftButton
Key = Qt.Key


def test_without_a_file_the_new_one_stands_out_and_has_the_keyboard(qtbot: QtBot) -> None:
    page = Welcome([])
    in_gate(page, qtbot)
    qtbot.waitUntil(page.start.hasFocus)
    assert page.start.kind == "main"
    with qtbot.waitSignal(page.create_asked):
        qtbot.keyClick(page.start, Key.Key_Return)
    assert overlaps(page) == []


def test_files_that_are_there_come_first_under_their_neutral_names(qtbot: QtBot) -> None:
    here = [Path(f"/somewhere/{name}.vault") for name in ("Garden", "Recipes")]
    page = Welcome(here)
    in_gate(page, qtbot)
    qtbot.waitUntil(page.list.hasFocus)
    assert [row.words for row in page.list.rows()] == ["Garden", "Recipes"]
    assert "somewhere" not in said(page)
    assert page.start.kind == "other"
    with qtbot.waitSignal(page.chosen) as told:
        qtbot.keyClick(page.list, Key.Key_Return)
    assert told.args == [here[0]]
    assert overlaps(page) == []


def test_more_files_than_there_is_room_for_can_be_gone_through(qtbot: QtBot) -> None:
    page = Welcome([Path(f"/x/Notes {n}.vault") for n in range(1, 13)])
    in_gate(page, qtbot)
    qtbot.keyClick(page.list, Key.Key_End)
    with qtbot.waitSignal(page.chosen) as told:
        qtbot.keyClick(page.list, Key.Key_Return)
    assert told.args == [Path("/x/Notes 12.vault")]


@pytest.mark.parametrize(
    ("button", "signal"), [("start", "create_asked"), ("bring_back", "restore_asked"), ("look", "look_around_asked")]
)
def test_each_way_has_a_button_that_says_where_it_leads(qtbot: QtBot, button: str, signal: str) -> None:
    page = Welcome([])
    in_gate(page, qtbot)
    assert getattr(page, button).accessibleDescription()
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(getattr(page, button), CLICK)


def test_a_file_that_lies_elsewhere_is_chosen_by_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "Garden.vault"
    stick.mkdir(parents=True)
    page = Welcome([])
    in_gate(page, qtbot)
    qtbot.mouseClick(page.open, CLICK)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    line.setText(str(stick))
    with qtbot.waitSignal(page.chosen) as told:
        qtbot.keyClick(line, Key.Key_Return)
    assert told.args == [stick]
