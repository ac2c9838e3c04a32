"""Finding something again: everywhere, and where one was when the vault was locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.model import Incident, Person, Procedure
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui import place
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.search import SearchPage
from vault.ui.record_screens import record_screens

CTRL = Qt.KeyboardModifier.ControlModifier


def test_three_letters_find_a_record_of_any_kind(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Incident(title="Stopped at the bridge", occurred=Day("2026-11-12"), state="looking"))
    save(Person(name="Bridget", category="lawyer"))
    save(Incident(title="Silent calls"))
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    page = window.stage.currentWidget()
    assert isinstance(page, SearchPage)
    qtbot.waitUntil(page.field.hasFocus)
    qtbot.keyClicks(page.field, "bri")
    qtbot.waitUntil(lambda: len(page.list.rows()) == 4)
    assert [row.words for row in page.list.rows()] == ["People", "Bridget", "Incidents", "Stopped at the bridge"]
    assert [row.second for row in page.list.rows() if not row.band] == ["Lawyer", "Thu 12 Nov"]
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    record = window.stage.currentWidget()
    assert isinstance(record, RecordPage)
    assert record.title == "Stopped at the bridge"
    qtbot.keyClick(record, Qt.Key.Key_Escape)
    assert window.stage.currentWidget() is page
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.stage.currentWidget() is not page


def test_nothing_found_is_said_with_the_words(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.look_everywhere()
    page = window.stage.currentWidget()
    qtbot.keyClicks(page.field, "zebra")
    qtbot.waitUntil(lambda: page.nothing.sentence.text() == "Nothing matches “zebra”.")


def test_a_form_that_was_open_is_open_again_over_the_screen_one_was_at(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="Calls"))
    window.go("incidents")
    desk.open_record(one.id)
    window.run("edit")
    form = window.stage.currentWidget()
    assert isinstance(form, FormPage)
    form.form.editors["lesson"].setFocus()
    qtbot.keyClicks(form.form.editors["lesson"].text, "Change the num")
    kept = place.where(window)
    desk.keep()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    other = Desk(session)
    again = MainWindow("Notes", record_screens(other))
    qtbot.addWidget(again)
    other.window = again
    again.show()
    again.activateWindow()
    place.come_back(other, again, kept)
    found = again.stage.currentWidget()
    assert isinstance(found, FormPage)
    assert found.form.editors["lesson"].read() == "Change the num"
    qtbot.waitUntil(found.form.editors["lesson"].text.hasFocus)
    form.form.forget()
    found.form.forget()
    again.hide()


def test_a_procedure_being_written_comes_back_in_its_place(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    desk.open_form(Procedure(area="travel"))
    page = window.stage.currentWidget()
    assert isinstance(page, PlanPage)
    assert page.form is not None
    qtbot.keyClicks(page.form.editors["title"].line, "Stopped")
    desk.keep()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    page.form.forget()
    window.go("today")
    desk.resume()
    assert window.stage.currentWidget() is page
    assert page.form is not None
    assert page.form.editors["title"].read() == "Stopped"
    assert page.form.editors["area"].read() == "travel"
