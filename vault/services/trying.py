"""Whether backups can be relied on: one is tried every month, and how long there has been none on another disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from vault.clock import days_since, is_ahead
from vault.errors import Damaged, VaultError
from vault.paths import is_file
from vault.progress import Progress, silent
from vault.services import backing_up, recurring
from vault.services.backing_up import Verified
from vault.services.session import Session

TRIED = "backup.tried"  # the setting that keeps when one was tried last
MONTH = timedelta(days=30)
REMIND = "backup.remind"  # after how many days without a backup on another disk Today says so
REMIND_DAYS = 14


@dataclass(frozen=True, slots=True)
class Tried:
    """A backup that was opened as if it were needed: what it holds, or why it cannot be relied on."""

    path: Path
    verified: Verified | None
    error: VaultError | None = None


def try_one(session: Session, progress: Progress = silent) -> Tried | None:
    """Once a month, open the last backup that can be reached; None where there is nothing to do.

    For a thread beside the window. Raises Cancelled, ReadOnly.
    """
    now = session.clock.now()
    with session.snapshot() as seen:
        before, places = str(seen.setting(TRIED, "")), [Path(one.place) for one in seen.backups()]
    file = next((place for place in places if is_file(place) and backing_up.opens_here(session, place)), None)
    if file is None or (before and not recurring.is_old(before, now, MONTH)):
        return None
    try:
        # the first month begins with the first backup, which was read again when it was made
        tried = Tried(file, backing_up.try_again(session, file, progress)) if before else None
    except VaultError as error:
        tried = Tried(file, None, error)
        if isinstance(error, Damaged):
            backing_up.note_trial(session, file, whole=False)
            recurring.distrust(session, file)
    session.set_setting(TRIED, session.clock.stamp()).result()
    return tried


def days_without_one_elsewhere(session: Session) -> int | None:
    """Since the last backup on another disk, or since the first of all where there never was one; None before any."""
    now, at = session.clock.now(), str(session.setting(backing_up.ELSEWHERE, ""))
    if not at or is_ahead(at, now):
        made = session.backups()
        at = made[-1].at if made else ""
    return days_since(at, now) if at else None


def overdue_elsewhere(session: Session) -> int:
    """For so many days there was no backup on another disk; 0 while that is not too long."""
    days = days_without_one_elsewhere(session)
    return days if days is not None and days >= remind_after(session) and not session.readonly else 0


def remind_after(session: Session) -> int:
    """Days; on the thread that reads."""
    return int(session.setting(REMIND, REMIND_DAYS))
