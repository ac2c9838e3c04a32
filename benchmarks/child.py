"""What has to be measured in a process of its own: `python -m benchmarks.child WHAT VAULT`.

Each loads what it needs and nothing else: loading is a part of what is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


def started(what: str, vault: Path) -> subprocess.Popen[str]:
    """The process; what it measured comes on its standard output."""
    command = [sys.executable, "-m", "benchmarks.child", what, str(vault)]
    # compiled modules are kept, as where the program is installed, whatever is wished for in the shell of a developer
    wished = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    wished["PYTHONPYCACHEPREFIX"] = str(Path(sys.prefix) / "compiled")
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=wished)


def bare(_vault: Path) -> None:
    """A window with a field, and nothing else."""
    from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

    app = QApplication([])
    window, field = QWidget(), QLineEdit()
    QVBoxLayout(window).addWidget(field)
    _end_when_focused(app, field)
    window.show()
    window.activateWindow()
    field.setFocus()
    app.exec()


def field(vault: Path) -> None:
    """The window of a locked vault."""
    from PySide6.QtWidgets import QApplication

    from vault import app

    start = app.Application.start

    def then(self: app.Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        _end_when_focused(QApplication.instance(), self.gate.page().field.line)

    app.Application.start = then  # type: ignore[method-assign]
    app.main(vault)


def _end_when_focused(app: object, field: object) -> None:
    def look(_before: object, now: object) -> None:
        if now is field:
            os._exit(0)

    app.focusChanged.connect(look)  # type: ignore[attr-defined]
    if app.focusWidget() is field:  # type: ignore[attr-defined]
        os._exit(0)


def lock(vault: Path) -> None:
    """An open vault that is locked: prints when, and when nothing was to be seen any more."""
    from PySide6.QtCore import QTimer

    from benchmarks.stage import PASSPHRASE
    from vault import app
    from vault.services import unlocking
    from vault.services.session import Session

    start = app.Application.start

    def then(self: app.Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        self.enter(unlocking.unlock(vault, bytearray(PASSPHRASE)))
        QTimer.singleShot(500, lambda: _lock_now(self))

    def _lock_now(application: app.Application) -> None:
        stop = Session.stop

        def stopped(session: Session) -> None:  # windows are hidden before anything is stopped
            print(time.time(), flush=True)
            stop(session)

        Session.stop = stopped  # type: ignore[method-assign]
        print(time.time(), flush=True)
        application.lock()

    app.Application.start = then  # type: ignore[method-assign]
    app.spawn = lambda path: None
    app.main(vault)


if __name__ == "__main__":
    {"bare": bare, "field": field, "lock": lock}[sys.argv[1]](Path(sys.argv[2]))
