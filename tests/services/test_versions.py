"""Versions of a plan: their names, what agreeing leads to, and what is different between any two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.vaults import Days, begun
from vault.plans import comparing
from vault.plans.fields import Link
from vault.plans.model import Plan, PlanVersion, Procedure
from vault.plans.versions import proposed
from vault.services import versions
from vault.services.session import Session

TODAY = date(2026, 11, 24)


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def session(tmp_path: Path, clock: Days) -> Iterator[Session]:
    with begun(tmp_path / "v", clock=clock) as one:
        yield one


def put(session: Session, one: Plan | PlanVersion | Procedure) -> Plan | PlanVersion | Procedure:
    return cast(Plan, session.save(one, also=versions.following(session, one)).result())


def told(session: Session, plan: Plan, older: PlanVersion | None, newer: PlanVersion | None = None) -> list[str]:
    found = versions.differences(session, plan, older, newer)
    titles = session.titles({one.id for one in found})
    return [line for one in found for line in comparing.lines(one, lambda id: titles.get(id, ""))]


def agreed(session: Session, plan: Plan) -> PlanVersion:
    return cast(PlanVersion, put(session, proposed(plan, versions.of(session, plan), TODAY)))


def read(session: Session, plan: Plan) -> Plan:
    return cast(Plan, session.find(plan.id))


def test_a_version_is_numbered_on_and_its_plan_bears_its_name(session: Session) -> None:
    plan = cast(Plan, put(session, Plan(title="Plan", level="organisation", state="draft")))
    agreed(session, plan)
    assert (read(session, plan).version, read(session, plan).state) == ("1", "approved")
    put(session, replace(read(session, plan), state="in_force"))
    put(session, PlanVersion(title="Autumn", plan=(Link(plan.id),), state="agreed"))
    assert (read(session, plan).version, read(session, plan).state) == ("Autumn", "in_force")
    assert proposed(plan, versions.of(session, plan), TODAY).title == "2"


def test_one_that_is_only_talked_over_or_older_names_no_plan(session: Session) -> None:
    plan = cast(Plan, put(session, Plan(title="Plan", level="organisation")))
    put(session, PlanVersion(title="9", plan=(Link(plan.id),), state="proposed"))
    assert read(session, plan).version == ""
    first, _second = agreed(session, plan), agreed(session, plan)
    put(session, replace(cast(PlanVersion, session.find(first.id)), signatures=(("S.", "", "", ""),)))
    assert read(session, plan).version == "11"


def test_a_plan_in_the_bin_stays_as_it_was_thrown_away(session: Session) -> None:
    plan = cast(Plan, put(session, Plan(title="Plan", level="organisation", state="draft")))
    session.trash([plan.id]).result()
    put(session, PlanVersion(title="1", plan=(Link(plan.id),), state="agreed"))
    assert (read(session, plan).version, read(session, plan).state) == ("", "draft")


def test_any_two_are_compared_and_the_order_does_not_matter(session: Session, clock: Days) -> None:
    plan = cast(Plan, put(session, Plan(title="Plan", level="organisation")))
    calls = cast(Procedure, put(session, Procedure(title="Calls", steps=(("Ring",), ("Wait",)))))
    one = agreed(session, plan)
    clock.passed[0] = -800  # a clock that was set back does not turn the history round
    calls = cast(Procedure, put(session, replace(calls, steps=(("Ring",), ("Tell Samir",)), aim="Quick")))
    two = agreed(session, read(session, plan))
    put(session, Procedure(title="Night"))
    first = told(session, plan, one, two)
    assert first[:4] == [
        "Procedure “Calls”", "  It aims at: written", "  Steps, gone: Wait", "  Steps, new: Tell Samir",
    ]  # fmt: skip
    assert "  Version: 1 → 2" in first
    assert told(session, plan, two, one) == first
    assert told(session, plan, two) == ["New: Procedure “Night”"]
    assert "New: Procedure “Calls”" in told(session, plan, None)


def test_what_belongs_to_another_plan_is_not_told(session: Session) -> None:
    home = cast(Procedure, put(session, Procedure(title="Home")))
    whole = cast(Plan, put(session, Plan(title="Plan", level="organisation")))
    mine = cast(Plan, put(session, Plan(title="Mine", level="personal", procedures=(Link(home.id),))))
    both = agreed(session, whole), agreed(session, mine)
    put(session, replace(home, title="Home and school"))
    put(session, Procedure(title="Office"))
    assert told(session, whole, both[0]) == ["New: Procedure “Office”"]
    assert told(session, mine, both[1]) == ["Procedure “Home and school”", "  Name: Home → Home and school"]
    put(session, replace(read(session, mine), procedures=()))  # it was in it, and is told yet
    assert "Procedure “Home and school”" in told(session, mine, both[1])


def test_a_plan_for_one_person_holds_its_own_procedures_alone_also_where_no_other_plan_is(session: Session) -> None:
    own = cast(Procedure, put(session, Procedure(title="Own")))
    plan = cast(Plan, put(session, Plan(title="Mine", level="personal", procedures=(Link(own.id),))))
    put(session, Procedure(title="Everybody's"))
    assert told(session, plan, None) == ["New: Procedure “Own”", "New: Plan “Mine”"]


def test_one_that_was_agreed_on_later_counts_from_then(session: Session) -> None:
    plan = cast(Plan, put(session, Plan(title="Plan", level="organisation")))
    version = cast(PlanVersion, put(session, PlanVersion(title="1", plan=(Link(plan.id),), state="proposed")))
    put(session, Procedure(title="Early"))
    version = cast(PlanVersion, put(session, replace(version, state="agreed")))
    put(session, Procedure(title="Late"))
    assert told(session, plan, version) == ["New: Procedure “Late”"]
    session.save(replace(cast(PlanVersion, session.find(version.id)), signatures=(("S.",),))).result()
    assert told(session, plan, version) == ["New: Procedure “Late”"]


def test_days_have_an_end_as_well(session: Session, clock: Days) -> None:
    put(session, Procedure(title="First"))
    clock.passed[0] = 3
    put(session, Procedure(title="Second"))
    names = [len(session.differences(TODAY, until)) for until in (TODAY, TODAY + timedelta(days=3), None)]
    assert names == [1, 2, 2]


def test_the_first_and_the_last_day_there_are_can_be_asked_for(session: Session) -> None:
    put(session, Procedure(title="First"))
    assert len(session.differences(date.min, date.max)) == len(session.differences(TODAY)) == 1
    assert session.differences(date.max) == []
