"""FIELD=VALUE as a script or a person types it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.vaults import begun
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Risk
from vault.plans.query import Query
from vault.services.filtering import NotUnderstood, condition
from vault.services.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("one") / "a.vault"
    with begun(path, by="N") as opened:
        leila = opened.save(Person(name="Leila")).result()
        opened.save_all(
            [
                Incident(
                    title="Followed",
                    affected=3,
                    category=("followed",),
                    occurred=Day("1997-01-05"),
                    people=(Link(leila.id),),
                ),
                Incident(title="Unclear", may_mean_nothing=True, occurred=Day("unknown"), tags=("bridge",)),
                Risk(title="High", probability=4, impact=5, area="office"),
                Risk(title="Low", probability=1, impact=1),
            ]
        ).result()
        yield opened


def found(session: Session, kind: str, typed: str) -> list[str]:
    return [one.title for one in session.page(Query(kind, (condition(session, kind, typed),)))]


@pytest.mark.parametrize(
    ("kind", "typed", "titles"),
    [
        ("incident", "category=followed", ["Followed"]),
        ("incident", "occurred=1997-01-05", ["Followed"]),
        ("incident", "occurred=unknown", ["Unclear"]),
        ("incident", "people=leila", ["Followed"]),
        ("incident", "people=nobody", []),
        ("incident", "may_mean_nothing=yes", ["Unclear"]),
        ("incident", "may_mean_nothing=no", ["Followed"]),
        ("incident", "tags=bridge", ["Unclear"]),
        ("incident", "title=Followed", ["Followed"]),
        ("incident", "number=2", ["Unclear"]),
        ("incident", "affected=3", ["Followed"]),
        ("risk", "probability=4", ["High"]),
        ("risk", "impact=Critical", ["High"]),
        ("risk", "area=", ["Low"]),
        ("risk", "area=Office", ["High"]),
        ("risk", "level_now=1", ["Low"]),
        ("risk", "title= High ", ["High"]),
    ],
)
def test_what_is_typed_finds(session: Session, kind: str, typed: str, titles: list[str]) -> None:
    assert found(session, kind, typed) == titles


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("risk", "area", "Write --where FIELD=VALUE, not “area”"),
        ("risk", "ghost=1", "has no field “ghost”. It has: "),
        ("risk", "area=moon", "“moon” is none of: travel, communication"),
        ("risk", "probability=often", "“often” is not a number"),
        ("incident", "affected=some", "“some” is not a number"),
        ("incident", "occurred=soon", "“soon” is not a day such as 1997, 1997-01 or 1997-01-05"),
    ],
)
def test_what_is_not_understood_is_said_with_what_there_is(session: Session, kind: str, typed: str, words: str) -> None:
    with pytest.raises(NotUnderstood, match=words):
        condition(session, kind, typed)
