"""Looking at the whole file: what was looked at, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.errors import Damaged
from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import checking
from vault.services.checking import Checked
from vault.ui import icons, tasks, theme
from vault.ui.desk import Desk
from vault.ui.facts import empty
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import IconLabel, Words
from vault.ui.parts.notice import Notice
from vault.ui.parts.page import Page
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.scroll import Scroll

_WIDTH = 760


class CheckFile(Page):
    """Begins at once; each thing that was looked at becomes a line. `salvage` closes a damaged file and saves it."""

    def __init__(self, desk: Desk, salvage: Callable[[], object]) -> None:
        super().__init__(_("Check the file"), _("Nothing is changed by it."))
        self.desk = desk
        self.way_back = desk.back
        self.lines: list[str] = []
        self.close_button = Button(_("Close"), "quiet", run=desk.back)
        self.again = Button(_("Check again"), icon="refresh-cw", run=self.check)
        self.add_to_head(self.close_button, self.again)
        self.notice, self.progress = Notice(), ProgressLine()
        self.salvage = Button(_("Close it, and save what can be read"), icon="save", small=True, run=salvage)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().px("space.s"))
        self.body.addWidget(self._card(), 1)
        self.body.addStretch(0)
        self.setFocusProxy(self.close_button)
        self.check()

    def _card(self) -> Card:
        look, inner = theme.current(), QWidget()
        column = QVBoxLayout(inner)
        side = look.px("space.card_side")
        column.setContentsMargins(side, look.px("space.card_top"), side, look.px("space.card_top"))
        column.addWidget(self.notice)
        column.addWidget(self.salvage)
        self.salvage.hide()
        column.addWidget(self.progress)
        column.addLayout(self._rows)
        column.addStretch(1)
        card = Card(flush=True)
        card.setMaximumWidth(look.px(_WIDTH))
        card.body.addWidget(Scroll(inner))
        return card

    def check(self) -> None:
        """Look at everything again."""
        empty(self._rows)
        self.lines = []
        self.notice.clear()
        self.salvage.hide()
        self.again.setEnabled(False)
        self.set_subtitle(_("Nothing is changed by it."))
        session = self.desk.session

        def work(progress: Progress) -> list[Checked]:
            looking = _("Looking at: {what}")
            return checking.check(session, lambda done, total, what: progress(done, total, looking.format(what=what)))

        task = tasks.start(work, self, self._done, self._failed)
        task.stopped.connect(self._stopped)
        self.progress.follow(task, _("Looking ..."))

    def _done(self, found: list[Checked]) -> None:
        self.again.setEnabled(True)
        wrong = sum(bool(one.faults) for one in found)
        self.set_subtitle(
            plural("{n} thing is not as it should be.", "{n} things are not as they should be.", wrong)
            + " "
            + _("Keep your older backups until somebody has looked at it.")
            if wrong
            else _("Everything is sound.")
        )
        for n, one in enumerate(found):
            if n:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(one))

    def _row(self, one: Checked) -> QWidget:
        look, made = theme.current(), QWidget()
        what = one.what[:1].upper() + one.what[1:]
        told = " ".join(one.faults) or _("Sound")
        self.lines.append(f"{what}: {told}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px("space.s"))
        icon = IconLabel("circle-alert", icons.NAV, "attention.text")
        if not one.faults:
            icon = IconLabel("circle-check", icons.NAV, "success.text")
        name = Words(what, strong=True)
        name.setFixedWidth(look.px(200))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(told, tone="late" if one.faults else "good", wrap=True), 1)
        return made

    def _stopped(self) -> None:
        self.again.setEnabled(True)
        self.set_subtitle(_("Stopped before everything was looked at."))

    def _failed(self, error: Exception) -> None:
        self.again.setEnabled(True)
        self.set_subtitle("")
        self.notice.tell(error)
        self.salvage.setVisible(isinstance(error, Damaged))
