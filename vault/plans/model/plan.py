"""The security plan and its procedures."""

from vault.i18n import N_
from vault.plans.fields import HIDDEN, Day, Link, Sharing, choice, links, prose, rows, text, when
from vault.plans.model.risks import RISK_AREA
from vault.plans.records import Record, record

PLAN_LEVEL = (
    ("organisation", N_("Organisation")),
    ("personal", N_("Personal")),
    ("activity", N_("Activity or trip")),
    ("family", N_("Family and home")),
    ("emergency", N_("Emergency")),
    ("partners", N_("With partners")),
)

PLAN_STATE = (
    ("draft", N_("Draft")),
    ("consulted", N_("Talked over")),
    ("approved", N_("Approved")),
    ("in_force", N_("In force")),
    ("review", N_("Under review")),
    ("replaced", N_("Replaced")),
)

PHASE = (
    ("prevent", N_("Prevent")),
    ("prepare", N_("Prepare")),
    ("respond", N_("Respond")),
    ("recover", N_("Recover")),
)

STANDING = (("proposed", N_("Being talked over")), ("agreed", N_("Agreed")))

SIGNATURES = (
    ("who", N_("Who")),
    ("part", N_("As what")),
    ("day", N_("When")),
    ("remark", N_("What they said to it")),
)

#: new ones come last: a row that was kept earlier is shorter, and is filled up where it is read
STEP_COLUMNS = (
    ("step", N_("Step")),
    ("who", N_("Who")),
    ("by_when", N_("By when")),
    ("fallback", N_("If that is not possible")),
    ("channel", N_("Channel")),
    ("because", N_("Because")),
)


@record("procedure", N_("Procedure"), N_("Procedures"))
class Procedure(Record):
    title: str = text(N_("Name"), required=True, listed=True, searchable=True, group="title")
    area: str = choice(N_("Area"), RISK_AREA, listed=True, sharing=Sharing.DONOR, group="category")
    phase: str = choice(N_("Phase"), PHASE, listed=True, group="category")
    trigger: str = prose(N_("It begins when"), searchable=True, group="prose")
    aim: str = prose(N_("It aims at"), searchable=True, group="prose")
    steps: tuple[tuple[str, ...], ...] = rows(N_("Steps"), STEP_COLUMNS, searchable=True, group="prose")
    code_words: str = prose(
        N_("Code words"), group=HIDDEN, help=N_("Hidden until you choose to show them. Never part of a report.")
    )
    materials: str = prose(N_("Materials"), group="prose")
    covers: str = text(N_("Covers whom"), group="prose")
    practised_on: Day | None = when(N_("Last practised"), listed=True, group="time")
    used_on: Day | None = when(N_("Last used"), group="time")
    contacts: tuple[Link, ...] = links(N_("Contacts"), ("person",), group="links")
    risks: tuple[Link, ...] = links(N_("Answers risks"), ("risk",), group="links")
    owner: tuple[Link, ...] = links(N_("Who looks after it"), ("person",), group="people")


@record("plan", N_("Plan"), N_("Plans"))
class Plan(Record):
    title: str = text(N_("Name"), required=True, listed=True, searchable=True, group="title")
    level: str = choice(N_("Level"), PLAN_LEVEL, listed=True, sharing=Sharing.DONOR, group="category")
    state: str = choice(N_("State"), PLAN_STATE, listed=True, sharing=Sharing.DONOR, group="state")
    version: str = text(N_("Version"), listed=True, group="state")
    written_on: Day | None = when(N_("Written on"), sharing=Sharing.DONOR, group="time")
    in_force_from: Day | None = when(N_("In force from"), sharing=Sharing.DONOR, group="time")
    review_on: Day | None = when(N_("Look again on"), listed=True, sharing=Sharing.DONOR, group="due")
    agreed_by: str = prose(N_("Agreed by"), group="people")
    kept_where: str = prose(N_("Where it is kept, who has a copy"), group="prose")
    decides: tuple[Link, ...] = links(N_("Who decides to go on or stop"), ("person",), group="people")
    procedures: tuple[Link, ...] = links(N_("Procedures"), ("procedure",), group="links")
    donor_wording: str = prose(
        N_("Wording for donors"), sharing=Sharing.DONOR, group="wording", help=N_("Leaves the vault as typed.")
    )


@record("version", N_("Version of a plan"), N_("Versions of plans"))
class PlanVersion(Record):
    """The content of a plan is not copied: the history tells it, at the moment from which this was agreed."""

    title: str = text(
        N_("Version"), required=True, listed=True, searchable=True, group="title", help=N_("A number, or a name.")
    )
    plan: tuple[Link, ...] = links(N_("Plan"), ("plan",), listed=True, group="links")
    state: str = choice(N_("State"), STANDING, listed=True, group="state")
    agreed_on: Day | None = when(N_("Agreed on"), listed=True, group="time")
    changes: str = prose(N_("What is new in it"), searchable=True, group="prose")
    asked: tuple[Link, ...] = links(N_("Who was asked"), ("person",), group="people")
    signatures: tuple[tuple[str, ...], ...] = rows(
        N_("Who agreed"), SIGNATURES, group="people", help=N_("Names or initials, as each of them wishes.")
    )
