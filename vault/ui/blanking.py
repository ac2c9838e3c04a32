"""Around the closing of a vault: nothing to be seen any more before it, what runs brought to its end after it.

Drafts are handed to the writer thread before: which field had the cursor is known only while there is a window.
"""

from __future__ import annotations

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from vault.ui.tasks import Task

_LET_GO_MS = 5000


def blank() -> None:
    """Hide every window, what is being asked included, and have what runs stop; nobody hears how it ended."""
    windows = QApplication.topLevelWidgets()
    for window in windows:
        window.hide()
    for task in [task for window in windows for task in window.findChildren(Task)]:
        task.cancel()
        task.blockSignals(True)


def let_go() -> bool:
    """Wait for what was stopped: it removes its half-made files first. False when it has not ended in time."""
    return QThreadPool.globalInstance().waitForDone(_LET_GO_MS)
