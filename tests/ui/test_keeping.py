"""Backups beside the work: after unlocking, in a quiet while, before the window closes, and never at a lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import nothing_flashes  # noqa: F401 - a fixture
from vault.errors import Damaged, DiskFull
from vault.plans.model import Incident
from vault.progress import Progress
from vault.services import backing_up, recurring, trying
from vault.services.recurring import Ran
from vault.services.session import Session
from vault.ui import keeping, theme
from vault.ui.keeping import Farewell
from vault.ui.pages.backup_check import CheckBackup
from vault.ui.pages.backups_themselves import HowMany
from vault.ui.pages.settings_backups import BackupsSection
from vault.ui.record_screens import record_screens
from vault.ui.room import Room
from vault.ui.tabbing import everything_in


@pytest.fixture
def stick(tmp_path: Path, session: Session) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    recurring.add(session, folder).result()
    return folder


@pytest.fixture
def no_backup_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one comes so late that a slow test has none by itself."""
    monkeypatch.setattr(keeping, "_SOON_MS", 3_600_000)


@pytest.fixture
def room(session: Session, stick: Path, no_backup_yet: None, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    theme.apply(qapp)
    made = Room(session, record_screens)
    qtbot.addWidget(made.window)
    made.show()
    yield made
    made.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every backup waits in its middle until it is stopped; set when it has come that far."""
    there, real = threading.Event(), recurring.run

    def stuck(session: Session, after: timedelta, progress: Progress) -> Ran:
        def wait(done: int, total: int, what: str) -> None:
            while True:
                there.set()
                progress(done, total, what)
                threading.Event().wait(0.01)

        return real(session, after, wait)

    monkeypatch.setattr(recurring, "run", stuck)
    return there


def many(folder: Path) -> int:
    return len(list(folder.iterdir()))


def test_one_is_made_soon_after_unlocking(
    session: Session, stick: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_SOON_MS", 0)
    theme.apply(qapp)
    room = Room(session, record_screens)
    qtbot.addWidget(room.window)
    assert many(stick) == 0
    room.show()
    qtbot.waitUntil(lambda: room.window.status.backup.text() == "Backup made today")
    assert [one.suffix for one in stick.iterdir()] == [".backup"]
    room.close()


def test_later_rounds_are_planned_while_the_window_is_there_and_not_after_it(room: Room) -> None:
    planned = (room.keeper._soon, room.keeper._again)
    assert all(timer.isActive() for timer in planned)
    room.close()
    assert not any(timer.isActive() for timer in planned)


def test_one_is_made_in_the_first_quiet_while_and_not_again_in_the_same(
    room: Room, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[timedelta] = []
    monkeypatch.setattr(room.keeper, "look", asked.append)
    for left in (299, 151, 150, 149, 20, 300, 140):
        room.keeper.rest(5, left)
    assert asked == [timedelta(hours=1)] * 2
    room.keeper.rest(90, 90 * 60 - 1799)
    assert len(asked) == 2
    room.keeper.rest(90, 90 * 60 - 1800)
    assert len(asked) == 3


def test_a_stick_that_is_not_there_is_said_and_used_when_it_is_back(
    room: Room, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    drawer = stick.rename(tmp_path / "drawer")
    room.keeper.look()
    qtbot.waitUntil(lambda: room.window.status.backup.text() == "No backup yet · stick is not there")
    drawer.rename(stick)
    room.keeper._again.timeout.emit()
    qtbot.waitUntil(lambda: room.window.status.backup.text() == "Backup made today")
    assert many(stick) == 1


def test_the_window_closes_when_its_last_backup_is_made(room: Room, stick: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.left):
        room.window.close()
    assert many(stick) == 1


def test_the_last_backup_can_be_stopped_and_the_file_closes_at_once(
    room: Room, stick: Path, held: threading.Event, qtbot: QtBot
) -> None:
    room.window.close()
    (farewell,) = room.window.findChildren(Farewell)
    qtbot.waitUntil(farewell.isVisible)
    assert "A backup before it closes" in [one.text() for one in farewell.findChildren(QLabel)]
    with qtbot.waitSignal(room.left):
        qtbot.keyClick(farewell, Qt.Key.Key_Escape)
    assert not farewell.isVisible()
    assert many(stick) == 0


def test_where_no_folder_was_chosen_the_window_closes_as_before(room: Room, stick: Path, session: Session) -> None:
    recurring.remove(session, stick).result()
    left: list[bool] = []
    room.left.connect(lambda: left.append(True))
    room.window.close()
    assert left == [True]


@pytest.mark.parametrize("when", ["working", "leaving"])
def test_a_lock_stops_a_backup_and_begins_none(
    room: Room, stick: Path, held: threading.Event, qtbot: QtBot, when: str
) -> None:
    if when == "working":
        room.keeper.look()
    else:
        room.window.close()
    qtbot.waitUntil(held.is_set)
    room.close()
    assert many(stick) == 0
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    room.keeper.look()
    room.window.close()
    assert many(stick) == 0


@pytest.mark.parametrize("trigger", ["idle", "Ctrl+L", "system"])
def test_a_lock_during_the_last_backup_ends_it_and_starts_nothing(
    room: Room, stick: Path, held: threading.Event, qtbot: QtBot, trigger: str
) -> None:
    told: list[str] = []
    room.left.connect(lambda: told.append("left"))
    room.lock_asked.connect(lambda: told.append("lock"))
    room.window.close()
    qtbot.waitUntil(held.is_set)
    wants_it = {"idle": room.idle.expired, "Ctrl+L": room.idle.asked, "system": room.watchers.asked}[trigger]
    wants_it.emit()
    assert told == ["left"]
    room.close()
    assert many(stick) == 0


def test_the_monthly_trial_is_told(room: Room, session: Session, stick: Path, qtbot: QtBot) -> None:
    backing_up.back_up(session, stick)
    session.set_setting(trying.TRIED, "2026-10-01T09:00:00+00:00").result()
    said: list[str] = []
    room.desk.say = lambda sentence, *_more: said.append(sentence)  # type: ignore[assignment, misc]
    room.keeper.look()
    qtbot.waitUntil(lambda: said == ["The last backup was tried, as every month: whole, 1 record."])


def test_folders_are_chosen_in_the_settings(room: Room, session: Session, stick: Path, qtbot: QtBot) -> None:
    session.save(Incident(title="I")).result()
    room.desk.go("settings", "backups")
    section = room.window.stage.currentWidget().section()  # type: ignore[union-attr]
    assert isinstance(section, BackupsSection)
    other = stick.parent / "other"
    other.mkdir()
    section.themselves.take(other)
    qtbot.waitUntil(lambda: many(other) == 1)
    assert [one.folder for one in recurring.destinations(session)] == [stick, other]
    section.how_many.keep.button("few").click()
    qtbot.waitUntil(lambda: recurring.keep(session).months == 3)
    assert section.how_many.numbers.isHidden()
    section.how_many.keep.button("own").click()
    weeks = section.how_many.numbers.fields["weeks"]
    qtbot.waitUntil(lambda: weeks.lineEdit().width() > 40)  # the number can be read
    weeks.selectAll()
    qtbot.keyClicks(weeks, "26")
    qtbot.keyClick(weeks, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: recurring.keep(session) == recurring.Keep(3, 26, 3))
    again = HowMany(room.desk)
    qtbot.addWidget(again)
    assert (again.keep.chosen(), again.numbers.values()["weeks"]) == ("own", 26)
    section.how_many.remind.button("30").click()
    qtbot.waitUntil(lambda: trying.remind_after(session) == 30)
    section.themselves._remove(stick)
    qtbot.waitUntil(lambda: len(recurring.destinations(session)) == 1)
    assert [one.folder for one in recurring.destinations(session)] == [other]


@pytest.mark.parametrize("what", ["remove", "set_keep", "add"])
def test_what_cannot_be_written_is_told_and_the_rows_show_what_is(
    room: Room, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, what: str
) -> None:
    room.desk.go("settings", "backups")
    section = room.window.stage.currentWidget().section()  # type: ignore[union-attr]
    full = Future[None]()
    monkeypatch.setattr(recurring, what, lambda *_given: full)
    if what == "remove":
        section.themselves._remove(stick)
    elif what == "add":
        section.themselves.take(stick.parent)
    else:
        section.how_many.keep.button("few").click()
    assert section.themselves.isEnabled() == (what == "set_keep")  # nothing else is asked meanwhile
    full.set_exception(DiskFull(session.path))
    qtbot.waitUntil(lambda: room.window._messages._words.text().startswith("The disk is full"))
    assert section.themselves.isEnabled()
    assert [one.folder for one in recurring.destinations(session)] == [stick]


def test_a_backup_that_is_made_meanwhile_takes_nothing_that_is_typed_and_no_focus(
    room: Room, stick: Path, qtbot: QtBot
) -> None:
    room.window.activateWindow()
    qtbot.waitUntil(room.window.isActiveWindow)
    room.desk.go("settings", "name")
    section = room.window.stage.currentWidget().section()  # type: ignore[union-attr]
    qtbot.keyClicks(section.name, "Reci")
    room.keeper.changed.emit()
    section.reload()
    assert section.name.text() == "Reci"
    qtbot.keyClicks(section.name, "pes")
    qtbot.keyClick(section.name, Qt.Key.Key_Return)
    assert room.window.windowTitle() == "Recipes"
    room.desk.go("settings", "backups")
    rows = room.window.stage.currentWidget().section().themselves  # type: ignore[union-attr]
    wanted = f"Stop using it: {stick}"
    next(one for one in everything_in(rows) if one.accessibleName() == wanted).setFocus()
    room.keeper.changed.emit()
    qtbot.waitUntil(lambda: len([one for one in everything_in(rows) if one.accessibleName() == wanted]) == 1)
    qtbot.waitUntil(lambda: focused() == wanted)


def focused() -> str:
    now = QApplication.focusWidget()
    return now.accessibleName() if now is not None else ""


def test_what_a_trial_found_wrong_is_said() -> None:
    found = trying.Tried(Path("b.backup"), None, Damaged("b.backup", "cut"))
    assert keeping.tried_words(found).startswith("A backup was tried and cannot be relied on: ")


def test_several_folders_that_are_away_are_counted() -> None:
    assert keeping.with_away("Backup made today", [Path("/a"), Path("/b")]) == (
        "Backup made today · 2 folders are not there"
    )


def test_a_backup_somebody_tried_is_never_thinned_out(room: Room, session: Session, stick: Path, qtbot: QtBot) -> None:
    tried = recurring.run(session).made[0].path
    page = CheckBackup(room.desk)
    room.desk.open_page(page)
    page.set_file(tried)
    page.field.fill("one two three four five six")
    page.check()
    qtbot.waitUntil(lambda: bool(page.whole.text()), timeout=30_000)
    assert recurring.destinations(session)[0].made == ()
    assert recurring.destinations(session)[0].state
