"""What we work in, and what is said against us: written down, connected, looked at together."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Actor, Analysis, Factor, Incident, Person, Threat
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.listing import Wanted
from vault.ui.main_window import MainWindow
from vault.ui.pages.analysis import AnalysisPage
from vault.ui.pages.context import ContextPage
from vault.ui.pages.form import FormPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.record import RecordPage

CLICK, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Save = Callable[[Record], Record]


def form(window: MainWindow) -> FormPage:
    page = window.stage.currentWidget()
    assert isinstance(page, FormPage)
    return page


def titled(window: MainWindow, qtbot: QtBot, title: str) -> None:
    """Type the first field of the form in front and save it."""
    page = form(window)
    first = next(iter(page.form.editors.values()))
    qtbot.keyClicks(first.findChild(QLineEdit), title)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is not page)


def test_an_actor_a_weakness_and_a_strength_are_written_down(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.go("context")
    page = cast(ContextPage, window.stage.currentWidget())
    qtbot.mouseClick(page.new_button, CLICK)
    titled(window, qtbot, "Guards at the boundary")
    page.listing.show_wanted(Wanted("weak"))
    qtbot.mouseClick(page.factor_button, CLICK)
    assert form(window).form.editors["side"].read() == "weak"
    titled(window, qtbot, "One road only")
    page.listing.show_wanted(Wanted("strong"))
    page.new_record()
    assert form(window).form.editors["side"].read() == "strong"
    titled(window, qtbot, "A lawyer who comes at night")
    window.go("context")
    assert [page.listing.count(key) for key in ("actors", "against", "weak", "strong")] == [1, 0, 1, 1]
    assert page._subtitle.text() == "1 actor, 1 weakness, 1 strength."


def test_what_nobody_has_judged_yet_stands_with_what_makes_us_vulnerable(save: Save) -> None:
    sides = {side: cast(Factor, save(Factor(title=side or "open", side=side))) for side in ("", "both", "strong")}
    assert [one.weakens for one in sides.values()] == [True, True, False]
    assert [one.strengthens for one in sides.values()] == [False, True, True]


def test_a_threat_is_looked_at_together(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    save(Person(name="Leila"))
    threat = save(Threat(title="Letter under the door", type="direct", received=Day("2026-11-20"), state="new"))
    window.go("incidents")
    page = cast(IncidentsPage, window.stage.currentWidget())
    page.listing.show_wanted(Wanted("threats"))
    assert page.listing.count("threats") == 1
    page.desk.open_record(threat.id)
    shown = cast(RecordPage, window.stage.currentWidget())
    assert shown.analyse_button.isVisible()
    qtbot.mouseClick(shown.analyse_button, CLICK)
    asked = cast(AnalysisPage, window.stage.currentWidget()).form
    asked.put(facts_unknown=True, pattern_unknown=True, behind_unknown=True)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.all("analysis")))
    (made,) = cast(list[Analysis], session.all("analysis"))
    assert made.threats == (Link(threat.id),)
    assert made.made_on == Day.of(Tuesday().now().date())
    assert made.answered == 3


@pytest.mark.parametrize(("one", "offered"), [(Incident(title="I"), True), (Actor(name="A"), False)])
def test_what_can_be_looked_at_together(window: MainWindow, save: Save, one: Record, offered: bool) -> None:
    window.go("incidents")
    cast(IncidentsPage, window.stage.currentWidget()).desk.open_record(save(one).id)
    page = cast(RecordPage, window.stage.currentWidget())
    assert page.analyse_button.isVisible() is offered
