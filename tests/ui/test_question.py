"""A question before something is destroyed."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from vault.ui.dialogs.question import Question


def test_the_name_of_what_is_erased_stands_in_the_question_and_not_in_the_title_of_its_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = Question(parent, "Erase “Omar Hassan” for good?", "", "Keep it", "Erase for good", lambda: None)
    assert "Omar" not in asked.windowTitle()
    assert "Erase “Omar Hassan” for good?" in [label.text() for label in asked.findChildren(QLabel)]
    assert asked.accessibleName() == "Erase “Omar Hassan” for good?"
