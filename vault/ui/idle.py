"""When did somebody last type or move the mouse? After some quiet minutes the vault locks."""

from __future__ import annotations

import sys
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from vault.clock import Clock
from vault.ui.everywhere import Everywhere

#: the setting of a vault that says after how many quiet minutes it locks; what can be chosen, and what holds first
SETTING, CHOICES, DEFAULT = "lock.minutes", (2, 5, 10, 15, 30), 5

_TICK_MS = 1000
_VK_L = 0x4C
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(Everywhere):
    """`ticked(seconds left)` each second, `expired` at the end, `asked` for Ctrl+L in any window, dialogs included.

    Time spent in suspend counts: the longer of the two clocks does, so that a laptop that is opened again is locked.
    """

    ticked = Signal(int)
    expired = Signal()
    asked = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self.minutes = clock, minutes
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.look)
        self.alive()

    def start(self) -> None:
        """Begin to count."""
        self.alive()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def alive(self) -> None:
        """Somebody is there."""
        self._monotonic, self._now = self._clock.monotonic(), self._clock.now()

    def seconds_left(self) -> int:
        """Until it locks; 0 when it should have."""
        quiet = max(self._clock.monotonic() - self._monotonic, (self._clock.now() - self._now) / timedelta(seconds=1))
        return max(0, round(self.minutes * 60 - quiet))

    def look(self) -> None:
        """Ask the clock."""
        left = self.seconds_left()
        if left > 0:
            self.ticked.emit(left)
            return
        self.stop()
        self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            if self.seconds_left() == 0:
                self.look()  # the first key after a long sleep must not open what should be locked
                return True
            self.alive()
            if isinstance(event, QKeyEvent) and is_lock(event):
                self.asked.emit()
                return True
        return False


def is_lock(event: QKeyEvent, platform: str = sys.platform) -> bool:
    """Whether these are Ctrl and L, whatever letter the layout of the keyboard gives to that key."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return False
    # Windows names the letter of the layout (Arabic, Cyrillic), and the key itself only by a number of its own
    return event.key() == Qt.Key.Key_L or (platform == "win32" and event.nativeVirtualKey() == _VK_L)
