"""The vault closes: at once, from anywhere, by itself; and what was being typed is there again with the cursor."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.ways import CTRL, Start, click, inside, typed, unlock
from tests.ui.outside import PHRASE, World
from vault.errors import Cancelled
from vault.plans.model import Incident, Risk
from vault.progress import Progress
from vault.services.session import Session
from vault.ui import tasks
from vault.ui.application import Application
from vault.ui.dialogs.palette import Palette
from vault.ui.dialogs.question import Question
from vault.ui.idle import IdleWatch, is_lock
from vault.ui.pages.form import FormPage
from vault.ui.pages.record import RecordPage
from vault.ui.room import Room

Key = Qt.Key


@pytest.fixture
def path(world: World) -> Path:
    return world.vault()


def key_anywhere(qtbot: QtBot, window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    """A key as the system sends it: to the window, which gives it to whoever has the focus."""
    handle = window.windowHandle()
    assert handle is not None
    qtbot.keyClick(handle, key, modifier)


def locked(application: Application, world: World, path: Path) -> bool:
    """Blank, closed, and a fresh instance asked for; the file is free for it."""
    assert application.room is not None
    assert world.spawned == [path]
    assert world.left == [0]
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        return not session.readonly


def form_on_top(room: Room) -> FormPage:
    page = room.window.stage.currentWidget()
    assert isinstance(page, FormPage)
    return page


# ------------------------------------------------------------------ what was being typed


def test_the_sentence_being_typed_is_there_after_unlock_with_the_cursor_in_its_place(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        one = session.save(Incident(title="Calls", facts="Four calls.")).result()
    application = start(path)
    room = unlock(application, qtbot)
    room.window.go("incidents")
    room.desk.open_record(one.id)
    room.window.run("edit")
    lesson = form_on_top(room).form.editors["lesson"]
    lesson.setFocus()
    typed(qtbot, "Change the num of the phone")
    lesson.put_cursor(14)
    key_anywhere(qtbot, room.window, Key.Key_L)
    assert locked(application, world, path)
    again = start(world.spawned[0], locked=True)
    room = unlock(again, qtbot)
    form = form_on_top(room).form
    qtbot.waitUntil(form.editors["lesson"].text.hasFocus)
    assert form.editors["lesson"].read() == "Change the num of the phone"
    typed(qtbot, "ber")
    assert form.editors["lesson"].read() == "Change the number of the phone"
    assert form.base().id == one.id
    key_anywhere(qtbot, room.window, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert isinstance(room.window.stage.currentWidget(), RecordPage)
    assert room.window.stage.here == "incidents"


def test_where_nothing_was_typed_the_screen_is_the_same_again(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    room.window.go("network")
    click(qtbot, room.window.status.lock)
    assert locked(application, world, path)
    room = unlock(start(path, locked=True), qtbot)
    assert room.window.stage.here == "network"
    assert room.session.drafts() == []


def test_closing_the_window_keeps_the_draft_and_starts_nothing(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    room.window.go("risks")
    room.window.run("new")
    typed(qtbot, "A field team is sto")
    room.window.close()
    qtbot.waitUntil(lambda: world.left == [0])
    assert world.spawned == []
    room = unlock(start(path), qtbot)
    assert form_on_top(room).form.editors["title"].read() == "A field team is sto"
    assert [draft.kind for draft in room.session.drafts()] == ["risk"]


# ------------------------------------------------------------------ nothing holds it up


def palette(room: Room) -> QDialog:
    room.window.show_palette()
    return room.window.findChildren(Palette)[0]


def question(room: Room) -> QDialog:
    made = Question(room.window, "Erase?", "For good.", "Keep", "Erase", lambda: None)
    made.open()
    return made


@pytest.mark.parametrize("opened", [palette, question])
def test_an_open_dialog_does_not_hold_it_up(start: Start, world: World, path: Path, qtbot: QtBot, opened: type) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    dialog = opened(room)
    qtbot.waitUntil(dialog.isActiveWindow)
    key_anywhere(qtbot, dialog, Key.Key_L)
    assert locked(application, world, path)


def test_a_menu_that_hangs_open_does_not_hold_it_up(start: Start, world: World, path: Path, qtbot: QtBot) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    menu = room.window.menuBar().actions()[0].menu()
    menu.popup(room.window.mapToGlobal(QPoint(10, 40)))
    qtbot.waitUntil(menu.isVisible)
    world.clock.let_pass(5 * 60)
    room.idle.look()
    assert locked(application, world, path)


def test_long_work_is_stopped(start: Start, world: World, path: Path, qtbot: QtBot) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    begun, stopped = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress(1, 2, "")
        except Cancelled:
            stopped.set()
            raise

    answers: list[object] = []
    tasks.start(work, room.window.stage, answers.append, answers.append)
    qtbot.waitUntil(begun.is_set)
    key_anywhere(qtbot, room.window, Key.Key_L)
    assert stopped.is_set()
    assert locked(application, world, path)
    assert answers == []


def test_it_locks_even_where_closing_fails(
    start: Start, world: World, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    close = room.close

    def fail() -> None:
        close()
        raise OSError("disk gone")

    monkeypatch.setattr(room, "close", fail)
    with pytest.raises(OSError, match="disk gone"):
        application.lock()
    assert (world.spawned, world.left) == ([path], [0])


@pytest.mark.parametrize("how", ["lock", "window"])
def test_a_disk_that_hangs_does_not_hold_it_up(
    start: Start, world: World, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(Application._leave_room, "__defaults__", (0.05,))
    application = start(path)
    room = unlock(application, qtbot)
    close, ended = room.session.close, list[list[int]]()

    def hang() -> None:
        for _moment in range(3000):
            if world.left:
                break
            time.sleep(0.01)
        ended.append(list(world.left))
        close()

    monkeypatch.setattr(room.session, "close", hang)
    application.lock() if how == "lock" else application._leave_window()
    assert ended == [[0]]
    assert (world.spawned, world.left) == ([path] if how == "lock" else [], [0])


def test_a_second_lock_starts_nothing_more(start: Start, world: World, path: Path, qtbot: QtBot) -> None:
    application = start(path)
    unlock(application, qtbot)
    application.lock()
    application.lock()
    assert (world.spawned, world.left) == ([path], [0])


# ------------------------------------------------------------------ by itself


def test_after_the_quiet_minutes_it_locks_with_what_was_typed(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    room.window.run("new")
    typed(qtbot, "Two men")
    world.clock.let_pass(5 * 60 - 2)
    room.idle.look()
    assert room.window.status.lock.text() == "Locks in 0:02"
    assert world.spawned == []
    world.clock.let_pass(2)
    room.idle.look()
    assert locked(application, world, path)
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        assert [draft.plain["fields"] for draft in session.drafts()] == [{"facts": "Two men"}]


@pytest.mark.parametrize("what", ["key", "mouse"])
def test_a_key_or_the_mouse_begins_the_minutes_anew(
    start: Start, world: World, path: Path, qtbot: QtBot, what: str
) -> None:
    room = unlock(start(path), qtbot)
    world.clock.let_pass(4 * 60)
    handle = room.window.windowHandle()
    assert handle is not None
    if what == "key":
        qtbot.keyClick(handle, Key.Key_Shift)
    else:
        qtbot.mouseMove(handle, QPoint(300, 300))
    assert room.idle.seconds_left() == 5 * 60


def test_a_laptop_that_slept_is_locked_before_its_first_key_counts(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    room.window.run("new")
    typed(qtbot, "Two men")
    world.clock.suspend(3600)
    key_anywhere(qtbot, room.window, Key.Key_X, Qt.KeyboardModifier.NoModifier)
    assert locked(application, world, path)
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        assert [draft.plain["fields"] for draft in session.drafts()] == [{"facts": "Two men"}]


@pytest.mark.parametrize(
    ("key", "held", "virtual", "platform", "locks"),
    [
        (Key.Key_L, CTRL, 0, "linux", True),
        (0x0434, CTRL, 0x4C, "win32", True),  # Cyrillic de lies on the L
        (0x0645, CTRL, 0x4C, "win32", True),  # and Arabic meem
        (0x0434, CTRL, 0x4C, "linux", False),  # there the number means something else
        (0x0434, CTRL, 0x4B, "win32", False),
        (0x0434, CTRL | Qt.KeyboardModifier.ShiftModifier, 0x4C, "win32", False),
        (0x0434, Qt.KeyboardModifier.NoModifier, 0x4C, "win32", False),
    ],
)
def test_ctrl_and_l_lock_in_every_layout(
    key: int, held: Qt.KeyboardModifier, virtual: int, platform: str, locks: bool
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, 0, virtual, 0)
    assert is_lock(event, platform) == locks


def test_a_window_that_opens_later_is_watched_too(qtbot: QtBot, world: World) -> None:
    idle = IdleWatch(world.clock, 5)
    idle.start()
    later = QDialog()
    qtbot.addWidget(later)
    later.open()
    later.activateWindow()
    qtbot.waitUntil(later.isActiveWindow)
    with qtbot.waitSignal(idle.asked):
        key_anywhere(qtbot, later, Key.Key_L)
    idle.stop()
    key_anywhere(qtbot, later, Key.Key_L)  # nobody counts, nobody asks
    idle.deleteLater()


def test_other_minutes_hold_at_once_and_after_the_next_unlock(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    application = start(path)
    room = unlock(application, qtbot)
    room.set_minutes(2)
    world.clock.let_pass(2 * 60)
    room.idle.look()
    assert locked(application, world, path)
    assert unlock(start(path), qtbot).idle.minutes == 2


def test_a_risk_that_was_open_is_open_again(start: Start, world: World, path: Path, qtbot: QtBot) -> None:
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        one = session.save(Risk(title="Raid")).result()
    application = start(path)
    room = unlock(application, qtbot)
    room.window.go("risks")
    room.desk.open_record(one.id)
    application.lock()
    again = start(path)
    unlock(again, qtbot)
    page = inside(again, qtbot).window.stage.currentWidget()
    assert isinstance(page, RecordPage)
    assert page.title == "Raid"
