"""Ready procedures by area: read with their reasons, ticked, and put into the plan as copies to change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.plans import display, starters
from vault.plans.fields import Link, Rows
from vault.plans.model import Plan, Procedure, Risk
from vault.plans.model.plan import STEP_COLUMNS
from vault.plans.model.risks import RISK_AREA
from vault.plans.records import Record
from vault.services.session import new_id
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.combo import Combo
from vault.ui.parts.labels import Words, small
from vault.ui.parts.page import Page
from vault.ui.parts.pick_table import Pick, PickTable, under_headings
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.step_table import StepTable

_SHOWN = ("step", "who", "because")
_PREVIEW = Rows(label=N_("Steps"), name="steps", columns=tuple(one for one in STEP_COLUMNS if one[0] in _SHOWN))
_LIST_WIDTH = 560


class StartersPage(Page):
    """The list at the start, the one that is looked at with its reasons at the end.

    `area`: where to begin; `risk`: what is put in answers it; `plan`: what is put in belongs to it.
    """

    def __init__(self, desk: Desk, area: str = "", risk: Risk | None = None, plan: Plan | None = None) -> None:
        super().__init__(_("Start from a ready one"))
        self.desk, self.way_back, self._risk, self._plan = desk, desk.back, risk, plan
        self.set_path([(_("Plan"), desk.back), (_("Ready procedures"), None)])
        self._all = {one.key: one for one in starters.shipped()}
        present = [(key, _(words)) for key, words in RISK_AREA if any(one.area == key for one in self._all.values())]
        self.areas = Combo([("", _("All areas")), *present])
        self.areas.setAccessibleName(_("Area"))
        self.areas.choose(area if area in dict(present) else "")
        self.table = PickTable((_("Name"), _("Phase"), _("Steps")), (0, 76, 64))
        self.table.setAccessibleName(_("Ready procedures"))
        self.steps = StepTable(_PREVIEW, whole=True)
        self.name, self.trigger = Words("", "card_title", wrap=True), Words("", wrap=True)
        self.aim, self.more = Words("", wrap=True), small("", "secondary", wrap=True)
        self.insert_button = Button("", "main", "plus", run=self.save)
        self.add_to_head(Button(_("Back to the plan"), "quiet", run=desk.back), self.insert_button)
        self._lay_out()
        self.areas.currentIndexChanged.connect(self.reload)
        self.table.ticked.connect(self._count)
        self.table.looked_at.connect(self._preview)
        self.setFocusProxy(self.table)
        Follower(self, desk.changed, ("procedure",))

    def _lay_out(self) -> None:
        look = theme.current()
        left, right = Card(flush=True), Card(flush=True)
        left.setFixedWidth(look.px(_LIST_WIDTH))
        head, about = QVBoxLayout(), QVBoxLayout()
        for part in (head, about):
            part.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
            part.setSpacing(look.px(4))
        head.addWidget(self.areas)
        left.body.addLayout(head)
        left.body.addWidget(self.table, 1)
        about.addWidget(self.name)
        for label, words in ((_("It begins when"), self.trigger), (_("It aims at"), self.aim)):
            about.addWidget(small(label, "secondary", strong=True))
            about.addWidget(words)
        about.addWidget(self.more)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(about)
        column.addWidget(self.steps, 1)
        right.body.addWidget(Scroll(inner))
        self.body.addWidget(left)
        self.body.addWidget(right, 1)

    def reload(self) -> None:
        """Show the area that is chosen, and which are in the plan already."""
        plan = [one for one in self.desk.session.all("procedure") if isinstance(one, Procedure)]
        there = starters.present(self._all.values(), plan)
        area, phase = self.areas.chosen(), Procedure.fields["phase"]
        at = self.table.currentIndex().row()
        named = (
            (
                _(dict(RISK_AREA)[one.area]),
                Pick(one.key, (one.title, display.shown(phase, one.phase), str(len(one.steps))), one.key in there),
            )
            for one in self._all.values()
            if area in ("", one.area)
        )
        rows = under_headings(named)
        self.table.show_rows(rows)
        if 0 < at < len(rows):
            self.table.selectRow(at)
        self._count()

    def _count(self) -> None:
        count = len(self.table.ticks())
        put = plural("Put {n} into the plan", "Put {n} into the plan", count)
        self.insert_button.setText(put if count else _("Put into the plan"))
        self.insert_button.setEnabled(bool(count))
        told = _("They go into the plan as your own copies. Change names, times and ways to fit you.")
        if self._risk:
            told = _("For “{risk}”. They go into the plan as your own copies.").format(risk=self._risk.title)
        self.set_subtitle(told)

    def _preview(self, key: str) -> None:
        one = self._all[key]
        self.name.setText(one.title)
        self.trigger.setText(one.trigger)
        self.aim.setText(one.aim)
        about = [
            _("Covers: {whom}").format(whom=one.covers),
            one.materials and _("Have ready: {what}").format(what=one.materials),
        ]
        self.more.setText(" · ".join(filter(None, about)))
        self.steps.show_rows([tuple(getattr(step, name) for name in _SHOWN) for step in one.steps])

    def save(self) -> None:
        """Put what is ticked into the plan, all at once."""
        chosen = [self._all[key] for key in self.table.ticks()]
        if not chosen or not self.desk.may_write():
            return
        self.insert_button.setEnabled(False)
        what = plural("{n} ready procedure put into the plan", "{n} ready procedures put into the plan", len(chosen))
        answers = (Link(self._risk.id),) if self._risk else ()
        copies = [replace(one.begun(), id=new_id(), risks=answers) for one in chosen]
        pairs: list[tuple[Record, str]] = [(one, "") for one in copies]
        if isinstance(plan := self._plan and self.desk.session.find(self._plan.id), Plan):
            links = (*plan.procedures, *(Link(one.id) for one in copies))
            pairs.append((replace(plan, procedures=links), ""))
        self.desk.ask(self.desk.session.save_batch(pairs, "", what), self, self._put, self._failed)

    def _put(self, made: list[Record]) -> None:
        desk, count = self.desk, sum(isinstance(one, Procedure) for one in made)
        desk.go("plan", made[0].id)
        told = plural("{n} procedure is in the plan.", "{n} procedures are in the plan.", count)
        desk.say(told, _("Undo"), desk.undo)

    def _failed(self, error: BaseException) -> None:
        self._count()
        self.desk.complain(error)
