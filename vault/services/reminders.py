"""Whether and how a vault reminds while it is locked: wishes inside the vault, moments in the file outside it.

The file says whether it reminds on this computer. A vault that is carried to another one, or restored there, writes
nothing beside itself until somebody wants it there too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from dateutil import tz

from vault.plans import reminding
from vault.plans.reminding import Bell, Wishes
from vault.services import bells, due
from vault.services.session import Session

#: the setting inside the vault: how to remind, wherever it does
SETTING = "reminders"


def wishes(session: Session) -> Wishes | None:
    """What was chosen; None when nothing reminds on this computer."""
    said = _said_here(session)
    return _wishes(said) if said else None


def _said_here(session: Session) -> dict[str, Any] | None:
    said = session.setting(SETTING)
    return said if said and bells.is_there(said["file"]) else None


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
    _write(session, kept)
    just_told(session)


def turn_off(session: Session) -> None:
    """Remind no more on this computer: take the file away. Raises nothing."""
    said = session.setting(SETTING)
    if said:
        bells.forget(said["file"])


def renew(session: Session, zone: tzinfo | None = None) -> None:
    """Write the moments anew after something became due or was done, where it reminds. Raises OSError."""
    said = _said_here(session)
    if said:
        _write(session, said, zone)


def _write(session: Session, said: dict[str, Any], zone: tzinfo | None = None) -> None:
    wished, file = _wishes(said), bells.ring_file(said["file"])
    today = session.clock.now().date()
    zone = zone or tz.tzlocal()
    moments = reminding.moments(due_days(session, today), wished, today, zone)
    before = bells.read(file)
    made = Bell(wished.words, wished.quiet_from, wished.quiet_until, moments)
    if before:
        silent = before.silent if reminding.is_silent(before, _now(session)) else None  # when people met is not kept
        made = replace(made, told=before.told, silent=silent)
    if before != made:
        bells.write(file, made)


def due_days(session: Session, today: date) -> list[date]:
    """The days on which something is due, late ones included."""
    return due.days(session, today, today + reminding.AHEAD)


def just_told(session: Session) -> None:
    """Who works in the open vault sees what is due: the bell need not tell it again. Raises OSError."""
    said = _said_here(session)
    bell = bells.read(bells.ring_file(said["file"])) if said else None
    if said and bell:
        bells.write(bells.ring_file(said["file"]), replace(bell, told=_now(session)))


def _now(session: Session) -> datetime:
    return session.clock.now().astimezone(UTC)


def silence(now: datetime) -> None:
    """People sit together: no vault of this person rings for as long as that may take. Raises OSError.

    What comes due meanwhile is told afterwards. It holds when the vault is locked as well.
    """
    _mark(now.astimezone(UTC) + reminding.MEETING)


def speak() -> None:
    """Ring again before that time is over. Raises OSError."""
    _mark(None)


def silent_until(now: datetime) -> datetime | None:
    """Until when nothing rings because people sit together; None when it does."""
    now = now.astimezone(UTC)
    found = [bell.silent for bell in map(bells.read, bells.files()) if bell and reminding.is_silent(bell, now)]
    return max((one for one in found if one), default=None)


def _mark(silent: datetime | None) -> None:
    refused: list[OSError] = []
    for file in bells.files():
        bell = bells.read(file)
        if bell and bell.silent != silent:
            try:
                bells.write(file, replace(bell, silent=silent))
            except OSError as error:
                refused.append(error)  # the others are silenced all the same
    if refused:
        raise refused[0]
