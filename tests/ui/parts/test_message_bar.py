"""The message at the foot of a window: shown, held, ended; its button runs once; it is announced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vault.ui.parts.message_bar import MessageBar


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[MessageBar]:
    frame, page, line = QWidget(), QWidget(), QFrame()
    column, row = QVBoxLayout(frame), QHBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    row.setContentsMargins(0, 0, 0, 0)
    line.setFixedHeight(26)
    page.setObjectName("page")
    line.setObjectName("line")
    row.addWidget(QLabel("Everything saved"))
    row.addStretch(1)
    column.addWidget(page, 1)
    column.addWidget(line)
    frame.resize(800, 600)
    qtbot.addWidget(frame)
    made = MessageBar(frame, page, line, shown_ms=1)
    frame.show()
    qtbot.waitExposed(frame)
    yield made
    frame.hide()


def beside(bar: MessageBar, name: str) -> QRect:
    """Where the page or the line stands."""
    frame = bar.parentWidget()
    assert frame is not None
    return frame.findChild(QWidget, name).geometry()


def test_says_and_ends_by_itself(bar: MessageBar, qtbot: QtBot) -> None:
    bar.say("“Radio Valley” is in the bin.")
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


def test_a_short_one_hides_nothing(bar: MessageBar) -> None:
    bar.say("One sentence.", "Undo", lambda: None)
    line = beside(bar, "line")
    assert line.contains(bar.geometry())
    assert bar.geometry().left() > line.left() + 100  # the words of the line stand there
    assert bar.geometry().right() == line.right()
    assert bar.button.height() <= bar.height()
    words = bar._words
    assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width()


def test_a_long_one_lies_over_the_foot_of_the_page_whatever_the_size(bar: MessageBar) -> None:
    frame = bar.parentWidget()
    assert frame is not None
    bar.say("One of many sentences that say a lot. " * 8, "Undo", lambda: None)
    for width, height in ((900, 500), (400, 300)):
        frame.resize(width, height)
        QApplication.processEvents()
        assert beside(bar, "page").contains(bar.geometry())
        assert bar.width() == width - 48


def test_is_named_for_screen_readers(bar: MessageBar) -> None:
    bar.say("Saved.")
    assert bar.accessibleName() == "Saved."
