"""A window of 1024x600 less its borders: nothing is cut off at the side, heads and foot bars stay to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.outside import TEST_PROFILE
from tests.ui.pages.conftest import Furnish
from tests.ui.pages.gates import in_gate
from vault.services import sample
from vault.services.session import Session
from vault.storage.kdf import Proposal
from vault.ui.gate import Gate
from vault.ui.pages.create import Create
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.look_around import LookAround
from vault.ui.pages.restore import Restore
from vault.ui.pages.today import TodayPage
from vault.ui.pages.unlock import Unlock
from vault.ui.pages.welcome import Welcome
from vault.ui.room import Room

WIDTH, HEIGHT = 1024 - 8, 600 - 40


def cut_off(page: QWidget) -> list[str]:
    """Scroll areas whose content is wider than they are."""
    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    return [type(area.widget()).__name__ for area in areas if area.widget().width() > area.viewport().width()]


def in_sight(widget: QWidget) -> bool:
    """Whether the whole widget can be seen."""
    where = widget.rect().translated(widget.mapTo(widget.window(), QPoint(0, 0)))
    return widget.visibleRegion().boundingRect() == widget.rect() and widget.window().rect().contains(where)


def settled(qtbot: QtBot, room: Room, screen: str) -> QWidget:
    room.window.go(screen)
    qtbot.wait(0)
    page = room.window.stage.currentWidget()
    qtbot.waitUntil(lambda: cut_off(page) == [])
    return page


@pytest.fixture
def small(session: Session, furnish: Furnish) -> Room:
    room = furnish(session)
    room.window.resize(WIDTH, HEIGHT)
    return room


def test_no_window_is_larger_than_the_screen(qtbot: QtBot) -> None:
    gate = Gate()
    qtbot.addWidget(gate)
    room = gate.screen().availableSize()
    assert gate.width() <= max(room.width(), gate.minimumWidth())
    assert gate.height() <= max(room.height() - 1, gate.minimumHeight())
    assert gate.minimumWidth() <= WIDTH
    assert gate.minimumHeight() <= HEIGHT


@pytest.mark.parametrize("kind", [Welcome, Unlock, Restore, LookAround])
def test_the_ways_in_fit(qtbot: QtBot, kind: type, tmp_path: Path) -> None:
    def made() -> QWidget:
        if kind is Welcome:
            return Welcome([tmp_path / "Notes.vault"])
        if kind is LookAround:
            return LookAround(tmp_path, None, lambda: Proposal(TEST_PROFILE, 0.1))  # type: ignore[arg-type]
        return kind(tmp_path, None)  # type: ignore[no-any-return]

    page = made()
    in_gate(page, qtbot).resize(WIDTH, HEIGHT)
    qtbot.waitUntil(lambda: page.height() == HEIGHT)
    assert cut_off(page) == []


def test_creating_fits_step_by_step(qtbot: QtBot, tmp_path: Path) -> None:
    page = Create(tmp_path, None, lambda: Proposal(TEST_PROFILE, 0.1))  # type: ignore[arg-type]
    in_gate(page, qtbot).resize(WIDTH, HEIGHT)
    qtbot.waitUntil(lambda: page.height() == HEIGHT)
    for step in range(5):
        page.go(step)
        qtbot.wait(0)
        assert cut_off(page) == []
        assert in_sight(page.next)
        assert in_sight(page.cancel)


def test_the_five_steps_stand_above_what_is_beside_them_elsewhere(small: Room, qtbot: QtBot) -> None:
    page = settled(qtbot, small, "today")
    assert isinstance(page, TodayPage)
    steps = page.first_steps
    assert steps._beside.y() > steps._card.geometry().bottom()
    small.window.resize(1366, 688)
    qtbot.waitUntil(lambda: steps._beside.y() == steps._card.y())
    assert steps._beside.x() > steps._card.geometry().right()


def test_what_is_logged_can_be_saved_without_scrolling(small: Room, qtbot: QtBot) -> None:
    small.window.run("new")
    page = small.window.stage.currentWidget()
    assert isinstance(page, IncidentsPage)
    qtbot.waitUntil(lambda: in_sight(page.panel.save_button))


@pytest.mark.parametrize(
    "screen", ["today", "context", "incidents", "risks", "plan", "actions", "network", "bin", "settings"]
)
def test_every_screen_of_a_full_vault_fits(session: Session, furnish: Furnish, qtbot: QtBot, screen: str) -> None:
    sample.fill(session)
    room = furnish(session)
    room.window.resize(WIDTH, HEIGHT)
    settled(qtbot, room, screen)
