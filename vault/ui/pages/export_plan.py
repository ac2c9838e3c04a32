"""The six steps of a redacted report: what, for whom, preview, leak check, where to, written in the register."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.plans.day_words import understood
from vault.plans.periods import Period, last_twelve_months
from vault.progress import Progress
from vault.services import exporting
from vault.services.exporting import Prepared
from vault.services.session import Session
from vault.ui import files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.pages.export_view import DrawnPages, held_card
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.chips import Chip
from vault.ui.parts.choices import Choices
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import RoundIcon, card_title, secondary, small
from vault.ui.parts.wizard import Wizard

if TYPE_CHECKING:  # they belong to paper, which is loaded at the first export
    from vault.services.exporting import Finding, Picture

PLAN = "nhrf-plan"
FOR_WHOM, LOOK, WHERE_TO, WRITTEN = 1, 2, 4, 5
_NOTHING_YET = N_("Nothing leaves the vault before step 5.")
_OTHER, _FIELD_WIDTH = "other", 420
_EXAMPLE = N_("Such as January 2026 to June 2026, or 2025.")
_SCALE = 1.35  # pixels a point: an A4 page as wide as half the smallest usual screen


class ExportPlan(Wizard):
    """Nothing leaves before step 5; step 5 is closed until every question of the leak check has an answer."""

    def __init__(self, desk: Desk) -> None:
        title, self.audience = exporting.REPORTS[PLAN]
        super().__init__(
            _(title),
            [_("What"), _("For whom"), _("Preview"), _("Leak check"), _("Where to"), _("Written in the register")],
            desk.back,
        )
        self.desk = desk
        self.prepared: Prepared | None = None
        self.pdf = b""
        self.findings: list[Finding] = []
        self.decisions: dict[str, str] = {}
        self.set_path([(_("Reports and export"), desk.back), (_("New"), None)])
        self.questions = self._make_questions()
        self.preview = QWidget()
        self._ask_for_whom()

    def _give_focus(self, widget: QWidget) -> None:
        """What was pressed last is disabled or gone now; without a word Qt would go to another place of the window."""
        self.setFocusProxy(widget)
        widget.setFocus()

    # ------------------------------------------------------------------ for whom

    def _make_questions(self) -> Card:
        today = self.desk.today()
        year = last_twelve_months(today)
        self.periods = {
            "year": year,
            "half": Period(today - timedelta(days=182), today),
            "quarter": Period(today - timedelta(days=91), today),
        }
        self.period = Choices(
            [
                ("year", _("The last twelve months"), year.words()),
                ("half", _("The last six months"), self.periods["half"].words()),
                ("quarter", _("The last three months"), self.periods["quarter"].words()),
                (_OTHER, _("Another period"), ""),
            ]
        )
        self.period.changed.connect(self._period_changed)
        self.days = QLineEdit()
        self.days.textChanged.connect(self._tell_days)
        self.days_field = Field(_("From when to when?"), self.days, _(_EXAMPLE))
        self.days_field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.real_name = Check(_("Give our real name in this report"))
        card = Card()
        card.body.addWidget(card_title(_(self.audience.full_name)))
        card.body.addWidget(
            secondary(
                _("Risks and actions leave as roles, regions, months and levels; incidents only as numbers. Of what you"
                  " wrote, only the fields “wording for donors” leave."),
                wrap=True,
            )
        )  # fmt: skip
        card.body.addWidget(card_title(_("Period")))
        card.body.addWidget(self.period)
        card.body.addWidget(self.days_field)
        self.days_field.hide()
        card.body.addWidget(self.real_name)
        card.body.addWidget(small(_("Without it the code name or the grant reference stands there."), wrap=True))
        card.body.addStretch(1)
        return card

    def _ask_for_whom(self) -> None:
        self.show_step(self.questions, 0, _("Continue to the preview"), to=FOR_WHOM, note=_(_NOTHING_YET), back=False)
        self._give_focus(self.next_button)

    def _period_changed(self, key: str) -> None:
        self.days_field.setVisible(key == _OTHER)
        if key == _OTHER:
            self.days.setFocus()

    def _tell_days(self) -> None:
        self.days_field.say_wrong("")
        period = self._period()
        self.days_field.set_hint(period.words() if period else _(_EXAMPLE))

    def _period(self) -> Period | None:
        """What was chosen; None while nobody can tell what was typed."""
        if self.period.chosen() != _OTHER:
            return self.periods[self.period.chosen()]
        try:
            return Period.of(understood(self.days.text(), self.desk.today()))
        except ValueError:
            return None

    # ------------------------------------------------------------------ preview and leak check

    def _prepare(self) -> None:
        period = self._period()
        if period is None:
            self.days_field.say_wrong(_("Say it as a month, a year, or from one month to another."))
            self.days.setFocus()
            return
        self.wait(True)
        work = partial(_drawn, self.desk.session, period, self.real_name.isChecked())
        task = tasks.start(work, self, self._look, self._failed)
        task.stopped.connect(self._ask_for_whom)
        self.progress.follow(task, _("Drawing the pages"))

    def _failed(self, error: Exception) -> None:
        self.wait(False)
        self._give_focus(self.next_button)
        self.desk.complain(error)

    def _look(self, drawn: tuple[Prepared, bytes, list[Picture], list[Finding]]) -> None:
        self.prepared, self.pdf, pictures, self.findings = drawn
        self.decisions = {}
        self.preview = QWidget()
        column = QVBoxLayout(self.preview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space.m"))
        halves = QHBoxLayout()
        halves.setSpacing(theme.current().px("space.between_cards"))
        count = plural("{n} thing taken out", "{n} things taken out", self.prepared.taken_count)
        halves.addLayout(_half(_("What the vault holds"), Chip(count, "danger", "x"), held_card(self.prepared)), 1)
        theirs = _("What {audience} will see").format(audience=_(self.audience.words))
        halves.addLayout(_half(theirs, Chip(_("exactly this, as PDF"), "plain", "eye"), DrawnPages(pictures)), 1)
        column.addLayout(halves, 1)
        self.check_card = Card()
        column.addWidget(self.check_card)
        self._show_preview()

    def _show_preview(self) -> None:
        self.show_step(self.preview, LOOK, _("Continue to “Where to”"), to=LOOK + 1, note=_(_NOTHING_YET))
        self.next_button.show()
        self._tell_check()

    def _tell_check(self) -> None:
        refused = exporting.refusing(self.findings)
        open_questions = exporting.undecided(self.findings, self.decisions)
        _emptied(self.check_card)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(14))
        asks = bool(refused or open_questions)
        fill = "attention" if asks else "success"
        row.addWidget(RoundIcon("search" if asks else "check", fill=f"{fill}.tint", ink=f"{fill}.text"))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        title, below = _check_words(refused, open_questions)
        lines.addWidget(card_title(title))
        lines.addWidget(small(below, "secondary", wrap=True))
        row.addLayout(lines, 1)
        self.decide_button: Button | None = None
        if open_questions and not refused:
            words, decide = _("Leave it, it is an ordinary word"), partial(self._decide, open_questions[0])
            self.decide_button = Button(words, run=decide)
            row.addWidget(self.decide_button)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.check_card.body.addWidget(holder)
        self.next_button.setEnabled(not refused and not open_questions)
        self._give_focus(self.decide_button or (self.back_button if refused else self.next_button))

    def _decide(self, finding: Finding) -> None:
        self.decisions[finding.term] = _("an ordinary word here, left in")
        self._tell_check()

    # ------------------------------------------------------------------ where to

    def _ask_where(self) -> None:
        card = Card()
        card.body.addWidget(card_title(_("Where should the file lie?")))
        card.body.addWidget(
            secondary(
                _("It is not encrypted. Hand it over by a channel you trust, and erase it here when it has arrived."
                  " Sometimes a call is better than a file."),
                wrap=True,
            )
        )  # fmt: skip
        self.place_button = Button(_("Choose a place and write it"), "main", "file-output", run=self._choose)
        card.body.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignLeading)
        card.body.addStretch(1)
        self.show_step(card, WHERE_TO, "", note=_("It leaves when you have chosen a place."))
        self._give_focus(self.place_button)
        self.next_button.hide()

    def _choose(self) -> None:
        name = f"report-{self.desk.today():%Y-%m-%d}.pdf"
        files.ask_for_new_file(self, _("Where the report goes"), name, self.write_to, _("PDF"), "*.pdf")

    def write_to(self, path: Path) -> None:
        """Write the report; nothing is overwritten."""
        assert self.prepared is not None
        try:
            made = exporting.deliver(self.desk.session, self.prepared, self.pdf, self.decisions, path)
        except Exception as error:  # noqa: BLE001 - told calmly; the pages are still here
            self.desk.complain(error)
            return
        card = Card()
        card.body.addWidget(card_title(_("The report has left the vault.")))
        card.body.addWidget(secondary(_("It cannot be called back. We wrote down when and to whom."), wrap=True))
        card.body.addWidget(small(str(made), "secondary", wrap=True))
        card.body.addStretch(1)
        self.show_step(card, WRITTEN, _("Show the register"), back=False)
        self.leave_button.hide()
        self.next_button.show()
        self._give_focus(self.next_button)

    # ------------------------------------------------------------------ to and fro

    def go_on(self) -> None:
        if self.step == 0:
            self._prepare()
        elif self.step == LOOK:
            self._ask_where()
        else:
            self.desk.back()

    def go_back(self) -> None:
        if self.step == WHERE_TO:
            self._show_preview()
        else:
            self._ask_for_whom()


def _drawn(
    session: Session, period: Period, real_name: bool, progress: Progress
) -> tuple[Prepared, bytes, list[Picture], list[Finding]]:
    prepared = exporting.prepare(session, report=PLAN, period=period, real_name=real_name, progress=progress)
    pdf = exporting.render(prepared)
    return prepared, pdf, exporting.pages(pdf, _SCALE), exporting.check(prepared, pdf)


def _check_words(refused: list[Finding], questions: list[Finding]) -> tuple[str, str]:
    if refused:
        return (
            _("Leak check: a withheld name is in it"),
            _("“{term}”: {context}. Change the wording for donors, then come back.").format(
                term=refused[0].term or refused[0].where, context=refused[0].context
            ),
        )
    if questions:
        title = plural("Leak check: {n} place to look at", "Leak check: {n} places to look at", len(questions))
        return title, _("“{term}” is withheld, and may be something else here: {context}").format(
            term=questions[0].term, context=questions[0].context
        )
    return _("Leak check: clean"), _("No names, numbers, addresses or hidden data in the finished file.")


def _half(title: str, chip: Chip, widget: QWidget) -> QVBoxLayout:
    column, head = QVBoxLayout(), QHBoxLayout()
    column.setSpacing(theme.current().px(8))
    head.addWidget(card_title(title), 1)
    head.addWidget(chip)
    column.addLayout(head)
    column.addWidget(widget, 1)
    return column


def _emptied(card: Card) -> None:
    while (item := card.body.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
