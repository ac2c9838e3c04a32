"""Between the writer thread and the window: committed changes and answers arrive on the thread of the window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from vault.errors import VaultError
from vault.services.session import Change, Session

log = logging.getLogger(__name__)

T = TypeVar("T")


def _nothing(_result: object) -> None:
    """Where nobody waits for the result."""


class _Wires(QObject):
    """What the writer thread calls: an object of its own, because the last writes of a vault end after its window.

    It belongs to no other and lives as long as anybody can still call it.
    """

    committed = Signal(object)
    settled = Signal(object)

    def pass_on(self, change: Change) -> None:
        """A write was committed. (An `emit` alone would not keep the object that it belongs to.)"""
        self.committed.emit(change)


class Bridge(QObject):
    """Sends `changed(Change)` after every committed write and brings the results of futures to who asked.

    `complain` gets the errors that nobody else wants to hear of.
    """

    changed = Signal(object)

    def __init__(self, session: Session, complain: Callable[[BaseException], object], parent: QObject | None = None):
        super().__init__(parent)
        self._complain = complain
        self._wires = _Wires()
        self._wires.committed.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._wires.settled.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        session.on_change(self._wires.pass_on)

    def ask(
        self,
        future: Future[T],
        asker: QObject,
        done: Callable[[T], object] = _nothing,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `done(result)` or `failed(error)` on this thread when the future is settled.

        When `asker` has died by then, the answer is dropped.
        """
        wires = self._wires
        future.add_done_callback(lambda settled: wires.settled.emit((settled, asker, done, failed)))

    @Slot(object)
    def _answer(self, answer: tuple[Any, ...]) -> None:
        future, asker, done, failed = answer
        if not isValid(asker):
            return
        error = future.exception()
        if error is None:
            done(future.result())
            return
        if not isinstance(error, VaultError):
            log.error("a write ended in %s", type(error).__name__)
        (failed or self._complain)(error)


class Follower(QObject):
    """Calls `page.reload()` when records of `kinds` change while the page is seen; () means of any kind."""

    def __init__(self, page: QWidget, changed: Any, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(page)
        self._page, self._kinds = page, frozenset(kinds)
        changed.connect(self._look)

    @Slot(object)
    def _look(self, change: Change) -> None:
        if self._page.isVisible() and (not self._kinds or self._kinds & change.kinds):
            self._page.reload()  # type: ignore[attr-defined]
