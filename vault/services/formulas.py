"""The parts of risks, gathered from links in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vault.plans import formula
from vault.plans.formula import Formula, Part
from vault.plans.model import Factor, Risk, Threat
from vault.plans.records import Record
from vault.services.session import Session


def of(session: Session, risk: Risk) -> Formula:
    """Threats that make the risk, and the factors that matter for it or for one of these threats."""
    linked = [one for one, _name in session.backlinks(risk.id)]
    threats = [one for one in linked if isinstance(one, Threat) and one.open]
    factors = [*_factors(linked), *(one for threat in threats for one in _about(session, threat))]
    return formula.of(risk, threats, factors)


def chart(session: Session) -> list[tuple[str, ...]]:
    """One row a threat that is kept in view, in the columns of `formula.CHART`; risks without a threat come last."""
    rows: list[tuple[str, ...]] = []
    covered: set[str] = set()
    about = _by_subject(session)
    all_risks = {one.id: one for one in session.all("risk") if isinstance(one, Risk)}  # none that is in the bin
    for threat in session.all("threat"):
        if isinstance(threat, Threat) and threat.open:
            risks = [all_risks[link.id] for link in threat.risks if link.id in all_risks]
            covered |= {one.id for one in risks}
            rows.append(_row(risks, threat, about))
    left = (one for one in all_risks.values() if one.live and one.id not in covered)
    return rows + [_row([one], None, about) for one in left]


def _by_subject(session: Session) -> dict[str, list[Factor]]:
    """Threat or risk -> the factors that matter for it."""
    found: dict[str, list[Factor]] = {}
    for one in session.all("factor"):
        if isinstance(one, Factor):
            for id in dict.fromkeys(link.id for link in (*one.threats, *one.risks)):
                found.setdefault(id, []).append(one)
    return found


def _row(risks: list[Risk], threat: Threat | None, about: Mapping[str, list[Factor]]) -> tuple[str, ...]:
    factors = list(about.get(threat.id, ())) if threat else []
    for risk in risks:
        factors += about.get(risk.id, ())
    parts = formula.of(None, [threat] if threat else [], factors)
    typed = [formula.of(risk, [], []) for risk in risks]
    weak = [part for one in typed for part in one.weak] + list(parts.weak)
    strong = [part for one in typed for part in one.strong] + list(parts.strong)
    shown = ([Part(one.title) for one in risks], parts.threats, weak, strong, parts.needed)
    return tuple(_listed(list(dict.fromkeys(part.words for part in column))) for column in shown)


def _listed(words: list[str]) -> str:
    """One below the other; dots tell where the next begins, for some take several lines."""
    return "\n".join(f"• {one}" for one in words) if len(words) > 1 else "".join(words)


def _about(session: Session, threat: Threat) -> Iterator[Factor]:
    yield from _factors(one for one, _name in session.backlinks(threat.id))


def _factors(linked: Iterable[Record]) -> list[Factor]:
    return [one for one in linked if isinstance(one, Factor)]
