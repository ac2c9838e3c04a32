"""People and places: who to turn to, who agreed, and how long ago somebody checked."""

from __future__ import annotations

from dataclasses import replace

from vault.i18n import N_, _, plural
from vault.plans import display
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import Day
from vault.plans.model import Person, Place
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services.due import stale_contacts
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View
from vault.ui.pages.list_page import PanelPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty

_BY_NAME = (("name", False),)
_IN_EMERGENCY = Condition("emergency_roles", "empty", False)
_FILTERS = ("category", "emergency_roles", "agreed")


class NetworkPage(PanelPage):
    """The list at the start, the chosen person or place at the end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "network", _("Network"))
        self.place_button = Button(_("New place"), run=self.new_place)
        self.new_button = Button(_("New person"), "main", "plus", run=self.new_record)
        self.add_to_head(self.place_button, self.new_button)
        self.checked_button = Button(_("Checked today"), "other", "check", run=self.mark_checked)
        self.put_list(Listing(desk, self._views(), self._empty), ("person", "place", "incident", "action"))
        self.put_panel((self.checked_button,))

    def _views(self) -> tuple[View, ...]:
        return (
            View("all", N_("Everyone"), Query("person", sort=_BY_NAME), _FILTERS),
            View(
                "emergency",
                N_("In an emergency"),
                Query("person", (_IN_EMERGENCY,), (("call_order", False),)),
                _FILTERS,
            ),
            View("check", N_("To be checked"), stale_contacts(self.desk.today()), _FILTERS),
            View("places", N_("Places"), Query("place", sort=_BY_NAME), ("category",)),
        )

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read the list and the panel again."""
        to_check = self.listing.count("check")
        words = _("To be checked")
        self.listing.name_view("check", f"{words}  {to_check}" if to_check else words)
        self.listing.reload()
        self.set_subtitle(self._summary(to_check))
        if self.panel.isVisible():
            self.follow_choice()

    def _summary(self, to_check: int) -> str:
        people, places = self.listing.count("all"), self.listing.count("places")
        if not people and not places:
            return _("Who we can turn to, and who can turn to us.")
        words = _("{people} and {places}.").format(
            people=plural("{n} person", "{n} people", people), places=plural("{n} place", "{n} places", places)
        )
        if to_check:
            words += " " + plural(
                "{n} has not been checked for five months.", "{n} have not been checked for five months.", to_check
            )
        return words

    def show_chosen(self, one: Record) -> None:
        """Say below the name what it is here for."""
        self.panel.show_record(one, self._second(one))
        self.checked_button.setVisible(isinstance(one, Person))

    def _second(self, one: Record) -> str:
        roles = one.emergency_roles if isinstance(one, Person) else ()
        if isinstance(one, Person) and roles:
            return display.shown(one.fields["emergency_roles"], roles)
        return display.shown(one.fields["category"], getattr(one, "category", ""))

    # ------------------------------------------------------------------ what the window and the buttons ask

    def mark_checked(self) -> None:
        """The person of the panel answered today."""
        one = self.panel.record
        if isinstance(one, Person):
            checked = replace(one, checked_on=Day.of(self.desk.today()))
            self.desk.ask(self.desk.session.save(checked), self, self._was_checked)

    def _was_checked(self, one: Record) -> None:
        words = _("Noted: “{title}” was checked today.").format(title=one.title)
        self.desk.say(words, _("Undo"), self.desk.undo)

    def new_record(self) -> None:
        """A new person, or a new place while places are shown."""
        if self.listing.view().key == "places":
            self.new_place()
        else:
            self.new_person()

    def new_person(self) -> None:
        """A new person, whatever the list shows."""
        self.desk.open_form(Person())

    def new_place(self) -> None:
        """A new place, whatever the list shows."""
        self.desk.open_form(Place())

    def _empty(self, view: str) -> Empty:
        if view == "places":
            return Empty(
                _("No place is written down yet."),
                BEGINNINGS.say("places"),
                _("New place"),
                self.new_record,
                icon="map-pin",
            )
        if view == "all":
            return Empty(
                _("Nobody is written down yet."),
                BEGINNINGS.say("people"),
                _("New person"),
                self.new_record,
                icon="users-round",
            )
        if view == "check":
            return Empty(_("Everybody was checked lately."), _("Those who have a role in an emergency appear here."))
        return Empty(_("Nobody has a role in an emergency yet."), _("Open a person and choose what they do then."))
