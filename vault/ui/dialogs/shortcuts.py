"""Ctrl+/: the keys, from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.ui import actions, theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Words, page_title, small

#: keys that belong to widgets and stand in no menu
_EVERYWHERE = (
    (N_("Close or clear"), "Esc"),
    (N_("Open the row"), "Return"),
    (N_("Choose the row or the square"), "Space"),
    (N_("Next field"), "Tab"),
)


class ShortcutSheet(QDialog):
    """A sheet with the keys of every menu, in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        column = QVBoxLayout(self)
        side = look.px("space.xl")
        column.setContentsMargins(side, side, side, look.px("space.page_bottom"))
        column.setSpacing(look.px("space.l"))
        column.addWidget(page_title(_("Keys")))
        halves = QHBoxLayout()
        halves.setSpacing(look.px("space.xxl"))
        groups = _groups()
        middle = (len(groups) + 1) // 2
        for half in (groups[:middle], groups[middle:]):
            halves.addLayout(_half(half))
        column.addLayout(halves)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button(_("Close"), run=self.reject)
        foot.addWidget(close)
        column.addLayout(foot)
        close.setFocus()


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for menu, words in actions.MENUS.items():
        keyed = [a for a in actions.ACTIONS if a.menu == menu and a.keys]
        rows = [(_(a.words), ", ".join(actions.shown(keys) for keys in a.keys)) for a in keyed]
        if rows:
            found.append((_(words).replace("&", ""), rows))
    found.append((_("Everywhere"), [(_(words), actions.shown(keys)) for words, keys in _EVERYWHERE]))
    return found


def _half(groups: list[tuple[str, list[tuple[str, str]]]]) -> QGridLayout:
    look, grid = theme.current(), QGridLayout()
    grid.setVerticalSpacing(look.px(6))
    grid.setHorizontalSpacing(look.px("space.xl"))
    grid.setColumnStretch(0, 1)
    at = 0
    for words, rows in groups:
        title = small(words, "secondary", strong=True)
        title.setContentsMargins(0, look.px("space.s") if at else 0, 0, 0)
        grid.addWidget(title, at, 0, 1, 2)
        for what, keys in rows:
            at += 1
            grid.addWidget(Words(what), at, 0)
            shown = Words(keys, "body", "secondary")
            shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            grid.addWidget(shown, at, 1, Qt.AlignmentFlag.AlignTrailing)
        at += 1
    grid.setRowStretch(at, 1)
    return grid
