"""From the first window to the last: the ways in, the open vault, and locking it again.

Locking ends the process: what is typed is handed on as drafts, the screen goes blank, the vault is closed, a fresh and
locked instance starts, and this process leaves with everything it knew.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from vault.services import places
from vault.ui import capture, clipboard, sweeping
from vault.ui.gate import Gate
from vault.ui.looking import Looking
from vault.ui.ways_in import Outside, WaysIn

if TYPE_CHECKING:
    from vault.services.destroying import Orders
    from vault.services.session import Session
    from vault.services.unlocking import Opened
    from vault.ui.room import Pages, Room

__all__ = ["Application", "Outside"]

log = logging.getLogger(__name__)

_PATIENCE = 15.0  # seconds: what has not closed by then hangs, and ends as by a kill


class Application(QObject):
    """`start` shows the first window; the event loop is whoever's made the QApplication."""

    def __init__(self, pages: Pages, outside: Outside) -> None:
        super().__init__()
        self._pages, self._outside = pages, outside
        sweeping.begin()  # before the first page: unlocking and founding run on threads of their own
        self._copied = clipboard.keeper(QGuiApplication.clipboard(), self)
        self._screen = capture.guard(self)
        self.look = Looking(self)
        self.gate = Gate()
        self.gate.closed.connect(self._leave_gate)
        self.ways = WaysIn(self.gate, outside, self)
        self.ways.entered.connect(self.enter)
        self.ways.sampled.connect(self._enter_sample)
        self.ways.lock_asked.connect(self._lock_unseen)
        self.ways.finished.connect(self._forget)
        self.room: Room | None = None
        self._leaving = False

    def start(
        self, path: Path | None = None, *, locked: bool = False, salvage: bool = False, kept: bool = False
    ) -> None:
        """Unlock `path`, or the one vault in the usual place, or else welcome. `locked`: just locked by a person.

        `salvage`: save what can be read of it instead. `kept`: it was to be destroyed and could not be.
        """
        path = path or self._only_one()
        if path is None:
            self.ways.show_welcome()
        elif salvage:
            self.ways.show_salvage(path)
        else:
            self.ways.show_unlock(path, locked=locked, kept=kept)
        self.gate.show()

    def _only_one(self) -> Path | None:
        here = places.known(self._outside.folder())
        return here[0] if len(here) == 1 else None

    # ------------------------------------------------------------------ an open vault

    def enter(self, opened: Opened, settings: dict[str, Any] | None = None) -> None:
        """Show the window of a vault that was just opened; `settings` are kept in it first.

        With an opening code nothing of it is shown before a passphrase is chosen.
        """
        if opened.one_time and not opened.readonly:
            self.ways.show_choose(opened)
        else:
            self._open(opened, settings or {})

    def _enter_sample(self, opened: Opened, settings: dict[str, Any]) -> None:
        from vault.services import sample

        self._open(opened, settings, sample.fill)

    def _open(
        self, opened: Opened, settings: dict[str, Any], fill: Callable[[Session], object] = lambda _session: None
    ) -> None:
        """Show its window; where the first writing into it fails it is closed, and that is said."""
        from vault.services.session import Session
        from vault.ui.room import Room

        session: Session | None = None
        try:
            session = Session(opened, clock=self._outside.clock)
            fill(session)
            for name, value in settings.items():
                session.set_setting(name, value).result()
            self.room = Room(session, self._pages, self, self._screen, self.look)
        except Exception as error:  # noqa: BLE001 - a window that answers to nothing would hold an open vault
            log.error("opening ended in %s", type(error).__name__)
            with suppress(Exception):  # a disk that took nothing takes no last word either
                if session is not None:
                    session.close()
            self.ways.turn_away(opened, error)
            return
        self._furnish(self.room)

    def _furnish(self, room: Room) -> None:
        room.lock_asked.connect(self.lock)
        room.left.connect(self._leave_window)
        room.own_asked.connect(self._start_own)
        room.salvage_asked.connect(self._salvage_open)
        room.elsewhere_asked.connect(self.lock)
        room.gone.connect(self.vanish)
        room.destroy_asked.connect(self.destroy)
        room.window.setGeometry(self.gate.geometry())
        room.window.setWindowState(self.gate.windowState())
        room.show()
        self.gate.hide()

    def lock(self, onto: Path | None = None) -> None:
        """Keep drafts, blank the screen, close, start a fresh locked instance, leave. Nothing can hold it up for long.

        `onto`: the vault that the fresh instance asks for, this one when None.
        """
        if self.room is not None:
            self._end(onto or self.room.session.path)

    def vanish(self) -> None:
        """As a lock, but the fresh instance knows of no vault: this one took itself away."""
        self._end(None)

    def destroy(self, wished: Orders, silently: bool = False) -> None:
        """Make the open vault worthless, and vanish. Nothing is asked any more, and nothing waited for.

        Where its disk takes no changes it is still there, and asked for again: with words, unless `silently`.
        """
        from vault.services import destroying

        left: list[Path] = []

        def strike(room: Room) -> None:
            for window in QApplication.topLevelWidgets():  # also what is being asked just now
                window.hide()
            left.extend(destroying.left(destroying.destroy(room.session, wished)))

        def spawn(path: Path) -> None:
            if left and not silently:
                self._outside.spawn_kept(path)
            else:
                self._outside.spawn(path if left else None)

        if self.room is not None:
            then = partial(self._start_anew, partial(spawn, self.room.session.path))
            self._leave_room(strike, then, patience=None)  # what a slow stick has not taken yet would open again

    def _lock_unseen(self, opened: Opened) -> None:
        """As a lock, of a file that an opening code opened and whose window is not there yet."""
        self._leave(self._part_from_gate, partial(self._start_anew, partial(self._outside.spawn, opened.bundle.path)))

    def _forget(self, path: Path) -> None:
        """As a lock, in the place of an instance that has read a whole vault to save it, or reads it yet."""
        self._leave(self._part_from_gate, partial(self._start_anew, partial(self._outside.spawn, path)))

    def _leave_gate(self) -> None:
        """The window was closed before a vault was shown in it: what it was about lets go, and the process ends."""
        if self.room is None:
            self._leave(self._part_from_gate, self._leave_soon)

    def _part_from_gate(self) -> None:
        """What is half saved is taken back, and what is open without its window is closed."""
        from vault.ui import blanking

        blanking.blank()
        opened = self.ways.unseen
        if blanking.let_go() and opened is not None:  # the keys are not wiped under what still works with them
            opened.close()

    def _end(self, onto: Path | None) -> None:
        self._leave_room(_close, partial(self._start_anew, partial(self._outside.spawn, onto)))

    def _leave_window(self) -> None:
        """The window was closed: the vault closes and the process ends."""
        self._leave_room(_close, self._leave_soon)

    def _leave_soon(self) -> None:
        if QThread.isMainThread():
            QTimer.singleShot(0, partial(self._outside.leave, 0))
        else:
            self._outside.leave(0)

    def _leave_room(
        self, part_from: Callable[[Room], object], then: Callable[[], object], patience: float | None = _PATIENCE
    ) -> None:
        if self.room is not None:
            self._leave(partial(part_from, self.room), then, patience)

    def _leave(
        self, part: Callable[[], object], then: Callable[[], object], patience: float | None = _PATIENCE
    ) -> None:
        """Once, and `then` whatever goes wrong: on another thread where the parting takes longer than `patience`."""
        if self._leaving:
            return
        self._leaving = True
        leave_once = _Once(then)
        if patience is not None:
            leave_once.after(patience)
        try:
            self._copied.clear()
            part()
        finally:
            leave_once()

    def _start_anew(self, spawn: Callable[[], object]) -> None:
        try:
            spawn()
        finally:
            self._outside.leave(0)  # where no fresh instance can be started either

    def end(self) -> None:
        """The system ends the program: as if the window had been closed, and at once."""
        if self.room is None:
            self._leave_gate()
        else:
            self._leave_window()

    def _start_own(self) -> None:
        """From the sample to a vault of one's own."""
        if self.room is not None:
            self._go_out(self.room)
            self.ways.show_create()
            self.gate.show()

    def _salvage_open(self) -> None:
        """The open vault turned out to be damaged: as a lock, but the fresh instance saves what can be read of it."""
        if self.room is not None:
            path = self.room.session.path
            self._leave_room(_close, partial(self._start_anew, partial(self._outside.spawn_to_salvage, path)))

    def _go_out(self, room: Room) -> None:
        self.room = None
        room.close()
        room.window.deleteLater()
        room.deleteLater()
        self.look.end()

    def calm(self) -> None:
        """Say that something went wrong in the program, after nobody caught it."""
        if self.room is not None and not self._leaving:
            self.room.desk.complain(RuntimeError())


def _close(room: Room) -> None:
    room.close()


class _Once:
    """Calls `run` once, whoever is first to ask for it."""

    def __init__(self, run: Callable[[], object]) -> None:
        self._run, self._first, self._asked = run, threading.Lock(), threading.Event()

    def __call__(self) -> None:
        self._asked.set()
        if self._first.acquire(blocking=False):
            self._run()

    def after(self, seconds: float) -> None:
        """Unless it was asked for by then; on a thread that nothing waits for."""
        threading.Thread(target=self._wait, args=(seconds,), daemon=True).start()

    def _wait(self, seconds: float) -> None:
        if not self._asked.wait(seconds):
            self()
