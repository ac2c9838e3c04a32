"""What happens under pressure: the first flush that cannot be taken back, a lock, a start, a large list, a backup."""

from __future__ import annotations

import resource
import statistics
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks import child
from benchmarks.stage import CHANCE, WORDS, empty, filled, passphrase, percentile, say, seconds
from vault.app import pages
from vault.errors import WrongPassphrase
from vault.plans.model import Incident
from vault.services import backing_up, duress, unlocking
from vault.services.session import Session
from vault.storage import kdf
from vault.storage.database import connect
from vault.storage.medium import FileMedium
from vault.ui import theme
from vault.ui.room import Room

DURESS = b"the kettle sings at noon"
_TURNS = 7
_BACKUPS = 5


def run() -> None:
    """One line a goal."""
    _first_flush()
    _lock()
    _start()
    _scroll()
    _backup()


def _first_flush() -> None:
    """From the end of the key derivation to the end of the flush after which nothing opens any more."""
    taken = [_struck_after(turn) for turn in range(_TURNS)]
    say("duress: key derived to the first flush, median", f"{1000 * statistics.median(taken):.1f} ms", "20 ms")


def _struck_after(turn: int) -> float:
    with empty(f"struck-{turn}") as session:
        path, survivor = session.path, backing_up.back_up(session, session.path.with_name(f"far-{turn}.backup")).path
    duress.set_up(path, passphrase(), bytearray(DURESS), backup=survivor)
    moments: dict[str, float] = {}
    derive, flush = kdf.derive, FileMedium.flush

    def derived(*how: object) -> bytearray:
        made = derive(*how)  # type: ignore[arg-type]
        moments["derived"] = time.perf_counter()
        return made

    def flushed(self: FileMedium) -> None:
        flush(self)
        moments.setdefault("flushed", time.perf_counter())

    kdf.derive, FileMedium.flush = derived, flushed  # type: ignore[assignment,method-assign]
    try:
        unlocking.unlock(path, bytearray(DURESS)).close()
    except WrongPassphrase:
        pass
    finally:
        kdf.derive, FileMedium.flush = derive, flush  # type: ignore[method-assign]
    return moments["flushed"] - moments["derived"]


def _lock() -> None:
    """In a process of its own: from the lock to windows that are gone, and to a process that is."""
    blank, gone = [], []
    for _turn in range(_TURNS):
        process = child.started("lock", filled(1_000))
        locked, hidden = (float(one) for one in process.communicate(timeout=120)[0].split())
        gone.append(time.time() - locked)
        blank.append(hidden - locked)
    say("lock to a blank screen, 1,000 incidents, median", f"{1000 * statistics.median(blank):.0f} ms", "50 ms")
    say("lock to the process gone, memory zeroed, median", f"{1000 * statistics.median(gone):.0f} ms", "300 ms")


def _start() -> None:
    """From the start of a process to a focused passphrase field, and to a bare PySide6 window with a focused field."""
    taken: dict[str, list[float]] = {"bare": [], "field": []}
    for _turn in range(_TURNS):
        for name, times in taken.items():
            times.append(seconds(lambda name=name: child.started(name, filled(1_000)).wait()))  # type: ignore[misc]
    bare, field = (statistics.median(times) for times in taken.values())
    say("start to the passphrase field / a bare PySide6 window", f"{field / bare:.2f} ({1000 * field:.0f} ms)", "1.6")


def _scroll() -> None:
    """Page after page of 100,000 incidents, each painted; and what the process takes of memory then."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    room = Room(Session(unlocking.unlock(filled(100_000), passphrase())), pages)
    room.window.resize(1366, 742)
    room.show()
    room.window.go("incidents")
    table = room.window.stage.currentWidget().listing.table()  # type: ignore[union-attr]
    app.processEvents()
    frames = []
    for turn in range(400):
        bar = table.verticalScrollBar()
        step = bar.pageStep() if turn % 4 else bar.maximum() // 7
        bar.setValue((bar.value() + step) % max(1, bar.maximum()))
        frames.append(1000 * seconds(lambda: table.viewport().repaint()))
        app.processEvents()
    QTest.keyClick(table, Qt.Key.Key_End)
    say("scrolling 100,000 incidents: a painted frame, p99", f"{percentile(frames, 0.99):.1f} ms", "16 ms")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say("memory of the measuring process at most", f"{most:.0f} MB", "(4 GB laptop)")
    room.close()


def _backup() -> None:
    """A backup that is read again and a trial restore of 200 MB, against the backup API alone: medians, in turn."""
    taken: dict[str, list[float]] = {"alone": [], "ours": [], "trial": []}
    with empty("large") as session, TemporaryDirectory(prefix="benchmark-") as folder:
        records = [(Incident(title=f"Call {n}", facts=_long_text()), "") for n in range(4_500)]
        session.save_batch(records, "", "large").result()
        session.submit(lambda work: work.fold_log()).result()
        size = session.opened.bundle.database.stat().st_size / 1e6
        for turn in range(_BACKUPS):
            target = Path(folder) / f"{turn}.backup"
            taken["alone"].append(seconds(partial(_copy_alone, session, target.with_suffix(".db"))))
            taken["ours"].append(seconds(partial(backing_up.back_up, session, target)))
            taken["trial"].append(seconds(partial(backing_up.try_again, session, target)))
    alone, ours, trial = (statistics.median(times) for times in taken.values())
    say(f"backup of {size:.0f} MB, read again / the backup API alone", f"{ours / alone:.2f}", "1.5")
    say("trial restore of it / the backup API alone", f"{trial / alone:.2f}", "1.5")


def _copy_alone(session: Session, target: Path) -> None:
    made = connect(target, session.opened.key.database_spec(), new=True)
    with session.snapshot() as seen:
        seen.db.backup(made)
    made.close()


def _long_text() -> str:
    return " ".join(CHANCE.choices(WORDS, k=1500))
