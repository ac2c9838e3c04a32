"""Which columns the lists of records have, and what stands in them."""

from __future__ import annotations

from functools import partial, singledispatch

from vault.i18n import N_, _, plural
from vault.plans import display
from vault.plans.days import Day, in_words, late_words
from vault.plans.fields import Choice, Field, Links, Scale, When
from vault.plans.model import Action, Actor, Incident, Person, Risk, Threat
from vault.plans.records import KINDS, Record
from vault.services.due import STALE_DAYS
from vault.ui.cells import Cell
from vault.ui.tables import Column, Seen

#: kind of record -> key of a state -> kind of chip; states that are not named are plain
STATE_CHIPS = {
    "incident": {
        "noted": "own",
        "looking": "late",
        "classified": "late",
        "chosen": "late",
        "acting": "late",
        "following": "own",
        "watching": "own",
    },
    "risk": {"treated": "own", "watched": "own"},
    "threat": {"new": "late", "analysing": "late", "responding": "late", "watching": "own", "concluded": "own"},
    "action": {"agreed": "own", "doing": "own", "done": "good", "checked": "good", "blocked": "late"},
    "plan": {"in_force": "good", "review": "late"},
    "version": {"proposed": "late", "agreed": "good"},
    "review": {"planned": "own", "held": "good"},
    "drill": {"planned": "own", "held": "good"},
}
_AGED_DAYS = 210
#: days of a span, days from which on it is told, its words
_SPANS = (
    (365, 730, N_("{n} year"), N_("{n} years")),
    (30, 90, N_("{n} month"), N_("{n} months")),
    (7, 21, N_("{n} week"), N_("{n} weeks")),
)
_AGREED = {"agreed": ("check", "success.text"), "asked": ("clock", "text.secondary")}


def state_chip(kind: str, state: str) -> tuple[str, str]:
    """(words, kind of chip) of a record's state."""
    field = KINDS[kind].fields["state"]
    return display.shown(field, state), STATE_CHIPS.get(kind, {}).get(state, "plain")


def _title(one: Record, seen: Seen) -> Cell:
    return Cell(words=one.title, main=True)


def _numbered(one: Record, seen: Seen) -> Cell:
    return Cell(words=one.title, lead=str(one.number), main=True)


def _number(one: Record, seen: Seen) -> Cell:
    return Cell(words=str(one.number), main=True)


def _shown(name: str, one: Record, seen: Seen) -> Cell:
    words = display.shown(one.fields[name], getattr(one, name), lambda id: seen.titles.get(id, ""), seen.today)
    return Cell(words=words, tone="text.secondary")


def _day(name: str, one: Record, seen: Seen) -> Cell:
    return Cell(words=in_words(getattr(one, name), seen.today), tone="text.secondary", small=True)


def _linked(name: str, one: Record, seen: Seen) -> Cell:
    return Cell(words=", ".join(seen.linked(one, name)), tone="text.secondary")


def _state(one: Record, seen: Seen) -> Cell:
    words, chip = state_chip(one.kind, one.state)  # type: ignore[attr-defined]
    return Cell(words=words, chip=chip)


@singledispatch
def _column(field: Field) -> Column:
    return Column(field.label, partial(_shown, field.name), 140, field.name)


@_column.register
def _day_column(field: When) -> Column:
    return Column(field.label, partial(_day, field.name), 130, field.name, descending=True)


@_column.register
def _links_column(field: Links) -> Column:
    return Column(field.label, partial(_linked, field.name), 140, links=(field.name,))


@_column.register(Choice)
@_column.register(Scale)
def _short_column(field: Field) -> Column:
    return Column(field.label, partial(_shown, field.name), 120, field.name)


def columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind: those chosen for it, or its listed fields."""
    if kind in _CHOSEN:
        return _CHOSEN[kind]
    cls = KINDS[kind]
    listed = [field for field in cls.fields.values() if field.listed and field.name != cls.title_field]
    return (Column(cls.fields[cls.title_field].label, _title, sort=cls.title_field), *map(_column, listed))


# ---------------------------------------------------------------------------------------------- risks


def _levels(one: Record, seen: Seen) -> Cell:
    assert isinstance(one, Risk)
    if one.level is None:
        return Cell(words=_("not scored yet"), tone="text.muted", small=True)
    if one.residual_level is None:
        return Cell(levels=(one.level,), words=_("no measure yet"), tone="text.muted", small=True)
    return Cell(levels=(one.level, one.residual_level))


def _owner(one: Record, seen: Seen) -> Cell:
    owners = ", ".join(seen.linked(one, "owner"))
    return Cell(words=owners or _("nobody yet"), tone="text.body" if owners else "text.muted", small=not owners)


# ---------------------------------------------------------------------------------------------- actions


def late_by(due: Day | None, seen: Seen) -> int:
    """Whole days past the due day; 0 or less while there is time."""
    return (seen.today - due.last).days if due and due.last else 0


def _due(one: Record, seen: Seen) -> Cell:
    assert isinstance(one, Action)
    days = late_by(one.due, seen)
    if one.open and days > 0:
        return Cell(words=late_words(days), chip="late")
    return _day("due", one, seen)


# ---------------------------------------------------------------------------------------------- people


def _agreed(one: Record, seen: Seen) -> Cell:
    assert isinstance(one, Person)
    if not one.agreed:
        return Cell()
    icon, tone = _AGREED.get(one.agreed, ("circle-dashed", "text.secondary"))
    return Cell(words=display.shown(one.fields["agreed"], one.agreed), icon=icon, tone=tone, small=True)


def _checked(one: Record, seen: Seen) -> Cell:
    assert isinstance(one, Person)
    if one.checked_on is None or one.checked_on.last is None:
        return Cell(words=_("never") if one.emergency_roles else "", tone="text.muted", small=True)
    days = max(0, (seen.today - one.checked_on.last).days)
    late = days >= STALE_DAYS
    tone = "attention.text" if late else "text.body"
    return Cell(words=age_words(days), age=days / _AGED_DAYS, late=late, tone=tone, small=True)


def age_words(days: int) -> str:
    """How long ago, coarsely: "today", "12 days", "5 weeks", "7 months", "2 years"."""
    if days == 0:
        return _("today")
    for size, least, one, many in _SPANS:
        if days >= least:
            return plural(one, many, days // size)
    return plural("{n} day", "{n} days", days)


_INCIDENT, _RISK, _ACTION = (cls.fields for cls in (Incident, Risk, Action))
_PERSON, _THREAT, _ACTOR = (cls.fields for cls in (Person, Threat, Actor))

_CHOSEN: dict[str, tuple[Column, ...]] = {
    "incident": (
        Column(_INCIDENT["occurred"].label, partial(_day, "occurred"), 178, "occurred", descending=True),
        Column(N_("What happened"), _numbered, 0, "title"),
        Column(_INCIDENT["place"].label, partial(_linked, "place"), 100, links=("place",)),
        Column(_INCIDENT["state"].label, _state, 144, "state"),
    ),
    "risk": (
        Column(N_("No."), _number, 46, "number"),
        Column(N_("Risk"), _title, 0, "title"),
        Column(N_("Before and after measures"), _levels, 222, "level_now", descending=True),
        Column(_RISK["owner"].label, _owner, 98, links=("owner",)),
    ),
    "threat": (
        Column(_THREAT["received"].label, partial(_day, "received"), 178, "received", descending=True),
        Column(N_("Threat"), _numbered, 0, "title"),
        Column(N_("Likelihood"), partial(_shown, "likelihood"), 120, "likelihood", descending=True),
        Column(N_("Owner"), _owner, 110, links=("owner",)),
        Column(_THREAT["state"].label, _state, 132, "state"),
    ),
    "actor": (
        Column(_ACTOR["name"].label, _title, 0, "name"),
        Column(_ACTOR["type"].label, partial(_shown, "type"), 190, "type"),
        Column(N_("Stance"), partial(_shown, "stance"), 110, "stance"),
        Column(N_("Power"), partial(_shown, "power"), 130, "power", descending=True),
    ),
    "action": (
        Column(_ACTION["title"].label, _title, 0, "title"),
        Column(_ACTION["risks"].label, partial(_linked, "risks"), 0, links=("risks",)),
        Column(_ACTION["owner"].label, _owner, 110, links=("owner",)),
        Column(_ACTION["due"].label, _due, 120, "due"),
        Column(_ACTION["state"].label, _state, 116, "state"),
    ),
    "person": (
        Column(_PERSON["name"].label, _title, 0, "name"),
        Column(_PERSON["emergency_roles"].label, partial(_shown, "emergency_roles"), 170),
        Column(_PERSON["agreed"].label, _agreed, 104, "agreed"),
        Column(_PERSON["checked_on"].label, _checked, 152, "checked_on"),
    ),
}
