"""What scrolls: it shows where the focus is, and lets go of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.scroll import Scroll


def test_the_focus_is_seen_around_it_and_a_click_takes_it_from_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    page, inner, button = QWidget(), QWidget(), QPushButton("on")
    inner.setFixedHeight(2000)
    area = Scroll(inner, "Reasons")
    column = QVBoxLayout(page)
    column.addWidget(button)
    column.addWidget(area)
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    button.setFocus()
    qtbot.mouseClick(area.viewport(), Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not area.ring.isVisible()
    area.setFocus(Qt.FocusReason.TabFocusReason)
    assert area.ring.isVisible()
    ring = theme.current().colour("focus.ring")
    frame = area.ring.geometry()
    assert frame.contains(area.geometry())  # around it: nothing in it is covered
    seen, middle = page.grab().toImage(), frame.center()
    edges = [(middle.x(), frame.top() + 1), (middle.x(), frame.bottom() - 1)]
    edges += [(frame.left() + 1, middle.y()), (frame.right() - 1, middle.y())]
    assert {seen.pixelColor(*at).name() for at in edges} == {ring.name()}
    button.setFocus()
    assert not area.ring.isVisible()
    assert area.accessibleName() == "Reasons"
