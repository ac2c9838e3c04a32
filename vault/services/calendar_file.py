"""A calendar file (RFC 5545) of what is due: the days, and the neutral words a person chose. Nothing else."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from vault.errors import AlreadyThere, file_errors
from vault.plans.reminding import Wishes
from vault.services import leaving, reminders
from vault.services.session import Session

#: what the register of exports calls it
KIND = "calendar"


def calendar(days: Sequence[date], wishes: Wishes, now: datetime) -> bytes:
    """The file: a whole-day event a day, free in one's calendar, with an alarm for each lead."""
    from icalendar import Alarm, Calendar, Event  # late: a calendar is seldom asked for

    made = Calendar()
    made.add("prodid", "-//Notes//EN")
    made.add("version", "2.0")
    for day in days:
        event = Event()
        event.add("uid", str(uuid.uuid4()))  # by chance: it must tell nothing, and match nothing in the vault
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", wishes.words)
        event.add("transp", "TRANSPARENT")
        for lead in wishes.leads:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", wishes.words)
            at = timedelta(hours=wishes.at.hour, minutes=wishes.at.minute)
            alarm.add("trigger", at - timedelta(days=lead))
            event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical())


def save(session: Session, target: Path, wishes: Wishes) -> int:
    """Write the file and note it in the register of exports; how many days are in it.

    Where it cannot be noted, it is taken away again. Raises ExportRefused for a place inside the vault, AlreadyThere,
    StorageFault.
    """
    leaving.refuse_inside(session, target)
    now = session.clock.now()
    days = [day for day in reminders.due_days(session, now.date()) if day >= now.date()]
    content = calendar(days, wishes, now)
    if os.path.lexists(target):
        raise AlreadyThere(target)
    with file_errors(target):
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except BaseException:
            target.unlink(missing_ok=True)  # half a file would be taken for all there is
            raise
    if not session.readonly:
        try:
            session.record_export(KIND, "", str(target), hashlib.sha256(content).hexdigest()).result()
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return len(days)
