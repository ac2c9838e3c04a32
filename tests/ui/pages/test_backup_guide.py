"""A backup for elsewhere in five steps, by the keyboard; Today reminds of it after a while."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settings_of
from vault.plans.model import Risk
from vault.progress import Progress
from vault.services import backing_up
from vault.services.backing_up import Verified
from vault.services.session import Session
from vault.ui import files
from vault.ui.pages.backup_guide import AWAY, CHOOSE, PLUG_IN, BackupGuide
from vault.ui.pages.settings_backups import BackupsSection
from vault.ui.room import Room

ENTER = Qt.Key.Key_Return


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(files, "ask_for_folder", lambda _asker, _title, chosen, *_more: chosen(folder))
    return folder


def guide_of(room: Room) -> BackupGuide:
    cast(BackupsSection, settings_of(room, "backups").section()).guide.click()
    page = room.window.stage.currentWidget()
    assert isinstance(page, BackupGuide)
    return page


def test_enter_leads_from_step_to_step(room: Room, session: Session, stick: Path, qtbot: QtBot) -> None:
    page = guide_of(room)
    qtbot.waitUntil(page.next_button.hasFocus)
    qtbot.keyClick(QApplication.focusWidget(), ENTER)
    assert page.step == CHOOSE
    qtbot.mouseClick(page.next_button, Qt.MouseButton.LeftButton)
    assert page.choosing.wrong.text() == "Choose a folder on the stick first."
    assert page.choosing.choose.hasFocus()
    qtbot.keyClick(page.choosing.choose, ENTER)
    assert page.choosing.near.text().startswith("This is the disk the file lies on")
    assert page.next_button.hasFocus()
    qtbot.keyClick(page.next_button, ENTER)
    qtbot.waitUntil(lambda: page.step == AWAY)
    (made,) = stick.iterdir()
    assert any(made.name in one.text() for one in page.findChildren(QLabel))
    assert session.backups()[0].place == str(made)
    assert page.next_button.hasFocus()
    qtbot.keyClick(page.next_button, ENTER)
    assert not isinstance(room.window.stage.currentWidget(), BackupGuide)


def test_nobody_leaves_while_it_copies_and_loses_the_backup_unawares(
    room: Room, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    real, goes_on = backing_up.back_up_into, threading.Event()

    def held(session: Session, folder: Path, progress: Progress) -> Verified:
        while not goes_on.wait(0.01):
            progress(0, 0, "")
        return real(session, folder, progress)

    monkeypatch.setattr(backing_up, "back_up_into", held)
    page = guide_of(room)
    page.go_on()
    page.take(stick)
    page.go_on()
    assert not room.window.go("today")
    assert room.window.stage.currentWidget() is page
    assert room.window._messages._words.text().startswith("This page is at work.")
    goes_on.set()
    qtbot.waitUntil(lambda: page.step == AWAY)
    assert len(list(stick.iterdir())) == 1
    assert room.window.go("today")


def test_a_stick_pulled_out_too_soon_is_told_and_another_can_be_chosen(room: Room, stick: Path, qtbot: QtBot) -> None:
    page = guide_of(room)
    page.go_on()
    page.take(stick)
    stick.rmdir()
    page.go_on()
    qtbot.waitUntil(lambda: bool(page.notice.text()))
    assert page.step == CHOOSE
    page.go_back()
    assert page.step == PLUG_IN


def test_today_reminds_of_one_elsewhere(room: Room, session: Session, tmp_path: Path) -> None:
    session.save(Risk(title="R")).result()
    backing_up.back_up(session, tmp_path / "b.backup")
    session.submit(lambda work: work.db.execute("UPDATE backup_register SET at = '2026-11-01T09:00:00+00:00'")).result()
    room.desk.go("today")
    room.window.stage.currentWidget().reload()  # type: ignore[union-attr]
    assert any("No backup elsewhere for 23 days" in one.text() for one in room.window.findChildren(QLabel))
    room.desk.go("settings", "away")
    assert isinstance(room.window.stage.currentWidget(), BackupGuide)
