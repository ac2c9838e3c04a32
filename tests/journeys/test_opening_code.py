"""Somebody opens the file with an opening code, and sees nothing of it before a passphrase is chosen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.ways import CTRL, Start, click, inside, shown, typed
from tests.ui.outside import PHRASE, World
from vault.errors import WrongPassphrase
from vault.services import keyholding, lock_requests, passphrases, pieces, rotation, unlocking
from vault.services.rotation import Wanted
from vault.services.session import Session
from vault.ui import idle, watchers
from vault.ui.application import Application
from vault.ui.desktop_bus import DesktopBus
from vault.ui.pages.choose_own import ChooseOwn
from vault.ui.pages.from_pieces import FromPieces
from vault.ui.pages.unlock import Unlock
from vault.ui.vigil import Vigil

OMAR, OWN = "garden velvet morning canoe pepper", "walrus quilt thunder marble acrobat"


@pytest.fixture
def code() -> str:
    return passphrases.recovery_code()


@pytest.fixture
def path(world: World, code: str) -> Path:
    """New keys were made while Omar was away."""
    path = world.vault()
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        at = session.submit(
            lambda work: keyholding.add(session.opened, work, "Omar", bytearray(OMAR, "ascii"), clock=world.clock)
        ).result()
        wanted = Wanted(bytearray(PHRASE, "utf-8"), {}, {at: bytearray(code, "ascii")})
        session.submit(lambda work: rotation.rotate(work, session.opened, wanted, clock=world.clock)).result()
    return path


def opens(path: Path, text: str, world: World) -> bool:
    try:
        unlocking.unlock(path, bytearray(text, "utf-8"), clock=world.clock).close()
    except WrongPassphrase:
        return False
    return True


def come(start: Start, path: Path, code: str, qtbot: QtBot) -> Application:
    application = start(path)
    page = shown(application, Unlock)
    qtbot.keyClicks(page.field.line, code)
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: isinstance(application.gate.page(), ChooseOwn))
    return application


def locked(world: World, path: Path) -> bool:
    """Blank, a fresh instance asked for, and the file free for it."""
    assert (world.spawned, world.left) == ([path], [0])
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    return opens(path, PHRASE, world)


def choose(page: ChooseOwn, qtbot: QtBot) -> None:
    click(qtbot, page.asked.words.other)
    for field in (page.asked.first, page.asked.second):
        qtbot.keyClicks(field.line, OWN)


def test_a_passphrase_is_chosen_before_anything_is_seen(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot
) -> None:
    application = come(start, path, code, qtbot)
    assert application.room is None
    page = shown(application, ChooseOwn)
    click(qtbot, page.button)
    assert page.asked.wrong.text()
    choose(page, qtbot)
    qtbot.keyClicks(page.before.line, "not that one")
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: page.wrong.text().startswith("This is not the passphrase you had before."))
    page.before.clear()
    qtbot.keyClicks(page.before.line, OMAR)
    click(qtbot, page.button)
    room = inside(application, qtbot)
    assert room.session.by == "Omar"
    room.close()
    assert [opens(path, text, world) for text in (OWN, code, OMAR)] == [True, False, False]


def test_going_back_locks_and_leaves_the_code_good(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot
) -> None:
    application = come(start, path, code, qtbot)
    click(qtbot, shown(application, ChooseOwn).cancel)
    assert locked(world, path)
    assert opens(path, code, world)
    application = start(path, locked=True)
    typed(qtbot, PHRASE)
    click(qtbot, shown(application, Unlock).button)
    assert inside(application, qtbot).session.by == "Nadia"


@pytest.mark.parametrize("how", ["closed", "ended by the system"])
def test_a_window_that_closes_before_anything_is_seen_closes_the_file(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot, how: str
) -> None:
    application = come(start, path, code, qtbot)
    if how == "closed":
        application.gate.close()
    else:
        application.end()
    assert opens(path, code, world)  # nobody holds its lock any more, and the code is good
    qtbot.waitUntil(lambda: world.left == [0])
    assert world.spawned == []


def quiet_minutes(application: Application, world: World) -> None:
    world.clock.let_pass(2 * 60)
    vigil(application).idle.look()


def nobody_at_the_screen(application: Application, _world: World) -> None:
    (listener,) = vigil(application).findChildren(DesktopBus)
    listener.locks()


def lock_by_hand(application: Application, _world: World) -> None:
    handle = application.gate.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_L, CTRL)


def made_small(application: Application, _world: World) -> None:
    application.gate.setWindowState(Qt.WindowState.WindowMinimized)


def vigil(application: Application) -> Vigil:
    (found,) = application.gate.findChildren(Vigil)
    return found


@pytest.mark.parametrize("trigger", [quiet_minutes, nobody_at_the_screen, lock_by_hand, made_small])
def test_it_locks_before_a_passphrase_is_chosen_as_it_does_afterwards(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot, trigger: Callable[[Application, World], None]
) -> None:
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        session.set_setting(idle.SETTING, 2).result()
        session.set_setting(watchers.MINIMISED, True).result()
    application = come(start, path, code, qtbot)
    world.clock.let_pass(2 * 60 - 1)
    vigil(application).idle.look()
    assert world.left == []
    vigil(application).idle.alive()
    trigger(application, world)
    assert locked(world, path)
    assert opens(path, code, world)


def test_the_command_locks_it_before_a_passphrase_is_chosen(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot
) -> None:
    come(start, path, code, qtbot)
    lock_requests.file_of(path).touch()
    qtbot.waitUntil(lambda: world.left == [0])
    assert locked(world, path)


def test_a_passphrase_that_is_being_set_is_set_before_it_locks(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, real = threading.Event(), keyholding.change

    def slow(*given: Any, **more: Any) -> None:
        begun.set()
        time.sleep(0.2)
        real(*given, **more)

    monkeypatch.setattr(keyholding, "change", slow)
    application = come(start, path, code, qtbot)
    page = shown(application, ChooseOwn)
    choose(page, qtbot)
    click(qtbot, page.button)
    assert begun.wait(10)
    vigil(application).asked.emit()
    assert locked(world, path)
    assert application.room is None
    assert [opens(path, text, world) for text in (OWN, code)] == [True, False]


def test_once_the_window_is_there_it_alone_watches(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot
) -> None:
    application = come(start, path, code, qtbot)
    page = shown(application, ChooseOwn)
    choose(page, qtbot)
    click(qtbot, page.button)
    inside(application, qtbot)
    assert application.gate.findChildren(Vigil) == []


def test_two_pieces_of_the_recovery_code_open_the_file(start: Start, world: World, code: str, qtbot: QtBot) -> None:
    path = world.vault(recovery=code)
    application = start(path)
    shown(application, Unlock).pieces_asked.emit()
    page = shown(application, FromPieces)
    click(qtbot, page.cancel)
    shown(application, Unlock).pieces_asked.emit()
    page = shown(application, FromPieces)
    for field, piece in zip(page.fields, pieces.split(code)[1:], strict=True):
        field.fill(piece)
    click(qtbot, page.button)
    assert inside(application, qtbot).session.opened.by_recovery
