"""The frame: where one can go, what the menus answer, who may keep a person on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.dialogs.palette import Choice, Palette
from vault.ui.dialogs.shortcuts import ShortcutSheet
from vault.ui.main_window import MainWindow
from vault.ui.parts.page import Page

Kind = TypeVar("Kind", bound=QDialog)


class _Page(Page):
    """Counts what the window asks of it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.asked: list[str] = []
        self.lets_go = True

    def reload(self) -> None:
        self.asked.append("reload")

    def leave(self) -> bool:
        return self.lets_go


class _Writing(_Page):
    def new_record(self) -> None:
        self.asked.append("new")

    def save(self) -> None:
        self.asked.append("save")


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    theme.apply(qapp)
    pages: dict[str, Callable[[], Page]] = {
        "today": lambda: _Page("Today"),
        "incidents": lambda: _Writing("Incidents"),
        "bin": lambda: _Page("Bin"),
        "settings": lambda: _Page("Settings"),
    }
    found = [Choice("Motorbike waits", lambda: None, "Incident", "notebook-pen")]
    made = MainWindow("Notes", pages, lambda text: found if "motorbike".startswith(text) else [])
    qtbot.addWidget(made)
    made.go("today")
    made.show()
    qtbot.waitExposed(made)
    yield made
    page = made.stage.currentWidget()
    if isinstance(page, _Page):
        page.lets_go = True


def _menu(window: MainWindow, words: str) -> list[str]:
    menu = next(item.menu() for item in window.menuBar().actions() if item.text().replace("&", "") == words)
    return [item.text() for item in menu.actions() if item.isVisible() and not item.isSeparator()]


def test_only_screens_with_pages_are_shown(window: MainWindow) -> None:
    assert [window.navigation.row(key).text() for key in ("today", "incidents", "settings", "lock")]
    with pytest.raises(KeyError):
        window.navigation.row("risks")
    with pytest.raises(KeyError):
        window.navigation.row("bin")
    assert "Bin" in _menu(window, "Tools")
    assert _menu(window, "View")[:2] == ["Today", "Incidents"]


def test_going_makes_a_page_once_and_reloads_it(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.went) as told:
        qtbot.mouseClick(window.navigation.row("incidents"), Qt.MouseButton.LeftButton)
    assert told.args == ["incidents"]
    page = window.stage.page("incidents")
    assert window.navigation.row("incidents").isChecked()
    window.go("today")
    window.go("incidents")
    assert window.stage.currentWidget() is page
    assert isinstance(page, _Page)
    assert page.asked == ["reload", "reload"]


def test_the_title_is_neutral(window: MainWindow) -> None:
    window.go("incidents")
    assert window.windowTitle() == "Notes"


def test_a_page_may_keep_the_person(window: MainWindow) -> None:
    page = window.stage.currentWidget()
    assert isinstance(page, _Page)
    page.lets_go = False
    assert not window.go("incidents")
    assert not window.open(_Page("Record"))
    assert window.stage.currentWidget() is page
    assert window.navigation.row("today").isChecked()
    assert not window.close()


def test_the_record_menu_is_answered_by_the_page(window: MainWindow, qtbot: QtBot) -> None:
    assert "&Record" not in [item.text() for item in window.menuBar().actions() if item.isVisible()]
    window.run("new")
    window.go("incidents")
    assert {"New record", "Save"} <= set(_menu(window, "Record"))
    assert "Edit" not in _menu(window, "Record")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page = window.stage.currentWidget()
    assert isinstance(page, _Page)
    assert page.asked == ["reload", "new", "save"]


def test_the_lock_row_asks_and_goes_nowhere(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.bind("lock", lambda: asked.append("lock"))
    qtbot.mouseClick(window.navigation.row("lock"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["lock", "lock"]
    assert not window.navigation.row("lock").isChecked()


def test_pages_opened_over_a_screen(window: MainWindow) -> None:
    below = window.stage.currentWidget()
    assert window.open(_Page("Record"))
    assert window.open(_Page("History"))
    assert window.back()
    assert window.back()
    assert window.stage.currentWidget() is below
    assert not window.back()


def test_going_elsewhere_drops_what_was_opened(window: MainWindow) -> None:
    window.open(_Page("Record"))
    window.go("incidents")
    assert window.stage.count() == 2
    assert not window.back()


@pytest.mark.parametrize(("width", "narrow"), [(1366, False), (1119, True)])
def test_navigation_is_narrow_in_a_narrow_window(window: MainWindow, width: int, narrow: bool) -> None:
    window.resize(width, 700)
    QApplication.processEvents()
    assert window.navigation.width() == (56 if narrow else 200)
    assert bool(window.navigation.row("today").toolTip()) == narrow


def test_navigation_is_narrow_with_large_text(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.5)
    try:
        made = MainWindow("Notes", {"today": lambda: Page("Today")})
        qtbot.addWidget(made)
        made.show()
        assert made.navigation.width() == 84
    finally:
        theme.apply(qapp)


def test_arrow_keys_walk_the_navigation(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.row("today").setFocus()
    qtbot.keyClick(window.navigation.row("today"), Qt.Key.Key_Down)
    assert window.navigation.row("incidents").hasFocus()
    qtbot.keyClick(window.navigation.row("incidents"), Qt.Key.Key_Return)
    assert window.navigation.row("incidents").isChecked()


def test_a_count_is_said(window: MainWindow) -> None:
    window.navigation.set_count("today", 5)
    assert window.navigation.row("today").accessibleName() == "Today, 5"


def _dialog(window: MainWindow, kind: type[Kind]) -> Kind:
    return next(child for child in window.findChildren(kind) if child.isVisible())


def test_the_palette_goes_does_and_finds(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = _dialog(window, Palette)
    assert [row.words for row in palette.list.rows()][:3] == ["Go to and do", "Today", "Incidents"]
    qtbot.keyClicks(palette.field, "inc")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.navigation.row("incidents").isChecked()


def test_the_keys_that_opened_the_palette_begin_anew_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = _dialog(window, Palette)
    qtbot.keyClicks(palette.field, "xyz")
    qtbot.keyClick(palette.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(palette.field, "inc")
    assert palette.field.text() == "inc"


def test_the_palette_shows_records_first(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = _dialog(window, Palette)
    qtbot.keyClicks(palette.field, "mot")
    qtbot.waitUntil(lambda: len(palette.list.rows()) == 2)
    assert [row.words for row in palette.list.rows()] == ["Records", "Motorbike waits"]
    qtbot.keyClicks(palette.field, "zzz")
    qtbot.waitUntil(lambda: palette.list.rows()[0].words == "Nothing matches “motzzz”")
    palette.close()


def test_the_palette_walks_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = _dialog(window, Palette)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    chosen = palette.list.chosen()
    assert chosen is not None
    assert chosen.words == "Incidents"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_one_escape_leaves_the_palette_whatever_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    window.show_palette()
    palette = _dialog(window, Palette)
    qtbot.keyClicks(palette.field, "inc")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_knows_what_else_people_call_it(window: MainWindow, qtbot: QtBot) -> None:
    window.bind("import", lambda: None)
    window.show_palette()
    palette = _dialog(window, Palette)
    qtbot.keyClicks(palette.field, "import")
    qtbot.waitUntil(lambda: [row.words for row in palette.list.rows()][1:] == ["Bring in a spreadsheet"])


def test_the_sheet_shows_every_key(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = _dialog(window, ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    keys = {item.shortcut().toString() for item in window.findChildren(QAction) if not item.shortcut().isEmpty()}
    assert all(any(key in text.split(", ") for text in shown) for key in keys)
    sheet.close()


def test_it_says_things_at_the_foot(window: MainWindow) -> None:
    done: list[str] = []
    window.say("Moved to the bin.", "Undo", lambda: done.append("undone"))
    assert window._messages.sentence() == "Moved to the bin."
    window._messages.button.click()
    assert done == ["undone"]


def test_closing_is_told(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        assert window.close()
