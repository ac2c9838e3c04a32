"""Backups beside the work: soon after unlocking, in a quiet while, and before the window closes; never at a lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import recurring, trying
from vault.services.recurring import Ran
from vault.services.session import Session
from vault.services.trying import Tried
from vault.ui import tasks, theme, words
from vault.ui.desk import Desk
from vault.ui.parts.labels import Words, card_title
from vault.ui.parts.progress import ProgressLine
from vault.ui.tasks import Task

_SOON_MS, _AGAIN_MS = 4_000, 300_000
_QUIET_SECONDS = 30 * 60
_HOUR, _AT_ONCE = timedelta(hours=1), timedelta(0)
_WIDTH = 440


@dataclass(slots=True)
class _Round:
    """What came of one look."""

    ran: Ran = field(default_factory=Ran)
    tried: Tried | None = None


class Keeper(QObject):
    """`changed` when a backup was made, or a folder went away or came back; `away` are those that are not there."""

    changed = Signal()

    def __init__(self, desk: Desk, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._session, self._window = desk, desk.session, window
        self.away: list[Path] = []
        self._told: set[Path] = set()
        self._task: Task | None = None
        self._rested = self._ended = False
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._again = QTimer(self, interval=_AGAIN_MS)
        for timer in (self._soon, self._again):
            timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The vault is open and its window is there."""
        if not self._session.readonly:
            self._soon.start()
            self._again.start()

    def look(self, after: timedelta = recurring.DAY) -> None:
        """Back up what is due, beside the work."""
        if self._session.readonly or self._ended or self._task is not None:
            return
        self._task = tasks.start(_work(self._session, after), self._window, self._done, self._failed)
        self._task.stopped.connect(self._let_go)

    def rest(self, minutes: int, seconds_left: int) -> None:
        """Nobody has touched anything for a while; a file that locks after `minutes` has so many seconds to go.

        A backup is made after half an hour, or half way to a lock that comes sooner.
        """
        quiet = minutes * 60 - seconds_left >= min(_QUIET_SECONDS, minutes * 30)
        if quiet and not self._rested:
            self.look(_HOUR)
        self._rested = quiet

    def part(self, then: Callable[[], object]) -> None:
        """Before the vault closes because its window did: a backup, where one is due; then `then`."""
        if self._session.readonly or self._ended or not recurring.destinations(self._session):
            then()
            return
        self.stop()
        farewell = Farewell(self._window.windowTitle(), then)
        farewell.setParent(self._window, farewell.windowFlags())
        farewell.follow(tasks.start(_only_backups(self._session), farewell, farewell.end, farewell.end))

    def stop(self) -> None:
        """End what goes on, and begin nothing any more."""
        self._ended = True
        self._soon.stop()
        self._again.stop()
        if self._task is not None:
            self._task.cancel()
            self._let_go()

    def _let_go(self) -> None:
        self._task = None

    def _done(self, round_: _Round) -> None:
        self._let_go()
        ran = round_.ran
        if ran.made or ran.away != self.away:
            self.away = ran.away
            self.changed.emit()
        for folder, error in ran.failed:
            if folder not in self._told:
                self._told.add(folder)
                self._desk.complain(error)
        self._told -= {one.path.parent for one in ran.made}
        if round_.tried:
            self._desk.say(tried_words(round_.tried))
            self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._let_go()
        self._desk.complain(error)


def _work(session: Session, after: timedelta) -> Callable[[Progress], _Round]:
    def work(progress: Progress) -> _Round:
        return _Round(recurring.run(session, after, progress), trying.try_one(session, progress))

    return work


def _only_backups(session: Session) -> Callable[[Progress], Ran]:
    return lambda progress: recurring.run(session, _AT_ONCE, progress)


def tried_words(tried: Tried) -> str:
    """What the monthly trial of a backup found."""
    if tried.verified is None:
        why = words.told(tried.error).whole() if tried.error else ""
        return _("A backup was tried and cannot be relied on: {why}").format(why=why)
    total = sum(tried.verified.counts.values())
    return plural(
        "The last backup was tried, as every month: whole, {n} record.",
        "The last backup was tried, as every month: whole, {n} records.",
        total,
    )


def with_away(age: str, away: list[Path]) -> str:
    """How old the backup is, and that a folder for it is not there."""
    if not away:
        return age
    if len(away) == 1:
        return _("{age} · {folder} is not there").format(age=age, folder=away[0].name or str(away[0]))
    return _("{age} · {n} folders are not there").format(age=age, n=len(away))


class Farewell(QDialog):
    """The window has gone, a last backup is being made: shown as soon as there is something to wait for."""

    def __init__(self, title: str, then: Callable[[], object]) -> None:
        super().__init__()
        self._then: Callable[[], object] | None = then
        look = theme.current()
        self.setWindowTitle(title)
        self.setFixedWidth(look.px(_WIDTH))
        self.progress = ProgressLine()
        column = QVBoxLayout(self)
        side = look.px("space.xl")
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(look.px("space.s"))
        column.addWidget(card_title(_("A backup before it closes")))
        about = _("The file closes by itself when it is done. Stop closes it at once; everything is saved already.")
        column.addWidget(Words(about, "body", "secondary", wrap=True))
        column.addWidget(self.progress)

    def follow(self, task: Task) -> None:
        """Show how far the task is, from its first word on; `then` follows its end, whatever that is."""
        self.progress.follow(task, _("Copying ..."))
        self._task = task
        task.progressed.connect(self._begin)
        task.stopped.connect(self.end)

    def _begin(self) -> None:
        if self._then is not None and not self.isVisible():
            self.show()
            self.progress.stop.setFocus()

    def end(self, _what: object = None) -> None:
        """Go on to what comes after."""
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then()

    def reject(self) -> None:
        """Escape, or the corner of the window: stop."""
        self._task.cancel()
