"""Days as people know them: exact, about, only a month, only a year, a range, or unknown.

Kept as text in the manner of EDTF (ISO 8601-2): `1997`, `1997-01`, `1997-01-05`, `1997-01-05T18:10`, a `~` behind it
for "about", `from/to` for a range, `unknown`. Such texts sort by time as they stand.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import digit

from vault.i18n import N_, _, plural

_PART = r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?"
_ONE = re.compile(rf"^{_PART}\Z")

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """`text` is the canonical form, in the digits 0 to 9; raises ValueError for a day that does not exist."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.isascii():  # typed on a keyboard with other digits: kept so, it would sort after every year
            object.__setattr__(self, "text", _plain_digits(self.text))
        if self.text == "unknown":
            return
        begin, _slash, end = self.text.replace("~", "").partition("/")
        first, _unused = _span(begin)
        if end:
            last = _span(end)[1]
            if last < first:
                raise ValueError(self.text)
        if not _well_formed(self.text):
            raise ValueError(self.text)

    @property
    def known(self) -> bool:
        """False for "unknown"."""
        return self.text != "unknown"

    @property
    def about(self) -> bool:
        """An estimate."""
        return "~" in self.text

    @property
    def precision(self) -> str:
        """ "moment", "day", "month", "year", "range" or "unknown"."""
        if not self.known:
            return "unknown"
        if "/" in self.text:
            return "range"
        return {4: "year", 7: "month", 10: "day"}.get(len(self.text.rstrip("~")), "moment")

    @property
    def first(self) -> date | None:
        """The earliest day this can mean."""
        return _span(self.text.partition("/")[0].rstrip("~"))[0] if self.known else None

    @property
    def last(self) -> date | None:
        """The latest day this can mean."""
        return _span(self.text.rpartition("/")[2].rstrip("~"))[1] if self.known else None

    @property
    def time(self) -> str:
        """ "18:10" where the minute is known, else ""."""
        return self.text[11:16] if self.precision == "moment" else ""

    def coarse(self, to: str) -> Day:
        """The same to a "month" or "year" only; what is coarser already stays."""
        if not self.known:
            return self
        return Day(self.text[: {"month": 7, "year": 4}[to]].rstrip("~/"))

    @classmethod
    def of(cls, day: date, about: bool = False) -> Day:
        """The exact day."""
        return cls(day.isoformat() + ("~" if about else ""))

    @classmethod
    def parts(cls, year: int, month: int | None = None, day: int | None = None) -> Day:
        """From numbers; a missing month or day makes it less precise. Raises ValueError."""
        text = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
        return cls(text)


def _plain_digits(text: str) -> str:
    return "".join(str(digit(sign)) if sign.isdecimal() else sign for sign in text)


def _well_formed(text: str) -> bool:
    pieces = text.split("/")
    return len(pieces) <= 2 and all(_ONE.match(piece.removesuffix("~")) for piece in pieces)


def _span(text: str) -> tuple[date, date]:
    found = _ONE.match(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups()[:3])
    assert year is not None
    if found.group(4):
        datetime(year, month or 1, day or 1, int(found.group(4)), int(found.group(5)))
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return first, last


def weekday_words(day: date) -> str:
    """ "Tuesday 24 November 2026"."""
    return f"{_(WEEKDAYS[day.weekday()])} {day.day} {_(MONTHS[day.month - 1])} {day.year}"


def in_words(day: Day | None, today: date | None = None) -> str:
    """The day as a person writes it, short: "Tue 17 Nov, 18:10"; the year is left out when it is that of `today`."""
    if day is None:
        return ""
    if not day.known:
        return _("day unknown")
    if "/" in day.text:
        begin, end = (Day(part.rstrip("~")) for part in day.text.split("/"))
        return _("{begin} to {end}").format(begin=in_words(begin, today), end=in_words(end, today))
    first = day.first
    assert first is not None
    year = (
        ""
        if today is not None and first.year == today.year and day.precision in ("day", "moment")
        else f" {first.year}"
    )
    month = _(MONTHS[first.month - 1])[:3]
    words = {
        "year": f"{first.year}",
        "month": f"{month} {first.year}",
    }.get(day.precision, f"{_(WEEKDAYS[first.weekday()])[:3]} {first.day} {month}{year}")
    if day.time:
        words += f", {day.time}"
    return _("about {day}").format(day=words) if day.about else words


def late_words(days: int) -> str:
    """How long after its day something is: "1 day late" or "6 days late"."""
    return plural("{n} day late", "{n} days late", days)
