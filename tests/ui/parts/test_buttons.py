"""Buttons: sizes of the design, what runs on click, what they say while busy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.buttons import Button, IconButton

KINDS = ["main", "other", "quiet", "danger", "link", "status"]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


@pytest.mark.parametrize(
    ("kind", "small", "height"), [("main", False, 32), ("other", True, 28), ("link", False, 22), ("status", False, 24)]
)
def test_heights(qtbot: QtBot, kind: str, small: bool, height: int) -> None:
    button = Button("Save", kind, small=small)
    qtbot.addWidget(button)
    assert button.sizeHint().height() == height
    button.show()
    assert button.minimumHeight() <= height


def test_icon_and_key_make_it_wider(qtbot: QtBot) -> None:
    plain, rich = Button("Save"), Button("Save", icon="save", hint="Ctrl+S")
    qtbot.addWidget(plain)
    qtbot.addWidget(rich)
    assert rich.sizeHint().width() > plain.sizeHint().width() + 16
    rich.setMenu(QMenu(rich))
    assert rich.sizeHint().width() > plain.sizeHint().width() + 32


def test_runs_without_arguments(qtbot: QtBot) -> None:
    done: list[tuple[object, ...]] = []
    button = Button("Save", run=lambda *given: done.append(given))
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [()]


def test_busy_says_so_after_a_while_and_keeps_its_width(qtbot: QtBot) -> None:
    button = Button("Save", "main")
    qtbot.addWidget(button)
    button.show()
    width = button.width()
    button.set_busy("Saving ...")
    assert button.text() == "Save"
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: button.text() == "Saving ...")
    assert button.minimumWidth() == width
    button.set_busy("")
    assert (button.text(), button.isEnabled()) == ("Save", True)


def test_ended_before_it_was_said(qtbot: QtBot) -> None:
    button = Button("Save")
    qtbot.addWidget(button)
    button.set_busy("Saving ...")
    button.set_busy("")
    assert (button.text(), button.isEnabled()) == ("Save", True)


@pytest.mark.parametrize("kind", KINDS)
def test_paints_in_every_state(qtbot: QtBot, kind: str) -> None:
    button = Button("&Save", kind, "save", "Ctrl+S")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)
    rest = button.grab().toImage()
    button.setEnabled(False)
    disabled = button.grab().toImage()
    button.setEnabled(True)
    button.setFocus()
    assert rest != disabled
    if button.hasFocus():
        assert button.grab().toImage() != disabled


def test_kind_can_change(qtbot: QtBot) -> None:
    button = Button("New", "main")
    qtbot.addWidget(button)
    button.show()
    filled = button.grab().toImage()
    button.set_kind("other")
    assert button.grab().toImage() != filled


def test_icon_alone_has_a_name(qtbot: QtBot) -> None:
    button = IconButton("x", "Close")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Close"
    assert button.sizeHint().width() == button.sizeHint().height() == 32
