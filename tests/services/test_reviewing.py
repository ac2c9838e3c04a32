"""What is due, what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.vaults import begun
from vault.clock import Clock
from vault.plans import first_steps
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Person, Plan, Procedure, Risk
from vault.plans.model.risks import RISK_AREA
from vault.plans.records import Record, faults
from vault.services import beginning, health, reviewing
from vault.services import due as due_list
from vault.services.session import Session
from vault.storage import registers
from vault.storage.registers import BackedUp

TODAY = date(2026, 11, 24)
SOON = TODAY + timedelta(days=14)


@dataclass(frozen=True)
class Tuesday(Clock):
    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 41, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v", clock=Tuesday()) as one:
        yield one


def save(session: Session, *records: Record) -> list[Record]:
    return session.save_all(records).result()


def due(session: Session) -> list[tuple[str, date]]:
    return [(one.title, one.day) for one in due_list.due(session, TODAY, SOON)]


def test_open_actions_are_due_the_earliest_first(session: Session) -> None:
    save(
        session,
        Action(title="Later", due=Day("2026-11-27"), state="agreed"),
        Action(title="Late", due=Day("2026-11-18"), state="doing"),
        Action(title="Far", due=Day("2027-01-01"), state="doing"),
        Action(title="Done", due=Day("2026-11-18"), state="done"),
        Action(title="Some day", state="agreed"),
    )
    assert due(session) == [("Late", date(2026, 11, 18)), ("Later", date(2026, 11, 27))]


def test_a_month_is_late_when_it_is_over(session: Session) -> None:
    save(session, Action(title="In November", due=Day("2026-11")), Action(title="In October", due=Day("2026-10")))
    assert due(session) == [("In October", date(2026, 10, 31)), ("In November", date(2026, 11, 30))]


def test_reviews_of_risks_and_plans_are_due(session: Session) -> None:
    save(
        session,
        Risk(title="Raid", probability=4, impact=4, review_on=Day("2026-11-27")),
        Risk(title="Closed", review_on=Day("2026-11-27"), state="closed"),
        Plan(title="The plan", review_on=Day("2026-11-26"), state="in_force"),
        Plan(title="Old plan", review_on=Day("2026-11-26"), state="replaced"),
    )
    assert due(session) == [
        ("Look again at “The plan”", date(2026, 11, 26)),
        ("Look again at risk 1: Raid", date(2026, 11, 27)),
    ]


def test_many_risks_of_one_day_are_one_line(session: Session) -> None:
    save(session, *(Risk(title=f"Risk {n}", review_on=Day("2026-11-27")) for n in range(5)))
    (line,) = due_list.due(session, TODAY, SOON)
    assert line.title == "Look again at 5 risks"
    assert line.id == ""


def test_contacts_with_a_role_are_checked_twice_a_year(session: Session) -> None:
    save(
        session,
        Person(name="Idris", emergency_roles=("lawyer",), checked_on=Day("2026-06-20")),
        Person(name="Samir", emergency_roles=("coordinator",), checked_on=Day("2026-11-01")),
        Person(name="Leila", checked_on=Day("2020")),
    )
    assert due(session) == [("Check that Idris still answers", TODAY)]
    save(session, Person(name="Osman", emergency_roles=("medical",), checked_on=Day("2026-01")))
    assert due(session) == [("Check that 2 contacts still answer", TODAY)]


def test_incidents_that_are_looked_at_are_not_forgotten(session: Session) -> None:
    save(session, Incident(title="Calls", state="looking"), Incident(title="Noted", state="noted"))
    assert due(session) == [("Look again at incident 1", TODAY)]


def test_health_counts_what_is_missing(session: Session) -> None:
    (joseph,) = save(session, Person(name="Joseph"))
    owned, _bare, closed = save(
        session,
        Risk(title="Owned", owner=(Link(joseph.id),)),
        Risk(title="Bare"),
        Risk(title="Closed", state="closed"),
    )
    save(
        session,
        Procedure(title="A", risks=(Link(owned.id), Link(closed.id)), practised_on=Day("2026-07")),
        Procedure(title="B", risks=(Link(owned.id),)),
    )
    found = health.standing(session)
    assert [one.title for one in (*found.unowned, *found.uncovered, *found.unpractised)] == ["Bare", "Bare", "B"]
    assert (len(found.risks), len(found.procedures)) == (2, 2)
    assert found.orphans == ()
    assert reviewing.highest(()) is None


def test_squares_count_live_risks_after_measures_where_scored(session: Session) -> None:
    save(
        session,
        Risk(title="A", probability=4, impact=4, residual_probability=2, residual_impact=2),
        Risk(title="B", probability=2, impact=2),
        Risk(title="C", probability=2),
        Risk(title="D", probability=5, impact=5, state="closed"),
    )
    assert reviewing.risk_squares(health.standing(session).risks) == {(2, 2): 2}


def test_the_next_step_begins_with_what_waits_longest_and_ends_with_the_backup(session: Session) -> None:
    save(
        session,
        Action(title="Fit the lock", due=Day("2026-11-18")),
        Person(name="Idris", emergency_roles=("lawyer",), checked_on=Day("2026-06-20")),
        Risk(title="Raid", probability=4, impact=4),
        Procedure(title="On the road"),
    )
    steps = reviewing.next_steps(session, TODAY, due_list.due(session, TODAY, SOON), health.standing(session))
    assert [step.kind for step in steps] == ["action", "person", "risk", "uncovered", "procedure", "backup"]
    assert all(step.because.startswith("Because") for step in steps)


def test_nothing_is_suggested_where_all_is_well(session: Session) -> None:
    session.record_backup("stick", 1, True).result()
    assert reviewing.next_steps(session, TODAY, [], health.standing(session)) == []


def test_finished_actions_are_counted_from_a_day_on(session: Session) -> None:
    save(
        session,
        Action(title="A", state="done", done_on=Day("2026-09-01")),
        Action(title="B", state="checked", done_on=Day("2026-06-01")),
        Action(title="C", state="doing"),
    )
    assert reviewing.finished_since(session, date(2026, 7, 1)) == 1


# ------------------------------------------------------------------------------------------ the first steps


def test_five_steps_stand_for_five_areas_and_open_with_a_procedure_that_can_be_saved() -> None:
    areas = [step.area for step in first_steps.shipped()]
    assert len(set(areas)) == 5
    assert set(areas) <= set(dict(RISK_AREA))
    for step in first_steps.shipped():
        assert faults(step.begun()) == {}
        assert len(step.begun().steps) >= 3


def test_a_vault_is_new_until_three_steps_are_settled(session: Session) -> None:
    assert beginning.is_new(session)
    beginning.agree(session, "travel", TODAY).result()
    beginning.skip(session, "home").result()
    assert beginning.is_new(session)
    save(session, Procedure(title="Keys", area="office"))
    assert beginning.settled(session) == {
        "travel": "agreed:2026-11-24",
        "home": "skipped",
        "office": "agreed:2026-11-24",
    }
    assert not beginning.is_new(session)
    beginning.open_again(session, "home").result()
    assert beginning.is_new(session)


def test_a_vault_with_risks_or_skipped_steps_is_not_new(session: Session) -> None:
    beginning.skip_all(session).result()
    assert not beginning.is_new(session)
    beginning.open_again(session, "all").result()
    assert beginning.is_new(session)
    save(session, Risk(title="Raid"))
    assert not beginning.is_new(session)


def test_the_age_of_a_backup_is_counted_in_days_of_this_place(session: Session) -> None:
    made = BackedUp("2026-11-17T01:30:00+03:00", "Nadia", "/stick", 1, "")  # still the 16th here
    session.submit(lambda work: registers.put_backup(work.db, made)).result()
    steps = reviewing.next_steps(session, TODAY, [], health.standing(session))
    assert [one.because for one in steps] == ["Because the last one is 8 days old."]


def test_a_backup_made_by_a_clock_that_ran_ahead_is_not_taken_for_a_new_one(session: Session) -> None:
    made = BackedUp("2036-11-17T01:30:00+03:00", "Nadia", "/stick", 1, "")
    session.submit(lambda work: registers.put_backup(work.db, made)).result()
    steps = reviewing.next_steps(session, TODAY, [], health.standing(session))
    assert [one.because for one in steps] == ["How old the last one is, nobody can tell."]
