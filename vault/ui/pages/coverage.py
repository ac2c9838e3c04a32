"""Risks without a procedure beside procedures that serve no risk, and what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from vault.i18n import _, plural
from vault.plans import display
from vault.plans.beginnings import BEGINNINGS
from vault.plans.fields import Link
from vault.plans.model import Procedure, Risk
from vault.plans.records import Record
from vault.services import health, planning
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.pages.starters import StartersPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words
from vault.ui.parts.lines import TIP, WORDS, Cell, Lines
from vault.ui.parts.page import Page
from vault.ui.parts.segments import Segments
from vault.ui.parts.table import LEVELS, SMALL, TONE, Table
from vault.ui.parts.table_head import TableHead

_BARE, _ALL = "bare", "all"


class Side(Card):
    """One of the two lists. `bare`: the words for those that lack the other side."""

    def __init__(self, title: str, heads: Sequence[str], widths: Sequence[int], bare: str) -> None:
        super().__init__(title, flush=True)
        look = theme.current()
        self._bare_words, self._widths = bare, tuple(widths)
        self.records: list[Record] = []
        self.segments = Segments([(_BARE, bare), (_ALL, _("All"))], _BARE)
        self.segments.setAccessibleName(title)
        self.head.addWidget(self.segments)
        self.table = Table(None, TableHead)
        self.table.setAccessibleName(title)
        self.table.head.setSectionsClickable(False)
        self.lines = Lines(self.table, heads)
        self.table.setModel(self.lines)
        self.table.set_widths(*widths)
        self.nothing = Words("", "body", "muted", wrap=True)
        self.nothing.setContentsMargins(*[look.px(16)] * 4)
        self.body.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.table, 1)
        self.body.addStretch()

    def show_records(self, records: Sequence[Record], cells: Sequence[Sequence[Cell]], bare: int, nothing: str) -> None:
        """Show these; what was chosen stays chosen, else the row that came in its place. `bare`: how many lack it."""
        before, at = self.chosen(), self.table.currentIndex().row()
        self.records = list(records)
        self.lines.show(cells)
        self.table.set_widths(*self._widths)
        self.segments.name(_BARE, f"{self._bare_words}  {bare}")
        self.nothing.setText(nothing)
        self.nothing.setVisible(not records)
        self.table.setVisible(bool(records))
        if records:
            same = next((n for n, one in enumerate(records) if before and one.id == before.id), None)
            self.table.selectRow(same if same is not None else min(max(at, 0), len(records) - 1))

    def chosen(self) -> Record | None:
        """The record of the row the keyboard is on."""
        at = self.table.currentIndex().row()
        return self.records[at] if 0 <= at < len(self.records) else None


class CoveragePage(Page):
    """Enter in either list, or the button, joins the risk and the procedure that are chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Risks and their procedures"))
        self.desk, self.way_back = desk, desk.back
        self._joining = False
        self.set_path([(_("Plan"), desk.back), (_("Risks and their procedures"), None)])
        self.risks = Side(_("Risks"), (_("No."), _("Risk"), _("Level")), (46, 0, 110), _("No procedure"))
        self.procedures = Side(_("Procedures"), (_("Procedure"), _("Area")), (0, 150), _("Serve no risk"))
        self.write_button = Button(_("Write a procedure"), "quiet", "plus", run=self.write_one)
        self.ready_button = Button(_("Start from a ready one"), "quiet", "copy", run=self.start_ready)
        self.join_button = Button(_("Join the two"), "main", hint=_("Enter"), run=self.join)
        self.add_to_head(self.join_button)
        self._lay_out()
        for side in (self.risks, self.procedures):
            side.segments.changed.connect(lambda _key: self.reload())
            side.table.opened.connect(lambda _index: self.join())
            side.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_buttons())
        self.setFocusProxy(self.risks.table)
        found = health.standing(desk.session)
        for side, lacking in ((self.risks, found.uncovered), (self.procedures, found.orphans)):
            side.segments.choose(_BARE if lacking else _ALL)  # so that there is something to join
        Follower(self, desk.changed, ("risk", "procedure"))

    def _lay_out(self) -> None:
        look = theme.current()
        row = QHBoxLayout()
        row.setContentsMargins(look.px(9), look.px(7), look.px(9), look.px(7))
        row.addWidget(self.write_button)
        row.addWidget(self.ready_button)
        row.addStretch(1)
        self.risks.body.addLayout(row)
        self.body.addWidget(self.risks, 1)
        self.body.addWidget(self.procedures, 1)

    def reload(self) -> None:
        """Look again at what is joined."""
        found = health.standing(self.desk.session)
        bare, idle = found.uncovered, found.orphans
        shown = found.risks if self.risks.segments.chosen() == _ALL else bare
        risks = sorted(shown, key=lambda one: (-(one.level_now or 0), one.number))
        procedures = found.procedures if self.procedures.segments.chosen() == _ALL else idle
        rows = [_risk_cells(one) for one in risks]
        none = _("No risk is written down yet.")
        self.risks.show_records(risks, rows, len(bare), _("Every risk has a procedure.") if found.risks else none)
        rows = [_procedure_cells(one) for one in procedures]
        none = _("No procedure is written down yet.")
        served = _("Every procedure serves a risk.") if found.procedures else none
        self.procedures.show_records(procedures, rows, len(idle), served)
        begun = found.risks and found.procedures
        self.set_subtitle(_sentence(len(bare), len(idle)) if begun or bare or idle else BEGINNINGS.say("joining"))
        self._show_buttons()

    def _show_buttons(self) -> None:
        risk, procedure = self.chosen()
        self.join_button.setEnabled(risk is not None and procedure is not None)
        for button in (self.write_button, self.ready_button):
            button.setEnabled(risk is not None)
            button.setAccessibleDescription(risk.title if risk else "")

    def chosen(self) -> tuple[Risk | None, Procedure | None]:
        """The risk and the procedure that are chosen."""
        risk, procedure = self.risks.chosen(), self.procedures.chosen()
        return (risk if isinstance(risk, Risk) else None, procedure if isinstance(procedure, Procedure) else None)

    # ------------------------------------------------------------------ joining

    def join(self) -> None:
        """Have the chosen procedure answer the chosen risk."""
        risk, procedure = self.chosen()
        if self._joining or risk is None or procedure is None or not self.desk.may_write():
            return
        if any(link.id == risk.id for link in procedure.risks):
            self.desk.say(
                _("“{procedure}” answers “{risk}” already.").format(procedure=procedure.title, risk=risk.title)
            )
            return
        made = replace(procedure, risks=(*procedure.risks, Link(risk.id)))
        self._joining = True  # Enter twice is meant once
        self.desk.ask(self.desk.session.save(made), self, partial(self._joined, risk), self._failed)

    def _failed(self, error: BaseException) -> None:
        self._joining = False
        self.desk.complain(error)

    def _joined(self, risk: Risk, procedure: Record) -> None:
        self._joining = False
        told = _("“{procedure}” answers “{risk}” now.").format(procedure=procedure.title, risk=risk.title)
        self.desk.say(told, _("Undo"), self.desk.undo)

    def write_one(self) -> None:
        """A new procedure that answers the chosen risk."""
        risk, _procedure = self.chosen()
        if risk:
            self.desk.open_form(planning.answering(risk))

    def start_ready(self) -> None:
        """The ready procedures of the risk's area; what is put in answers it."""
        risk, _procedure = self.chosen()
        if risk:
            self.desk.open_page(StartersPage(self.desk, risk.area, risk))


def _risk_cells(one: Risk) -> list[Cell]:
    level: Cell = {LEVELS: one.level_now} if one.level_now else {WORDS: _("not scored yet"), TONE: "muted", SMALL: True}
    return [{WORDS: str(one.number), TONE: "secondary"}, {WORDS: one.title, TIP: one.title}, level]


def _procedure_cells(one: Procedure) -> list[Cell]:
    area = display.shown(one.fields["area"], one.area) or _("No area yet")
    return [{WORDS: one.title, TIP: one.title}, {WORDS: area, TONE: "secondary", SMALL: True}]


def _sentence(bare: int, idle: int) -> str:
    if not bare and not idle:
        return _("Every risk has a procedure, and every procedure serves a risk.")
    risks = plural("{n} risk has no procedure.", "{n} risks have no procedure.", bare) if bare else ""
    procedures = plural("{n} procedure serves no risk.", "{n} procedures serve no risk.", idle) if idle else ""
    return " ".join(filter(None, (risks, procedures)))
