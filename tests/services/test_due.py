"""The due list over everything, a rule a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.ui.conftest import Tuesday
from tests.vaults import begun
from vault.plans.days import Day
from vault.plans.due import RULES
from vault.plans.fields import Link
from vault.plans.model import Action, Analysis, Drill, Incident, Plan, Procedure, Review, Risk, Threat
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.services import due
from vault.services.session import Session
from vault.storage import conditions

TODAY = date(2026, 11, 24)
SOON = TODAY + timedelta(days=14)
IN_TIME = Day("2026-12-01")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v", clock=Tuesday()) as one:
        yield one


def saved(session: Session, *many: Record) -> None:
    session.save_all(many).result()


def titles(session: Session) -> list[str]:
    return [one.title for one in due.due(session, TODAY, SOON)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}-{rule.field}")
def test_each_rule_names_fields_that_exist(rule: due.Rule) -> None:
    cls = KINDS[rule.kind]
    names = {*cls.fields, *cls.derived}
    assert {rule.field, *rule.because, *(one.field for one in rule.where)} <= names


@pytest.mark.parametrize(
    ("one", "title"),
    [
        (Action(title="A", due=IN_TIME, state="agreed"), "A"),
        (Risk(title="R", review_on=IN_TIME), "Look again at risk 1: R"),
        (Risk(title="R", review_on=Day("2028"), accepted_until=IN_TIME), "Ask again whether we accept: R"),
        (Plan(title="P", review_on=IN_TIME, state="in_force"), "Look again at “P”"),
        (Threat(title="T", review_on=IN_TIME, state="watching"), "Look again at the threat: T"),
        (Analysis(title="N", look_again=IN_TIME), "Look again at what we thought: N"),
        (Incident(title="I", follow_up_on=IN_TIME, state="closed"), "Follow up: I"),
        (Review(title="V", planned_on=IN_TIME, state="planned"), "Review: V"),
        (Drill(title="D", planned_on=IN_TIME), "Practise: D"),
    ],
)  # fmt: skip
def test_what_has_a_day_is_due(session: Session, one: Record, title: str) -> None:
    saved(session, one)
    assert titles(session) == [title]
    assert due.days(session, TODAY, SOON) == [date(2026, 12, 1)]


@pytest.mark.parametrize(
    "one",
    [
        Action(title="A", due=IN_TIME, state="done"),
        Risk(title="R", review_on=IN_TIME, state="closed"),
        Plan(title="P", review_on=IN_TIME, state="replaced"),
        Threat(title="T", review_on=IN_TIME, state="closed"),
        Review(title="V", planned_on=IN_TIME, state="held"),
        Drill(title="D", planned_on=IN_TIME, state="dropped"),
        Action(title="A", due=Day("9999-12-31"), state="agreed"),
        Action(title="A", due=Day("unknown"), state="agreed"),
        Action(title="A", state="agreed"),
    ],
)
def test_what_is_over_or_far_is_not(session: Session, one: Record) -> None:
    saved(session, one)
    assert titles(session) == []
    assert due.days(session, TODAY, SOON) == []


def test_a_risk_without_a_day_is_looked_at_by_the_rhythm_of_its_level(session: Session) -> None:
    saved(session, Risk(title="R", probability=5, impact=5), Risk(title="S", probability=1, impact=1))
    (one,) = due.due(session, TODAY, TODAY + timedelta(days=40))
    assert (one.title, one.day) == ("Look again at risk 1: R", date(2026, 12, 24))
    assert one.because == "No day was chosen. What is very high is looked at every month."


def test_of_very_many_risks_without_a_day_none_that_is_due_is_missed(session: Session) -> None:
    saved(session, *(Risk(title=f"Calm {n}", probability=2, impact=2) for n in range(due.MOST + 1)))
    saved(session, Risk(title="Grave", probability=5, impact=5))
    found = due.due(session, TODAY, TODAY + timedelta(days=40))
    assert [one.title for one in found] == [f"Look again at risk {due.MOST + 2}: Grave"]


def test_a_procedure_is_practised_again_after_a_year_unless_that_is_planned(session: Session) -> None:
    saved(session, Procedure(title="Raid", practised_on=Day("2025-12-01")), Procedure(title="New"))
    assert titles(session) == ["Practise “Raid” again"]
    raid = session.all("procedure")[0]
    saved(
        session, Drill(title="Raid drill", procedures=(Link(raid.id),), planned_on=Day("2027-02-01"), state="planned")
    )
    assert titles(session) == []


def test_an_incident_with_a_day_waits_for_it(session: Session) -> None:
    saved(session, Incident(title="I", state="acting"))
    assert titles(session) == ["Look again at incident 1"]
    one = session.all("incident")[0]
    session.save(replace(one, follow_up_on=Day("2027-01-01"))).result()
    assert titles(session) == []


def test_all_that_is_late_comes_first_with_its_day(session: Session) -> None:
    saved(
        session,
        Action(title="Now", due=Day("2026-11-25"), state="agreed"),
        Action(title="Late", due=Day("2026-10"), state="agreed"),
    )
    assert [(one.title, one.day) for one in due.due(session, TODAY, SOON)] == [
        ("Late", date(2026, 10, 31)),
        ("Now", date(2026, 11, 25)),
    ]


def test_incidents_that_wait_are_counted_less_those_with_a_day(session: Session) -> None:
    for n, (state, day) in enumerate(
        [
            ("looking", ""),
            ("acting", ""),
            ("looking", "2027-05"),
            ("looking", "unknown"),
            ("closed", "2027-05"),
            ("", ""),
        ]
    ):
        saved(session, Incident(title=f"I {n}", state=state, follow_up_on=Day(day) if day else None))
    assert [one for one in titles(session) if "incident" in one] == ["Look again at 2 incidents"]


def test_what_is_due_among_thousands_is_found_by_an_index(session: Session) -> None:
    for rule in due.RULES:
        condition, values = conditions.where(Query(rule.kind, due._conditions(rule, TODAY)))
        plan = session._reader.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {rule.kind} t WHERE {condition}", values)
        assert "INDEX" in plan.fetchone()[3], rule
