"""One table of what can be done anywhere, with its keys: the menus, the palette and the shortcut sheet are made of it.

An action shows only while somebody answers to it: the window (`bind`), the page at the front (`page`), or a page that
is gone to for it (`screen` and `page`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from vault.i18n import N_, _


@dataclass(frozen=True)
class Action:
    """`words` are marked for translation; `page` is the method of the page at the front that answers, or of `screen`.

    `menu` is "" for what only the palette offers; `gap` puts a line before it in its menu; `also` are other words the
    palette finds it by.
    """

    key: str
    menu: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    page: str = ""
    screen: str = ""
    gap: bool = False
    also: str = ""

    def hint(self) -> str:
        """The first shortcut as people of this system write it."""
        return shown(self.keys[0]) if self.keys else ""


#: source words of the menus, in order; `&` marks the letter to press with Alt
MENUS = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "record": N_("&Record"),
    "tools": N_("&Tools"),
    "help": N_("&Help"),
}

ACTIONS = (
    Action("import", "file", N_("Bring in a spreadsheet"), (), "file-text", also=N_("import table")),
    Action("export", "file", N_("Make a report"), ("Ctrl+P",), "file-output", also=N_("print PDF")),
    Action("backup", "file", N_("Back up now"), (), "archive-restore", gap=True),
    Action("restore", "file", N_("Restore a backup"), (), "archive-restore"),
    Action("lock", "file", N_("Lock"), ("Ctrl+L",), "lock", gap=True),
    Action("quit", "file", N_("Quit"), ("Ctrl+Q",), "x"),
    Action("undo", "edit", N_("Undo"), ("Ctrl+Z",), "undo-2"),
    Action("find", "edit", N_("Find on this page"), ("Ctrl+F",), "search", page="look_for", gap=True),
    Action("palette", "edit", N_("Find or go to"), ("Ctrl+K",), "search"),
    Action("decides", "view", N_("Who decides"), (), "scale", gap=True, also=N_("decision authority deputy emergency")),
    Action(
        "coverage",
        "view",
        N_("Risks without a procedure"),
        (),
        "git-compare-arrows",
        also=N_("coverage join procedures"),
    ),
    Action("missing", "view", N_("What is missing"), (), "list-checks", also=N_("health register findings")),
    Action("versions", "view", N_("Versions of the plan"), (), "book-open", also=N_("what changed signed")),
    Action("chart", "view", N_("Chart of threats"), (), "shield-alert", also=N_("vulnerable strong formula training")),
    Action("patterns", "view", N_("Patterns"), (), "calendar", also=N_("trends statistics calendar time line")),
    Action("reload", "view", N_("Show again"), (), "refresh-cw", page="reload", gap=True),
    Action("new", "record", N_("New record"), ("Ctrl+N",), "plus", page="new_record"),
    Action("edit", "record", N_("Edit"), ("Ctrl+E", "F2"), "pencil", page="edit"),
    Action("save", "record", N_("Save"), ("Ctrl+S",), "save", page="save"),
    Action("history", "record", N_("History"), (), "clock", page="history", gap=True),
    Action("delete", "record", N_("Move to the bin"), ("Del",), "trash-2", page="delete"),
    Action("honesty", "tools", N_("Honest picture"), (), "shield-check", also=N_("protection security")),
    Action("backups", "tools", N_("Backups"), (), "archive-restore"),
    Action("passphrases", "tools", N_("Passphrases"), (), "key-round"),
    Action("locking", "tools", N_("Locking"), (), "lock", also=N_("automatic minutes")),
    Action("reminders", "tools", N_("Reminders"), (), "bell", also=N_("calendar due silent meeting")),
    Action("pressure", "tools", N_("Under pressure"), (), "siren", also=N_("duress destroy erase wipe")),
    Action("check", "tools", N_("Check the file"), (), "circle-check"),
    Action("look", "tools", N_("Look"), (), "palette", also=N_("theme dark contrast text size colours")),
    Action("name", "tools", N_("Window name"), (), "file-text"),
    Action("settings", "tools", N_("Settings"), ("Ctrl+,",), "settings-2", gap=True),
    Action("shortcuts", "help", N_("Keys"), ("Ctrl+/",), "keyboard", also=N_("shortcuts")),
    Action("about", "help", N_("About"), (), "info", gap=True),
    Action(
        "log", "", N_("Log something"), (), "notebook-pen", "new_record", "incidents", also=N_("new incident event")
    ),
    Action("new_threat", "", N_("New threat"), (), "triangle-alert", "new_threat", "incidents"),
    Action("new_risk", "", N_("New risk"), (), "shield-alert", "new_record", "risks"),
    Action("new_action", "", N_("New action"), (), "list-checks", "new_record", "actions"),
    Action("new_procedure", "", N_("New procedure"), (), "book-open", "new_record", "plan"),
    Action("ready", "", N_("Start from a ready procedure"), (), "copy", "start_ready", "plan", also=N_("starter new")),
    Action("new_plan", "", N_("New plan"), (), "book-open", "begin_plan", "plan"),
    Action("new_person", "", N_("New person"), (), "users-round", "new_person", "network", also=N_("contact")),
    Action("new_place", "", N_("New place"), (), "map-pin", "new_place", "network"),
    Action("new_actor", "", N_("New actor"), (), "compass", "new_actor", "context"),
    Action("new_factor", "", N_("New strength or weakness"), (), "scale", "new_factor", "context"),
    Action("new_review", "", N_("New review"), (), "calendar-check", "new_review", "reviews"),
    Action("new_drill", "", N_("New drill"), (), "siren", "new_drill", "reviews", also=N_("exercise practice")),
)


def shown(keys: str) -> str:
    """A shortcut in the words of this system (Command on a Mac)."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def make(parent: QObject, run: Callable[[str], object]) -> dict[str, QAction]:
    """A QAction for each entry, hidden until somebody answers to it. `run` gets the key."""
    made = {}
    for action in ACTIONS:
        item = QAction(_(action.words), parent)
        item.setShortcuts([QKeySequence(keys) for keys in action.keys])
        item.triggered.connect(lambda _on=False, key=action.key: run(key))
        item.setMenuRole(_ROLES.get(action.key, QAction.MenuRole.NoRole))
        answer(item, False)
        made[action.key] = item
    return made


def answer(item: QAction, answered: bool) -> None:
    """Show and enable an action, or hide it with its keys."""
    item.setVisible(answered)
    item.setEnabled(answered)


def fill(bar: QMenuBar, made: dict[str, QAction]) -> dict[str, QMenu]:
    """Put the actions into the menus of `bar`; gives the menus by key. A menu hides while nothing in it shows."""
    menus = {}
    for key, words in MENUS.items():
        menu = bar.addMenu(_(words))
        for action in ACTIONS:
            if action.menu == key:
                if action.gap:
                    menu.addSeparator()
                menu.addAction(made[action.key])
        menu.setSeparatorsCollapsible(True)
        menus[key] = menu
    return menus


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}
