"""Incidents as numbers by broad kind and calendar quarter, with small numbers merged so that none can be got back.

Counts of 0, 1 and 2 look alike. A quarter's total stands beside merged counts only when every merged count of that
quarter could still be any of the three; which totals are missing tells no more (docs/decisions/0021-small-numbers.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vault.i18n import N_
from vault.plans.days import Day
from vault.plans.model import Incident
from vault.plans.model.incidents import CATEGORY_GROUP
from vault.plans.periods import Period, Quarter

#: the smallest count that is printed as a number
LEAST = 3

#: the order in which an incident of several kinds is put into one: the gravest first
GRAVITY = (
    N_("Physical harm"), N_("Liberty"), N_("Property"), N_("Digital"), N_("Pressure"), N_("Watching"),
    N_("Administrative and legal"), N_("Safety"), N_("Other"),
)  # fmt: skip

_GROUP_OF = {key: group for group, keys in CATEGORY_GROUP.items() for key in keys}


@dataclass(frozen=True, slots=True)
class Counts:
    """`cells[group][quarter]` and `totals[quarter]` as they may be printed: None where the number is not shown."""

    groups: tuple[str, ...]
    quarters: tuple[Quarter, ...]
    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


def group_of(incident: Incident) -> str:
    """The source words of the one group an incident is counted in; without a known kind it is "Other"."""
    groups = {_GROUP_OF[key] for key in incident.category if key in _GROUP_OF}
    return next((group for group in GRAVITY if group in groups), "Other")


def quarter_of(incident: Incident) -> Quarter | None:
    """The quarter an incident began in, None where its day is no finer than a year."""
    day = incident.occurred
    begin = Day(day.text.partition("/")[0]) if day else Day("unknown")
    return None if begin.first is None or begin.precision == "year" else Quarter.of(begin.first)


def incident_counts(incidents: Iterable[Incident], period: Period) -> Counts:
    """Numbers for every quarter the period touches. Incidents without a quarter are not counted."""
    quarters = period.quarters()
    found = Counter((group_of(one), quarter_of(one)) for one in incidents)
    numbers = [[found[group, quarter] for quarter in quarters] for group in GRAVITY]
    return Counts(GRAVITY, quarters, *printable(numbers))


def printable(
    numbers: Sequence[Sequence[int]],
) -> tuple[tuple[tuple[int | None, ...], ...], tuple[int | None, ...]]:
    """(cells, column totals) of a table of counts, rows by columns, with None for all that stays unsaid."""
    cells = tuple(tuple(number if number >= LEAST else None for number in row) for row in numbers)
    return cells, tuple(_total(column) for column in zip(*numbers, strict=True))


def _total(column: Sequence[int]) -> int | None:
    merged = [number for number in column if number < LEAST]
    most = LEAST - 1
    # With m merged counts of 0 to 2, each can still be any of them only while their sum is neither near 0 nor near 2m.
    silent = not merged or (len(merged) > 1 and most <= sum(merged) <= most * (len(merged) - 1))
    total = sum(column)
    return total if silent and total >= LEAST else None
