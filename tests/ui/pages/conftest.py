"""A whole window on the small vault of the other tests, as a person has it in front of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import nothing_flashes  # noqa: F401 - a fixture
from tests.ui.conftest import Tuesday
from vault.services import unlocking
from vault.services.session import Session
from vault.ui import theme
from vault.ui.pages.settings import SettingsPage
from vault.ui.record_screens import record_screens
from vault.ui.room import Room

PHRASE = "one two three four five six"

Furnish = Callable[[Session], Room]


@pytest.fixture
def furnish(qtbot: QtBot, qapp: QApplication) -> Iterator[Furnish]:
    """Makes the room of an open vault and shows its window."""
    theme.apply(qapp)
    made: list[Room] = []

    def make(session: Session) -> Room:
        room = Room(session, record_screens)
        qtbot.addWidget(room.window)
        made.append(room)
        room.window.resize(1366, 742)
        with qtbot.waitActive(room.window):
            room.show()
            room.window.activateWindow()
        return room

    yield make
    for room in made:
        room.close()


@pytest.fixture
def room(session: Session, furnish: Furnish) -> Room:
    """The room of Nadia's vault."""
    return furnish(session)


def settings_of(room: Room, section: str) -> SettingsPage:
    """The settings, at a section."""
    room.desk.go("settings", section)
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    return page


def opens(path: Path, phrase: str) -> bool:
    """Whether a passphrase opens the vault, which is closed now."""
    try:
        unlocking.unlock(path, bytearray(phrase, "utf-8"), clock=Tuesday()).close()
    except unlocking.WrongPassphrase:
        return False
    return True
