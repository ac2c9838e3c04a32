"""Rhythms: the next day of each, month ends, the end of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.plans import schedule

RHYTHMS = [key for key, _words in schedule.RHYTHM if key != "once"]
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "found"),
    [
        ("week", "2026-11-24", "2026-11-24", "2026-12-01"),
        ("week", "2026-11-24", "2027-01-01", "2027-01-05"),
        ("month", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("month", "2026-01-31", "2026-02-28", "2026-03-31"),
        ("quarter", "2026-11-30", "2026-11-30", "2027-02-28"),
        ("half", "2026-08-31", "2027-02-27", "2027-02-28"),
        ("year", "2024-02-29", "2024-02-29", "2025-02-28"),
        ("year", "2024-02-29", "2027-03-01", "2028-02-29"),
        ("two_years", "2026-01-01", "2026-01-01", "2028-01-01"),
        ("half", "2026-05-01", "2020-01-01", "2026-11-01"),
    ],
)
def test_the_next_day(rhythm: str, day: str, after: str, found: str) -> None:
    assert schedule.following(date.fromisoformat(day), rhythm, date.fromisoformat(after)) == date.fromisoformat(found)


@pytest.mark.parametrize("rhythm", ["once", "", "of another version"])
def test_what_has_no_rhythm_has_no_next(rhythm: str) -> None:
    assert schedule.following(date(2026, 1, 1), rhythm, date(2026, 1, 1)) is None


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_the_end_of_the_calendar_has_no_next(rhythm: str) -> None:
    assert schedule.following(date(9999, 12, 31), rhythm, date(9999, 12, 31)) is None


@given(days, st.sampled_from(RHYTHMS), days)
def test_it_lies_after_and_not_a_whole_round_too_late(day: date, rhythm: str, after: date) -> None:
    found = schedule.following(day, rhythm, after)
    assert found is not None
    longest = {"week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366, "two_years": 731}[rhythm]
    assert found > after
    assert found > day
    if after >= day:
        assert found - after <= timedelta(days=longest)


def test_what_is_higher_is_looked_at_sooner() -> None:
    found = [schedule.look_again(level, date(2026, 1, 1)) for level in range(1, 6)]
    assert None not in found
    assert found == sorted(found, reverse=True)  # type: ignore[type-var]
    assert schedule.look_again(None, date(2026, 1, 1)) is None
