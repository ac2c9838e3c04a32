"""A window on a small vault, with every page that shows records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import desk, save, session  # noqa: F401 - fixtures
from vault.ui.desk import Desk
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
            if plain and not isinstance(watched, QMainWindow | QDialog):
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
