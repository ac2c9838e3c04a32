"""From the unlocked key to the painted window, with 1,000 and with 100,000 incidents; unlocking itself is left out."""

from __future__ import annotations

import statistics

from PySide6.QtWidgets import QApplication

from benchmarks.stage import filled, passphrase, say, seconds
from vault.app import pages
from vault.services import unlocking
from vault.services.session import Session
from vault.ui import theme
from vault.ui.room import Room


def run() -> None:
    """Medians of several openings of each vault, in turn."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    taken: dict[int, list[float]] = {1_000: [], 100_000: []}
    for _turn in range(6):
        for count, times in taken.items():
            times.append(1000 * _painted(app, count))
    small, large = (statistics.median(times[1:]) for times in taken.values())
    say("unlocked key to painted Today, 100,000 incidents", f"{large:.0f} ms", "150 ms")
    say("the same / with 1,000 incidents", f"{large / small:.2f}", "1.2")


def _painted(app: QApplication, count: int) -> float:
    opened = unlocking.unlock(filled(count), passphrase())
    kept: list[Room] = []

    def show() -> None:
        room = Room(Session(opened), pages)
        kept.append(room)
        room.show()
        room.window.grab()

    taken = seconds(show)
    kept[0].close()
    app.sendPostedEvents()
    return taken
