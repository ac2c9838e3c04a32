"""The versions of a plan, and what is different between two of them: read from the history, nothing is kept twice."""

from __future__ import annotations

from vault.plans import versions
from vault.plans.comparing import Difference
from vault.plans.model import Plan, PlanVersion
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services.planning import whole
from vault.services.session import Session

_MOST = 500


def of(session: Session, plan: Plan) -> list[PlanVersion]:
    """The versions of a plan, the latest first."""
    query = Query("version", (Condition("plan", "is", plan.id),), (("number", True),))
    return [one for one in session.page(query, 0, _MOST) if isinstance(one, PlanVersion)]


def following(session: Session, made: Record) -> list[Record]:
    """What changes with a version that is agreed on, and is the latest of its plan: the plan bears its name."""
    if not isinstance(made, PlanVersion) or not versions.is_agreed(made):
        return []
    linked = session.find_many([link.id for link in made.plan])
    plans = [one for one in linked if isinstance(one, Plan) and not one.trashed_at]
    return [versions.followed(plan, made) for plan in plans if _is_latest(session, plan, made)]


def _is_latest(session: Session, plan: Plan, made: PlanVersion) -> bool:
    later = [one for one in of(session, plan) if made.id and one.id != made.id and one.number > made.number]
    return not any(versions.is_agreed(one) for one in later)


def differences(session: Session, plan: Plan, older: PlanVersion | None, newer: PlanVersion | None) -> list[Difference]:
    """What was changed in a plan from one version to another, a record once.

    `older` None: from the beginning; `newer` None: until now. Two in the wrong order are taken in the right one.
    """
    after = _moment(session, older) if older else 0
    until = _moment(session, newer) if newer else session.last_act()
    found = session.differences_between(min(after, until), max(after, until))
    plans = [one for one in session.all("plan") if isinstance(one, Plan)]
    own = whole(session)
    return versions.of_plan(found, plan, plans, whole=own is not None and own.id == plan.id)


def _moment(session: Session, version: PlanVersion) -> int:
    return session.settled_in(version.id, "state", "agreed")
