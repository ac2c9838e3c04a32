"""Closing an incident: the questions, and what comes of the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Procedure
from vault.plans.records import Record
from vault.services.session import Draft, Session, new_id
from vault.ui.main_window import MainWindow
from vault.ui.pages.closing import ClosingPage
from vault.ui.pages.record import RecordPage
from vault.ui.tabbing import bring_into_view

CLICK, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Save = Callable[[Record], Record]


def asked(window: MainWindow, qtbot: QtBot, one: Record) -> ClosingPage:
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    shown = cast(RecordPage, window.stage.currentWidget())
    qtbot.mouseClick(shown.close_button, CLICK)
    page = window.stage.currentWidget()
    assert isinstance(page, ClosingPage)
    return page


def test_answers_become_actions_and_a_day(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    procedure = save(Procedure(title="Stopped on the road"))
    one = save(Incident(title="Bags searched", state="acting"))
    page = asked(window, qtbot, one)
    page.form.put(
        closed_as="acted", procedures=(Link(procedure.id),), followed="partly", asked="A letter", stress="later"
    )
    qtbot.keyClicks(page.tell.text, "The families")
    assert page._written.count() == 4
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is not page)
    now = cast(Incident, session.find(one.id))
    assert (now.state, now.closed_as, now.follow_up_on) == ("closed", "acted", Day("2026-12-08"))
    actions = [cast(Action, action) for action in session.all("action")]
    assert {action.title for action in actions} == {
        "Tell The families", "Ask the donor: A letter", "Mend the procedure “Stopped on the road”",
    }  # fmt: skip
    assert all(action.risks == (Link(one.id),) for action in actions)
    session.undo().result()
    assert cast(Incident, session.find(one.id)).state == "acting"
    assert session.all("action") == []


def test_only_how_it_ended_has_to_be_said(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    one = save(Incident(title="Bags searched", state="acting"))
    page = asked(window, qtbot, one)
    qtbot.mouseClick(page.close_button, CLICK)
    assert page.form.editors["closed_as"].fault()
    assert cast(Incident, session.find(one.id)).state == "acting"
    page.form.put(closed_as="no_action")
    qtbot.mouseClick(page.close_button, CLICK)
    qtbot.waitUntil(lambda: cast(Incident, session.find(one.id)).state == "closed")
    assert session.all("action") == []


def test_leaving_keeps_what_was_typed_and_leaves_it_open(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    one = save(Incident(title="Bags searched", state="acting"))
    page = asked(window, qtbot, one)
    qtbot.keyClicks(page.tell.text, "The families")
    page.form.put(lesson="Leave earlier")
    page.way_back()
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    fields = session.drafts()[0].plain["fields"]
    assert (fields["told"], fields["lesson"]) == ("Still to be told: The families", "Leave earlier")
    assert cast(Incident, session.find(one.id)).state == "acting"
    again = asked(window, qtbot, one)
    assert (again.tell.read(), again.form.editors["told"].read()) == ("The families", "")
    again.form.put(closed_as="acted")
    qtbot.mouseClick(again.close_button, CLICK)
    qtbot.waitUntil(lambda: cast(Incident, session.find(one.id)).state == "closed")
    closed = cast(Incident, session.find(one.id))
    assert (closed.told, closed.lesson) == ("", "Leave earlier")
    assert [made.title for made in session.all("action")] == ["Tell The families"]
    assert session.drafts() == []


def test_a_draft_of_the_whole_form_is_left_as_it_is(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    one = save(Incident(title="Bags searched", state="acting"))
    plain = {"fields": {"facts": "Two men", "lesson": "Leave earlier"}, "focus": "", "cursor": 0, "open": False}
    session.save_draft(Draft(new_id(), "incident", one.id, "", plain)).result()
    page = asked(window, qtbot, one)
    assert page.form.editors["lesson"].read() == ""
    page.form.put(closed_as="acted")
    qtbot.mouseClick(page.close_button, CLICK)
    qtbot.waitUntil(lambda: cast(Incident, session.find(one.id)).state == "closed")
    assert [draft.plain["fields"]["facts"] for draft in session.drafts()] == ["Two men"]


def test_a_lock_keeps_who_must_be_told(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    page = asked(window, qtbot, save(Incident(title="Bags searched", state="acting")))
    qtbot.keyClicks(page.tell.text, "The families")
    page.desk.keep()
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    assert session.drafts()[0].plain["fields"]["told"] == "Still to be told: The families"


def test_who_must_be_told_is_kept_while_it_is_typed_and_stays_in_its_place(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    page = asked(window, qtbot, save(Incident(title="Bags searched", state="acting", told="The lawyer")))
    qtbot.keyClicks(page.tell.text, "The families")
    qtbot.waitUntil(lambda: len(session.drafts()) == 1, timeout=10_000)  # by its own clock: a power cut asks nobody
    assert session.drafts()[0].plain["fields"]["told"] == "The lawyer\nStill to be told: The families"
    assert (page.tell.read(), page.form.editors["told"].read()) == ("The families", "The lawyer")


def test_what_is_closed_is_not_closed_again(window: MainWindow, save: Save) -> None:
    one = save(Incident(title="Bags searched", state="closed"))
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    assert not cast(RecordPage, window.stage.currentWidget()).close_button.isVisible()


def test_what_is_missing_is_brought_into_view(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    page = asked(window, qtbot, save(Incident(title="Bags searched", state="acting")))
    ended = page.form.editors["closed_as"]
    last = page.form.editors["follow_up_on"]
    qtbot.waitUntil(lambda: not ended.visibleRegion().isEmpty() and last.visibleRegion().isEmpty())
    page.form.put(lesson="No paper in the car")
    last.put_cursor(0)
    bring_into_view(last)
    assert ended.visibleRegion().isEmpty()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not ended._fault.visibleRegion().isEmpty())
    assert not ended._control.visibleRegion().isEmpty()
