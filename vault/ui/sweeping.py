"""Garbage is collected on the thread of the window only.

Python collects cycles on whichever thread happens to allocate. A widget that is freed by the writer thread takes the
whole program with it, so that collecting is switched off and done from a timer while there are windows.
"""

from __future__ import annotations

import gc
import itertools

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
# collecting is switched for the whole process, and so is the count of who wants it off
_NUMBERS, _LIVING = itertools.count(), set[int]()


class Sweeper(QObject):
    """Collects every second what has piled up, as long as `parent` lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        number = next(_NUMBERS)
        _LIVING.add(number)
        self.destroyed.connect(lambda: _ended(number))
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._sweep)
        self._timer.start()

    def _sweep(self) -> None:
        sweep()


def _ended(number: int) -> None:
    """Python collects by itself again when the last one is gone, and not before: another window may be open."""
    _LIVING.discard(number)
    if not _LIVING:
        gc.enable()


def sweep() -> None:
    """Collect the oldest generation that is due, as Python itself would."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if threshold and count > threshold:
            gc.collect(generation)
            return
