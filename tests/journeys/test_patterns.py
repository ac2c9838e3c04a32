"""Looking at the shape of the log, and going from the time line to an incident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.model import Incident, Threat
from vault.plans.records import Record
from vault.ui.main_window import MainWindow
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.patterns import PatternsPage
from vault.ui.pages.record import RecordPage

CLICK = Qt.MouseButton.LeftButton
Save = Callable[[Record], Record]


def opened(window: MainWindow, qtbot: QtBot) -> PatternsPage:
    window.go("incidents")
    page = cast(IncidentsPage, window.stage.currentWidget())
    qtbot.mouseClick(page.patterns_button, CLICK)
    found = window.stage.currentWidget()
    assert isinstance(found, PatternsPage)
    return found


def test_the_shape_of_the_log(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    for day in ("2026-11-05T18:10", "2026-11-12", "2025-01-02"):
        save(Incident(title="Stop", occurred=Day(day), category=("stop",)))
    page = opened(window, qtbot)
    assert page.bars["kind"].accessibleName() == "Stopped or searched on the way: 2"
    qtbot.mouseClick(page.span.button("0"), CLICK)
    assert page.bars["kind"].accessibleName() == "Stopped or searched on the way: 3"
    assert page.hours.text() == "The hour of 1 of 3 is written down."
    assert page.bars["hour"].share(1) == 0.25  # one alone does not fill a bar
    assert page.calendar.accessibleName() == "2 incidents in a year"
    assert page.calendar.accessibleDescription() == "Thursday 12 November 2026: 1 incident"
    page.calendar.setFocus()
    qtbot.keyClick(page.calendar, Qt.Key.Key_Left)
    assert page.calendar.accessibleDescription() == "Thursday 5 November 2026: 1 incident"
    spot = page.calendar.square(date(2026, 11, 5)).center()
    assert page.calendar.day_at(spot.x(), spot.y()) == date(2026, 11, 5)
    assert page.calendar.day_at(0, 0) is None


def test_a_day_of_the_year_leads_to_what_happened_on_it(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    for title, day in (("Stop", "2026-11-05T18:10"), ("Calls", "2026-11-12"), ("Letter", "2026-11-19")):
        save(Incident(title=title, occurred=Day(day)))
    page = opened(window, qtbot)
    page.calendar.setFocus()
    qtbot.keyClick(page.calendar, Qt.Key.Key_Left)
    qtbot.keyClick(page.calendar, Qt.Key.Key_Left)
    qtbot.keyClick(page.calendar, Qt.Key.Key_Return)
    assert page.view.chosen() == "timeline"
    chosen = page.timeline.chosen()
    assert chosen is not None
    assert chosen.words == "Stop"
    assert page.timeline.hasFocus()
    qtbot.mouseClick(page.view.button("patterns"), CLICK)
    qtbot.mouseClick(page.calendar, CLICK, pos=page.calendar.square(date(2026, 11, 18)).center())
    assert page.view.chosen() == "patterns"  # nothing happened on that day
    qtbot.mouseClick(page.calendar, CLICK, pos=page.calendar.square(date(2026, 11, 12)).center())
    chosen = page.timeline.chosen()
    assert chosen is not None
    assert chosen.words == "Calls"


def test_the_time_line_leads_to_an_incident(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    save(Incident(title="Stop", occurred=Day("2026-11-05")))
    save(Threat(title="Letter", received=Day("2026-10-01"), type="direct"))
    page = opened(window, qtbot)
    qtbot.mouseClick(page.view.button("timeline"), CLICK)
    assert [row.words for row in page.timeline.rows()] == ["November 2026", "Stop", "October 2026", "Letter"]
    page.timeline.choose_first()
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), RecordPage))


def test_an_empty_log_shows_no_zeros_but_how_to_begin(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    page = opened(window, qtbot)
    assert page.nothing.isVisible()
    assert not page.span.isVisible()
    save(Threat(title="A call", received=Day("2026-11-05")))
    qtbot.mouseClick(page.view.button("timeline"), CLICK)
    assert not page.nothing.isVisible()
    assert page.timeline.isVisible()
    qtbot.mouseClick(page.view.button("patterns"), CLICK)
    assert page.nothing.button
    qtbot.mouseClick(page.nothing.button, CLICK)
    incidents = cast(IncidentsPage, window.stage.currentWidget())
    assert incidents.panel.isVisible()
    save(Incident(title="Stop", occurred=Day("2026-11-05")))
    qtbot.mouseClick(incidents.patterns_button, CLICK)
    assert cast(PatternsPage, window.stage.currentWidget()).bars["kind"].isVisible()
