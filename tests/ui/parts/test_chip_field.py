"""A field that holds chips: typed, chosen from what is there, taken away again, by keys and by clicks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.chip_field import SHOWN, ChipField, Held
from vault.ui.parts.suggestions import Suggestion

Key = Qt.Key
CLICK = Qt.MouseButton.LeftButton
PEOPLE = {"1": "Leila Haddad", "2": "Leon", "3": "Joseph"}


def suggest(text: str) -> Sequence[Suggestion]:
    found = [Suggestion(key, words) for key, words in PEOPLE.items() if words.lower().startswith(text.lower())]
    return [*([Suggestion(f"new:{text}", f"New: {text}", writes=True)] if text == "Le" else []), *found]


@pytest.fixture
def field(qtbot: QtBot, qapp: QApplication) -> ChipField:
    theme.apply(qapp)
    made = ChipField(suggest)
    qtbot.addWidget(made)
    made.resize(220, 40)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.mark.parametrize(("typed", "key"), [("jos", "3"), ("Leo", "2"), ("Le", "1")])
def test_enter_takes_the_first_that_exists_and_empties_the_line(
    field: ChipField, qtbot: QtBot, typed: str, key: str
) -> None:
    qtbot.keyClicks(field.line, typed)
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.keyClick(field.line, Key.Key_Return)
    assert told.args == [key]
    assert field.line.text() == ""


def test_words_that_fit_nothing_are_written(field: ChipField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.line, " Nobody ")
    with qtbot.waitSignal(field.written) as told:
        qtbot.keyClick(field.line, Key.Key_Return)
    assert told.args == ["Nobody"]


def test_enter_on_an_empty_line_is_left_to_the_form(field: ChipField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.chosen), qtbot.assertNotEmitted(field.written):
        qtbot.keyClick(field.line, Key.Key_Return)


def test_whoever_comes_back_to_words_left_unchosen_sees_what_they_can_become(field: ChipField, qtbot: QtBot) -> None:
    field.line.setText("Jos")
    popup = field._suggestions._completer.popup()
    assert popup.isHidden()
    field.line.clearFocus()
    field.setFocus()
    assert popup.isVisible()
    popup.hide()
    qtbot.mouseClick(field.line, CLICK)
    assert popup.isVisible()


def test_a_list_that_was_closed_does_not_open_itself_again(field: ChipField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.line, "jos")
    popup = field._suggestions._completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Key.Key_Escape)
    assert popup.isHidden()
    assert field.line.text() == "jos"


def test_backspace_at_the_start_takes_the_last_one_away(field: ChipField, qtbot: QtBot) -> None:
    field.set_held([Held("1", "Leila"), Held("3", "Joseph")])
    qtbot.keyClicks(field.line, "x")
    with qtbot.assertNotEmitted(field.removed):
        qtbot.keyClick(field.line, Key.Key_Backspace)
    with qtbot.waitSignal(field.removed) as told:
        qtbot.keyClick(field.line, Key.Key_Backspace)
    assert told.args == ["3"]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_cross_takes_one_away_and_the_words_open_its_menu(
    field: ChipField, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    field.setLayoutDirection(direction)
    done: list[str] = []
    field.set_held([Held("1", "Leila", (("Saw it", lambda: done.append("saw")),))])
    QApplication.processEvents()
    (chip,) = field.held()
    cross = QPoint(chip.width() - 8, 12) if direction == Qt.LayoutDirection.LeftToRight else QPoint(8, 12)
    with qtbot.waitSignal(field.removed) as told:
        qtbot.mouseClick(chip, CLICK, pos=cross)
    assert told.args == ["1"]
    qtbot.mouseClick(chip, CLICK, pos=QPoint(chip.width() - cross.x(), 12))
    (menu,) = chip.findChildren(QMenu)
    assert [action.text() for action in menu.actions() if action.text()] == ["Saw it", "Take away"]
    menu.actions()[0].trigger()
    menu.close()
    assert done == ["saw"]


def test_more_chips_than_fit_go_on_in_the_next_line(field: ChipField) -> None:
    before = field.heightForWidth(220)
    field.set_held([Held(str(n), f"Person number {n}") for n in range(5)])
    QApplication.processEvents()
    assert field.heightForWidth(220) > before
    rows = {chip.y() for chip in field.held()}
    assert len(rows) > 1
    assert all(chip.geometry().right() <= field.width() for chip in field.held())


def test_the_line_keeps_what_is_typed_when_chips_change(field: ChipField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.line, "Jo")
    field.set_held([Held("1", "Leila")])
    assert field.line.text() == "Jo"
    assert [chip.held.key for chip in field.held()] == ["1"]


def test_of_very_many_the_last_are_shown_until_all_are_asked_for(field: ChipField, qtbot: QtBot) -> None:
    many = [Held(str(n), f"Person {n}") for n in range(SHOWN + 20)]
    field.set_held(many)
    assert [chip.held for chip in field.held()] == many[20:]
    (more,) = field._more
    assert more.text() == "Show 20 more"
    assert more.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(field.removed) as asked:
        qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert asked.args == [many[-1].key]
    field.set_held(many[:-1])
    (more,) = field._more
    more.click()
    assert [chip.held for chip in field.held()] == many[:-1]
    assert field._more == []
