"""From the first window to the last: welcome, create, restore or unlock, the open vault, and locking it again.

Locking ends the process: the screen goes blank, drafts are kept, the vault is closed, a fresh and locked instance
starts, and this process leaves with everything it knew. That instance must be there at once, so all but the one field
it asks in is loaded later: other pages when they are gone to, the window while a passphrase is worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from vault.clock import Clock
from vault.errors import InUse, VaultError
from vault.i18n import _
from vault.progress import Progress
from vault.services import places, unlocking
from vault.ui import capture, clipboard, words
from vault.ui.gate import Gate
from vault.ui.pages.unlock import Unlock
from vault.ui.sweeping import Sweeper

if TYPE_CHECKING:
    from vault.services.backing_up import Verified
    from vault.services.destroying import Orders
    from vault.services.founding import Proposal
    from vault.services.salvaging import Salvaged
    from vault.services.session import Session
    from vault.services.unlocking import Opened
    from vault.ui.pages.create import Answers
    from vault.ui.room import Pages, Room

_LET_GO_SECONDS = 3.0  # how long a fresh instance waits for the one that spawned it to release the vault
_PAUSE = 0.1


def _proposed() -> Proposal:
    from vault.services import founding

    return founding.propose_profile()


@dataclass(frozen=True)
class Outside:
    """What the application reaches beyond its windows; tests give their own.

    `spawn` starts a fresh instance, locked on a vault (None: on none); `leave` ends this process at once, without
    looking back.
    """

    spawn: Callable[[Path | None], object]
    leave: Callable[[int], object]
    clock: Clock = Clock()
    propose: Callable[[], Proposal] = _proposed
    folder: Callable[[], Path] = field(default=places.usual)


class Application(QObject):
    """`start` shows the first window; the event loop is whoever's made the QApplication."""

    def __init__(self, pages: Pages, outside: Outside) -> None:
        super().__init__()
        self._pages, self._outside = pages, outside
        Sweeper(self)  # before the first page: unlocking and founding run on threads of their own
        self._copied = clipboard.keeper(QGuiApplication.clipboard(), self)
        self._screen = capture.guard(self)
        self.gate = Gate()
        self.gate.closed.connect(QApplication.quit)
        self.room: Room | None = None
        self._leaving = False

    def start(self, path: Path | None = None, *, locked: bool = False) -> None:
        """Unlock `path`, or the one vault in the usual place, or else welcome. `locked`: just locked by a person."""
        here = places.known(self._outside.folder())
        if path is None and len(here) == 1:
            path = here[0]
        if path is None:
            self.show_welcome()
        else:
            self.show_unlock(path, locked=locked)
        self.gate.show()

    # ------------------------------------------------------------------ before a vault is open

    def show_welcome(self) -> None:
        """The choice of ways in."""
        from vault.ui.pages.welcome import Welcome

        page = Welcome(places.known(self._outside.folder()))
        page.create_asked.connect(self.show_create)
        page.restore_asked.connect(self.show_restore)
        page.look_around_asked.connect(self.show_look_around)
        page.chosen.connect(self.show_unlock)
        self._turn(page, _(places.NEUTRAL))

    def show_unlock(self, path: Path, *, locked: bool = False) -> None:
        """One field for the passphrase of a vault."""
        unlock = self._unlock_after_lock if locked else self._unlock
        page = Unlock(path, unlock, _("Locked. Type your passphrase to go on") if locked else "")
        page.began.connect(_load_the_window, Qt.ConnectionType.QueuedConnection)
        page.opened.connect(self.enter)
        page.elsewhere_asked.connect(self.show_welcome)
        page.restore_asked.connect(lambda: self.show_restore(partial(self.show_unlock, path, locked=locked)))
        page.salvage_asked.connect(lambda: self.show_salvage(path))
        page.pieces_asked.connect(lambda: self.show_pieces(path, locked=locked))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))

    def show_pieces(self, path: Path, *, locked: bool = False) -> None:
        """Two pieces of the recovery code instead of a passphrase."""
        from vault.ui.pages.from_pieces import FromPieces

        page = FromPieces(path, self._unlock_after_lock if locked else self._unlock)
        page.opened.connect(self.enter)
        page.cancelled.connect(partial(self.show_unlock, path, locked=locked))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))

    def show_salvage(self, path: Path) -> None:
        """Of a damaged vault, what can still be read."""
        from vault.ui.pages.salvage import Salvage

        page = Salvage(path, self._salvage)
        page.cancelled.connect(partial(self.show_unlock, path))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))

    def show_create(self) -> None:
        """Five questions, then a new vault."""
        from vault.ui.pages.create import Create

        page = Create(self._outside.folder(), self._found, self._outside.propose)
        page.made.connect(self.enter)
        page.cancelled.connect(self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def show_restore(self, back: Callable[[], object] | None = None) -> None:
        """A backup becomes a vault beside the others; `back` is where Cancel leads, the welcome when None."""
        from vault.ui.pages.restore import Restore

        page = Restore(self._outside.folder(), self._restore)
        page.restored.connect(self.show_unlock)
        page.cancelled.connect(back or self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def show_choose(self, opened: Opened) -> None:
        """A passphrase in the place of the opening code."""
        from vault.services import choosing
        from vault.ui.pages.choose_own import ChooseOwn

        def give_up() -> None:
            opened.close()
            self.show_unlock(opened.bundle.path)

        try:
            waits = choosing.waits(opened)
        except VaultError as error:
            self._turn_away(opened, error)
            return
        choose = partial(choosing.choose, opened, clock=self._outside.clock)
        page = ChooseOwn(opened.profile, choose, waits=waits)
        page.chosen.connect(lambda: self.enter(opened))
        page.cancelled.connect(give_up)
        self._turn(page, places.shown_name(opened.bundle.path))

    def show_look_around(self) -> None:
        """A vault with invented content."""
        from vault.ui.pages.look_around import LookAround

        page = LookAround(self._outside.folder(), self._found, self._outside.propose)
        page.made.connect(self._enter_sample)
        page.cancelled.connect(self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def _turn(self, page: Any, title: str) -> None:
        self.gate.setWindowTitle(title)
        self.gate.show_page(page)

    # ------------------------------------------------------------------ work for another thread

    def _unlock(self, path: Path, passphrase: bytearray) -> Opened:
        return unlocking.unlock(path, passphrase, clock=self._outside.clock)

    def _unlock_after_lock(self, path: Path, passphrase: bytearray) -> Opened:
        """The instance before may need a moment to let go of the vault."""
        clock, began = self._outside.clock, self._outside.clock.monotonic()
        while True:
            try:
                return self._unlock(path, passphrase)
            except InUse:
                if clock.monotonic() - began > _LET_GO_SECONDS:
                    raise
            clock.sleep(_PAUSE)

    def _found(self, answers: Answers) -> Opened:
        from vault.services import founding

        answers.path.parent.mkdir(parents=True, exist_ok=True)
        return founding.found(
            answers.path,
            answers.passphrase,
            organisation=answers.organisation,
            profile=answers.profile,
            recovery=answers.recovery,
            clock=self._outside.clock,
            by=answers.by,
        )

    def _restore(self, file: Path, target: Path, passphrase: bytearray, progress: Progress) -> Verified:
        from vault.services import backing_up

        return backing_up.restore(file, target, passphrase, clock=self._outside.clock, progress=progress)

    def _salvage(self, path: Path, passphrase: bytearray, folder: Path, progress: Progress) -> Salvaged:
        from vault.services import salvaging

        return salvaging.salvage(path, passphrase, folder, clock=self._outside.clock, progress=progress)

    # ------------------------------------------------------------------ an open vault

    def enter(self, opened: Opened, settings: dict[str, Any] | None = None) -> None:
        """Show the window of a vault that was just opened; `settings` are kept in it first.

        With an opening code nothing of it is shown before a passphrase is chosen.
        """
        from vault.services.session import Session

        if opened.one_time and not opened.readonly:
            self.show_choose(opened)
            return
        try:
            session = Session(opened, clock=self._outside.clock)
        except VaultError as error:
            self._turn_away(opened, error)
            return
        self._furnish(session, settings or {})

    def _turn_away(self, opened: Opened, error: VaultError) -> None:
        opened.close()
        self.show_unlock(opened.bundle.path)
        page = self.gate.page()
        if isinstance(page, Unlock):
            page.tell(error)

    def _enter_sample(self, opened: Opened, settings: dict[str, Any]) -> None:
        from vault.services import sample
        from vault.services.session import Session

        session = Session(opened, clock=self._outside.clock)
        sample.fill(session)
        self._furnish(session, settings)

    def _furnish(self, session: Session, settings: dict[str, Any]) -> None:
        from vault.ui.room import Room

        for name, value in settings.items():
            session.set_setting(name, value).result()
        self.room = Room(session, self._pages, self, self._screen)
        self.room.lock_asked.connect(self.lock)
        self.room.left.connect(self._leave_window)
        self.room.own_asked.connect(self._start_own)
        self.room.salvage_asked.connect(self._salvage_open)
        self.room.elsewhere_asked.connect(self.lock)
        self.room.gone.connect(self.vanish)
        self.room.destroy_asked.connect(self.destroy)
        self.room.window.setGeometry(self.gate.geometry())
        self.room.window.setWindowState(self.gate.windowState())
        self.room.show()
        self.gate.hide()

    def lock(self, onto: Path | None = None) -> None:
        """Blank the screen, keep drafts, close, start a fresh locked instance, leave. Nothing can hold it up.

        `onto`: the vault that the fresh instance asks for, this one when None.
        """
        if self.room is not None:
            self._end(onto or self.room.session.path)

    def vanish(self) -> None:
        """As a lock, but the fresh instance knows of no vault: this one took itself away."""
        self._end(None)

    def destroy(self, wished: Orders) -> None:
        """Make the open vault worthless, and vanish. Nothing is asked any more, and nothing waited for."""
        from vault.services import destroying

        if self.room is None or self._leaving:
            return
        self._leaving = True
        self.room.window.hide()
        self._copied.clear()
        try:
            destroying.destroy(self.room.session, wished)
        finally:
            self._outside.spawn(None)
            self._outside.leave(0)

    def _end(self, onto: Path | None) -> None:
        if self.room is None or self._leaving:
            return
        self._leaving = True
        self._copied.clear()
        try:
            self.room.close()
        finally:
            try:
                self._outside.spawn(onto)
            finally:
                self._outside.leave(0)  # where no fresh instance can be started either

    def _leave_window(self) -> None:
        """The window was closed: the vault closes and the process ends."""
        if self.room is None or self._leaving:
            return
        self._leaving = True
        self._copied.clear()
        try:
            self.room.close()
        finally:
            QTimer.singleShot(0, partial(self._outside.leave, 0))

    def end(self) -> None:
        """The system ends the program: as if the window had been closed, and at once."""
        if self.room is None:
            self._outside.leave(0)
        else:
            self._leave_window()

    def _start_own(self) -> None:
        """From the sample to a vault of one's own."""
        if self.room is not None:
            self._leave_room(self.room)
            self.show_create()
            self.gate.show()

    def _salvage_open(self) -> None:
        """The open vault turned out to be damaged: it closes, and what can be read of it is saved."""
        if self.room is not None:
            path = self.room.session.path
            self._leave_room(self.room)
            self.show_salvage(path)
            self.gate.show()

    def _leave_room(self, room: Room) -> None:
        self.room = None
        room.close()
        room.window.deleteLater()
        room.deleteLater()

    def calm(self) -> None:
        """Say that something went wrong in the program, after nobody caught it."""
        if self.room is not None and not self._leaving:
            self.room.desk.say(words.told(RuntimeError()).whole())


def _load_the_window() -> None:
    """While the passphrase is worked out on another thread, which takes longer."""
    import vault.ui.record_screens
    import vault.ui.room  # noqa: F401
