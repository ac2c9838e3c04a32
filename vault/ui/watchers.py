"""Everything but the clock that has an open vault lock by itself, each an object with one signal, and all in one."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from vault.services import lock_requests
from vault.ui import cocoa
from vault.ui.mac_session import MacSession
from vault.ui.windows_session import WindowsSession

if sys.platform != "win32" and sys.platform != "darwin":
    from vault.ui import desktop_bus

#: the setting of a vault that says whether it locks when its window is minimised
MINIMISED = "lock.minimised"
_LOOK_MS = 500


class Watcher(Protocol):
    """`asked` means: lock now."""

    asked: SignalInstance

    def start(self) -> None: ...


class OfSystem(Watcher, Protocol):
    """`hears_screen`: whether it really learns of a locked screen."""

    @property
    def hears_screen(self) -> bool: ...


class Watchers(QObject):
    """`asked` when any of them says so: the system, `vault lock`, and, where that is wanted, a window made small."""

    asked = Signal()

    def __init__(self, vault: Path, window: QWidget, minimised: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._going = False
        self.minimised = Minimised(window, minimised, self)
        self.requests = Requests(vault, self)
        self._system = of_system(window, self)
        self._all: list[Watcher] = [self.minimised, self.requests, *self._system]
        for one in self._all:
            one.asked.connect(self._pass_on)

    @property
    def hears_screen(self) -> bool:
        """Whether this system tells when its screen is locked."""
        return any(one.hears_screen for one in self._system)

    def start(self) -> None:
        """Begin to watch."""
        self._going = True
        for one in self._all:
            one.start()

    def stop(self) -> None:
        """Say nothing more."""
        self._going = False

    def _pass_on(self) -> None:
        if self._going:
            self.asked.emit()


class Minimised(QObject):
    """`asked` when the window is minimised, while it is `on`."""

    asked = Signal()

    def __init__(self, window: QWidget, on: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self.on = window, on

    def start(self) -> None:
        """Begin to watch."""
        self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange and self.on and self._window.isMinimized():
            self.asked.emit()
        return False


class Requests(QObject):
    """`asked` when `vault lock` asks for this vault."""

    asked = Signal()

    def __init__(self, vault: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault = vault
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._again = QTimer(self, interval=_LOOK_MS)
        self._again.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to watch; what was asked since the vault was opened is heard as well."""
        if not self._watcher.addPath(str(self._vault)):  # other programs may watch all that a system lets be watched
            self._again.start()
        if lock_requests.waiting(self._vault):
            QTimer.singleShot(0, self, self.asked.emit)

    def _look(self) -> None:
        if lock_requests.heard(self._vault):
            self.asked.emit()


def of_system(window: QWidget, parent: QObject) -> list[OfSystem]:
    """What this system has to say of its screen and of sleep."""
    if sys.platform == "win32":
        return [WindowsSession(getattr(ctypes, "windll").wtsapi32, window, parent)]  # noqa: B009
    if sys.platform == "darwin":
        return [MacSession(cocoa.Cocoa(cocoa.library()), parent)]
    return [desktop_bus.DesktopBus(desktop_bus.system_bus(), desktop_bus.session_bus(), parent)]
