"""Steps, strength, empty places, cards, search fields, the status line, pages: what they say and do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.combo import Combo
from vault.ui.parts.empty import Empty
from vault.ui.parts.labels import Elided
from vault.ui.parts.numbers import Numbers
from vault.ui.parts.page import Page, column
from vault.ui.parts.search_field import SearchField
from vault.ui.parts.status_line import StatusLine
from vault.ui.parts.steps import StepLine, StepRail
from vault.ui.parts.strength import StrengthBar


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


def _said(widget: QWidget) -> list[str]:
    return [child.accessibleName() for child in widget.findChildren(QLabel) if child.accessibleName()]


def test_the_rail_says_where_one_is(qtbot: QtBot) -> None:
    rail = StepRail("Questions", [("Language", "English"), ("Passphrase", "Opens it"), ("Locking", "Quiet")], "Later.")
    qtbot.addWidget(rail)
    rail.set_now(1)
    assert _said(rail) == [
        "Step 1 of 3, Language, done",
        "Step 2 of 3, Passphrase, now",
        "Step 3 of 3, Locking, later",
    ]
    rail.set_detail(0, "Spanish")
    assert "Spanish" in [child.text() for child in rail.findChildren(QLabel)]
    assert not rail.grab().isNull()


def test_the_line_of_steps_can_be_at_two(qtbot: QtBot) -> None:
    steps = StepLine(["What", "Preview", "Check", "Where to"])
    qtbot.addWidget(steps)
    steps.set_now(1, 2)
    assert [said.rsplit(", ", 1)[1] for said in _said(steps)] == ["done", "now", "now", "later"]
    assert not steps.grab().isNull()


@pytest.mark.parametrize(("given", "shown"), [(-1, 0), (3, 3), (9, 5)])
def test_strength_stays_within_its_pieces(qtbot: QtBot, given: int, shown: int) -> None:
    bar = StrengthBar()
    qtbot.addWidget(bar)
    bar.set_strength(given)
    assert bar.strength() == shown
    assert bar.accessibleName() == f"Strength: {shown} of 5"


def test_strength_fills_from_where_lines_begin(qtbot: QtBot) -> None:
    bar = StrengthBar()
    qtbot.addWidget(bar)
    bar.resize(200, 8)
    bar.set_strength(1)
    fill = theme.current().colour("danger.fill")
    assert bar.grab().toImage().pixelColor(10, 4) == fill
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert bar.grab().toImage().pixelColor(190, 4) == fill


def test_an_empty_place_offers_one_thing_and_an_example(qtbot: QtBot) -> None:
    done: list[str] = []
    empty = Empty(
        "Nothing yet", "It helps.", "Log", lambda: done.append("log"), "Example", lambda: done.append("example")
    )
    qtbot.addWidget(empty)
    assert empty.button
    assert empty.example
    empty.button.click()
    empty.example.click()
    assert done == ["log", "example"]
    empty.tell("Nothing matches “bridge”", "Look in all years?")
    assert empty.sentence.text() == "Nothing matches “bridge”"


def test_a_card_with_a_link(qtbot: QtBot) -> None:
    done: list[str] = []
    card = Card("Risks now")
    qtbot.addWidget(card)
    card.add_link("Open the register", lambda: done.append("open")).click()
    assert done == ["open"]


def test_a_flush_card_keeps_its_corners_round(qtbot: QtBot) -> None:
    card = Card(flush=True)
    full = QWidget()
    full.setStyleSheet("background: #000000")
    card.body.addWidget(full)
    card.resize(200, 100)
    qtbot.addWidget(card)
    card.show()
    image = card.grab().toImage()
    page = theme.current().colour("surface.page")
    assert [image.pixelColor(x, y) for x in (0, 199) for y in (0, 99)] == [page] * 4
    assert image.pixelColor(100, 50).lightness() == 0


def test_search_waits_for_the_last_key_and_escape_clears(qtbot: QtBot) -> None:
    field = SearchField("Find")
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field, "bri")
    assert told.args == ["bri"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_the_status_line_counts_down_and_leads(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_seconds_to_lock(272)
    assert line.lock.text() == "Locks in 4:32"
    line.set_seconds_to_lock(None)
    assert line.lock.text() == "Does not lock by itself"
    line.set_backup("Backup 3 days old")
    line.set_saved("")
    assert (line.backup.isHidden(), line.saved.isHidden()) == (False, True)
    with qtbot.waitSignal(line.asked) as told:
        line.backup.click()
    assert told.args == ["backups"]


def test_a_page_has_a_head_and_a_path(qtbot: QtBot) -> None:
    went: list[str] = []
    page = Page("Incident 39", "12 November")
    qtbot.addWidget(page)
    page.set_path([("Incidents", lambda: went.append("incidents")), ("39", None)])
    page.findChildren(Button)[0].click()
    page.set_title("Incident 40")
    page.set_subtitle("")
    page.add_to_head(Button("Close the incident"))
    page.body.addWidget(column(Card("What is known"), Card("Next"), width=252))
    page.set_path([])
    page.reload()
    assert (went, page.title) == (["incidents"], "Incident 40")
    assert not page.grab().isNull()


@pytest.mark.parametrize("path", [[], [("Settings", None), ("Destroy", None)]])
def test_the_words_of_a_head_keep_off_what_lies_below(qtbot: QtBot, path: list[tuple[str, None]]) -> None:
    page = Page("Destroy this file", "For every keyholder, and for good.")
    qtbot.addWidget(page)
    page.set_path(path)
    card = Card("What is destroyed")
    page.body.addWidget(card)
    page.resize(1100, 600)
    page.show()
    (line,) = [one for one in page.findChildren(Elided) if one.text().startswith("For every")]
    bottom = line.mapTo(page, line.rect().bottomLeft()).y()
    below = card.mapTo(page, QPoint()).y()
    assert below - bottom >= 8
    assert below == 72 or path


def test_a_page_scrolls_rather_than_folds(qtbot: QtBot) -> None:
    page = Page("Risks")
    tall = Card("Matrix")
    tall.setFixedHeight(900)
    page.body.addWidget(tall)
    page.resize(800, 500)
    qtbot.addWidget(page)
    page.show()
    assert tall.height() == 900


@pytest.mark.parametrize(("width", "beside"), [(1100, True), (700, False)])
def test_cards_stand_below_each_other_where_there_is_no_room(qtbot: QtBot, width: int, beside: bool) -> None:
    page = Page("Risks")
    cards = [Card("Matrix"), Card("Register")]
    for card in cards:
        card.setMinimumSize(400, 100)
        page.body.addWidget(card)
    page.resize(width, 600)
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    assert (cards[0].y() == cards[1].y()) == beside
    assert (cards[0].x() == cards[1].x()) != beside


def _turn_the_wheel(over: QWidget) -> None:
    middle = QPointF(over.rect().center())
    none, phase = QPoint(), Qt.ScrollPhase.NoScrollPhase
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(over, QWheelEvent(middle, middle, none, QPoint(0, -120), buttons, keys, phase, False))


def test_a_page_scrolled_over_a_box_or_a_number_leaves_what_they_say(qtbot: QtBot) -> None:
    box, numbers = Combo([("low", "Low"), ("high", "High")]), Numbers({"days": "Days"}, {"days": 7})
    for widget in (box, numbers):
        qtbot.addWidget(widget)
    number = numbers.fields["days"]
    for one in (box, number):
        assert one.focusPolicy() == Qt.FocusPolicy.StrongFocus  # or the wheel itself would give them the focus
        _turn_the_wheel(one)
    assert (box.chosen(), number.value()) == ("low", 7)
