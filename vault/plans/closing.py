"""What closing an incident leads to: each answer becomes a link, an action or a day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from vault.i18n import _
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.headline import headline
from vault.plans.model.incidents import Incident
from vault.plans.model.risks import Action

#: days from closing until somebody must be told, the donor is asked, a procedure is mended, a person is asked again
TELL, ASK, MEND, STRAIN = timedelta(days=2), timedelta(days=7), timedelta(days=30), timedelta(days=14)

_BROKEN = ("yes_failed", "partly", "no")


def closed(one: Incident, today: date) -> Incident:
    """The incident as closed; where somebody is still under strain and no day was chosen, one is set."""
    later = one.follow_up_on or (Day.of(today + STRAIN) if one.stress in ("later", "taken") else None)
    return replace(one, state="closed", follow_up_on=later)


def actions(one: Incident, tell: str, names: Mapping[str, str], today: date) -> list[Action]:
    """What has to be done because of the answers. `tell`: who must still be told, in words; `names`: id -> title."""
    because = (Link(one.id),)

    def action(title: str, within: timedelta, details: str = "") -> Action:
        due = Day.of(today + within)
        return Action(title=title, risks=because, state="agreed", due=due, details=details)

    made = []
    if tell.strip():
        made.append(action(_("Tell {who}").format(who=headline(tell)), TELL, tell.strip()))
    if one.asked.strip():
        made.append(action(_("Ask the donor: {what}").format(what=headline(one.asked)), ASK, one.asked.strip()))
    if one.followed in _BROKEN:
        names_of = [names[link.id] for link in one.procedures if link.id in names]
        made += [action(_("Mend the procedure “{name}”").format(name=name), MEND, one.lesson) for name in names_of]
    if one.followed == "none" or (one.followed in _BROKEN and not one.procedures):
        made.append(action(_("Write a procedure for: {what}").format(what=one.title), MEND, one.lesson))
    return made
