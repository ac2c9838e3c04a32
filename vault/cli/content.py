"""`vault import`, `list`, `search`, `due`, `health`, `diff` and `patterns`."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from vault.cli.terminal import Commands, ask_kind, command, opened, say, say_json
from vault.i18n import _
from vault.plans import comparing, display, exchange
from vault.plans import patterns as shapes
from vault.plans.day_words import understood
from vault.plans.days import WEEKDAYS, late_words
from vault.plans.fields import HIDDEN, Links
from vault.plans.query import Query
from vault.plans.records import Record
from vault.services import due, filtering, health, importing, patterns
from vault.services.session import Session

_FARTHEST = 3_660  # days


def declare(commands: Commands) -> None:
    """What can be asked of them."""
    bring = command(commands, "import", _import, "bring in a table: CSV, XLSX or ODS")
    ask_kind(bring)
    bring.add_argument("source", type=Path, metavar="TABLE")
    bring.add_argument("--sheet", default="", metavar="SHEET", help="which sheet of a workbook; else the first")
    bring.add_argument("--source", dest="source_name", required=True, metavar="NAME", help="where the rows come from")
    bring.add_argument("--map", type=Path, metavar="MAP.toml")
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--changed", choices=("ask", "take", "keep"), default="ask")
    show = command(commands, "list", _list, "show records")
    ask_kind(show)
    show.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    show.add_argument("--json", action="store_true")
    search = command(commands, "search", _search, "find records by words")
    search.add_argument("words", metavar="WORDS")
    search.add_argument("--json", action="store_true")
    waiting = command(commands, "due", _due, "what is late and what comes next")
    waiting.add_argument("--days", type=int, default=30, metavar="N", help="so many days ahead (30)")
    waiting.add_argument("--json", action="store_true")
    state = command(commands, "health", _health, "what is missing or does not fit")
    state.add_argument("--json", action="store_true")
    change = command(commands, "diff", _diff, "what changed since a day")
    change.add_argument("--since", required=True, metavar="DATE", help="2026-11-24, or in words: yesterday")
    change.add_argument("--until", metavar="DATE", help="the last day, that day included")
    shape = command(commands, "patterns", _patterns, "what stands out in the incident log")
    shape.add_argument("--days", type=int, default=0, metavar="N", help="of the last N days only")
    shape.add_argument("--json", action="store_true")


def _import(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        outcome = importing.import_file(
            session,
            asked.kind,
            asked.source,
            source=asked.source_name,
            mapping=asked.map,
            dry_run=asked.dry_run,
            changed=asked.changed,
            page=asked.sheet,
        )
    say("\n".join(outcome.lines))
    return outcome.exit_code


def _list(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        where = tuple(filtering.condition(session, asked.kind, one) for one in asked.where)
        _tell(session, session.page(Query(asked.kind, where, (("number", False),)), 0, -1), asked.json)
    return 0


def _search(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        _tell(session, session.search(asked.words, limit=1000), asked.json)
    return 0


def _due(asked: argparse.Namespace) -> int:
    if not 0 <= asked.days <= _FARTHEST:
        raise filtering.NotUnderstood(f"A number of days is 0 to {_FARTHEST}.")
    with opened(asked) as session:
        today = session.clock.now().date()
        found = due.due(session, today, today + timedelta(days=asked.days), most=-1)
    if asked.json:
        say_json(
            [
                {"kind": one.kind, "id": one.id, "title": one.title, "because": one.because, "day": one.day.isoformat()}
                for one in found
            ]
        )
        return 0
    for one in found:
        days = (today - one.day).days
        late = f" ({late_words(days)})" if days > 0 else ""
        say(f"{one.day.isoformat()}{late}: {one.title}" + (f" | {one.because}" if one.because else ""))
    if not found:
        say("Nothing is due.")
    return 0


def _health(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        found = health.findings(session)
    if asked.json:
        say_json(
            [
                {
                    "key": one.rule.key,
                    "words": one.sentence(),
                    "why": one.rule.why,
                    "records": [
                        {"kind": record.kind, "id": record.id, "title": record.title} for record in one.records
                    ],
                }
                for one in found
            ]
        )
        return 0
    for one in found:
        say(f"{one.sentence()}. {one.rule.why}")
        for record in one.records:
            say(f"  {record.number}: {record.title}")
    if not found:
        say("Nothing is missing that this program can see.")
    return 0


def _diff(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        today = session.clock.now().date()
        since = _day(asked.since, today)
        until = _day(asked.until, today, last=True) if asked.until else None
        if until and until < since:
            raise filtering.NotUnderstood("The last day comes before the first.")
        found = session.differences(since, until)
        titles = session.titles({one.id for one in found} | comparing.linked(found))
    for one in found:
        say("\n".join(comparing.lines(one, lambda id: titles.get(id, ""))))
    if not found:
        say(f"Nothing has changed since {since.isoformat()}" + (f" until {until.isoformat()}." if until else "."))
    return 0


def _day(text: str, today: date, *, last: bool = False) -> date:
    try:
        day = understood(text, today)
    except ValueError as fault:
        raise filtering.NotUnderstood(f"“{text}” is no day.") from fault
    first = day.first if day else None
    if day is None or first is None or first > today:
        raise filtering.NotUnderstood(f"“{text}” is no day in the past.")
    return (day.last or first) if last else first


def _patterns(asked: argparse.Namespace) -> int:
    if asked.days < 0:
        raise filtering.NotUnderstood("A number of days is 1 or more.")
    with opened(asked) as session:
        found = patterns.found(session, asked.days)
    counts, names = found.counts, found.names
    tables = {
        "weekday": [(_(WEEKDAYS[day]), n) for day, n in shapes.weekdays(counts).items()],
        "time of day": [(_(words), n) for words, n in shapes.parts_of_day(counts).items()],
        "kind": patterns.top(dict(counts.kinds), patterns.kind_words()),
        "place": patterns.top(dict(counts.places), names),
        "actor": patterns.top(dict(counts.actors), names),
        "people": patterns.top(dict(counts.people), names),
    }
    if asked.json:
        weeks = {day.isoformat(): n for day, n in shapes.weeks(counts).items()}
        plain = {"incidents": counts.total, "told": [found.change, *found.told], "week": weeks}
        say_json(plain | {name: _summed(table) for name, table in tables.items()})
        return 0
    say("\n".join([found.change, *found.told]))
    for name, table in tables.items():
        say(f"{name}: " + ", ".join(f"{words} {n}" for words, n in table if n))
    return 0


def _summed(table: list[tuple[str, int]]) -> dict[str, int]:
    """Two of one name count together: data have a name once."""
    found: Counter[str] = Counter()
    for words, n in table:
        found[words] += n
    return dict(found)


def _plain(one: Record) -> dict[str, object]:
    """All fields but code words: those are shown where somebody chose to see them, and leave with an export alone."""
    secret = {name for name, field in one.fields.items() if field.group == HIDDEN}
    return {name: value for name, value in exchange.record_to_plain(one).items() if name not in secret}


def _tell(session: Session, found: list[Record], as_json: bool) -> None:
    if as_json:
        say_json([_plain(one) for one in found])
        return
    linked = {
        link.id
        for one in found
        for name, field in one.fields.items()
        if isinstance(field, Links)
        for link in getattr(one, name)
    }
    titles = session.titles(linked)
    for one in found:
        shown = (
            display.shown(field, getattr(one, name), lambda id: titles.get(id, ""))
            for name, field in one.fields.items()
            if field.listed
        )
        say(f"{one.kind} {one.number}: " + " | ".join(text.replace("\n", " ") for text in shown if text))
