"""Before a vault is open: the ways in, each a page, and what they have done on other threads.

A locked window must be there at once, so all but the one field it asks in is loaded later: other pages when they are
gone to, the window of an open vault while a passphrase is worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from vault.clock import Clock
from vault.errors import InUse, VaultError
from vault.i18n import _
from vault.progress import Progress
from vault.services import places
from vault.ui.gate import Gate
from vault.ui.pages.unlock import Unlock

if TYPE_CHECKING:
    from vault.services.backing_up import Verified
    from vault.services.founding import Proposal
    from vault.services.salvaging import Salvaged
    from vault.services.unlocking import Opened
    from vault.ui.pages.create import Answers

_LET_GO_SECONDS = 3.0  # how long a fresh instance waits for the one that spawned it to release the vault
_PAUSE = 0.1
_A_MOMENT = 50  # ms


def _proposed() -> Proposal:
    from vault.services import founding

    return founding.propose_profile()


@dataclass(frozen=True)
class Outside:
    """What the application reaches beyond its windows; tests give their own.

    `spawn` starts a fresh instance, locked on a vault (None: on none), `spawn_to_salvage` one that saves what can be
    read of a vault, `spawn_kept` one that says of a vault that it could not be destroyed; `leave` ends this process at
    once, without looking back.
    """

    spawn: Callable[[Path | None], object]
    spawn_to_salvage: Callable[[Path], object]
    spawn_kept: Callable[[Path], object]
    leave: Callable[[int], object]
    clock: Clock = Clock()
    propose: Callable[[], Proposal] = _proposed
    folder: Callable[[], Path] = field(default=places.usual)


class WaysIn(QObject):
    """`entered(opened, settings)`: a vault is open; `sampled(opened, settings)`: one to be filled with the sample.

    `lock_asked(opened)`: one that is open and not shown yet, which `unseen` is, is to be locked. `finished(path)`: a
    vault is or was read here without its window, and nothing of that may stay.
    """

    entered = Signal(object, object)
    sampled = Signal(object, object)
    lock_asked = Signal(object)
    finished = Signal(object)

    def __init__(self, gate: Gate, outside: Outside, parent: QObject) -> None:
        super().__init__(parent)
        self.gate, self._outside = gate, outside
        self.unseen: Opened | None = None

    def _enter(self, opened: Opened, settings: dict[str, Any] | None = None) -> None:
        self.unseen = None
        self.entered.emit(opened, settings or {})

    def turn_away(self, opened: Opened, error: Exception) -> None:
        """What was opened cannot be used: back to the field, with the reason."""
        self.unseen = None
        opened.close()
        self.show_unlock(opened.bundle.path)
        page = self.gate.page()
        if isinstance(page, Unlock):
            page.tell(error)

    def show_welcome(self) -> None:
        """The choice of ways in."""
        from vault.ui.pages.welcome import Welcome

        page = Welcome(places.known(self._outside.folder()))
        page.create_asked.connect(self.show_create)
        page.restore_asked.connect(self.show_restore)
        page.look_around_asked.connect(self.show_look_around)
        page.chosen.connect(self.show_unlock)
        self._turn(page, _(places.NEUTRAL))

    def show_unlock(self, path: Path, *, locked: bool = False, kept: bool = False) -> None:
        """One field for the passphrase of a vault; `kept`: it was to be destroyed and could not be."""
        unlock = self._unlock_after_lock if locked or kept else self._unlock
        page = Unlock(path, unlock, _("Locked. Type your passphrase to go on") if locked else "")
        if kept:
            page.wrong.say(_("It could not be destroyed: where it lies, nothing can be written. It opens as before."))
        page.began.connect(_load_the_window, Qt.ConnectionType.QueuedConnection)
        page.opened.connect(self._enter)
        page.elsewhere_asked.connect(self.show_welcome)
        page.restore_asked.connect(lambda: self.show_restore(partial(self.show_unlock, path, locked=locked), path))
        page.salvage_asked.connect(lambda: self.show_salvage(path))
        page.pieces_asked.connect(lambda: self.show_pieces(path, locked=locked))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))
        QTimer.singleShot(_A_MOMENT, self, _load_what_unlocks)

    def show_pieces(self, path: Path, *, locked: bool = False) -> None:
        """Two pieces of the recovery code instead of a passphrase."""
        from vault.ui.pages.from_pieces import FromPieces

        page = FromPieces(path, self._unlock_after_lock if locked else self._unlock)
        page.opened.connect(self._enter)
        page.cancelled.connect(partial(self.show_unlock, path, locked=locked))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))

    def show_salvage(self, path: Path) -> None:
        """Of a damaged vault, what can still be read. It locks as one that is open: its own settings may be lost."""
        from vault.ui import idle
        from vault.ui.pages.salvage import Salvage
        from vault.ui.vigil import Vigil

        def watch() -> Vigil:
            vigil = Vigil(path, self.gate, self._outside.clock, page, minutes=idle.DEFAULT, minimised=False)
            vigil.asked.connect(partial(self.finished.emit, path))
            vigil.start()
            return vigil

        page = Salvage(path, self._salvage, watch)
        page.cancelled.connect(partial(self.show_unlock, path))
        page.finished.connect(partial(self.finished.emit, path))
        page.gone.connect(self.show_welcome)
        self._turn(page, places.shown_name(path))

    def show_create(self) -> None:
        """Five questions, then a new vault."""
        from vault.ui.pages.create import Create

        page = Create(self._outside.folder(), self._found, self._outside.propose)
        page.made.connect(self._enter)
        page.cancelled.connect(self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def show_restore(self, back: Callable[[], object] | None = None, local: Path | None = None) -> None:
        """A backup becomes a vault beside the others; `back` is where Cancel leads, the welcome when None.

        `local`: the vault that was about to be opened, whose duress passphrase has its effect here too.
        """
        from vault.ui.pages.restore import Restore

        page = Restore(self._outside.folder(), partial(self._restore, local))
        page.restored.connect(self.show_unlock)
        page.cancelled.connect(back or self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def show_choose(self, opened: Opened) -> None:
        """A passphrase in the place of the opening code. The file is open: it locks as one that is shown does."""
        from vault.services import choosing
        from vault.ui import idle, watchers
        from vault.ui.pages.choose_own import ChooseOwn
        from vault.ui.vigil import Vigil

        def enter() -> None:
            vigil.end()
            self._enter(opened)

        try:
            waits = choosing.waits(opened)
            minutes = int(choosing.setting(opened, idle.SETTING, idle.DEFAULT))
            minimised = bool(choosing.setting(opened, watchers.MINIMISED, False))
        except VaultError as error:
            self.turn_away(opened, error)
            return
        choose = partial(choosing.choose, opened, clock=self._outside.clock)
        path, clock = opened.bundle.path, self._outside.clock
        page = ChooseOwn(opened.profile, choose, waits=waits)
        self.unseen = opened
        vigil = Vigil(path, self.gate, clock, page, minutes=minutes, minimised=minimised)
        page.chosen.connect(enter)
        for wants_it in (page.cancelled, vigil.asked):
            wants_it.connect(partial(self.lock_asked.emit, opened))
        self._turn(page, places.shown_name(path))
        vigil.start()

    def show_look_around(self) -> None:
        """A vault with invented content."""
        from vault.ui.pages.look_around import LookAround

        page = LookAround(self._outside.folder(), self._found, self._outside.propose)
        page.made.connect(self.sampled)
        page.cancelled.connect(self.show_welcome)
        self._turn(page, _(places.NEUTRAL))

    def _turn(self, page: Any, title: str) -> None:
        self.gate.setWindowTitle(title)
        self.gate.show_page(page)

    # ------------------------------------------------------------------ work for another thread

    def _unlock(self, path: Path, passphrase: bytearray) -> Opened:
        from vault.services import unlocking

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

    def _restore(
        self, local: Path | None, file: Path, target: Path, passphrase: bytearray, progress: Progress
    ) -> Verified:
        from vault.services import backing_up, unlocking

        clock = self._outside.clock
        refused = backing_up.outside(file, self._outside.folder(), clock=clock)
        if local is not None:
            refused = partial(unlocking.heed, local, clock=clock)
        return backing_up.restore(file, target, passphrase, refused=refused, clock=clock, progress=progress)

    def _salvage(self, path: Path, passphrase: bytearray, folder: Path, progress: Progress) -> Salvaged:
        from vault.services import salvaging

        return salvaging.salvage(path, passphrase, folder, clock=self._outside.clock, progress=progress)


def _load_what_unlocks() -> None:
    """Once the field is there: nobody waits for it while the first letters are typed."""
    import vault.services.unlocking  # noqa: F401


def _load_the_window() -> None:
    """While the passphrase is worked out on another thread, which takes longer."""
    import vault.ui.record_screens
    import vault.ui.room  # noqa: F401
