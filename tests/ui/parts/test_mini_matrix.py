"""The small matrix says its counts by level, in numbers and to screen readers."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from vault.ui.parts.mini_matrix import LevelLegend, MatrixWithLegend, level_counts

COUNTS = {(5, 5): 1, (4, 4): 2, (1, 1): 3}


def test_counts_by_level() -> None:
    assert level_counts(COUNTS) == {5: 1, 4: 2, 1: 3}


def test_says_the_counts(qtbot: QtBot) -> None:
    shown = MatrixWithLegend()
    qtbot.addWidget(shown)
    shown.set_counts(COUNTS)
    said = shown.matrix.accessibleName()
    assert said == "Risks by level. Very high: 1, High: 2, Medium: 0, Low: 0, Very low: 3"
    assert not shown.grab().isNull()


def test_legend_is_painted(qtbot: QtBot) -> None:
    legend = LevelLegend()
    qtbot.addWidget(legend)
    assert not legend.grab().isNull()
