"""A file that is open before its window is there locks by itself all the same."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from vault.clock import Clock
from vault.ui.idle import IdleWatch
from vault.ui.watchers import Watchers


class Vigil(QObject):
    """`asked`: quiet minutes, Ctrl+L, the system, `vault lock`, or, where that is wanted, a window made small."""

    asked = Signal()

    def __init__(
        self, path: Path, window: QWidget, clock: Clock, parent: QObject, *, minutes: int, minimised: bool
    ) -> None:
        super().__init__(parent)
        self.idle = IdleWatch(clock, minutes, self)
        self.watchers = Watchers(path, window, minimised, self)
        for wants_it in (self.idle.expired, self.idle.asked, self.watchers.asked):
            wants_it.connect(self.asked)

    def start(self) -> None:
        """Begin to watch."""
        self.idle.start()
        self.watchers.start()

    def end(self) -> None:
        """Another watches from now on, and alone: a request is a file that only one of two would find."""
        delete(self)
