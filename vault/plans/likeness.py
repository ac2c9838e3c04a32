"""Which earlier incidents and threats are like this one, and why: the second of the five questions.

The sources ask for the same place, actor, target and kind, for near dates and for the same weekday. Reasons are told
apart, never added up into a figure that a person could take for a measurement; the weights only order the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vault.i18n import N_
from vault.plans import fold
from vault.plans.days import WEEKDAYS, Day
from vault.plans.model.incidents import Incident
from vault.plans.model.threats import Threat
from vault.plans.records import Record

NEAR = timedelta(days=30)
#: shorter words are seldom what an event is about
LEAST_LETTERS = 4
_LEAST = 2
_FEW_WORDS = 3

#: how a threat came -> the kinds of incident that are the same
_EXPRESSED = {
    "call": ("calls",),
    "social": ("online_abuse", "smear"),
    "visit": ("summons",),
    "notice": ("summons", "audit"),
    "graffiti": ("vandalism",),
    "surveillance": ("watched", "followed"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two events are alike: `words` are source words, `weight` only orders."""

    words: str
    weight: int


SAME_ACTOR = Reason(N_("same actor"), 5)
SAME_PLACE = Reason(N_("same place"), 4)
SAME_PERSON = Reason(N_("same person"), 4)
SAME_KIND = Reason(N_("same kind"), 3)
SAME_TARGET = Reason(N_("same target"), 1)
NEAR_IN_TIME = Reason(N_("near in time"), 2)
SAME_WORDS = Reason(N_("same words"), 2)
SAME_HOUR = Reason(N_("same time of day"), 1)


@dataclass(frozen=True, slots=True)
class Features:
    """What of an event is compared."""

    places: frozenset[str]
    actors: frozenset[str]
    people: frozenset[str]
    kinds: frozenset[str]
    targets: frozenset[str]
    day: Day | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """An event like the one asked about; `reasons` hold source words, the strongest first."""

    record: Record
    reasons: tuple[str, ...]
    weight: int


def event_day(one: Record) -> Day | None:
    """When an event happened, or a threat came."""
    return one.occurred if isinstance(one, Incident) else one.received if isinstance(one, Threat) else None


def told_words(text: str) -> frozenset[str]:
    """The folded words of a text that are long enough to mean something."""
    return frozenset(word for word in fold.words(text) if len(word) >= LEAST_LETTERS and not word.isdigit())


def features(one: Record) -> Features:
    """What is compared of an incident or a threat; empty for any other kind."""
    if isinstance(one, Incident):
        return Features(
            _ids(one.place), _ids(one.actors), _ids(one.people), frozenset(one.category) - {"other", "unknown", "sign"},
            frozenset(), one.occurred, told_words(f"{one.title} {one.facts}"),
        )  # fmt: skip
    if isinstance(one, Threat):
        kinds = {kind for way in one.expression for kind in _EXPRESSED.get(way, ())}
        return Features(
            frozenset(), _ids(one.actors), _ids(one.people), frozenset({"threat", *kinds}),
            frozenset(one.target), one.received, told_words(f"{one.title} {one.description}"),
        )  # fmt: skip
    return Features(frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), None, frozenset())


def ranked(subject: Record, candidates: Iterable[Record], most: int = 8) -> list[Alike]:
    """The candidates that are alike and not later, the strongest reasons first, then the nearest in time."""
    own = features(subject)
    limit = own.day.last if own.day and own.day.known else None
    found = []
    for one in candidates:
        if one.id == subject.id or one.trashed_at or not _earlier(one, limit):
            continue
        other = features(one)
        about = _about(own, other)
        if sum(reason.weight for reason in about) >= _LEAST:  # a day near by, or the same target, alone says nothing
            reasons = [*about, *_in_time(own.day, other.day)]
            weight = sum(reason.weight for reason in reasons)
            words = [reason.words for reason in sorted(reasons, key=lambda reason: -reason.weight)]
            found.append(Alike(one, tuple(words), weight))
    return sorted(found, key=lambda alike: (alike.weight, _begin(alike.record)), reverse=True)[:most]


def _about(own: Features, other: Features) -> list[Reason]:
    shared = (
        (SAME_ACTOR, own.actors & other.actors),
        (SAME_PLACE, own.places & other.places),
        (SAME_PERSON, own.people & other.people),
        (SAME_KIND, own.kinds & other.kinds),
        (SAME_TARGET, own.targets & other.targets),
    )
    reasons = [reason for reason, both in shared if both]
    if len(own.words & other.words) >= _FEW_WORDS or _rare_pair(own.words, other.words):
        reasons.append(SAME_WORDS)
    return reasons


def _rare_pair(own: frozenset[str], other: frozenset[str]) -> bool:
    """Two texts of a few words each (titles alone) need fewer words in common."""
    shortest = min(len(own), len(other))
    return shortest > 1 and len(own & other) * 2 > shortest


def _in_time(own: Day | None, other: Day | None) -> list[Reason]:
    if own is None or other is None or not own.first or not other.first:
        return []
    found = []
    if abs(own.first - other.first) <= NEAR:
        found.append(NEAR_IN_TIME)
    exact = {"day", "moment"}
    if {own.precision, other.precision} <= exact and not own.about and not other.about:
        if own.first.weekday() == other.first.weekday():
            found.append(Reason(WEEKDAYS[own.first.weekday()], 1))
        if own.time and other.time and _apart(own.time, other.time) <= 60:
            found.append(SAME_HOUR)
    return found


def _apart(one: str, other: str) -> int:
    """Minutes between two times of day, over midnight where that is nearer."""
    minutes = abs(_minutes(one) - _minutes(other))
    return min(minutes, 24 * 60 - minutes)


def _minutes(time: str) -> int:
    hour, _colon, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _earlier(one: Record, limit: date | None) -> bool:
    return limit is None or _begin(one) <= limit


def _begin(one: Record) -> date:
    day = event_day(one)
    first = day.first if day else None
    return first or date.min


def _ids(links: Sequence[object]) -> frozenset[str]:
    return frozenset(str(getattr(link, "id", "")) for link in links)
