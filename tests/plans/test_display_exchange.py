"""Values in words and as plain data: what is odd is shown as it is or refused, never changed in silence."""

from __future__ import annotations

from typing import Any

import pytest

from vault.plans import withheld
from vault.plans.cells import pieces
from vault.plans.display import shown
from vault.plans.exchange import from_plain, record_from_plain, record_to_plain
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Risk
from vault.plans.naming import title_for
from vault.plans.records import KINDS


def test_links_without_titles_are_not_shown() -> None:
    people = KINDS["incident"].fields["people"]
    links = (Link("a", "affected"), Link("b"))
    assert shown(people, links) == ""
    assert shown(people, links, {"a": "Leila", "b": "Amina"}.__getitem__).startswith("Leila (")


def test_numbers_without_an_answer_are_nothing() -> None:
    affected = KINDS["incident"].fields["affected"]
    assert (shown(affected, None), shown(affected, 0)) == ("", "0")


@pytest.mark.parametrize(
    ("kind", "name", "plain", "error"),
    [
        ("incident", "title", 7, TypeError),
        ("risk", "probability", 9, ValueError),
        ("risk", "probability", "often", ValueError),
        ("incident", "people", "someone", (TypeError, ValueError)),
        ("incident", "affected", "many", ValueError),
    ],
)
def test_data_that_do_not_fit_a_field_are_refused(kind: str, name: str, plain: Any, error: Any) -> None:
    with pytest.raises(error):
        from_plain(KINDS[kind].fields[name], plain)


@pytest.mark.parametrize(
    "one", [Incident(title="A", affected=3, may_mean_nothing=True), Risk(title="R", probability=2)]
)
def test_what_is_plain_comes_back(one: Incident | Risk) -> None:
    assert record_from_plain(record_to_plain(one)) == one


def test_a_cell_that_only_looks_like_a_list_is_text() -> None:
    assert pieces("[not a list") == ["[not a list"]
    assert pieces('["a", 1]') == ['["a", 1]']
    assert pieces('["a;b", "c"]') == ["a;b", "c"]


def test_a_title_is_made_of_what_there_is() -> None:
    assert title_for("incident", {"facts": "  \n", "category": ("followed",)}) == "Being followed"
    assert title_for("incident", {"facts": " \n", "interpretation": "A warning came."}) == "A warning came"
    assert title_for("person", {}) == ""
    assert title_for("incident", {}) == "Incident"


def test_a_score_can_be_given_anew() -> None:
    assert Risk(title="R", probability=1, impact=1).scored(3, 4).level == Risk(title="R", probability=3, impact=4).level


def test_who_somebody_is_stays_out_of_what_is_printed_of_a_fault() -> None:
    assert "Leila" not in repr(Person(name="Leila"))


def test_every_cell_of_a_table_may_name_somebody() -> None:
    steps = KINDS["procedure"].fields["steps"]
    assert withheld._typed(steps, (("call", "Ana"), ("leave", ""))) == ("call", "Ana", "leave", "")
