"""The plan: five first steps, procedures in their place, code words that hide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Person, Place, Procedure, Risk
from vault.plans.records import Record
from vault.services import beginning
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.actions import ActionsPage
from vault.ui.pages.network import NetworkPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.today import TodayPage
from vault.ui.parts.buttons import Button

CTRL = Qt.KeyboardModifier.ControlModifier


def plan(window: MainWindow) -> PlanPage:
    page = window.stage.currentWidget()
    assert isinstance(page, PlanPage)
    return page


def press(qtbot: QtBot, page: QWidget | None, words: str) -> None:
    """Click the button with these words, once it is seen."""
    assert page is not None

    def seen() -> list[Button]:
        return [button for button in page.findChildren(Button) if button.text() == words and button.isVisible()]

    qtbot.waitUntil(lambda: bool(seen()))
    qtbot.mouseClick(seen()[0], Qt.MouseButton.LeftButton)


def test_a_new_vault_begins_with_five_steps(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    today = window.stage.currentWidget()
    assert isinstance(today, TodayPage)
    assert today.title == "Five small steps before any form"
    press(qtbot, today, "Agreed already")
    qtbot.waitUntil(lambda: "communication" in beginning.settled(session))
    qtbot.waitUntil(lambda: any(b.text() == "Look again" for b in today.findChildren(Button)))
    press(qtbot, today, "Talk it through")
    page = plan(window)
    assert page.form is not None
    assert page.form.editors["title"].read() == "Nobody travels alone"
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    (one,) = session.all("procedure")
    assert isinstance(one, Procedure)
    assert len(one.steps) == 4
    assert one.area == "travel"
    window.go("today")
    press(qtbot, today, "Not now")
    qtbot.waitUntil(lambda: today.title == "Today")
    assert not beginning.is_new(session)


def test_untouched_words_of_a_first_step_are_saved_as_they_stand(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    press(qtbot, window.stage.currentWidget(), "Talk it through")
    window.run("save")
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    assert session.all("procedure")[0].title == "Telephones charged and in use"


def test_edit_turns_the_places_into_fields_and_back(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Procedure(title="Stopped", area="travel", steps=(("Stop", "Driver", "", ""),)))
    window.go("plan")
    page = plan(window)
    assert page.view.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert page.form is not None
    qtbot.keyClicks(page.form.editors["trigger"].text, "Somebody stops us")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: session.find(one.id).trigger == "Somebody stops us")
    qtbot.waitUntil(lambda: page.form is None)
    assert page.view.trigger.text() == "Somebody stops us"
    assert window.focusWidget() is page.edit_button
    page.edit()
    page.stop_editing()
    assert window.focusWidget() is page.edit_button


def test_a_form_left_open_becomes_a_draft_and_comes_back_on_edit(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Procedure(title="Stopped", area="travel"))
    window.go("plan")
    page = plan(window)
    page.edit()
    qtbot.keyClicks(page.form.editors["aim"].text, "All come home")
    window.go("risks")
    qtbot.waitUntil(lambda: bool(session.drafts()))
    window.go("plan")
    assert page.form is None
    page.edit()
    assert page.form.editors["aim"].read() == "All come home"
    page.save()
    qtbot.waitUntil(lambda: session.drafts() == [])


def test_code_words_are_covered_until_somebody_shows_them(window: MainWindow, save: Callable[[Record], Record]) -> None:
    save(Procedure(title="Stopped", area="travel", code_words="We are fine: blue kettle\nold umbrella"))
    save(Procedure(title="Other", area="travel"))
    window.go("plan")
    page = plan(window)
    labels = lambda: " ".join(label.text() for label in window.findChildren(QLabel))  # noqa: E731
    assert "We are fine •••••••" in labels()
    assert "kettle" not in labels()
    assert "umbrella" not in labels()
    page.view.toggle_words()
    assert "blue kettle" in labels()
    first, second = (one.id for one in window.stage.currentWidget().desk.session.all("procedure"))
    page.choose(second)
    page.choose(first)
    assert "kettle" not in labels()


def test_the_tree_counts_areas_and_opens_procedures_by_keys(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Procedure(title="Stopped", area="travel"))
    save(Procedure(title="Keys", area="office"))
    window.go("plan")
    page = plan(window)
    page.tree.setFocus()
    assert page.title == "Stopped"
    qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.title == "Plan"
    qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.title == "Keys"


def test_a_contact_is_checked_and_undone(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    idris = save(Person(name="Idris", emergency_roles=("lawyer",), checked_on=Day("2026-06-01")))
    save(Place(name="Office"))
    window.go("network")
    page = window.stage.currentWidget()
    assert isinstance(page, NetworkPage)
    assert page.listing.segments.button("check").text() == "To be checked  1"
    page.listing.table().setFocus()
    qtbot.keyClick(page.listing.table(), Qt.Key.Key_Space)
    assert page.panel.isVisible()
    qtbot.mouseClick(page.checked_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.find(idris.id).checked_on == Day("2026-11-24"))
    qtbot.waitUntil(lambda: page.listing.segments.button("check").text() == "To be checked")
    qtbot.keyClick(page.listing.table(), Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.listing.table().hasFocus()
    qtbot.mouseClick(page.listing.segments.button("places"), Qt.MouseButton.LeftButton)
    assert page.listing.table().records.index(0, 0).data() == "Office"


def test_a_late_action_is_done_from_today(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    risk = save(Risk(title="Raid", probability=3, impact=3))
    lock = save(Action(title="Fit the lock", due=Day("2026-11-18"), state="doing", risks=(Link(risk.id),)))
    window.go("today")
    today = window.stage.currentWidget()
    today.reload()
    rows = today.due.list.rows()
    assert [row.words for row in rows[:2]] == ["Late", "Fit the lock"]
    assert rows[1].chip == ("6 days late", "late")
    assert rows[1].second == "Because of “Raid”"
    assert today.step._title.text() == "Fit the lock"
    assert today.step._because.text() == "Because it was due 6 days ago."
    window.go("actions")
    page = window.stage.currentWidget()
    assert isinstance(page, ActionsPage)
    page.listing.table().setFocus()
    qtbot.keyClick(page.listing.table(), Qt.Key.Key_Space)
    qtbot.mouseClick(page.done_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.find(lock.id).state == "done")
    assert session.find(lock.id).done_on.first == date(2026, 11, 24)


def test_a_step_is_saved_as_it_is_typed_without_leaving_its_cell(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.go("plan")
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    page = plan(window)
    assert page.form is not None
    qtbot.keyClicks(page.form.editors["title"].line, "Leaving the office")
    table = page.form.editors["steps"].table
    table.setFocus()
    qtbot.keyClick(table, "C")
    cell = QApplication.focusWidget()
    qtbot.keyClicks(cell, "all Ana")
    qtbot.keyClick(cell, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(session.all("procedure")) == 1)
    (one,) = session.all("procedure")
    assert isinstance(one, Procedure)
    assert one.steps == (("Call Ana", "", "", "", "", ""),)
