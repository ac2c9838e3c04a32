"""Looking again and practising: reviews with their rhythm, drills with what worked."""

from typing import ClassVar

from vault.i18n import N_
from vault.plans.fields import Day, Link, Sharing, choice, choices, links, prose, rows, text, when
from vault.plans.records import Record, record
from vault.plans.schedule import RHYTHM

REASON = (
    ("date", N_("The day had come")),
    ("incident", N_("A serious incident")),
    ("threat", N_("A new threat")),
    ("staff", N_("Staff or leaders changed")),
    ("project", N_("A new project or area")),
    ("date_ahead", N_("An election or another sensitive date")),
    ("device", N_("A device was lost or taken")),
    ("trip", N_("A trip")),
    ("law", N_("A new law")),
    ("partner", N_("It happened to a partner")),
    ("contact", N_("A contact left")),
    ("other", N_("Something else")),
)

HELD = (("planned", N_("Planned")), ("held", N_("Held")), ("dropped", N_("Left out")))

DRILL_KIND = (
    ("talk", N_("Talked through")),
    ("calls", N_("Call ring tried")),
    ("surprise", N_("Alert without warning")),
    ("walk", N_("Walked through")),
    ("played", N_("Played as if it were real")),
)

TIMES = (("who", N_("Whom we tried to reach")), ("minutes", N_("Minutes until they answered")), ("how", N_("How")))

_LOOKED_AT = ("plan", "procedure", "risk", "threat", "factor", "actor", "person", "organisation", "incident")


@record("review", N_("Review"), N_("Reviews"))
class Review(Record):
    derived: ClassVar[tuple[str, ...]] = ("open",)

    title: str = text(N_("What we look at"), required=True, listed=True, searchable=True, group="title")
    planned_on: Day | None = when(N_("Planned for"), listed=True, sharing=Sharing.DONOR, group="due")
    rhythm: str = choice(N_("How often"), RHYTHM, listed=True, sharing=Sharing.DONOR, group="due")
    reason: tuple[str, ...] = choices(N_("Why now"), REASON, group="category")
    about: tuple[Link, ...] = links(N_("What it looks at"), _LOOKED_AT, group="links")
    state: str = choice(N_("State"), HELD, listed=True, sharing=Sharing.DONOR, group="state")
    held_on: Day | None = when(N_("Held on"), listed=True, sharing=Sharing.DONOR, group="time")
    people: tuple[Link, ...] = links(N_("Who took part"), ("person",), group="people")
    findings: str = prose(N_("What we found"), searchable=True, group="prose")
    changes: str = prose(N_("What changes"), searchable=True, group="prose")
    actions: tuple[Link, ...] = links(N_("Actions that came of it"), ("action",), group="links")

    @property
    def open(self) -> bool:
        """Still to be held."""
        return self.state not in ("held", "dropped")


@record("drill", N_("Drill"), N_("Drills"))
class Drill(Record):
    derived: ClassVar[tuple[str, ...]] = ("open",)

    title: str = text(N_("What we practise"), required=True, listed=True, searchable=True, group="title")
    scenario: str = prose(N_("What has happened, in the drill"), searchable=True, group="prose")
    type: str = choice(N_("How"), DRILL_KIND, listed=True, sharing=Sharing.DONOR, group="category")
    procedures: tuple[Link, ...] = links(N_("Procedures"), ("procedure",), listed=True, group="links")
    planned_on: Day | None = when(N_("Planned for"), listed=True, group="due")
    rhythm: str = choice(N_("How often"), RHYTHM, group="due")
    state: str = choice(N_("State"), HELD, listed=True, sharing=Sharing.DONOR, group="state")
    held_on: Day | None = when(N_("Held on"), listed=True, sharing=Sharing.DONOR, group="time")
    people: tuple[Link, ...] = links(N_("Who took part"), ("person",), group="people")
    times: tuple[tuple[str, ...], ...] = rows(N_("How long it took to reach them"), TIMES, group="prose")
    worked: str = prose(N_("What worked"), searchable=True, group="prose")
    failed: str = prose(N_("What did not"), searchable=True, group="prose")
    actions: tuple[Link, ...] = links(N_("Actions that came of it"), ("action",), group="links")

    @property
    def open(self) -> bool:
        """Still to be held."""
        return self.state not in ("held", "dropped")
