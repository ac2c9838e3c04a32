"""Reviews and drills: what is planned, what was held, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from vault.i18n import N_, _, plural
from vault.plans import display
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import Day, in_words
from vault.plans.model import Drill, Review
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services import due
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View, Wanted
from vault.ui.pages.list_page import PanelPage
from vault.ui.pages.what_changed import ChangesPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty

_SOON = timedelta(weeks=2)
_OPEN, _HELD = Condition("open", "is", 1), Condition("state", "is", "held")
_NEXT, _LAST = (("planned_on", False),), (("held_on", True),)
_VIEWS = (
    View("planned", N_("Planned"), Query("review", (_OPEN,), _NEXT), ("rhythm", "planned_on")),
    View("held", N_("Held"), Query("review", (_HELD,), _LAST), ("held_on", "reason")),
    View("drills", N_("Drills"), Query("drill", sort=(("planned_on", True),)), ("type", "state", "held_on")),
)


class ReviewsPage(PanelPage):
    """The list at the start, the chosen review or drill at the end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "reviews", _("Reviews"))
        self.drill_button = Button(_("New drill"), run=self.new_drill)
        self.new_button = Button(_("New review"), "main", "plus", run=self.new_review)
        self.changes_button = Button(_("What changed"), run=lambda: desk.open_page(ChangesPage(desk)))
        self.add_to_head(self.changes_button, self.drill_button, self.new_button)
        self.put_list(Listing(desk, _VIEWS, self._empty), ("review", "drill", "person", "procedure"))
        self.put_panel(())

    def reload(self) -> None:
        """Read the list and the panel again."""
        self.listing.reload()
        self.set_subtitle(self._summary())
        if self.panel.isVisible():
            self.follow_choice()

    def _summary(self) -> str:
        session, today = self.desk.session, self.desk.today()
        planned = session.page(Query("review", (_OPEN, Condition("planned_on", "empty", False)), _NEXT), 0, 1)
        first = planned[0] if planned else None
        waiting = len(due.due(session, today, today))
        words = plural("{n} thing is due today or late.", "{n} things are due today or late.", waiting)
        if isinstance(first, Review) and first.planned_on:
            late = first.planned_on.last is not None and first.planned_on.last < today
            said = _("The review was due {day}.") if late else _("Next review {day}.")
            words += " " + said.format(day=in_words(first.planned_on, today))
        return words if waiting or first else BEGINNINGS.say("reviews")

    def show_chosen(self, one: Record) -> None:
        """Say below the name how often it is held, or how it is practised."""
        name = "rhythm" if isinstance(one, Review) else "type"
        self.panel.show_record(one, display.shown(one.fields[name], getattr(one, name)))

    def new_review(self) -> None:
        """Planned for in two weeks and every six months unless somebody chooses otherwise: without a day none comes."""
        soon = Day.of(self.desk.today() + _SOON)
        self.desk.open_form(Review(state="planned", rhythm="half", planned_on=soon))

    def new_drill(self) -> None:
        """Planned for today. Whoever comes back finds it in the list."""
        self.listing.show_wanted(Wanted("drills"))
        self.desk.open_form(Drill(state="planned", planned_on=Day.of(self.desk.today())))

    def new_record(self) -> None:
        """Whatever the list shows."""
        if self.listing.view().key == "drills":
            self.new_drill()
        else:
            self.new_review()

    def _empty(self, view: str) -> Empty:
        if view == "drills":
            return Empty(
                _("No drill is written down yet."),
                BEGINNINGS.say("drills"),
                _("New drill"),
                self.new_drill,
                icon="siren",
            )
        if view == "held":
            return Empty(_("No review was held yet."), _("Open a planned one and choose “It was held”."))
        return Empty(
            _("No review is planned."),
            BEGINNINGS.say("planned"),
            _("New review"),
            self.new_review,
            icon="calendar-check",
        )
