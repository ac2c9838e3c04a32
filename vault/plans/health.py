"""What is missing or does not fit in the register and the plan, in the words of those who look after it.

Each rule looks at one record and what hangs on it; a finding names the records and where they are cured.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vault.i18n import N_, plural
from vault.plans.model.factors import Factor
from vault.plans.model.incidents import SERIOUS, Incident
from vault.plans.model.plan import Plan, Procedure
from vault.plans.model.risks import Risk
from vault.plans.reasons import REASONS
from vault.plans.records import Record
from vault.plans.schedule import YEAR

#: risk levels that should not wait
_HIGH = 4
#: keys of rules that are asked for one by one: those about what joins risks and procedures, and what else Today tells
UNCOVERED, ORPHAN, OWNER, UNPRACTISED = "uncovered", "orphan", "owner", "unpractised"


@dataclass(frozen=True, slots=True)
class Around:
    """What a record is connected with: by id, what the rules ask of others.

    `actions`: risk or incident -> (all, open) actions; `procedures`: risk -> how many answer it; `scored`: risk -> the
    day of its last score; `incidents`: risk -> the day the last incident or threat that touches it was written down.
    """

    today: date
    actions: Mapping[str, tuple[int, int]]
    procedures: Mapping[str, int]
    scored: Mapping[str, date]
    incidents: Mapping[str, date]
    analysed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` for one, `many` with {n} (source words); `cure` is the field to go to."""

    key: str
    kind: str
    words: str
    many: str
    cure: str
    meets: Callable[[Record, Around], bool]

    @property
    def why(self) -> str:
        """Why it matters; "" while the file of the reasons has a fault."""
        return REASONS.say(f"missing.{self.key}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule and the records that meet it."""

    rule: Rule
    records: tuple[Record, ...]

    def sentence(self) -> str:
        """ "3 risks have no owner"."""
        return plural(self.rule.words, self.rule.many, len(self.records))


def _no_owner(one: Record, around: Around) -> bool:
    return isinstance(one, Risk) and one.live and not one.owner


def _high_without_action(one: Record, around: Around) -> bool:
    high = isinstance(one, Risk) and one.live and (one.level_now or 0) >= _HIGH
    return high and not around.actions.get(one.id, (0, 0))[0]


def _no_procedure(one: Record, around: Around) -> bool:
    return isinstance(one, Risk) and one.live and not around.procedures.get(one.id)


def _score_older_than_incident(one: Record, around: Around) -> bool:
    if not isinstance(one, Risk) or not one.live:
        return False
    scored, happened = around.scored.get(one.id), around.incidents.get(one.id)
    return scored is not None and happened is not None and scored < happened


def _acceptance_over(one: Record, around: Around) -> bool:
    day = one.accepted_until.last if isinstance(one, Risk) and one.live and one.accepted_until else None
    return day is not None and day < around.today


def _accepted_for_ever(one: Record, around: Around) -> bool:
    accepted = isinstance(one, Risk) and one.live and (one.treatment == "accept" or one.state == "accepted")
    return accepted and not (isinstance(one, Risk) and one.accepted_until)


def _contradicts(one: Record, around: Around) -> bool:
    if not isinstance(one, Risk):
        return False
    refused = one.acceptable == "no" and (one.treatment == "accept" or one.state == "accepted")
    worse = (one.residual_level or 0) > (one.level or 5)
    unfinished = one.state == "closed" and around.actions.get(one.id, (0, 0))[1] > 0
    return refused or worse or unfinished


def _never_tested(one: Record, around: Around) -> bool:
    if not isinstance(one, Factor) or not one.strengthens or not one.held:
        return False
    day = one.checked_on.last if one.checked_on else None
    return day is None or around.today - day > YEAR


def _without_conclusion(one: Record, around: Around) -> bool:
    if not isinstance(one, Incident):
        return False
    if one.state == "closed":
        return not one.closed_as and not one.lesson.strip()
    return one.severity in SERIOUS and bool(one.state) and one.id not in around.analysed


def _no_steps(one: Record, around: Around) -> bool:
    return isinstance(one, Procedure) and not one.steps


def _no_keeper(one: Record, around: Around) -> bool:
    return isinstance(one, Procedure) and not one.owner


def _never_practised(one: Record, around: Around) -> bool:
    return isinstance(one, Procedure) and one.practised_on is None


def _practised_long_ago(one: Record, around: Around) -> bool:
    day = one.practised_on.last if isinstance(one, Procedure) and one.practised_on else None
    return day is not None and around.today - day > YEAR


def _serves_nothing(one: Record, around: Around) -> bool:
    return isinstance(one, Procedure) and not one.risks


def _no_review(one: Record, around: Around) -> bool:
    return isinstance(one, Plan) and one.state != "replaced" and one.review_on is None


RULES = (
    Rule(
        "contradiction", "risk", N_("The answers of 1 risk contradict each other"),
        N_("The answers of {n} risks contradict each other"),
        "treatment",
        _contradicts,
    ),
    Rule(
        "acceptance_over", "risk", N_("1 risk is accepted past its date"), N_("{n} risks are accepted past their date"),
        "accepted_until", _acceptance_over,
    ),
    Rule(
        "high", "risk", N_("1 high risk has no action"), N_("{n} high risks have no action"),
        "treatment", _high_without_action,
    ),
    Rule(
        "old_score", "risk", N_("1 risk was scored before what happened last"),
        N_("{n} risks were scored before what happened last"),
        "probability", _score_older_than_incident,
    ),
    Rule(
        "conclusion", "incident", N_("1 incident has no conclusion"), N_("{n} incidents have no conclusion"),
        "closed_as", _without_conclusion,
    ),
    Rule(
        OWNER, "risk", N_("1 risk has no owner"), N_("{n} risks have no owner"),
        "owner", _no_owner,
    ),
    Rule(
        UNCOVERED, "risk", N_("1 risk has no procedure"), N_("{n} risks have no procedure"),
        "title", _no_procedure,
    ),
    Rule(
        "for_ever", "risk", N_("1 risk is accepted without an end"), N_("{n} risks are accepted without an end"),
        "accepted_until", _accepted_for_ever,
    ),
    Rule(
        "steps", "procedure", N_("1 procedure has no steps"), N_("{n} procedures have no steps"),
        "steps", _no_steps,
    ),
    Rule(
        UNPRACTISED, "procedure", N_("1 procedure was never practised"), N_("{n} procedures were never practised"),
        "practised_on", _never_practised,
    ),
    Rule(
        "practised_long_ago", "procedure", N_("1 procedure was practised more than a year ago"),
        N_("{n} procedures were practised more than a year ago"),
        "practised_on", _practised_long_ago,
    ),
    Rule(
        "keeper", "procedure", N_("1 procedure has nobody who looks after it"),
        N_("{n} procedures have nobody who looks after them"),
        "owner", _no_keeper,
    ),
    Rule(
        ORPHAN, "procedure", N_("1 procedure serves no risk"), N_("{n} procedures serve no risk"),
        "risks", _serves_nothing,
    ),
    Rule(
        "untested", "factor", N_("1 strength was not tested for a year"),
        N_("{n} strengths were not tested for a year"),
        "checked_on", _never_tested,
    ),
    Rule(
        "plan_review", "plan", N_("1 plan has no day to be looked at again"),
        N_("{n} plans have no day to be looked at again"),
        "review_on", _no_review,
    ),
)  # fmt: skip


def findings(records: Iterable[Record], around: Around, keys: Collection[str] = ()) -> list[Finding]:
    """All that is found, the weightiest rule first; by the rules with these keys alone, where there are any."""
    by_kind: dict[str, list[Record]] = {}
    for one in records:
        by_kind.setdefault(one.kind, []).append(one)
    found = []
    for rule in (one for one in RULES if not keys or one.key in keys):
        met = tuple(one for one in by_kind.get(rule.kind, ()) if rule.meets(one, around))
        if met:
            found.append(Finding(rule, met))
    return found
