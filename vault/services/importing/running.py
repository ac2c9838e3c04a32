"""An import as one act: one transaction, one undo, and nothing at all when it is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from vault.errors import ImportRefused
from vault.i18n import _, plural
from vault.plans.mapping import Mapping, proposed
from vault.plans.mapping import value_table as mapping_values
from vault.plans.records import KINDS, Record
from vault.plans.vocabulary import Keys
from vault.progress import Progress, silent
from vault.services.importing import map_file
from vault.services.importing.dry_run import Row
from vault.services.importing.dry_run import dry_run as judged_rows
from vault.services.importing.files import read_sheet
from vault.services.importing.sheet import Sheet
from vault.services.importing.telling import Outcome, counted, told_row, told_sheet, totals
from vault.services.importing.words import reading
from vault.services.session import Session

Changed = Literal["ask", "take", "keep"]
#: what a table is taken for when it fits several kinds alike, and how many of its rows say what it fits
_USUAL, _LOOKED_AT = "incident", 200


class Undecided(ImportRefused):
    """Rows differ from what is kept here, and nobody said which holds. `rows`: those rows; nothing was written."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        super().__init__(
            plural(
                "{n} row differs from what is kept here. Say whether to take or to keep; nothing was changed.",
                "{n} rows differ from what is kept here. Say whether to take or to keep; nothing was changed.",
                len(self.rows),
            )
        )


def propose(sheet: Sheet, kind: str) -> Mapping:
    """The mapping a person would choose at first sight."""
    return proposed(kind, sheet.headings, sheet.rows, reading())


def likely_kind(sheet: Sheet) -> str:
    """The kind of record most columns of the table make sense for."""
    rows = sheet.rows[:_LOOKED_AT]

    def mapped(kind: str) -> int:
        return sum(bool(column.target) for column in proposed(kind, sheet.headings, rows, reading()).columns)

    return max(sorted(KINDS, key=lambda kind: kind != _USUAL), key=mapped)


def value_table(sheet: Sheet, mapping: Mapping, heading: str) -> list[tuple[str, int, Keys]]:
    """(text, how many rows, option keys) of a column that leads to choices, most frequent first; no keys: a tag."""
    return mapping_values(mapping, heading, sheet.column(heading), reading())


def run(
    session: Session,
    sheet: Sheet,
    mapping: Mapping,
    source: str,
    *,
    changed: Changed = "ask",
    decisions: Table[int, bool] | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Bring the table in. `decisions`: row number -> take (True) or keep (False), before `changed` is asked.

    Raises Undecided, ImportRefused, Cancelled, ReadOnly, DiskFull; then nothing was written.
    """
    rows = judged_rows(session, sheet, mapping, _named(source), progress)
    return bring_in(session, rows, source, changed=changed, decisions=decisions, progress=progress)


def _named(source: str) -> str:
    if not source.strip():
        raise ImportRefused(_("Name the source, so that the same table is known again."))
    return source.strip()


def bring_in(
    session: Session,
    rows: Sequence[Row],
    source: str,
    *,
    changed: Changed = "ask",
    decisions: Table[int, bool] | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Keep the rows of a dry run that were seen, as `run` does and with what it raises. May run on any thread."""
    source, decisions = _named(source), decisions or {}
    differing = [row for row in rows if row.state == "changed"]
    undecided = [row for row in differing if changed == "ask" and row.number not in decisions]
    if undecided:
        raise Undecided(undecided)
    taken = {row.number for row in differing if decisions.get(row.number, changed == "take")}
    wanted = [row for row in rows if row.state == "new" or row.number in taken]
    count = Counter(row.state for row in rows)
    outcome = Outcome(count["new"], len(taken), len(differing) - len(taken), count["unchanged"], count["refused"])
    pairs = batch(wanted)
    if pairs:
        what = plural("import of {n} row", "import of {n} rows", len(wanted))
        session.save_batch(pairs, source, _("{what} from {source}").format(what=what, source=source), progress).result()
    return replace(outcome, saved=len(pairs))


def batch(rows: Sequence[Row]) -> list[tuple[Record, str]]:
    """The records of rows with their ids at the source. New ones stand before changed ones, which may lead to them."""
    brought = {one.id: one for row in rows for one in row.brings}
    ordered = sorted(rows, key=lambda row: row.state != "new")
    return [(one, "") for one in brought.values()] + [(row.record, row.theirs) for row in ordered if row.record]


def import_file(
    session: Session,
    kind: str,
    path: Path | str,
    *,
    source: str,
    mapping: Path | None = None,
    dry_run: bool = False,
    changed: Changed = "ask",
    page: str = "",
    progress: Progress = silent,
) -> Outcome:
    """`vault import`: read, map, and bring in or only tell. Raises as `run`, but tells undecided rows as lines."""
    if kind not in KINDS:
        raise ImportRefused(_("There is no kind of record called “{kind}”.").format(kind=kind))
    source = _named(source)
    chosen = map_file.load(mapping, kind) if mapping else None
    sheet = read_sheet(path, encoding=chosen.encoding if chosen else "", page=page, progress=progress)
    fit = map_file.fitted(chosen, sheet.headings) if chosen else propose(sheet, kind)
    rows = judged_rows(session, sheet, fit, source, progress)
    told = told_sheet(sheet, fit)
    if dry_run:
        return replace(counted(rows), lines=(*told, *(told_row(row) for row in rows), *totals(counted(rows))))
    try:
        outcome = bring_in(session, rows, source, changed=changed, progress=progress)
    except Undecided as undecided:
        lines = (*told, *(told_row(row) for row in undecided.rows), str(undecided))
        return replace(counted(rows), lines=lines)
    strange = (told_row(row) for row in rows if row.messages)
    return replace(outcome, lines=(*told, *strange, *totals(outcome)))
