"""Patterns counted in a real vault."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import days
from tests.ui.conftest import Tuesday
from tests.vaults import begun
from vault import i18n
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Actor, Analysis, Incident, Person, Place
from vault.plans.records import Record
from vault.services import patterns
from vault.services.session import Session

ALL = date(1, 1, 1), date(9999, 12, 31)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v", clock=Tuesday()) as one:
        yield one


def saved(session: Session, one: Record) -> Record:
    return session.save(one).result()


def happened(session: Session, text: str, **values: object) -> Record:
    return saved(session, Incident(title="I", occurred=Day(text), **values))  # type: ignore[arg-type]


def test_exact_days_hours_and_vague_ones(session: Session) -> None:
    for text in (
        "2026-11-05T18:10",
        "2026-11-05",
        "2026-11-06~",
        "2026-11",
        "2026",
        "2026-11-01/2026-11-03",
        "unknown",
    ):
        happened(session, text)
    saved(session, Incident(title="no day at all"))
    counts = session.patterns(*ALL)
    assert counts.days == {date(2026, 11, 5): 2}
    assert counts.hours == {18: 1}
    assert counts.vague == 4
    assert counts.undated == 2
    assert counts.total == 6


@given(st.lists(days(), max_size=12), st.dates(date(1000, 1, 2)), st.integers(0, 4000))
def test_every_day_counts_by_its_first(session: Session, found: list[Day], begin: date, long: int) -> None:
    end = date.fromordinal(min(date.max.toordinal(), begin.toordinal() + long))
    session.submit(lambda work: work.db.execute("DELETE FROM incident")).result()
    records = [(Incident(title="I", occurred=day), "") for day in found]
    session.save_batch(records, "", "some").result()
    inside = [day for day in found if day.first and begin <= day.first < end]
    assert session.patterns(begin, end).total == len(inside)


@pytest.mark.parametrize("text", ["2026~", "2026-11~", "2026/2027", "2026-11/2027-01", "2026-11-24~", "2026"])
def test_what_is_known_of_this_year_alone_is_counted(session: Session, text: str) -> None:
    happened(session, text)
    assert session.patterns(date(2026, 1, 1), date(2026, 11, 25)).total == 1
    assert session.patterns(date(2026, 11, 25), date(2027, 1, 1)).total == 0


def test_a_month_counts_where_it_begins(session: Session) -> None:
    happened(session, "2026-11")
    happened(session, "2026")
    assert session.patterns(date(2026, 11, 1), date(2026, 12, 1)).total == 1
    assert session.patterns(date(2026, 11, 2), date(2026, 12, 1)).total == 0
    assert session.patterns(date(2026, 1, 1), date(2026, 12, 1)).total == 2


def test_kinds_places_actors_and_people_of_the_period_alone(session: Session) -> None:
    bridge, guards = saved(session, Place(name="Bridge")), saved(session, Actor(name="Guards"))
    leila = saved(session, Person(name="Leila"))
    links = {"place": (Link(bridge.id),), "actors": (Link(guards.id),), "people": (Link(leila.id),)}
    happened(session, "2026-11-05", category=("stop", "calls"), **links)
    happened(session, "2026-11-06", category=("stop",), **links)
    happened(session, "2025-11-06", category=("stop",), **links)
    gone = happened(session, "2026-11-07", category=("stop",), **links)
    session.trash([gone.id]).result()
    counts = session.patterns(date(2026, 1, 1), date(2027, 1, 1))
    assert counts.kinds == {"stop": 2, "calls": 1}
    assert (counts.places, counts.actors, counts.people) == ({bridge.id: 2}, {guards.id: 2}, {leila.id: 2})


def test_the_time_since_the_team_looked_last_is_compared(session: Session) -> None:
    assert patterns.last_look(session, date(2026, 11, 24)) == date(2026, 8, 25)
    saved(session, Analysis(title="A", made_on=Day("2026-11-20")))
    saved(session, Analysis(title="A", made_on=Day("2026-09-01")))
    assert patterns.last_look(session, date(2026, 11, 24)) == date(2026, 9, 1)
    for day in ("2026-09-03", "2026-10-03", "2026-11-03"):
        happened(session, day)
    assert patterns.found(session).change == ("Since Tue 1 Sep: 3 incidents, 0 in as long a time before. That is more.")


def test_more_days_than_there_were_are_all_days(session: Session) -> None:
    happened(session, "0001-01-01")
    assert patterns.found(session, 10**9).counts == patterns.found(session).counts


def test_days_alone_are_those_of_the_whole_count(session: Session) -> None:
    for text in (
        "2025-11-24", "2026-11-05T18:10", "2026-11-05", "2026-11-06~", "2026-11", "2026", "2026-11-07/2026-11-08",
        "unknown", "2026-11-24", "2026-11-25", "9999-12-31", "0001-01-01",
    ):  # fmt: skip
        happened(session, text)
    gone = happened(session, "2026-11-09")
    session.trash([gone.id]).result()
    for begin, end in (ALL, (date(2026, 11, 5), date(2026, 11, 25)), (date(2026, 11, 6), date(2026, 11, 6))):
        assert session.event_days(begin, end) == session.patterns(begin, end).days
    assert patterns.year(session) == patterns.found(session, 371).counts.days


class OneWord(gettext.NullTranslations):
    """A language that knows one word."""

    def gettext(self, message: str) -> str:
        return "Detenidos" if message == "Stopped or searched on the way" else message


def test_the_kind_that_stands_out_is_told_in_the_chosen_language(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(4):
        happened(session, "2026-11-05", category=("stop",))
    monkeypatch.setattr(i18n, "_catalogue", OneWord())
    assert "Detenidos: 4 of 4." in patterns.found(session).told
