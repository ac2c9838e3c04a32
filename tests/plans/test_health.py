"""Each rule of the register's health finds what it is for, and nothing that is well."""

from __future__ import annotations

from datetime import date

import pytest

from vault.plans import health
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.health import RULES, Around
from vault.plans.model import Factor, Incident, Plan, Procedure, Risk
from vault.plans.records import KINDS, Record

TODAY = date(2026, 11, 24)
ME = (Link("me"),)
WELL = Risk(id="r", title="R", owner=ME, probability=3, impact=3, treatment="reduce")
AROUND = Around(TODAY, {"r": (1, 1)}, {"r": 1}, {"r": TODAY}, {"r": TODAY}, frozenset({"i"}))


def keys(one: Record, around: Around = AROUND) -> set[str]:
    return {found.rule.key for found in health.findings([one], around)}


def risk(**values: object) -> Risk:
    return Risk(**{"id": "r", "title": "R", "owner": ME, "probability": 3, "impact": 3, "treatment": "reduce"} | values)  # type: ignore[arg-type]


def around(**values: object) -> Around:
    given = {name: getattr(AROUND, name) for name in Around.__slots__}
    return Around(**given | values)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_each_cure_is_a_field_of_its_kind(rule: health.Rule) -> None:
    assert rule.cure in KINDS[rule.kind].fields
    assert "{n}" in rule.many
    assert rule.why


def test_keys_are_told_apart() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "one",
    [
        WELL,
        Procedure(title="P", steps=(("a",),), owner=ME, risks=(Link("r"),), practised_on=Day("2026-03-01")),
        Factor(title="F", side="strong", checked_on=Day("2026-03-01")),
        Factor(title="F", side="weak"),
        Factor(title="F", side="strong", state="needed"),
        Plan(title="P", review_on=Day("2027-01-01")),
        Incident(id="i", title="I", state="looking", severity="serious"),
        Incident(title="I", state="closed", closed_as="acted"),
        Incident(title="I", severity="serious"),
    ],
)
def test_what_is_well_is_left_alone(one: Record) -> None:
    assert keys(one) == set()


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (risk(owner=()), "owner"),
        (risk(treatment="accept", acceptable="no", accepted_until=Day("2027")), "contradiction"),
        (risk(residual_probability=5, residual_impact=5), "contradiction"),
        (risk(state="closed"), "contradiction"),
        (risk(treatment="accept", accepted_until=Day("2026-11-23")), "acceptance_over"),
        (risk(treatment="accept"), "for_ever"),
        (Incident(title="I", state="closed"), "conclusion"),
        (Incident(title="I", state="acting", severity="critical"), "conclusion"),
        (Procedure(title="P", owner=ME, risks=(Link("r"),), practised_on=Day("2026-03")), "steps"),
        (Procedure(title="P", steps=(("a",),), risks=(Link("r"),), practised_on=Day("2026-03")), "keeper"),
        (Procedure(title="P", steps=(("a",),), owner=ME, risks=(Link("r"),)), "unpractised"),
        (
            Procedure(title="P", steps=(("a",),), owner=ME, risks=(Link("r"),), practised_on=Day("2025")),
            "practised_long_ago",
        ),
        (Procedure(title="P", steps=(("a",),), owner=ME, practised_on=Day("2026-03")), "orphan"),
        (Factor(title="F", side="strong"), "untested"),
        (Plan(title="P"), "plan_review"),
    ],
)
def test_what_is_missing_is_found(one: Record, key: str) -> None:
    assert keys(one, around(today=date(2027, 3, 1)) if key == "practised_long_ago" else AROUND) == {key}


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"procedures": {}}, "uncovered"),
        ({"scored": {"r": date(2026, 1, 1)}}, "old_score"),
    ],
)
def test_what_hangs_on_a_risk_counts(changed: dict[str, object], key: str) -> None:
    assert keys(WELL, around(**changed)) == {key}


def test_a_high_risk_without_an_action() -> None:
    assert keys(risk(probability=5, impact=5), around(actions={})) == {"high"}
    assert keys(risk(probability=5, impact=5)) == set()


def test_the_sentence_counts() -> None:
    (found,) = health.findings([risk(owner=()), risk(id="r", owner=())], AROUND)
    assert found.sentence() == "2 risks have no owner"
    assert health.findings([risk(owner=())], AROUND)[0].sentence() == "1 risk has no owner"
