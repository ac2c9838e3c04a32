"""One of a few views: always one chosen, told once, moved by the arrow keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.ui.parts.segments import Segments


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    made = Segments([("before", "Before"), ("after", "After", "clock"), ("both", "Both")], "both")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_first_is_chosen_where_nothing_is_said(qtbot: QtBot) -> None:
    made = Segments([("a", "A"), ("b", "B")])
    qtbot.addWidget(made)
    assert made.chosen() == "a"


def test_click_tells(segments: Segments, qtbot: QtBot) -> None:
    with qtbot.waitSignal(segments.changed) as told:
        qtbot.mouseClick(segments.button("before"), Qt.MouseButton.LeftButton)
    assert told.args == ["before"]
    assert segments.chosen() == "before"


def test_choosing_from_outside_is_silent(segments: Segments, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(segments.changed):
        segments.choose("after")
    assert segments.chosen() == "after"


@pytest.mark.parametrize(
    ("direction", "key", "expected"),
    [
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Left, "after"),
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right, "before"),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left, "before"),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Right, "after"),
    ],
)
def test_arrow_keys_follow_the_line_of_reading(
    segments: Segments, qtbot: QtBot, direction: Qt.LayoutDirection, key: Qt.Key, expected: str
) -> None:
    segments.setLayoutDirection(direction)
    segments.button("both").setFocus()
    qtbot.keyClick(segments.button("both"), key)
    assert segments.chosen() == expected
    assert segments.button(expected).hasFocus()


def test_only_the_chosen_one_is_a_tab_stop(segments: Segments) -> None:
    stops = [key for key in ("before", "after", "both") if segments.button(key).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["both"]
    segments.choose("after")
    assert not segments.button("both").focusPolicy() & Qt.FocusPolicy.TabFocus


def test_choosing_moves_nothing(segments: Segments) -> None:
    before = segments.sizeHint()
    segments.choose("before")
    assert segments.sizeHint() == before
    assert not segments.grab().isNull()
