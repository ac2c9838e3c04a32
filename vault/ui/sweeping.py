"""Garbage is collected on the thread of the window only, and from its event loop.

Python collects cycles on whichever thread happens to allocate, and whenever it does. A widget that is freed by the
writer thread takes the whole program with it, and one that is freed while Qt destroys another can wait for itself for
ever. So collecting is switched off and done from a timer. It stays off: the process ends with its windows.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_EVERY_MS = 1000


class Sweeper(QObject):
    """Collects every second what has piled up, as long as `parent` lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(sweep)
        self._timer.start()


def begin() -> None:
    """Have one for the whole program, however often this is called."""
    gc.disable()
    app = QCoreApplication.instance()
    if app is not None and not any(isinstance(one, Sweeper) for one in app.children()):
        Sweeper(app)


def sweep() -> None:
    """Collect the oldest generation that is due, as Python itself would."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if threshold and count > threshold:
            gc.collect(generation)
            return
