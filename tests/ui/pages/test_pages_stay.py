"""What is on a page stays there as long as the page is shown, whenever Python collects its garbage."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.journeys.ways import LONG
from tests.ui.pages.conftest import settings_of
from vault.ui.pages.key_pages import AddKeyholder
from vault.ui.pages.settings_keys import PassphrasesSection
from vault.ui.room import Room

PHRASE = "one two three four five six"


def test_a_page_is_whole_after_the_focus_went_on_by_itself(room: Room, qtbot: QtBot) -> None:
    """Asking PySide for all that lies in a scrolling part once had it freed under the eyes of whoever typed there."""
    section = settings_of(room, "passphrases").section()
    assert isinstance(section, PassphrasesSection)
    qtbot.mouseClick(section.add, Qt.MouseButton.LeftButton)
    page = room.window.stage.currentWidget()
    assert isinstance(page, AddKeyholder)
    qtbot.keyClicks(page.proof.line, PHRASE)
    collected: list[bool] = []

    def collect() -> None:
        gc.collect()
        collected.append(isValid(page.notice) and isValid(page.field) and isValid(page.asked.first))

    timer = QTimer(interval=1)
    timer.timeout.connect(collect)
    page.button.setFocus()
    timer.start()
    page.button.setEnabled(False)
    qtbot.waitUntil(lambda: len(collected) > 2, timeout=LONG)  # a whole collection takes long among other tests
    timer.stop()
    assert all(collected)
