"""What has an open vault lock by itself, beside the clock (check 25): the desktop, Windows, macOS, a request."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QFileSystemWatcher, Qt
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)
from PySide6.QtGui import QWindowStateChangeEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vault.services import lock_requests
from vault.ui.cocoa import Cocoa
from vault.ui.desktop_bus import DesktopBus
from vault.ui.mac_session import MacSession
from vault.ui.watchers import Minimised, Requests
from vault.ui.windows_session import Message, WindowsSession, asks_to_lock

NEEDS_BUS = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs dbus-daemon")
SESSION_AT = "/org/freedesktop/login1/session/c1"
LOGIND = "org.freedesktop.login1"


# ------------------------------------------------------------------ the buses of a Linux desktop


class Logind(QDBusVirtualObject):
    """Answers what is asked of the system's logind. An old one does not know the session "auto"."""

    def __init__(self, sessions: tuple[str, ...]) -> None:
        super().__init__()
        self.sessions = sessions
        self.asked: list[tuple[str, list[Any]]] = []
        self.read = -1

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, bus: QDBusConnection) -> bool:  # noqa: N802
        self.asked.append((message.member(), message.arguments()))
        answer = message.createReply()
        if message.member() == "GetSession" and message.arguments()[0] in self.sessions:
            answer.setArguments([QDBusObjectPath(SESSION_AT)])
        elif message.member() == "Inhibit":
            self.read, write = os.pipe()
            answer.setArguments([QDBusUnixFileDescriptor(write)])
            os.close(write)
        else:
            answer = message.createErrorReply("org.freedesktop.login1.NoSuchSession", "No such session")
        bus.send(answer)
        return True


@dataclass
class Desktop:
    """A bus of its own, with a logind and a screen saver on it, and somebody who listens."""

    bus: QDBusConnection
    logind: Logind
    listener: DesktopBus

    def tell(self, at: str, interface: str, name: str, *arguments: Any) -> None:
        signal = QDBusMessage.createSignal(at, interface, name)
        signal.setArguments(list(arguments))
        assert self.bus.send(signal)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={tmp_path}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout
    with daemon:
        yield daemon.stdout.readline().strip()
        daemon.kill()


Listening = Callable[..., Desktop]


@pytest.fixture
def listening(address: str, qapp: QCoreApplication, qtbot: QtBot) -> Iterator[Listening]:
    made: list[Desktop] = []

    def begin(*sessions: str) -> Desktop:
        ours, theirs = (QDBusConnection.connectToBus(address, name) for name in ("listens", "tells"))
        assert theirs.registerService(LOGIND)
        logind = Logind(sessions)
        assert theirs.registerVirtualObject("/org/freedesktop/login1", logind)
        desktop = Desktop(theirs, logind, DesktopBus(ours, ours))
        made.append(desktop)
        desktop.listener.start()
        qtbot.waitUntil(lambda: desktop.listener.puts_sleep_off and bool(desktop.listener.session_at))
        assert ours.interface().isServiceRegistered(LOGIND)  # the bus knows by now what is listened to
        return desktop

    yield begin
    for desktop in made:
        desktop.listener.deleteLater()
        if desktop.logind.read >= 0:
            os.close(desktop.logind.read)
    QDBusConnection.disconnectFromBus("listens")
    QDBusConnection.disconnectFromBus("tells")


LOCKS = {
    "Lock": (SESSION_AT, f"{LOGIND}.Session", "Lock"),
    "sleep": ("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", True),
    "another person": (
        SESSION_AT,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        f"{LOGIND}.Session",
        {"Active": False},
        [""],
    ),
    "locked": (
        SESSION_AT,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        f"{LOGIND}.Session",
        {"LockedHint": True},
        [""],
    ),
    "screen saver": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True),
    **{
        f"screen saver of {desktop}": (
            f"/org/{desktop}/ScreenSaver",
            f"org.{desktop}.ScreenSaver",
            "ActiveChanged",
            True,
        )
        for desktop in ("gnome", "cinnamon", "mate", "xfce")
    },
}
SAYS_NOTHING = {
    "awake again": ("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", False),
    "Unlock": (SESSION_AT, f"{LOGIND}.Session", "Unlock"),
    "back again": (
        SESSION_AT,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        f"{LOGIND}.Session",
        {"Active": True, "LockedHint": False},
        [""],
    ),
    "the session of somebody else": (f"{SESSION_AT}2", f"{LOGIND}.Session", "Lock"),
    "the screen is bright": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", False),
}


@pytest.mark.linux
@NEEDS_BUS
@pytest.mark.parametrize("what", LOCKS)
def test_what_the_desktop_says_of_the_screen_and_of_sleep_locks(listening: Listening, qtbot: QtBot, what: str) -> None:
    desktop = listening("auto")
    with qtbot.waitSignal(desktop.listener.asked):
        desktop.tell(*LOCKS[what])


@pytest.mark.linux
@NEEDS_BUS
def test_nothing_else_it_says_locks(listening: Listening, qtbot: QtBot) -> None:
    desktop, heard = listening("auto"), list[str]()
    desktop.listener.asked.connect(lambda: heard.append("asked"))
    for told in SAYS_NOTHING.values():
        desktop.tell(*told)
    desktop.tell(*LOCKS["Lock"])  # comes after them, on the same way
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["asked"]


@pytest.mark.linux
@NEEDS_BUS
def test_it_says_that_it_hears_of_the_screen_where_somebody_tells(listening: Listening, qtbot: QtBot) -> None:
    assert listening("auto").listener.hears_screen


@pytest.mark.linux
@NEEDS_BUS
@pytest.mark.parametrize("saver", ["org.xfce.ScreenSaver", ""])
def test_without_logind_a_screen_saver_that_runs_tells(
    address: str, qapp: QCoreApplication, qtbot: QtBot, saver: str
) -> None:
    ours, theirs = (QDBusConnection.connectToBus(address, name) for name in ("listens", "tells"))
    assert theirs.registerService(saver or "org.example.Other")
    nowhere = QDBusConnection.connectToBus("unix:path=/nowhere", "nowhere")
    listener, answers = DesktopBus(nowhere, ours), list[QDBusMessage]()
    look = listener._look_for_savers
    listener._look_for_savers = lambda answer: (answers.append(answer), look(answer))  # type: ignore[method-assign]
    listener.start()
    qtbot.waitUntil(lambda: bool(answers))
    assert listener.hears_screen is bool(saver)
    delete(listener)
    QDBusConnection.disconnectFromBus("listens")
    QDBusConnection.disconnectFromBus("tells")


@pytest.mark.linux
@NEEDS_BUS
def test_an_older_system_knows_the_session_by_its_number(
    listening: Listening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    desktop = listening("7")
    assert [told for name, told in desktop.logind.asked if name == "GetSession"] == [["auto"], ["7"]]
    with qtbot.waitSignal(desktop.listener.asked):
        desktop.tell(*LOCKS["Lock"])


@pytest.mark.linux
@NEEDS_BUS
def test_sleep_is_put_off_under_a_neutral_name_until_the_process_has_gone(listening: Listening) -> None:
    desktop = listening("auto")
    assert desktop.listener.puts_sleep_off
    assert ("Inhibit", ["sleep", "notes", "closing", "delay"]) in desktop.logind.asked


@pytest.mark.linux
def test_where_there_is_no_bus_nothing_is_listened_to(qapp: QCoreApplication) -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nowhere", "nowhere")
    listener = DesktopBus(nowhere, None)
    listener.start()
    assert not listener.puts_sleep_off
    assert not listener.hears_screen


# ------------------------------------------------------------------ Windows


class Library:
    def __init__(self) -> None:
        self.registered: list[tuple[int, int]] = []

    def WTSRegisterSessionNotification(self, window: Any, session: int) -> int:  # noqa: N802
        self.registered.append((window.value, session))
        return 1


def test_windows_is_asked_for_its_sessions_and_its_messages_lock(qtbot: QtBot) -> None:
    window, library = QWidget(), Library()
    qtbot.addWidget(window)
    session, heard = WindowsSession(library, window), list[int]()
    session.asked.connect(lambda: heard.append(1))
    session.start()
    assert library.registered == [(int(window.winId()), 0)]
    assert session.hears_screen
    locked, key = Message(None, 0x2B1, 0x7, 0), Message(None, 0x100, 0x7, 0)
    listens = session._filter.nativeEventFilter
    assert listens(b"windows_generic_MSG", ctypes.addressof(key)) == (False, 0)
    assert heard == []
    assert listens(b"windows_generic_MSG", ctypes.addressof(locked)) == (False, 0)
    assert listens(b"xcb_generic_event_t", ctypes.addressof(locked)) == (False, 0)
    assert heard == [1]
    delete(session)  # the window may have gone before the program
    assert listens(b"windows_generic_MSG", ctypes.addressof(locked)) == (False, 0)
    assert heard == [1]


@pytest.mark.parametrize(
    ("number", "what", "locks"),
    [
        (0x2B1, 0x7, True),  # the screen is locked
        (0x2B1, 0x2, True),  # another person is at the front
        (0x2B1, 0x4, True),  # the remote session was left
        (0x2B1, 0x6, True),  # signed out
        (0x2B1, 0x8, False),  # unlocked
        (0x2B1, 0x1, False),
        (0x218, 0x4, True),  # to sleep
        (0x218, 0x12, True),  # awake
        (0x218, 0xA, False),  # the battery
        (0x112, 0x7, False),
    ],
)
def test_of_the_messages_of_windows_these_lock(number: int, what: int, locks: bool) -> None:
    assert asks_to_lock(number, what) is locks


# ------------------------------------------------------------------ macOS


class Function:
    def __init__(self, run: Callable[..., Any]) -> None:
        self.run, self.restype = run, None

    def __call__(self, *arguments: Any) -> Any:
        return self.run(*(getattr(one, "value", one) for one in arguments))


@dataclass
class Runtime:
    """Notes what is sent to whom, in words."""

    names: list[str] = field(default_factory=lambda: [""])
    sent: list[tuple[str, ...]] = field(default_factory=list)
    called: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.objc_getClass = self.sel_registerName = Function(lambda name: self.number(name.decode()))
        self.objc_allocateClassPair = Function(lambda _of, name, _more: self.number(name.decode()))
        self.class_addMethod = Function(lambda _class, _selector, method, kind: self.called.append(method))
        self.objc_registerClassPair = Function(lambda _class: None)
        self.objc_msgSend = Function(self.send)

    def number(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def send(self, to: int, selector: int, *arguments: Any) -> int:
        words = [one.decode() if isinstance(one, bytes) else self.names[one] for one in arguments]
        self.sent.append((self.names[to], self.names[selector], *words))
        told = " ".join((self.names[to], self.names[selector], *words))
        return self.number(words[0] if self.names[selector] == "stringWithUTF8String:" else told)


def test_macos_is_listened_to_and_what_it_says_locks(qtbot: QtBot) -> None:
    runtime = Runtime()
    session = MacSession(Cocoa(runtime))
    session.start()
    observed = {sent[4] for sent in runtime.sent if sent[1] == "addObserver:selector:name:object:"}
    assert observed == {
        "com.apple.screenIsLocked",
        "com.apple.screensaver.didstart",
        "NSWorkspaceWillSleepNotification",
        "NSWorkspaceSessionDidResignActiveNotification",
    }
    centres = {sent[0] for sent in runtime.sent if sent[1] == "addObserver:selector:name:object:"}
    assert centres == {
        "NSWorkspace sharedWorkspace notificationCenter",
        "NSDistributedNotificationCenter defaultCenter",
    }
    with qtbot.waitSignal(session.asked):
        runtime.called[0](1, 2, 3)
    delete(session)
    assert {sent[0] for sent in runtime.sent if sent[1] == "removeObserver:"} == centres


# ------------------------------------------------------------------ a request, and a window made small


def test_a_request_in_the_folder_asks_and_is_removed(tmp_path: Path, qtbot: QtBot) -> None:
    requests = Requests(tmp_path)
    requests.start()
    with qtbot.waitSignal(requests.asked):
        lock_requests.file_of(tmp_path).touch()
    assert list(tmp_path.iterdir()) == []


def test_a_request_is_heard_where_the_system_watches_no_folder_any_more(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileSystemWatcher, "addPath", lambda _self, _path: False)
    requests = Requests(tmp_path)
    requests.start()
    with qtbot.waitSignal(requests.asked):
        lock_requests.file_of(tmp_path).touch()
    assert list(tmp_path.iterdir()) == []


def test_a_request_that_came_while_the_window_was_made_is_heard(tmp_path: Path, qtbot: QtBot) -> None:
    lock_requests.file_of(tmp_path).touch()
    requests = Requests(tmp_path)
    with qtbot.waitSignal(requests.asked):
        requests.start()
    assert list(tmp_path.iterdir()) == []


def test_a_window_made_small_locks_where_that_is_wanted(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    watcher, heard = Minimised(window, False), list[int]()
    watcher.asked.connect(lambda: heard.append(1))
    watcher.start()
    window.setWindowState(Qt.WindowState.WindowMinimized)
    assert heard == []
    watcher.on = True
    window.setWindowState(Qt.WindowState.WindowNoState)
    assert heard == []
    window.setWindowState(Qt.WindowState.WindowMinimized)
    assert heard == [1]
    QCoreApplication.sendEvent(window, QWindowStateChangeEvent(Qt.WindowState.WindowNoState))
    assert heard == [1, 1]
    assert not watcher.eventFilter(window, QEvent(QEvent.Type.Show))
