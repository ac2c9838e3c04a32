"""The worded scales and the risk matrix: the only place that knows how a level comes about.

Five by five, ordinal, words first; no arithmetic (domain notes 1.10.1: the formula is a thinking aid).
"""

from __future__ import annotations

from vault.i18n import N_, _

PROBABILITY = (N_("Very unlikely"), N_("Unlikely"), N_("Possible"), N_("Likely"), N_("Very likely"))
IMPACT = (N_("Negligible"), N_("Minor"), N_("Moderate"), N_("Severe"), N_("Critical"))
LEVEL = (N_("Very low"), N_("Low"), N_("Medium"), N_("High"), N_("Very high"))
POWER = (N_("Hardly anything"), N_("A little"), N_("Something"), N_("Much"), N_("Nearly anything"))
STEPS = (1, 2, 3, 4, 5)

_SCALES = {"probability": PROBABILITY, "impact": IMPACT, "level": LEVEL, "power": POWER}

#: rows: probability 1 to 5, columns: impact 1 to 5
GRID = (
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 4),
    (1, 2, 3, 4, 4),
    (2, 3, 3, 4, 5),
    (2, 3, 4, 5, 5),
)


def words(scale: str) -> tuple[str, ...]:
    """The five source words of a scale, lowest first; `_` translates them."""
    return _SCALES[scale]


def word(scale: str, step: int | None) -> str:
    """The translated word of a step, "" where nothing was scored."""
    return _(_SCALES[scale][step - 1]) if step else ""


def level(probability: int | None, impact: int | None) -> int | None:
    """The risk level, 1 to 5, of a square of the matrix; None while either score is missing."""
    if probability is None or impact is None:
        return None
    return GRID[probability - 1][impact - 1]
