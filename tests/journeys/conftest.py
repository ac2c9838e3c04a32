"""A window on a small vault, with every page that shows records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import desk, save, session  # noqa: F401 - fixtures
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.record_screens import record_screens


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
