"""What is on a page stays there as long as the page is shown, whenever Python collects its garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QLayout, QLayoutItem
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers, getCppPointer, isValid

from tests.journeys.ways import LONG
from tests.ui.pages.conftest import settings_of
from vault.plans.model import Incident, Person, Risk
from vault.services import backing_up
from vault.services.session import Session
from vault.ui.pages.key_pages import AddKeyholder
from vault.ui.pages.settings import SECTIONS
from vault.ui.pages.settings_keys import PassphrasesSection
from vault.ui.parts.flow import Flow
from vault.ui.parts.table import Table
from vault.ui.room import Room
from vault.ui.screens import SCREENS

_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
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


def test_every_page_comes_back_after_everything_else_was_shown_and_collected(
    room: Room, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    """A person who goes everywhere, twice, while Python collects: what Qt made itself was once freed under them."""
    (tmp_path / "stick").mkdir()
    for _backup in range(3):
        backing_up.back_up(session, tmp_path / "stick")
    saved = [session.save(one).result() for one in (Risk(title="R"), Incident(title="I"), Person(name="P"))]
    settings = settings_of(room, "backups")
    go: list[Callable[[], object]] = [partial(room.desk.go, "settings", key) for key in SECTIONS]
    go += [partial(room.window.go, screen.key) for screen in SCREENS if room.window.has(screen.key)]
    go += [partial(room.desk.open_record, one.id) for one in saved]
    go += [partial(room.desk.open_form, one) for one in saved]
    for _round in range(2):
        for somewhere in go:
            somewhere()
            _settle()
        for key in _TAB:
            qtbot.keyClick(room.window, key)
    assert _outlived() == []
    sections = [settings._area(key)[0] for key in SECTIONS]
    tables = [one for section in sections for one in vars(section).values() if isinstance(one, Table)]
    assert tables
    assert all(isValid(one) and isValid(one.head) for one in tables)


def _outlived() -> list[QLayoutItem]:
    """Items of layouts that Python holds though Qt has deleted them: the next thing at that place in memory is taken
    for one of them, and in the end the program is brought down."""
    held = getAllValidWrappers()
    items = [one for one in held if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)]
    own = {id(item) for flow in gc.get_objects() if isinstance(flow, Flow) for item in flow._items}
    layouts = [one for one in held if isinstance(one, QLayout)]
    living = [layout.itemAt(n) for layout in layouts for n in range(layout.count())]
    places = {getCppPointer(item)[0] for item in living if item is not None}
    return [one for one in items if id(one) not in own and getCppPointer(one)[0] not in places]


def _settle() -> None:
    """What was dropped goes, and Python collects."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
