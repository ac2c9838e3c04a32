"""Things to look at when asking what makes us vulnerable or strong: ticked, and written down to be judged."""

from __future__ import annotations

from dataclasses import replace

from vault.i18n import _, plural
from vault.plans import components
from vault.plans.fields import Link
from vault.plans.model import Factor, Risk
from vault.plans.model.factors import FACTOR_GROUP
from vault.plans.records import Record
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.listing import Wanted
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.page import Page
from vault.ui.parts.pick_table import Pick, PickTable, under_headings


class PromptsPage(Page):
    """A question a row; what is ticked becomes a strength or weakness whose side nobody has chosen yet.

    With a `risk` it is what they are asked about, and what is ticked is connected with it.
    """

    def __init__(self, desk: Desk, risk: Risk | None = None) -> None:
        super().__init__(_("Prompts"), _("Read the questions together. Tick what is worth talking about."))
        self.desk, self.way_back, self._risk = desk, desk.back, risk
        self.set_path([(risk.title if risk else _("Context"), desk.back), (_("Prompts"), None)])
        self._all = {one.key: one for one in components.shipped()}
        self.table = PickTable((_("What it is"), _("Ask yourselves")), (250, 0))
        self.table.setAccessibleName(_("Prompts"))
        self.add_button = Button("", "main", "plus", run=self.save)
        self.add_to_head(Button(_("Back"), "quiet", run=desk.back), self.add_button)
        card = Card(flush=True)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(card, 1)
        self.table.ticked.connect(self._count)
        self.setFocusProxy(self.table)
        Follower(self, desk.changed, ("factor",))

    def reload(self) -> None:
        """Show which are written down already."""
        factors = [one for one in self.desk.session.all("factor") if isinstance(one, Factor)]
        there = components.present(self._all.values(), factors)
        at = self.table.currentIndex().row()
        named = (
            (_(dict(FACTOR_GROUP)[one.group]), Pick(one.key, (one.name, one.question), one.key in there))
            for one in self._all.values()
        )
        rows = under_headings(named)
        self.table.show_rows(rows)
        if 0 < at < len(rows):
            self.table.selectRow(at)
        self._count()

    def _count(self) -> None:
        count = len(self.table.ticks())
        self.add_button.setText(plural("Add {n}", "Add {n}", count) if count else _("Add"))
        self.add_button.setEnabled(bool(count))

    def save(self) -> None:
        """Write down what is ticked, all at once."""
        chosen = [self._all[key] for key in self.table.ticks()]
        if not chosen or not self.desk.may_write():
            return
        self.add_button.setEnabled(False)
        what = plural("{n} prompt written down", "{n} prompts written down", len(chosen))
        risks = (Link(self._risk.id),) if self._risk else ()
        pairs: list[tuple[Record, str]] = [(replace(one.begun(), risks=risks), "") for one in chosen]
        self.desk.ask(self.desk.session.save_batch(pairs, "", what), self, self._added, self._failed)

    def _added(self, made: list[Record]) -> None:
        desk = self.desk
        desk.go("context", Wanted("weak"))
        told = plural("{n} is written down, to be judged.", "{n} are written down, to be judged.", len(made))
        desk.say(told, _("Undo"), desk.undo)

    def _failed(self, error: BaseException) -> None:
        self._count()
        self.desk.complain(error)
