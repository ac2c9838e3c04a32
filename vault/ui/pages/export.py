"""Reports and export: what may leave, everything readable, and the register of what has left."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vault.i18n import _
from vault.services import destroying, exporting
from vault.services.session import Exported
from vault.ui import files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.facts import moment_words
from vault.ui.pages.export_plan import PLAN, ExportPlan
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.empty import Empty
from vault.ui.parts.labels import RoundIcon, card_title, secondary
from vault.ui.parts.lines import Lines
from vault.ui.parts.page import Page, column
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.table import Table


class ReportsPage(Page):
    """Two ways out, and what has gone out before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Reports and export"), _("What leaves the vault cannot be called back. We write it down."))
        self.desk = desk
        self.register = Card(_("Register of exports"), flush=True)
        self.table, self.model = Table(), Lines(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Register of exports"))
        self.nothing = Empty(
            _("Nothing has left yet."), _("Every file you make here is written down."), icon="file-output"
        )
        self.erase = Button(_("Erase the file"), small=True, run=self.ask_to_erase)
        self.register.head.addWidget(self.erase)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._look_at_choice())
        self.register.body.addWidget(self.table, 1)
        self.register.body.addWidget(self.nothing, 1)
        self.register.setMinimumWidth(theme.current().px(560))  # narrower, a row could not be read
        self._ways = column(self._plan_card(), self._all_card(), width=400, stretch=True)
        self.body.addWidget(self._ways)
        self.body.addWidget(self.register, 1)
        self.setFocusProxy(self.plan_button)
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = self._ways.layout()
        if lines is not None:  # below each other, the register would press words out of the cards above it
            self._ways.setMinimumHeight(lines.minimumHeightForWidth(self._ways.maximumWidth()))

    def _plan_card(self) -> Card:
        self.plan_button = Button(_("Make the report"), "main", run=self.make_plan)
        title, audience = exporting.REPORTS[PLAN]
        about = _(
            "A PDF without names, places or prose: risks by level, what is done about them, incidents as numbers. For: "
            "{audience}."
        )
        return _way("file-output", _(title), about.format(audience=_(audience.full_name)), self.plan_button)

    def _all_card(self) -> Card:
        self.all_button = Button(_("Choose a folder"), run=self.ask_for_all)
        self.progress = ProgressLine()
        card = _way(
            "archive-restore",
            _("Everything, readable"),
            _("All records as JSON and CSV, in clear. Whoever finds these files can read everything in them."),
            self.all_button,
        )
        card.body.addWidget(self.progress)
        return card

    def reload(self) -> None:
        """Show the register as it is."""
        self._listed = left = self.desk.session.exports()
        heads = (_("What"), _("For whom"), _("Where to"), _("When"), _("By"))
        self.model.show([self._line(one) for one in left], heads)
        self.table.set_widths(176, 84, 0, 130, 90)
        self.table.setVisible(bool(left))
        self.nothing.setVisible(not left)
        self._look_at_choice()

    def _look_at_choice(self) -> None:
        self.erase.setVisible(bool(self._listed))
        self.erase.setEnabled(self._chosen() is not None)

    def _chosen(self) -> Exported | None:
        row = self.table.currentIndex().row()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def ask_to_erase(self) -> None:
        """Ask, then overwrite what left and take it away; the register goes on saying that it left."""
        one = self._chosen()
        if one is None:
            return
        Question(
            self,
            _("Erase this file?"),
            _("It is overwritten and taken away: {place}. Copies that were sent or made elsewhere stay.").format(
                place=one.place
            ),
            _("Keep the file"),
            _("Erase the file"),
            partial(self._erase, Path(one.place)),
        ).open()

    def _erase(self, place: Path) -> None:
        tasks.start(lambda _progress: destroying.erase_export(place), self, self._erased, self.desk.complain)

    def _erased(self, gone: bool) -> None:
        if gone:
            self.desk.say(_("The file is gone. The disk may keep older pieces where no program reaches them."))
        else:
            self.desk.refuse(_("Not everything of it could be taken away. Look whether the disk can be written to."))

    def _line(self, one: Exported) -> tuple[str, ...]:
        what = _(exporting.REPORTS[one.what][0]) if one.what in exporting.REPORTS else _("Everything, readable")
        outside = {audience.key: audience.words for _title, audience in exporting.REPORTS.values()}
        audience = _(outside[one.audience]) if one.audience in outside else _("Us")
        place = Path(one.place)
        where = _("{file}, in {folder}").format(file=place.name, folder=place.parent)  # its name is seen first
        return what, audience, where, moment_words(one.at, self.desk.today()), one.by

    def make_plan(self) -> None:
        """Open the six steps."""
        if self.desk.session.readonly:
            self.desk.refuse(_("A report is written down in the file, and this one is open for reading only."))
            return
        self.desk.open_page(ExportPlan(self.desk))

    def ask_for_all(self) -> None:
        """Have a person choose where the readable files go."""
        files.ask_for_folder(self, _("A folder for the readable files"), self.write_all, _("Write the files here"))

    def write_all(self, folder: Path) -> None:
        """Write everything into a new folder below `folder`."""
        target = folder / f"readable-{self.desk.today():%Y-%m-%d}"
        self.all_button.setEnabled(False)
        task = tasks.start(partial(exporting.export_all, self.desk.session, target), self, self._wrote, self._failed)
        task.stopped.connect(self._stopped)
        self.progress.follow(task, _("Writing the files"))

    def _wrote(self, made: Path) -> None:
        self._end()
        self.desk.say(_("Written to {place}. These files are not encrypted.").format(place=made))

    def _stopped(self) -> None:
        self._end()
        self.desk.say(_("Stopped. Nothing was written."))

    def _failed(self, error: Exception) -> None:
        self._end()
        self.desk.complain(error)

    def _end(self) -> None:
        self.all_button.setEnabled(True)
        self.reload()


def _way(icon: str, title: str, about: str, button: Button) -> Card:
    look, card = theme.current(), Card()
    row = QHBoxLayout()
    row.setSpacing(look.px(14))
    row.addWidget(RoundIcon(icon, fill="accent.tint", ink="accent.text"))
    lines = QVBoxLayout()
    lines.setSpacing(look.px(4))
    lines.addWidget(card_title(title))
    lines.addWidget(secondary(about, wrap=True))
    end = QHBoxLayout()
    end.addWidget(button)
    end.addStretch(1)
    lines.addSpacing(look.px(6))
    lines.addLayout(end)
    row.addLayout(lines, 1)
    card.body.addLayout(row)
    return card
