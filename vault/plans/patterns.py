"""Patterns of the incident log: when, where, of what kind, by whom, against whom, and what changed.

Incidents are few. No percentage is ever told, and below `FEW` it is said first that each can be looked at and what
follows may be chance; days known only to the month or the year are counted, and never put on a weekday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from vault.i18n import N_, _, plural
from vault.plans.days import WEEKDAYS, Day, in_words

#: fewer than so many are looked at one by one
FEW = 20
_LEAST_CHANGE, _LEAST_IN_ONE = 3, 4
WEEK = timedelta(days=7)
#: looked back so far where no review was held
QUARTER = timedelta(days=91)

#: hour of the day -> the part of it
PARTS_OF_DAY = (
    (range(6), N_("Night")),
    (range(6, 12), N_("Morning")),
    (range(12, 18), N_("Afternoon")),
    (range(18, 24), N_("Evening")),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the log holds of a period. `hours` are 0 to 23; `places`, `actors` and `people` are by record id.

    `vague` counts incidents whose day is not known exactly; they are in `total` and in no day. `undated` counts those
    of whose day nothing is known; they may be of any period, and are in nothing else.
    """

    days: Mapping[date, int] = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    actors: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    vague: int = 0
    undated: int = 0

    @property
    def total(self) -> int:
        """All incidents of the period."""
        return sum(self.days.values()) + self.vague


def weekdays(counts: Counts) -> dict[int, int]:
    """0 (Monday) to 6 -> how many."""
    found = dict.fromkeys(range(7), 0)
    for day, n in counts.days.items():
        found[day.weekday()] += n
    return found


def weeks(counts: Counts) -> dict[date, int]:
    """The Monday of each week with incidents -> how many."""
    found: Counter[date] = Counter()
    for day, n in counts.days.items():
        found[day - timedelta(days=day.weekday())] += n
    return dict(sorted(found.items()))


def parts_of_day(counts: Counts) -> dict[str, int]:
    """Source word of each part of the day -> how many, those at an unknown hour left out."""
    return {words: sum(counts.hours.get(hour, 0) for hour in hours) for hours, words in PARTS_OF_DAY}


def between(days: Mapping[date, int], begin: date, end: date) -> int:
    """How many lie on the days from `begin` until the day before `end`."""
    return sum(n for day, n in days.items() if begin <= day < end)


def changed(days: Mapping[date, int], since: date, today: date) -> str:
    """What changed since a day, in one plain sentence: as long a time before it is what it is compared with."""
    long = max(today + timedelta(days=1) - since, WEEK)
    after = between(days, since, today + timedelta(days=1))
    before = between(days, since - long, since)
    when = in_words(Day.of(since), today)
    told = plural("Since {{day}}: {n} incident", "Since {{day}}: {n} incidents", after).format(day=when)
    told = _("{told}, {n} in as long a time before.").format(told=told, n=before)
    if abs(after - before) < _LEAST_CHANGE:
        return told + " " + _("Too few to call it a change.")
    if (after - before) ** 2 <= after + before:  # what chance alone moves such numbers by
        return told + " " + _("Too small a difference to call it a change.")
    return told + " " + (_("That is more.") if after > before else _("That is fewer."))


def leading(counts: Mapping[str, int], total: int) -> tuple[str, int] | None:
    """What stands out: at least four, at least half of all, and twice the next. None where nothing does."""
    order = sorted(counts.items(), key=lambda one: -one[1])
    if not order or order[0][1] < _LEAST_IN_ONE or 2 * order[0][1] < total:
        return None
    if len(order) > 1 and order[0][1] < 2 * order[1][1]:
        return None
    return order[0]


def sentences(counts: Counts, names: Mapping[str, str], kinds: Mapping[str, str]) -> list[str]:
    """What stands out, each in a sentence. `names`: id -> title; `kinds`: key -> words."""
    if not counts.total:
        nothing = _("Nothing was written down in this time. That may mean quiet, or that nobody wrote.")
        return [nothing, *_undated(counts)]
    told = []
    if counts.total < FEW:
        words = plural("{n} incident: look at each.", "{n} incidents: few enough to look at each.", counts.total)
        told.append(words + " " + _("What follows may be chance."))
    exact = sum(counts.days.values())
    days = {str(day): n for day, n in weekdays(counts).items()}
    hours = parts_of_day(counts)
    told += _standing_out(days, exact, lambda key: _(WEEKDAYS[int(key)]))
    told += _standing_out(hours, sum(hours.values()), _)
    told += _standing_out(counts.kinds, counts.total, lambda key: kinds.get(key, key))
    for linked in (counts.places, counts.actors, counts.people):
        told += _standing_out(linked, counts.total, lambda id: names.get(id, ""))
    if counts.vague:
        words = plural("The day of {n} is not known exactly.", "The days of {n} are not known exactly.", counts.vague)
        told.append(words + " " + _("They are left out of weeks, weekdays and hours."))
    return told + _undated(counts)


def _undated(counts: Counts) -> list[str]:
    if not counts.undated:
        return []
    return [
        plural(
            "{n} incident has no day and is in none of these numbers.",
            "{n} incidents have no day and are in none of these numbers.",
            counts.undated,
        )
    ]


def _standing_out(counts: Mapping[str, int], total: int, words: Callable[[str], str]) -> list[str]:
    found = leading(counts, total)
    if found is None:
        return []
    return [_("{what}: {n} of {total}.").format(what=words(found[0]), n=found[1], total=total)]
