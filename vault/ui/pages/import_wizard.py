"""Bringing in a spreadsheet: the file, its columns, a look at every row, then one act that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import importing
from vault.services.importing import Mapping, Outcome, Row
from vault.ui import tasks
from vault.ui.desk import Desk
from vault.ui.pages.import_columns import ColumnsStep
from vault.ui.pages.import_file import FileStep
from vault.ui.pages.import_rows import RowsStep
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import card_title, secondary
from vault.ui.parts.page import column
from vault.ui.parts.wizard import Wizard
from vault.ui.screens import SCREEN_OF

FILE, COLUMNS, ROWS, DONE = range(4)


class ImportWizard(Wizard):
    """Nothing is written before the third step is agreed, and all of it is one thing to undo."""

    def __init__(self, desk: Desk) -> None:
        steps = [_("File"), _("Columns"), _("Every row"), _("Done")]
        super().__init__(_("Bring in a spreadsheet"), steps, desk.back, _("You see every row before it is kept."))
        self.desk = desk
        self.file = FileStep(desk.session.sources())
        self.file.reading.connect(self._follow_reading)
        self.columns: ColumnsStep | None = None
        self.rows: RowsStep | None = None
        self.outcome: Outcome | None = None
        self._show_file()

    @property
    def source(self) -> str:
        """The name of the source, as it was typed."""
        return self.file.source.text().strip()

    def read(self, path: Path) -> None:
        """Take this file, as if it had been chosen."""
        self.file.read(path)

    def go_on(self) -> None:
        (self._propose, self._try, self._bring_in, self._show_them)[self.step]()

    def go_back(self) -> None:
        if self.step == ROWS:
            self._show_columns()
        else:
            self._show_file()

    def _run(self, work: Callable[[Progress], Any], done: Callable[[Any], object], words: str) -> tasks.Task:
        """Do something long beside the window; every way out of it gives the buttons back."""
        self.wait(True)
        task = tasks.start(work, self, done, self._failed)
        task.stopped.connect(self._stopped)
        return self.progress.follow(task, words)

    def _failed(self, error: Exception) -> None:
        self.wait(False)
        self.desk.complain(error)

    def _stopped(self) -> None:
        self.wait(False)
        self.desk.say(_("Stopped. Nothing was brought in."))

    # ------------------------------------------------------------------ the file

    def _show_file(self) -> None:
        self.show_step(self.file, FILE, _("Continue to the columns"), back=False)

    def _follow_reading(self, task: tasks.Task) -> None:
        self.next_button.setEnabled(False)
        for ended in (task.finished, task.failed, task.stopped):
            ended.connect(self._read_ended)
        self.progress.follow(task, _("Reading the file"))

    def _read_ended(self) -> None:
        self.next_button.setEnabled(True)

    def _propose(self) -> None:
        if self.file.fault():
            return
        assert self.file.sheet is not None
        sheet, kind = self.file.sheet, self.file.kind.chosen()
        seen = self.columns
        if seen is not None and seen.sheet is sheet and seen.mapping.kind == kind:
            self._show_columns()
            return
        kept = importing.remembered(self.desk.session, self.source, kind, sheet)
        if kept is not None:
            self._take_mapping(kept)
            self.note.setText(_("The columns go where they went last time."))
        else:
            self._run(lambda _progress: importing.propose(sheet, kind), self._take_mapping, _("Reading the columns"))

    # ------------------------------------------------------------------ the columns

    def _take_mapping(self, mapping: Mapping) -> None:
        assert self.file.sheet is not None
        self.columns = ColumnsStep(self.file.sheet, mapping)
        self._show_columns()

    def _show_columns(self) -> None:
        assert self.columns is not None
        self.show_step(self.columns, COLUMNS, _("Continue to the rows"))

    def _try(self) -> None:
        assert self.columns is not None
        sheet, mapping = self.columns.sheet, self.columns.mapping
        known = importing.known(self.desk.session, sheet, mapping, self.source)
        self._run(
            lambda progress: importing.judged(sheet, mapping, known, progress), self._show_rows, _("Reading every row")
        )

    # ------------------------------------------------------------------ every row

    def _show_rows(self, rows: list[Row]) -> None:
        self.rows = RowsStep(self.desk, rows)
        self.rows.decided.connect(self._say_count)
        self.show_step(self.rows, ROWS, "")
        self._say_count()

    def _say_count(self) -> None:
        assert self.rows is not None
        count, waiting = self.rows.count(), self.rows.undecided()
        words = plural("Bring in {n} row", "Bring in {n} rows", count + waiting)
        self.next_button.setText(words if count + waiting else _("There is nothing to bring in"))
        self.next_button.setEnabled(bool(count + waiting))
        self.next_button.updateGeometry()

    def _bring_in(self) -> None:
        assert self.rows is not None
        if self.rows.undecided():
            self.rows.show_view("changed")
            self.desk.refuse(self.rows.ask.text())
            return
        work = partial(_brought, self.desk, self.rows, self.source)
        self._run(work, self._show_done, _("Bringing in"))

    # ------------------------------------------------------------------ done

    def _show_done(self, outcome: Outcome) -> None:
        assert self.columns is not None
        self.desk.ask(importing.remember(self.desk.session, self.source, self.columns.mapping), self)
        self.outcome, card = outcome, Card()
        written = outcome.new + outcome.changed
        self.done_words = card_title(plural("{n} row is in the vault.", "{n} rows are in the vault.", written))
        plain = _("The file itself lies where it was, and anyone can read it. Erase it when you no longer need it.")
        row = QHBoxLayout()
        self.undo_button = Button(_("Undo"), icon="undo-2", run=self._undo)
        row.addWidget(self.undo_button)
        row.addStretch(1)
        card.body.addWidget(self.done_words)
        for words in filter(None, (" ".join(_told(outcome)), plain)):
            card.body.addWidget(secondary(words, wrap=True))
        card.body.addLayout(row)
        self.show_step(column(card, stretch=True), DONE, _("Show them"), back=False)
        self.leave_button.hide()
        self.next_button.setFocus()

    def _undo(self) -> None:
        self.undo_button.setEnabled(False)
        self.desk.ask(self.desk.session.undo(), self, self._undone)

    def _undone(self, _what: str) -> None:
        self.done_words.setText(_("Undone. Nothing of this file is in the vault."))
        self.next_button.setText(_("Leave"))

    def _show_them(self) -> None:
        assert self.columns is not None
        undone = not self.undo_button.isEnabled()
        self.desk.back()
        if not undone:
            self.desk.go(SCREEN_OF.get(self.columns.mapping.kind, "today"))


def _brought(desk: Desk, rows: RowsStep, source: str, progress: Progress) -> Outcome:
    return importing.bring_in(desk.session, rows.rows, source, decisions=dict(rows.decisions), progress=progress)


def _told(outcome: Outcome) -> list[str]:
    """What else became of the rows."""
    beside = outcome.saved - outcome.new - outcome.changed
    said = (
        (beside, plural("{n} place or person came with them.", "{n} places and people came with them.", beside)),
        (
            outcome.kept,
            plural(
                "{n} changed row was left as it is here.", "{n} changed rows were left as they are here.", outcome.kept
            ),
        ),
        (outcome.unchanged, plural("{n} row was here already.", "{n} rows were here already.", outcome.unchanged)),
        (outcome.refused, plural("{n} row was left out.", "{n} rows were left out.", outcome.refused)),
    )
    return [words for n, words in said if n > 0]
