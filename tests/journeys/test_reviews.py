"""Planning a review, holding it, and what asks for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Drill, Incident, Procedure, Review, Risk
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.editors.days import WhenEditor
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.holding import HoldingPage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.reviews import ReviewsPage
from vault.ui.pages.what_changed import ChangesPage

CLICK, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Save = Callable[[Record], Record]


def test_a_review_is_planned_by_keys_alone(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.go("reviews")
    page = cast(ReviewsPage, window.stage.currentWidget())
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), FormPage))
    qtbot.keyClicks(QApplication.focusWidget(), "The whole plan")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    (made,) = cast(list[Review], session.all("review"))
    assert (made.title, made.rhythm, made.state) == ("The whole plan", "half", "planned")
    assert made.planned_on == Day("2026-12-08")  # without a day it would never come
    assert page.listing.count("planned") == 1


def test_the_head_says_that_a_review_is_late(window: MainWindow, save: Save) -> None:
    save(Review(title="Plan", planned_on=Day("2026-11-20"), state="planned"))
    window.go("reviews")
    page = cast(ReviewsPage, window.stage.currentWidget())
    assert page._summary().endswith("The review was due Fri 20 Nov.")
    save(replace(cast(Review, page.listing.chosen_record()), planned_on=Day("2026-11-27")))
    assert page._summary().endswith("Next review Fri 27 Nov.")


def test_what_changed_since_the_last_review_leads_to_the_record(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    save(Review(title="Autumn", state="held", held_on=Day("2026-11-24")))
    risk = save(Risk(title="Stopped", probability=3, impact=3))
    window.go("reviews")
    qtbot.mouseClick(cast(ReviewsPage, window.stage.currentWidget()).changes_button, CLICK)
    page = cast(ChangesPage, window.stage.currentWidget())
    assert page.span.chosen() == "review"
    assert "Risks" in [row.words for row in page.list.rows() if row.band]
    assert "New: Risk “Stopped”" in [row.words for row in page.list.rows()]
    session.save(replace(cast(Risk, risk), probability=4)).result()
    qtbot.mouseClick(page.span.button("30"), CLICK)
    assert page.list.rows()
    page.list.setFocus()
    at = next(n for n, row in enumerate(page.list.rows()) if row.key == risk.id)
    page.list.step(1, start=at - 1)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), RecordPage))


def test_a_review_that_was_held_plans_the_next(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    one = save(Review(title="Plan", planned_on=Day("2026-11-20"), rhythm="quarter", state="planned"))
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    qtbot.mouseClick(cast(RecordPage, window.stage.currentWidget()).hold_button, CLICK)
    page = cast(HoldingPage, window.stage.currentWidget())
    assert cast(WhenEditor, page.form.editors["held_on"]).line.placeholderText() == "today, if you leave this empty"
    assert page.next.text() == "The next one is planned for Wed 24 Feb 2027."
    page.form.put(findings="Two phones are old.")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(session.all("review")) == 2)
    held, after = cast(list[Review], session.all("review"))
    assert (held.state, held.held_on, held.findings) == ("held", Day("2026-11-24"), "Two phones are old.")
    assert (after.state, after.planned_on) == ("planned", Day("2027-02-24"))
    session.undo().result()
    assert [one.state for one in cast(list[Review], session.all("review"))] == ["planned"]


def test_a_review_begins_with_what_changed_and_what_is_missing_and_nothing_typed_is_lost(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    save(Risk(title="Stopped", probability=2, impact=2))
    one = save(Review(title="Plan", planned_on=Day("2026-11-20"), rhythm="quarter", state="planned"))
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    qtbot.mouseClick(cast(RecordPage, window.stage.currentWidget()).hold_button, CLICK)
    page = cast(HoldingPage, window.stage.currentWidget())
    page.form.put(findings="Two phones are old.")
    for key, kind in (("changed", ChangesPage), ("missing", MissingPage)):
        qtbot.mouseClick(page.looks[key], CLICK)
        assert isinstance(window.stage.currentWidget(), kind)
        window.back()
        assert window.stage.currentWidget() is page
        assert page.form.editors["findings"].read() == "Two phones are old."
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: cast(Review, session.find(one.id)).findings == "Two phones are old.")
    qtbot.waitUntil(lambda: not session.drafts())


def test_a_drill_notes_that_its_procedures_were_practised(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    procedure = save(Procedure(title="Raid"))
    one = save(Drill(title="Raid drill", procedures=(Link(procedure.id),), state="planned"))
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    qtbot.mouseClick(cast(RecordPage, window.stage.currentWidget()).hold_button, CLICK)
    page = cast(HoldingPage, window.stage.currentWidget())
    assert page.next.text() == "No next one is planned: it has no rhythm. Its procedures are noted as practised."
    qtbot.mouseClick(page.save_button, CLICK)
    qtbot.waitUntil(lambda: cast(Procedure, session.find(procedure.id)).practised_on == Day("2026-11-24"))


def test_what_was_left_while_holding_it_is_there_again_and_saved_once(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    gone = save(Procedure(title="Old"))
    one = save(Drill(title="Raid drill", state="planned", procedures=(Link(gone.id),)))
    session.trash([gone.id]).result()
    for turn in range(2):
        window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
        qtbot.mouseClick(cast(RecordPage, window.stage.currentWidget()).hold_button, CLICK)
        page = cast(HoldingPage, window.stage.currentWidget())
        assert page.form.editors["worked"].read() == ("The call ring" if turn else "")
        if not turn:
            page.form.put(worked="The call ring")
            qtbot.mouseClick(page.leave_button, CLICK)
            qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    qtbot.mouseClick(page.save_button, CLICK)
    qtbot.waitUntil(lambda: cast(Drill, session.find(one.id)).state == "held")
    assert cast(Drill, session.find(one.id)).worked == "The call ring"
    assert cast(Procedure, session.find(gone.id)).practised_on is None
    assert session.drafts() == []


def test_a_serious_incident_asks_for_a_review(window: MainWindow, session: Session, qtbot: QtBot, save: Save) -> None:
    one = save(Incident(title="Bags searched", severity="minor"))
    window.stage.currentWidget().desk.open_form(one, None)  # type: ignore[union-attr]
    form = cast(FormPage, window.stage.currentWidget())
    form.form.put(severity="critical")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "reason to look at the risks" in window._messages.sentence())
    qtbot.mouseClick(window._messages.button, CLICK)
    asked = cast(FormPage, window.stage.currentWidget())
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is not asked)
    (review,) = cast(list[Review], session.all("review"))
    assert (review.title, review.reason, review.about) == ("After: Bags searched", ("incident",), (Link(one.id),))


def test_a_new_drill_is_in_sight_where_one_comes_back_to(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.go("reviews")
    page = window.stage.currentWidget()
    assert isinstance(page, ReviewsPage)
    qtbot.mouseClick(page.drill_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(cast(FormPage, window.stage.currentWidget()).form.editors["title"].line, "Office is searched")
    window.run("save")
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    qtbot.waitUntil(lambda: page.listing.count("drills") == 1)
    assert page.listing.view().key == "drills"
