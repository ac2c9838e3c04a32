"""Chips to tick: by keys and clicks, in the order of the choices, with words that are no choice any more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.tick_chips import TickChips


@pytest.fixture
def chips(qtbot: QtBot, qapp: QApplication) -> TickChips:
    theme.apply(qapp)
    made = TickChips([("car", "Car"), ("foot", "On foot"), ("bus", "Bus")])
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    return made


def test_what_is_ticked_is_told_in_the_order_of_the_choices(chips: TickChips, qtbot: QtBot) -> None:
    with qtbot.waitSignals([chips.changed, chips.changed]):
        qtbot.mouseClick(chips.chip("bus"), Qt.MouseButton.LeftButton)
        qtbot.keyClick(chips.chip("car"), Qt.Key.Key_Space)
    assert chips.ticked() == ("car", "bus")
    qtbot.keyClick(chips.chip("bus"), Qt.Key.Key_Space)
    assert chips.ticked() == ("car",)


def test_showing_a_value_tells_nobody_and_lets_go_of_the_others(chips: TickChips, qtbot: QtBot) -> None:
    chips.tick(("car",))
    with qtbot.assertNotEmitted(chips.changed):
        chips.tick(("foot",))
    assert chips.ticked() == ("foot",)


def test_a_word_of_an_older_list_keeps_a_chip_of_its_own(chips: TickChips) -> None:
    chips.tick(("boat", "foot"))
    assert chips.ticked() == ("foot", "boat")
    assert chips.chip("boat").text() == "boat"


def test_a_tick_is_told_without_colour(chips: TickChips) -> None:
    bare = chips.chip("bus").sizeHint().width()
    chips.tick(("bus",))
    assert chips.chip("bus").sizeHint().width() > bare  # a check stands before the word


def test_the_first_is_where_the_focus_goes(chips: TickChips) -> None:
    assert chips.first() is chips.chip("car")
    assert all(chips.chip(key).focusPolicy() & Qt.FocusPolicy.TabFocus for key in ("car", "foot", "bus"))
