"""Fields: what is wrong is said and taken back, what was typed stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.fields import Check, Field, Radio


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


def test_says_what_is_wrong_and_keeps_what_was_typed(qtbot: QtBot) -> None:
    line = QLineEdit("32 November")
    field = Field("When?", line, "Such as yesterday", needed=True)
    qtbot.addWidget(field)
    field.say_wrong("November has 30 days. Try 30 Nov.")
    assert field.wrong()
    assert line.text() == "32 November"
    assert line.accessibleDescription() == "November has 30 days. Try 30 Nov."
    assert line.property("wrong") is True
    field.say_wrong("")
    assert not field.wrong()
    assert line.property("wrong") is False


def test_wrong_fields_look_wrong(qtbot: QtBot) -> None:
    line = QLineEdit()
    field = Field("When?", line)
    qtbot.addWidget(field)
    field.show()
    height, before = line.height(), line.grab().toImage()
    field.say_wrong("Needed.")
    assert line.grab().toImage() != before
    assert line.minimumHeight() <= height


def test_focus_goes_to_the_field(qtbot: QtBot) -> None:
    field = Field("Who?", QLineEdit())
    qtbot.addWidget(field)
    assert field.focusProxy() is field.field


@pytest.mark.parametrize("kind", [Check, Radio])
def test_ticks_by_mouse_and_keyboard(qtbot: QtBot, kind: type[Check] | type[Radio]) -> None:
    box = kind("It may mean nothing")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    box.show()
    assert box.height() >= theme.current().px("size.least_click_area")
    empty = box.grab().toImage()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert box.isChecked()
    assert box.grab().toImage() != empty
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked() == isinstance(box, Radio)
    box.setEnabled(False)
    assert not box.grab().isNull()
