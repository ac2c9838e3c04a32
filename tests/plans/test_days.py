"""Days with their precision, as text that sorts, and as people type and read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.strategies import days
from vault.plans.day_words import DayNotUnderstood, understood
from vault.plans.days import Day, in_words, within

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("1997", "year", date(1997, 1, 1), date(1997, 12, 31)),
        ("1997-02", "month", date(1997, 2, 1), date(1997, 2, 28)),
        ("1997-01-05", "day", date(1997, 1, 5), date(1997, 1, 5)),
        ("1997-01-05T18:10", "moment", date(1997, 1, 5), date(1997, 1, 5)),
        ("1997-01/1997-03-05", "range", date(1997, 1, 1), date(1997, 3, 5)),
        ("unknown", "unknown", None, None),
    ],
)
def test_precision_and_reach(text: str, precision: str, first: date | None, last: date | None) -> None:
    day = Day(text)
    assert (day.precision, day.first, day.last) == (precision, first, last)


@pytest.mark.parametrize(
    "text", ["", "97", "1997-13", "1997-02-30", "1997-1-5", "yesterday", "1997-03/1997-01", "1997-01-05T25:00", "1/2/3"]
)
def test_days_that_do_not_exist(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Day(text)


@given(days(), days())
def test_the_text_sorts_by_time(one: Day, other: Day) -> None:
    if one.precision == other.precision == "day" and not one.about and not other.about:
        assert (one.text < other.text) == (one.first < other.first)  # type: ignore[operator]
    if one.known:
        assert one.first <= one.last  # type: ignore[operator]
        assert one.coarse("year").text == one.text[:4]


@given(days())
def test_what_is_shown_can_be_typed_again(day: Day) -> None:
    assert in_words(day, TODAY)
    if day.precision in ("year", "month", "day") and day.first and day.first.year >= 1000:
        assert understood(in_words(day), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("today", "2026-11-24"),
        ("yesterday", "2026-11-23"),
        ("yesterday evening", "2026-11-23~"),
        ("3 Nov", "2026-11-03"),
        ("3 december", "2025-12-03"),
        ("about 12 November", "2026-11-12~"),
        ("Nov 2026", "2026-11"),
        ("11/2026", "2026-11"),
        ("1997", "1997"),
        ("1997-01", "1997-01"),
        ("12/11/2026", "2026-11-12"),
        ("2026-11-12 18:10", "2026-11-12T18:10"),
        ("tuesday", "2026-11-24"),
        ("last friday", "2026-11-20"),
        ("2 weeks ago", "2026-11-10~"),
        ("last month", "2026-10"),
        ("May to July 2025", "2025-05/2025-07"),
        ("unknown", "unknown"),
    ],
)
def test_what_people_type(typed: str, meant: str | None) -> None:
    assert understood(typed, TODAY) == (Day(meant) if meant else None)


@pytest.mark.parametrize(("typed", "meant"), [("3 december", "2026-12-03"), ("1 March", "2027-03-01")])
def test_due_days_lie_ahead(typed: str, meant: str) -> None:
    assert understood(typed, TODAY, ahead=True) == Day(meant)


@pytest.mark.parametrize(
    "typed", ["32 November", "blah", "14:30", "30 Feb 2023", "July 2026 to May 2026", "99999 years ago"]
)
def test_what_is_not_understood_is_said(typed: str) -> None:
    with pytest.raises(DayNotUnderstood) as told:
        understood(typed, TODAY)
    assert str(told.value).endswith(".")


def test_the_month_says_how_many_days_it_has() -> None:
    with pytest.raises(DayNotUnderstood, match="November has 30 days"):
        understood("32 November", TODAY)


def test_within() -> None:
    assert within(Day("2026-11"), date(2026, 10, 1), date(2026, 12, 1))
    assert not within(Day("unknown"), date(2026, 10, 1), date(2026, 12, 1))
    assert not within(None, date(2026, 10, 1), date(2026, 12, 1))
