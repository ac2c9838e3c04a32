"""Backups from inside the window: made, counted, stopped, checked, brought back beside the open file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from tests.ui.outside import World
from tests.ui.pages.conftest import PHRASE, Furnish, opens, settings_of
from vault.errors import WrongPassphrase
from vault.plans.model import Incident
from vault.progress import Progress
from vault.services import backing_up, beginning, unlocking
from vault.services.session import Session
from vault.ui import files
from vault.ui.application import Application
from vault.ui.dialogs.question import Question
from vault.ui.pages.backup_check import CheckBackup, RestoreHere
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.settings_backups import BackupsSection
from vault.ui.record_screens import record_screens
from vault.ui.room import Room

CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def chooses(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for a folder chooses the stick."""
    monkeypatch.setattr(files, "ask_for_folder", lambda _asker, _title, chosen, *_more: chosen(stick))


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], threading.Event]]:
    """From the call on, work that goes through a backup never gets past its first piece until it is stopped.

    The event is set once it has come that far.
    """
    there, free = threading.Event(), threading.Event()

    def slow(real: Callable[..., Any]) -> Callable[..., Any]:
        def held(*rest: Any, **more: Any) -> Any:
            *begin, progress = rest

            def stuck(done: int, total: int, what: str) -> None:
                there.set()
                while not free.is_set():
                    cast(Progress, progress)(done, total, what)
                    time.sleep(0.01)

            return real(*begin, stuck, **more)

        return held

    def begin() -> threading.Event:
        for name in ("write", "unpack"):
            monkeypatch.setattr(backing_up.backups, name, slow(getattr(backing_up.backups, name)))
        return there

    yield begin
    free.set()


def section_of(room: Room) -> BackupsSection:
    return cast(BackupsSection, settings_of(room, "backups").section())


def three_incidents(session: Session) -> None:
    session.save_all([Incident(title=f"Call {n}") for n in range(3)]).result()


def backed_up(qtbot: QtBot, section: BackupsSection) -> None:
    qtbot.waitUntil(lambda: bool(section.made.text()))


def test_a_backup_is_made_where_one_chooses_and_counted(
    room: Room, session: Session, stick: Path, chooses: None, qtbot: QtBot
) -> None:
    three_incidents(session)
    section = section_of(room)
    assert section.state.text() == "There is no backup yet. A laptop can be lost any day."
    assert not section.again.isVisible()
    assert section.choose.hasFocus()
    qtbot.keyClick(section.choose, Qt.Key.Key_Return)
    backed_up(qtbot, section)
    (made,) = stick.iterdir()
    assert section.made.text().startswith("4 records read again from the copy. The backup is whole: " + made.name)
    assert section.near.text().startswith("It lies on the same disk as the file.")
    assert [section.model.text(0, at) for at in (1, 3)] == [str(made), "Nadia"]
    assert room.window.status.backup.text() == "Backup made today"
    assert section.again.text() == "Back up to stick again"
    qtbot.mouseClick(section.again, CLICK)
    qtbot.waitUntil(lambda: section.model.rowCount() == 2)
    room.close()
    assert {one.suffix for one in stick.iterdir()} == {".backup"}
    assert len(list(stick.iterdir())) == 2


def test_back_up_now_asks_only_where_no_folder_is_known(
    room: Room, session: Session, stick: Path, chooses: None, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    beginning.skip_all(session).result()
    room.window.run("backup")
    section = section_of(room)
    backed_up(qtbot, section)
    monkeypatch.setattr(files, "ask_for_folder", lambda *_all: pytest.fail("asked again"))
    room.window.go("today")
    assert "Backup:" in " ".join(label.text() for label in _labels(room))
    room.window.run("backup")
    qtbot.waitUntil(lambda: len(session.backups()) == 2)
    qtbot.waitUntil(lambda: bool(section.made.text()))
    assert len(list(stick.iterdir())) == 2


def _labels(room: Room) -> list[Any]:
    return room.window.stage.currentWidget().findChildren(QLabel)


def test_today_shows_the_backup_that_ends_while_one_looks_at_it(
    room: Room, session: Session, stick: Path, qtbot: QtBot
) -> None:
    beginning.skip_all(session).result()
    section = section_of(room)
    room.window.go("today")
    section.back_up(stick)
    assert not any("Backup:" in label.text() for label in _labels(room))
    qtbot.waitUntil(lambda: any("Backup:" in label.text() for label in _labels(room)))


def test_a_stick_that_is_not_there_is_asked_for_in_words(
    room: Room, session: Session, stick: Path, chooses: None, qtbot: QtBot
) -> None:
    section = section_of(room)
    section.back_up(stick)
    backed_up(qtbot, section)
    for one in stick.iterdir():
        one.unlink()
    stick.rmdir()
    qtbot.mouseClick(section.again, CLICK)
    assert section.notice.text() == f"{stick} is not there. Look whether the stick is plugged in, or choose again."
    assert section.made.text() == ""
    assert len(session.backups()) == 1
    assert not stick.exists()


def test_a_stopped_backup_leaves_nothing(
    room: Room, session: Session, stick: Path, hold: Callable[[], threading.Event], qtbot: QtBot
) -> None:
    section = section_of(room)
    held = hold()
    section.back_up(stick)
    qtbot.waitUntil(held.is_set)
    assert section.progress.isVisible()
    assert not section.choose.isEnabled()
    qtbot.mouseClick(section.progress.stop, CLICK)
    qtbot.waitUntil(section.choose.isEnabled)
    assert list(stick.iterdir()) == []
    assert session.backups() == []
    assert not section.progress.isVisible()
    assert room.window.status.backup.text() == "No backup yet"


def test_locking_in_the_middle_of_a_backup_leaves_no_half_file(
    room: Room, session: Session, stick: Path, hold: Callable[[], threading.Event], qtbot: QtBot
) -> None:
    held = hold()
    section_of(room).back_up(stick)
    qtbot.waitUntil(held.is_set)
    assert list(stick.iterdir())
    room.close()
    assert list(stick.iterdir()) == []
    assert opens(session.path, PHRASE)


def test_locking_in_the_middle_of_restoring_leaves_no_half_file(
    room: Room, session: Session, stick: Path, tmp_path: Path, hold: Callable[[], threading.Event], qtbot: QtBot
) -> None:
    room.window.run("restore")
    page = room.window.stage.currentWidget()
    assert isinstance(page, RestoreHere)
    page.set_file(backing_up.back_up(session, stick).path)
    held = hold()
    qtbot.keyClicks(page.field.line, PHRASE)
    before = sorted(tmp_path.iterdir())
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(held.is_set)
    assert sorted(tmp_path.iterdir()) != before
    room.close()
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_is_checked_with_a_passphrase_of_its_day(
    room: Room, session: Session, stick: Path, qtbot: QtBot
) -> None:
    three_incidents(session)
    made = backing_up.back_up(session, stick)
    section = section_of(room)
    qtbot.mouseClick(section.check, CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckBackup)
    qtbot.mouseClick(page.button, CLICK)
    assert page.wrong.text() == "Choose the backup first."
    page.set_file(made.path)
    qtbot.keyClicks(page.field.line, PHRASE)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.whole.text().startswith("It is whole and holds 4 records."))
    assert page.counts.text() == "Incidents: 3, Organisations: 1"
    assert page.field.is_empty()
    assert list(stick.iterdir()) == [made.path]
    made.path.write_bytes(made.path.read_bytes()[:5000])
    qtbot.keyClicks(page.field.line, PHRASE)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.notice.text() != "")
    assert page.whole.text() == ""


def ask_with(page: CheckBackup | RestoreHere, made: Path, text: str, qtbot: QtBot) -> None:
    page.set_file(made)
    page.field.clear()
    qtbot.keyClicks(page.field.line, text)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)


@pytest.mark.parametrize("route", ["check", "restore"])
def test_a_passphrase_that_opens_neither_backup_nor_file_shuts_out(
    room: Room, session: Session, stick: Path, qtbot: QtBot, route: str
) -> None:
    made = backing_up.back_up(session, stick)
    qtbot.mouseClick(getattr(section_of(room), route), CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckBackup | RestoreHere)
    with qtbot.waitSignal(room.desk.shut_out) as told:
        ask_with(page, made.path, "neither of the two opens by this", qtbot)
    assert isinstance(told.args[0], WrongPassphrase)
    assert page.field.is_empty()


@pytest.mark.parametrize("route", ["check", "restore"])
@pytest.mark.parametrize("way", ["another screen", "back"])
def test_nobody_leaves_before_it_is_known_whether_the_passphrase_was_right(
    room: Room, session: Session, stick: Path, qtbot: QtBot, route: str, way: str
) -> None:
    made = backing_up.back_up(session, stick)
    qtbot.mouseClick(getattr(section_of(room), route), CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckBackup | RestoreHere)
    with qtbot.waitSignal(room.desk.shut_out) as told:
        ask_with(page, made.path, "neither of the two opens by this", qtbot)
        if way == "another screen":
            assert not room.window.go("today")
        else:
            room.desk.back()
        assert room.window.stage.currentWidget() is page
        assert room.window._messages._words.text().startswith("The backup is being read.")
    assert isinstance(told.args[0], WrongPassphrase)


@pytest.mark.parametrize("route", ["check", "restore"])
def test_what_was_typed_to_open_a_backup_does_not_stay_behind(
    room: Room, session: Session, stick: Path, qtbot: QtBot, route: str
) -> None:
    qtbot.mouseClick(getattr(section_of(room), route), CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckBackup | RestoreHere)
    qtbot.keyClicks(page.field.line, PHRASE)
    room.window.go("today")
    assert page.field.is_empty()


@pytest.mark.parametrize("route", ["check", "restore"])
def test_the_passphrase_of_today_for_a_backup_of_another_day_is_told_so(
    room: Room, session: Session, stick: Path, tmp_path: Path, qtbot: QtBot, route: str
) -> None:
    other = Session.create(tmp_path / "other.vault", bytearray(b"quite other words of another day"), profile=255)
    made = backing_up.back_up(other, stick)
    other.close()
    qtbot.mouseClick(getattr(section_of(room), route), CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckBackup | RestoreHere)
    with qtbot.assertNotEmitted(room.desk.shut_out):
        ask_with(page, made.path, PHRASE, qtbot)
        qtbot.waitUntil(lambda: page.wrong.text().startswith("It opens the file of today, but not this backup."))


def test_a_backup_comes_back_beside_the_open_file(
    room: Room, session: Session, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    three_incidents(session)
    made = backing_up.back_up(session, stick)
    qtbot.mouseClick(section_of(room).restore, CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, RestoreHere)
    assert page.name.text() == "Notes"
    page.set_file(made.path)
    qtbot.keyClicks(page.field.line, PHRASE)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    question = cast(Question, QApplication.activeModalWidget())
    assert isinstance(room.window.stage.currentWidget(), SettingsPage)
    assert question.keep.text() == "Stay in this file"
    with qtbot.waitSignal(room.elsewhere_asked) as asked:
        qtbot.mouseClick(question.act, CLICK)
    assert asked.args == [tmp_path / "Notes.vault"]
    assert len(session.all("incident")) == 3
    with Session.open(tmp_path / "Notes.vault", bytearray(PHRASE, "ascii"), clock=Tuesday()) as again:
        assert len(again.all("incident")) == 3


def test_the_file_that_came_back_is_opened_by_locking_this_one(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    session.close()
    world = World(tmp_path)
    application = Application(record_screens, world.outside())
    qtbot.addWidget(application.gate)
    application.enter(unlocking.unlock(session.path, bytearray(PHRASE, "ascii"), clock=world.clock))
    assert application.room is not None
    qtbot.addWidget(application.room.window)
    application.room.elsewhere_asked.emit(tmp_path / "Notes.vault")
    assert (world.spawned, world.left) == ([tmp_path / "Notes.vault"], [0])
    assert opens(session.path, PHRASE)


def test_the_status_line_and_the_menus_lead_here(room: Room, qtbot: QtBot) -> None:
    room.window.go("today")
    qtbot.mouseClick(room.window.status.backup, CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    assert isinstance(page.section(), BackupsSection)
    shown = {item.text() for menu in room.window._menus.values() for item in menu.actions() if item.isVisible()}
    assert {"Back up now", "Restore a backup", "Backups", "Check the file", "Settings", "About"} <= shown


def test_a_file_that_cannot_be_changed_says_why_there_is_no_backup(
    session: Session, furnish: Furnish, stick: Path
) -> None:
    made = backing_up.back_up(session, stick)
    session.close()
    with Session.open(session.path, bytearray(PHRASE, "ascii"), clock=Tuesday(), readonly=True) as opened:
        room = furnish(opened)
        room.window.run("backup")
        section = section_of(room)
        assert not section.again.isVisible()
        assert not section.choose.isVisible()
        assert section.note_readonly().endswith("A backup can be made once it can be written again.")
        assert section.model.text(0, 1) == str(made.path)
        assert section.check.isVisible()
