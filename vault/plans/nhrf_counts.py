"""Incidents in a report: how many of a kind in a quarter, and no small number told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vault.i18n import N_, _
from vault.plans.counts import Counts, incident_counts
from vault.plans.model import Incident
from vault.plans.outline import Block, Column, Heading, Paragraph, Table
from vault.plans.periods import Period

#: quarters that fit side by side on a page
ABREAST = 5

FEW = N_("fewer than 3")


def counted(incidents: Iterable[Incident], period: Period) -> Iterator[Block]:
    """The section of the incidents; they leave as numbers only."""
    yield Heading(_("Incidents in numbers"))
    counts = incident_counts(incidents, period)
    spoken = [row for row, line in enumerate(counts.cells) if any(number is not None for number in line)]
    silent = [_(counts.groups[row]) for row in range(len(counts.groups)) if row not in spoken]
    for begin in range(0, len(counts.quarters), ABREAST):
        if spoken:
            yield _quarter_table(counts, spoken, slice(begin, begin + ABREAST))
    if silent:
        yield Paragraph(_("Fewer than 3 in every quarter: {groups}.").format(groups=", ".join(silent)))
    yield Paragraph(
        _(
            "Each incident is counted once, under the gravest of its kinds, in whole calendar quarters. Counts "
            "under 3, none among them, are not told apart; a sum that would give them back is left out. Incidents "
            "without a known quarter are not counted."
        ),
        quiet=True,
    )


def _quarter_table(counts: Counts, spoken: Sequence[int], part: slice) -> Table:
    quarters = counts.quarters[part]
    columns = (Column(_("Kind"), 5), *(Column(quarter.words(), 2.5, number=True) for quarter in quarters))
    rows = [(_(counts.groups[row]), *(_number(number, _(FEW)) for number in counts.cells[row][part])) for row in spoken]
    sums = (_("All kinds"), *(_number(number, _("not shown")) for number in counts.totals[part]))
    return Table(columns, (*rows, sums), closing=True)


def _number(number: int | None, unsaid: str) -> str:
    return unsaid if number is None else str(number)
