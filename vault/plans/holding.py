"""What holding a review or a drill leads to: the next one by its rhythm, and procedures that were practised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vault.plans import schedule
from vault.plans.days import Day
from vault.plans.model.plan import Procedure
from vault.plans.model.reviews import Drill, Review


def held(one: Review | Drill, day: date) -> Review | Drill:
    """The same, held on a day unless another day was written down."""
    return replace(one, state="held", held_on=one.held_on or Day.of(day))


def following(one: Review | Drill, today: date) -> Review | Drill | None:
    """The next one, planned, with nothing of what was found in this one; None where it has no rhythm.

    Counted from the day it was held, so that a late review does not bring the next one too soon; from today where
    nobody knows that day.
    """
    day = (one.held_on.last if one.held_on else None) or today
    planned = schedule.following(day, one.rhythm, day)
    if planned is None:
        return None
    due = Day.of(planned)
    if isinstance(one, Review):
        return Review(
            title=one.title, state="planned", planned_on=due, rhythm=one.rhythm, about=one.about, people=one.people,
            sharing=one.sharing,
        )  # fmt: skip
    return Drill(
        title=one.title, state="planned", scenario=one.scenario, type=one.type, procedures=one.procedures,
        planned_on=due, rhythm=one.rhythm, people=one.people, sharing=one.sharing,
    )  # fmt: skip


def practised(one: Drill, procedures: Iterable[Procedure]) -> list[Procedure]:
    """The procedures whose last practice is this drill now."""
    if one.held_on is None or one.held_on.last is None:
        return []
    last = one.held_on.last
    later = []
    for procedure in procedures:
        before = procedure.practised_on.last if procedure.practised_on else None
        if before is None or before < last:
            later.append(replace(procedure, practised_on=one.held_on))
    return later
