"""How far a new vault is with the five first steps; kept as a setting inside it."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date

from vault.plans import first_steps
from vault.plans.first_steps import ENOUGH
from vault.plans.query import Condition, Query
from vault.services.session import Session

SETTING = "first_steps"
AGREED, SKIPPED = "agreed", "skipped"
_ALL = "all"


def settled(session: Session) -> dict[str, str]:
    """Area -> "agreed:2026-11-23" or "skipped"; an area with a procedure is agreed on the day it was written."""
    kept = session.setting(SETTING, {})
    steps = first_steps.shipped()
    found = {step.area: str(kept[step.area]) for step in steps if step.area in kept}
    for step in steps:
        if step.area not in found:
            written = session.page(Query("procedure", (Condition("area", "is", step.area),)), 0, 1)
            if written:
                found[step.area] = f"{AGREED}:{written[0].created_at[:10]}"
    return found


def is_new(session: Session) -> bool:
    """Whether Today should be the five steps: fewer than three are settled and the plan has not begun otherwise."""
    kept = session.setting(SETTING, {})
    if _ALL in kept or not first_steps.shipped():
        return False
    if session.count(Query("risk")) or session.count(Query("procedure")) >= ENOUGH:
        return False
    return len(settled(session)) < ENOUGH


def agree(session: Session, area: str, today: date) -> Future[None]:
    """Everybody agreed on a step."""
    return _keep(session, area, f"{AGREED}:{today.isoformat()}")


def skip(session: Session, area: str) -> Future[None]:
    """Leave a step for later."""
    return _keep(session, area, SKIPPED)


def skip_all(session: Session) -> Future[None]:
    """Go to the full plan at once."""
    return _keep(session, _ALL, SKIPPED)


def open_again(session: Session, area: str) -> Future[None]:
    """Look at a step again that was left for later."""
    kept = {key: value for key, value in session.setting(SETTING, {}).items() if key != area}
    return session.set_setting(SETTING, kept)


def _keep(session: Session, area: str, value: str) -> Future[None]:
    return session.set_setting(SETTING, {**session.setting(SETTING, {}), area: value})
