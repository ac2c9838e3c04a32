"""What the settings say of locking beside the minutes: a minimised window, and pictures of the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.pages.conftest import settings_of
from tests.ui.test_capture import Fake
from vault.services.session import Session
from vault.ui.capture import ScreenGuard
from vault.ui.desk import Desk
from vault.ui.pages.settings_locking import LockingSection
from vault.ui.parts.labels import Words
from vault.ui.room import Room
from vault.ui.watchers import MINIMISED

CLICK = Qt.MouseButton.LeftButton


def words_of(section: LockingSection) -> str:
    return " ".join(one.text() for one in section.findChildren(Words) if one.isVisibleTo(section))


def section_of(room: Room) -> LockingSection:
    section = settings_of(room, "locking").section()
    assert isinstance(section, LockingSection)
    return section


def test_a_minimised_window_locks_when_that_is_ticked(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    assert not section.minimised.isChecked()
    qtbot.mouseClick(section.minimised, CLICK)
    assert room.watchers.minimised.on
    qtbot.waitUntil(lambda: session.setting(MINIMISED, False) is True)


@pytest.mark.linux
def test_where_the_system_cannot_leave_windows_out_that_is_said(room: Room) -> None:
    section = section_of(room)
    assert "This system cannot keep other programs from taking pictures" in words_of(section)
    assert not hasattr(section, "pictures")


@pytest.fixture
def guarded(desk: Desk, room: Room, qapp: QApplication) -> Iterator[tuple[LockingSection, Fake]]:
    """The section on a system that can."""
    shield, owner = Fake(), QObject()
    house = room._house()
    section = LockingSection(desk, type(house)(**{**vars(house), "screen": ScreenGuard(shield, owner)}))
    around = QDialog(room.window)
    QVBoxLayout(around).addWidget(section)
    around.show()
    yield section, shield
    delete(around)
    delete(owner)


def test_where_it_can_pictures_are_allowed_for_ten_minutes_and_forbidden_again(
    guarded: tuple[LockingSection, Fake], qtbot: QtBot
) -> None:
    section, shield = guarded
    assert section.pictures.text() == "Allow screenshots for 10 minutes"
    assert set(shield.hidden.values()) == {True}
    qtbot.mouseClick(section.pictures, CLICK)
    assert set(shield.hidden.values()) == {False}
    assert "Pictures may be taken for the moment" in words_of(section)
    assert section.pictures.text() == "Leave it out again"
    qtbot.mouseClick(section.pictures, CLICK)
    assert set(shield.hidden.values()) == {True}
    assert "This window is left out of pictures" in words_of(section)


def test_the_honest_picture_hears_of_both(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    before = room._house().machine()()
    assert not before.hides_from_screenshots
    assert not before.watches_screen_lock  # tests run where no desktop tells
    owner = QObject()
    monkeypatch.setattr(room, "_screen", ScreenGuard(Fake(), owner))
    monkeypatch.setattr(room.watchers._system[0], "session_at", "/org/freedesktop/login1/session/c1", raising=False)
    now = room._house().machine()()
    assert now.hides_from_screenshots
    assert now.watches_screen_lock
    room._screen.allow()
    assert not room._house().machine()().hides_from_screenshots
    assert room._house().machine()().shown_in_screenshots
    delete(owner)
