"""What a Linux desktop says of its screen and of sleep, on the buses of this computer.

logind tells when the screen is locked, when another person's session comes to the front and when the computer goes to
sleep, which it puts off until this process has let go; screen savers that logind does not know of tell by themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

from vault.paths import is_there

_BUS, _BUS_AT = "org.freedesktop.DBus", "/org/freedesktop/DBus"
_LOGIND, _MANAGER_AT = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SCREEN_SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
_WHO, _WHY = "notes", "closing"  # the system shows both to whoever asks what puts its sleep off: neutral


def _slot(signature: str) -> Any:
    return SLOT(signature)  # the stubs want bytes where only this is taken


def system_bus() -> QDBusConnection:
    """The bus of the computer."""
    return QDBusConnection.systemBus()


def session_bus() -> QDBusConnection | None:
    """The bus of the desktop; None where there is none, because asking would start one."""
    usual = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / "bus"
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS") and not is_there(usual):
        return None
    return QDBusConnection.sessionBus()


class DesktopBus(QObject):
    """`asked` when the screen locks, another person's session comes to the front, or the computer goes to sleep."""

    asked = Signal()

    def __init__(self, system: QDBusConnection, session: QDBusConnection | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system, self._session = system, session
        self._put_off: QDBusUnixFileDescriptor | None = None
        self.session_at = ""  # the session of this person, once the system has told
        self._savers = False

    def start(self) -> None:
        """Begin to listen. Never waits: what the buses answer comes later."""
        if self._system.isConnected():
            self._system.connect(_LOGIND, _MANAGER_AT, _MANAGER, "PrepareForSleep", self, _slot("sleeps(bool)"))
            self._put_sleep_off()
            self._look_for(["auto", os.environ.get("XDG_SESSION_ID", "")])
        if self._session is not None and self._session.isConnected():
            for name in _SCREEN_SAVERS:
                self._session.connect("", "", name, "ActiveChanged", self, _slot("sleeps(bool)"))
            asked = QDBusMessage.createMethodCall(_BUS, _BUS_AT, _BUS, "ListNames")
            self._send(self._session, asked, self._look_for_savers)

    @property
    def hears_screen(self) -> bool:
        """Whether there is somebody here who tells when the screen is locked."""
        return bool(self.session_at) or self._savers

    @property
    def puts_sleep_off(self) -> bool:
        """Whether the system waits with its sleep until this process has ended."""
        return self._put_off is not None and self._put_off.isValid()

    @Slot()
    def locks(self) -> None:
        """The screen is locked."""
        self.asked.emit()

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """The screen goes dark, or the computer to sleep."""
        if begins:
            self.asked.emit()

    @Slot(str, "QVariantMap", "QStringList")
    def changed(self, interface: str, now: dict[str, Any], _unsaid: list[str]) -> None:
        """Something about the session is different: another one at the front, or the screen locked."""
        if interface == _SESSION and (now.get("Active") is False or now.get("LockedHint") is True):
            self.asked.emit()

    def _look_for_savers(self, answer: QDBusMessage) -> None:
        names = {name for listed in answer.arguments() if isinstance(listed, list) for name in listed}
        self._savers = not names.isdisjoint(_SCREEN_SAVERS)

    def _put_sleep_off(self) -> None:
        self._ask("Inhibit", ["sleep", _WHO, _WHY, "delay"], self._held)

    def _held(self, answer: QDBusMessage) -> None:
        self._put_off = next((one for one in answer.arguments() if isinstance(one, QDBusUnixFileDescriptor)), None)

    def _look_for(self, names: list[str]) -> None:
        """Listen to the first of the sessions that there is: systemd knows "auto" for this one, others its number."""
        if names and names[0]:
            self._ask("GetSession", [names[0]], partial(self._found, names[1:]))

    def _found(self, others: list[str], answer: QDBusMessage) -> None:
        places = [one.path() for one in answer.arguments() if isinstance(one, QDBusObjectPath)]
        if places:
            self._listen_to(places[0])
        else:
            self._look_for(others)

    def _listen_to(self, session: str) -> None:
        self.session_at = session
        self._system.connect(_LOGIND, session, _SESSION, "Lock", self, _slot("locks()"))
        slot = _slot("changed(QString,QVariantMap,QStringList)")
        self._system.connect(_LOGIND, session, _PROPERTIES, "PropertiesChanged", self, slot)

    def _ask(self, member: str, arguments: list[Any], answered: Callable[[QDBusMessage], object]) -> None:
        asked = QDBusMessage.createMethodCall(_LOGIND, _MANAGER_AT, _MANAGER, member)
        asked.setArguments(arguments)
        self._send(self._system, asked, answered)

    def _send(self, bus: QDBusConnection, asked: QDBusMessage, answered: Callable[[QDBusMessage], object]) -> None:
        waiting = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
        waiting.finished.connect(partial(_answered, answered, waiting))


def _answered(answered: Callable[[QDBusMessage], object], call: QDBusPendingCallWatcher) -> None:
    answered(call.reply())
    call.deleteLater()
