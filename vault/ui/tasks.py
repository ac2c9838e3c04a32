"""Long work on another thread, with progress and a way to stop, answered on the thread of the window."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QWidget

from vault.errors import Cancelled, VaultError
from vault.progress import Progress

log = logging.getLogger(__name__)


class Task(QObject):
    """Runs `work(progress)` and sends exactly one of `finished(result)`, `failed(error)` or `stopped()`.

    The task belongs to `asker`: when that widget dies, the work is asked to stop and its answer is dropped, on
    whichever thread that turns out: `unheard(result)` may put away what nobody received.
    `progressed(done, total, what)` comes at the pace of the work. `failed` carries a VaultError, or whatever else was
    raised, which is then also in the log (its kind and place, not its words).
    """

    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    progressed = Signal(int, int, str)

    def __init__(
        self, work: Callable[[Progress], object], asker: QWidget, unheard: Callable[[Any], object] | None = None
    ) -> None:
        super().__init__(asker)
        self._worker = _Worker(work, unheard)
        wires = self._worker.wires
        wires.ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        wires.progressed.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(partial(self._worker.abandon))  # a method alone is held weakly, and nobody else has it

    def start(self) -> Task:
        """Begin; returns the task itself."""
        QThreadPool.globalInstance().start(self._worker)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress; `stopped` follows when it has."""
        self._worker.stop.set()

    @Slot(str, object)
    def _answer(self, how: str, what: object) -> None:
        if how == "finished":
            self.finished.emit(self._worker.results.pop())
        elif how == "stopped":
            self.stopped.emit()
        else:
            self.failed.emit(what)
        self.deleteLater()


def start(
    work: Callable[[Progress], Any],
    asker: QWidget,
    done: Callable[[Any], object],
    failed: Callable[[Exception], object],
    unheard: Callable[[Any], object] | None = None,
) -> Task:
    """Run `work` for `asker` and call `done` with its result or `failed` with its error."""
    task = Task(work, asker, unheard)
    task.finished.connect(done)
    task.failed.connect(failed)
    return task.start()


class _Wires(QObject):
    """Signals of a worker: an object of its own, so that a dead asker leaves the worker something to call."""

    ended = Signal(str, object)
    progressed = Signal(int, int, str)


class _Worker(QRunnable):
    def __init__(self, work: Callable[[Progress], object], unheard: Callable[[Any], object] | None) -> None:
        super().__init__()
        self._work, self._unheard = work, unheard
        self.wires = _Wires()
        self.stop, self._abandoned = threading.Event(), threading.Event()
        self.results: list[object] = []

    def abandon(self, _task: object = None) -> None:
        """Nobody waits for it any more."""
        self._abandoned.set()
        self.stop.set()
        self._drop()

    def _drop(self) -> None:
        try:
            result = self.results.pop()  # whichever thread comes second finds it
        except IndexError:
            return
        if self._unheard is not None:
            self._unheard(result)

    def run(self) -> None:
        try:
            if self.stop.is_set():
                raise Cancelled
            result = self._work(self._report)
        except Cancelled:
            self.wires.ended.emit("stopped", None)
        except VaultError as error:
            self.wires.ended.emit("failed", error)
        except Exception as error:  # noqa: BLE001 - the window shows it calmly; a thread must not end silently
            log.error("a task ended in %s", type(error).__name__)
            self.wires.ended.emit("failed", error)
        else:
            self.results.append(result)
            self.wires.ended.emit("finished", None)
            if self._abandoned.is_set():
                self._drop()

    def _report(self, done: int, total: int, what: str) -> None:
        if self.stop.is_set():
            raise Cancelled
        self.wires.progressed.emit(done, total, what)
