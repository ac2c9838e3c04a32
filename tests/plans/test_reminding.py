"""When a reminder rings: across changes of the clocks, after an absence, and never in a quiet hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from vault.plans import reminding
from vault.plans.reminding import Bell, Wishes

OSLO = tz.gettz("Europe/Oslo")
assert OSLO is not None
TODAY = date(2026, 1, 1)
MINUTE = timedelta(minutes=1)
WISHES = Wishes()


def bell(*moments: datetime, **values: object) -> Bell:
    return replace(Bell("Look", time(20), time(8), moments), **values)  # type: ignore[arg-type]


def rung_times(one: Bell, begin: datetime, end: datetime, awake: object = lambda _now: True) -> list[datetime]:
    """What the helper does, a look every ten minutes."""
    found, now = [], begin
    while now < end:
        if callable(awake) and awake(now) and reminding.rings(one, now, OSLO):
            found.append(now)
            one = reminding.rung(one, now)
        now += 10 * MINUTE
    return found


def test_a_year_of_weekly_days_rings_at_nine_on_each_of_them_in_summer_and_winter() -> None:
    days = [TODAY + timedelta(weeks=n) for n in range(53)]
    moments = reminding.moments(days, WISHES, TODAY, OSLO)
    rings = rung_times(bell(*moments), datetime(2025, 12, 31, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC))
    here = [one.astimezone(OSLO) for one in rings]
    assert [one.date() for one in here] == days
    assert {one.time() for one in here} == {time(9)}
    assert len({one.astimezone(UTC).hour for one in here}) == 2  # the clocks did change


def test_an_hour_that_does_not_exist_rings_the_hour_after() -> None:
    spring = date(2026, 3, 29)  # 02:00 to 03:00 is left out
    (moment,) = reminding.moments(
        [spring], replace(WISHES, at=time(2, 30), quiet_from=time(5), quiet_until=time(6)), TODAY, OSLO
    )
    assert moment.astimezone(OSLO).time() == time(3, 30)


def test_a_laptop_that_slept_three_weeks_rings_once_when_it_wakes_and_is_no_longer_quiet() -> None:
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(40)]
    moments = reminding.moments(days, WISHES, TODAY, OSLO)
    asleep, awake = datetime(2026, 5, 5, 12, tzinfo=OSLO), datetime(2026, 5, 26, 23, 15, tzinfo=OSLO)
    rings = rung_times(
        bell(*moments), datetime(2026, 5, 1, tzinfo=OSLO), datetime(2026, 5, 29, tzinfo=OSLO),
        lambda now: not asleep <= now < awake,
    )  # fmt: skip
    after = [one.astimezone(OSLO) for one in rings if one >= awake]
    assert [(one.day, one.hour) for one in after] == [(27, 8), (27, 9), (28, 9)]
    assert len([one for one in rings if one < asleep]) == 5


def test_a_clock_set_back_two_years_silences_nothing() -> None:
    told = datetime(2028, 6, 1, 9, tzinfo=UTC)
    moment = datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert reminding.rings(bell(moment, told=told), moment + MINUTE, UTC)
    assert not reminding.rings(bell(moment, told=moment), moment + MINUTE, UTC)


def test_late_things_and_leads_ring_once_a_day() -> None:
    days = [date(2025, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    moments = reminding.moments(days, replace(WISHES, leads=(0, 1, 7)), TODAY, OSLO)
    assert [one.astimezone(OSLO).day for one in moments] == [1, 2, 3]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
def test_the_ends_of_time_are_survived(day: date) -> None:
    moments = reminding.moments([day], replace(WISHES, leads=(0, 7)), TODAY, OSLO)
    assert len(moments) == (day.year == 1)


@given(st.times(), st.times(), st.times())
def test_an_hour_is_quiet_or_the_rest_of_the_day_is(at: time, begin: time, end: time) -> None:
    if begin != end:
        assert reminding.is_quiet(at, begin, end) != reminding.is_quiet(at, end, begin)
    else:
        assert not reminding.is_quiet(at, begin, end)


@given(st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=20), st.times(), st.times(), st.times())
def test_no_moment_lies_in_a_quiet_hour(days: list[date], at: time, begin: time, end: time) -> None:
    wished = replace(WISHES, at=at, quiet_from=begin, quiet_until=end)
    for moment in reminding.moments(days, wished, TODAY, UTC):
        assert not reminding.is_quiet(moment.time(), begin, end)


def test_a_clock_that_ran_two_years_ahead_silences_nothing_once_it_is_right() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    bell = Bell("Look", time(20), time(8), (now + timedelta(days=30),))
    ahead = now + timedelta(days=730)
    assert reminding.rings(bell, ahead, UTC)
    after = reminding.rung(bell, ahead)
    assert not reminding.rings(after, now, UTC)
    assert reminding.rings(after, now + timedelta(days=31), UTC)
