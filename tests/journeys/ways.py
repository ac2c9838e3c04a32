"""Going in and out as a person does, for the journeys that begin before a vault is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.outside import PHRASE
from vault.ui.application import Application
from vault.ui.pages.unlock import Unlock
from vault.ui.parts.buttons import Button
from vault.ui.room import Room

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
LONG = 30_000

P = TypeVar("P", bound=QWidget)
Start = Callable[..., Application]


def shown(application: Application, kind: type[P]) -> P:
    """The page before the vault is open."""
    page = application.gate.page()
    assert isinstance(page, kind)
    return page


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(qtbot: QtBot, key: Qt.Key) -> None:
    """A key, wherever the keyboard is."""
    qtbot.keyClick(focused(), key)


def typed(qtbot: QtBot, words: str, then: Qt.Key | None = None) -> None:
    """Words, wherever the keyboard is."""
    qtbot.keyClicks(focused(), words)
    if then is not None:
        press(qtbot, then)


def click(qtbot: QtBot, button: Button) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def inside(application: Application, qtbot: QtBot) -> Room:
    """The open vault, once it is."""
    qtbot.waitUntil(lambda: application.room is not None and application.room.window.isVisible(), timeout=LONG)
    assert application.room is not None
    application.room.window.activateWindow()
    qtbot.waitUntil(application.room.window.isActiveWindow)
    return application.room


def unlock(application: Application, qtbot: QtBot, phrase: str = PHRASE) -> Room:
    """Through the unlock page into the vault."""
    page = shown(application, Unlock)
    page.field.fill(phrase)
    click(qtbot, page.button)
    return inside(application, qtbot)
