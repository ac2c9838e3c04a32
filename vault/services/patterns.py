"""Patterns of the incident log with their names and sentences: for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from vault.i18n import _
from vault.plans import patterns
from vault.plans.model import Analysis, Review
from vault.plans.model.incidents import CATEGORY
from vault.plans.patterns import Counts
from vault.plans.query import Condition, Query
from vault.services.session import Session

_EVER = date(1, 1, 1)
_MOST = 8


@dataclass(frozen=True, slots=True)
class Patterns:
    """`counts` of the time from `begin`; `names`: id -> title; `since` is the last time the team looked."""

    counts: Counts
    names: dict[str, str]
    begin: date
    since: date
    change: str
    told: tuple[str, ...]


def found(session: Session, days: int = 0) -> Patterns:
    """The patterns of the last `days` days, of everything for 0."""
    today = session.clock.now().date()
    begin = today - timedelta(days=min(days, today.toordinal()) - 1) if days else _EVER
    counts = session.patterns(begin, today + timedelta(days=1))
    names = session.titles([*counts.places, *counts.actors, *counts.people])
    since = last_look(session, today)
    recent = session.event_days(since - 2 * (today - since), today + timedelta(days=1))
    told = tuple(patterns.sentences(counts, names, kind_words()))
    return Patterns(counts, names, begin, since, patterns.changed(recent, since, today), told)


def kind_words() -> dict[str, str]:
    """Key of a kind of incident -> its words."""
    return {key: _(words) for key, words in CATEGORY}


def year(session: Session) -> dict[date, int]:
    """The days of the last year with incidents -> how many, as `parts/heat_calendar` shows it: 53 whole weeks."""
    today = session.clock.now().date()
    return session.event_days(today - timedelta(days=370), today + timedelta(days=1))


def last_look(session: Session, today: date) -> date:
    """The day of the last review, or analysis, at least four weeks ago; a quarter of a year ago where there is none.

    Never longer ago than four quarters.
    """
    looks = [*session.page(Query("review", (Condition("state", "is", "held"),), (("held_on", True),)), 0, 20)]
    looks += session.page(Query("analysis", sort=(("made_on", True),)), 0, 20)
    days = [
        one.held_on if isinstance(one, Review) else one.made_on for one in looks if isinstance(one, Review | Analysis)
    ]
    known = sorted(day.first for day in days if day is not None and day.first)
    before = [day for day in known if day < today - 4 * patterns.WEEK]
    return max(before[-1], today - 4 * patterns.QUARTER) if before else today - patterns.QUARTER


def top(counted: dict[str, int], names: dict[str, str], most: int = _MOST) -> list[tuple[str, int]]:
    """(words, how many), the most first."""
    order = sorted(counted.items(), key=lambda one: (-one[1], names.get(one[0], one[0])))
    return [(names.get(key, key), n) for key, n in order[:most]]
