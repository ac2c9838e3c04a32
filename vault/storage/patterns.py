"""Counts over the incident log, from indexes alone: a hundred thousand incidents take a fraction of a second."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from operator import itemgetter

from vault.plans.days import Day
from vault.plans.patterns import Counts
from vault.storage.db import Db

#: of whole years: what is known less exactly ("2026~", "2026/2027") sorts among or after the days of its year
_EVENTS = (
    "SELECT key, occurred, category FROM incident INDEXED BY incident_counted"
    " WHERE trashed_at = '' AND occurred >= ? AND occurred < ?"
)
#: not answered, or "unknown", which is kept as ""
_UNDATED = (
    "SELECT count(*) FROM incident INDEXED BY incident_counted"
    " WHERE trashed_at = '' AND (occurred IS NULL OR occurred = '')"
)
_DAYS = (
    "SELECT occurred, count(*) FROM incident INDEXED BY incident_counted"
    " WHERE trashed_at = '' AND occurred >= ? AND occurred < ? GROUP BY occurred"
)
_FIELDS = ("place", "actors", "people")
_LINKED = f"SELECT source, target, field FROM link INDEXED BY link_target WHERE field IN {_FIELDS}"
_MOST = 40
_EXACT = 10  # characters of "2026-11-24"; its second "-" is the eighth, and stands there only where a day follows
_AFTER_A_YEAR = "\x7f"  # sorts after all that can follow the year


def counts(db: Db, begin: date, end: date) -> Counts:
    """What happened from `begin` until the day before `end`; a month or a year counts by its first day."""
    first, last = begin.isoformat(), end.isoformat()
    events = [
        one
        for one in db.execute(_EVENTS, (first[:4], last[:4] + _AFTER_A_YEAR)).fetchall()
        if (first <= one[1][:_EXACT] < last if one[1][7:8] == "-" else _begins_in(one[1], begin, end))
    ]
    # every event is touched by C alone: a line of Python for each would take longer than reading them
    texts, categories = (Counter(map(itemgetter(column), events)) for column in (1, 2))
    days, hours, vague = _times(texts)
    kinds: Counter[str] = Counter()
    for category, n in categories.items():
        kinds.update(dict.fromkeys(json.loads(category) if category else (), n))
    linked = _linked(db, set(map(itemgetter(0), events)))
    (undated,) = db.execute(_UNDATED).fetchone()
    places, actors, people = (linked[field] for field in _FIELDS)
    return Counts(days, hours, dict(kinds.most_common()), places, actors, people, vague, undated)


def days(db: Db, begin: date, end: date) -> dict[date, int]:
    """As `counts(...).days`, and much quicker: nothing that is linked is looked at."""
    return _times(Counter(dict(db.execute(_DAYS, (begin.isoformat(), end.isoformat())))))[0]


def _begins_in(text: str, begin: date, end: date) -> bool:
    first = Day(text).first
    return first is not None and begin <= first < end


def _times(texts: Counter[str]) -> tuple[dict[date, int], dict[int, int], int]:
    """Exact days, known hours, and how many are known less exactly."""
    days: Counter[date] = Counter()
    hours: Counter[int] = Counter()
    vague = 0
    for text, n in texts.items():
        if len(text) < _EXACT or "~" in text or "/" in text:
            vague += n
            continue
        days[date.fromisoformat(text[:_EXACT])] += n
        if len(text) > _EXACT:
            hours[int(text[11:13])] += n
    return dict(days), dict(hours), vague


def _linked(db: Db, keys: set[int]) -> dict[str, dict[str, int]]:
    """Field -> id -> how many of the incidents lead there; the most of each."""
    rows = db.execute(_LINKED).fetchall()
    found = {
        field: Counter([target for source, target, of in rows if of == field and source in keys]) for field in _FIELDS
    }
    return {field: _by_id(db, counted.most_common(_MOST)) for field, counted in found.items()}


def _by_id(db: Db, counted: Iterable[tuple[int, int]]) -> dict[str, int]:
    ids = dict(
        db.execute(
            "SELECT key, id FROM record WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps([target for target, _n in counted]),),
        )
    )
    return {ids[target]: n for target, n in counted if target in ids}
