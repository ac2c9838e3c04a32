"""Small menus behind a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget


def menu_of(parent: QWidget, items: Sequence[tuple[str, Callable[[], object]] | None]) -> QMenu:
    """A menu of (words, what to do); None is a line between."""
    menu = QMenu(parent)
    for item in items:
        if item is None:
            menu.addSeparator()
        else:
            words, run = item
            menu.addAction(words).triggered.connect(_plain(run))
    return menu


def _plain(run: Callable[[], object]) -> Callable[..., None]:
    """Without the state Qt sends along."""

    def call(_checked: bool = False) -> None:
        run()

    return call
