"""Something happened: written down in a minute, by keys alone, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Place
from vault.plans.records import Record
from vault.services.session import BackedUp, Session
from vault.storage import registers
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.record import RecordPage, ask_purge
from vault.ui.record_screens import record_screens

CTRL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def only(session: Session) -> Incident:
    (one,) = session.all("incident")
    assert isinstance(one, Incident)
    return one


def incidents(window: MainWindow) -> IncidentsPage:
    page = window.stage.currentWidget()
    assert isinstance(page, IncidentsPage)
    return page


def test_an_incident_is_logged_by_keys_alone(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    leila, street = save(Person(name="Leila")), save(Place(name="Office street"))
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    page = incidents(window)
    qtbot.keyClicks(focused(), "Two men on a motorbike waited across the street. They left.")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "yesterday evening")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "lei")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "office")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.all("incident")))
    one = only(session)
    assert one.title == "Two men on a motorbike waited across the street"
    assert one.facts == "Two men on a motorbike waited across the street. They left."
    assert one.occurred == Day("2026-11-23~")
    assert one.people == (Link(leila.id, "affected"),)
    assert one.place == (Link(street.id),)
    assert one.may_mean_nothing
    assert one.state == "noted"
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    qtbot.waitUntil(lambda: page.panel.form.editors["facts"].read() == "")
    assert page.panel.written.text() == "Written down as incident 1."
    assert session.drafts() == []


def test_without_words_nothing_is_saved_and_it_is_said_where_they_are_missing(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    facts = incidents(window).panel.form.editors["facts"]
    assert facts.fault() == "This is needed."
    assert session.all("incident") == []


def test_details_go_on_in_the_full_form(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.run("new")
    page = incidents(window)
    qtbot.keyClicks(page.panel.form.editors["facts"].text, "A caller asked who travels. He hung up.")
    page.panel.add_details()
    form = window.stage.currentWidget()
    assert isinstance(form, FormPage)
    assert form.form.editors["title"].read() == "A caller asked who travels"
    form.form.editors["severity"].combo.choose("minor")
    window.run("save")
    qtbot.waitUntil(lambda: bool(session.all("incident")))
    assert only(session).severity == "minor"
    assert only(session).facts == "A caller asked who travels. He hung up."
    qtbot.waitUntil(lambda: session.drafts() == [])
    assert not page.panel.form.dirty


def test_what_is_typed_survives_a_lock_with_the_cursor_in_its_place(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    window.run("new")
    facts = incidents(window).panel.form.editors["facts"]
    qtbot.keyClicks(facts.text, "They looked at their ph")
    facts.put_cursor(4)
    desk.keep()
    session.close()
    with Session.open(tmp_path / "v", bytearray(b"one two three four five six"), clock=Tuesday()) as again:
        (draft,) = again.drafts()
        assert draft.plain["fields"]["facts"] == "They looked at their ph"
        assert draft.plain["cursor"] == 4
        other = Desk(again)
        reopened = MainWindow("Notes", record_screens(other))
        qtbot.addWidget(reopened)
        other.window = reopened
        reopened.go("today")
        reopened.show()
        reopened.activateWindow()
        other.resume()
        editor = incidents(reopened).panel.form.editors["facts"]
        qtbot.waitUntil(editor.text.hasFocus)
        assert editor.read() == "They looked at their ph"
        assert editor.cursor_place() == 4
        qtbot.keyClicks(editor.text, "!")
        assert editor.read() == "They! looked at their ph"
        reopened.hide()
        incidents(reopened).panel.form.forget()
    incidents(window).panel.form.forget()


def test_a_draft_is_kept_a_second_after_the_last_key(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.run("new")
    form = incidents(window).panel.form
    form._timer.setInterval(10)
    qtbot.keyClicks(form.editors["facts"].text, "Someone")
    qtbot.waitUntil(lambda: bool(session.drafts()))
    assert session.drafts()[0].plain["fields"] == {"facts": "Someone"}


def test_leaving_keeps_a_draft_and_today_leads_back_to_it(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    window.run("new")
    qtbot.keyClicks(incidents(window).panel.form.editors["facts"].text, "Someone at the gate")
    window.go("risks")
    qtbot.waitUntil(lambda: bool(session.drafts()))
    window.go("today")
    session.set_setting("first_steps", {"all": "skipped"}).result()
    window.stage.currentWidget().reload()
    links = [b for b in window.stage.currentWidget().kept.findChildren(QPushButton) if b.text() == "Continue"]
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert incidents(window).panel.form.editors["facts"].read() == "Someone at the gate"


def test_an_incident_goes_to_the_bin_comes_back_and_is_erased(
    window: MainWindow, session: Session, desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="Silent calls"))
    session.record_backup("blue stick", 1, True).result()
    window.go("incidents")
    table = incidents(window).listing.table()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: session.all("incident") == [])
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(session.all("incident")) == 1)
    desk.trash([session.find(one.id)])
    qtbot.waitUntil(lambda: session.all("incident") == [])
    window.go("bin")
    page = window.stage.currentWidget()
    page.listing.table().selectRow(0)
    page.restore()
    qtbot.waitUntil(lambda: len(session.all("incident")) == 1)
    desk.open_record(one.id)
    record = window.stage.currentWidget()
    assert isinstance(record, RecordPage)
    record.ask_purge()
    question = QApplication.activeModalWidget()
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "blue stick" in words
    qtbot.waitUntil(question.keep.hasFocus)
    qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.find_many([one.id]) == [])


def test_a_backup_made_where_the_clock_shows_less_still_holds_what_is_erased(
    window: MainWindow, session: Session, desk: Desk, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="Silent calls"))
    made = BackedUp("2026-11-24T05:00:00.000-05:00", "Nadia", "/media/travel", 1, "")  # ten o'clock here: after it
    session.submit(lambda work: registers.put_backup(work.db, made)).result()
    question = ask_purge(window, desk, [one])
    assert any("/media/travel" in label.text() for label in question.findChildren(QLabel))
    question.close()


def test_editing_writes_history_and_undo_takes_it_back(
    window: MainWindow, session: Session, desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="Silent calls", state="noted"))
    window.go("incidents")
    table = incidents(window).listing.table()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    record = window.stage.currentWidget()
    assert isinstance(record, RecordPage)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    form = window.stage.currentWidget()
    assert isinstance(form, FormPage)
    line = form.form.editors["title"].line
    line.selectAll()
    qtbot.keyClicks(line, "Four silent calls")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: session.find(one.id).title == "Four silent calls")
    qtbot.waitUntil(lambda: window.stage.currentWidget() is record)
    assert session.history(one.id)[0].values == (("title", "Silent calls", "Four silent calls"),)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: session.find(one.id).title == "Silent calls")
    qtbot.waitUntil(lambda: record.title == "Silent calls")


def test_the_last_incident_at_the_place_is_shown_and_joined(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    street = save(Place(name="Office street"))
    earlier = save(Incident(title="Motorbike", occurred=Day("2026-11-17"), place=(Link(street.id),)))
    window.run("new")
    panel = incidents(window).panel
    qtbot.keyClicks(panel.form.editors["facts"].text, "Again a motorbike")
    qtbot.keyClicks(panel.form.editors["place"].box.line, "off")
    qtbot.keyClick(panel.form.editors["place"].box.line, Qt.Key.Key_Return)
    assert panel._before.isVisible()
    qtbot.mouseClick(panel._before.button, Qt.MouseButton.LeftButton)
    panel.save()
    qtbot.waitUntil(lambda: len(session.all("incident")) == 2)
    assert session.all("incident")[1].earlier == (Link(earlier.id, "same"),)


def test_rows_of_a_register_without_states_are_not_said_to_be_open(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Incident(title="From 1997", occurred=Day("1997")))
    save(Incident(title="Calls", occurred=Day("2026-11-20"), state="noted"))
    window.go("incidents")
    page = window.stage.currentWidget()
    assert isinstance(page, IncidentsPage)
    assert "1 still open" in page._subtitle.text()
    page.listing.segments.button("open").click()  # type: ignore[union-attr]
    assert page.listing.table().records.rowCount() == 1


def test_the_list_of_places_hides_neither_what_is_wrong_nor_itself(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    page = incidents(window)
    place = page.panel.form.editors["place"]
    qtbot.keyClicks(place.box.line, "Office gate")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QAbstractItemView)
    assert popup.geometry().right() < window.geometry().right()
    assert popup.geometry().top() - place.box.mapToGlobal(place.box.rect().bottomLeft()).y() < 5
    popup.hide()
    page.panel.form.editors["facts"].setFocus()
    qtbot.keyClicks(focused(), "A grey car stood there")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert "Choose “Office gate” from the list" in place.fault()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QAbstractItemView)
    said = place._fault
    qtbot.waitUntil(lambda: popup.geometry().top() >= said.mapToGlobal(said.rect().bottomLeft()).y())
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(place.read()) == 1)


def test_what_was_just_logged_is_the_row_one_is_on(
    window: MainWindow, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Incident(title="Silent calls", occurred=Day("2026-11-20"), state="noted"))
    window.go("incidents")
    page = incidents(window)
    page.listing.table().choose_first()
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(page.panel.form.editors["facts"].text, "A white car waited.")
    page.panel.save()

    def chosen() -> str:
        one = page.listing.chosen_record()
        return one.title if one else ""

    qtbot.waitUntil(lambda: chosen() == "A white car waited")
