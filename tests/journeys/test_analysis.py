"""Looking at an incident together: five questions in any order, with what came before beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Analysis, Incident, Place, Threat
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.main_window import MainWindow
from vault.ui.pages.analysis import AnalysisPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.record import RecordPage

CLICK = Qt.MouseButton.LeftButton
Save = Callable[[Record], Record]


@pytest.fixture
def stop(save: Save) -> Incident:
    """The second stop at the bridge; the first was in June."""
    bridge = save(Place(name="Bridge"))
    save(Incident(title="First stop", occurred=Day("2026-06-11"), place=(Link(bridge.id),), category=("stop",)))
    made = Incident(
        title="Bags searched", occurred=Day("2026-11-12"), place=(Link(bridge.id),), category=("stop",), state="noted"
    )
    return cast(Incident, save(made))


def begun(window: MainWindow, one: Record) -> AnalysisPage:
    window.stage.currentWidget().desk.open_record(one.id)  # type: ignore[union-attr]
    shown = cast(RecordPage, window.stage.currentWidget())
    shown.analyse()
    page = window.stage.currentWidget()
    assert isinstance(page, AnalysisPage)
    return page


def analyses(session: Session) -> list[Analysis]:
    return [cast(Analysis, one) for one in session.all("analysis")]


def test_what_is_answered_is_saved_by_leaving(
    window: MainWindow, session: Session, qtbot: QtBot, stop: Incident
) -> None:
    page = begun(window, stop)
    qtbot.waitUntil(lambda: page.form.editors["facts"].isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClicks(QApplication.focusWidget(), "Two guards opened the bags.")
    assert page.progress.text() == "1 of 5 answered"
    qtbot.mouseClick(page.next_button, CLICK)
    assert page.folds[1].is_open
    assert not page.folds[0].is_open
    qtbot.mouseClick(next(iter(page.earlier.buttons.values())), CLICK)
    assert page.progress.text() == "2 of 5 answered"
    qtbot.mouseClick(page.break_button, CLICK)
    qtbot.waitUntil(lambda: len(analyses(session)) == 1)
    (made,) = analyses(session)
    assert made.facts == "Two guards opened the bags."
    assert made.made_on == Day("2026-11-24")
    first = next(one for one in session.all("incident") if one.title == "First stop")
    assert [link.id for link in made.earlier] == [first.id]
    qtbot.waitUntil(lambda: cast(Incident, session.find(stop.id)).state == "looking")


def test_what_was_logged_stands_above_the_first_question(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    page = begun(window, save(Incident(title="Bags searched", facts="Two guards\nopened the bags.")))
    qtbot.waitUntil(page.written.isVisible)
    assert page.written.text() == "Written down so far: Two guards opened the bags."
    assert page.progress.text() == "0 of 5 answered"  # it was not looked at together yet
    page.desk.back()
    threat = begun(window, save(Threat(title="A call", description="")))
    qtbot.wait(20)
    assert not threat.written.isVisible()


def test_short_answers_beside_each_other_keep_their_heads_level(
    window: MainWindow, qtbot: QtBot, stop: Incident
) -> None:
    page = begun(window, stop)
    page.open_question(4)
    why, again = page.form.editors["why_a_threat"], page.form.editors["look_again"]
    qtbot.waitUntil(lambda: why.isVisible() and why.y() == again.y() > 0)
    qtbot.keyClicks(again.line, "in two weeks")  # what was understood is said below it
    qtbot.wait(20)
    assert again.height() > why.height()
    assert why.y() == again.y()


def test_nobody_knows_is_an_answer_and_the_order_is_free(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    threat = save(Threat(title="Letter under the door", state="new"))
    page = begun(window, threat)
    page.open_question(4)
    page.form.put(conclusion="possible", confidence="low")
    page.open_question(0)
    qtbot.mouseClick(page.form.editors["facts_unknown"].box, CLICK)  # type: ignore[attr-defined]
    assert page.progress.text() == "2 of 5 answered"
    assert page.folds[0].head.second == "We do not know"
    assert page.folds[4].head.accessibleName() == "5. Will it go further? (answered)"
    page.way_back()
    qtbot.waitUntil(lambda: len(analyses(session)) == 1)
    qtbot.waitUntil(lambda: cast(Threat, session.find(threat.id)).state == "concluded")


def test_the_same_day_goes_on_with_it_and_another_day_begins_anew(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save, stop: Incident
) -> None:
    old = save(Analysis(title=stop.title, threats=(Link(stop.id),), made_on=Day("2026-11-13"), facts="Then"))
    page = begun(window, stop)
    assert not page.form.base().id
    page.form.put(facts="Now")
    page.way_back()
    qtbot.waitUntil(lambda: len(analyses(session)) == 2)
    again = begun(window, stop)
    assert again.form.base().id not in ("", old.id)
    assert again.form.editors["facts"].read() == "Now"


def test_a_day_that_is_no_day_loses_nothing(window: MainWindow, session: Session, qtbot: QtBot, stop: Incident) -> None:
    page = begun(window, stop)
    page.form.put(facts="Two guards")
    page.open_question(4)
    qtbot.keyClicks(page.form.editors["look_again"].line, "the day after the feast of nobody")  # type: ignore[attr-defined]
    page.way_back()
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    assert session.drafts()[0].plain["fields"]["facts"] == "Two guards"
    assert analyses(session) == []
    begun(window, stop).desk.open_draft(session.drafts()[0])
    page = cast(AnalysisPage, window.stage.currentWidget())
    assert page.form.editors["facts"].read() == "Two guards"


def test_a_lock_in_the_middle_forgets_neither_the_words_nor_what_it_is_about(
    window: MainWindow, session: Session, qtbot: QtBot, stop: Incident
) -> None:
    page = begun(window, stop)
    page.form.put(facts="Two guards")
    page.desk.keep()
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    page.desk.open_draft(session.drafts()[0])
    again = cast(AnalysisPage, window.stage.currentWidget())
    assert again is not page
    assert again.subject is not None
    assert again.subject.id == stop.id
    assert again.form.save()
    qtbot.waitUntil(lambda: len(analyses(session)) >= 1)
    assert analyses(session)[0].threats == (Link(stop.id),)
    assert (analyses(session)[0].title, analyses(session)[0].facts) == (stop.title, "Two guards")


def test_answers_about_what_an_undo_erased_are_a_draft_that_can_still_be_saved(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    (one,) = session.save_batch([(Incident(title="From a table"), "1")], "field office", "Import").result()
    page = begun(window, one)
    desk = page.desk
    qtbot.waitUntil(lambda: page.form.editors["facts"].isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClicks(QApplication.focusWidget(), "Two guards opened the bags.")
    desk.undo()
    qtbot.waitUntil(lambda: session.find_many([one.id]) == [])
    desk.back()
    qtbot.waitUntil(lambda: len(session.drafts()) == 1)
    desk.open_draft(session.drafts()[0])
    again = window.stage.currentWidget()
    assert isinstance(again, AnalysisPage)
    again.save()
    qtbot.waitUntil(lambda: [made.facts for made in analyses(session)] == ["Two guards opened the bags."])
    qtbot.waitUntil(lambda: session.drafts() == [])


def test_keys_alone(window: MainWindow, session: Session, qtbot: QtBot, stop: Incident) -> None:
    page = begun(window, stop)
    page.folds[2].head.setFocus()
    qtbot.keyClick(page.folds[2].head, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.editors["objective"].isAncestorOf(QApplication.focusWidget()))
    page.folds[2].head.setFocus()
    qtbot.keyClick(page.folds[2].head, Qt.Key.Key_Space)
    assert not page.folds[2].is_open
    button = next(iter(page.earlier.buttons.values()))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.text() == "joined"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.text() == "Join"
    assert page._joined() == frozenset()


def test_the_third_sign_suggests_to_sit_together(
    window: MainWindow, session: Session, qtbot: QtBot, save: Save
) -> None:
    gate = save(Place(name="Gate"))
    for n in (1, 2):
        save(Incident(title=f"Car {n}", occurred=Day("2026-11-20"), place=(Link(gate.id),), may_mean_nothing=True))
    window.go("incidents")
    page = cast(IncidentsPage, window.stage.currentWidget())
    page.new_record()
    page.panel.form.put(facts="The car again", place=(Link(gate.id),), may_mean_nothing=True)
    page.save()
    qtbot.waitUntil(lambda: "3 signs in thirty days: same place" in window._messages.sentence())
    qtbot.mouseClick(window._messages.button, CLICK)
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), AnalysisPage))
