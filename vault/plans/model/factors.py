"""What makes us vulnerable and what makes us strong: mostly two ends of one thing."""

from vault.i18n import N_
from vault.plans.fields import Day, Link, Sharing, choice, links, prose, text, when
from vault.plans.records import Record, record

FACTOR_GROUP = (
    ("place", N_("Places, technology and access")),
    ("legal", N_("Politics, law and information")),
    ("social", N_("Our organisation and the people around it")),
    ("mind", N_("How we cope")),
    ("means", N_("Knowledge and means")),
)

SIDE = (
    ("weak", N_("Makes us vulnerable")),
    ("rather_weak", N_("Rather makes us vulnerable")),
    ("both", N_("Both")),
    ("rather_strong", N_("Rather makes us strong")),
    ("strong", N_("Makes us strong")),
    ("unknown", N_("We do not know")),
)

CHANGEABLE = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("No: strengthen something else")))

FACTOR_STATE = (
    ("existing", N_("There already")),
    ("needed", N_("Needed")),
    ("building", N_("Being built")),
    ("in_place", N_("In place")),
    ("verified", N_("Tested")),
    ("lost", N_("Lost")),
)

#: the ends of the scale that count as a vulnerability, and as a capacity; "both" is in both
WEAK, STRONG = ("weak", "rather_weak", "both", "unknown"), ("both", "rather_strong", "strong")


@record("factor", N_("Strength or weakness"), N_("Strengths and weaknesses"))
class Factor(Record):
    title: str = text(N_("What it is"), required=True, listed=True, searchable=True, group="title")
    side: str = choice(
        N_("Which side"), SIDE, listed=True, sharing=Sharing.ORGANISATION, group="category",
        help=N_("Not knowing is a weakness too."),
    )  # fmt: skip
    belongs: str = choice(N_("Where it belongs"), FACTOR_GROUP, sharing=Sharing.ORGANISATION, group="category")
    state: str = choice(N_("State"), FACTOR_STATE, listed=True, sharing=Sharing.ORGANISATION, group="state")
    applies: str = text(N_("For whom or where it holds"), searchable=True, group="detail")
    changeable: str = choice(N_("Can we change it"), CHANGEABLE, group="state")
    evidence: str = prose(N_("How we know"), searchable=True, group="prose")
    checked_on: Day | None = when(N_("Last tested"), listed=True, group="time")
    threats: tuple[Link, ...] = links(N_("Threats it matters for"), ("threat",), group="links")
    risks: tuple[Link, ...] = links(N_("Risks it matters for"), ("risk",), group="links")
    people: tuple[Link, ...] = links(N_("People it holds for"), ("person",), group="people")

    @property
    def weakens(self) -> bool:
        """Counts among the vulnerabilities; what nobody has judged yet does as well."""
        return not self.side or self.side in WEAK

    @property
    def strengthens(self) -> bool:
        """Counts among the capacities."""
        return self.side in STRONG

    @property
    def held(self) -> bool:
        """A capacity that is there, and not one that is only needed or was lost."""
        return self.state in ("", "existing", "in_place", "verified")
