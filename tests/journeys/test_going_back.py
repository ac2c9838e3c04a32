"""Going back with the keyboard alone: the eye and the focus stay together."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Incident, Place
from vault.plans.records import Record
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.patterns import PatternsPage
from vault.ui.pages.prompts import PromptsPage
from vault.ui.pages.record import RecordPage
from vault.ui.parts.segments import Segments

Save = Callable[[Record], Record]


def page_of(window: MainWindow) -> QWidget:
    return cast(QWidget, window.stage.currentWidget())


def open_record(window: MainWindow, one: Record) -> RecordPage:
    page_of(window).desk.open_record(one.id)  # type: ignore[attr-defined]
    return cast(RecordPage, page_of(window))


def focus_is_seen_on(page: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and now is not page and page.isAncestorOf(now) and not now.visibleRegion().isEmpty()


def test_a_link_that_was_made_anew_has_its_focus_again(window: MainWindow, qtbot: QtBot, save: Save) -> None:
    place = save(Place(name="Bridge road"))
    page = open_record(window, save(Incident(title="Bags searched", place=(Link(place.id),))))
    qtbot.wait(50)  # the page hears of what was saved, and makes its links anew
    link = next(
        one for one in page.findChildren(QPushButton) if one.isVisible() and one.accessibleName() == "Bridge road"
    )
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Return)
    other = page_of(window)
    assert other is not page
    qtbot.waitUntil(lambda: focus_is_seen_on(other))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page_of(window) is page

    def has_it_again() -> bool:
        now = QApplication.focusWidget()
        return focus_is_seen_on(page) and now is not None and now.accessibleName() == "Bridge road"

    qtbot.waitUntil(has_it_again)


@pytest.mark.parametrize("made", [MissingPage, PatternsPage, PromptsPage])
def test_a_page_without_a_filled_button_shows_where_the_keyboard_is(
    window: MainWindow, desk: Desk, qtbot: QtBot, made: type[QWidget]
) -> None:
    page = made(desk)  # type: ignore[arg-type]
    desk.open_page(page)
    qtbot.wait(50)
    assert focus_is_seen_on(page)
    assert not isinstance(QApplication.focusWidget(), Segments)  # nothing is painted around the row, only in it
