"""The health of a real vault: what the rules ask of the whole is gathered right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.vaults import Days, begun
from vault.plans import comparing
from vault.plans.fields import Link
from vault.plans.model import Action, Analysis, Incident, Person, Procedure, Risk
from vault.plans.records import Record
from vault.services import health, sample
from vault.services.session import Session


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def session(tmp_path: Path, clock: Days) -> Iterator[Session]:
    with begun(tmp_path / "v", clock=clock) as one:
        yield one


def found(session: Session) -> dict[str, list[str]]:
    return {one.rule.key: [record.title for record in one.records] for one in health.findings(session)}


def saved(session: Session, one: Record) -> Record:
    return session.save(one).result()


def test_an_incident_after_the_score_asks_for_it_again(session: Session, clock: Days) -> None:
    me = saved(session, Person(name="Me"))
    risk = saved(session, Risk(title="R", probability=3, impact=3, owner=(Link(me.id),)))
    saved(session, Procedure(title="P", risks=(Link(risk.id),), owner=(Link(me.id),), steps=(("a",),)))
    saved(session, Action(title="A", risks=(Link(risk.id),)))
    assert set(found(session)) == {"unpractised"}
    clock.passed[0] = 3
    saved(session, Incident(title="I", risks=(Link(risk.id),)))
    assert found(session)["old_score"] == ["R"]
    clock.passed[0] = 4
    now = session.find(risk.id)
    assert isinstance(now, Risk)
    saved(session, replace(now, probability=4))
    assert "old_score" not in found(session)


def test_a_serious_incident_is_concluded_by_looking_at_it(session: Session) -> None:
    one = saved(session, Incident(title="I", state="acting", severity="serious"))
    assert found(session)["conclusion"] == ["I"]
    saved(session, Analysis(title="A", threats=(Link(one.id),), facts_unknown=True))
    assert "conclusion" not in found(session)


def test_today_counts_the_same(session: Session) -> None:
    sample.fill(session)
    today, all_of_it = health.standing(session), found(session)
    in_short = {
        "owner": today.unowned, "uncovered": today.uncovered,
        "unpractised": today.unpractised, "orphan": today.orphans,
    }  # fmt: skip
    assert {key: [one.title for one in some] for key, some in in_short.items()} == {
        key: all_of_it.get(key, []) for key in in_short
    }


def test_what_changed_since_a_day(session: Session, clock: Days) -> None:
    risk = saved(session, Risk(title="R", probability=3, impact=3))
    clock.passed[0] = 5
    saved(session, Risk(title="New"))
    now = session.find(risk.id)
    assert isinstance(now, Risk)
    saved(session, replace(now, probability=4))
    titles = {one.id: one.title for one in session.all("risk")}
    told = [
        line
        for one in session.differences(date(2026, 11, 27))
        for line in comparing.lines(one, lambda id: titles.get(id, ""))
    ]
    assert told == ["New: Risk “New”", "Risk “R”", "  Likelihood: Possible → Likely"]
    assert len(session.differences(date(2026, 11, 20))) >= 2
    assert session.differences(date(2026, 12, 20)) == []
