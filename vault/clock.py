"""The only source of time, injected so that tests decide what day it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """The computer's own clock. `now` is aware and local; `monotonic` is in seconds."""

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def stamp(self) -> str:
        """ISO 8601 with offset, to the millisecond: how every moment is stored (UTC with the local offset kept)."""
        return self.now().isoformat(timespec="milliseconds")

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)


def days_since(at: str, now: datetime) -> int:
    """How many midnights of `now`'s zone lie between a stored moment and `now`; 0 for a moment still to come."""
    return max(0, (now.date() - datetime.fromisoformat(at).astimezone(now.tzinfo).date()).days)


def is_ahead(at: str, now: datetime) -> bool:
    """Whether a stored moment is more than a day ahead: the clock has been put back since, and it tells no age."""
    return datetime.fromisoformat(at) - now > timedelta(days=1)
