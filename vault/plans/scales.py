"""The worded scales and the risk matrix: the only place that knows how a level comes about.

Five by five, ordinal, words first; no arithmetic: the formula of threat, vulnerability and capacity is a thinking aid.
"""

from __future__ import annotations

from vault import content
from vault.content import Source

STEPS = (1, 2, 3, 4, 5)
NAMES = ("probability", "impact", "level", "power")
#: a level stands in chips and squares
LONGEST = 24
#: while the file of the words has a fault, a step is told by its number
_NUMBERS = {name: tuple(str(step) for step in STEPS) for name in NAMES}

#: rows: probability 1 to 5, columns: impact 1 to 5
GRID = (
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 4),
    (1, 2, 3, 4, 4),
    (2, 3, 3, 4, 5),
    (2, 3, 4, 5, 5),
)


def words(scale: str) -> tuple[str, ...]:
    """The five words of a scale, lowest first."""
    return content.shipped("scales.toml", read, _NUMBERS)[scale]


def word(scale: str, step: int | None) -> str:
    """The word of a step, "" where nothing was scored."""
    return words(scale)[step - 1] if step else ""


def read(source: Source) -> dict[str, tuple[str, ...]]:
    """The words of every scale. Raises FaultyContent."""
    source.only(source.plain, NAMES, "")
    return {name: _five(source, name) for name in NAMES}


def _five(source: Source, name: str) -> tuple[str, ...]:
    cells = source.cells(source.plain.get(name), tuple(str(step) for step in STEPS), name)
    made = tuple(source.text(cells, step, f"{name}: {step}", longest=LONGEST) for step in cells)
    for word, step in zip(made, STEPS, strict=True):
        if word in made[: step - 1]:
            raise source.fault(f"{name}: {step}", f"“{word}” is there twice")
    return made


def level(probability: int | None, impact: int | None) -> int | None:
    """The risk level, 1 to 5, of a square of the matrix; None while either score is missing."""
    if probability is None or impact is None:
        return None
    return GRID[probability - 1][impact - 1]
