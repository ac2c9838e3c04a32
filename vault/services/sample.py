"""A vault filled with an organisation that does not exist, so that a person can look around before typing a word.

The content is data (`resources/content/<language>/sample`): a table a record, links by `ref`, days relative to the day
of filling. Records are written under the moments they would have been written at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from vault.clock import Clock
from vault.content import Source
from vault.errors import NotEmpty
from vault.paths import resource
from vault.plans import exchange
from vault.plans.days import Day
from vault.plans.fields import Field, Link, Links, Sharing, When
from vault.plans.model import Action, Analysis, Drill, Incident, Organisation, PlanVersion, Review, Threat
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.services import saving
from vault.services.ids import new_id
from vault.services.session import Session
from vault.services.writing import Batch, Writing
from vault.storage import records, registers

#: the setting that tells the window to show the banner
SETTING = "sample"

_FILES = (
    "organisation", "places", "people", "risks", "procedures", "plan", "incidents", "context", "threats", "actions",
    "reviews", "decisions",
)  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = re.compile(r"([+-]\d+)([dwm])(?: ([a-z]{3}))?(T\d\d:\d\d)?(~?)")
_FIRST_DAY = timedelta(days=430)  # a little more than the year a report looks back
_AHEAD = timedelta(days=21)  # an action is agreed so long before it is due
_EVENING = time(20, 40)
_LATER = ("residual_probability", "residual_impact")  # what a risk did not have before its score changed


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record and when it was written; with `before`, it had that state until `changed`, for a reason `why`."""

    one: Record
    written: datetime
    before: Record | None = None
    changed: datetime | None = None
    why: str = ""

    def states(self) -> list[tuple[datetime, Record, str]]:
        """(when, the record from then on, why), the first one first."""
        first = [(self.written, self.before or self.one, "")]
        return [*first, (self.changed, self.one, self.why)] if self.changed else first


@dataclass(frozen=True)
class _At(Clock):
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def is_empty(session: Session) -> bool:
    """Whether the vault holds nothing but the organisation it was created with, the bin included."""
    organisations = session.count(Query(Organisation.kind))
    return organisations <= 1 and not any(
        session.count(Query(kind, trashed=trashed))
        for kind in KINDS
        for trashed in (False, True)
        if trashed or kind != Organisation.kind
    )


def fill(session: Session, language: str = "en") -> int:
    """Fill an empty vault and mark it as a sample; how many records were written.

    An organisation that is there keeps its name. Raises NotEmpty when anything else is there, FaultyContent,
    ReadOnly, StorageFault.
    """
    if not is_empty(session):
        raise NotEmpty(session.path)
    own = next(iter(session.all(Organisation.kind)), None)
    entries = _entries(language, session.clock.now(), own)

    def job(work: Writing, batch: Batch) -> int:
        _write(work, batch, entries)
        keys = records.keys_of(work.db, [entry.one.id for entry in entries])
        for entry in entries:
            saving.put_links(work, keys[entry.one.id], entry.one, {})
        registers.put_setting(work.db, SETTING, True)
        return len(entries)

    return session.write(job).result()


def _write(work: Writing, batch: Batch, entries: list[_Entry]) -> None:
    """In the order of the days, as the history would have it.

    Without the links: they lead to and fro, and can only be written when all records are there.
    """
    acts = sorted((act for entry in entries for act in entry.states()), key=lambda act: act[0])
    last: dict[str, str] = {}
    for moment, one, why in acts:
        with replace(work, clock=_At(moment)).batch() as then:
            kept = saving.put(work, then, replace(_bare(one), changed_at=last.get(one.id, one.changed_at)), why)
        last[kept.id] = kept.changed_at
        batch.touched(kept.kind, kept.id)


def _bare(one: Record) -> Record:
    nothing: dict[str, Any] = dict.fromkeys(records.link_fields(one.kind), ())
    return replace(one, **nothing)


def _entries(language: str, now: datetime, own: Record | None) -> list[_Entry]:
    """What to write, oldest first."""
    tables = list(_tables(language))
    ids = {plain["ref"]: own.id if own and kind == own.kind else new_id() for kind, plain in tables if "ref" in plain}
    return sorted((_entry(kind, plain, ids, now, own) for kind, plain in tables), key=lambda entry: entry.written)


def _tables(language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in _FILES:
        file = resource(f"content/{language}/sample/{name}.toml")
        for kind, tables in Source(file).plain.items():
            for plain in tables:
                yield kind, plain


def _entry(kind: str, table: Mapping[str, Any], ids: Mapping[str, str], now: datetime, own: Record | None) -> _Entry:
    plain = dict(table)
    before, changed, why = plain.pop("before", None), plain.pop("changed", None), plain.pop("why", "")
    id = ids.get(plain.pop("ref", ""), "") or new_id()
    bound = plain.pop("sharing", None)
    values = _values(kind, plain, ids, now.date()) | ({"sharing": Sharing[bound.upper()]} if bound else {})
    if own and kind == own.kind:
        return _Entry(replace(own, **(values | {"name": own.title})), now)
    one = KINDS[kind](id=id, **values)
    written = _moment(_written_on(one, now.date()), now)
    if not before:
        return _Entry(one, written)
    later: dict[str, Any] = dict.fromkeys(name for name in _LATER if name in one.fields)
    first = replace(one, **(later | _values(kind, before, ids, now.date())))
    return _Entry(one, written, first, _moment(day(changed, now.date()).first, now), why)


def _values(kind: str, plain: Mapping[str, Any], ids: Mapping[str, str], today: date) -> dict[str, Any]:
    fields = KINDS[kind].fields
    return {name: _value(fields[name], value, ids, today) for name, value in plain.items()}


def _value(field: Field, value: Any, ids: Mapping[str, str], today: date) -> Any:
    if isinstance(field, Links):
        pairs = (one.partition(":") for one in value)
        return tuple(Link(ids[ref], role) for ref, _colon, role in pairs)
    if isinstance(field, When):
        return day(value, today)
    return exchange.from_plain(field, value.strip() if isinstance(value, str) else value)


def _written_on(one: Record, today: date) -> date | None:
    """The day a record was written down: an incident when it happened, an action some weeks before it is due."""
    match one:
        case Action():
            due = (one.done_on or one.due or Day("unknown")).first
            return due and due - _AHEAD
        case Incident(occurred=Day() as known):
            return known.last
        case Review(held_on=Day() as known) | Drill(held_on=Day() as known):
            return known.last
        case PlanVersion(agreed_on=Day() as known):
            return known.last
        case Threat(received=Day() as known) | Analysis(made_on=Day() as known):
            return known.last
    return None


def _moment(on: date | None, now: datetime) -> datetime:
    """That evening, but never in the future; the first day of the sample for an unknown day."""
    evening = datetime.combine(on or (now - _FIRST_DAY).date(), _EVENING, now.tzinfo)
    return min(evening, now)


def day(text: str, today: date) -> Day:
    """A day counted from `today`: "-12d", "+3d~", "-7dT18:10", "-2w thu", "-1m"; two with "/" between are a range.

    Anything else is a day as it stands. Raises ValueError.
    """
    if "/" in text:
        return Day("/".join(day(part, today).text for part in text.split("/")))
    found = _RELATIVE.fullmatch(text)
    if not found:
        return Day(text)
    count, unit, weekday, at, about = found.groups("")
    if unit == "m":
        months = today.year * 12 + today.month - 1 + int(count)
        return Day(f"{months // 12:04d}-{months % 12 + 1:02d}{about}")
    on = today + timedelta(days=int(count) * (7 if unit == "w" else 1))
    if weekday:
        on += timedelta(days=_WEEKDAYS.index(weekday) - on.weekday())
    return Day(f"{on:%Y-%m-%d}{at}{about}")
