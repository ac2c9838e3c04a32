"""The honest picture in the window: what it says is what the service found, and its buttons lead to the cure."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settings_of
from tests.ui.pages.gates import overlaps
from vault.services import honesty, machine
from vault.services.honesty import Machine
from vault.services.session import Session
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.settings_honesty import DangerRow, HonestSection
from vault.ui.parts.buttons import Button
from vault.ui.room import Room
from vault.ui.watchers import Watchers


@pytest.fixture
def section(room: Room, qtbot: QtBot) -> HonestSection:
    made = cast(HonestSection, settings_of(room, "honesty").section())
    qtbot.waitUntil(lambda: bool(made.rows()))
    return made


def row(section: HonestSection, key: str) -> DangerRow:
    (one,) = [one for one in section.rows() if one.finding.key == key]
    return one


def words_in(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QWidget) if hasattr(one, "text"))


def test_every_finding_has_a_line(section: HonestSection, session: Session) -> None:
    told = honesty.picture(session, section.house.machine()(), section.house.minutes())
    assert tuple(one.finding for one in section.rows()) == told.findings
    for one in section.rows():
        said = words_in(one)
        assert all(words in said for words in (one.finding.danger, one.finding.because))
        assert honesty.WORDS[one.finding.state] in said
    assert section.summary.text() == told.summary
    assert overlaps(section) == []


def test_every_line_is_reached_with_the_keyboard(section: HonestSection) -> None:
    for one in section.rows():
        stop = one.button or one
        assert stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert one.finding.danger in f"{stop.accessibleName()} {stop.accessibleDescription()}"


@pytest.mark.parametrize(
    ("key", "leads"),
    [("left", "locking"), ("forgotten", "passphrases"), ("office", "backups")],
)
def test_a_button_leads_to_the_cure(section: HonestSection, room: Room, qtbot: QtBot, key: str, leads: str) -> None:
    button = row(section, key).button
    assert isinstance(button, Button)
    assert button.accessibleDescription() == row(section, key).finding.danger
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    assert page.section().key == leads


def test_what_changed_is_seen_when_one_comes_back(section: HonestSection, room: Room, qtbot: QtBot) -> None:
    assert "Locks after 5 quiet minutes" in row(section, "left").finding.because
    room.set_minutes(2)
    qtbot.mouseClick(section.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Locks after 2 quiet minutes" in row(section, "left").finding.because)
    assert row(section, "left").button is None


def test_where_nothing_changed_the_lines_stay(section: HonestSection, qtbot: QtBot) -> None:
    before = section.rows()
    asked: list[Machine] = []
    ask = section.house.machine()
    object.__setattr__(section.house, "machine", lambda: lambda: asked.append(ask()) or asked[-1])
    section.reload()
    qtbot.waitUntil(lambda: bool(asked))
    assert section.rows() == before


def test_what_the_window_knows_is_asked_on_its_own_thread(
    section: HonestSection, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: dict[str, list[int]] = {"window": [], "computer": []}

    def heard(_watchers: Watchers) -> bool:
        asked["window"].append(threading.get_ident())
        return False

    def computer(path: Path, **known: bool) -> Machine:
        asked["computer"].append(threading.get_ident())
        return real(path, **known)

    real = machine.computer
    monkeypatch.setattr(Watchers, "hears_screen", property(heard))
    monkeypatch.setattr(machine, "computer", computer)
    section.reload()
    qtbot.waitUntil(lambda: bool(asked["computer"]))
    assert set(asked["window"]) == {threading.get_ident()}
    assert threading.get_ident() not in asked["computer"]


def test_on_a_narrow_window_the_reason_stands_below(section: HonestSection, room: Room, qtbot: QtBot) -> None:
    first = section.rows()[0]
    room.window.resize(1024, 600)
    qtbot.waitUntil(lambda: first.width() < 700)
    assert overlaps(section) == []
    first.resize(500, first.height())
    assert first._words.direction().name == "TopToBottom"


def test_every_width_in_between_comes_to_rest(section: HonestSection, room: Room, qtbot: QtBot) -> None:
    """A row that is wider beside than the room it turns at would turn for ever."""
    for width in range(1366, 1010, -24):
        room.window.resize(width, 640)
        QApplication.processEvents()
        assert overlaps(section) == []
        assert all(row.width() <= section.width() for row in section.rows())
