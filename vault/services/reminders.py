"""Whether and how a vault reminds while it is locked: wishes inside the vault, moments in the file outside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time, tzinfo
from typing import Any

from dateutil import tz

from vault.plans import reminding
from vault.plans.reminding import Bell, Wishes
from vault.services import bells, due
from vault.services.session import Session

#: the setting inside the vault; nothing there means that nobody wants to be reminded
SETTING = "reminders"


def wishes(session: Session) -> Wishes | None:
    """What was chosen; None when nothing reminds."""
    said = session.setting(SETTING)
    return _wishes(said) if said else None


def _wishes(said: dict[str, Any]) -> Wishes:
    at, begin, end = (time.fromisoformat(said[name]) for name in ("at", "quiet_from", "quiet_until"))
    return Wishes(str(said["words"]), at, tuple(said["leads"]), begin, end)


def choose(session: Session, wished: Wishes) -> None:
    """Remind like this from now on. Raises OSError where the file cannot be written, ReadOnly, StorageFault."""
    said = session.setting(SETTING) or {"file": bells.new_name()}
    kept = {
        "file": said["file"],
        "words": wished.words,
        "leads": list(wished.leads),
        **{name: getattr(wished, name).isoformat("minutes") for name in ("at", "quiet_from", "quiet_until")},
    }
    session.set_setting(SETTING, kept).result()
    renew(session)
    just_told(session)


def turn_off(session: Session) -> None:
    """Remind no more, and take the file away. Raises ReadOnly, StorageFault."""
    said = session.setting(SETTING)
    session.set_setting(SETTING, None).result()
    if said:
        bells.forget(said["file"])


def renew(session: Session, zone: tzinfo | None = None) -> None:
    """Write the moments anew after something became due or was done. Raises OSError."""
    said = session.setting(SETTING)
    if not said:
        return
    wished, file = _wishes(said), bells.ring_file(said["file"])
    today = session.clock.now().date()
    zone = zone or tz.tzlocal()
    moments = reminding.moments(due_days(session, today), wished, today, zone)
    before = bells.read(file)
    made = Bell(wished.words, wished.quiet_from, wished.quiet_until, moments, before.told if before else None)
    if before != made:
        bells.write(file, made)


def due_days(session: Session, today: date) -> list[date]:
    """The days on which something is due, late ones included."""
    return due.days(session, today, today + reminding.AHEAD)


def just_told(session: Session) -> None:
    """Who works in the open vault sees what is due: the bell need not tell it again. Raises OSError."""
    said = session.setting(SETTING)
    bell = bells.read(bells.ring_file(said["file"])) if said else None
    if said and bell:
        bells.write(bells.ring_file(said["file"]), replace(bell, told=session.clock.now().astimezone(UTC)))
