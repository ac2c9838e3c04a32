"""What happened: the list, and the panel to log something in a minute."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from vault.i18n import N_, _, plural
from vault.plans import signs
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Analysis, Incident, Threat
from vault.plans.model.incidents import OPEN_STATES
from vault.plans.query import Condition, Query
from vault.services.session import Draft
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View, Wanted
from vault.ui.pages.list_page import ListPage
from vault.ui.pages.patterns import PatternsPage
from vault.ui.pages.quick_log import QuickLog
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty

_NEWEST = (("occurred", True),)
_OPEN = Condition("state", "in", OPEN_STATES)
_FILTERS = ("occurred", "category", "state", "severity", "place_kind", "related", "may_mean_nothing")
_THREAT_FILTERS = ("received", "type", "nature", "expression", "state", "likelihood")
_VIEWS = (
    View("all", N_("All"), Query("incident", sort=_NEWEST), _FILTERS),
    View("open", N_("Still open"), Query("incident", (_OPEN,), _NEWEST), _FILTERS),
    View("closed", N_("Closed"), Query("incident", (Condition("state", "is", "closed"),), _NEWEST), _FILTERS),
    View("threats", N_("Threats"), Query("threat", sort=(("received", True),)), _THREAT_FILTERS),
    View("analyses", N_("Analyses"), Query("analysis", sort=(("made_on", True),)), ("conclusion", "confidence")),
)


class IncidentsPage(ListPage):
    """Enter opens an incident; "Log something" is always one key away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "incidents", _("Incidents"))
        self.log_button = Button(_("Log something"), "main", "plus", "Ctrl+N", run=self.new_record)
        self.threat_button = Button(_("New threat"), run=self.new_threat)
        self.patterns_button = Button(_("Patterns"), run=self.show_patterns)
        self.add_to_head(self.patterns_button, self.threat_button, self.log_button)
        self.put_list(Listing(desk, _VIEWS, self._empty), ("incident", "place", "threat", "analysis", "person"))
        self.panel = QuickLog(desk)
        self.panel.saved.connect(self._show_new)
        self.panel.saved.connect(self._look_for_signs)
        self.panel.hide()
        self.body.addWidget(self.listing, 1)
        self.body.addWidget(self.panel)
        self.listing.given_back.connect(self.panel.close_panel)
        self.panel.closed.connect(self._close_panel)

    def reload(self) -> None:
        """Read the list again."""
        self.listing.reload()
        self.panel.reload()
        self.set_subtitle(self._summary())

    def _summary(self) -> str:
        session, today = self.desk.session, self.desk.today()
        january = date(today.year, 1, 1).isoformat()
        this_year = session.count(Query("incident", (Condition("occurred", "from", january),)))
        still_open = session.count(Query("incident", (_OPEN,)))
        if not session.count(Query("incident")):
            return BEGINNINGS.say("noticed")
        since = plural("{n} written down since January", "{n} written down since January", this_year)
        told = _("{since}, {n} still open.").format(since=since, n=still_open)
        return f"{told} {BEGINNINGS.say('small')}".rstrip()

    # ------------------------------------------------------------------ what the window and the buttons ask

    def new_record(self) -> None:
        """Open the panel with the cursor in its first field."""
        self.log()

    def log(self, draft: Draft | None = None) -> None:
        """Open the panel, with what was typed before."""
        if not self.desk.may_write():
            return
        self.panel.show()
        self.log_button.set_kind("other")
        self.panel.begin(draft)

    def show_patterns(self) -> None:
        """What the incidents show when they are looked at together."""
        self.desk.open_page(PatternsPage(self.desk))

    def save(self) -> None:
        """Save what is in the panel."""
        if self.panel.isVisible():
            self.panel.save()

    def leave(self) -> bool:
        """What is typed in the panel is kept as a draft; it stays in the panel too."""
        self.panel.form.let_go()
        return True

    def _close_panel(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
            self.log_button.set_kind("main")
            self.listing.take_focus()

    def show_wanted(self, wanted: object) -> None:
        """A view, a draft to go on with, the panel ("log") or the patterns."""
        super().show_wanted(wanted)
        if isinstance(wanted, Draft):
            self.log(wanted)
        elif wanted == "log":
            self.log()
        elif wanted == "patterns":
            self.show_patterns()

    def _show_new(self, one: Incident) -> None:
        """What was just written down is the row one is on; another could be opened by mistake."""
        self.reload()
        self.listing.table().choose(one.id)

    def _look_for_signs(self, one: Incident) -> None:
        """Three signs are a reason to sit together; said once, where it was written down."""
        found = signs.together(one, self.desk.session.alike(one, 20))
        if found and found.sentence():
            self.desk.say(found.sentence(), _("Look together"), lambda: self._look_together(one.id))

    def _look_together(self, id: str) -> None:
        one = self.desk.session.find(id)
        today = Day.of(self.desk.today())
        self.desk.open_form(Analysis(title=one.title, threats=(Link(id),), made_on=today))

    def new_threat(self) -> None:
        """A new threat. Whoever comes back finds it in the list."""
        self.listing.show_wanted(Wanted("threats"))
        self.desk.open_form(Threat())

    def _empty(self, view: str) -> Empty:
        if view == "threats":
            return Empty(
                _("No threat is written down yet."),
                BEGINNINGS.say("threats"),
                _("New threat"),
                self.new_threat,
                icon="triangle-alert",
            )
        if view == "analyses":
            return Empty(
                _("No threat has been looked at together yet."),
                _("Open a threat and choose “Look at it together”: five questions, in any order."),
                icon="search",
            )
        if view != "all":
            return Empty(_("Nothing here."), _("Other incidents may be under “All”."))
        made = Empty(
            _("Nothing written down yet."),
            BEGINNINGS.say("incidents"),
            _("Log something"),
            self.new_record,
            _("Bring in a spreadsheet"),
            lambda: self.desk.run("import"),
            icon="notebook-pen",
        )
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made
