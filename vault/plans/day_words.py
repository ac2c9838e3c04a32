"""What people type for a day: "yesterday", "3 Nov", "about 12 November", "Nov 2026", "1997", "May to July 2025"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil import parser as dateutil_parser
from dateutil.relativedelta import relativedelta

from vault.i18n import _
from vault.plans.days import MONTHS, WEEKDAYS, Day, in_words

#: characters of a day in words; what is longer is no day, and would take long to be read as one
LONGEST = 200
_ABOUT = re.compile(r"^(?:about|around|circa|ca\.?|approx\.?|~)\s*", re.IGNORECASE)
_AGO = re.compile(r"^(\d{1,4}|a|one|two|three|four|five|six) (day|week|month|year)s? ago$", re.IGNORECASE)
_IN = re.compile(r"^in (\d{1,4}|a|one|two|three|four|five|six) (day|week|month|year)s?$", re.IGNORECASE)
_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PART_OF_DAY = re.compile(r"[ ,]+(?:in the )?(early morning|morning|noon|afternoon|evening|night)$", re.IGNORECASE)
_CLOCK = r"(?:at )?(?:(\d{1,2})[:h](\d{2})(?::\d{2})? ?([ap]\.?m\.?)?|(\d{1,2}) ?([ap]\.?m\.?))"
_TIME_AT_END = re.compile(rf"(?:^|[ ,]+){_CLOCK}$", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"^{_CLOCK}(?:[ ,]+|$)", re.IGNORECASE)
_NO_HOUR = 24
_UNKNOWN = {"unknown", "not known", "we do not know", "do not know", "?"}
_NUMBERS_MONTH = re.compile(r"^(\d{1,2})[/.](\d{4})$")


#: a range that reaches back over New Year is shorter; a longer one has its ends the wrong way round
_HALF_A_YEAR = timedelta(days=183)
#: what stands before "morning" or "night" by itself
_NEAR_PART = {"this": "today", "last": "yesterday"}


class DayNotUnderstood(ValueError):
    """`args[0]` is the sentence to show below the field."""


def understood(typed: str, today: date, *, ahead: bool = False) -> Day | None:
    """The day that was meant, None for an empty text.

    A day without a year is the last such day, or with `ahead` (due dates) the next one.

    Raises DayNotUnderstood with a sentence that says what was not understood and what to try.
    """
    text = " ".join(typed.split())
    if not text:
        return None
    if len(text) > LONGEST:
        raise DayNotUnderstood(_("That is longer than any day."))
    if text.casefold() in _UNKNOWN:
        return Day("unknown")
    found = _canonical(text) or _range(text, today, ahead)
    if found:
        return found
    about = _ABOUT.match(text)
    core, time = _without_time(text[about.end() :] if about else text)
    part = _PART_OF_DAY.search(core)
    if part:
        core = core[: part.start()]
        core = _NEAR_PART.get(core.casefold(), core)
    if time:
        _refuse_unclear(core, part[1] if part else "", time)
    day = _meant(core, today, ahead)
    if time:
        return _at(day, time, about=bool(about))
    return Day(day.text + "~") if (about or part) and not day.about else day


def _without_time(text: str) -> tuple[str, str]:
    """What is left of "yesterday at 9 pm" or "21:00 yesterday", and "21:00"; "" where no time stands there."""
    found = _TIME_AT_END.search(text) or _TIME_FIRST.match(text)
    if not found:
        return text, ""
    hour, minute, half, whole, its_half = found.groups()
    half = (half or its_half or "")[:1].casefold()
    at = int(hour or whole)
    if half:
        at = at % 12 + 12 * (half == "p") if 1 <= at <= 12 else _NO_HOUR
    if at >= _NO_HOUR or int(minute or 0) > 59:
        raise DayNotUnderstood(_("A day has 24 hours, and an hour 60 minutes."))
    return text[: found.start()] + text[found.end() :], f"{at:02d}:{int(minute or 0):02d}"


def _refuse_unclear(day: str, part: str, time: str) -> None:
    if not day:
        raise DayNotUnderstood(_("The day is missing."))
    if part.casefold() == "night" and time < "12:00":
        raise DayNotUnderstood(_('Before or after midnight? Try "today 2:00" or "yesterday 23:00".'))


def _at(day: Day, time: str, *, about: bool) -> Day:
    if day.precision != "day":
        raise DayNotUnderstood(_("The day is missing."))
    return Day(f"{day.text.rstrip('~')}T{time}" + "~" * (about or day.about))


def repeated(typed: str, day: Day, today: date) -> str:
    """What was understood, at length: "Monday 23 November, evening (about)"."""
    first = day.first
    if first is None:
        return _("The day is not known.")
    if day.precision not in ("day", "moment"):
        return in_words(day)
    words = f"{_(WEEKDAYS[first.weekday()])} {first.day} {_(MONTHS[first.month - 1])}"
    if first.year != today.year:
        words += f" {first.year}"
    part = _PART_OF_DAY.search(" " + " ".join(typed.split()))
    said = day.time or (_(part[1].casefold()) if part else "")
    words += f", {said}" if said else ""
    return _("{day} (about)").format(day=words) if day.about else words


def _canonical(text: str) -> Day | None:
    try:
        return Day(text) if re.match(r"^\d{4}([-~/]|$)", text) else None
    except ValueError:
        return None


def _range(text: str, today: date, ahead: bool) -> Day | None:
    for word in (" to ", " until ", " – ", " - "):
        begin, found, end = text.partition(word)
        if found:
            last = _meant(end, today, ahead and not re.search(r"\d{4}", begin))
            first = _begun(begin, last, today)
            try:
                return Day(f"{first.text.partition('/')[0]}/{last.text.rpartition('/')[2]}")
            except ValueError:
                raise DayNotUnderstood(_("The end comes before the beginning.")) from None
    return None


def _begun(begin: str, last: Day, today: date) -> Day:
    """ "Monday" in "Monday to Wednesday" is the last one before, "28 Dec" in "28 Dec to 3 Jan" of the year before."""
    near = _weekday(begin.casefold(), last.last or today) or _relative(begin.casefold(), today)
    if near:
        return near
    first = _single(_with_what_the_end_says(begin, last), today)
    if first.first and last.last and first.first > last.last and not re.search(r"\d{4}|^\d+\.?$", begin):
        before = _single(f"{begin} {last.last.year - 1}", today)
        return before if before.first and last.last - before.first < _HALF_A_YEAR else first
    return first


def _with_what_the_end_says(begin: str, last: Day) -> str:
    """ "3" in "3 to 5 May 2026" is of the same month, "May" in "May to July 2025" of the same year."""
    if re.search(r"\d{4}", begin):
        return begin
    number = re.fullmatch(r"(\d{1,2})\.?", begin)
    if number and last.precision == "day" and last.last is not None:
        return f"{number[1]} {MONTHS[last.last.month - 1]} {last.text[:4]}"
    return f"{begin} {last.text[:4]}"


def _meant(text: str, today: date, ahead: bool) -> Day:
    day = _single(text, today)
    names_its_year = ahead and _single(text, today.replace(year=today.year + 9, day=1)) == day
    return _next_time(text, day, today) if ahead and not names_its_year else day


def _next_time(text: str, day: Day, today: date) -> Day:
    """The next such weekday, or the next such day of a year; "yesterday" and "2 weeks ago" stay where they are."""
    if day.last is None or day.last >= today:
        return day
    if _weekday(text.casefold(), today):
        return Day.of(day.last + timedelta(days=7))
    if _relative(text.casefold(), today):
        return day
    year, month, number = (int(part) for part in f"{day.text.rstrip('~')}-0-0".split("-")[:3])
    return Day.parts(_year_with(month, number or 1, range(year + 1, year + 9)), month, number or None)


def _year_with(month: int, day: int, years: Iterable[int]) -> int:
    """The first of the years that has this day: the 29th of February is not in all."""
    return next(year for year in years if day <= monthrange(year, month)[1])


def _single(text: str, today: date) -> Day:
    day = _relative(text.casefold(), today) or _month_and_year(text)
    if day:
        return day
    return _read(text, today)


def _relative(text: str, today: date) -> Day | None:
    near = {"today": 0, "tonight": 0, "now": 0, "yesterday": 1, "the day before yesterday": 2, "tomorrow": -1}
    if text in near:
        return Day.of(today - timedelta(days=near[text]))
    whole = {"this month": 0, "last month": 1}
    if text in whole:
        return _months_back(today, whole[text])
    if text in ("last week", "this week"):
        monday = today - timedelta(days=today.weekday() + (7 if text == "last week" else 0))
        return Day(f"{monday}/{monday + timedelta(days=6)}")
    if text in ("this year", "last year"):
        return Day.parts(today.year - (text == "last year"))
    counted = _AGO.match(text) or _IN.match(text)
    if counted:
        walk = _forth if text.startswith("in ") else _back
        return walk(today, _COUNT.get(counted[1]) or int(counted[1]), counted[2])
    return _weekday(text, today)


def _weekday(text: str, today: date) -> Day | None:
    name = text.removeprefix("last ").removeprefix("on ")
    for index, weekday in enumerate(WEEKDAYS):
        if len(name) >= 3 and weekday.casefold().startswith(name):
            return Day.of(today - timedelta(days=(today.weekday() - index) % 7 or 7 * text.startswith("last ")))
    return None


def _back(today: date, count: int, unit: str) -> Day:
    try:
        if unit == "month":
            return _months_back(today, count)
        if unit == "year":
            return Day.parts(today.year - count)
        return Day.of(today - timedelta(days=count * (7 if unit == "week" else 1)), about=unit == "week")
    except (ValueError, OverflowError):
        raise DayNotUnderstood(_("That is too long ago to be a day.")) from None


def _forth(today: date, count: int, unit: str) -> Day:
    try:
        steps = {
            "day": relativedelta(days=count),
            "week": relativedelta(weeks=count),
            "month": relativedelta(months=count),
            "year": relativedelta(years=count),
        }
        return Day.of(today + steps[unit.casefold()])
    except (ValueError, OverflowError):
        raise DayNotUnderstood(_("That is too far ahead to be a day.")) from None


def _months_back(today: date, count: int) -> Day:
    months = today.year * 12 + today.month - 1 - count
    return Day.parts(months // 12, months % 12 + 1)


def _month_and_year(text: str) -> Day | None:
    numbers = _NUMBERS_MONTH.match(text)
    if numbers and 1 <= int(numbers[1]) <= 12:
        return Day.parts(int(numbers[2]), int(numbers[1]))
    return None


def _read(text: str, today: date) -> Day:
    """Read with dateutil, twice with different fill-ins: what differs was not in the text."""
    fault = _too_many_days(text)
    if fault:
        raise DayNotUnderstood(fault)
    # leap years, so that 29 February can be read; more than a week apart, by which a weekday alone moves each of them
    fills = (datetime(2000, 1, 1), datetime(2004, 12, 15, 1, 1))
    day_first = not re.match(r"^\d{4}", text)
    try:
        one, other = (dateutil_parser.parse(text, default=fill, dayfirst=day_first) for fill in fills)
    except (ValueError, OverflowError, TypeError):
        raise DayNotUnderstood(_('Try "yesterday", "3 Nov", "Nov 2026" or "1997".')) from None
    same = {part for part in ("year", "month", "day", "hour", "minute") if getattr(one, part) == getattr(other, part)}
    year = one.year if "year" in same else None
    return _assembled(one, same, year, today)


def _assembled(read: datetime, same: set[str], year: int | None, today: date) -> Day:
    if "month" not in same and "day" not in same:
        if year is None or "hour" in same:
            raise DayNotUnderstood(_("The day is missing."))
        return Day.parts(year)
    if "month" not in same:
        raise DayNotUnderstood(_("The month is missing."))
    if year is None:
        number = read.day if "day" in same else 1
        latest = today.year if (read.month, number) <= (today.month, today.day) else today.year - 1
        year = _year_with(read.month, number, range(latest, latest - 9, -1))
    day = Day.parts(year, read.month, read.day if "day" in same else None)
    if {"hour", "minute", "day"} <= same:
        return Day(f"{day.text}T{read.hour:02d}:{read.minute:02d}")
    return day


def _too_many_days(text: str) -> str:
    """ "November has 30 days. Try 30 Nov." for "32 November"."""
    found = re.match(r"^(\d{1,2})\.? ([a-z]{3,})\.?(?: (\d{4}))?$", text, re.IGNORECASE)
    if not found:
        return ""
    for index, month in enumerate(MONTHS, 1):
        if month.casefold().startswith(found[2].casefold()):
            most = monthrange(int(found[3] or 2024), index)[1]
            if int(found[1]) > most:
                return _("{month} has {days} days. Try {days} {short}.").format(
                    month=_(month), days=most, short=_(month)[:3]
                )
    return ""
