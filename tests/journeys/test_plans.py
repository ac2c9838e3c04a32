"""Plans beside the organisation's own: begun from ready ones, chosen, filled, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Person, Plan, Procedure
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui import printing
from vault.ui.main_window import MainWindow
from vault.ui.pages import plan_menu
from vault.ui.pages.form import FormPage
from vault.ui.pages.new_plan import NewPlanPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.starters import StartersPage

CTRL = Qt.KeyboardModifier.ControlModifier
SaveOne = Callable[[Record], Record]


def plan_page(window: MainWindow) -> PlanPage:
    window.go("plan")
    return cast(PlanPage, window.stage.currentWidget())


def shown(page: PlanPage) -> set[str]:
    """The titles in the tree."""
    model = page.tree.branches
    return {model.index(n, 0, area).data() for area in model.areas() for n in range(model.rowCount(area))}


def areas(page: PlanPage) -> int:
    return page.tree.branches.rowCount()


def chosen_from_menu(page: PlanPage, qtbot: QtBot, words: str) -> None:
    """Open the list of plans by the keyboard, and choose."""
    page.areas.chooser.setFocus()
    qtbot.keyClick(page.areas.chooser, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = cast(QMenu, QApplication.activePopupWidget())
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_a_ready_plan_is_begun_by_keys_with_its_procedures_and_undone_at_once(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    there = save(Procedure(title="every device", area="equipment"))
    page = plan_page(window)
    chosen_from_menu(page, qtbot, "New plan")
    new = cast(NewPlanPage, window.stage.currentWidget())
    assert new.name.text() == "My own plan"
    new.table.setFocus()
    qtbot.keyClick(new.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    (plan,) = cast(list[Plan], session.all("plan"))
    assert (plan.level, plan.state, plan.title) == ("personal", "draft", "My own plan")
    assert plan.written_on is not None
    assert "How I travel" in plan.notes
    assert there.id in {link.id for link in plan.procedures}
    made = {one.id for one in session.all("procedure")}
    assert {link.id for link in plan.procedures} == made
    assert len(made) == 5
    assert page.areas.chooser.text() == "My own plan"
    assert len(shown(page)) == 5
    window.run("undo")
    qtbot.waitUntil(lambda: session.all("plan") == [])
    assert [one.id for one in session.all("procedure")] == [there.id]
    qtbot.waitUntil(lambda: shown(page) == {"every device"})


def test_only_the_procedures_of_the_chosen_plan_are_shown(window: MainWindow, qtbot: QtBot, save: SaveOne) -> None:
    one, _other = save(Procedure(title="Stopped", area="travel")), save(Procedure(title="Keys", area="office"))
    save(Plan(title="All of it", level="organisation", state="in_force"))
    save(Plan(title="Trip & back", level="activity", state="draft", procedures=(Link(one.id),)))
    save(Plan(title="Old trip", level="activity", state="replaced"))
    page = plan_page(window)
    assert page.areas.chooser.accessibleName() == "Which plan is shown: Organisation: All of it"
    assert shown(page) == {"Stopped", "Keys"}
    assert areas(page) == 11
    assert page.plan_chip.text() == "In force"
    chosen_from_menu(page, qtbot, "Activity or trip: Trip && back")
    assert shown(page) == {"Stopped"}
    assert areas(page) == 1
    assert page.plan_chip.text() == "Draft"
    page._choose_area("travel")
    assert page.title == "Trip & back"
    chosen_from_menu(page, qtbot, "Organisation: All of it")
    assert shown(page) == {"Stopped", "Keys"}


def test_a_procedure_of_another_plan_is_shown_where_it_is(window: MainWindow, qtbot: QtBot, save: SaveOne) -> None:
    one, other = save(Procedure(title="Stopped", area="travel")), save(Procedure(title="Keys", area="office"))
    trip = save(Plan(title="Trip", level="activity", procedures=(Link(one.id),)))
    page = plan_page(window)
    page.choose_plan(trip.id)
    page.desk.open_record(one.id)
    assert (page.title, shown(page)) == ("Stopped", {"Stopped"})
    page.desk.open_record(other.id)
    assert (page.title, shown(page)) == ("Keys", {"Stopped", "Keys"})


def test_what_is_written_in_a_plan_belongs_to_it_by_one_undo(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    one = save(Procedure(title="Stopped", area="travel"))
    trip = save(Plan(title="Trip", level="activity", procedures=(Link(one.id),)))
    page = plan_page(window)
    page.choose_plan(trip.id)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert page.form is not None
    page.form.put(title="At the ferry", area="travel")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: shown(page) == {"Stopped", "At the ferry"})
    qtbot.waitUntil(lambda: page.title == "At the ferry")
    assert len(cast(Plan, session.find(trip.id)).procedures) == 2
    window.run("undo")
    qtbot.waitUntil(lambda: shown(page) == {"Stopped"})
    assert len(cast(Plan, session.find(trip.id)).procedures) == 1


def test_a_draft_still_belongs_to_its_plan_when_another_is_shown(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    trip = save(Plan(title="Trip", level="activity"))
    page = plan_page(window)
    page.choose_plan(trip.id)
    page.new_record()
    assert page.form is not None
    page.form.put(title="At the ferry")
    page.choose_plan("")
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    page.desk.open_draft(session.drafts()[0])
    page.save()
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    (made,) = session.all("procedure")
    assert made.title == "At the ferry"
    assert cast(Plan, session.find(trip.id)).procedures == (Link(made.id),)
    qtbot.waitUntil(lambda: session.drafts() == [])


def test_the_menu_leads_to_all_of_it(window: MainWindow, save: SaveOne) -> None:
    save(Procedure(title="Stopped", area="travel"))
    page = plan_page(window)
    words = [item[0] for item in plan_menu.entries(page) if item]
    assert {"New plan", "Who decides", "Risks without a procedure", "What is missing", "Print the whole plan"} <= set(
        words
    )
    assert "Take it out of this plan alone" not in words


def test_ready_procedures_go_into_the_plan_that_is_shown(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    trip = save(Plan(title="Trip", level="activity"))
    page = plan_page(window)
    page.choose_plan(trip.id)
    assert page.empty.isVisible()
    page.start_ready()
    starters = cast(StartersPage, window.stage.currentWidget())
    starters.table.toggle(1)
    starters.save()
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    (made,) = session.all("procedure")
    assert cast(Plan, session.find(trip.id)).procedures == (Link(made.id),)
    assert shown(page) == {made.title}
    page.choose(made.id)
    take = next(item for item in plan_menu.entries(page) if item and item[0] == "Take it out of this plan alone")
    take[1]()
    qtbot.waitUntil(lambda: shown(page) == set())
    assert cast(Plan, session.find(trip.id)).procedures == ()
    assert session.all("procedure") == [made]


def test_a_plan_that_is_gone_gives_way_to_the_whole(
    window: MainWindow, session: Session, qtbot: QtBot, save: SaveOne
) -> None:
    save(Procedure(title="Stopped", area="travel"))
    trip = save(Plan(title="Trip", level="activity"))
    page = plan_page(window)
    page.choose_plan(trip.id)
    assert shown(page) == set()
    session.trash([trip.id]).result()
    qtbot.waitUntil(lambda: shown(page) == {"Stopped"})
    assert page.areas.chooser.text() == "All procedures"


def test_an_empty_plan_opens_its_form(window: MainWindow, qtbot: QtBot) -> None:
    page = plan_page(window)
    page.begin_plan()
    new = cast(NewPlanPage, window.stage.currentWidget())
    qtbot.mouseClick(new.own_button, Qt.MouseButton.LeftButton)
    assert isinstance(window.stage.currentWidget(), FormPage)


@pytest.mark.parametrize(("level", "words"), [("personal", "Print the personal plan"), ("family", "Print this plan")])
def test_the_chosen_plan_is_printed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, save: SaveOne, level: str, words: str
) -> None:
    texts: list[str] = []

    def ask(_asker: object, made: QTextDocument, _printed: object, *, across: bool = False) -> None:
        texts.append(made.toPlainText())

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask", ask)
    one = save(Procedure(title="Stopped", area="travel", code_words="kettle"))
    save(Procedure(title="Keys", area="office"))
    save(Person(name="Samir", phone="+47 1", agreed="agreed", emergency_roles=("alert",)))
    mine = save(Plan(title="Mine", level=level, procedures=(Link(one.id),), notes="My medicine is blue."))
    page = plan_page(window)
    page.choose_plan(mine.id)
    next(item for item in plan_menu.entries(page) if item and item[0] == words)[1]()
    (text,) = texts
    assert "Mine" in text
    assert "Stopped" in text
    assert "Keys" not in text
    assert "kettle" not in text
    assert ("My medicine is blue." in text, "+47 1" in text) == (level == "personal", level == "personal")
