"""Stretches of time a report speaks of: whole months in words, calendar quarters for counting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date

from dateutil.relativedelta import relativedelta

from vault.i18n import _
from vault.plans.days import MONTHS, Day

#: years
LONGEST = 100


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter a day lies in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def begin(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def words(self) -> str:
        """ "Jan to Mar 2026"."""
        first, last = (_(MONTHS[3 * self.number + place])[:3] for place in (-3, -1))
        return _("{first} to {last} {year}").format(first=first, last=last, year=self.year)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included. Raises ValueError when the end lies before the begin, or a century later."""

    begin: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.begin:
            raise ValueError("a period ends after it begins")
        if self.end.year - self.begin.year >= LONGEST or self.end.year == MAXYEAR:
            raise ValueError("a period has fewer than a hundred years")  # its quarters fill pages

    @classmethod
    def of(cls, day: Day | None) -> Period:
        """From the first to the last day meant ("2026", "2026-01/2026-06"). Raises ValueError for an unknown one."""
        if day is None or day.first is None or day.last is None:
            raise ValueError("a period has a begin and an end")
        return cls(day.first, day.last)

    def words(self) -> str:
        """Whole months, as they may leave: "November 2025 to November 2026"."""
        first, last = (f"{_(MONTHS[day.month - 1])} {day.year}" for day in (self.begin, self.end))
        return first if first == last else _("{begin} to {end}").format(begin=first, end=last)

    def quarters(self) -> tuple[Quarter, ...]:
        """Every calendar quarter the period touches, oldest first."""
        found = [Quarter.of(self.begin)]
        while found[-1].next.begin <= self.end:
            found.append(found[-1].next)
        return tuple(found)


def last_twelve_months(today: date) -> Period:
    """The year up to and with `today`."""
    return Period(today - relativedelta(years=1) + relativedelta(days=1), today)
