"""A window that knew something and ends: `python -m tests.security.last_session HOW END VAULT`.

HOW is `lock` (Ctrl+L), `quit` (the window is closed), `ended` (by the system, as somebody signs out) or `wrong` (a
passphrase that opens nothing, and the window is closed). END is `scrubbed`, as the application ends, or `plain`, as
any program does. What it is to type comes by standard input, a line each: the passphrase, then what is written into
records. Before it ends it says so and waits for a line, so that somebody may begin to watch.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.security.whole_session import Until, go_on, typed
from vault import app
from vault.plans.model import Incident, Person
from vault.ui.application import Application


def somebody(application: Application, how: str) -> Iterator[Until]:
    """Unlocks, sees records, writes one, begins another, and locks or closes in the middle of it."""
    phrase, *canaries = (line.rstrip("\n") for line in iter(sys.stdin.readline, "\n"))
    yield lambda: QApplication.focusWidget() is not None
    page = application.gate.page()
    page.field.setFocus()
    page.field.reveal(True)
    typed(phrase)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    if how == "wrong":
        yield page.wrong.isVisible
        typed(phrase)  # and once more, not asked about
        told()
        application.gate.close()
        yield lambda: False
    yield lambda: application.room is not None
    room = application.room
    assert room is not None
    people = [Person(name=one, notes=f"{one} said: {one}") for one in canaries]
    room.desk.ask(room.session.save_all(people), room.desk)
    yield lambda: len(room.session.all("person")) == len(canaries)
    for screen in ("network", "today"):
        room.window.go(screen)
        yield lambda: True
    room.desk.open_record(room.session.all("person")[0].id)
    yield lambda: True
    room.desk.open_form(Incident())
    yield lambda: QApplication.focusWidget() is not None
    for one in canaries:
        typed(f"{one}, {one}. ")
    room.desk.look_everywhere(canaries[0])
    yield lambda: True
    room.window.grab()
    told()
    if how == "lock":
        QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    elif how == "quit":
        room.window.close()
    else:
        os.kill(os.getpid(), signal.SIGTERM)
    yield lambda: False


def told() -> None:
    """Have whoever watches look at what is there, and at what is left."""
    sys.stdout.write("ends\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main(how: str, end: str, path: Path) -> None:
    start = Application.start

    def started(self: Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        QTimer.singleShot(0, lambda: go_on(somebody(self, how)))

    Application.start = started  # type: ignore[method-assign]
    app.spawn = lambda path: sys.stdout.write(f"a fresh instance for {path}\n")  # type: ignore[assignment]
    if end == "plain":
        app.leave = os._exit
    app.main(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
