"""Earlier events that are like one, found in the vault through places, people, kinds, days and words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import begun
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Place, Threat
from vault.plans.records import Record
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v") as one:
        yield one


def saved(session: Session, one: Record) -> Record:
    return session.save(one).result()


def titles(session: Session, subject: Record) -> dict[str, tuple[str, ...]]:
    return {one.record.title: one.reasons for one in session.alike(subject)}


def test_each_trace_leads_to_what_shares_it(session: Session) -> None:
    bridge, leila = saved(session, Place(name="Bridge")), saved(session, Person(name="Leila"))
    for one in (
        Incident(title="A car waited", place=(Link(bridge.id),), occurred=Day("2026-02-03")),
        Incident(title="Somebody asked for her", people=(Link(leila.id),), occurred=Day("2026-04-01")),
        Incident(title="Papers were looked at", category=("stop",), occurred=Day("2026-05-01")),
        Incident(title="Lamp broken in the yard", occurred=Day("2026-11-10")),
        Threat(title="Guards with dogs shouted", received=Day("2026-01-05")),
        Incident(title="Guards with dogs again, and later", place=(Link(bridge.id),), occurred=Day("2026-12-01")),
    ):
        saved(session, one)
    subject = saved(
        session,
        Incident(
            title="Guards with dogs stopped us", place=(Link(bridge.id),), people=(Link(leila.id),),
            category=("stop",), occurred=Day("2026-11-12"),
        ),
    )  # fmt: skip
    assert titles(session, subject) == {
        "A car waited": ("same place",),
        "Somebody asked for her": ("same person",),
        "Papers were looked at": ("same kind",),
        "Guards with dogs shouted": ("same words",),
    }


def test_what_is_not_saved_yet_has_earlier_ones_too(session: Session) -> None:
    bridge = saved(session, Place(name="Bridge"))
    saved(session, Incident(title="A car waited", place=(Link(bridge.id),)))
    assert list(titles(session, Incident(title="", place=(Link(bridge.id),)))) == ["A car waited"]


def test_the_bin_is_left_out(session: Session) -> None:
    bridge = saved(session, Place(name="Bridge"))
    then = saved(session, Incident(title="A car waited", place=(Link(bridge.id),)))
    now = saved(session, Incident(title="Stopped", place=(Link(bridge.id),)))
    session.trash([then.id]).result()
    assert titles(session, now) == {}


def test_the_best_is_found_among_hundreds_at_the_same_place(session: Session) -> None:
    bridge, leila = saved(session, Place(name="Bridge")), saved(session, Person(name="Leila"))
    first = Incident(title="Old one", place=(Link(bridge.id),), people=(Link(leila.id),), occurred=Day("2020-01-01"))
    crowd = [Incident(title=f"Passing {n}", place=(Link(bridge.id),), occurred=Day("2024-01-01")) for n in range(300)]
    session.save_all([first, *crowd]).result()
    subject = Incident(title="Now", place=(Link(bridge.id),), people=(Link(leila.id),), occurred=Day("2026-11-12"))
    assert next(iter(titles(session, subject))) == "Old one"


@pytest.mark.parametrize("text", ["0001-01-01", "0001", "0001/9999", "9999-12-31", "9999-12-31T23:59"])
def test_the_first_and_the_last_day_of_all_are_days_too(session: Session, text: str) -> None:
    saved(session, Incident(title="A white van at the gate", occurred=Day(text), category=("watched",)))
    for again in (
        Incident(title="The white van at the gate", occurred=Day(text), category=("watched",)),
        Threat(title="A white van at the gate", received=Day(text)),
    ):
        assert "A white van at the gate" in titles(session, saved(session, again))


def test_the_whole_day_is_near_and_the_next_is_not_before_it(session: Session) -> None:
    for text in ("2026-11-24T23:59", "2026-11-24~", "2026-11-25"):
        saved(session, Incident(title=f"Stopped {text}", occurred=Day(text), category=("stop",)))
    subject = saved(session, Incident(title="Now", occurred=Day("2026-11-24"), category=("stop",)))
    assert set(titles(session, subject)) == {"Stopped 2026-11-24T23:59", "Stopped 2026-11-24~"}


def test_of_very_many_people_the_newest_lead_to_others(session: Session) -> None:
    session.save_all([Person(name=f"P {n}") for n in range(200)]).result()
    found = [one for one in session.all("person") if isinstance(one, Person)]
    newest = max(found, key=lambda one: one.number)
    saved(session, Incident(title="Asked for at the door", people=(Link(newest.id),)))
    subject = saved(session, Incident(title="Many were called", people=tuple(Link(one.id) for one in found)))
    assert titles(session, subject) == {"Asked for at the door": ("same person",)}
