"""Tab goes through a window as one reads it, and reaches everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vault.ui import placed, theme
from vault.ui.gate import Gate
from vault.ui.parts.choices import Choices


@pytest.fixture
def gate(qtbot: QtBot, qapp: QApplication) -> Gate:
    theme.apply(qapp)
    made = Gate()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def walk(qtbot: QtBot, steps: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    seen = []
    for _step in range(steps):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton | QLineEdit)
        seen.append(focused.text())
    return seen


class Page(QWidget):
    """Hands its focus to the second of three; between them a place that is filled late."""

    def __init__(self) -> None:
        super().__init__()
        self.place = QStackedWidget()
        self.end = QPushButton("end")
        self.second = QPushButton("second")
        self.column = QVBoxLayout(self)
        for widget in (QPushButton("first"), self.second, self.place, self.end):
            self.column.addWidget(widget)
        self.setFocusProxy(self.second)


def test_what_stands_before_the_place_of_the_focus_is_reached(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    gate.show_page(page)
    assert page.second.hasFocus()
    assert walk(qtbot, 3) == ["end", "first", "second"]
    assert walk(qtbot, 3, Qt.Key.Key_Backtab) == ["first", "end", "second"]


def test_of_a_few_ways_the_chosen_one_is_stopped_at_and_arrows_lead_to_the_others(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    ways = Choices([("a", "Each day", ""), ("b", "Each week", ""), ("c", "Never", "")], "b")
    page.column.insertWidget(1, ways)
    gate.show_page(page)
    assert walk(qtbot, 2) == ["end", "first"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert ways.button("b").hasFocus()
    qtbot.keyClick(ways.button("b"), Qt.Key.Key_Down)
    assert ways.button("c").hasFocus()
    qtbot.keyClick(ways.button("c"), Qt.Key.Key_Tab)
    assert page.second.hasFocus()


def test_what_was_made_late_comes_where_it_stands(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    gate.show_page(page)
    page.place.addWidget(QPushButton("late"))
    assert walk(qtbot, 4) == ["late", "end", "first", "second"]


def test_what_cannot_be_used_or_seen_is_passed(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    gate.show_page(page)
    for button in (QPushButton("hidden"), QPushButton("off")):
        page.column.addWidget(button)
        button.setVisible(button.text() != "hidden")
        button.setEnabled(button.text() != "off")
    assert walk(qtbot, 2) == ["end", "first"]


def test_a_part_may_name_what_comes_last_in_it(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    page.tab_last = (page.second,)  # type: ignore[attr-defined]
    gate.show_page(page)
    assert walk(qtbot, 3) == ["first", "end", "second"]


def test_a_page_scrolls_to_where_tab_leads(gate: Gate, qtbot: QtBot) -> None:
    page, inner, area = QWidget(), QWidget(), QScrollArea()
    inner.setFixedHeight(3000)
    far = QPushButton("far", inner)
    far.move(0, 2900)
    area.setWidget(inner)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column = QVBoxLayout(page)
    column.addWidget(QPushButton("near"))
    column.addWidget(area)
    gate.show_page(page)
    first = placed.in_order(column)[0]
    assert isinstance(first, QPushButton)
    first.setFocus()
    assert walk(qtbot, 1) == ["far"]
    assert area.viewport().rect().contains(far.mapTo(area.viewport(), far.rect().center()))


def test_text_that_scrolls_is_a_stop_and_text_that_fits_is_none(gate: Gate, qtbot: QtBot) -> None:
    page = Page()
    gate.show_page(page)
    areas = []
    for height in (5, 3000):
        text, area = QWidget(), QScrollArea()
        text.setFixedHeight(height)
        area.setWidget(text)
        page.column.addWidget(area)
        areas.append(area)
    qtbot.waitUntil(areas[1].isVisible)
    page.end.setFocus()
    qtbot.keyClick(page.end, Qt.Key.Key_Tab)
    assert areas[1].hasFocus()
    qtbot.keyClick(areas[1], Qt.Key.Key_PageDown)
    assert areas[1].verticalScrollBar().value() > 0
