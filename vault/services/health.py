"""The health of the register: what the rules of `plans/health` find in an open vault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault.plans import health
from vault.plans.health import Around, Finding
from vault.plans.model import Action, Analysis, Incident, Procedure, Risk, Threat
from vault.plans.model.incidents import SERIOUS
from vault.plans.model.risks import SCORES
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services.session import Entry, Session

#: rules for which risks and procedures alone have to be read
_IN_SHORT = (health.OWNER, health.UNCOVERED, health.UNPRACTISED, health.ORPHAN)
_CLOSED = Query(
    "incident", (Condition("state", "is", "closed"), Condition("closed_as", "is", ""), Condition("lesson", "is", ""))
)
_SERIOUS = Query("incident", (Condition("severity", "in", SERIOUS),))
#: incidents looked at: more than that nobody concludes one by one
_MOST = 500


def findings(session: Session) -> list[Finding]:
    """Everything that is missing or does not fit, the weightiest first."""
    risks = [one for one in session.all("risk") if isinstance(one, Risk)]
    procedures = [one for one in session.all("procedure") if isinstance(one, Procedure)]
    incidents = _incidents(session)
    around = _around(session, risks, procedures)
    return health.findings([*risks, *procedures, *incidents, *session.all("factor"), *session.all("plan")], around)


def begun(session: Session) -> bool:
    """Whether anything is written down in which something could be missing."""
    return any(session.count(Query(kind)) for kind in ("risk", "procedure", "incident"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the plan stands, in short: live risks and procedures, and those of them that lack something."""

    risks: tuple[Risk, ...]
    procedures: tuple[Procedure, ...]
    unowned: tuple[Risk, ...]
    uncovered: tuple[Risk, ...]
    unpractised: tuple[Procedure, ...]
    orphans: tuple[Procedure, ...]


def standing(session: Session) -> Standing:
    """What the rules of risks and procedures alone find: as `findings` has it, and sooner."""
    risks = tuple(one for one in session.all("risk") if isinstance(one, Risk) and one.live)
    procedures = tuple(one for one in session.all("procedure") if isinstance(one, Procedure))
    around = Around(session.clock.now().date(), {}, _covered(procedures), {}, {}, frozenset())
    found = health.findings([*risks, *procedures], around, _IN_SHORT)
    ids = {one.rule.key: {record.id for record in one.records} for one in found}
    unowned, uncovered, unpractised, orphans = (ids.get(key, set()) for key in _IN_SHORT)
    return Standing(
        risks, procedures,
        tuple(one for one in risks if one.id in unowned), tuple(one for one in risks if one.id in uncovered),
        tuple(one for one in procedures if one.id in unpractised),
        tuple(one for one in procedures if one.id in orphans),
    )  # fmt: skip


def _covered(procedures: Iterable[Procedure]) -> dict[str, int]:
    covered: dict[str, int] = {}
    for procedure in procedures:
        for link in procedure.risks:
            covered[link.id] = covered.get(link.id, 0) + 1
    return covered


def _incidents(session: Session) -> list[Record]:
    found = [*session.page(_CLOSED, 0, _MOST), *session.page(_SERIOUS, 0, _MOST)]
    return list({one.id: one for one in found}.values())


def _around(session: Session, risks: Iterable[Risk], procedures: Iterable[Procedure]) -> Around:
    actions: dict[str, tuple[int, int]] = {}
    for one in session.all("action"):
        assert isinstance(one, Action)
        for link in one.risks:
            count, still_open = actions.get(link.id, (0, 0))
            actions[link.id] = (count + 1, still_open + one.open)
    covered = _covered(procedures)
    incidents = _last_incidents(session)
    scored = {one.id: day for one in risks if one.id in incidents and (day := _scored_on(session, one))}
    analysed = frozenset(
        link.id for one in session.all("analysis") if isinstance(one, Analysis) and one.answered for link in one.threats
    )
    return Around(session.clock.now().date(), actions, covered, scored, incidents, analysed)


def _last_incidents(session: Session) -> dict[str, date]:
    """Risk -> the day on which the last incident or threat that touches it was written down, of the newest ones."""
    found: dict[str, date] = {}
    linked = (Condition("risks", "empty", False),)
    queries = [Query(kind, linked, (("number", True),)) for kind in ("incident", "threat")]
    for one in (one for query in queries for one in session.page(query, 0, _MOST)):
        assert isinstance(one, Incident | Threat)
        written = date.fromisoformat(one.created_at[:10])
        for link in one.risks:
            found[link.id] = max(found.get(link.id, written), written)
    return found


def _scored_on(session: Session, one: Risk) -> date | None:
    entry = last_score(session, one) if one.level is not None else None
    return date.fromisoformat(entry.at[:10]) if entry else None


def last_score(session: Session, one: Risk) -> Entry | None:
    """When and by whom the score of a risk was last set; None where no history tells it."""
    told = session.history(one.id)
    return next((entry for entry in told if entry.action == "created" or _scores(entry)), None)


def _scores(entry: Entry) -> bool:
    return any(name in SCORES for name, _old, _new in entry.values)
