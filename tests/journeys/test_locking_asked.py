"""The vault locks when something other than the person at the keys asks for it, with what was being typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from tests.journeys.test_locking import locked
from tests.journeys.ways import CTRL, LONG, Start, click, focused, typed, unlock
from tests.ui.outside import PHRASE, World
from vault.services import lock_requests
from vault.services.session import Session
from vault.ui import watchers
from vault.ui.clipboard import ClipboardKeeper
from vault.ui.desktop_bus import DesktopBus
from vault.ui.room import Room

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def path(world: World) -> Path:
    return world.vault()


@pytest.fixture
def room(start: Start, path: Path, qtbot: QtBot) -> Room:
    room = unlock(start(path), qtbot)
    room.window.run("new")
    typed(qtbot, "Two men")
    return room


def kept(path: Path, world: World) -> list[object]:
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        return [draft.plain["fields"] for draft in session.drafts()]


def test_the_system_says_that_nobody_is_there(room: Room, world: World, path: Path) -> None:
    room.findChildren(DesktopBus)[0].locks()
    assert locked(room.parent(), world, path)
    assert kept(path, world) == [{"facts": "Two men"}]


def test_a_command_asks_for_it(room: Room, world: World, path: Path, qtbot: QtBot) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "vault", "lock", path], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as asking:
        qtbot.waitUntil(lambda: world.left == [0], timeout=LONG)
        assert asking.communicate()[0] == "It is locked.\n"
    assert asking.returncode == 0
    assert not lock_requests.file_of(path).exists()
    assert locked(room.parent(), world, path)
    assert kept(path, world) == [{"facts": "Two men"}]


def test_a_minimised_window_stays_open_unless_somebody_wants_it_closed(
    start: Start, room: Room, world: World, path: Path, qtbot: QtBot
) -> None:
    room.window.setWindowState(Qt.WindowState.WindowMinimized)
    assert world.left == []
    room.window.setWindowState(Qt.WindowState.WindowNoState)
    room.desk.go("settings", "locking")
    click(qtbot, room.window.stage.currentWidget().section().minimised)
    room.window.setWindowState(Qt.WindowState.WindowMinimized)
    assert locked(room.parent(), world, path)
    again = unlock(start(path, locked=True), qtbot)
    assert again.watchers.minimised.on


def test_a_room_that_has_closed_asks_for_nothing(room: Room, world: World) -> None:
    room.close()
    room.findChildren(DesktopBus)[0].locks()
    assert world.left == []


def test_every_system_has_somebody_who_listens(qtbot: QtBot, room: Room) -> None:
    listeners = watchers.of_system(room.window, QObject(room))
    assert len(listeners) == 1


@pytest.mark.parametrize("how", ["lock", "close"])
def test_what_was_copied_goes_with_it(
    room: Room, world: World, qtbot: QtBot, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClipboardKeeper, "_owns", lambda _keeper, mode: mode is QClipboard.Mode.Clipboard)
    board = QGuiApplication.clipboard()
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_C, CTRL)
    assert board.text() == "Two men"
    press(qtbot, Qt.Key.Key_L, CTRL) if how == "lock" else room.window.close()
    qtbot.waitUntil(lambda: world.left == [0])
    assert board.text() == ""


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """As the system sends a key: to the window."""
    window = focused().window().windowHandle()
    assert window is not None
    qtbot.keyClick(window, key, modifier)
