"""Chips say the same three ways: words, fill and shape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.chips import Chip, ChipButton
from vault.ui.parts.level_chips import LevelChip


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


def test_state_chip_grows_with_its_words_and_icon(qtbot: QtBot) -> None:
    short, icon = Chip("Closed"), Chip("Closed", "late", "clock")
    qtbot.addWidget(short)
    qtbot.addWidget(icon)
    assert icon.sizeHint().width() > short.sizeHint().width()
    assert short.sizeHint().height() == 22
    before = short.grab().toImage()
    short.show_state("Open", "good", "check")
    assert short.grab().toImage() != before


def test_filter_chip_says_what_it_takes_off(qtbot: QtBot) -> None:
    done: list[str] = []
    chip = ChipButton("Likely, Severe", cross=True, run=lambda: done.append("off"))
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Remove the filter: Likely, Severe"
    assert chip.sizeHint().height() >= theme.current().px("size.least_click_area")
    chip.show()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert done == ["off"]


@pytest.mark.parametrize("name", theme.names())
def test_chips_paint_in_every_theme(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    try:
        for chip in (Chip("6 days late", "late", "clock"), LevelChip(3), ChipButton("All areas", "filter", cross=True)):
            qtbot.addWidget(chip)
            chip.resize(chip.sizeHint())
            assert len({chip.grab().toImage().pixel(x, 11) for x in range(chip.width())}) > 2
    finally:
        theme.apply(qapp, "light")
