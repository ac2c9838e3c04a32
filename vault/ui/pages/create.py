"""A new vault in five short questions. Nothing is on the disk before the last one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.services.founding import Proposal
from vault.services.passphrases import wipe
from vault.services.unlocking import Opened
from vault.ui import idle, tasks, theme
from vault.ui.pages.create_steps import LockStep, NamesStep, PassphraseStep, PlaceStep, RecoveryStep, Step
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import page_title, secondary
from vault.ui.parts.notice import Notice
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.steps import StepRail

_WIDTH = 860
_TICK_MS = 100
_SLOWER = 2.6  # deriving for two slots, making the file, opening it


@dataclass(repr=False)
class Answers:
    """What was answered; whoever makes the vault wipes both secrets. `settings` are kept inside it."""

    path: Path
    passphrase: bytearray
    recovery: bytearray | None
    organisation: str
    by: str
    profile: int
    settings: dict[str, Any] = field(default_factory=dict)

    def wipe(self) -> None:
        """Overwrite both secrets."""
        wipe(self.passphrase, self.recovery or bytearray())


#: makes and opens the vault, slowly; raises what `founding.found` raises
Founding = Callable[[Answers], Opened]


class Create(QWidget):
    """`made(Opened, settings)` when the vault is there, `cancelled` when the person thought better of it.

    `propose` times this computer once, beside the questions.
    """

    made = Signal(object, object)
    cancelled = Signal()

    def __init__(self, folder: Path, founding: Founding, propose: Callable[[], Proposal]) -> None:
        super().__init__()
        self._founding = founding
        self._proposal: Proposal | None = None
        self._waiting = False
        self.place, self.passphrase, self.recovery = PlaceStep(folder), PassphraseStep(), RecoveryStep()
        self.lock, self.names = LockStep(), NamesStep()
        self.steps: tuple[Step, ...] = (self.place, self.passphrase, self.recovery, self.lock, self.names)
        self.notice, self.busy = Notice(), _Busy()
        self._lay_out()
        self.go(0)
        tasks.start(lambda _progress: propose(), self, self._proposed, lambda _error: self._proposed(Proposal(1, 1.0)))

    def _lay_out(self) -> None:
        self.rail = StepRail(
            _("Five short questions"),
            [
                (_("File name and place"), _("Says nothing to others")),
                (_("Passphrase"), _("Opens the file, nothing else does")),
                (_("Recovery code"), _("On paper, if you want it")),
                (_("Locking by itself"), _("After a few quiet minutes")),
                (_("Who it is for"), _("May stay empty")),
            ],
            _("You can change every answer later in Settings. Nothing has been written to disk yet."),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self._stack = QStackedWidget()
        for step in (*self.steps, self.busy):
            self._stack.addWidget(_in_page(step))
        column.addWidget(self._stack, 1)
        column.addLayout(self._notice_row())
        column.addWidget(self._foot())

    def _notice_row(self) -> QHBoxLayout:
        look, row = theme.current(), QHBoxLayout()
        row.setContentsMargins(look.px(56), 0, look.px(56), look.px(12))
        self.notice.setMaximumWidth(look.px(_WIDTH))
        row.addWidget(self.notice)
        row.addStretch(1)
        return row

    def _foot(self) -> QFrame:
        look, foot = theme.current(), QFrame()
        foot.setProperty("bar", "foot")
        foot.setFixedHeight(look.px(68))
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(56), 0, look.px(56), 0)
        row.setSpacing(look.px(8))
        self.cancel = Button(_("Cancel"), "quiet", run=self.cancelled.emit)
        self.back = Button(_("Back"), run=lambda: self.go(self.at - 1))
        self.next = Button(_("Continue"), "main", run=self._next)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        return foot

    @property
    def at(self) -> int:
        """Which question is shown, from 0."""
        return self._stack.currentIndex()

    def go(self, at: int) -> None:
        """Show a question."""
        self.notice.clear()
        self._stack.setCurrentIndex(at)
        self.rail.set_now(at)
        self.back.setVisible(at > 0)
        self.next.setText(_("Make the file") if at == len(self.steps) - 1 else _("Continue"))
        self.next.updateGeometry()
        self.setFocusProxy(self.steps[at])  # for whoever gives this page the focus
        self.steps[at].setFocus()

    def _next(self) -> None:
        step = self.steps[self.at]
        if step.fault():
            step.setFocus()
            return
        self.rail.set_detail(self.at, step.answer())
        if self.at < len(self.steps) - 1:
            self.go(self.at + 1)
        else:
            self._make()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled():
            self._next()
        else:
            super().keyPressEvent(event)

    def _proposed(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self.passphrase.asked.profile = proposal.profile
        self.names.say_cost(_cost(proposal))
        if self._waiting:
            self._start()

    def _make(self) -> None:
        self._stack.setCurrentIndex(len(self.steps))
        self.rail.foot.hide()  # from now on it is not true any more
        self.busy.start((self._proposal.seconds if self._proposal else 1.0) * _SLOWER)
        for button in (self.cancel, self.back, self.next):
            button.setEnabled(False)
        self._waiting = True
        if self._proposal is not None:
            self._start()

    def _start(self) -> None:
        assert self._proposal is not None
        self._waiting = False
        answers = Answers(
            self.place.path,
            self.passphrase.asked.copied(),
            self.recovery.asked.copied(),
            self.names.organisation.text().strip(),
            self.names.person.text().strip(),
            self._proposal.profile,
            {idle.SETTING: self.lock.minutes},
        )

        def work(_progress: object) -> tuple[Opened, dict[str, Any]]:
            try:
                return self._founding(answers), answers.settings
            finally:
                answers.wipe()

        tasks.start(work, self, lambda both: self.made.emit(*both), self._failed, lambda both: both[0].close())

    def _failed(self, error: Exception) -> None:
        self.busy.stop()
        self.rail.foot.show()
        for button in (self.cancel, self.back, self.next):
            button.setEnabled(True)
        self.go(len(self.steps) - 1)
        self.notice.tell(error)


class _Busy(QWidget):
    """What happens while the passphrase is made slow to guess, with a bar that knows about how long it takes."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.setMaximumWidth(look.px(_WIDTH))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(_("Making the file"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(page_title(_("Making the file")))
        column.addWidget(
            secondary(
                _("The passphrase is being made slow to guess. That takes a few seconds, today and every time."),
                wrap=True,
            )
        )
        column.addSpacing(look.px(14))
        column.addWidget(self.bar)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._seconds = 1.0

    def start(self, seconds: float) -> None:
        self._seconds = max(seconds, 0.2)
        self.bar.setValue(0)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        # nearer to the end ever more slowly: it never claims to be done
        left = 1000 - self.bar.value()
        self.bar.setValue(self.bar.value() + round(left * min(1.0, _TICK_MS / 1000 / self._seconds)))


def _in_page(content: QWidget) -> QWidget:
    look, inner = theme.current(), QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(look.px(56), look.px(40), look.px(56), look.px(16))
    row = QHBoxLayout()
    row.addWidget(content, 1000)  # as wide as it may be, the rest is bare
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
    return Scroll(inner)


def _cost(proposal: Proposal) -> str:
    """What opening costs here, and what that means for a smaller computer."""
    memory = proposal.mebibytes
    seconds = max(1, round(proposal.seconds))
    return " ".join(
        (
            plural(
                "Opening will take about {n} second on this computer.",
                "Opening will take about {n} seconds on this computer.",
                seconds,
            ),
            _("It needs {n} MB of free memory on every computer that opens the file.").format(n=memory),
        )
    )
