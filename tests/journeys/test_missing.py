"""From Today to all that is missing, and to its cure."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.model import Incident, Risk
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.today import TodayPage
from vault.ui.parts.buttons import Button
from vault.ui.tabbing import everything_in

CLICK = Qt.MouseButton.LeftButton


def test_what_is_missing_leads_to_its_cure(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    for n in range(8):
        save(Risk(title=f"R {n}", probability=3, impact=3))
    window.go("today")
    today = cast(TodayPage, window.stage.currentWidget())
    qtbot.mouseClick(today.health.all, CLICK)
    page = cast(MissingPage, window.stage.currentWidget())
    assert [one.sentence() for one in page.found] == ["8 risks have no owner", "8 risks have no procedure"]

    def buttons(words: str) -> list[Button]:
        return [one for one in everything_in(page) if isinstance(one, Button) and one.text() == words]

    qtbot.mouseClick(buttons("Show 2 more")[0], CLICK)
    qtbot.waitUntil(lambda: len(buttons("Show 2 more")) == 1)
    qtbot.mouseClick(buttons("Mend the first")[0], CLICK)
    form = cast(FormPage, window.stage.currentWidget())
    assert form.title == "R 0"
    qtbot.waitUntil(lambda: form.form.editors["owner"].isAncestorOf(QApplication.focusWidget()))
    window.go("today")
    assert session.drafts() == []


def test_an_empty_vault_is_not_told_that_nothing_is_missing(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    window.go("plan")
    cast(PlanPage, window.stage.currentWidget()).show_missing()
    page = cast(MissingPage, window.stage.currentWidget())
    assert page.nothing.isVisible()
    assert "once there are some" in page.nothing.why.text()
    save(Incident(title="Stop", state="noted"))
    qtbot.waitUntil(lambda: page._subtitle.text() == "Nothing is missing that this program can see.")
    assert not page.nothing.isVisible()
