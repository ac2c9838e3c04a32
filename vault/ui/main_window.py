"""The frame around every page: menus, navigation, the page at the front, its messages and the status line.

A page is a QWidget with

    title: str                  what the window calls it
    reload() -> None            show what the vault holds now; called each time the page comes to the front

and, where it can, any of `new_record()`, `edit()`, `save()`, `delete()`, `history()`, `look_for()`, `print()` and
`help()`, which the menus call, and `leave() -> bool`: False keeps the person on the page (a sentence on it says why).
The title of the window is neutral and never tells whose vault it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import actions, icons, tabbing, theme
from vault.ui.actions import ACTIONS
from vault.ui.dialogs.palette import Choice, Palette
from vault.ui.dialogs.shortcuts import ShortcutSheet
from vault.ui.parts.message_bar import MessageBar
from vault.ui.parts.navigation import Navigation, Place
from vault.ui.parts.status_line import StatusLine
from vault.ui.screens import FOOT, NOWHERE, SCREENS
from vault.ui.stage import Stage

_NARROW_BELOW = 1120
_NARROW_TEXT = 1.5
_BORDERS = 64  # what a title bar, a taskbar and borders take of the smallest screen


class MainWindow(QMainWindow):
    """`pages` makes the page of a screen when it is first gone to; screens without one do not show.

    `find` gives the records that match a text, for the palette. `went` says which screen one is at now; `closed` is
    sent when the window has agreed to close.
    """

    went = Signal(str)
    closed = Signal()

    def __init__(
        self,
        name: str,
        pages: Mapping[str, Callable[[], QWidget]],
        find: Callable[[str], Sequence[Choice]] = lambda text: (),
    ) -> None:
        super().__init__()
        look = theme.current()
        self.setWindowTitle(name)
        self.setWindowIcon(icons.icon("file-text", icons.NAV))
        least_width, least_height = look.measures["size.min_window_width"], look.measures["size.min_window_height"]
        self.setMinimumSize(int(least_width) - _BORDERS, int(least_height) - _BORDERS)
        self.resize(int(look.measures["size.target_window_width"]), int(look.measures["size.target_window_height"]))
        self._find = find
        self._answers: dict[str, Callable[[], object]] = {}
        self._screens = [screen for screen in SCREENS if screen.action or screen.key in pages]
        self.stage = Stage(pages)
        self.stage.turned.connect(self._look_who_answers)
        self.status = StatusLine()
        self.status.asked.connect(self.run)
        self.navigation = self._make_navigation()
        self._lay_out()
        self._items = actions.make(self, self.run)
        self._menus = actions.fill(self.menuBar(), self._items)
        self._add_screens_to(self._menus)
        self._answer_itself(pages)

    def _make_navigation(self) -> Navigation:
        keys = {action.key: action.hint() for action in ACTIONS}
        rows = (screen for screen in self._screens if screen.group != NOWHERE)
        places = [Place(row.key, _(row.words), row.icon, row.group, keys.get(row.action, "")) for row in rows]
        made = Navigation(places, _("Find or go to"), keys["palette"], self.show_palette)
        made.chosen.connect(self._choose)
        return made

    def _lay_out(self) -> None:
        frame, self._middle, self._page_area = QWidget(), QHBoxLayout(), QVBoxLayout()
        middle, column = self._middle, QVBoxLayout(frame)
        for layout in (column, middle, self._page_area):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        middle.addWidget(self.navigation)
        self._page_area.addWidget(self.stage, 1)
        middle.addLayout(self._page_area, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(frame)
        self._messages = MessageBar(frame, self.stage, self.status)
        self.menuBar().setFixedHeight(theme.current().px("size.menu_bar"))

    def _add_screens_to(self, menus: Mapping[str, QMenu]) -> None:
        first = menus["view"].actions()[0]
        for screen in self._screens:
            if screen.action or screen.group == FOOT:
                continue
            item = QAction(_(screen.words), self)
            item.triggered.connect(lambda _on=False, key=screen.key: self.go(key))
            if screen.group == NOWHERE:
                menus["tools"].insertAction(menus["tools"].actions()[0], item)
            else:
                menus["view"].insertAction(first, item)

    def _answer_itself(self, pages: Mapping[str, Callable[[], QWidget]]) -> None:
        self.bind("palette", self.show_palette)
        self.bind("shortcuts", self.show_shortcuts)
        self.bind("quit", self.close)
        if "settings" in pages:
            self.bind("settings", lambda: self.go("settings"))

    def go(self, key: str) -> bool:
        """Bring the page of a screen to the front; False if the page that is there wants to be finished first."""
        went = self.stage.go(key)
        if went:
            self.navigation.mark(key)
            self.went.emit(key)
        return went

    def renew(self) -> None:
        """Make the navigation and the pages anew, at the text size that is on now."""
        old, self.navigation = self.navigation, self._make_navigation()
        self._middle.replaceWidget(old, self.navigation)
        old.hide()
        old.deleteLater()
        self.menuBar().setFixedHeight(theme.current().px("size.menu_bar"))
        self._fit_navigation()
        self.navigation.mark(self.stage.here)
        self.stage.renew()

    def has(self, key: str) -> bool:
        """Whether there is such a screen with a page."""
        return any(screen.key == key and not screen.action for screen in self._screens)

    def first(self) -> str:
        """The screen a vault opens with."""
        return next(screen.key for screen in self._screens if not screen.action)

    def open(self, page: QWidget) -> bool:
        """Show a page over the screen one is at (a record, a wizard), until `back`; False as with `go`."""
        return self.stage.open(page)

    def back(self) -> bool:
        """Close the page opened last; False where there is none, or as with `go`."""
        return self.stage.back()

    def say(
        self, sentence: str, button: str = "", run: Callable[[], object] | None = None, icon: str = "check"
    ) -> None:
        """Tell something at the foot of the window for ten seconds, with one button ("Undo")."""
        self._messages.say(sentence, button, run, icon)

    def add_banner(self, banner: QWidget) -> None:
        """Keep `banner` above every page (a sample, a file open for reading only)."""
        self._page_area.insertWidget(self._page_area.count() - 1, banner)

    def bind(self, key: str, run: Callable[[], object]) -> None:
        """Have `run` answer an action of the table wherever one is."""
        self._answers[key] = run
        self._look_who_answers()

    def run(self, key: str) -> None:
        """Do an action as if its menu entry had been chosen; nothing happens while nobody answers."""
        if answer := self._answer(key):
            answer()

    def show_palette(self) -> None:
        """Go anywhere, do anything, find records."""
        screens = [one for one in self._screens if not one.action and not self._answer(one.key)]
        choices = [Choice(_(one.words), icon=one.icon, run=partial(self.go, one.key)) for one in screens]
        choices += [
            Choice(_(a.words), icon=a.icon, hint=a.hint(), also=_(a.also), run=partial(self.run, a.key))
            for a in ACTIONS
            if self._answer(a.key) and a.key != "palette"
        ]
        Palette(choices, self._find, self).open()

    def show_shortcuts(self) -> None:
        """Every key there is."""
        ShortcutSheet(self).open()

    def _choose(self, key: str) -> None:
        action = next(s.action for s in self._screens if s.key == key)
        if action:
            self.run(action)
        else:
            self.go(key)

    def _answer(self, key: str) -> Callable[[], object] | None:
        method = next((action.page for action in ACTIONS if action.key == key and not action.screen), "")
        of_page = getattr(self.stage.currentWidget(), method, None) if method else None
        return of_page or self._answers.get(key)

    def do_at(self, screen: str, method: str) -> None:
        """Go to a screen and have its page do something."""
        if self.go(screen):
            getattr(self.stage.page(screen), method)()

    def _look_who_answers(self) -> None:
        for key, item in self._items.items():
            actions.answer(item, self._answer(key) is not None)
        for menu in self._menus.values():
            menu.menuAction().setVisible(any(item.isVisible() for item in menu.actions() if not item.isSeparator()))

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        return tabbing.step(self, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_navigation()

    def _fit_navigation(self) -> None:
        self.navigation.set_narrow(self.width() < _NARROW_BELOW or theme.current().text_size >= _NARROW_TEXT)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stage.may_leave():
            self.closed.emit()
        else:
            event.ignore()
