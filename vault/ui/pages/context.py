"""What we work in: the actors around us, what makes us vulnerable and what makes us strong."""

from __future__ import annotations

from vault.i18n import N_, _, plural
from vault.plans import display
from vault.plans.beginnings import BEGINNINGS
from vault.plans.model import Actor, Factor
from vault.plans.model.factors import STRONG, WEAK
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View
from vault.ui.pages.list_page import PanelPage
from vault.ui.pages.prompts import PromptsPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.empty import Empty

_BY_NAME, _BY_TITLE = (("name", False),), (("title", False),)
_ACTOR_FILTERS, _FACTOR_FILTERS = ("type", "stance", "power"), ("side", "belongs", "state", "changeable")
_VIEWS = (
    View("actors", N_("Actors"), Query("actor", sort=_BY_NAME), _ACTOR_FILTERS),
    View(
        "against", N_("Against us"), Query("actor", (Condition("stance", "is", "adversary"),), _BY_NAME), _ACTOR_FILTERS
    ),
    View(
        "weak",
        N_("What makes us vulnerable"),
        Query("factor", (Condition("side", "in", ("", *WEAK)),), _BY_TITLE),
        _FACTOR_FILTERS,
    ),
    View(
        "strong",
        N_("What makes us strong"),
        Query("factor", (Condition("side", "in", STRONG),), _BY_TITLE),
        _FACTOR_FILTERS,
    ),
)
_OF_FACTORS = ("weak", "strong")


class ContextPage(PanelPage):
    """The list at the start, the chosen actor, strength or weakness at the end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "context", _("Context"))
        self.factor_button = Button(_("New strength or weakness"), run=self.new_factor)
        self.new_button = Button(_("New actor"), "main", "plus", run=self.new_actor)
        self.prompts_button = Button(_("Prompts"), "quiet", run=self.show_prompts)
        self.add_to_head(self.prompts_button, self.factor_button, self.new_button)
        self.put_list(Listing(desk, _VIEWS, self._empty), ("actor", "factor", "threat", "risk", "person"))
        self.put_panel(())

    def reload(self) -> None:
        """Read the list and the panel again."""
        self.listing.reload()
        self.set_subtitle(self._summary())
        if self.panel.isVisible():
            self.follow_choice()

    def _summary(self) -> str:
        actors, weak, strong = (self.listing.count(key) for key in ("actors", *_OF_FACTORS))
        if not (actors or weak or strong):
            return _("Who acts around us, and what makes us vulnerable or strong.")
        return _("{actors}, {weak}, {strong}.").format(
            actors=plural("{n} actor", "{n} actors", actors),
            weak=plural("{n} weakness", "{n} weaknesses", weak),
            strong=plural("{n} strength", "{n} strengths", strong),
        )

    def show_chosen(self, one: Record) -> None:
        """Say below the name how an actor stands to us, or which side a factor is on."""
        name = "stance" if isinstance(one, Actor) else "side"
        self.panel.show_record(one, display.shown(one.fields[name], getattr(one, name)))

    def new_factor(self) -> None:
        """On the side that is looked at."""
        side = {"weak": "weak", "strong": "strong"}.get(self.listing.view().key, "")
        self.desk.open_form(Factor(side=side))

    def show_prompts(self) -> None:
        """Questions that help to find what makes us vulnerable or strong."""
        self.desk.open_page(PromptsPage(self.desk))

    def new_record(self) -> None:
        """Whatever the list shows."""
        if self.listing.view().key in _OF_FACTORS:
            self.new_factor()
        else:
            self.new_actor()

    def new_actor(self) -> None:
        """A new actor, whatever the list shows."""
        self.desk.open_form(Actor())

    def _empty(self, view: str) -> Empty:
        if view == "actors":
            return Empty(
                _("No actor is written down yet."),
                BEGINNINGS.say("actors"),
                _("New actor"),
                self.new_record,
                icon="users-round",
            )
        if view == "against":
            return Empty(_("Nobody is written down as against us."), _("All actors are under “Actors”."))
        return Empty(
            _("Nothing written down yet."),
            BEGINNINGS.say("factors"),
            _("New strength or weakness"),
            self.new_record,
            _("Prompts"),
            self.show_prompts,
            icon="scale",
        )
