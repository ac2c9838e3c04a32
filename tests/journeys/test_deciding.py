"""Who decides: found from the plan, filled in by keys, printed on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Decision, Person
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui import printing
from vault.ui.main_window import MainWindow
from vault.ui.pages.decisions import DecisionsPage
from vault.ui.pages.form import FormPage
from vault.ui.pages.plan import PlanPage

CLICK = Qt.MouseButton.LeftButton


def opened(window: MainWindow, qtbot: QtBot) -> DecisionsPage:
    window.go("plan")
    qtbot.mouseClick(cast(PlanPage, window.stage.currentWidget()).areas.decides_button, CLICK)
    return cast(DecisionsPage, window.stage.currentWidget())


def words(page: DecisionsPage, row: int) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_an_empty_row_is_filled_in_by_keys(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    nadia = save(Person(name="Nadia"))
    page = opened(window, qtbot)
    assert words(page, 1)[:2] == ["Let a trip go ahead", "Nobody named yet"]
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = cast(FormPage, window.stage.currentWidget())
    assert form.form.editors["title"].read() == "Let a trip go ahead"
    qtbot.waitUntil(lambda: form.form.editors["decides"].isAncestorOf(QApplication.focusWidget()))
    form.form.put(decides=(Link(nadia.id),))
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    (one,) = cast(list[Decision], session.all("decision"))
    assert (one.type, one.decides) == ("trip", (Link(nadia.id),))
    assert one.unreachable == "The safer choice: the trip waits."
    assert words(page, 1)[:2] == ["Let a trip go ahead", "Nadia"]
    assert page.edit_button.text() == "Change"
    window.run("undo")
    qtbot.waitUntil(lambda: words(page, 1)[1] == "Nobody named yet")


def test_leaving_an_empty_row_untouched_keeps_no_draft(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    page.edit()
    window.go("plan")
    assert session.drafts() == []
    assert session.all("decision") == []


def test_a_decision_in_own_words_comes_last_and_goes_to_the_bin(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page = opened(window, qtbot)
    count = len(page.lines)
    page.new_record()
    form = cast(FormPage, window.stage.currentWidget())
    form.form.put(title="Who opens the safe")
    form.save()
    qtbot.waitUntil(lambda: len(page.lines) == count + 1)
    assert words(page, count)[0] == "Who opens the safe"
    page.table.selectRow(count)
    page.delete()
    qtbot.waitUntil(lambda: len(page.lines) == count)
    page.table.selectRow(0)
    page.delete()  # an empty row is no record
    assert len(page.lines) == count


def test_it_is_printed_across(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, bool]] = []

    def ask(_asker: object, made: QTextDocument, _printed: object, *, across: bool = False) -> None:
        asked.append((made.toPlainText(), across))

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask", ask)
    page = opened(window, qtbot)
    qtbot.mouseClick(page.print_button, CLICK)
    ((text, across),) = asked
    assert across
    assert "Make a case public" in text
    assert "Nobody named yet" in text
