"""Ready plans of every level to begin with: shipped as content, begun as the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vault import content
from vault.content import Source
from vault.plans.days import Day
from vault.plans.fields import Link, Sharing
from vault.plans.model import Plan
from vault.plans.model.plan import PLAN_LEVEL

_TEXTS = ("key", "level", "title", "about")
_MOST = 20  # lines of a list


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """`level` is a key of a plan's choice; `contains` what it should say; `starters` the keys of its procedures."""

    key: str
    level: str
    title: str
    about: str
    contains: tuple[str, ...]
    starters: tuple[str, ...]

    def notes(self) -> str:
        """What it is for and what it should say, as the notes of a plan."""
        return "\n".join((self.about, "", *(f"- {one}" for one in self.contains)))

    def begun(self, procedures: tuple[Link, ...], today: Day) -> Plan:
        """A new plan with its words, to be changed; that of a person or a family is in no report by itself."""
        own = self.level in ("personal", "family")
        return Plan(
            title=self.title, level=self.level, state="draft", written_on=today, procedures=procedures,
            notes=self.notes(), sharing=Sharing.ORGANISATION if own else None,
        )  # fmt: skip


def shipped() -> tuple[ReadyPlan, ...]:
    """Ready plans to begin with; none where the file has a fault."""
    return content.shipped("plans.toml", read, ())


def read(source: Source) -> tuple[ReadyPlan, ...]:
    """The ready plans of a file. Raises FaultyContent."""
    source.only(source.plain, ("plan",), "")
    made = tuple(_one(source, plain, f"plan {n}") for n, plain in source.tables("plan"))
    source.unique([one.key for one in made], "plan")
    return made


def _one(source: Source, plain: Mapping[str, Any], at: str) -> ReadyPlan:
    source.only(plain, (*_TEXTS, "contains", "starters"), at)
    key, level, title, about = (source.text(plain, name, f"{at}: {name}") for name in _TEXTS)
    source.one_of(level, dict(PLAN_LEVEL), f"{at}: level")
    contains, starters = (_listed(source, plain, name, f"{at}: {name}") for name in ("contains", "starters"))
    return ReadyPlan(key, level, title, about, contains, starters)


def _listed(source: Source, plain: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
    return tuple(source.text({name: one}, name, where) for where, one in source.rows(plain, name, at, _MOST))
