"""Periods: what a person names, and the whole months and quarters a report speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from vault.plans.days import Day
from vault.plans.periods import Period, Quarter, last_twelve_months


@pytest.mark.parametrize(
    ("named", "begin", "end", "words"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "January 2026 to December 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        ("2026-01/2026-06", date(2026, 1, 1), date(2026, 6, 30), "January 2026 to June 2026"),
        ("2026-03-09", date(2026, 3, 9), date(2026, 3, 9), "March 2026"),
    ],
)
def test_a_period_is_named_like_a_day(named: str, begin: date, end: date, words: str) -> None:
    period = Period.of(Day(named))
    assert (period.begin, period.end, period.words()) == (begin, end, words)


@pytest.mark.parametrize("day", [Day("unknown"), None])
def test_what_has_no_begin_or_end_is_no_period(day: Day | None) -> None:
    with pytest.raises(ValueError, match="begin and an end"):
        Period.of(day)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


@pytest.mark.parametrize("named", ["9999", "0001/9998", "1900/2026"])
def test_a_period_of_centuries_is_none(named: str) -> None:
    with pytest.raises(ValueError, match="a hundred years"):
        Period.of(Day(named))


def test_a_year_back_from_a_leap_day() -> None:
    assert last_twelve_months(date(2024, 2, 29)) == Period(date(2023, 3, 1), date(2024, 2, 29))


def test_the_quarters_a_period_touches() -> None:
    quarters = Period(date(2025, 12, 31), date(2026, 4, 1)).quarters()
    assert quarters == (Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2))
    assert quarters[0].words() == "Oct to Dec 2025"
