"""Days with their precision, as text that sorts, and as people type and read them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import days
from vault.plans.day_words import DayNotUnderstood, repeated, understood
from vault.plans.days import WEEKDAYS, Day, in_words, weekday_words

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
        ("3 to 5 May 2026", "2026-05-03/2026-05-05"),
        ("3 – 5 May 2026", "2026-05-03/2026-05-05"),
        ("3 March 2025 until 5 May 2026", "2025-03-03/2026-05-05"),
        ("the day before yesterday", "2026-11-22"),
        ("this month", "2026-11"),
        ("this week", "2026-11-23/2026-11-29"),
        ("last week", "2026-11-16/2026-11-22"),
        ("this year", "2026"),
        ("last year", "2025"),
        ("three days ago", "2026-11-21"),
        ("2 months ago", "2026-09"),
        ("1 year ago", "2025"),
        ("in 3 days", "2026-11-27"),
        ("in a week", "2026-12-01"),
        ("in two months", "2027-01-24"),
        ("in 1 year", "2027-11-24"),
        ("on friday", "2026-11-20"),
        ("Wed", "2026-11-18"),
        ("may", "2026-05"),
        ("1 jan", "2026-01-01"),
        ("97", "1997"),
        ("19 march at night", "2026-03-19~"),
        ("12:30 3 nov", "2026-11-03T12:30"),
        ("unknown", "unknown"),
        ("Monday to Wednesday", "2026-11-16/2026-11-18"),
        ("Fri - Mon", "2026-11-20/2026-11-23"),
        ("yesterday to today", "2026-11-23/2026-11-24"),
        ("last week to today", "2026-11-16/2026-11-24"),
        ("28 December to 3 January", "2025-12-28/2026-01-03"),
        ("Nov to Feb 2026", "2025-11/2026-02"),
    ],
)
def test_what_people_type(typed: str, meant: str | None) -> None:
    assert understood(typed, TODAY) == (Day(meant) if meant else None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 december", "2026-12-03"),
        ("1 March", "2027-03-01"),
        ("20 nov", "2027-11-20"),
        ("may", "2027-05"),
        ("november", "2026-11"),
        ("friday", "2026-11-27"),
        ("tuesday", "2026-11-24"),
        ("monday morning", "2026-11-30~"),
        ("yesterday", "2026-11-23"),
        ("3 days ago", "2026-11-21"),
        ("last month", "2026-10"),
        ("1 march 2020", "2020-03-01"),
        ("1997", "1997"),
        ("unknown", "unknown"),
        ("3/11/26", "2026-11-03"),
        ("last night", "2026-11-23~"),
        ("3 to 5 May", "2027-05-03/2027-05-05"),
        ("28 Dec to 3 Jan", "2026-12-28/2027-01-03"),
        ("1 May 2026 to 3 May", "2026-05-01/2026-05-03"),
        ("Monday to Wednesday", "2026-11-23/2026-11-25"),
    ],
)
def test_due_days_lie_ahead(typed: str, meant: str) -> None:
    assert understood(typed, TODAY, ahead=True) == Day(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yesterday 21:00", "2026-11-23T21:00"),
        ("yesterday at 9 pm", "2026-11-23T21:00"),
        ("21h30 yesterday", "2026-11-23T21:30"),
        ("around 6pm yesterday", "2026-11-23T18:00~"),
        ("Mon 6 p.m.", "2026-11-23T18:00"),
        ("last Tuesday, 14:30", "2026-11-17T14:30"),
        ("3 days ago 10:00", "2026-11-21T10:00"),
        ("12 am today", "2026-11-24T00:00"),
        ("12:05 pm today", "2026-11-24T12:05"),
        ("24 Nov 9 pm", "2026-11-24T21:00"),
        ("24.11.2026 21:00", "2026-11-24T21:00"),
        ("Monday morning at 8:00", "2026-11-23T08:00"),
        ("this morning", "2026-11-24~"),
        ("last night", "2026-11-23~"),
    ],
)
def test_a_time_beside_any_day(typed: str, meant: str) -> None:
    assert understood(typed, TODAY) == Day(meant)


@given(st.sampled_from(WEEKDAYS), st.times(), st.booleans(), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_a_weekday_with_a_time_is_never_another_day(weekday: str, at: time, first: bool, today: date) -> None:
    typed = f"{at:%H:%M} {weekday}" if first else f"{weekday} {at:%H:%M}"
    found = understood(typed, today)
    assert found is not None
    assert found.first is not None
    assert WEEKDAYS[found.first.weekday()] == weekday
    assert timedelta() <= today - found.first < timedelta(days=7)
    assert found.time == f"{at:%H:%M}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("21:00", "The day is missing."),
        ("Nov 2026 21:00", "The day is missing."),
        ("yesterday 25:00", "A day has 24 hours, and an hour 60 minutes."),
        ("yesterday 13 pm", "A day has 24 hours, and an hour 60 minutes."),
        ("last night 2 am", 'Before or after midnight? Try "today 2:00" or "yesterday 23:00".'),
    ],
)
def test_a_time_that_is_not_clear_is_asked_about(typed: str, said: str) -> None:
    with pytest.raises(DayNotUnderstood) as raised:
        understood(typed, TODAY)
    assert raised.value.args[0] == said


@pytest.mark.parametrize(
    "typed",
    [
        "32 November",
        "blah",
        "14:30",
        "30 Feb 2023",
        "July 2026 to May 2026",
        "99999 years ago",
        "3000 years ago",
        "in 9999 years",
        "5",
        "3 xyz",
        "13/2026",
        "2026-13-01",
        "31 to 2 May 2026",
        "5 May to 3 May 2026",
    ],
)
def test_what_is_not_understood_is_said(typed: str) -> None:
    with pytest.raises(DayNotUnderstood) as told:
        understood(typed, TODAY)
    assert str(told.value).endswith(".")


def test_the_month_says_how_many_days_it_has() -> None:
    with pytest.raises(DayNotUnderstood, match="November has 30 days"):
        understood("32 November", TODAY)


@pytest.mark.parametrize(
    ("today", "ahead", "meant"),
    [
        (date(2026, 11, 24), False, "2024-02-29"),
        (date(2028, 3, 10), False, "2028-02-29"),
        (date(2028, 2, 10), False, "2024-02-29"),
        (date(2028, 3, 10), True, "2032-02-29"),
    ],
)
def test_a_day_that_comes_only_every_fourth_year(today: date, ahead: bool, meant: str) -> None:
    assert understood("29 feb", today, ahead=ahead) == Day(meant)


@pytest.mark.parametrize(
    ("typed", "day", "words"),
    [
        ("yesterday evening", "2026-11-23~", "Monday 23 November, evening (about)"),
        ("3 Nov 2025", "2025-11-03", "Monday 3 November 2025"),
        ("x", "1997-01-05T18:10", "Sunday 5 January 1997, 18:10"),
        ("x", "unknown", "The day is not known."),
        ("x", "1997", "1997"),
        ("x", "2025-05/2025-07", "May 2025 to Jul 2025"),
    ],
)
def test_what_was_understood_is_said_again_at_length(typed: str, day: str, words: str) -> None:
    assert repeated(typed, Day(day), TODAY) == words


def test_the_parts_of_a_day() -> None:
    unknown, day, moment = Day("unknown"), Day("2026-11-23~"), Day("1997-01-05T18:10")
    assert (unknown.known, unknown.time, unknown.coarse("year"), in_words(unknown)) == (
        False,
        "",
        unknown,
        "day unknown",
    )
    assert (day.about, day.time, day.coarse("month")) == (True, "", Day("2026-11"))
    assert (moment.time, in_words(moment, TODAY), in_words(None)) == ("18:10", "Sun 5 Jan 1997, 18:10", "")
    assert in_words(Day("2026-11-23/2026-11-24~"), TODAY) == "Mon 23 Nov to Tue 24 Nov"
    assert in_words(Day("2026-11-23~"), TODAY) == "about Mon 23 Nov"
    assert weekday_words(TODAY) == "Tuesday 24 November 2026"


@pytest.mark.parametrize("text", ["1997/1998/1999", "1997~~", "1997-01-05~/1997-01-06x", "1997-01-05T18"])
def test_texts_that_only_look_like_days(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Day(text)


@pytest.mark.parametrize("typed", ["٢٠٢٦-١١-٢٣", "२०२६-११-२३", "２０２６-11-23"])
def test_days_in_other_digits_sort_as_all_the_others(typed: str) -> None:
    assert Day(typed).text == "2026-11-23"
    found = understood(typed, TODAY)
    assert found is not None
    assert found.text == "2026-11-23"


def test_a_day_before_the_year_1000_is_written_with_four_digits() -> None:
    assert Day.of(date(999, 5, 5)) == Day("0999-05-05")


def test_nothing_may_follow_a_day() -> None:
    with pytest.raises(ValueError, match=r".*"):
        Day("2026-11-23\n")
