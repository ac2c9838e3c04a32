"""The window's composition root: what knows everyone, started by `vault` and by itself after a lock."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from vault.log import tell_bare_faults
from vault.services import scrubbing
from vault.services.hardening import harden
from vault.ui import theme, traceless
from vault.ui.application import Application, Outside

if TYPE_CHECKING:
    import subprocess

    from vault.ui.desk import Desk

LOCKED, SALVAGE, KEPT, TIDY, TIMES = "--locked", "--salvage", "--kept", "--tidy", "--times"


def run(path: Path | None) -> int:
    """Open the window in a process of its own and wait for it; 0 when it ended as it should.

    That process zeroes its memory at its end, so that it cannot say itself how it ended.
    """
    window = _started([] if path is None else [str(path)])
    for number in _endings():
        signal.signal(number, lambda asked, _frame: window.send_signal(asked))
    code = window.wait()
    return 0 if code == scrubbing.ZEROED else code


def main(path: Path | None, locked: bool = False, salvage: bool = False, kept: bool = False) -> int:
    """Open the window on a vault (None: the one there is, or the welcome page); the exit code."""
    harden()
    traceless.remember_nothing()
    app = theme.application(sys.argv[0])
    app.setApplicationName("notes")  # neutral: desktops show and keep it
    app.setQuitOnLastWindowClosed(False)  # windows hide before a lock; the application says when it ends
    theme.apply(app)
    application = Application(pages, Outside(spawn, spawn_to_salvage, spawn_kept, leave))
    tell_bare_faults(application.calm)
    heed_the_system(application)
    application.start(path, locked=locked, salvage=salvage, kept=kept)
    code = app.exec()
    leave(code)  # somebody may have typed a passphrase, even where nothing was opened
    return code


def heed_the_system(application: Application) -> None:
    """Have the file close, and what is typed be kept, when the system ends its programs: somebody signs out."""
    for number in _endings():
        # heard within a second: Python looks for signals when one of its timers runs
        signal.signal(number, lambda _number, _frame: QTimer.singleShot(0, application.end))


def _endings() -> list[signal.Signals]:
    """The signals by which a system ends its programs, those that are not ignored."""
    named = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGINT"))
    return [number for number in named if number is not None and signal.getsignal(number) is not signal.SIG_IGN]


def pages(desk: Desk) -> Mapping[str, Callable[[], QWidget]]:
    """The pages of the screens, each made when it is first gone to."""
    from vault.ui.pages.export import ReportsPage
    from vault.ui.record_screens import record_screens

    return {**record_screens(desk), "reports": partial(ReportsPage, desk)}


def spawn(path: Path | None) -> None:
    """Start a fresh instance, locked on the vault at `path`; on none when it is None."""
    _started([] if path is None else [LOCKED, str(path)])


def spawn_to_salvage(path: Path) -> None:
    """Start a fresh instance that saves what can be read of the vault at `path`."""
    _started([SALVAGE, str(path)])


def spawn_kept(path: Path) -> None:
    """Start a fresh instance that says of the vault at `path` that it could not be destroyed."""
    _started([KEPT, str(path)])


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    import subprocess  # late: the window that waits for a passphrase starts nothing

    frozen = getattr(sys, "frozen", False)
    # -P: a module lying in the folder somebody happens to be in must not run, and be told the passphrase
    command = [sys.executable] if frozen else [sys.executable, "-P", "-m", "vault.app"]
    return subprocess.Popen([*command, *arguments], close_fds=True)  # noqa: S603 - our own program


def leave(code: int) -> None:
    """End this process now, its memory zeroed: no tidying that could take long or touch what was closed."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        pass  # whoever was reading has gone, or a window without a console has none: nothing may keep it alive
    scrubbing.die(code)


if __name__ == "__main__" and TIDY in sys.argv:
    from vault.services import tidying  # late, as all of the vault's storage: a window begins without it

    tidying.main()  # a packed program is all its processes
elif __name__ == "__main__" and TIMES in sys.argv:
    from vault.ui import bell  # late: it reminds, and opens no vault

    sys.exit(bell.main())
elif __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one not in (LOCKED, SALVAGE, KEPT)]
    given = Path(arguments[0]) if arguments else None
    asked = {name: flag in sys.argv for name, flag in (("locked", LOCKED), ("salvage", SALVAGE), ("kept", KEPT))}
    sys.exit(main(given, **asked))
