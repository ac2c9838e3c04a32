"""The anatomy of a page with large words: nothing in its head is cut, and what scrolled beside other cards opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words
from vault.ui.parts.page import Page, column
from vault.ui.parts.scroll import Scroll

WIDTH, HEIGHT = 1254, 560


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light", 2.0)
    yield
    theme.apply(qapp)


def page_with_buttons(qtbot: QtBot) -> tuple[Page, list[Button]]:
    page = Page("Motorbike waits outside the office")
    buttons = [Button(words) for words in ("Look at it together", "Close the incident", "Edit it here and now")]
    page.add_to_head(*buttons)
    qtbot.addWidget(page)
    page.resize(WIDTH, HEIGHT)
    page.show()
    qtbot.waitExposed(page)
    return page, buttons


@pytest.mark.usefixtures("large")
def test_buttons_that_leave_the_title_no_room_stand_below_it(qtbot: QtBot) -> None:
    page, buttons = page_with_buttons(qtbot)
    qtbot.waitUntil(lambda: buttons[0].mapTo(page, QPoint()).y() > page._title.mapTo(page, QPoint()).y())
    assert page._title._shown() == page.title
    assert all(one.width() >= one.sizeHint().width() for one in buttons)
    assert buttons[-1].mapTo(page, QPoint(buttons[-1].width(), 0)).x() <= WIDTH
    page.resize(2 * WIDTH, HEIGHT)
    qtbot.waitUntil(lambda: buttons[0].mapTo(page, QPoint()).x() > page._title.mapTo(page, QPoint()).x() + 600)


def test_a_head_of_the_usual_size_stays_one_row(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    page, _buttons = page_with_buttons(qtbot)
    assert page._head.height() == theme.current().px("size.page_head")


@pytest.mark.usefixtures("large")
def test_what_scrolled_beside_other_cards_is_whole_below_them(qtbot: QtBot) -> None:
    page, facts = Page("Facts"), Card("What is known")
    for n in range(9):
        facts.body.addWidget(Words(f"Fact {n}"))
    side, work = Scroll(column(facts, stretch=True)), Card("Work")
    side.setFixedWidth(500)
    work.setMinimumWidth(900)
    page.body.addWidget(side)
    page.body.addWidget(work, 1)
    qtbot.addWidget(page)
    page.resize(WIDTH, HEIGHT)
    page.show()
    qtbot.waitUntil(lambda: work.y() > side.y() and side.height() >= facts.sizeHint().height())
    facts.body.addWidget(Words("One more fact"))
    qtbot.waitUntil(lambda: side.height() >= facts.sizeHint().height())
    assert side.verticalScrollBar().maximum() == 0
    page.resize(3 * WIDTH, HEIGHT)
    qtbot.waitUntil(lambda: work.y() == side.y() and side.minimumHeight() == 0)


def test_the_line_under_the_title_goes_on_below_rather_than_lose_its_end(qtbot: QtBot) -> None:
    page = Page("Patterns", "Counted from what was written down. Quiet weeks may be weeks in which nobody wrote.")
    qtbot.addWidget(page)
    page.resize(1200, 400)
    page.show()
    one = page._subtitle.height()
    page.resize(520, 400)
    qtbot.waitUntil(lambda: page._subtitle.height() > one * 1.5)
    assert page._subtitle.toolTip() == ""
