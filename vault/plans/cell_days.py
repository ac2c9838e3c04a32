"""Days in the cells of other people's tables: numbers in any order, names of months in several languages.

A day without a year is not guessed: what was "last Friday" when the table was typed is not known today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from vault.i18n import _
from vault.plans.day_words import LONGEST, DayNotUnderstood, understood
from vault.plans.days import Day
from vault.plans.fold import fold

DayOrder = Literal["dmy", "mdy"]

_CLOCK = r"(?:[ T,]+(\d{1,2})[:h.](\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SHORT = re.compile(rf"^(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}}|\d{{2}}){_CLOCK}$", re.IGNORECASE)
_LONG = re.compile(rf"^(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_CLOCK}$", re.IGNORECASE)
_MONTH = re.compile(r"^(\d{1,2})[/.\-](\d{4})$")
_YEAR = re.compile(r"^(\d{4})(?:[.,]0+)?$")
_TIME = re.compile(r"^(\d{1,2})[:h.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+\.?")
_NUMBER_WORDS = re.compile(r"^(\d{1,2})?(?:st|nd|rd|th|er|º|\.)?\s*(\d{1,2})m\s*(\d{4})?$")
_SMALL = frozenset({"de", "del", "di", "da", "do", "of", "the", "г", "года", "le", "el", "den"})


def order_of(texts: Iterable[str]) -> tuple[DayOrder, bool]:
    """Whether the day or the month stands first in a column, and whether that is certain."""
    first = second = 0
    doubtful = False
    for text in texts:
        found = _SHORT.match(text.strip())
        if found:
            first, second = first + (int(found[1]) > 12), second + (int(found[2]) > 12)
            doubtful = True
    return ("mdy" if second > first else "dmy"), not doubtful or first != second


def day_in(text: str, order: DayOrder, months: Mapping[str, int], century: int) -> Day:
    """The day a cell means; `century`: the year of two digits up to which a year is 20xx. Raises DayNotUnderstood."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise DayNotUnderstood(_("That is longer than any day."))
    try:
        return _canonical(text) or _numbers(text, order, century) or _words(text, months)
    except DayNotUnderstood:
        raise
    except ValueError:
        raise DayNotUnderstood(_("That day does not exist.")) from None


def _canonical(text: str) -> Day | None:
    year = _YEAR.match(text)
    if year:
        return Day(year[1])
    if text == "unknown" or re.match(r"^\d{4}-\d{2}", text):
        try:
            return Day(text)
        except ValueError:
            return None
    return None


def _numbers(text: str, order: DayOrder, century: int) -> Day | None:
    found = _LONG.match(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:])
    found = _MONTH.match(text)
    if found:
        return Day.parts(int(found[2]), int(found[1]))
    found = _SHORT.match(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year <= century else 1900
    day, month = (two, one) if order == "mdy" else (one, two)
    if month > 12 >= day:
        day, month = month, day
    return _day(year, month, day, found.groups()[3:])


def _day(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> Day:
    exact = date(year, month, day)
    hour, minute, half = clock
    if hour is None or minute is None or (int(hour) == int(minute) == 0):
        return Day.of(exact)
    return Day(f"{exact.isoformat()}T{_hour(int(hour), half):02d}:{minute}")


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _words(text: str, months: Mapping[str, int]) -> Day:
    named = _with_month_numbers(text, months)
    found = _NUMBER_WORDS.match(named)
    if found and found[3]:
        return Day.parts(int(found[3]), int(found[2]), int(found[1]) if found[1] else None)
    if not re.search(r"\d{4}", text):
        raise DayNotUnderstood(_("The year is missing."))
    # The year is in the text, so the day it is read on does not matter.
    day = understood(text, date(2000, 1, 1))
    assert day is not None
    return day


def _with_month_numbers(text: str, months: Mapping[str, int]) -> str:
    """ "3 de marzo de 2024" as "3 3m 2024"."""

    def number(found: re.Match[str]) -> str:
        word = fold(found[0].rstrip("."))
        return f"{months[word]}m" if word in months else "" if word in _SMALL else found[0]

    return " ".join(_WORD.sub(number, text.replace(",", " ")).split())


def time_in(text: str) -> str:
    """ "18:10" from a cell with a time of day, "" when it holds none."""
    found = _TIME.match(text.strip())
    if not found:
        return ""
    hour, minute = _hour(int(found[1]), found[3]), int(found[2])
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def month_in(text: str, months: Mapping[str, int]) -> int:
    """1 to 12 from a number or a name. Raises ValueError."""
    word = fold(text.strip().rstrip("."))
    number = months.get(word) or int(float(text))
    if not 1 <= number <= 12:
        raise ValueError(text)
    return number
