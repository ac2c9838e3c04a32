"""Candidates for what an event may be like: each trace of it leads to a bounded number of others, newest first.

Bounded, so that a place where everything happens costs no more than one where little does; `plans/likeness` judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from vault.plans.likeness import NEAR, Features, features
from vault.plans.records import Record
from vault.storage import search
from vault.storage.db import Db
from vault.storage.records import find_keys, keys_of

#: record kind -> the column of its day
_EVENTS = {"incident": "occurred", "threat": "received"}
_EACH = 120
_LOOKED_THROUGH = 800
_JUDGED = 60
#: places, actors and people that are followed, the newest
_LEADS = 60
_WORDS = 8


def candidates(db: Db, subject: Record) -> list[Record]:
    """Live incidents and threats that share a trace with `subject`, those that share the most first; at most 60."""
    own = features(subject)
    shared: dict[int, float] = defaultdict(float)
    for keys in _traces(db, own):
        for key in keys:
            shared[key] += 1 + 1 / len(keys)  # what leads to few says more
    if subject.id:
        shared.pop(keys_of(db, [subject.id]).get(subject.id, 0), 0)
    likely = sorted(shared, key=lambda key: (shared[key], key), reverse=True)[:_JUDGED]
    return [one for one in find_keys(db, likely) if one.kind in _EVENTS and not one.trashed_at]


def _traces(db: Db, own: Features) -> Iterator[list[int]]:
    ids = [*own.places, *own.actors, *own.people]
    for key in sorted(keys_of(db, ids).values(), reverse=True)[:_LEADS]:
        # twice: what they are about weighs more here than a day or a word does
        found = [source for (source,) in db.execute(_LEADING, (key, _EACH))]
        yield found
        yield found
    if own.day and own.day.first:
        yield from _near(db, own.day.first)
        if own.kinds:
            yield from _of_kind(db, sorted(own.kinds), own.day.first)
    for word in sorted(own.words, key=len, reverse=True)[:_WORDS]:
        match = search.match(word)
        yield [key for (key,) in db.execute(_SAID, (match, _EACH))]


_LEADING = "SELECT source FROM link WHERE target = ? ORDER BY source DESC LIMIT ?"
_SAID = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"


def _end_of(day: date) -> str:
    """After every text that begins with the day, whatever hour it names; the last day of all has none after it."""
    return f"{day.isoformat()}\x7f"


def _near(db: Db, day: date) -> Iterator[list[int]]:
    begin, end = (max(day, date.min + NEAR) - NEAR).isoformat(), _end_of(day)
    for kind, column in _EVENTS.items():
        rows = db.execute(
            f"SELECT key FROM {kind} WHERE trashed_at = '' AND {column} >= ? AND {column} < ?"
            f" ORDER BY {column} DESC LIMIT ?",
            (begin, end, _EACH),
        )
        yield [key for (key,) in rows]


def _of_kind(db: Db, kinds: list[str], day: date) -> Iterator[list[int]]:
    marks = ", ".join("?" * len(kinds))
    end = _end_of(day)
    rows = db.execute(
        "SELECT t.key FROM (SELECT key, category FROM incident WHERE trashed_at = '' AND occurred < ?"
        " ORDER BY occurred DESC LIMIT ?) t WHERE t.category <> '' AND EXISTS"
        f" (SELECT 1 FROM json_each(t.category) WHERE json_each.value IN ({marks})) LIMIT ?",
        (end, _LOOKED_THROUGH, *kinds, _EACH),
    )
    found = [key for (key,) in rows]
    yield found
    yield found
