"""Five small things to agree on before any form (the guidelines' five headings for a fast beginning)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vault import content
from vault.content import Source
from vault.plans.model import Procedure
from vault.plans.model.risks import RISK_AREA
from vault.plans.starters import LONGEST_STEP, MOST_STEPS

#: so many agreed or left for later turn Today into the usual one
ENOUGH = 3
#: what Today has room for, and counts in its title
COUNT, MOST_MINUTES = 5, 60
_TEXTS = ("area", "title", "detail", "procedure", "aim")


@dataclass(frozen=True, slots=True)
class FirstStep:
    """`area` is a key of `RISK_AREA`; `steps` are (what, who) of the procedure it opens with."""

    area: str
    title: str
    detail: str
    minutes: int
    procedure: str
    aim: str
    steps: tuple[tuple[str, str], ...]

    def begun(self) -> Procedure:
        """A procedure to talk through and change."""
        rows = tuple((what, who, "", "") for what, who in self.steps)
        return Procedure(title=self.procedure, area=self.area, phase="prevent", aim=self.aim, steps=rows)


def shipped() -> tuple[FirstStep, ...]:
    """The steps in their order; none where the file has a fault."""
    return content.shipped("first_steps.toml", read, ())


def read(source: Source) -> tuple[FirstStep, ...]:
    """The steps of a file. Raises FaultyContent."""
    source.only(source.plain, ("step",), "")
    made = tuple(_step(source, plain, f"step {n}") for n, plain in source.tables("step"))
    source.unique([one.area for one in made], "step", "area")
    if len(made) != COUNT:
        raise source.fault("step", f"there must be {COUNT} steps")
    return made


def _step(source: Source, plain: Mapping[str, Any], at: str) -> FirstStep:
    source.only(plain, (*_TEXTS, "minutes", "steps"), at)
    texts = {name: source.text(plain, name, f"{at}: {name}", longest=LONGEST_STEP) for name in _TEXTS}
    source.one_of(texts["area"], dict(RISK_AREA), f"{at}: area")
    minutes = source.number(plain, "minutes", f"{at}: minutes", MOST_MINUTES)
    rows = source.rows(plain, "steps", f"{at}: steps", MOST_STEPS)
    return FirstStep(minutes=minutes, steps=tuple(_row(source, row, at) for at, row in rows), **texts)


def _row(source: Source, row: Any, at: str) -> tuple[str, str]:
    cells = source.cells(row, ("what", "who"), at)
    what, who = (source.text(cells, name, f"{at}: {name}", longest=LONGEST_STEP) for name in cells)
    return what, who
