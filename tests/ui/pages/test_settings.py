"""The settings as a place: sections by the keyboard, what holds at once, what is told of the program and the file."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import vault
from tests.ui.conftest import Tuesday
from tests.ui.pages.conftest import PHRASE, Furnish, settings_of
from vault.plans.model import Incident
from vault.services import about
from vault.services.session import Session
from vault.ui import idle
from vault.ui.dialogs.palette import Palette
from vault.ui.pages.check_file import CheckFile
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.settings_about import AboutSection
from vault.ui.pages.settings_locking import LockingSection, NameSection
from vault.ui.parts.labels import Words
from vault.ui.room import NAME, Room

CLICK = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_keyboard_alone_walks_the_sections(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(room.window, Qt.Key.Key_Comma, CTRL)
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.list.hasFocus)
    seen = [page.title]
    for _step in range(8):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        seen.append(page.title)
    assert seen == [
        "What this protects against today",
        "Who may open this file",
        "Backups",
        "Lock by itself",
        "Reminders while it is locked",
        "If someone makes you open it",
        "Look",
        "Window name",
        "About",
    ]
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    qtbot.keyClick(page.list, Qt.Key.Key_Tab)
    assert cast(NameSection, page.section()).name.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert page.list.hasFocus()


def test_the_palette_names_every_place_once(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(room.window, Qt.Key.Key_K, CTRL)
    palette = cast(Palette, QApplication.activeModalWidget() or room.window.findChild(Palette))
    qtbot.keyClicks(palette.field, "settings")
    qtbot.waitUntil(lambda: [one.words for one in palette.list.rows() if not one.band] == ["Settings"])
    palette.field.selectAll()
    qtbot.keyClicks(palette.field, "window")
    qtbot.waitUntil(lambda: [one.words for one in palette.list.rows() if not one.band] == ["Window name"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)


def test_what_is_asked_for_from_elsewhere_has_the_focus(room: Room, qtbot: QtBot) -> None:
    page = settings_of(room, "locking")
    assert isinstance(page.section(), LockingSection)
    qtbot.waitUntil(lambda: page.section().isAncestorOf(QApplication.focusWidget()))
    room.window.run("about")
    assert isinstance(page.section(), AboutSection)
    assert page.list.hasFocus()


def test_minutes_hold_at_once_and_stay_in_the_file(room: Room, session: Session, qtbot: QtBot) -> None:
    section = settings_of(room, "locking").section()
    assert isinstance(section, LockingSection)
    assert section.asked.chosen() == "5"
    qtbot.mouseClick(section.asked.button("2"), CLICK)
    assert room.idle.minutes == 2
    assert room.window.status.lock.text() == "Locks in 2:00"
    qtbot.waitUntil(lambda: session.setting(idle.SETTING) == 2)
    qtbot.keyClick(section.asked.button("2"), Qt.Key.Key_Down)
    assert room.idle.minutes == 5
    qtbot.waitUntil(lambda: session.setting(idle.SETTING) == 5)


def test_minutes_that_are_none_of_the_choices_are_shown_as_they_are(session: Session, furnish: Furnish) -> None:
    session.set_setting(idle.SETTING, 7).result()
    section = settings_of(furnish(session), "locking").section()
    assert isinstance(section, LockingSection)
    assert section.asked.chosen() == "7"


def test_a_name_for_the_window_and_back_to_the_name_of_the_file(room: Room, session: Session, qtbot: QtBot) -> None:
    section = settings_of(room, "name").section()
    assert isinstance(section, NameSection)
    assert room.window.windowTitle() == "v"
    qtbot.keyClicks(section.name, "  Garden  2026 ")
    qtbot.keyClick(section.name, Qt.Key.Key_Return)
    assert room.window.windowTitle() == "Garden 2026"
    assert section.done.text() == "The title bar says it now."
    qtbot.waitUntil(lambda: session.setting(NAME) == "Garden 2026")
    section.name.clear()
    qtbot.mouseClick(section.button, CLICK)
    assert room.window.windowTitle() == "v"
    qtbot.waitUntil(lambda: session.setting(NAME) == "")


@pytest.mark.parametrize(("typed", "told"), [("Garden", False), ("river staff", True), ("Security plan", True)])
def test_a_name_that_tells_something_is_told(room: Room, qtbot: QtBot, typed: str, told: bool) -> None:
    section = settings_of(room, "name").section()
    assert isinstance(section, NameSection)
    qtbot.keyClicks(section.name, typed)
    assert bool(section.telling.text()) == told


def test_a_hint_of_two_lines_under_the_name_covers_nothing(room: Room, qtbot: QtBot) -> None:
    section = settings_of(room, "name").section()
    assert isinstance(section, NameSection)
    room.window.resize(1366, 688)
    section.field.set_hint("Such as Notes, Recipes or Garden. " * 4)
    (hint,) = [one for one in section.field.findChildren(Words) if one.text().startswith("Such as")]
    qtbot.waitUntil(lambda: hint.height() >= hint.heightForWidth(hint.width()))
    assert hint.y() >= section.name.geometry().bottom()


def test_in_a_file_for_reading_only_the_window_obeys_until_it_closes(
    session: Session, furnish: Furnish, qtbot: QtBot
) -> None:
    session.close()
    with Session.open(session.path, bytearray(PHRASE, "ascii"), clock=Tuesday(), readonly=True) as opened:
        room = furnish(opened)
        section = settings_of(room, "locking").section()
        assert isinstance(section, LockingSection)
        assert section.note_readonly().endswith("holds until it is closed.")
        qtbot.mouseClick(section.asked.button("30"), CLICK)
        assert room.idle.minutes == 30
        room.window.run("check")
        page = room.window.stage.currentWidget()
        assert isinstance(page, CheckFile)
        qtbot.waitUntil(lambda: len(page.lines) == 7)


def test_about_says_what_this_is_and_where_the_file_lies(room: Room, session: Session) -> None:
    room.window.run("about")
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    section = page.section()
    assert isinstance(section, AboutSection)
    said = " ".join(one.text() for one in section.findChildren(Words))
    for words in (vault.__version__, "GPL-3.0-or-later", "It has no code for networks", str(session.path)):
        assert words in said
    shown = [section.libraries.model().index(row, 0).data() for row in range(section.libraries.model().rowCount())]
    assert shown == [one.name for one in about.libraries()]


def test_a_sound_file_is_told_thing_by_thing(room: Room, qtbot: QtBot) -> None:
    room.window.run("check")
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckFile)
    qtbot.waitUntil(lambda: bool(page.lines))
    assert page.lines == [
        f"{what}: Sound"
        for what in ("Key file", "Pages and structure", "Tables", "Links", "Search", "History", "Drafts")
    ]
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.window.stage.currentWidget() is not page


def test_what_is_wrong_with_a_file_is_told(room: Room, session: Session, qtbot: QtBot) -> None:
    session.save(Incident(title="Silent calls")).result()
    session.submit(lambda work: work.db.execute("DELETE FROM search") and None).result()
    room.window.run("check")
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckFile)
    qtbot.waitUntil(lambda: bool(page.lines))
    assert "Search: 2 records are not found by their words." in page.lines
    qtbot.mouseClick(page.again, CLICK)
    assert page.lines == []
    qtbot.waitUntil(lambda: bool(page.lines))
