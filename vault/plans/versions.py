"""Versions of a plan: what agreeing on one leads to, and which changes are changes of that plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vault.plans.comparing import Difference
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model.plan import Plan, PlanVersion

#: what a plan is made of besides itself
_PARTS = ("procedure", "decision")
_UNSETTLED = ("", "draft", "consulted", "review")


def proposed(plan: Plan, earlier: Iterable[PlanVersion], today: date) -> PlanVersion:
    """The next version of a plan, agreed on today: numbered on where the earlier ones are numbered."""
    numbers = [int(one.title) for one in earlier if one.title.isdecimal()]
    return PlanVersion(
        title=str(max(numbers, default=0) + 1), plan=(Link(plan.id),), state="agreed", agreed_on=Day.of(today)
    )


def followed(plan: Plan, version: PlanVersion) -> Plan:
    """The plan once a version is agreed on: it bears its name, and counts as approved where it was still unsettled."""
    state = "approved" if plan.state in _UNSETTLED else plan.state
    return replace(plan, version=version.title, state=state)


def is_agreed(version: PlanVersion) -> bool:
    """Only what was agreed on has a moment that can be compared."""
    return version.state == "agreed"


def of_plan(found: Iterable[Difference], plan: Plan, others: Iterable[Plan], *, whole: bool) -> list[Difference]:
    """Those of the differences that are differences of the plan.

    `whole`: it is the plan of the organisation, and what is in no other plan is its own.
    """
    found = list(found)
    own = {link.id for link in plan.procedures}
    own |= {id for one in found if one.id == plan.id for id in _once_linked(one)}
    elsewhere = {link.id for other in others for link in other.procedures if other.id != plan.id} - own

    def belongs(one: Difference) -> bool:
        part = one.kind in _PARTS and (one.id in own or (whole and one.id not in elsewhere))
        return one.id == plan.id or part

    return [one for one in found if belongs(one)]


def _once_linked(one: Difference) -> set[str]:
    values = one.fields.get("procedures", ((), ()))
    return {str(link["id"]) for value in values for link in value or () if isinstance(link, dict) and "id" in link}
