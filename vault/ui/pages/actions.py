"""What we agreed to do: by when, who, and because of what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from vault.i18n import N_, _, plural
from vault.plans.days import Day, in_words
from vault.plans.model import Action
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View, Wanted
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty
from vault.ui.parts.page import Page
from vault.ui.record_panel import RecordPanel

_OPEN = Condition("open", "is", 1)
_BY_DUE = (("due", False),)
_FILTERS = ("state", "effect", "strategy", "owner", "due")


class ActionsPage(Page):
    """Sorted by the day they are due; late ones say by how much."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Actions"))
        self.desk = desk
        self.new_button = Button(_("New action"), "main", "plus", run=self.new_record)
        self.add_to_head(self.new_button)
        self.listing = Listing(desk, self._views(), self._empty)
        self.done_button = Button(_("Mark as done"), "other", "check", run=self.mark_done)
        self.panel = RecordPanel(desk, (self.done_button,))
        self.panel.hide()
        self.body.addWidget(self.listing, 1)
        self.setFocusProxy(self.listing)
        self.body.addWidget(self.panel)
        self.listing.opened.connect(desk.open_record)
        self.listing.picked.connect(self._show_panel)
        self.listing.chosen.connect(self._follow_choice)
        self.listing.given_back.connect(self._close_panel)
        self.panel.closed.connect(self._close_panel)
        desk.screen_asked.connect(self._asked)
        Follower(self, desk.changed, ("action", "risk", "person", "incident"))

    def _views(self) -> tuple[View, ...]:
        yesterday = (self.desk.today() - timedelta(days=1)).isoformat()
        late = (_OPEN, Condition("due", "until", yesterday))
        done = (Condition("state", "in", ("done", "checked")),)
        return (
            View("open", N_("To do"), Query("action", (_OPEN,), _BY_DUE), _FILTERS),
            View("late", N_("Late"), Query("action", late, _BY_DUE), _FILTERS),
            View("done", N_("Done"), Query("action", done, (("done_on", True),)), _FILTERS),
            View("all", N_("All"), Query("action", sort=_BY_DUE), _FILTERS),
        )

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read the list and the panel again."""
        late = self.listing.count("late")
        self.listing.name_view("late", f"{_('Late')}  {late}" if late else _("Late"))
        self.listing.reload()
        self.set_subtitle(self._summary(late))
        if self.panel.isVisible():
            self._follow_choice()

    def _summary(self, late: int) -> str:
        to_do, done = self.listing.count("open"), self.listing.count("done")
        if not to_do and not done:
            return _("What makes a risk smaller: one step, one person, one day.")
        words = plural("{n} thing to do.", "{n} things to do.", to_do)
        if late:
            words += " " + plural("{n} is late.", "{n} are late.", late)
        if done:
            words += " " + plural("{n} is done.", "{n} are done.", done)
        return words

    def _show_panel(self, _id: str = "") -> None:
        self.panel.show()
        self._follow_choice()

    def _follow_choice(self, _id: str = "") -> None:
        one = self.listing.chosen_record()
        if one is None:
            self.panel.hide()
        elif isinstance(one, Action) and self.panel.isVisibleTo(self):
            due = _("By {day}").format(day=in_words(one.due, self.desk.today())) if one.due else ""
            self.panel.show_record(one, due)
            self.done_button.setVisible(one.open)

    def _close_panel(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
            self.listing.take_focus()

    # ------------------------------------------------------------------ what the window and the buttons ask

    def mark_done(self) -> None:
        """The action of the panel is done."""
        one = self.panel.record
        if isinstance(one, Action):
            done = replace(one, state="done", done_on=one.done_on or Day.of(self.desk.today()))
            self.desk.ask(self.desk.session.save(done), self, self._was_done)

    def _was_done(self, one: Record) -> None:
        self.desk.say(_("Done: “{title}”.").format(title=one.title), _("Undo"), self.desk.undo)

    def new_record(self) -> None:
        """A new action."""
        self.desk.open_form(Action(state="agreed"))

    def edit(self) -> None:
        """Open the form of the chosen action."""
        if one := self.listing.chosen_record():
            self.desk.open_form(one, self.desk.session.draft_of(one.id))

    def delete(self) -> None:
        """Move the chosen action to the bin."""
        if one := self.listing.chosen_record():
            self.desk.trash([one])

    def look_for(self) -> None:
        """Go to the search field."""
        self.listing.look_for()

    def _asked(self, key: str, wanted: object) -> None:
        if key == "actions" and isinstance(wanted, Wanted):
            self.listing.show_wanted(wanted)

    def _empty(self, view: str) -> Empty:
        if view == "late":
            return Empty(_("Nothing is late."), _("What is due next stands under “To do”."))
        if view == "done":
            return Empty(_("Nothing is done yet."), _("What is finished stays here, as proof that it can be done."))
        return Empty(
            _("Nothing to do is written down."),
            _("An action says what we do, who does it, by when, and which risk it makes smaller."),
            _("New action"),
            self.new_record,
            icon="list-checks",
        )
