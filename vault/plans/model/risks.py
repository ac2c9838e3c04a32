"""Things that may happen, and what we do about them."""

from dataclasses import replace
from typing import ClassVar, Self

from vault.i18n import N_
from vault.plans import scales
from vault.plans.fields import Day, Link, Sharing, choice, links, number, prose, scale, text, when
from vault.plans.records import Record, record

RISK_AREA = (
    ("travel", N_("Travel and field work")),
    ("communication", N_("Communication")),
    ("office", N_("Office")),
    ("home", N_("Home")),
    ("equipment", N_("Equipment and data")),
    ("information", N_("Information")),
    ("detention", N_("Arrest and detention")),
    ("gender", N_("Gender-based threats")),
    ("wellbeing", N_("Wellbeing")),
    ("emergency", N_("Emergency")),
    ("family", N_("Family")),
    ("legal", N_("Law and administration")),
    ("community", N_("Community")),
    ("other", N_("Other")),
)

#: what every plan of an organisation should speak about; the other areas are there for who needs them
EXPECTED_AREAS = tuple(key for key, _words in RISK_AREA if key not in ("legal", "community", "other"))

TREATMENT = (
    ("reduce", N_("Reduce")),
    ("avoid", N_("Avoid")),
    ("share", N_("Share")),
    ("accept", N_("Accept")),
    ("defer", N_("Decide later")),
)

ACCEPTABLE = (("yes", N_("Yes")), ("measures", N_("Only with measures")), ("no", N_("No")))

RISK_STATE = (
    ("identified", N_("Named")),
    ("assessed", N_("Assessed")),
    ("treated", N_("In treatment")),
    ("watched", N_("Watched")),
    ("accepted", N_("Accepted")),
    ("closed", N_("Closed")),
)

#: a risk without a state is looked after like any other
LIVE_STATES = ("", *(key for key, _words in RISK_STATE if key != "closed"))

TREND = (("falling", N_("falling")), ("steady", N_("steady")), ("rising", N_("rising")))

EFFECT = (
    ("likelihood", N_("Makes it less likely")),
    ("impact", N_("Makes it less harmful")),
    ("threat", N_("Lowers the threat itself")),
    ("capacity", N_("Builds capacity")),
)

STRATEGY = (
    ("acceptance", N_("Acceptance")),
    ("deterrence", N_("Deterrence")),
    ("protection", N_("Protection")),
    ("mixed", N_("A combination")),
)

ACTION_STATE = (
    ("proposed", N_("Proposed")),
    ("agreed", N_("Agreed")),
    ("doing", N_("Doing")),
    ("done", N_("Done")),
    ("checked", N_("Checked")),
    ("blocked", N_("Blocked")),
    ("dropped", N_("Dropped")),
)


#: the fields that make a score: whoever changes one says why
SCORES = ("probability", "impact", "level_override", "residual_probability", "residual_impact")


@record("risk", N_("Risk"), N_("Risks"))
class Risk(Record):
    derived: ClassVar[tuple[str, ...]] = ("level_now",)

    title: str = text(
        N_("What may happen"), required=True, listed=True, searchable=True, group="title",
        help=N_("What happens to whom, because of what."),
    )  # fmt: skip
    area: str = choice(N_("Area"), RISK_AREA, listed=True, sharing=Sharing.DONOR, group="category")
    probability: int | None = scale(N_("Likelihood"), "probability", listed=True, sharing=Sharing.DONOR, group="score")
    impact: int | None = scale(N_("Impact"), "impact", listed=True, sharing=Sharing.DONOR, group="score")
    reason: str = prose(N_("Why this score"), searchable=True, group="prose")
    level_override: int | None = scale(
        N_("Level, if the matrix is wrong here"), "level", sharing=Sharing.DONOR, group="score"
    )
    override_reason: str = text(N_("Why the matrix is wrong here"), group="prose")
    treatment: str = choice(N_("Treatment"), TREATMENT, listed=True, sharing=Sharing.DONOR, group="treatment")
    residual_probability: int | None = scale(
        N_("Likelihood after measures"), "probability", sharing=Sharing.DONOR, group="score"
    )
    residual_impact: int | None = scale(N_("Impact after measures"), "impact", sharing=Sharing.DONOR, group="score")
    trend: str = choice(N_("Trend"), TREND, sharing=Sharing.DONOR, group="score")
    acceptable: str = choice(N_("Acceptable"), ACCEPTABLE, group="treatment")
    accepted_by: tuple[Link, ...] = links(N_("Who accepted it"), ("person",), group="people")
    accepted_until: Day | None = when(
        N_("Accepted until"), group="due", help=N_("Nothing is accepted for ever: on this day it is asked again.")
    )
    state: str = choice(N_("State"), RISK_STATE, sharing=Sharing.DONOR, group="state")
    owner: tuple[Link, ...] = links(N_("Owner"), ("person",), listed=True, group="people")
    review_on: Day | None = when(N_("Look again on"), group="due")
    vulnerabilities: str = prose(N_("What makes us vulnerable"), searchable=True, group="prose")
    capacities: str = prose(N_("What makes us strong"), searchable=True, group="prose")
    donor_wording: str = prose(
        N_("Wording for donors"), sharing=Sharing.DONOR, group="wording", help=N_("Leaves the vault as typed.")
    )

    @property
    def live(self) -> bool:
        """Still looked after."""
        return self.state != "closed"

    @property
    def level(self) -> int | None:
        """1 to 5 before measures: the override where there is one, else the matrix."""
        return self.level_override or scales.level(self.probability, self.impact)

    @property
    def residual_level(self) -> int | None:
        """1 to 5 after measures; None while nobody has scored it."""
        return scales.level(self.residual_probability, self.residual_impact)

    @property
    def level_now(self) -> int | None:
        """The level that holds today: after measures where scored."""
        return self.residual_level or self.level

    def scored(self, probability: int | None, impact: int | None) -> Self:
        """The same risk with another score before measures."""
        return replace(self, probability=probability, impact=impact)

    def faults(self) -> dict[str, str]:
        """An overridden level needs its reason, half a residual score its other half."""
        found = {}
        if self.level_override and not self.override_reason.strip():
            found["override_reason"] = N_("Say in a few words why the matrix is wrong here.")
        if (self.residual_probability is None) != (self.residual_impact is None):
            missing = "residual_probability" if self.residual_probability is None else "residual_impact"
            found[missing] = N_("Likelihood and impact after measures belong together.")
        return found


@record("action", N_("Action"), N_("Actions"))
class Action(Record):
    derived: ClassVar[tuple[str, ...]] = ("open",)

    title: str = text(N_("What we will do"), required=True, listed=True, searchable=True, group="title")
    risks: tuple[Link, ...] = links(N_("Because of"), ("risk", "incident"), listed=True, group="links")
    effect: str = choice(N_("Effect"), EFFECT, sharing=Sharing.DONOR, group="effect")
    strategy: str = choice(N_("Strategy"), STRATEGY, sharing=Sharing.DONOR, group="effect")
    state: str = choice(N_("State"), ACTION_STATE, listed=True, sharing=Sharing.DONOR, group="state")
    owner: tuple[Link, ...] = links(N_("Who does it"), ("person",), listed=True, sharing=Sharing.DONOR, group="people")
    due: Day | None = when(N_("By when"), listed=True, group="due")
    done_on: Day | None = when(N_("Done on"), sharing=Sharing.DONOR, group="time")
    cost: int | None = number(N_("Cost"), group="means")
    details: str = prose(N_("Details"), searchable=True, group="prose")
    barrier: str = text(N_("What is in the way"), group="prose")
    donor_wording: str = prose(
        N_("Wording for donors"), sharing=Sharing.DONOR, group="wording", help=N_("Leaves the vault as typed.")
    )

    @property
    def open(self) -> bool:
        """Still to be done."""
        return self.state not in ("done", "checked", "dropped")
