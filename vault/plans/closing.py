"""What closing an incident leads to: each answer becomes a link, an action or a day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from vault.content import Texts
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.headline import headline
from vault.plans.model.incidents import Incident
from vault.plans.model.risks import Action

#: days from closing until somebody must be told, the donor is asked, a procedure is mended, a person is asked again
TELL, ASK, MEND, STRAIN = timedelta(days=2), timedelta(days=7), timedelta(days=30), timedelta(days=14)

QUESTIONS = ("ended", "risks", "procedure", "told", "donor", "people", "change")
#: of what is to be done: its title, with the answer in it
_TITLES = {"tell": ("who",), "ask": ("what",), "mend": ("name",), "write": ("what",)}
WORDS = Texts(
    "closing.toml",
    (*(f"questions.{key}" for key in QUESTIONS), *(f"actions.{key}" for key in _TITLES)),
    {f"actions.{key}": holes for key, holes in _TITLES.items()},
)
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
        # its words are those of the incident, and so no more open than that
        return Action(title=title, risks=because, state="agreed", due=due, details=details, sharing=one.sharing)

    made = []
    if tell.strip():
        made.append(action(_title("tell", who=headline(tell)), TELL, tell.strip()))
    if one.asked.strip():
        made.append(action(_title("ask", what=headline(one.asked)), ASK, one.asked.strip()))
    if one.followed in _BROKEN:
        names_of = [names[link.id] for link in one.procedures if link.id in names]
        made += [action(_title("mend", name=name), MEND, one.lesson) for name in names_of]
    if one.followed == "none" or (one.followed in _BROKEN and not one.procedures):
        made.append(action(_title("write", what=one.title), MEND, one.lesson))
    return made


def _title(key: str, **answer: str) -> str:
    """The bare answer while the file of the words has a fault."""
    return WORDS.say(f"actions.{key}", **answer) or "".join(answer.values())
