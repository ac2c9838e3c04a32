"""Every kind of field: what is shown is read again, and a person's keys and clicks make the value they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.strategies import days
from vault.plans.days import Day
from vault.plans.fields import Choice, Choices, Field, Flag, Link, Links, Number, Prose, Rows, Scale, Text, When
from vault.plans.model import Action, Incident, Person, Place, Procedure, Risk
from vault.plans.records import KINDS, Record
from vault.ui.desk import Desk
from vault.ui.editors import Editor, Unclear, editor
from vault.ui.parts.chip_field import ChipField


def made(desk: Desk, qtbot: QtBot, field: Field) -> Editor:
    one = editor(field, desk)
    qtbot.addWidget(one)
    one.show()
    return one


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_reads_what_it_shows(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record], kind: str) -> None:
    for name, field in KINDS[kind].fields.items():
        one = made(desk, qtbot, field)
        empty = getattr(KINDS[kind](), name)
        assert one.read() == empty, name
        value = example(field, save)
        one.show_value(value)
        assert one.read() == value, name
        other = made(desk, qtbot, field)
        other.put_back(one.kept())
        assert other.read() == value, name
        one.show_value(empty)
        assert one.read() == empty, name


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_name_for_screen_readers(desk: Desk, qtbot: QtBot, kind: str) -> None:
    for field in KINDS[kind].fields.values():
        one = made(desk, qtbot, field)
        target = one.focusProxy()
        assert target is not None
        assert field.label in (target.accessibleName(), getattr(target, "text", str)())


def example(field: Field, save: Callable[[Record], Record]) -> Any:
    """One value of the field that is not empty, of records that exist."""
    if isinstance(field, Links):
        cls = KINDS[field.kinds[0]]
        role = field.roles[-1][0] if field.roles else ""
        return tuple(Link(save(cls(**{cls.title_field: title})).id, role) for title in ("One", "Two"))
    if isinstance(field, Choice):
        return field.options[-1][0]
    if isinstance(field, Choices):
        return tuple(key for key, _words in field.options[:2]) or ("one", "two words")
    if isinstance(field, Rows):
        return (tuple(words for _key, words in field.columns), ("last", *[""] * (len(field.columns) - 1)))
    return {Text: "Some words", Prose: "Two\nlines", Scale: 4, When: Day("2026-11-03~"), Flag: True, Number: -3}[
        type(field)
    ]


@given(day=days())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_day_comes_back_as_it_was(desk: Desk, qtbot: QtBot, day: Day) -> None:
    one = editor(Incident.fields["occurred"], desk)
    one.show_value(day)
    assert one.read() == day
    one.put_back(one.kept())
    assert one.read().coarse("month") == day.coarse("month")


def test_a_day_is_typed_in_words_and_repeated(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["occurred"])
    qtbot.keyClicks(one.line, "yesterday evening")
    assert one.read() == Day("2026-11-23~")
    assert one.said.text() == "Monday 23 November, evening (about)"


def test_a_due_day_lies_ahead(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Action.fields["due"])
    qtbot.keyClicks(one.line, "3 Feb")
    assert one.read() == Day("2027-02-03")
    one.line.clear()
    qtbot.keyClicks(one.line, "in two weeks")
    assert one.read() == Day("2026-12-08")


def test_a_day_in_words_is_still_that_day_when_midnight_has_passed(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(desk, qtbot, Incident.fields["occurred"])
    qtbot.keyClicks(one.line, "yesterday 21:00")
    monkeypatch.setattr(desk, "today", lambda: date(2026, 11, 25))
    assert one.read() == Day("2026-11-23T21:00")
    qtbot.keyClicks(one.line, "0")
    qtbot.keyClick(one.line, Qt.Key.Key_Backspace)
    assert one.read() == Day("2026-11-24T21:00")  # whoever types on sees today's meaning repeated


@pytest.mark.parametrize("typed", ["yesterday", "today 9:30", "Sunday", "two weeks ago", "3 Nov", "Monday to today"])
def test_a_draft_that_lay_for_long_says_the_same_day(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    one, later = made(desk, qtbot, Incident.fields["occurred"]), made(desk, qtbot, Incident.fields["occurred"])
    qtbot.keyClicks(one.line, typed)
    meant, kept = one.read(), one.kept()
    for today in (date(2026, 11, 26), date(2026, 12, 2), date(2027, 11, 24)):
        monkeypatch.setattr(desk, "today", lambda today=today: today)
        later.line.clear()
        later.put_back(kept)
        assert later.read() == meant


def test_a_day_that_does_not_exist_is_said_when_the_field_is_left(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["occurred"])
    qtbot.keyClicks(one.line, "32 November")
    qtbot.keyClick(one.line, Qt.Key.Key_Return)
    assert one.fault() == "November has 30 days. Try 30 Nov."
    assert one.kept() == "32 November"
    with pytest.raises(Unclear):
        one.read()


def test_a_calendar_day_can_be_chosen(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["occurred"])
    with qtbot.waitSignal(one.touched):
        one.choose(Day("2026-11-03").first)
    assert one.read() == Day("2026-11-03")


@pytest.mark.parametrize(("typed", "number"), [("", None), ("12", 12), (" 1 200 ", 1200), ("-3", -3)])
def test_numbers(desk: Desk, qtbot: QtBot, typed: str, number: int | None) -> None:
    one = made(desk, qtbot, Incident.fields["affected"])
    qtbot.keyClicks(one.line, typed)
    assert one.read() == number


@pytest.mark.parametrize("typed", ["twelve", "1.5", "1" + "0" * 20])
def test_what_is_no_whole_number_is_said(desk: Desk, qtbot: QtBot, typed: str) -> None:
    one = made(desk, qtbot, Incident.fields["affected"])
    qtbot.keyClicks(one.line, typed)
    with pytest.raises(Unclear):
        one.read()


def test_a_key_of_an_older_version_is_kept(desk: Desk, qtbot: QtBot) -> None:
    for field, value in ((Risk.fields["area"], "moon"), (Incident.fields["harm"], ("fear", "moon"))):
        one = made(desk, qtbot, field)
        one.show_value(value)
        assert one.read() == value


def test_a_scale_is_chosen_by_a_click_and_taken_back(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Risk.fields["probability"])
    qtbot.mouseClick(one.segments.button("4"), Qt.MouseButton.LeftButton)
    assert one.read() == 4
    qtbot.mouseClick(one.segments.button(""), Qt.MouseButton.LeftButton)
    assert one.read() is None


def test_kinds_of_incident_are_found_by_typing(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["category"])
    qtbot.keyClicks(one.box.line, "follo")
    qtbot.keyClick(one.box.line, Qt.Key.Key_Return)
    assert one.read() == ("followed",)
    qtbot.keyClick(one.box.line, Qt.Key.Key_Backspace)
    assert one.read() == ()


def test_tags_are_words_of_ones_own(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["tags"])
    qtbot.keyClicks(one.box.line, "river")
    qtbot.keyClick(one.box.line, Qt.Key.Key_Return)
    qtbot.keyClicks(one.box.line, "night")
    qtbot.keyClick(one.box.line, Qt.Key.Key_Return)
    assert one.read() == ("river", "night")


def test_a_person_is_found_and_given_a_role(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    leila = save(Person(name="Leila"))
    one = made(desk, qtbot, Incident.fields["people"])
    qtbot.keyClicks(one.box.line, "lei")
    qtbot.keyClick(one.box.line, Qt.Key.Key_Return)
    assert one.read() == (Link(leila.id, "affected"),)
    chip = one.box.held()[0]
    assert chip.text() == "Leila"
    witness = next(run for words, run in chip.held.menu if words == "witness")
    witness()
    assert one.box.held()[0].text() == "Leila · witness"
    assert one.read() == (Link(leila.id, "witness"),)


def test_a_new_place_is_made_on_the_way(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["place"])
    qtbot.keyClicks(one.box.line, "Ford")
    with qtbot.waitSignal(one.touched):
        qtbot.keyClick(one.box.line, Qt.Key.Key_Return)
    (place,) = desk.session.all("place")
    assert isinstance(place, Place)
    assert place.name == "Ford"
    assert one.read() == (Link(place.id),)


def test_a_half_typed_name_is_not_lost_on_saving(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Incident.fields["place"])
    qtbot.keyClicks(one.box.line, "Fo")
    with pytest.raises(Unclear, match="Choose “Fo” from the list"):
        one.read()


def _leave(box: ChipField) -> None:
    box._suggestions.close()  # as Tab does
    QApplication.sendEvent(box.line, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def test_a_name_typed_in_full_is_taken_without_choosing_it(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    ford = save(Place(name="Ford"))
    save(Place(name="Ford road"))
    one = made(desk, qtbot, Incident.fields["place"])
    one.box.line.setFocus()
    qtbot.keyClicks(one.box.line, "ford")
    assert one.read() == (Link(ford.id),)  # saved from where one is
    assert not one.box.held()
    _leave(one.box)
    assert [chip.text() for chip in one.box.held()] == ["Ford"]
    assert one.box.line.text() == ""
    qtbot.keyClicks(one.box.line, "Ford r")
    _leave(one.box)
    assert one.box.line.text() == "Ford r"  # what is no name yet stays, and is asked about on saving
    one.show_value(())
    assert one.box.line.text() == ""  # of another record, nothing of this one


def test_a_draft_keeps_a_name_that_was_only_begun(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    leila = save(Person(name="Leila"))
    one = made(desk, qtbot, Incident.fields["people"])
    one.add(leila)
    qtbot.keyClicks(one.box.line, "Sam")
    again = made(desk, qtbot, Incident.fields["people"])
    again.put_back(one.kept())
    assert again.links() == (Link(leila.id, "affected"),)
    assert again.box.line.text() == "Sam"


def test_steps_are_added_moved_and_taken_out_by_keys(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("Stop", "", "", ""), ("Call", "", "", "")))
    one.table.setFocus()
    one.table.setCurrentCell(1, 0)
    qtbot.keyClick(one.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row[0] for row in one.read()] == ["Call", "Stop"]
    one.table.setCurrentCell(1, 0)
    qtbot.keyClick(one.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one.table.rowCount() == 3)
    one.table.item(2, 0).setText("Meet")
    assert [row[0] for row in one.read()] == ["Call", "Stop", "Meet"]
    one.table.setCurrentCell(0, 0)
    qtbot.keyClick(one.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in one.read()] == ["Stop", "Meet"]


def test_tab_leads_out_of_the_steps_after_the_last_cell(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("Stop", "", "", ""),))
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    one.table.setFocus()
    one.table.setCurrentCell(0, 4)
    qtbot.keyClick(one.table, Qt.Key.Key_Tab)
    assert (one.table.hasFocus(), one.table.currentColumn()) == (True, 5)
    qtbot.keyClick(one.table, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QPushButton)
    one.table.setFocus()
    qtbot.keyClick(one.table, "W")  # into the last cell
    qtbot.keyClicks(QApplication.focusWidget(), "ait")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPushButton))
    assert one.read() == (("Stop", "", "", "", "", "Wait"),)


def test_the_steps_show_where_the_focus_is_from_the_start(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("Stop", "", "", ""),))
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    one.table.setFocus()
    assert (one.table.currentRow(), one.table.currentColumn()) == (0, 0)


def test_a_step_stands_below_the_words_of_its_column(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("MMM", "", "", ""),))
    one.resize(800, 400)
    head, cell = one.table.horizontalHeader(), one.table.visualItemRect(one.table.item(0, 0))
    words = one.table.viewport().grab(cell).toImage()
    band = head.viewport().grab(QRect(0, 0, cell.width(), head.height())).toImage()
    assert abs(_first_ink(words) - _first_ink(band)) <= 2


def _first_ink(picture: QImage) -> int:
    """How far from the start something dark begins."""
    dark = (x for x in range(2, picture.width()) for y in range(3, picture.height() - 3)
            if picture.pixelColor(x, y).lightness() < 130)  # fmt: skip
    return next(dark)


def test_nobody_waits_for_a_level_that_overrules_the_matrix(desk: Desk, qtbot: QtBot) -> None:
    level = made(desk, qtbot, Risk.fields["level_override"])
    likely = made(desk, qtbot, Risk.fields["probability"])
    assert level.segments.button("").text() == "as the matrix says"
    assert likely.segments.button("").text() == "not yet"


def test_what_is_typed_into_a_cell_stays_when_one_goes_on_or_moves_it(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("", "", "", ""),))
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    one.table.setFocus()
    qtbot.keyClick(one.table, "S")
    qtbot.keyClicks(QApplication.focusWidget(), "top")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and one.table.rowCount() == 2)
    qtbot.keyClicks(QApplication.focusWidget(), "Call")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row[0] for row in one.read()] == ["Call", "Stop"]


def test_a_cell_that_is_being_written_is_read_and_kept(desk: Desk, qtbot: QtBot) -> None:
    one = made(desk, qtbot, Procedure.fields["steps"])
    one.show_value((("Stop", "", "", ""),))
    one.activateWindow()
    qtbot.waitUntil(one.isActiveWindow)
    one.table.setFocus()
    one.table.setCurrentCell(0, 1)
    with qtbot.waitSignal(one.touched):
        qtbot.keyClick(one.table, "B")
        qtbot.keyClicks(QApplication.focusWidget(), "en")
    assert isinstance(QApplication.focusWidget(), QLineEdit)  # nobody left the cell
    assert one.read() == (("Stop", "Ben", "", "", "", ""),)
    assert one.kept() == [["Stop", "Ben", "", "", "", ""]]
