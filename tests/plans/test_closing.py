"""What closing an incident leads to."""

from __future__ import annotations

from datetime import date

import pytest

from vault.plans import closing
from vault.plans.days import Day
from vault.plans.fields import Link, Sharing
from vault.plans.model import Incident

TODAY = date(2026, 11, 24)


def incident(**values: object) -> Incident:
    return Incident(id="i", **{"title": "Bags searched", **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "titles"),
    [
        ({}, []),
        ({"followed": "yes", "procedures": (Link("p"),)}, []),
        ({"followed": "partly", "procedures": (Link("p"),)}, ["Mend the procedure “Stopped on the road”"]),
        ({"followed": "yes_failed"}, ["Write a procedure for: Bags searched"]),
        ({"followed": "none"}, ["Write a procedure for: Bags searched"]),
        ({"asked": "A call to the ministry. Soon."}, ["Ask the donor: A call to the ministry"]),
    ],
)
def test_each_answer_becomes_an_action(answers: dict[str, object], titles: list[str]) -> None:
    made = closing.actions(incident(**answers), "", {"p": "Stopped on the road"}, TODAY)
    assert [one.title for one in made] == titles
    assert all(one.risks == (Link("i"),) for one in made)
    assert all(one.due and one.due.first and one.due.first > TODAY for one in made)


@pytest.mark.parametrize("sharing", [None, Sharing.TEAM])
def test_an_action_is_no_more_open_than_its_incident(sharing: Sharing | None) -> None:
    sealed = incident(sharing=sharing, asked="A call", followed="none")
    assert [one.sharing for one in closing.actions(sealed, "The families", {}, TODAY)] == [sharing] * 3


def test_who_must_still_be_told_keeps_all_of_the_words() -> None:
    (made,) = closing.actions(incident(), "The families at Old Mill. By voice only.", {}, TODAY)
    assert made.title == "Tell The families at Old Mill"
    assert made.details == "The families at Old Mill. By voice only."
    assert made.due == Day("2026-11-26")


@pytest.mark.parametrize(
    ("stress", "chosen", "day"),
    [("later", None, "2026-12-08"), ("later", Day("2026-11-30"), "2026-11-30"), ("unneeded", None, None)],
)
def test_somebody_under_strain_is_asked_again(stress: str, chosen: Day | None, day: str | None) -> None:
    made = closing.closed(incident(stress=stress, follow_up_on=chosen, state="acting"), TODAY)
    assert made.state == "closed"
    assert made.follow_up_on == (Day(day) if day else None)
