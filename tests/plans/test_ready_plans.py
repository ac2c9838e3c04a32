"""Ready plans: of every level, filled with procedures that there are, and careful with what is one person's own."""

from __future__ import annotations

from vault.plans import deciding, ready_plans, starters
from vault.plans.days import Day
from vault.plans.model.decisions import DECISION_TYPE
from vault.plans.redaction import NHRF, may_leave


def test_ready_plans_of_every_level_hold_procedures_that_there_are() -> None:
    keys = {one.key for one in starters.shipped()}
    plans = ready_plans.shipped()
    assert {one.level for one in plans} == {"personal", "family", "activity", "emergency", "partners"}
    assert [key for one in plans for key in one.starters if key not in keys] == []
    assert len({one.title.casefold() for one in plans}) == len(plans)
    for one in plans:
        assert len(one.contains) >= 3
        assert len(set(one.starters)) == len(one.starters)


def test_the_plan_of_a_person_or_a_family_is_in_no_report_by_itself() -> None:
    for one in ready_plans.shipped():
        plan = one.begun((), Day("2026-11-24"))
        assert may_leave(plan, NHRF) is (one.level not in ("personal", "family"))
        assert all(words in plan.notes for words in (one.about, *one.contains))


def test_every_kind_of_decision_has_its_safer_choice() -> None:
    assert set(deciding.shipped()) == set(dict(DECISION_TYPE))
