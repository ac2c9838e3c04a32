"""A version is recorded with who agreed, and compared with another, from the Plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Plan, PlanVersion, Procedure
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.versions import VersionsPage

CTRL = Qt.KeyboardModifier.ControlModifier
Save = Callable[[Record], Record]


def opened(window: MainWindow, qtbot: QtBot) -> VersionsPage:
    """By the menu of the Plan."""
    window.go("plan")
    qtbot.mouseClick(cast(PlanPage, window.stage.currentWidget()).more, Qt.MouseButton.LeftButton)
    menu = cast(QMenu, QApplication.activePopupWidget())
    next(one for one in menu.actions() if one.text() == "Versions and what changed").trigger()
    menu.close()
    return cast(VersionsPage, window.stage.currentWidget())


def test_a_version_is_recorded_by_keys_and_undone_as_one(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    plan = save(Plan(title="Our plan", level="organisation", state="consulted"))
    page = opened(window, qtbot)
    assert page.none.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), FormPage))
    form = cast(FormPage, window.stage.currentWidget())
    form.form.put(changes="Homes are in it now.")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    (made,) = cast(list[PlanVersion], session.all("version"))
    assert (made.title, made.state, [link.id for link in made.plan]) == ("1", "agreed", [plan.id])
    assert made.agreed_on is not None
    assert cast(Plan, session.find(plan.id)).version == "1"
    assert [row.words for row in page.list.rows()] == ["Version 1"]
    session.undo().result()
    assert session.all("version") == []
    assert cast(Plan, session.find(plan.id)).state == "consulted"


def test_two_versions_are_compared_and_lead_to_the_procedure(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    plan = save(Plan(title="Our plan", level="organisation"))
    calls = cast(Procedure, save(Procedure(title="Calls", aim="Nobody waits")))
    for title, aim in (("1", "Nobody waits alone"), ("2", "All are heard")):
        save(PlanVersion(title=title, plan=(Link(plan.id),), state="agreed"))
        calls = cast(Procedure, session.save(replace(calls, aim=aim)).result())
    page = opened(window, qtbot)
    assert [row.words for row in page.found.rows()][-1] == "It aims at: Nobody waits alone → All are heard"
    page.newer.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    page.older.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert (page.older.currentText(), page.newer.currentText()) == ("Version 1", "Version 1")
    assert page.nothing.isVisible()
    page.newer.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert page.newer.currentText() == "Version 2"
    told = [row.words for row in page.found.rows()]
    assert told[1:3] == ["Procedure “Calls”", "It aims at: Nobody waits → Nobody waits alone"]
    page.found.setFocus()
    page.found.choose_first()
    qtbot.keyClick(page.found, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), RecordPage))
