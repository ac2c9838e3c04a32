"""The helper that reminds: once for all that came due, and quiet about everything else."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vault import paths
from vault.plans.reminding import Bell
from vault.services import bells
from vault.ui import bell

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUIET = time(20), time(8)


def test_one_ring_for_all_that_came_due_and_none_after(qtbot: QtBot) -> None:
    file = bells.ring_file(bells.new_name())
    bells.write(file, Bell("Look", *QUIET, tuple(NOON - timedelta(days=n) for n in range(3))))
    said: list[str] = []
    ringer = bell.Ringer(said.append, lambda: NOON, UTC)
    for _minute in range(2):
        ringer.look()
    assert said == ["Look"]
    kept = bells.read(file)
    assert kept is not None
    assert kept.told == NOON


def test_what_came_due_in_a_meeting_is_said_after_it(qtbot: QtBot) -> None:
    file = bells.ring_file(bells.new_name())
    meets_until = NOON + timedelta(hours=2)
    bells.write(file, Bell("Look", *QUIET, (NOON,), silent=meets_until))
    said: list[str] = []
    minutes = [NOON, meets_until - timedelta(seconds=1), meets_until]
    ringer = bell.Ringer(said.append, lambda: minutes.pop(0), UTC)
    ringer.look()
    ringer.look()
    assert said == []
    ringer.look()
    assert said == ["Look"]
    kept = bells.read(file)
    assert kept is not None
    assert kept.silent is None


def test_a_clock_set_back_makes_no_silence_without_end(qtbot: QtBot) -> None:
    bells.write(bells.ring_file(bells.new_name()), Bell("Look", *QUIET, (NOON,), silent=NOON + timedelta(days=700)))
    said: list[str] = []
    bell.Ringer(said.append, lambda: NOON, UTC).look()
    assert said == ["Look"]


def test_a_file_that_cannot_be_written_rings_never(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bells.write(bells.ring_file(bells.new_name()), Bell("Look", *QUIET, (NOON,)))

    def full(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(bells, "write", full)
    said: list[str] = []
    bell.Ringer(said.append, lambda: NOON, UTC).look()
    assert said == []


def test_without_a_file_there_is_nothing_to_wait_for(qtbot: QtBot) -> None:
    ringer = bell.Ringer(lambda _words: None, lambda: NOON, UTC)
    with qtbot.waitSignal(ringer.over, timeout=1000):
        ringer.look()


def test_where_the_desktop_takes_no_messages_a_small_window_says_it(qtbot: QtBot) -> None:
    bell.tell("Look at your notes")
    (note,) = bell._OPEN
    assert note.isVisible()
    note.close()
    qtbot.waitUntil(lambda: not bell._OPEN)


def test_a_small_window_shows_words_as_they_are_and_closes_alone(qtbot: QtBot) -> None:
    bell.tell("<b>Look</b><img src='/etc/hostname'>")
    bell.tell("Look at the other notes")
    first, second = bell._OPEN
    said = first.findChild(QLabel)
    assert said is not None
    assert said.textFormat() == Qt.TextFormat.PlainText
    first.close()
    qtbot.waitUntil(lambda: first not in bell._OPEN)
    assert [second] == bell._OPEN
    assert second.isVisible()
    second.close()
    qtbot.waitUntil(lambda: not bell._OPEN)


def test_one_odd_file_does_not_silence_the_others(qtbot: QtBot) -> None:
    odd, good = (bells.ring_file(f"times-0000000{n}.json") for n in range(2))
    bells.write(good, Bell("Look", *QUIET, (NOON,)))
    odd.write_text(
        '{"version": 1, "words": "x", "quiet": ["20:00Z", "08:00"], "moments": ["2020-01-01T00:00:00+00:00"]}'
    )
    said: list[str] = []
    bell.Ringer(said.append, lambda: NOON, UTC).look()
    assert said == ["Look"]


def test_a_second_helper_ends_at_once(tmp_path: Path) -> None:
    bells.write(bells.ring_file(bells.new_name()), Bell("Look", *QUIET, (NOON + timedelta(days=9000),)))
    first = bell.alone()
    assert first is not None
    here = paths.one_helper()
    second = "from vault.ui import bell; import sys; sys.exit(0 if bell.alone() is None else 1)"
    assert subprocess.run([sys.executable, "-c", second], check=False, timeout=60).returncode == 0
    assert "Look" not in here.read_text("utf-8", errors="replace")
    first.unlock()
    assert not here.exists()
    assert subprocess.run([sys.executable, "-c", second], check=False, timeout=60).returncode == 1


def test_where_nothing_can_be_written_one_is_reminded_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "one_helper", lambda: tmp_path / "file" / "times.lock")
    (tmp_path / "file").write_text("no folder")
    assert bell.alone() is not None
