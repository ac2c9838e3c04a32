"""Chips of risk level: a word, a fill, and a circle filled by quarters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans import scales
from vault.ui import theme
from vault.ui.parts.level_chips import LevelChip, paint_symbol


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


def _ink(level: int) -> int:
    """How many pixels of the symbol are dark."""
    image = QImage(48, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_symbol(painter, QRectF(0, 0, 48, 48), level, QColor("black"))
    painter.end()
    return sum(image.pixelColor(x, y).lightness() < 128 for x in range(48) for y in range(48))


def test_symbols_fill_by_quarters() -> None:
    inks = [_ink(level) for level in scales.STEPS]
    assert inks == sorted(set(inks))


@pytest.mark.parametrize("level", scales.STEPS)
def test_level_chip_has_word_and_fill(qtbot: QtBot, level: int) -> None:
    chip = LevelChip(level)
    qtbot.addWidget(chip)
    assert chip.text() == scales.word("level", level)
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    fill = image.pixelColor(image.width() // 2, 2).name().upper()
    assert fill == theme.current().colours[f"risk.{level}"]


def test_level_chip_can_change(qtbot: QtBot) -> None:
    chip = LevelChip(1)
    qtbot.addWidget(chip)
    chip.show_level(5)
    assert chip.text() == "Very high"
