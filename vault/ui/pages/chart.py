"""The chart used in trainings: a row a threat, what makes us vulnerable and strong beside it; to read and print."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.plans.fields import Rows
from vault.plans.formula import CHART
from vault.services import formulas
from vault.ui import plan_papers, printing, theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.step_table import StepTable

_FIELD = Rows(label=N_("Chart of threats"), columns=CHART)


class ChartPage(Page):
    """Nothing is counted or calculated here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Threats, weak and strong points"), across=False)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_("Risks"), desk.back), (_("Chart"), None)])
        self.set_subtitle(_("One row a threat. It helps to think together; it gives no result to calculate."))
        self.print_button = Button(_("Print"), icon="printer", run=self.print_out)
        self.add_to_head(self.print_button)
        self.table = StepTable(_FIELD, whole=True)
        self.nothing = Words(_("No threat and no risk is written down yet."), "body", "muted")
        card, inner = Card(flush=True), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.nothing.setContentsMargins(*[theme.current().px(16)] * 4)
        column.addWidget(self.nothing)
        column.addStretch(1)
        card.body.addWidget(Scroll(inner))
        self.body.addWidget(card)
        self.rows: list[tuple[str, ...]] = []
        Follower(self, desk.changed, ("threat", "risk", "factor"))

    def reload(self) -> None:
        """Gather the rows again."""
        self.rows = formulas.chart(self.desk.session)
        self.table.show_rows(self.rows)
        self.table.setVisible(bool(self.rows))
        self.nothing.setVisible(not self.rows)
        self.print_button.setVisible(bool(self.rows))

    def print_out(self) -> None:
        """Hand the chart to a printer, across the page; a printed chart names people and places."""
        heads = [_(words) for _key, words in CHART]
        made = printing.Paper()
        made.heading(_("Threats, weak and strong points"))
        made.table(heads, self.rows)
        told = _("The chart was handed to the printer. It holds what this file holds: keep it as safe.")
        plan_papers.hand_over(self.desk, self, made.document, across=True, told=told)
