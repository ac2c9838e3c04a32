"""The table of who decides: a row for every type, filled in or waiting."""

from __future__ import annotations

from vault.plans import deciding
from vault.plans.deciding import Usual
from vault.plans.fields import Link
from vault.plans.model import Decision
from vault.plans.model.decisions import DECISION_TYPE
from vault.plans.redaction import NHRF, may_leave

USUAL = {"trip": Usual("trip", "The trip waits.", "Anyone may turn back.")}
NAMES = {"n": "Nadia", "s": "Samir"}


def name(id: str) -> str:
    return NAMES.get(id, "")


def test_every_type_has_a_row_and_an_empty_one_brings_the_safer_choice() -> None:
    lines = deciding.table([], USUAL, name)
    assert [one.decision.type for one in lines] == [key for key, _words in DECISION_TYPE if key != "other"]
    trip = next(one for one in lines if one.decision.type == "trip")
    assert not trip.named
    assert trip.cells == ("Let a trip go ahead", "Nobody named yet", "", "", "", "The trip waits.")
    assert (trip.decision.id, trip.decision.authority) == ("", "Anyone may turn back.")


def test_what_is_filled_in_stands_in_place_of_the_empty_row() -> None:
    both = Decision(id="1", title="Trips by car", type="trip", decides=(Link("n"), Link("s")), informs=(Link("gone"),))
    second = Decision(id="2", title="Trips by boat", type="trip", deputy=(Link("s"),), unreachable=" Stay. ")
    lines = deciding.table([second, both], USUAL, name)
    trips = [one for one in lines if one.decision.type == "trip"]
    assert [one.cells for one in trips] == [
        ("Trips by boat", "Nobody named yet", "Samir", "", "", "Stay."),
        ("Trips by car", "Nadia, Samir", "", "", "", ""),
    ]
    assert [one.named for one in trips] == [False, True]


def test_what_is_of_no_type_comes_last() -> None:
    lines = deciding.table([Decision(id="1", title="Who feeds the dog")], {}, name)
    assert lines[-1].cells[0] == "Who feeds the dog"
    assert len(lines) == len(DECISION_TYPE)


def test_it_reaches_nobody_outside() -> None:
    assert not may_leave(Decision(id="1", title="Trips"), NHRF)
