"""Reminders are off until somebody wants them, hold at once, and a disk that refuses is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settings_of
from vault.plans.days import Day
from vault.plans.model import Action
from vault.services import autostart, bells, reminders
from vault.ui.pages.settings_reminders import RemindersSection
from vault.ui.room import Room

CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the helper was started."""
    found: list[str] = []
    monkeypatch.setattr(autostart, "begin", lambda: found.append("begun"))
    return found


def section(room: Room) -> RemindersSection:
    return cast(RemindersSection, settings_of(room, "reminders").section())


def test_on_and_off_again(room: Room, qtbot: QtBot, begun: list[str], home: Path) -> None:
    shown = section(room)
    assert not shown.on.isChecked()
    assert bells.files() == []
    qtbot.keyClick(shown.on, Qt.Key.Key_Space)
    assert len(bells.files()) == 1
    assert begun == ["begun"]
    assert autostart.entry().is_file()
    shown.said.selectAll()
    qtbot.keyClicks(shown.said, "Water the plants")
    qtbot.keyClick(shown.said, Qt.Key.Key_Return)
    shown.at.choose("10:00")
    shown.leads.tick(("1", "7"))
    shown.leads.changed.emit()
    wished = reminders.wishes(room.session)
    assert wished is not None
    assert (wished.words, wished.at.hour, wished.leads) == ("Water the plants", 10, (1, 7))
    bell = bells.read(bells.files()[0])
    assert bell is not None
    assert bell.words == "Water the plants"
    assert begun == ["begun"]  # it runs already
    qtbot.keyClick(shown.on, Qt.Key.Key_Space)
    assert bells.files() == []
    assert not autostart.entry().exists()


def test_silence_for_a_meeting_and_an_early_end(room: Room, qtbot: QtBot, begun: list[str], home: Path) -> None:
    shown = section(room)
    assert not shown.silence_button.isEnabled()  # nothing reminds
    qtbot.keyClick(shown.on, Qt.Key.Key_Space)
    qtbot.mouseClick(shown.silence_button, CLICK)
    until = reminders.silent_until(room.session.clock.now())
    assert until is not None
    assert shown.silent.text() == f"Nothing is said until {until.astimezone():%H:%M}."
    assert not shown.silence_button.isVisible()
    qtbot.mouseClick(shown.speak_button, CLICK)
    assert reminders.silent_until(room.session.clock.now()) is None
    assert (shown.silent.isVisible(), shown.silence_button.isVisible()) == (False, True)


def test_what_becomes_due_is_written_before_the_file_closes(room: Room, qtbot: QtBot, begun: list[str]) -> None:
    qtbot.keyClick(section(room).on, Qt.Key.Key_Space)
    before = bells.read(bells.files()[0])
    room.session.save(Action(title="A", due=Day("2026-12-13"), state="agreed")).result()
    qtbot.waitUntil(room.reminding._timer.isActive)
    room.close()
    after = bells.read(bells.files()[0])
    assert before is not None
    assert after is not None
    assert len(after.moments) == len(before.moments) + 1


def test_a_place_that_cannot_be_written_is_told(
    room: Room, qtbot: QtBot, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(bells, "write", full)
    shown = section(room)
    qtbot.keyClick(shown.on, Qt.Key.Key_Space)
    assert "could not be written" in shown.problem.text()


def test_a_calendar_file_is_saved_and_noted(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    room.session.save(Action(title="A", due=Day("2026-12-13"), state="agreed")).result()
    shown = section(room)
    dialog = shown.save_calendar()
    dialog.selectFile(str(tmp_path / "mine.ics"))  # type: ignore[attr-defined]
    dialog.accept()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "1 day is in the file." in shown.saved.text())
    assert (tmp_path / "mine.ics").is_file()
    assert room.session.exports()[0].what == "calendar"
    shown._save(tmp_path / "mine.ics")
    assert shown.problem.text()
