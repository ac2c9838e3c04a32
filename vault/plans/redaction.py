"""What may leave: an audience, the ladder of reduction, and a new record built from nothing but what is allowed.

A value leaves only when its field may be shared, its record is not stricter, the audience lists its group at the ladder
step of this kind of record, and its kind of field has a way out. Everything else is empty in the new record, so a
report that is built from redacted records has nothing to hide.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import singledispatch
from types import MappingProxyType
from typing import Any, TypeVar

from vault.i18n import N_, _
from vault.plans.days import Day
from vault.plans.fields import (
    Choice,
    Choices,
    Field,
    Flag,
    Link,
    Links,
    Number,
    Prose,
    Rows,
    Scale,
    Sharing,
    Text,
    When,
)
from vault.plans.model import Person, Place
from vault.plans.model.incidents import CATEGORY, CATEGORY_GROUP
from vault.plans.records import Record

R = TypeVar("R", bound=Record)


class Ladder(IntEnum):
    """How much is taken away, least first."""

    INSIDE = 0
    CODE_NAMES = 1
    ROLES = 2
    BROAD = 3
    COUNTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Someone outside. A kind that is not in `ladder`, or a group that is not in `groups`, never reaches them.

    `ladder`: record kind -> step; `groups`: field group -> the highest step at which the group is still let through.
    """

    key: str
    words: str
    full_name: str
    ladder: Mapping[str, Ladder]
    groups: Mapping[str, Ladder]


NHRF = Audience(
    key="nhrf",
    words=N_("NHRF"),
    full_name=N_("Norwegian Human Rights Fund (NHRF)"),
    ladder=MappingProxyType(
        {
            "organisation": Ladder.ROLES,
            "risk": Ladder.ROLES,
            "action": Ladder.ROLES,
            "plan": Ladder.ROLES,
            "incident": Ladder.COUNTS,
        }
    ),
    groups=MappingProxyType(
        {
            "category": Ladder.COUNTS,
            "time": Ladder.COUNTS,
            "region": Ladder.BROAD,
            "code": Ladder.ROLES,
            "answers": Ladder.ROLES,
            "score": Ladder.ROLES,
            "treatment": Ladder.ROLES,
            "effect": Ladder.ROLES,
            "state": Ladder.ROLES,
            "due": Ladder.ROLES,
            "people": Ladder.ROLES,
            "wording": Ladder.ROLES,
        }
    ),
)

#: the only groups whose typed text may leave, for any audience; a title or any other prose never does
TYPED_GROUPS = frozenset({"wording", "code", "region"})

#: fixed width on paper, so that its size says nothing about what it stands for
WITHHELD = N_("[withheld]")

#: category -> the one key that stands for its group, so that no finer kind can be read back
_GROUP_KEY = {key: keys[0] for keys in CATEGORY_GROUP.values() for key in keys}

#: gives the words that stand for a linked record ("lawyer 1", a region), "" where nothing may
StandIn = Callable[[str], str]


def nothing_stands_in(id: str) -> str:
    """Where no linked record may be spoken of."""
    return ""


def may_leave(one: Record, audience: Audience) -> bool:
    """Whether anything of this record may reach the audience at all."""
    open_enough = one.sharing is None or one.sharing >= Sharing.DONOR
    return open_enough and not one.trashed_at and one.kind in audience.ladder


def leaves(field: Field, kind: str, audience: Audience) -> bool:
    """Whether values of this field of this kind of record may reach the audience."""
    step = audience.ladder.get(kind)
    highest = audience.groups.get(field.group)
    return field.sharing >= Sharing.DONOR and step is not None and highest is not None and step <= highest


def redact(one: R, audience: Audience, stand_in: StandIn = nothing_stands_in) -> R:
    """A new record of the same kind that holds nothing below the audience: no id, no number, no author, no title."""
    empty = type(one)()
    if not may_leave(one, audience):
        return empty
    step = audience.ladder[one.kind]
    allowed = (field for field in one.fields.values() if leaves(field, one.kind, audience))
    return type(one)(**{field.name: reduced(field, getattr(one, field.name), step, stand_in) for field in allowed})


def coarse(day: Day, step: Ladder) -> Day:
    """Only the month, from `BROAD` on only the quarter (as a range of months); what is coarser already stays."""
    if not day.known:
        return day
    begin, _slash, end = day.text.replace("~", "").partition("/")
    first, last = _coarse_end(begin, step, 0), _coarse_end(end or begin, step, 2)
    return Day(first if first == last else f"{first}/{last}")


def _coarse_end(text: str, step: Ladder, place: int) -> str:
    """One end of a day; `place` is the month of its quarter that stands for it, 0 to 2."""
    if len(text) == 4 or step < Ladder.BROAD:
        return text[:7]
    month = (int(text[5:7]) - 1) // 3 * 3 + 1 + place
    return f"{text[:4]}-{month:02d}"


@singledispatch
def reduced(field: Field, value: Any, step: Ladder, stand_in: StandIn) -> Any:
    """What is left of an allowed value at a step of the ladder."""
    raise NotImplementedError(type(field).__name__)


@reduced.register(Text)
@reduced.register(Prose)
def _typed(field: Text | Prose, value: str, step: Ladder, stand_in: StandIn) -> str:
    return value if field.group in TYPED_GROUPS else ""


@reduced.register
def _choice(field: Choice, value: str, step: Ladder, stand_in: StandIn) -> str:
    return value if value in dict(field.options) else ""


@reduced.register
def _choices(field: Choices, value: tuple[str, ...], step: Ladder, stand_in: StandIn) -> tuple[str, ...]:
    options = dict(field.options)
    kept = {key for key in value if key in options}
    if step >= Ladder.BROAD and field.options == CATEGORY:
        kept = {_GROUP_KEY[key] for key in kept}
    return tuple(key for key in options if key in kept)


@reduced.register
def _scale(field: Scale, value: int | None, step: Ladder, stand_in: StandIn) -> int | None:
    return value


@reduced.register
def _when(field: When, value: Day | None, step: Ladder, stand_in: StandIn) -> Day | None:
    return coarse(value, step) if value and step >= Ladder.ROLES else value


@reduced.register
def _flag(field: Flag, value: bool, step: Ladder, stand_in: StandIn) -> bool:
    return value


@reduced.register
def _number(field: Number, value: int | None, step: Ladder, stand_in: StandIn) -> int | None:
    return value if step < Ladder.BROAD else None


@reduced.register
def _links(field: Links, value: tuple[Link, ...], step: Ladder, stand_in: StandIn) -> tuple[Link, ...]:
    roles = dict(field.roles)
    named = ((stand_in(link.id), link.role if link.role in roles else "") for link in value)
    return tuple(sorted((Link(words, role) for words, role in named if words), key=lambda link: (link.id, link.role)))


@reduced.register
def _rows(field: Rows, value: Any, step: Ladder, stand_in: StandIn) -> tuple[tuple[str, ...], ...]:
    return ()


ROLE_WORDS = MappingProxyType(
    {
        "staff": N_("staff member"),
        "volunteer": N_("volunteer"),
        "board": N_("board member"),
        "family": N_("family member"),
        "witness": N_("witness"),
        "community": N_("community member"),
        "neighbour": N_("neighbour"),
        "lawyer": N_("lawyer"),
        "doctor": N_("doctor"),
        "counsellor": N_("counsellor"),
        "journalist": N_("journalist"),
        "digital": N_("digital-security helper"),
        "defenders": N_("defenders' network"),
        "local_ngo": N_("local organisation"),
        "international_ngo": N_("international organisation"),
        "donor": N_("donor"),
        "embassy": N_("embassy"),
        "un": N_("international body"),
        "institution": N_("national institution"),
        "police": N_("police contact"),
        "authority": N_("local authority"),
        "leader": N_("community leader"),
        "landlord": N_("landlord"),
    }
)


class StandIns:
    """Roles for people and regions for places, numbered anew and by chance for each export.

    Two exports cannot be laid side by side, and a number says nothing about the order in the vault. Give only the
    people who appear in the export: the highest number would tell how many there are. Who is kept stricter, or has no
    category, is a person and no more; nothing stands for what is in the bin.
    """

    def __init__(
        self, people: Iterable[Person] = (), places: Iterable[Place] = (), chance: random.Random | None = None
    ) -> None:
        self._words: dict[str, str] = {}
        shuffled = sorted((one for one in people if not one.trashed_at), key=lambda one: one.id)
        (chance or random.SystemRandom()).shuffle(shuffled)
        counts: dict[str, int] = {}
        for one in shuffled:
            role = _(ROLE_WORDS.get(one.category if _shared(one) else "", N_("person")))
            counts[role] = counts.get(role, 0) + 1
            self._words[one.id] = f"{role} {counts[role]}"
        for place in places:
            self._words[place.id] = (place.region or place.country) if _shared(place) and not place.trashed_at else ""

    def __call__(self, id: str) -> str:
        return self._words.get(id, "")


def _shared(one: Record) -> bool:
    return one.sharing is None or one.sharing >= Sharing.DONOR
