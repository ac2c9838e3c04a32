"""When a reminder rings: due days as moments, and what is still to be told after an absence. Nothing here has content.

Moments are kept in UTC and made from the time of day in the zone of this computer, so that nine o'clock stays nine
o'clock when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil import tz

#: what is said when nobody chose words
WORDS = "Look at your notes"
#: kinds of lead: on the day, and so many days before
LEADS = (0, 1, 3, 7)
#: days ahead that are written down; the vault is opened more often than that, or nobody is left to remind
AHEAD = timedelta(days=400)
_MOST = 2_000
_SLACK = timedelta(days=1)
#: how long nothing rings while people sit together; no silence in the file is believed that ends later
MEETING = timedelta(hours=2)
_SET_BY_ITSELF = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wishes:
    """`at` is a time of day here; `leads` are days before; nothing rings from `quiet_from` until `quiet_until`."""

    words: str = WORDS
    at: time = time(9)
    leads: tuple[int, ...] = (0,)
    quiet_from: time = time(20)
    quiet_until: time = time(8)


@dataclass(frozen=True, slots=True)
class Bell:
    """What lies outside the vault: words that say nothing, and moments in UTC. `told`: until when it has rung;
    `silent`: until when nothing rings because people sit together."""

    words: str
    quiet_from: time
    quiet_until: time
    moments: tuple[datetime, ...] = field(default=())
    told: datetime | None = None
    silent: datetime | None = None


def moments(days: Iterable[date], wishes: Wishes, today: date, zone: tzinfo) -> tuple[datetime, ...]:
    """The moments to ring at, each once, the earliest first: from `today` for `AHEAD`. Late things ring today."""
    found = set()
    for day in days:
        for lead in wishes.leads:
            rings = max(_before(day, lead), today)
            if rings <= today + AHEAD:
                found.add(_moment(rings, wishes, zone))
    return tuple(sorted(found))[:_MOST]


def _before(day: date, lead: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - lead))


def _moment(day: date, wishes: Wishes, zone: tzinfo) -> datetime:
    at = wishes.quiet_until if is_quiet(wishes.at, wishes.quiet_from, wishes.quiet_until) else wishes.at
    return tz.resolve_imaginary(datetime.combine(day, at, zone)).astimezone(UTC)


def is_quiet(at: time, begin: time, end: time) -> bool:
    """Whether a time lies from `begin` until before `end`, over midnight too; the same twice is never."""
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end


def rings(bell: Bell, now: datetime, zone: tzinfo) -> bool:
    """Whether something is to be told now: one ring for all that came due since the last, once it is not quiet."""
    if is_silent(bell, now) or is_quiet(now.astimezone(zone).time(), bell.quiet_from, bell.quiet_until):
        return False
    told = _sane(bell.told, now)
    return any((told is None or one > told) and one <= now for one in bell.moments)


def is_silent(bell: Bell, now: datetime) -> bool:
    """Whether people sit together. A clock that was set back must not make a silence without end of two hours; by a
    few minutes a computer sets it back by itself."""
    return bell.silent is not None and now < bell.silent <= now + MEETING + _SET_BY_ITSELF


def rung(bell: Bell, now: datetime) -> Bell:
    """The bell after it has rung. What is past stays: a clock that ran ahead, and is set right, must ring again.
    A silence is over then, and when people met is kept nowhere."""
    return replace(bell, told=now, silent=None)


def _sane(told: datetime | None, now: datetime) -> datetime | None:
    """A clock that was set back must not silence what comes: what was told in the future was told never."""
    return told if told is not None and told <= now + _SLACK else None
