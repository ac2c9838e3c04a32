"""What we agreed to do: by when, who, and because of what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from vault.i18n import N_, _, plural
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import Day, in_words
from vault.plans.model import Action
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View
from vault.ui.pages.list_page import PanelPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty

_OPEN = Condition("open", "is", 1)
_BY_DUE = (("due", False),)
_FILTERS = ("state", "effect", "strategy", "owner", "due")


class ActionsPage(PanelPage):
    """Sorted by the day they are due; late ones say by how much."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "actions", _("Actions"))
        self.new_button = Button(_("New action"), "main", "plus", run=self.new_record)
        self.add_to_head(self.new_button)
        self.done_button = Button(_("Mark as done"), "other", "check", run=self.mark_done)
        self.put_list(Listing(desk, self._views(), self._empty), ("action", "risk", "person", "incident"))
        self.put_panel((self.done_button,))

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
            self.follow_choice()

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

    def show_chosen(self, one: Record) -> None:
        """Say below the title by when it is due."""
        if isinstance(one, Action):
            due = _("By {day}").format(day=in_words(one.due, self.desk.today())) if one.due else ""
            self.panel.show_record(one, due)
            self.done_button.setVisible(one.open)

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

    def _empty(self, view: str) -> Empty:
        if view == "late":
            return Empty(_("Nothing is late."), _("What is due next stands under “To do”."))
        if view == "done":
            return Empty(_("Nothing is done yet."), BEGINNINGS.say("done"))
        return Empty(
            _("Nothing to do is written down."),
            BEGINNINGS.say("actions"),
            _("New action"),
            self.new_record,
            icon="list-checks",
        )
