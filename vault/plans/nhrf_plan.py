"""The redacted plan for NHRF as an outline, built from redacted records and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vault.i18n import _, plural
from vault.plans.days import Day, in_words
from vault.plans.display import option_words, shown
from vault.plans.model import Action, Incident, Organisation, Plan, Risk
from vault.plans.model.risks import ACTION_STATE, EFFECT, RISK_AREA, STRATEGY, TREATMENT, TREND
from vault.plans.nhrf_counts import counted
from vault.plans.outline import Block, Column, Facts, Heading, Level, Lines, Matrix, Outline, Paragraph, Table, Typed
from vault.plans.periods import Period
from vault.plans.records import Record
from vault.plans.redaction import NHRF, WITHHELD
from vault.plans.scales import STEPS

#: number of the question, fields that answer it
QUESTIONS = (
    ("1", "assessed"), ("2", "everyone_covered"), ("3", "able_to_respond"), ("4", "spaces_to_talk"),
    ("5a", "needs_for_plan"), ("5b", "needs_for_now"), ("6", "donor_exposes"), ("7a", "visits_expose"),
    ("7b", "other_channels"),
)  # fmt: skip

#: roles that are named for one action; a cell is never higher than a page
ROLES_MOST = 8

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Redacted records. `name` is the organisation's real name where it was switched on for this export."""

    organisation: Organisation
    period: Period
    name: str = ""
    risks: Sequence[Risk] = ()
    actions: Sequence[Action] = ()
    plans: Sequence[Plan] = ()
    incidents: Sequence[Incident] = ()


def outline(material: Material) -> Outline:
    """The document. What stands first or last in a list follows from what is shown, never from the vault's order."""
    risks = _highest_first(one for one in material.risks if tells(one, material.period))
    blocks = (
        *_facts(material),
        *_asked(material.organisation),
        *_answers(material.organisation),
        *_plans(material.plans),
        *_picture(risks),
        *_risks(risks),
        *_actions(material),
        *counted(material.incidents, material.period),
    )
    audience = _(NHRF.words)
    return Outline(
        title=_("Security plan for {audience}").format(audience=audience),
        under=material.period.words(),
        header=_("For {audience}, please do not pass on").format(audience=audience),
        blocks=blocks,
    )


def tells(one: Record, period: Period) -> bool:
    """Whether the report says anything of this redacted record."""
    if isinstance(one, Action):
        return one.open or not _before(one.done_on, period)
    return not isinstance(one, Risk) or one.live


def _typed(text: str) -> str:
    return Typed(text.strip()) if text.strip() else ""


def _facts(material: Material) -> Iterator[Block]:
    ours = material.organisation
    named = _typed(material.name) or _typed(ours.code_name) or _typed(ours.grant_reference) or _(WITHHELD)
    rows = [(_("For"), _(NHRF.full_name)), (_("From"), named)]
    if ours.grant_reference.strip() and named != ours.grant_reference.strip():
        rows.append((_(Organisation.fields["grant_reference"].label), _typed(ours.grant_reference)))
    rows.append((_(Organisation.fields["region"].label), _typed(ours.region) or _(WITHHELD)))
    yield Facts(tuple(rows))
    yield Paragraph(
        _(
            "This is a shortened plan. Names, places, exact days and the measures themselves stay with us. "
            "Where we describe something in words, we wrote those words for you."
        ),
        quiet=True,
    )


def _asked(ours: Organisation) -> Iterator[Block]:
    audience = _(NHRF.words)
    yield Heading(_("What we ask of {audience}").format(audience=audience))
    yield Paragraph(_typed(ours.please_do) or _("Nothing for now. Please keep us in mind."))
    if ours.please_do_not.strip():
        yield Heading(_("Please do not"))
        yield Paragraph(_typed(ours.please_do_not))


def _answers(ours: Organisation) -> Iterator[Block]:
    yield Heading(_("The seven questions"))
    columns = (Column(_("No."), 1.2), Column(_("Question"), 11), Column(_("Our answer"), 5))
    yield Table(columns, tuple(_answer(ours, number, name) for number, name in QUESTIONS))
    if ours.answers_wording.strip():
        yield Paragraph(_typed(ours.answers_wording))


def _answer(ours: Organisation, number: str, name: str) -> tuple[str | Lines, ...]:
    field = Organisation.fields[name]
    value = getattr(ours, name)
    # a box that nobody ticked is no answer either: the report never says what we did not say
    answer = (shown(field, value) if value else "") or _("Not answered yet")
    since = _("last in {month}").format(month=in_words(ours.assessed_on)) if _known(ours.assessed_on) else ""
    return number, _(field.label), Lines(answer, since if name == "assessed" else "")


def _known(day: Day | None) -> bool:
    return day is not None and day.known


def _plans(plans: Sequence[Plan]) -> Iterator[Block]:
    rows = sorted((_plan(one) for one in plans), key=_reading_order)
    if not rows:
        return
    yield Heading(_("Our plans"))
    columns = (Column(_("Plan"), 7.2), Column(_("State"), 4), Column(_("In force from"), 3), Column(_("Next look"), 3))
    yield Table(columns, tuple(rows))


def _plan(one: Plan) -> tuple[str | Lines, ...]:
    level = _said(one, "level") or _("Plan")
    return (
        Lines(level, _typed(one.donor_wording)),
        _said(one, "state") or NOTHING,
        _month(one.in_force_from),
        _month(one.review_on),
    )


def _month(day: Day | None) -> str:
    return in_words(day) if _known(day) else NOTHING


def _said(one: Record, name: str) -> str:
    return shown(one.fields[name], getattr(one, name))


def _reading_order(row: Sequence[object]) -> str:
    return repr(row)


def _highest_first(risks: Iterable[Risk]) -> list[Risk]:
    """The highest first; equal ones by what is shown of them."""
    areas = [key for key, _words in RISK_AREA]
    return sorted(risks, key=lambda one: (-(one.level_now or 0), _place(areas, one.area), _risk_signs(one)))


def _risk_signs(one: Risk) -> tuple[object, ...]:
    return -(one.level or 0), one.trend, one.treatment, one.state, one.donor_wording


def _place(keys: Sequence[str], key: str) -> int:
    return keys.index(key) if key in keys else len(keys)


def _picture(risks: Sequence[Risk]) -> Iterator[Block]:
    yield Heading(_("The risk picture"))
    if not risks:
        yield Paragraph(_("No risk is written down yet."))
        return
    yield Paragraph(" ".join(_picture_sentences(risks)))
    squares = Counter(_square(one) for one in risks)
    yield Matrix(tuple(tuple(squares[probability, impact] for impact in STEPS) for probability in STEPS))
    yield Paragraph(
        _("Likelihood upwards, impact to the right, as things stand today: after measures where they are scored."),
        quiet=True,
    )
    yield _levels(risks)


def _square(one: Risk) -> tuple[int | None, int | None]:
    if one.residual_level:
        return one.residual_probability, one.residual_impact
    return one.probability, one.impact


def _picture_sentences(risks: Sequence[Risk]) -> Iterator[str]:
    yield plural("{n} risk is written down.", "{n} risks are written down.", len(risks))
    unscored = sum(one.level_now is None for one in risks)
    if unscored:
        yield plural("{n} is not scored yet.", "{n} are not scored yet.", unscored)
    trends = Counter(one.trend for one in risks)
    words = [f"{trends[key]} {option_words(TREND, key)}" for key in ("rising", "steady", "falling") if trends[key]]
    if words:
        yield _("Trend: {trends}.").format(trends=", ".join(words))


def _levels(risks: Sequence[Risk]) -> Table:
    before = Counter(one.level for one in risks)
    now = Counter(one.level_now for one in risks)
    columns = (Column(_("Level"), 6), Column(_("Before measures"), 3, number=True), Column(_("Today"), 3, number=True))
    steps: list[int | None] = [*reversed(STEPS)]
    if before[None] or now[None]:
        steps.append(None)
    rows = tuple((Level(step, _("Not scored yet")), str(before[step]), str(now[step])) for step in steps)
    return Table(columns, rows)


def _risks(risks: Sequence[Risk]) -> Iterator[Block]:
    if not risks:
        return
    yield Heading(_("Risks"))
    columns = (
        Column(_("No."), 1.2), Column(_("Area"), 5.2), Column(_("Before measures"), 3.2), Column(_("Today"), 3.2),
        Column(_("Trend"), 1.9), Column(_("Treatment"), 2.5),
    )  # fmt: skip
    yield Table(columns, tuple(_risk(number, one) for number, one in enumerate(risks, 1)))


def _risk(number: int, one: Risk) -> tuple[str | Level | Lines, ...]:
    area = Lines(option_words(RISK_AREA, one.area) or _("Area not set"), _typed(one.donor_wording))
    treatment = option_words(TREATMENT, one.treatment) or NOTHING
    return (
        str(number),
        area,
        Level(one.level),
        Level(one.level_now),
        option_words(TREND, one.trend) or NOTHING,
        treatment,
    )


def _actions(material: Material) -> Iterator[Block]:
    yield Heading(_("What we do"))
    states = [key for key, _words in ACTION_STATE]
    shown_ones = [one for one in material.actions if tells(one, material.period)]
    if not shown_ones:
        yield Paragraph(_("No action is written down for this period."))
        return
    counts = Counter(one.state for one in shown_ones)
    words = [f"{counts[key]} {option_words(ACTION_STATE, key).lower()}" for key in states if counts[key]]
    yield Paragraph(_("{actions}: {states}.").format(
        actions=plural("{n} action", "{n} actions", len(shown_ones)), states=", ".join(words) or _("state not set")
    ))  # fmt: skip
    shown_ones.sort(
        key=lambda one: (_place(states, one.state), one.effect, one.strategy, one.donor_wording, _signs(one))
    )
    columns = (
        Column(_("No."), 1.2), Column(_("Effect"), 4.9), Column(_(Action.fields["owner"].label), 4.7),
        Column(_("Strategy"), 3.1), Column(_("State"), 3.3),
    )  # fmt: skip
    yield Table(columns, tuple(_action(number, one) for number, one in enumerate(shown_ones, 1)))
    if any(one.owner for one in shown_ones):
        yield Paragraph(_("The numbers of the roles are drawn by chance and hold in this report only."), quiet=True)


def _signs(one: Action) -> tuple[str, str]:
    return _who(one), one.done_on.text if one.done_on and not one.open else ""


def _before(day: Day | None, period: Period) -> bool:
    return bool(day and day.last and day.last < period.begin)


def _action(number: int, one: Action) -> tuple[str | Lines, ...]:
    effect = Lines(option_words(EFFECT, one.effect) or _("Effect not set"), _typed(one.donor_wording))
    state = option_words(ACTION_STATE, one.state) or NOTHING
    if _known(one.done_on) and not one.open:
        state = _("{state}, {month}").format(state=state, month=in_words(one.done_on))
    return str(number), effect, _who(one), option_words(STRATEGY, one.strategy) or NOTHING, state


def _who(one: Action) -> str:
    """Roles: the links of a redacted record hold words, no ids."""
    roles = [link.id for link in one.owner]
    words = ", ".join(roles[:ROLES_MOST])
    if len(roles) > ROLES_MOST:
        return _("{roles} and {n} more").format(roles=words, n=len(roles) - ROLES_MOST)
    return words or NOTHING
