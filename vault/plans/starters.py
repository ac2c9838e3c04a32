"""Ready procedures to start from: shipped as content, put into the plan as copies that are the organisation's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vault import content
from vault.content import Source
from vault.plans.model import Procedure
from vault.plans.model.plan import PHASE, STEP_COLUMNS
from vault.plans.model.risks import RISK_AREA

#: what no starter may exceed, so that it can be used under stress
LONGEST_STEP, MOST_STEPS = 140, 20
_TEXTS = ("key", "phase", "title", "trigger", "aim", "covers", "materials")
_CELLS = ("step", "who", "by_when", "fallback", "because")
_MAY_BE_EMPTY = frozenset({"materials", "who", "by_when", "fallback"})


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


def called(one: Starter | Procedure) -> tuple[str, str]:
    """By what a procedure of the plan is taken for a ready one: area and name, in any letters."""
    return one.area, one.title.strip().casefold()


def present(starters: Iterable[Starter], procedures: Iterable[Procedure]) -> frozenset[str]:
    """The keys of the starters that the plan has already."""
    there = {called(one) for one in procedures}
    return frozenset(one.key for one in starters if called(one) in there)


def shipped() -> tuple[Starter, ...]:
    """All ready procedures in the order of the areas; files with a fault are left out."""
    order = [key for key, _words in RISK_AREA]
    unique, nothing = dict[str, Starter](), tuple[Starter, ...]()
    for name in content.names("starters"):
        for one in content.shipped(name, read, nothing):
            unique.setdefault(one.key, one)
    return tuple(sorted(unique.values(), key=lambda one: order.index(one.area)))


def read(source: Source) -> tuple[Starter, ...]:
    """The ready procedures of one area. Raises FaultyContent."""
    area = source.text(source.plain, "area", "area")
    source.one_of(area, dict(RISK_AREA), "area")
    source.only(source.plain, ("area", "procedure"), "")
    made = tuple(_starter(source, plain, area, f"procedure {n}") for n, plain in source.tables("procedure"))
    source.unique([one.key for one in made], "procedure")
    return made


def _starter(source: Source, plain: Mapping[str, Any], area: str, at: str) -> Starter:
    source.only(plain, (*_TEXTS, "steps"), at)
    texts = {name: source.text(plain, name, f"{at}: {name}", empty=name in _MAY_BE_EMPTY) for name in _TEXTS}
    source.one_of(texts["phase"], dict(PHASE), f"{at}: phase")
    rows = source.rows(plain, "steps", f"{at}: steps", MOST_STEPS)
    return Starter(area=area, steps=tuple(_step(source, row, at) for at, row in rows), **texts)


def _step(source: Source, row: Any, at: str) -> StarterStep:
    cells = source.cells(row, _CELLS, at)
    step = source.text(cells, "step", f"{at}: step", longest=LONGEST_STEP)
    others = {name: source.text(cells, name, f"{at}: {name}", empty=name in _MAY_BE_EMPTY) for name in _CELLS[1:]}
    return StarterStep(step=step, **others)
