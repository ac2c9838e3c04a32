"""The message at the foot of a page: shown, held, ended; its button runs once; it is announced."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vault.ui.parts.message_bar import MessageBar


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    page = QWidget()
    page.resize(800, 600)
    qtbot.addWidget(page)
    made = MessageBar(page, shown_ms=1)
    page.show()
    qtbot.waitExposed(page)
    return made


def test_says_and_ends_by_itself(bar: MessageBar, qtbot: QtBot) -> None:
    bar.say("“Radio Valley” is in the bin for 30 days.")
    assert bar.sentence().startswith("“Radio")
    assert not bar.button.isVisible()
    qtbot.waitUntil(lambda: bar.sentence() == "")


def test_button_runs_once_and_ends_it(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    bar.say("Moved to the bin.", "Undo", lambda: done.append("undone"))
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    bar.button.click()
    assert done == ["undone"]
    assert bar.sentence() == ""


def test_holds_while_the_focus_is_on_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar.say("Moved to the bin.", "Undo", lambda: None)
    bar.button.setFocus()
    qtbot.wait(20)
    assert bar.sentence()
    bar.button.clearFocus()
    qtbot.waitUntil(lambda: bar.sentence() == "")


def test_holds_while_the_mouse_is_on_it(bar: MessageBar, qtbot: QtBot) -> None:
    bar.say("Moved to the bin.", "Undo", lambda: None)
    here = QPointF(5, 5)
    QApplication.sendEvent(bar, QEnterEvent(here, here, here))
    qtbot.wait(20)
    assert bar.sentence()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: bar.sentence() == "")


def test_lies_at_the_foot_whatever_the_size(bar: MessageBar) -> None:
    page = bar.parentWidget()
    assert page is not None
    bar.say("One sentence.", "Undo", lambda: None)
    for width, height in ((900, 500), (400, 300)):
        page.resize(width, height)
        QApplication.processEvents()
        assert bar.geometry().bottom() < height
        assert bar.width() == width - 48


def test_is_named_for_screen_readers(bar: MessageBar) -> None:
    bar.say("Saved.")
    assert bar.accessibleName() == "Saved."
