"""What Windows says of its screen, its sessions and of sleep: messages to a window of this program."""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_SESSION_CHANGED, _POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
# console or remote session taken away (another person at the front), signed out, screen locked
_TAKEN_AWAY = frozenset({0x2, 0x4, 0x6, 0x7})
_SLEEPS = frozenset({0x4, 0x12})  # PBT_APMSUSPEND; PBT_APMRESUMEAUTOMATIC, where the first did not arrive in time
_THIS_SESSION = 0


class Message(ctypes.Structure):
    """The beginning of Windows' MSG."""

    _fields_ = [
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint),
        ("what", ctypes.c_size_t),
        ("more", ctypes.c_ssize_t),
    ]


def asks_to_lock(number: int, what: int) -> bool:
    """Whether a message means that nobody is at this screen any more."""
    return (number == _SESSION_CHANGED and what in _TAKEN_AWAY) or (number == _POWER and what in _SLEEPS)


class WindowsSession(QObject):
    """`asked` when the screen locks, another person's session comes to the front, or the computer goes to sleep.

    `library` is wtsapi32.
    """

    asked = Signal()

    def __init__(self, library: Any, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._window = library, window
        self.hears_screen = False
        self._filter = _Filter(self)

    def start(self) -> None:
        """Begin to listen; sleep is told to every window, sessions only to those that ask."""
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self._filter)
        ours = ctypes.c_void_p(int(self._window.winId()))
        self.hears_screen = bool(self._library.WTSRegisterSessionNotification(ours, _THIS_SESSION))

    def told(self, at: int) -> None:
        """A message that lies at an address."""
        message = Message.from_address(at)
        if asks_to_lock(message.number, message.what):
            self.asked.emit()


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, session: WindowsSession) -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(  # noqa: N802
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if isValid(self._session) and bytes(kind.data() if isinstance(kind, QByteArray) else kind).startswith(
            b"windows_"
        ):
            self._session.told(int(message))
        return False, 0
