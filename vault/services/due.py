"""The due list: everything with a day on which somebody should look at it, by the rules of `plans/due`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vault.i18n import _, plural
from vault.plans import display, scales, schedule
from vault.plans.days import Day
from vault.plans.due import LIVE_RISK, RULES, Rule
from vault.plans.fields import Links
from vault.plans.model import Procedure, Risk
from vault.plans.query import Condition, Query
from vault.plans.reasons import REASONS
from vault.plans.records import Record
from vault.services.session import Session

#: so many days after the last check somebody should ask a contact again
STALE_DAYS = 150
#: of one kind; more than anybody reads
MOST = 200
#: people the plan counts on when something happens
HAS_ROLE = Condition("emergency_roles", "empty", False)
_WAITING = Condition("state", "in", ("looking", "classified", "chosen", "acting", "following"))
_NO_FOLLOW_UP = Condition("follow_up_on", "empty", True)


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do by a day. `id` is "" where it is about several records of the kind."""

    kind: str
    title: str
    because: str
    day: date
    id: str = ""


def due(session: Session, today: date, until: date, most: int = MOST) -> list[Due]:
    """What is late or due until a day, the earliest first; of one rule at most so many, -1 for all."""
    found = [one for rule in RULES for one in _by_rule(session, rule, until, most)]
    found += _undated_risks(session, until, most) + _unpractised(session, until, most)
    found += _contacts(session, today) + _incidents(session, today)
    return sorted(found, key=lambda one: one.day)


def days(session: Session, today: date, until: date) -> list[date]:
    """The days on which something is due, late ones included: for what needs no more, and is quick for thousands."""
    found = {one.day for one in _undated_risks(session, until, MOST) + _unpractised(session, until, MOST)}
    found |= {one.day for one in _contacts(session, today) + _incidents(session, today)}
    for rule in RULES:
        for text in session.tally(Query(rule.kind, _conditions(rule, until)), rule.field):
            last = Day(text).last if text else None
            if last and last <= until:
                found.add(last)
    return sorted(found)


def _conditions(rule: Rule, until: date) -> tuple[Condition, ...]:
    return (*rule.where, Condition(rule.field, "until", until.isoformat()))


def _by_rule(session: Session, rule: Rule, until: date, most: int) -> list[Due]:
    records = session.page(Query(rule.kind, _conditions(rule, until), ((rule.field, False),)), 0, most)
    titles = session.titles(_linked(rule, records))
    by_day: dict[date, list[Record]] = {}
    for one in records:
        day = getattr(one, rule.field)
        last = day.last if day else None
        if last and last <= until:
            by_day.setdefault(last, []).append(one)
    return [found for day, some in by_day.items() for found in _lines(rule, day, some, titles)]


def _linked(rule: Rule, records: Sequence[Record]) -> list[str]:
    return [
        link.id
        for one in records
        for name in rule.because
        if isinstance(one.fields.get(name), Links)
        for link in getattr(one, name)
    ]


def _lines(rule: Rule, day: date, records: Sequence[Record], titles: dict[str, str]) -> list[Due]:
    """One line a record; what a meeting looks at together is one line."""
    if rule.alone and len(records) > rule.alone:
        title = plural(*rule.many, len(records))
        return [Due(rule.kind, title, ", ".join(one.title for one in records[:2]) + " …", day)]
    return [
        Due(rule.kind, _(rule.words).format(title=one.title, n=one.number), _because(rule, one, titles), day, one.id)
        for one in records
    ]


def _because(rule: Rule, one: Record, titles: dict[str, str]) -> str:
    parts = []
    for name in rule.because:
        if name == "level_now":
            level = scales.word("level", getattr(one, name))
            parts.append(_("{level} now").format(level=level) if level else "")
        elif name == "risks":
            named = ", ".join(f"“{titles[link.id]}”" for link in getattr(one, name) if link.id in titles)
            parts.append(_("Because of {what}").format(what=named) if named else "")
        else:
            parts.append(display.shown(one.fields[name], getattr(one, name), lambda id: titles.get(id, "")))
    return ". ".join(part for part in parts if part)


# ---------------------------------------------------------------------------------------- without a day of its own


def _undated_risks(session: Session, until: date, most: int) -> list[Due]:
    """Risks for which nobody chose a day: looked at by the rhythm of their level, from when they were last changed."""
    found = []
    for level, rhythm in schedule.FOR_LEVEL.items():
        words = display.option_words(schedule.RHYTHM, rhythm).lower()
        known = scales.word("level", level).lower()
        because = _("No day was chosen. What is {level} is looked at {rhythm}.").format(level=known, rhythm=words)
        for one in session.page(_undated(level), 0, most):
            assert isinstance(one, Risk)
            day = schedule.look_again(level, date.fromisoformat(one.changed_at[:10]))
            if day and day <= until:
                title = _("Look again at risk {n}: {title}").format(n=one.number, title=one.title)
                found.append(Due("risk", title, because, day, one.id))
    return found


def _undated(level: int) -> Query:
    """Risks of a level without a day, those first that were left alone for longest: they are due first."""
    conditions = (LIVE_RISK, Condition("review_on", "empty", True), Condition("level_now", "is", level))
    return Query("risk", conditions, (("changed_at", False),))


def _unpractised(session: Session, until: date, most: int) -> list[Due]:
    """Procedures whose last practice is a year old."""
    oldest = until - schedule.YEAR
    query = Query("procedure", (Condition("practised_on", "until", oldest.isoformat()),), (("practised_on", False),))
    planned = _planned_procedures(session)
    found = []
    for one in session.page(query, 0, most):
        last = one.practised_on.last if isinstance(one, Procedure) and one.practised_on else None
        if last and one.id not in planned and last <= oldest:
            because = REASONS.say("due.practice")
            title = _("Practise “{title}” again").format(title=one.title)
            found.append(Due("procedure", title, because, last + schedule.YEAR, one.id))
    return found


def _planned_procedures(session: Session) -> set[str]:
    drills = session.page(Query("drill", (Condition("open", "is", 1),)), 0, -1)
    return {link.id for one in drills for link in one.procedures}  # type: ignore[attr-defined]


def stale_contacts(today: date) -> Query:
    """People with a role in an emergency who were checked too long ago, the oldest first."""
    oldest = (today - timedelta(days=STALE_DAYS)).isoformat()
    return Query("person", (HAS_ROLE, Condition("checked_on", "until", oldest)), (("checked_on", False),))


def _contacts(session: Session, today: date) -> list[Due]:
    query = stale_contacts(today)
    count = session.count(query)
    if not count:
        return []
    names = ", ".join(one.title for one in session.page(query, 0, 3))
    if count == 1:
        first = session.page(query, 0, 1)[0]
        return [Due("person", _("Check that {name} still answers").format(name=first.title), "", today, first.id)]
    title = plural("Check that {n} contact still answers", "Check that {n} contacts still answer", count)
    return [Due("person", title, names + (" …" if count > 3 else ""), today)]


def _incidents(session: Session, today: date) -> list[Due]:
    """Incidents somebody works at and for which no day was chosen: today."""
    query = Query("incident", (_WAITING, _NO_FOLLOW_UP))  # in the order they were written: an index alone answers that
    count = session.count(query)
    if not count:
        return []
    first = session.page(query, 0, 1)[0]
    if count == 1:
        title = _("Look again at incident {n}").format(n=first.number)
        return [Due("incident", title, first.title, today, first.id)]
    title = plural("Look again at {n} incident", "Look again at {n} incidents", count)
    return [Due("incident", title, _("The first: {title}").format(title=first.title), today)]
