"""The one next step, and what stands beside it on Today: small questions to the vault, whatever its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault.clock import days_since, is_ahead
from vault.i18n import _, plural
from vault.plans import display, scales
from vault.plans.days import in_words
from vault.plans.model import Person, Review, Risk
from vault.plans.query import Condition, Query
from vault.plans.reasons import REASONS
from vault.services.due import Due, stale_contacts
from vault.services.health import Standing
from vault.services.session import Session

#: so many days after the last backup it is time for another
BACKUP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A next step with its reason. `kind` and `id` say what it is about; "backup" is about the vault itself."""

    kind: str
    title: str
    because: str
    id: str = ""


def last_review(session: Session) -> date | None:
    """The day of the last review that was held; None where none was."""
    where = (Condition("state", "is", "held"), Condition("held_on", "empty", False))
    held = session.page(Query("review", where, (("held_on", True),)), 0, 1)
    one = held[0] if held else None
    return one.held_on.last if isinstance(one, Review) and one.held_on else None


def risk_squares(risks: Iterable[Risk]) -> Counter[tuple[int, int]]:
    """(probability, impact) after measures, where scored, else before -> number of risks there."""
    found: Counter[tuple[int, int]] = Counter()
    for one in risks:
        if one.residual_probability and one.residual_impact:
            found[one.residual_probability, one.residual_impact] += 1
        elif one.probability and one.impact:
            found[one.probability, one.impact] += 1
    return found


def finished_since(session: Session, begin: date) -> int:
    """How many actions were done since a day."""
    done = Condition("state", "in", ("done", "checked"))
    return session.count(Query("action", (done, Condition("done_on", "from", begin.isoformat()))))


def next_steps(session: Session, today: date, waiting: list[Due], found: Standing) -> list[Step]:
    """Small steps worth doing now, the most useful first; all of them may be left for later.

    `waiting`: the due list; `found`: how the plan stands.
    """
    steps = [*_late_action(waiting, today), *_oldest_contact(session, today), *_unowned_risk(found)]
    steps += [*_uncovered_risk(found), *_untried_procedure(found), *_backup(session)]
    return steps


def _late_action(waiting: list[Due], today: date) -> list[Step]:
    late = [one for one in waiting if one.kind == "action" and one.day < today]
    if not late:
        return []
    days = (today - late[0].day).days
    because = plural("Because it was due yesterday.", "Because it was due {n} days ago.", days)
    return [Step("action", late[0].title, because, late[0].id)]


def _oldest_contact(session: Session, today: date) -> list[Step]:
    found = session.page(stale_contacts(today), 0, 1)
    one = found[0] if found else None
    if not isinstance(one, Person) or one.checked_on is None:
        return []
    role = display.shown(one.fields["emergency_roles"], one.emergency_roles[:1]).lower()
    day = in_words(one.checked_on, today)
    because = _("Because they are there for “{role}”, and last confirmed it {day}.").format(role=role, day=day)
    return [Step("person", _("Ask whether we can still count on {name}").format(name=one.title), because, one.id)]


def highest(risks: Iterable[Risk]) -> Risk | None:
    """The risk with the highest level, the oldest of several."""
    return max(risks, key=lambda one: one.level_now or 0, default=None)


def _unowned_risk(found: Standing) -> list[Step]:
    one = highest(found.unowned)
    if one is None or not one.level_now:
        return []
    level = scales.word("level", one.level_now).lower()
    because = REASONS.say("step.owner", level=level)
    return [Step("risk", _("Choose who looks after “{title}”").format(title=one.title), because, one.id)]


def _uncovered_risk(found: Standing) -> list[Step]:
    one = highest(found.uncovered)
    if one is None or (one.level_now or 0) < 3:
        return []
    because = REASONS.say("step.uncovered")
    return [Step("uncovered", _("Write three steps for “{title}”").format(title=one.title), because, one.id)]


def _untried_procedure(found: Standing) -> list[Step]:
    if not found.unpractised:
        return []
    one, because = found.unpractised[0], REASONS.say("step.unpractised")
    return [Step("procedure", _("Practise “{title}” together").format(title=one.title), because, one.id)]


def _backup(session: Session) -> list[Step]:
    made = session.backups()
    if not made:
        because = REASONS.say("step.no_backup")
        return [Step("backup", _("Make a first backup"), because)]
    now = session.clock.now()
    if is_ahead(made[0].at, now):
        return [Step("backup", _("Make a new backup"), _("How old the last one is, nobody can tell."))]
    days = days_since(made[0].at, now)
    if days < BACKUP_DAYS:
        return []
    return [Step("backup", _("Make a new backup"), REASONS.say("step.old_backup", n=days))]
