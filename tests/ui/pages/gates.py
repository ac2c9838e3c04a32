"""The window before a vault is open, for tests of one of its pages."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vault.ui import placed, theme
from vault.ui.gate import Gate
from vault.ui.parts.labels import Words


def in_gate(page: QWidget, qtbot: QtBot) -> Gate:
    """The page in its window, as large as a small laptop shows it, with the keyboard."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    gate = Gate()
    qtbot.addWidget(gate, before_close_func=lambda _gate, kept=gate: None)  # alive as long as the test
    gate.show_page(page)
    gate.resize(1366, 688)
    gate.show()
    gate.activateWindow()
    qtbot.waitUntil(gate.isActiveWindow)
    return gate


def said(page: QWidget) -> str:
    """Every word that can be read."""
    return " ".join(label.text() for label in page.findChildren(Words) if label.isVisible())


def overlaps(page: QWidget) -> list[tuple[str, str]]:
    """Visible widgets of one layout that lie over each other, or are lower than their words: what was squeezed."""
    found: list[tuple[str, str]] = []
    for parent in [page, *page.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or not parent.isVisible():
            continue
        shown = [one for one in placed.in_order(layout) if isinstance(one, QWidget) and one.isVisible()]
        pairs = combinations(shown, 2)
        found += [_names(one, other) for one, other in pairs if one.geometry().intersects(other.geometry())]
        found += [_names(one, parent) for one in shown if one.height() < _least(one)]
    return found


def _least(one: QWidget) -> int:
    wanted = one.heightForWidth(one.width()) if one.hasHeightForWidth() else one.minimumSizeHint().height()
    return min(wanted, one.maximumHeight())


def _names(one: QWidget, other: QWidget) -> tuple[str, str]:
    return type(one).__name__, type(other).__name__
