"""The organisation's plan and those beside it: which there are, what belongs to each, how a ready one is begun."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace

from vault.i18n import _
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Person, Plan, Procedure, Risk
from vault.plans.model.plan import PLAN_LEVEL
from vault.plans.query import Condition, Query
from vault.plans.ready_plans import ReadyPlan
from vault.plans.records import Record
from vault.plans.starters import Starter, called
from vault.services.due import HAS_ROLE
from vault.services.session import Session, new_id


def others(session: Session) -> list[Plan]:
    """All plans but the organisation's and those that were replaced, in the order of their levels."""
    own = whole(session)
    levels = [key for key, _words in PLAN_LEVEL]
    found = [one for one in _in_use(session) if own is None or one.id != own.id]
    return sorted(found, key=lambda one: (levels.index(one.level) if one.level in levels else -1, one.number))


def whole(session: Session) -> Plan | None:
    """The organisation's plan, to which every procedure belongs: the newest one, else the newest of no level."""
    newest_first = _in_use(session)[::-1]
    found = (one for level in ("organisation", "") for one in newest_first if one.level == level)
    return next(found, None)


def _in_use(session: Session) -> list[Plan]:
    return [one for one in session.all("plan") if isinstance(one, Plan) and one.state != "replaced"]


def beside(session: Session, id: str) -> Plan | None:
    """A plan that is not the organisation's, by its id; None where it is gone, or is the organisation's now."""
    found = session.find_many([id]) if id else []
    one = found[0] if found else None
    if not isinstance(one, Plan) or one.trashed_at or one.state == "replaced":
        return None
    own = whole(session)
    return None if own and own.id == id else one


def inside(plan: Plan | None, procedures: list[Procedure]) -> list[Procedure]:
    """The procedures of a plan in its order; all of them where there is none."""
    if plan is None:
        return procedures
    by_id = {one.id: one for one in procedures}
    return [by_id[link.id] for link in plan.procedures if link.id in by_id]


def to_call(session: Session) -> list[Person]:
    """People with a role in an emergency who agreed, in their order; those without a number are left out."""
    query = Query("person", (HAS_ROLE, Condition("agreed", "is", "agreed")))
    found = [one for one in session.page(query, 0, -1) if isinstance(one, Person) and one.phone.strip()]
    return sorted(found, key=lambda one: (one.call_order is None, one.call_order or 0, one.name))


def answering(risk: Risk) -> Procedure:
    """A procedure that is not written yet, for when a risk comes true."""
    return Procedure(area=risk.area, phase="respond", risks=(Link(risk.id),))


def begin(session: Session, ready: ReadyPlan, starters: Mapping[str, Starter]) -> Future[list[Record]]:
    """Save the plan, last, and the copies of its procedures that are not there yet; one undo for all of it."""
    there = {called(one): one for one in session.all("procedure") if isinstance(one, Procedure)}
    copies: list[Record] = []
    links: list[Link] = []
    for starter in (starters[key] for key in ready.starters if key in starters):
        found = there.get(called(starter))
        id = found.id if found else new_id()
        links.append(Link(id))
        if found is None:
            copies.append(replace(starter.begun(), id=id))
    plan = ready.begun(tuple(links), Day.of(session.clock.now().date()))
    pairs = [(one, "") for one in (*copies, plan)]
    return session.save_batch(pairs, "", _("New plan: “{title}”").format(title=plan.title))
