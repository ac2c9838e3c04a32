"""Pictures of the screen: the windows of this program are left out of them, where the system can do that.

Windows does, and macOS before version 15. A Linux desktop cannot: on X11 every program sees all windows, and Wayland
asks the person each time.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPlatformSurfaceEvent, QWindow

if TYPE_CHECKING:
    from vault.ui import cocoa

ALLOWED_MINUTES = 10

_LEFT_OUT, _BLACK, _SHOWN = 0x11, 0x1, 0x0  # WDA_EXCLUDEFROMCAPTURE, WDA_MONITOR, WDA_NONE
_SHARED_WITH_NOBODY, _SHARED_FOR_READING = 0, 1  # NSWindowSharingNone, NSWindowSharingReadOnly
_MAC_IGNORES_FROM = 15


class Shield(Protocol):
    """What a system does with a window of this program; the window's number is Qt's `winId`."""

    def hide(self, window: int) -> None:
        """Leave it out of pictures of the screen."""

    def show(self, window: int) -> None:
        """Let it be seen in them."""


class WindowsShield:
    """`library` is user32."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def hide(self, window: int) -> None:
        if not self._set(window, _LEFT_OUT):
            self._set(window, _BLACK)  # Windows 10 before 2004 knows only that

    def show(self, window: int) -> None:
        self._set(window, _SHOWN)

    def _set(self, window: int, how: int) -> bool:
        return bool(self._library.SetWindowDisplayAffinity(ctypes.c_void_p(window), how))


class MacShield:
    """By the system's messages: Qt's number is that of a view, and the view knows its window."""

    def __init__(self, system: cocoa.Cocoa) -> None:
        self._system = system

    def hide(self, window: int) -> None:
        self._share(window, _SHARED_WITH_NOBODY)

    def show(self, window: int) -> None:
        self._share(window, _SHARED_FOR_READING)

    def _share(self, view: int, how: int) -> None:
        self._system.send(self._system.send(view, "window"), "setSharingType:", how)


class ScreenGuard(QObject):
    """Guards every window as soon as the system has it: dialogs, menus and hints as well. `changed` when it is let go.

    Without a shield it does nothing, and `works` is False.
    """

    changed = Signal()

    def __init__(self, shield: Shield | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shield = shield
        self._allowed = QTimer(self, interval=ALLOWED_MINUTES * 60_000, singleShot=True)
        self._allowed.timeout.connect(self.forbid)
        app = QGuiApplication.instance()
        if shield is not None and app is not None:
            app.installEventFilter(self)
            self._tell_all()

    @property
    def works(self) -> bool:
        """Whether pictures of this program can be kept from others here."""
        return self._shield is not None

    @property
    def allows(self) -> bool:
        """Whether they are allowed just now."""
        return self._allowed.isActive()

    def allow(self) -> None:
        """Let pictures be taken for ten minutes."""
        self._allowed.start()
        self._tell_all()
        self.changed.emit()

    def forbid(self) -> None:
        """From now on no more."""
        self._allowed.stop()
        self._tell_all()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PlatformSurface and isinstance(watched, QWindow):
            made = QPlatformSurfaceEvent.SurfaceEventType.SurfaceCreated
            if isinstance(event, QPlatformSurfaceEvent) and event.surfaceEventType() == made:
                self._tell(watched)
        return False

    def _tell_all(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            self._tell(window)

    def _tell(self, window: QWindow) -> None:
        if self._shield is None or not window.isTopLevel():
            return
        (self._shield.show if self.allows else self._shield.hide)(int(window.winId()))


def guard(parent: QObject) -> ScreenGuard:
    """The one of this system."""
    if sys.platform == "win32":
        return ScreenGuard(WindowsShield(getattr(ctypes, "windll").user32), parent)  # noqa: B009
    if sys.platform == "darwin" and _mac_version() < _MAC_IGNORES_FROM:
        from vault.ui import cocoa

        return ScreenGuard(MacShield(cocoa.Cocoa(cocoa.library())), parent)
    return ScreenGuard(None, parent)


def _mac_version() -> int:
    import platform  # late: it is slow to load, and only a Mac asks

    return int(platform.mac_ver()[0].split(".")[0] or 0)
