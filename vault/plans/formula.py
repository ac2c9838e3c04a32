"""A risk by its parts: threats, vulnerabilities, capacities. A thinking aid side by side; nothing is calculated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vault.i18n import N_
from vault.plans.model.factors import Factor
from vault.plans.model.risks import Risk
from vault.plans.model.threats import Threat
from vault.plans.records import Record

#: the columns of the chart used in trainings, one row a threat
CHART = (
    ("risk", N_("Risk")),
    ("threat", N_("Threat")),
    ("weak", N_("What makes us vulnerable")),
    ("strong", N_("Strengths we have")),
    ("needed", N_("Strengths we need")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A point in words; `id` is "" for a line that was typed into the risk itself."""

    words: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """What a risk is made of; `needed` are capacities that are not there yet, or were lost."""

    threats: tuple[Part, ...]
    weak: tuple[Part, ...]
    strong: tuple[Part, ...]
    needed: tuple[Part, ...]


def of(risk: Risk | None, threats: Sequence[Threat], factors: Iterable[Factor]) -> Formula:
    """The parts of a risk: what is linked, each once, and before it the lines typed into the risk."""
    told = list({one.id: one for one in factors}.values())
    typed_weak = [Part(line) for line in lines(risk.vulnerabilities if risk else "")]
    typed_strong = [Part(line) for line in lines(risk.capacities if risk else "")]
    strong = [one for one in told if one.strengthens]
    return Formula(
        tuple(_part(one) for one in threats),
        (*typed_weak, *(_part(one) for one in told if one.weakens)),
        (*typed_strong, *(_part(one) for one in strong if one.held)),
        tuple(_part(one) for one in strong if not one.held),
    )


def lines(text: str) -> list[str]:
    """The points of a text, a line each, without their bullets."""
    return [line.strip("-• ") for line in text.splitlines() if line.strip("-• ")]


def _part(one: Record) -> Part:
    return Part(one.title, one.id)
