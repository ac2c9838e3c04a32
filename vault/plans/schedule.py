"""How often something is looked at again: rules of RFC 5545 through dateutil, told in words a person uses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule

from vault.i18n import N_

#: key -> words, in the order of a menu
RHYTHM = (
    ("once", N_("Only once")),
    ("week", N_("Every week")),
    ("month", N_("Every month")),
    ("quarter", N_("Every three months")),
    ("half", N_("Every six months")),
    ("year", N_("Every year")),
    ("two_years", N_("Every two years")),
)

_RULES = {
    "week": (WEEKLY, 1),
    "month": (MONTHLY, 1),
    "quarter": (MONTHLY, 3),
    "half": (MONTHLY, 6),
    "year": (YEARLY, 1),
    "two_years": (YEARLY, 2),
}
#: what was practised or tested longer ago than that has to be done again
YEAR = timedelta(days=365)
#: risk level -> how often a risk of that level is looked at where nobody chose a day (the sources: at least every six
#: months, sooner what is high)
FOR_LEVEL = {1: "half", 2: "half", 3: "half", 4: "quarter", 5: "month"}


def following(day: date, rhythm: str, after: date) -> date | None:
    """The first day of the rhythm that began on `day` which lies after both; None for "once" and beyond year 9999.

    A month without the day (30 February) takes its last one, and the next month the right one again.
    """
    rule = _RULES.get(rhythm)
    if rule is None:
        return None
    unit, step = rule
    after = max(after, day)
    if unit == WEEKLY:
        found = rrule(WEEKLY, interval=step, dtstart=datetime.combine(day, time())).after(
            datetime.combine(after, time())
        )
        return found.date() if found else None
    months = step * (12 if unit == YEARLY else 1)
    return _by_months(day, months, after)


def _by_months(day: date, months: int, after: date) -> date | None:
    # by relativedelta and not by a rule of the 31st: that one leaves out the months that have none
    passed = (after.year - day.year) * 12 + after.month - day.month
    first = max(1, passed // months)
    for n in range(first, first + 3):
        try:
            found = day + relativedelta(months=n * months)
        except (OverflowError, ValueError):
            return None
        if found > after:
            return found
    return None


def look_again(level: int | None, since: date) -> date | None:
    """When a risk of a level is to be looked at, where nobody chose a day; None for one without a level."""
    return following(since, FOR_LEVEL[level], since) if level else None
