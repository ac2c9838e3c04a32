"""Who decides what: the table one reads in an emergency, filled in beforehand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from vault.i18n import N_, _, plural
from vault.plans import deciding
from vault.plans.deciding import Line
from vault.plans.model import Decision, Person
from vault.services.session import Draft, new_id
from vault.ui import plan_papers
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.lines import WORDS, Cell
from vault.ui.parts.page import Page
from vault.ui.parts.table import SMALL, TONE
from vault.ui.parts.wrapped_table import WrappedTable

#: shorter than on paper: they stand beside each other in large letters too
_HEADS = (
    N_("Decision"), N_("Who"), N_("If away"), N_("Ask first"), N_("Tell"), N_("If not reached, or they disagree"),
)  # fmt: skip
_SHARES = (1.7, 1.15, 1.1, 1.2, 1.1, 2.2)


class DecisionsPage(Page):
    """A row a kind of decision; Enter opens its form, where nobody is named yet with the safer choice in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Who decides"), across=False)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_("Plan"), desk.back), (_("Who decides"), None)])
        self.lines: list[Line] = []
        self.table = WrappedTable([_(words) for words in _HEADS], _SHARES)
        self.table.setAccessibleName(_("Who decides"))
        self.table.opened.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().currentRowChanged.connect(self._name_button)
        self.print_button = Button(_("Print"), icon="printer", run=self.print_out)
        self.new_button = Button(_("Another decision"), "quiet", "plus", run=self.new_record)
        self.edit_button = Button(_("Fill in"), "main", "pencil", run=self.edit)
        self.add_to_head(self.new_button, self.print_button, self.edit_button)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.body.addWidget(card)
        self.setFocusProxy(self.table)
        Follower(self, desk.changed, ("decision", "person"))

    def reload(self) -> None:
        """Read the table again."""
        session = self.desk.session
        kept = [one for one in session.all("decision") if isinstance(one, Decision)]
        ids = {
            link.id for one in kept for links in (one.decides, one.deputy, one.consults, one.informs) for link in links
        }
        names = {one.id: one.title for one in session.find_many(list(ids)) if isinstance(one, Person)}
        self.lines = deciding.table(kept, deciding.shipped(), lambda id: names.get(id, ""))
        self.table.show_lines([_cells(one) for one in self.lines])
        left = sum(not one.named for one in self.lines)
        self.set_subtitle(
            plural("{n} row has nobody named yet. The table stays with us: it is never part of a report.",
                   "{n} rows have nobody named yet. The table stays with us: it is never part of a report.", left)
            if left else _("Agreed beforehand. The table stays with us: it is never part of a report.")
        )  # fmt: skip
        self._name_button()

    def _name_button(self, *_rows: QModelIndex) -> None:
        one = self._chosen()
        self.edit_button.setText(_("Change") if one and one.decision.id else _("Fill in"))
        self.edit_button.setEnabled(one is not None)

    def _chosen(self) -> Line | None:
        at = self.table.currentIndex().row()
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def _open(self, row: int) -> None:
        one = self.lines[row].decision
        draft = self.desk.session.draft_of(one.id) if one.id else None
        if not self.lines[row].named and draft is None:
            draft = Draft(new_id(), one.kind, one.id, "", {"fields": {}, "focus": "decides", "cursor": 0})
        self.desk.open_form(one, draft)

    # ------------------------------------------------------------------ what the window asks

    def edit(self) -> None:
        """The form of the chosen row."""
        if self._chosen():
            self._open(self.table.currentIndex().row())

    def new_record(self) -> None:
        """A decision of another kind."""
        self.desk.open_form(deciding.begun("other", deciding.shipped()))

    def delete(self) -> None:
        """Move the chosen decision to the bin; its row stays, to be filled in anew."""
        one = self._chosen()
        if one and one.decision.id:
            self.desk.trash([one.decision])

    def history(self) -> None:
        """The page of the chosen decision with its history."""
        one = self._chosen()
        if one and one.decision.id:
            self.desk.page_asked.emit(one.decision.id)

    def print_out(self) -> None:
        """The table on one page laid across."""
        plan_papers.hand_over(self.desk, self, plan_papers.decisions(self.lines), across=True)


def _cells(line: Line) -> list[Cell]:
    title, who, *others, unreachable = line.cells
    named: Cell = who if line.named else {WORDS: who, TONE: "late"}
    rest: list[Cell] = [{WORDS: words, TONE: "secondary", SMALL: True} for words in (*others, unreachable)]
    return [title, named, *rest]
