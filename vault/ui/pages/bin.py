"""The bin: what was moved here can be taken out again, or erased for good."""

from __future__ import annotations

from vault.i18n import N_, _
from vault.plans.model import Incident
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.ui.bridge import Follower
from vault.ui.cells import Cell
from vault.ui.desk import Desk
from vault.ui.erasing import ask_purge
from vault.ui.facts import moment_words
from vault.ui.listing import Listing, View
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty
from vault.ui.parts.page import Page
from vault.ui.tables import Column, Seen


def _title(one: Record, seen: Seen) -> Cell:
    return Cell(words=one.title, lead=str(one.number), main=True)


def _moved(one: Record, seen: Seen) -> Cell:
    return Cell(words=moment_words(one.trashed_at, seen.today), tone="text.secondary", small=True)


def _by(one: Record, seen: Seen) -> Cell:
    return Cell(words=one.changed_by, tone="text.secondary", small=True)


_COLUMNS = (
    Column(N_("Name"), _title, 0),
    Column(N_("Moved here"), _moved, 190, "trashed_at", descending=True),
    Column(N_("By"), _by, 150),
)


class BinPage(Page):
    """A view for each kind of record; several rows can be chosen at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Bin"), _("What was moved here stays until it is erased. Erasing is for good."))
        self.desk = desk
        newest = (("trashed_at", True),)
        views = [
            View(kind, cls.many, Query(kind, sort=newest, trashed=True), columns=_COLUMNS)
            for kind, cls in KINDS.items()
            if kind != "organisation"
        ]
        views.sort(key=lambda view: view.key != Incident.kind)
        self.listing = Listing(desk, views, self._empty, several=True)
        self.listing.search.hide()  # what is in the bin is not in the index
        self.erase_button = Button(_("Erase for good"), "danger", "trash-2", run=self.erase)
        self.restore_button = Button(_("Take out of the bin"), "main", "undo-2", run=self.restore)
        self.add_to_head(self.erase_button, self.restore_button)
        self.body.addWidget(self.listing, 1)
        self.setFocusProxy(self.listing)
        self.listing.opened.connect(desk.open_record)
        self.listing.chosen.connect(lambda _id: self._look_at_choice())
        Follower(self, desk.changed)

    def reload(self) -> None:
        """Read again; go to a kind that has something in the bin."""
        counts = {view: self.listing.count(view) for view in KINDS if view != "organisation"}
        for kind, count in counts.items():
            words = _(KINDS[kind].many)
            self.listing.name_view(kind, f"{words}  {count}" if count else words)
        segments = self.listing.segments
        if segments and not counts[self.listing.view().key]:
            segments.choose(next((kind for kind, count in counts.items() if count), self.listing.view().key))
        self.listing.reload()
        self._look_at_choice()

    def _look_at_choice(self) -> None:
        chosen = bool(self.listing.chosen_record())
        for button in (self.erase_button, self.restore_button):
            button.setVisible(chosen)

    def restore(self) -> None:
        """Take the chosen records out."""
        self.desk.restore(self.listing.table().chosen_records())

    def erase(self) -> None:
        """Ask, then erase the chosen records for good."""
        chosen = self.listing.table().chosen_records()
        if chosen:
            ask_purge(self, self.desk, chosen, self._erased)

    def delete(self) -> None:
        """What is in the bin can only be erased."""
        self.erase()

    def _erased(self, _what: object) -> None:
        self.reload()

    def _empty(self, _view: str) -> Empty:
        return Empty(
            _("Nothing here."), _("What you move to the bin can be taken out again until it is erased."), icon="trash-2"
        )
