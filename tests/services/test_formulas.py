"""A risk by its parts, gathered from links in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import begun
from vault.plans.fields import Link
from vault.plans.formula import Part
from vault.plans.model import Factor, Risk, Threat
from vault.plans.records import Record
from vault.services import formulas
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v") as one:
        yield one


def saved(session: Session, one: Record) -> Record:
    return session.save(one).result()


def test_parts_come_from_the_risk_from_its_threats_and_each_once(session: Session) -> None:
    risk = saved(session, Risk(title="R", vulnerabilities="- One road\n\n• Paper lists", capacities="Two cars"))
    assert isinstance(risk, Risk)
    threat = saved(session, Threat(title="T", state="new", risks=(Link(risk.id),)))
    saved(session, Threat(title="Old", state="closed", risks=(Link(risk.id),)))
    about = {"risks": (Link(risk.id),), "threats": (Link(threat.id),)}
    lamp = saved(session, Factor(title="No lamp", side="weak", **about))  # type: ignore[arg-type]
    lawyer = saved(session, Factor(title="A lawyer", side="strong", state="verified", threats=(Link(threat.id),)))
    bail = saved(session, Factor(title="Bail money", side="strong", state="needed", threats=(Link(threat.id),)))
    lost = saved(session, Factor(title="A radio", side="both", state="lost", risks=(Link(risk.id),)))
    parts = formulas.of(session, risk)
    assert parts.threats == (Part("T", threat.id),)
    assert sorted(parts.weak, key=lambda part: part.words) == [
        Part("A radio", lost.id), Part("No lamp", lamp.id), Part("One road"), Part("Paper lists"),
    ]  # fmt: skip
    assert parts.strong == (Part("Two cars"), Part("A lawyer", lawyer.id))
    assert sorted(part.words for part in parts.needed) == ["A radio", "Bail money"]
    assert bail.id in {part.id for part in parts.needed}


def test_the_chart_has_a_row_a_threat_and_then_the_risks_without_one(session: Session) -> None:
    risk = saved(session, Risk(title="R", vulnerabilities="One road"))
    saved(session, Risk(title="Alone", capacities="Two cars"))
    saved(session, Risk(title="Past", state="closed"))
    saved(session, Threat(title="T", state="new", risks=(Link(risk.id),)))
    saved(session, Factor(title="Bail money", side="strong", state="needed", risks=(Link(risk.id),)))
    assert formulas.chart(session) == [
        ("R", "T", "One road", "", "Bail money"),
        ("Alone", "", "", "Two cars", ""),
    ]


def test_what_is_in_the_bin_is_in_no_row_of_the_chart(session: Session) -> None:
    gone, stays = (session.save(Risk(title=words)).result() for words in ("Binned", "Kept"))
    session.save(Threat(title="Letter", risks=(Link(gone.id), Link(stays.id)))).result()
    factor = session.save(Factor(title="Alone at night", side="weak", risks=(Link(stays.id),))).result()
    session.trash([gone.id]).result()
    assert formulas.chart(session) == [("Kept", "Letter", "Alone at night", "", "")]
    session.trash([factor.id]).result()
    assert formulas.chart(session) == [("Kept", "Letter", "", "", "")]


def test_dots_tell_where_the_next_of_several_begins(session: Session) -> None:
    saved(session, Risk(title="R", vulnerabilities="One road out of the village\nNo signal after the ford"))
    ((_risk, _threat, weak, *_rest),) = formulas.chart(session)
    assert weak == "• One road out of the village\n• No signal after the ford"
