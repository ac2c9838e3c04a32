"""The helper that reminds while the vault is locked: a process of its own that reads moments and shows neutral words.

It opens no vault and knows none. It ends by itself when no such file is left, and at once where another one runs: what
is due would be told twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, tzinfo

from dateutil import tz
from PySide6.QtCore import QLockFile, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSystemTrayIcon, QVBoxLayout, QWidget

from vault import paths
from vault.i18n import _
from vault.plans import reminding
from vault.services import bells
from vault.ui import sweeping

_EVERY_MS = 60_000
_SHOWN_MS = 20_000


class Ringer(QObject):
    """Looks once a minute, so that a laptop that slept is told soon after it wakes; `show(words)` tells.

    `over` when no file is left to wait for.
    """

    over = Signal()

    def __init__(
        self,
        show: Callable[[str], object],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._show, self._now, self._zone = show, now, zone or tz.tzlocal()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Tell what came due."""
        now, found = self._now(), bells.files()
        for file in found:
            bell = bells.read(file)
            if bell and reminding.rings(bell, now, self._zone):
                # written before it is shown: a file that cannot be written would ring every minute
                with suppress(OSError):
                    bells.write(file, reminding.rung(bell, now))
                    self._show(bell.words)
        if not found:
            self.over.emit()


def alone() -> QLockFile | None:
    """What the only helper holds while it runs; None where there is one already.

    A place that cannot be written keeps nobody from being reminded: one too many is better than none.
    """
    file = paths.one_helper()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    held = QLockFile(str(file))
    held.setStaleLockTime(0)  # only where its process is gone
    taken = held.tryLock(0) or held.error() != QLockFile.LockError.LockFailedError
    return held if taken else None


def main() -> int:
    """Until no file is left, or the desktop ends."""
    held = alone()
    if held is None:
        return 0
    app = QApplication(["notes"])
    app.setApplicationName("notes")
    app.setQuitOnLastWindowClosed(False)
    sweeping.begin()
    ringer = Ringer(tell)
    ringer.over.connect(app.quit)
    ringer.start()
    code = app.exec() if bells.files() else 0
    held.unlock()
    return code


def tell(words: str) -> None:
    """By the desktop where it takes messages, else in a small window that takes no focus."""
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        icon = QSystemTrayIcon(QApplication.instance())
        icon.setIcon(QApplication.windowIcon())
        icon.show()
        icon.showMessage(_("Notes"), words, QSystemTrayIcon.MessageIcon.NoIcon, _SHOWN_MS)
        QTimer.singleShot(_SHOWN_MS, icon, icon.deleteLater)
        return
    _Note(words).show()


class _Note(QWidget):
    def __init__(self, words: str) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(_("Notes"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        said = QLabel()
        said.setTextFormat(Qt.TextFormat.PlainText)  # what looks like HTML would fetch its pictures
        said.setText(words)
        column.addWidget(said)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.close)
        column.addWidget(close)
        _OPEN.append(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        QTimer.singleShot(0, self._let_go)  # once Qt is done with it

    def _let_go(self) -> None:
        _OPEN[:] = [one for one in _OPEN if one is not self]


_OPEN: list[_Note] = []  # a window nobody holds would be gone at once
