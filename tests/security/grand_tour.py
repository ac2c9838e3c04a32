"""Everywhere one can go in the window, once, to be watched from outside: `python -m tests.security.grand_tour VAULT`.

The tables of the program say where: its screens, its actions, the sections of its settings with their buttons, a page
and a form of every kind of record. So what is added to them is gone to as well. At the end it says what it saw, and
locks. The vault is full of the sample's records; its passphrase is PHRASE.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.security.whole_session import Until, go_on, typed
from vault import app
from vault.plans.query import Query
from vault.plans.records import KINDS
from vault.ui.actions import ACTIONS
from vault.ui.application import Application
from vault.ui.pages.export_plan import ExportPlan
from vault.ui.pages.settings import SECTIONS, SettingsPage
from vault.ui.parts.buttons import Button
from vault.ui.room import Room
from vault.ui.screens import SCREENS

PHRASE = "zephyrine quagmire oboe lantern drift onion"
_ENDS = ("lock", "quit")
_SETTLE = 3  # turns of the loop that a page may take to show and to ask for what it shows


class Seen:
    """The kinds of pages and dialogs that were in front."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def look(self, room: Room | None = None) -> None:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        self.names |= {type(one).__name__ for one in shown}
        if room is not None:
            page = room.window.stage.currentWidget()
            self.names.add(type(page).__name__)
            if isinstance(page, SettingsPage):
                self.names.add(type(page.section()).__name__)


def somebody(application: Application, vault: Path, seen: Seen) -> Iterator[Until]:
    yield from before_a_vault_is_open(application, vault, seen)
    room = application.room
    assert room is not None
    for screen in SCREENS:
        if room.window.has(screen.key):
            yield from at(room, seen, lambda screen=screen: room.window.go(screen.key))  # type: ignore[misc]
    for action in ACTIONS:
        if action.key not in _ENDS:
            yield from at(room, seen, lambda action=action: room.window.run(action.key))  # type: ignore[misc]
    yield from records(room, seen)
    yield from at(room, seen, lambda: room.desk.open_page(ExportPlan(room.desk)))
    yield from at(room, seen, lambda: room.desk.look_everywhere("gate"))
    yield from settings(room, seen)
    sys.stdout.write(f"seen {' '.join(sorted(seen.names))}\n")
    sys.stdout.flush()
    room.window.activateWindow()
    application.lock()


def before_a_vault_is_open(application: Application, vault: Path, seen: Seen) -> Iterator[Until]:
    for show in ("welcome", "create", "restore", "look_around"):
        getattr(application.ways, f"show_{show}")()
        seen.names.add(type(application.gate.page()).__name__)
        yield from turns()
    application.ways.show_unlock(vault)
    seen.names.add(type(application.gate.page()).__name__)
    yield lambda: QApplication.focusWidget() is not None
    application.gate.page().field.setFocus()
    typed(PHRASE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    yield lambda: application.room is not None


def records(room: Room, seen: Seen) -> Iterator[Until]:
    for kind in KINDS:
        for one in room.session.page(Query(kind), 0, 1):
            yield from at(room, seen, lambda one=one: room.desk.open_record(one.id))  # type: ignore[misc]
        yield from at(room, seen, lambda kind=kind: room.desk.open_form(KINDS[kind]()))  # type: ignore[misc]


def settings(room: Room, seen: Seen) -> Iterator[Until]:
    """Every section, and what each of its buttons leads to."""
    room.window.go("settings")
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    for key in SECTIONS:
        room.desk.go("settings", key)
        section = page.section()
        yield from turns()
        seen.look(room)
        for button in section.findChildren(Button):
            if button.isVisible() and button.isEnabled():
                yield from at(room, seen, button.click)
                room.desk.go("settings", key)


def at(room: Room, seen: Seen, go: object) -> Iterator[Until]:
    """Go there, look, and come back."""
    assert callable(go)
    go()
    yield from turns()
    seen.look(room)
    room.window.grab()
    for dialog in [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]:
        dialog.reject()
    while room.window.back():
        yield from turns()


def turns() -> Iterator[Until]:
    for _turn in range(_SETTLE):
        yield lambda: True


def main(vault: Path) -> None:
    start, seen = Application.start, Seen()

    def started(self: Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        QTimer.singleShot(0, lambda: go_on(somebody(self, vault, seen)))

    Application.start = started  # type: ignore[method-assign]
    app.spawn = lambda path: None  # type: ignore[assignment]
    app.main(None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
