"""Risks and procedures are joined by keys, written anew, or begun from a ready one."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Procedure, Risk
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.coverage import CoveragePage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.starters import StartersPage
from vault.ui.parts.buttons import Button
from vault.ui.tabbing import everything_in

CLICK = Qt.MouseButton.LeftButton
SaveOne = Callable[[Record], Record]


def opened(window: MainWindow) -> CoveragePage:
    window.go("plan")
    cast(PlanPage, window.stage.currentWidget()).show_coverage()
    return cast(CoveragePage, window.stage.currentWidget())


def titles(records: list[Record]) -> list[str]:
    return [one.title for one in records]


def test_a_risk_and_a_procedure_are_joined_by_keys_and_parted_by_undo(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    low, high = save(Risk(title="Low", probability=1, impact=1)), save(Risk(title="High", probability=5, impact=5))
    save(Risk(title="Over", state="closed"))
    save(Procedure(title="Used", risks=(Link(low.id),)))
    first, second = save(Procedure(title="First")), save(Procedure(title="Second"))
    save(Risk(title="Middle", probability=3, impact=3))
    page = opened(window)
    assert titles(page.risks.records) == ["High", "Middle"]
    assert titles(page.procedures.records) == ["First", "Second"]
    page.risks.table.setFocus()
    while not page.procedures.table.hasFocus():
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(page.procedures.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.procedures.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(page.risks.records) == ["Middle"])
    assert cast(Procedure, session.find(second.id)).risks == (Link(high.id),)
    assert cast(Procedure, session.find(first.id)).risks == ()
    assert titles(page.procedures.records) == ["First"]
    window.run("undo")
    qtbot.waitUntil(lambda: titles(page.risks.records) == ["High", "Middle"])
    assert cast(Procedure, session.find(second.id)).risks == ()


def test_a_procedure_that_serves_one_risk_can_serve_another(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    one, other = save(Risk(title="One")), save(Risk(title="Other"))
    used = save(Procedure(title="Used", risks=(Link(one.id),)))
    page = opened(window)
    assert titles(page.procedures.records) == ["Used"]  # all are shown where none is free
    qtbot.mouseClick(page.join_button, CLICK)
    qtbot.waitUntil(lambda: len(cast(Procedure, session.find(used.id)).risks) == 2)
    assert cast(Procedure, session.find(used.id)).risks[1] == Link(other.id)
    qtbot.waitUntil(lambda: not page.risks.records)
    assert page.risks.nothing.isVisible()
    assert not page.join_button.isEnabled()


def test_what_is_joined_already_is_not_joined_again(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    one = save(Risk(title="One"))
    used = save(Procedure(title="Used", risks=(Link(one.id),)))
    page = opened(window)
    page.join()
    assert cast(Procedure, session.find(used.id)).risks == (Link(one.id),)


def test_a_new_procedure_begins_with_the_risk(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    risk = save(Risk(title="Raid", area="office"))
    page = opened(window)
    qtbot.mouseClick(page.write_button, CLICK)
    plan = cast(PlanPage, window.stage.currentWidget())
    assert plan.form is not None
    plan.form.put(title="When they knock")
    plan.save()
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    (made,) = cast(list[Procedure], session.all("procedure"))
    assert (made.area, made.risks) == ("office", (Link(risk.id),))


def test_a_ready_one_answers_the_risk_it_was_chosen_for(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    risk = save(Risk(title="Raid", area="office"))
    page = opened(window)
    qtbot.mouseClick(page.ready_button, CLICK)
    starters = cast(StartersPage, window.stage.currentWidget())
    assert starters.areas.chosen() == "office"
    starters.table.setFocus()
    qtbot.keyClick(starters.table, Qt.Key.Key_Space)
    starters.save()
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    assert cast(Procedure, session.all("procedure")[0]).risks == (Link(risk.id),)


def test_what_is_missing_leads_there(window: MainWindow, qtbot: QtBot, save: SaveOne) -> None:
    save(Risk(title="Raid"))
    window.go("today")
    page = MissingPage(cast(PlanPage, window.stage.currentWidget()).desk)
    window.open(page)
    (button,) = (b for b in everything_in(page) if isinstance(b, Button) and b.text() == "Join risks and procedures")
    qtbot.mouseClick(button, CLICK)
    assert isinstance(window.stage.currentWidget(), CoveragePage)
    qtbot.keyClick(window.stage.currentWidget(), Qt.Key.Key_Escape)
    assert window.stage.currentWidget() is page


def test_where_nothing_is_written_down_nothing_is_said_to_be_covered(
    window: MainWindow, qtbot: QtBot, save: SaveOne
) -> None:
    page = opened(window)
    assert page._subtitle.text() == "Risks and procedures meet here, once both are written down."
    assert page.risks.nothing.text() == "No risk is written down yet."
    assert page.procedures.nothing.text() == "No procedure is written down yet."
    risk = save(Risk(title="High", probability=5, impact=5))
    qtbot.waitUntil(lambda: page._subtitle.text() == "1 risk has no procedure.")
    save(Procedure(title="Used", risks=(Link(risk.id),)))
    every = "Every risk has a procedure, and every procedure serves a risk."
    qtbot.waitUntil(lambda: page._subtitle.text() == every)
