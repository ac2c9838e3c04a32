"""What somebody says or shows that they may do to us, and what the team makes of it.

No threat is ignored: there is no such state. One that nobody acts on is watched.
"""

from dataclasses import replace
from typing import ClassVar

from vault.i18n import N_
from vault.plans.fields import Day, Link, Sharing, choice, choices, flag, links, prose, scale, text, when
from vault.plans.model.incidents import Incident
from vault.plans.records import Record, record

THREAT_KIND = (
    ("direct", N_("Said or shown to us")),
    ("indirect", N_("Not aimed at us, but we could be hit")),
    ("possible", N_("It happened to others like us")),
)

SPHERE = (("public", N_("At work and in public")), ("private", N_("At home and in the family")), ("both", N_("Both")))

NATURE = (
    ("physical", N_("Physical")),
    ("digital", N_("Devices and information")),
    ("mind", N_("Mind and nerves")),
    ("money", N_("Money")),
    ("administrative", N_("Administration")),
    ("judicial", N_("Courts")),
    ("reputation", N_("Reputation")),
    ("gender", N_("Sexual or because of gender")),
    ("environment", N_("Accident or environment")),
    ("crime", N_("Ordinary crime")),
)

EXPRESSION = (
    ("letter", N_("Letter")),
    ("call", N_("Call")),
    ("message", N_("Message")),
    ("social", N_("Social media")),
    ("person", N_("Said to somebody's face")),
    ("third", N_("Through somebody else")),
    ("object", N_("An object or a sign left behind")),
    ("notice", N_("Official notice")),
    ("visit", N_("Visit")),
    ("graffiti", N_("Writing on a wall")),
    ("surveillance", N_("Watching us openly")),
    ("other", N_("Other")),
)

TARGET = (
    ("person", N_("One person")),
    ("family", N_("A family")),
    ("organisation", N_("Our organisation")),
    ("community", N_("A community")),
    ("witness", N_("A witness")),
    ("project", N_("A project")),
)

FREQUENCY = (
    ("once", N_("Once")),
    ("again", N_("Again and again")),
    ("lasting", N_("It goes on")),
)

ANSWER = (
    ("watch", N_("Watch")),
    ("reduce", N_("Be less exposed")),
    ("report", N_("Report or confront")),
    ("appeal", N_("Ask for support")),
    ("relocate", N_("Go away for a while")),
    ("other", N_("Other")),
)

THREAT_STATE = (
    ("new", N_("New")),
    ("analysing", N_("Being looked at")),
    ("concluded", N_("Concluded")),
    ("responding", N_("Acting")),
    ("watching", N_("Watching")),
    ("dormant", N_("Quiet for long")),
    ("closed", N_("Closed")),
)

OBJECTIVE = (
    ("stop", N_("Stop us from doing something")),
    ("make", N_("Make us do something")),
    ("frighten", N_("Frighten us")),
    ("unknown", N_("We do not know")),
)

WHY_A_THREAT = (
    ("worried", N_("They could act, and fear what would follow")),
    ("weak", N_("They can do little, and hope that words are enough")),
    ("unknown", N_("We do not know")),
)

CONCLUSION = (
    ("likely", N_("It may well be carried out")),
    ("possible", N_("It is possible")),
    ("unlikely", N_("Hardly")),
    ("unknown", N_("We cannot tell")),
)

TENDENCY = (
    ("rarer", N_("rarer")),
    ("same", N_("the same")),
    ("worse", N_("more serious")),
    ("unknown", N_("cannot tell")),
)

CONFIDENCE = (("low", N_("Not sure")), ("moderate", N_("Fairly sure")), ("high", N_("Sure")))

#: the five questions of an analysis, in the order of the guidelines: fields that answer each
QUESTIONS = (
    ("facts", "facts_unknown"),
    ("pattern", "earlier", "tendency", "pattern_unknown"),
    ("objective", "objective_words"),
    ("behind", "actors", "behind_unknown"),
    ("conclusion", "because", "confidence"),
)


@record("threat", N_("Threat"), N_("Threats"))
class Threat(Record):
    derived: ClassVar[tuple[str, ...]] = ("open",)

    title: str = text(N_("What the threat is, in a line"), required=True, listed=True, searchable=True, group="title")
    description: str = prose(N_("What was said or shown"), searchable=True, group="prose")
    type: str = choice(N_("Kind"), THREAT_KIND, listed=True, sharing=Sharing.ORGANISATION, group="category")
    nature: tuple[str, ...] = choices(N_("What it would harm"), NATURE, group="category")
    sphere: str = choice(N_("Where it reaches"), SPHERE, group="category")
    expression: tuple[str, ...] = choices(N_("How it came"), EXPRESSION, group="category")
    target: tuple[str, ...] = choices(N_("Against whom"), TARGET, group="people")
    people: tuple[Link, ...] = links(N_("People it is about"), ("person",), group="people")
    received: Day | None = when(N_("When it came"), listed=True, group="time")
    first_seen: Day | None = when(N_("First noticed"), group="time")
    frequency: str = choice(N_("How often"), FREQUENCY, group="time")
    limits: str = text(N_("Limited to an area, a time or an activity"), group="time")
    actors: tuple[Link, ...] = links(N_("Who may be behind it"), ("actor",), group="links")
    incidents: tuple[Link, ...] = links(N_("Incidents that belong to it"), ("incident",), group="links")
    risks: tuple[Link, ...] = links(N_("Risks it makes"), ("risk",), group="links")
    likelihood: int | None = scale(N_("How likely it is to be carried out"), "probability", listed=True, group="score")
    answer: tuple[str, ...] = choices(N_("How we answer"), ANSWER, group="treatment")
    state: str = choice(N_("State"), THREAT_STATE, listed=True, sharing=Sharing.ORGANISATION, group="state")
    owner: tuple[Link, ...] = links(N_("Who looks after it"), ("person",), listed=True, group="people")
    review_on: Day | None = when(N_("Look again on"), group="due")

    @property
    def open(self) -> bool:
        """Still to be kept in view."""
        return self.state != "closed"


@record("analysis", N_("Analysis of a threat"), N_("Analyses of threats"))
class Analysis(Record):
    """Five questions, answered in any order on one day; every answer may be that nobody knows."""

    derived: ClassVar[tuple[str, ...]] = ("answered",)

    title: str = text(N_("Name"), required=True, listed=True, searchable=True, group="title")
    threats: tuple[Link, ...] = links(N_("About"), ("threat", "incident"), listed=True, group="links")
    made_on: Day | None = when(N_("Made on"), listed=True, group="time")
    by: tuple[Link, ...] = links(N_("Who took part"), ("person",), group="people")
    facts: str = prose(
        N_("1. What exactly happened?"), searchable=True, group="prose", help=N_("What was seen and heard, by whom.")
    )
    facts_unknown: bool = flag(N_("We do not know what happened"), group="prose")
    pattern: str = prose(
        N_("2. Has something like this happened before?"), searchable=True, group="prose",
        help=N_("Earlier signs and threats, and what changed."),
    )  # fmt: skip
    earlier: tuple[Link, ...] = links(N_("What came before"), ("incident", "threat"), group="links")
    tendency: str = choice(N_("It is becoming"), TENDENCY, group="category")
    pattern_unknown: bool = flag(N_("We do not know whether it happened before"), group="prose")
    objective: str = choice(N_("3. What do they seem to want?"), OBJECTIVE, group="category")
    objective_words: str = prose(N_("What they want us to do or to leave"), searchable=True, group="prose")
    behind: str = prose(
        N_("4. Who is behind it?"), searchable=True, group="prose",
        help=N_("Who did it, who asked for it, who gains and who loses."),
    )  # fmt: skip
    actors: tuple[Link, ...] = links(N_("Actors"), ("actor",), group="links")
    behind_unknown: bool = flag(N_("We do not know who is behind it"), group="prose")
    conclusion: str = choice(N_("5. Will it be carried out?"), CONCLUSION, listed=True, group="state")
    because: str = prose(N_("Why we think so"), searchable=True, group="prose")
    confidence: str = choice(N_("How sure we are"), CONFIDENCE, listed=True, group="state")
    why_a_threat: str = choice(N_("Why a threat, and not the act?"), WHY_A_THREAT, group="category")
    look_again: Day | None = when(N_("Look again on"), group="due")

    @property
    def answered(self) -> int:
        """How many of the five questions have an answer; that nobody knows is one."""
        return sum(any(getattr(self, name) for name in names) for names in QUESTIONS)


def looked_at(one: Record, analysis: Analysis) -> Record:
    """The threat or incident as it stands after the five questions: further on, never back."""
    concluded = bool(analysis.conclusion)
    if isinstance(one, Threat) and one.state in ("", "new", "analysing"):
        return replace(one, state="concluded" if concluded else "analysing")
    if isinstance(one, Incident) and one.state in ("", "noted", "looking"):
        return replace(one, state="classified" if concluded else "looking")
    return one
