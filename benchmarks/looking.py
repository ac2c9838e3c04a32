"""Looking at what was written down: patterns, earlier events that are alike, what is due, what changed."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.stage import empty, filled, passphrase, say, seconds
from vault.plans import comparing
from vault.plans.days import Day
from vault.plans.model import Review, Risk
from vault.plans.query import Query
from vault.services import due, unlocking
from vault.services.session import Session

_TURNS, _REVIEWS, _RISKS = 5, 20_000, 10_000


def run() -> None:
    """One line a goal."""
    with Session(unlocking.unlock(filled(100_000), passphrase())) as session:
        _say("patterns of 100,000 incidents", lambda: session.patterns(date.min, date.max), "300 ms")
        subjects = session.page(Query("incident"), 50_000, 20)
        taken = [1000 * seconds(lambda one=one: session.alike(one)) for one in subjects]  # type: ignore[misc]
        say("earlier ones like an incident, among 100,000, median", f"{statistics.median(taken):.0f} ms", "50 ms")
    _due()
    _changes()


def _say(what: str, work: Callable[[], object], goal: str) -> None:
    taken = [1000 * seconds(work) for _turn in range(_TURNS)]
    say(what, f"{statistics.median(taken):.0f} ms", goal)


def _due() -> None:
    with empty("due") as session:
        today = session.clock.now().date()
        days = [Day.of(today + timedelta(days=n % 700 - 20)) for n in range(_REVIEWS)]
        reviews = [Review(title=f"R {n}", planned_on=day, rhythm="half") for n, day in enumerate(days)]
        session.save_batch([(one, "") for one in reviews], "", "reviews").result()
        _say("what is due of 20,000 reviews", lambda: due.due(session, today, today + timedelta(days=30)), "100 ms")


def _changes() -> None:
    with empty("changes") as session:
        begin = session.clock.now().date()
        risks = [Risk(title=f"R {n}", probability=2, impact=2) for n in range(_RISKS)]
        session.save_batch([(one, "") for one in risks], "", "risks").result()
        kept = [one for one in session.all("risk") if isinstance(one, Risk)]
        session.save_all([replace(one, probability=3) for one in kept]).result()

        def told() -> int:
            found = session.differences(begin)
            titles = session.titles(one.id for one in found)
            return sum(1 for one in found for _line in comparing.lines(one, lambda id: titles.get(id, "")))

        _say("what 20,000 changes come to, in words", told, "1 s")
