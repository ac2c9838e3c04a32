"""Pages around a list: what the menus ask of the chosen record, what other pages ask to be shown, the panel beside."""

from __future__ import annotations

from collections.abc import Sequence

from vault.plans.records import Record
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.listing import Listing, Wanted
from vault.ui.parts.buttons import Button
from vault.ui.parts.page import Page
from vault.ui.record_panel import RecordPanel


class ListPage(Page):
    """`key` is the screen it stands for. Whoever takes it makes the list and gives it to `put_list`."""

    listing: Listing

    def __init__(self, desk: Desk, key: str, title: str) -> None:
        super().__init__(title)
        self.desk, self._key = desk, key

    def put_list(self, listing: Listing, kinds: tuple[str, ...]) -> None:
        """Listen to the list; read it again when records of `kinds` change."""
        self.listing = listing
        self.setFocusProxy(listing)
        listing.opened.connect(self.desk.open_record)
        self.desk.screen_asked.connect(self._asked)
        Follower(self, self.desk.changed, kinds)
        self.desk.made.connect(self._point_at)

    def edit(self) -> None:
        """Open the form of the chosen record, with what was typed before."""
        if one := self.listing.chosen_record():
            self.desk.open_form(one, self.desk.session.draft_of(one.id))

    def delete(self) -> None:
        """Move the chosen record to the bin."""
        if one := self.listing.chosen_record():
            self.desk.trash([one])

    def _point_at(self, one: Record) -> None:
        """What was just written down is the row one is on; another could be opened by mistake."""
        if self.isVisible():
            self.listing.reload()
            self.listing.table().point_at(one.id)

    def look_for(self) -> None:
        """Go to the search field."""
        self.listing.look_for()

    def _asked(self, key: str, wanted: object) -> None:
        if key == self._key:
            self.show_wanted(wanted)

    def show_wanted(self, wanted: object) -> None:
        """Show what another page asks for."""
        if isinstance(wanted, Wanted):
            self.listing.show_wanted(wanted)


class PanelPage(ListPage):
    """A list with the chosen record beside it, once somebody picked one. `show_chosen` fills the panel."""

    panel: RecordPanel

    def put_panel(self, acts: Sequence[Button]) -> None:
        """Put the list and, hidden at first, the panel with these buttons into the page."""
        self.panel = RecordPanel(self.desk, acts)
        self.panel.hide()
        self.body.addWidget(self.listing, 1)
        self.body.addWidget(self.panel)
        self.listing.picked.connect(self._show_panel)
        self.listing.chosen.connect(self.follow_choice)
        self.listing.given_back.connect(self._close_panel)
        self.panel.closed.connect(self._close_panel)

    def follow_choice(self, _id: str = "") -> None:
        """Show what the list is on, while the panel is open."""
        one = self.listing.chosen_record()
        if one is None:
            self.panel.hide()
        elif self.panel.isVisibleTo(self):
            self.show_chosen(one)

    def show_chosen(self, one: Record) -> None:
        """Fill the panel."""
        self.panel.show_record(one)

    def _show_panel(self, _id: str = "") -> None:
        self.panel.show()
        self.follow_choice()

    def _close_panel(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
            self.listing.take_focus()
