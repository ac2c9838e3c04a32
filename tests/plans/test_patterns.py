"""Patterns: small numbers are told as small, and nothing is counted twice or lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.plans import patterns
from vault.plans.patterns import Counts

TODAY = date(2026, 11, 24)
days = st.dictionaries(st.dates(date(2024, 1, 1), TODAY), st.integers(1, 5), max_size=40)


@given(days)
def test_every_exact_day_is_on_one_weekday_and_in_one_week(counted: dict[date, int]) -> None:
    counts = Counts(days=counted)
    assert sum(patterns.weekdays(counts).values()) == sum(patterns.weeks(counts).values()) == counts.total
    assert all(monday.weekday() == 0 for monday in patterns.weeks(counts))


@given(st.dictionaries(st.integers(0, 23), st.integers(1, 9)))
def test_every_hour_is_in_one_part_of_the_day(hours: dict[int, int]) -> None:
    assert sum(patterns.parts_of_day(Counts(hours=hours)).values()) == sum(hours.values())


@pytest.mark.parametrize(
    ("after", "before", "ends"),
    [
        (1, 3, "Too few to call it a change."),
        (6, 2, "That is more."),
        (2, 6, "That is fewer."),
        (19, 15, "Too small a difference to call it a change."),
        (15, 19, "Too small a difference to call it a change."),
        (24, 12, "That is more."),
        (1000, 900, "That is more."),
    ],
)
def test_what_changed_is_compared_with_as_long_a_time_before(after: int, before: int, ends: str) -> None:
    since = TODAY - timedelta(days=29)
    counted = {since - timedelta(days=30): before, since: after, since - timedelta(days=31): 50}
    told = patterns.changed(counted, since, TODAY)
    assert told.endswith(ends)
    assert f"{before} in as long a time before" in told


def test_a_review_of_today_is_compared_with_a_week() -> None:
    assert "in as long a time before" in patterns.changed({}, TODAY, TODAY)


@pytest.mark.parametrize(
    ("counted", "total", "found"),
    [
        ({"a": 3}, 3, None),
        ({"a": 4}, 4, ("a", 4)),
        ({"a": 5, "b": 3}, 8, None),
        ({"a": 6, "b": 3}, 20, None),
        ({}, 0, None),
    ],
)
def test_what_stands_out(counted: dict[str, int], total: int, found: tuple[str, int] | None) -> None:
    assert patterns.leading(counted, total) == found


def test_few_incidents_are_called_few_and_no_percentage_is_told() -> None:
    counts = Counts(days={TODAY: 5}, kinds={"stop": 5}, places={"b": 5}, vague=1)
    told = patterns.sentences(counts, {"b": "Bridge"}, {"stop": "Stopped"})
    assert told[0] == "6 incidents: few enough to look at each. What follows may be chance."
    assert "Bridge: 5 of 6." in told
    assert told[-1].startswith("The day of 1 is not known exactly.")
    assert not any("%" in sentence for sentence in told)


def test_what_has_no_day_is_told_apart() -> None:
    undated = "2 incidents have no day and are in none of these numbers."
    assert patterns.sentences(Counts(days={TODAY: 5}, undated=2), {}, {})[-1] == undated
    assert patterns.sentences(Counts(undated=2), {}, {})[-1] == undated


def test_an_empty_log_is_not_called_quiet() -> None:
    (told,) = patterns.sentences(Counts(), {}, {})
    assert "nobody wrote" in told
