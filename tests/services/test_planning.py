"""Which plan is the organisation's, what stands beside it, and what belongs to each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.vaults import begun
from vault.plans.fields import Link
from vault.plans.model import Plan, Procedure
from vault.services import planning
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v") as one:
        yield one


def put(session: Session, **values: object) -> Plan:
    return cast(Plan, session.save(Plan(**values)).result())  # type: ignore[arg-type]


def whole(session: Session) -> str:
    found = planning.whole(session)
    return found.title if found else ""


def test_the_plan_of_the_organisation_is_the_newest_in_use(session: Session) -> None:
    assert whole(session) == ""
    put(session, title="Mine", level="personal")
    assert whole(session) == ""
    put(session, title="Without a level")
    put(session, title="Trip", level="activity")
    assert whole(session) == "Without a level"
    put(session, title="Ours", level="organisation")
    put(session, title="Ours of last year", level="organisation", state="replaced")
    assert whole(session) == "Ours"


def test_the_others_stand_beside_it_in_the_order_of_their_levels(session: Session) -> None:
    ours = put(session, title="Ours", level="organisation")
    gone = put(session, title="Gone", level="personal", state="replaced")
    trip, mine = put(session, title="Trip", level="activity"), put(session, title="Mine", level="personal")
    assert [one.title for one in planning.others(session)] == ["Mine", "Trip"]
    besides = (planning.beside(session, one.id) for one in (trip, mine, ours, gone))
    assert [one.title if one else "" for one in besides] == ["Trip", "Mine", "", ""]


def test_a_plan_holds_its_procedures_in_its_own_order(session: Session) -> None:
    first, second, _third = (cast(Procedure, session.save(Procedure(title=one)).result()) for one in "ABC")
    every = [one for one in session.all("procedure") if isinstance(one, Procedure)]
    plan = put(session, title="Mine", level="personal", procedures=(Link(second.id), Link(first.id)))
    assert [one.title for one in planning.inside(plan, every)] == ["B", "A"]
    assert planning.inside(None, every) == every
