"""The look: every stated contrast is true, the sheet is whole, every theme has every colour, fonts grow."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from vault.paths import resource
from vault.ui import theme

THEMES = theme.names()
MEASURED = tomllib.loads(Path(__file__).with_name("measured.toml").read_text("utf-8"))["measured"]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _ratio(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return math.floor((high + 0.05) / (low + 0.05) * 100) / 100


@pytest.mark.parametrize(("name", "pair"), [(name, pair) for name in THEMES for pair in MEASURED[name]])
def test_stated_contrast_is_true_and_enough(name: str, pair: str) -> None:
    stated, least = MEASURED[name][pair]
    front, back = pair.split(" on ")
    colours = theme.load(name).colours
    real = _ratio(colours[front], colours[back])
    assert real >= least
    assert real == pytest.approx(stated, abs=0.011)


def test_themes_have_the_same_colours() -> None:
    assert {frozenset(theme.load(name).colours) for name in THEMES} == {frozenset(theme.load("light").colours)}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_sheet_has_no_hole_left(name: str, size: float, qapp: QApplication) -> None:
    assert "@" not in theme.load(name, size).style_sheet()


def test_sheet_is_short_and_names_no_colour() -> None:
    template = resource("theme/style.qss").read_text("utf-8")
    assert len(template.splitlines()) <= 300
    rules = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", rules)
    assert not re.search(r"\b(left|right)\b", rules)


def test_sheet_knows_where_lines_begin(qapp: QApplication) -> None:
    assert "padding-left: 14px" in theme.load().style_sheet()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert "padding-right: 14px" in theme.load().style_sheet()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_sizes_and_fonts_grow_but_lines_do_not() -> None:
    usual, large = theme.load("light", 1.0), theme.load("light", 1.5)
    assert (usual.px("size.control"), large.px("size.control")) == (32, 48)
    assert usual.px("size.border_focus") == large.px("size.border_focus") == 2
    assert large.font("page_title").pointSizeF() == pytest.approx(24)


def test_fonts_have_two_weights_and_are_never_tiny() -> None:
    usual = theme.load()
    for role in usual.type_sizes:
        for strong in (False, True):
            font = usual.font(role, strong=strong)
            assert font.weight() in (400, 600)
            assert font.pointSizeF() >= 8.5
            assert not font.italic()


def test_apply_reaches_palette_sheet_and_painters(qapp: QApplication) -> None:
    try:
        dark = theme.apply(qapp, "dark")
        assert theme.current() is dark
        assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == dark.colours["surface.page"]
        disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        assert disabled.name().upper() == dark.colours["text.disabled"]
    finally:
        theme.apply(qapp, "light")


def test_restyle_looks_again(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.show()
    theme.restyle(button, kind="main")
    ink = button.palette().color(QPalette.ColorRole.ButtonText).name().upper()
    assert ink == theme.current().colours["accent.on"]


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        theme.load("pink")
    with pytest.raises(KeyError):
        theme.load().colour("text.pink")
