"""What holding a review or a drill leads to, and what asks for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from vault.plans import holding, triggers
from vault.plans.days import Day
from vault.plans.fields import Link, Sharing
from vault.plans.model import Drill, Incident, Person, Procedure, Review, Risk, Threat
from vault.plans.records import Record

TODAY = date(2026, 11, 24)
RELIED_ON = Person(name="P", emergency_roles=("legal",))


def test_the_next_one_is_counted_from_the_day_it_was_held_and_knows_nothing_of_this_one() -> None:
    one = Review(
        id="r", title="Plan", rhythm="half", planned_on=Day("2026-09-01"), about=(Link("p"),), findings="secret"
    )
    after = holding.following(holding.held(one, TODAY), TODAY)
    assert isinstance(after, Review)
    assert (after.id, after.planned_on, after.findings) == ("", Day("2027-05-24"), "")
    assert after.about == one.about
    assert after.open
    assert after.state == "planned"  # lists say so
    drill = holding.following(Drill(title="Raid", rhythm="half", held_on=Day("2026-11-20")), TODAY)
    assert drill is not None
    assert drill.state == "planned"


def test_held_on_a_day_nobody_knows_the_next_one_is_counted_from_today() -> None:
    after = holding.following(Review(title="Plan", rhythm="year", held_on=Day("unknown")), TODAY)
    assert after is not None
    assert after.planned_on == Day("2027-11-24")


@pytest.mark.parametrize("cls", [Review, Drill])
def test_the_next_one_is_as_closed_as_this_one(cls: type[Review | Drill]) -> None:
    after = holding.following(cls(title="Plan", rhythm="year", sharing=Sharing.TEAM), TODAY)
    assert after is not None
    assert after.sharing == Sharing.TEAM


def test_a_day_that_was_written_down_stays() -> None:
    made = holding.held(Drill(title="Raid", held_on=Day("2026-11-20")), TODAY)
    assert (made.state, made.held_on) == ("held", Day("2026-11-20"))
    assert holding.following(made, TODAY) is None


def test_procedures_are_practised_by_the_latest_drill_alone() -> None:
    drill = Drill(title="Raid", held_on=Day("2026-11-20"))
    old, new, never = (
        Procedure(id="o", title="O", practised_on=Day("2025-01-01")),
        Procedure(id="n", title="N", practised_on=Day("2026-11-21")),
        Procedure(id="v", title="V"),
    )
    found = holding.practised(drill, [old, new, never])
    assert [(one.id, one.practised_on) for one in found] == [("o", Day("2026-11-20")), ("v", Day("2026-11-20"))]
    assert holding.practised(replace(drill, held_on=Day("unknown")), [never]) == []


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (None, Incident(title="I", severity="critical"), "incident"),
        (Incident(title="I", severity="minor"), Incident(title="I", severity="serious"), "incident"),
        (Incident(title="I", severity="serious"), Incident(title="I!", severity="critical"), None),
        (None, Incident(title="I", category=("device_theft",)), "device"),
        (None, Incident(title="I", severity="minor"), None),
        (None, Threat(title="T", type="direct"), "threat"),
        (None, Threat(title="T", type="possible"), None),
        (RELIED_ON, replace(RELIED_ON, agreed="declined"), "contact"),
        (None, Risk(title="R"), None),
    ],
)  # fmt: skip
def test_what_is_a_reason_to_look_again(before: Record | None, after: Record, reason: str | None) -> None:
    found = triggers.trigger(before, after)
    assert (found.reason if found else None) == reason
