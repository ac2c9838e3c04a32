"""A window on a small vault, with every page that shows records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.journeys.ways import Start
from tests.ui.conftest import desk, save, session  # noqa: F401 - fixtures
from tests.ui.outside import World
from vault import app
from vault.ui import theme
from vault.ui.application import Application
from vault.ui.desk import Desk
from vault.ui.gate import Gate
from vault.ui.main_window import MainWindow
from vault.ui.record_screens import record_screens


class Flashes(QObject):
    """Notes what shows for a moment as a window of its own: a part that was made visible before it had its place."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            plain = watched.windowType() in (Qt.WindowType.Window, Qt.WindowType.Widget)
            if plain and not isinstance(watched, QMainWindow | QDialog | Gate):
                self.seen.append(type(watched).__name__)
        return False


@pytest.fixture(autouse=True)
def nothing_flashes(qapp: QApplication) -> Iterator[None]:
    """Every journey fails when something flashed on the screen."""
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    yield
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:  # noqa: F811 - the fixture
    """The open window, on Today."""
    made = MainWindow("Notes", record_screens(desk))
    qtbot.addWidget(made)
    desk.window = made
    made.bind("undo", desk.undo)
    made.resize(1366, 742)
    made.go("today")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.hide()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "vaults")


@pytest.fixture
def start(world: World, qtbot: QtBot, qapp: QApplication) -> Iterator[Start]:
    """Starts the application in that world, as often as a test wants."""
    theme.apply(qapp)
    made: list[Application] = []

    def begin(path: Path | None = None, *, locked: bool = False) -> Application:
        application = Application(app.pages, world.outside())
        qtbot.addWidget(application.gate)
        made.append(application)
        application.start(path, locked=locked)
        application.gate.activateWindow()
        qtbot.waitUntil(application.gate.isActiveWindow)
        return application

    yield begin
    for application in made:
        if application.room is not None and not application._leaving:
            application.room.close()
        if application.room is not None:
            delete(application.room.window)  # the process would end here; the next test goes on
        delete(application)
