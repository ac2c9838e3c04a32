"""Ready procedures to start from: shipped as content, put into the plan as copies that are the organisation's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vault.plans.model import Procedure
from vault.plans.model.plan import STEP_COLUMNS

#: what no starter may exceed, so that it can be used under stress
LONGEST_STEP, MOST_STEPS = 140, 20


@dataclass(frozen=True, slots=True)
class StarterStep:
    """One thing to do. `because` says why, and is never empty; the others may be."""

    step: str
    who: str
    by_when: str
    fallback: str
    because: str
    channel: str = ""

    def row(self) -> tuple[str, ...]:
        """In the order of the columns of a procedure's steps."""
        return tuple(getattr(self, key) for key, _words in STEP_COLUMNS)


@dataclass(frozen=True, slots=True)
class Starter:
    """`key` is unique over all files; `area` and `phase` are keys of a procedure's choices."""

    key: str
    area: str
    phase: str
    title: str
    trigger: str
    aim: str
    covers: str
    materials: str
    steps: tuple[StarterStep, ...]

    def begun(self) -> Procedure:
        """A new procedure with its words, to be changed."""
        return Procedure(
            title=self.title, area=self.area, phase=self.phase, trigger=self.trigger, aim=self.aim, covers=self.covers,
            materials=self.materials, steps=tuple(step.row() for step in self.steps),
        )  # fmt: skip


def present(starters: Iterable[Starter], procedures: Iterable[Procedure]) -> frozenset[str]:
    """The keys of the starters that the plan has already: same area and same name."""
    there = {(one.area, one.title.strip().casefold()) for one in procedures}
    return frozenset(one.key for one in starters if (one.area, one.title.casefold()) in there)
