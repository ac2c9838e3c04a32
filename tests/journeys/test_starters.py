"""A plan begins with ready procedures, and what makes us vulnerable or strong with prompts."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Factor, Procedure, Risk
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.context import ContextPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.prompts import PromptsPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.starters import StartersPage

CLICK = Qt.MouseButton.LeftButton


def opened(window: MainWindow, qtbot: QtBot) -> StartersPage:
    """The ready procedures, as the button of an empty plan opens them."""
    window.go("plan")
    plan = cast(PlanPage, window.stage.currentWidget())
    assert plan.empty.example is not None
    qtbot.mouseClick(plan.empty.example, CLICK)
    page = window.stage.currentWidget()
    assert isinstance(page, StartersPage)
    return page


def test_ready_procedures_are_ticked_by_keys_and_put_in_at_once(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page = opened(window, qtbot)
    assert not page.insert_button.isEnabled()
    page.areas.choose("office")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.name.text() == "Walls, doors and keys"
    page.areas.choose("home")
    qtbot.mouseClick(page.table.viewport(), CLICK, pos=page.table.visualRect(page.table.model().index(1, 0)).center())
    assert page.insert_button.text() == "Put 3 into the plan"
    qtbot.mouseClick(page.insert_button, CLICK)
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 3)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), PlanPage))
    made = cast(list[Procedure], session.all("procedure"))
    assert sorted(one.area for one in made) == ["home", "office", "office"]
    assert all(row[5] for one in made for row in one.steps)
    plan = cast(PlanPage, window.stage.currentWidget())
    assert plan.title == "Opening and closing the office"
    plan.edit()
    assert plan.form is not None
    plan.form.put(title="Doors at night")
    plan.save()
    qtbot.waitUntil(lambda: "Doors at night" in {one.title for one in session.all("procedure")})


def test_all_that_was_put_in_is_taken_out_by_one_undo(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    for row in range(5):  # the first is a heading, which cannot be ticked
        page.table.toggle(row)
    page.save()
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 4)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), PlanPage))
    window.run("undo")
    qtbot.waitUntil(lambda: session.all("procedure") == [])


def test_what_is_in_the_plan_already_cannot_be_put_in_again(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Procedure(title="deciding on a trip", area="travel"))
    window.go("plan")
    cast(PlanPage, window.stage.currentWidget()).start_ready()
    page = cast(StartersPage, window.stage.currentWidget())
    assert page.areas.chosen() == "travel"
    assert [page.table.is_ticked(row) for row in range(3)] == [None, None, False]
    assert page.table.model().index(1, 4).data() == "there already"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.table.ticks() == ()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert isinstance(window.stage.currentWidget(), PlanPage)


def test_the_preview_says_why(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    model = page.steps.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(1, model.columnCount())]
    assert heads == ["Step", "Who", "Because"]
    assert model.index(0, 3).data() == "A trip that is not needed is the easiest danger to avoid."


def test_an_older_procedure_with_shorter_steps_is_shown_and_edited(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Procedure(title="Old", area="travel", steps=(("Stop", "Driver", "", "Never drive on"),)))
    window.go("plan")
    page = cast(PlanPage, window.stage.currentWidget())
    assert [page.view.steps.isColumnHidden(column) for column in range(7)] == [False] * 5 + [True] * 2
    page.edit()
    assert page.form is not None
    assert not page.form.dirty
    assert page.form.editors["steps"].read() == (("Stop", "Driver", "", "Never drive on", "", ""),)


def test_prompts_become_things_to_judge(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.go("context")
    qtbot.mouseClick(cast(ContextPage, window.stage.currentWidget()).prompts_button, CLICK)
    page = cast(PromptsPage, window.stage.currentWidget())
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.add_button.text() == "Add 2"
    qtbot.mouseClick(page.add_button, CLICK)
    qtbot.waitUntil(lambda: len(session.all("factor")) == 2)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), ContextPage))
    first = cast(Factor, session.all("factor")[0])
    assert (first.title, first.belongs, first.side) == ("Dangerous places we pass", "place", "")
    context = cast(ContextPage, window.stage.currentWidget())
    assert context.listing.view().key == "weak"
    context.show_prompts()
    again = cast(PromptsPage, window.stage.currentWidget())
    assert [again.table.is_ticked(row) for row in range(4)] == [None, None, None, False]
    window.go("context")
    window.run("undo")
    qtbot.waitUntil(lambda: session.all("factor") == [])


def test_prompts_asked_about_a_risk_are_connected_with_it(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    risk = save(Risk(title="Office raided"))
    window.stage.currentWidget().desk.open_record(risk.id)  # type: ignore[union-attr]
    shown = cast(RecordPage, window.stage.currentWidget())
    assert shown.prompts_button.isVisible()
    qtbot.mouseClick(shown.prompts_button, CLICK)
    page = cast(PromptsPage, window.stage.currentWidget())
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.mouseClick(page.add_button, CLICK)
    qtbot.waitUntil(lambda: len(session.all("factor")) == 1)
    (made,) = cast(list[Factor], session.all("factor"))
    assert made.risks == (Link(risk.id),)
