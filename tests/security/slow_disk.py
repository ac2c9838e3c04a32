"""The window at work, to be watched on a disk that takes its time: `python -m tests.security.slow_disk VAULT`.

Does what people do all day, one after the other, and tells of each how often the window's events came round until it
was on the disk.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.security.whole_session import PHRASE, Until, go_on, typed
from vault import app
from vault.plans.days import Day
from vault.plans.model import Incident


class Turns:
    """Counts how often the window's events come round."""

    def __init__(self) -> None:
        self.count = 0
        self.timer = QTimer(interval=2)
        self.timer.timeout.connect(self._come_round)
        self.timer.start()

    def _come_round(self) -> None:
        self.count += 1

    def tell(self, what: str) -> None:
        """Since the last time."""
        sys.stdout.write(f"{what} {self.count}\n")
        self.count = 0


def somebody(application: app.Application) -> Iterator[Until]:
    """Unlocks, then saves, keeps what is typed, deletes, takes back, erases and chooses a setting."""
    yield lambda: QApplication.focusWidget() is not None
    typed(PHRASE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    yield lambda: application.room is not None
    room = application.room
    assert room is not None
    desk, session = room.desk, room.session
    sys.stdout.write(f"window {os.getpid()}\n")
    turns = Turns()
    for number in range(3):
        saving = session.save(Incident(title=f"Call {number}", occurred=Day("2026-10-03")))
        yield saving.done
        turns.tell("save")
    one = session.all("incident")[0]
    QTest.keyClick(room.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    yield lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit)
    turns.count = 0
    typed("They called and then")
    desk.keep()
    yield lambda: bool(session.drafts())
    turns.tell("draft")
    for what, ask in (
        ("delete", lambda: session.trash([one.id])),
        ("undo", session.undo),
        ("setting", lambda: session.set_setting("lock.minutes", 10)),
        ("erase", lambda: session.purge([one.id])),
    ):
        yield ask().done
        turns.tell(what)
    sys.stdout.flush()
    os._exit(0)


def main(path: Path) -> None:
    start = app.Application.start

    def started(self: app.Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        QTimer.singleShot(0, lambda: go_on(somebody(self)))

    app.Application.start = started  # type: ignore[method-assign]
    app.main(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
