"""An import in plain lines of text, for a command line and for a list beside the preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vault.i18n import N_, _, plural
from vault.plans.cell_days import order_of
from vault.plans.fields import When
from vault.plans.mapping import LEFT_OUT, Mapping, parsed
from vault.plans.records import KINDS
from vault.services.importing.dry_run import Row
from vault.services.importing.sheet import Sheet

_STATES = {"new": N_("new"), "changed": N_("changed"), "unchanged": N_("unchanged"), "refused": N_("left out")}
_SIGNS = {"\t": N_("tab")}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers of rows; `kept`: changed ones left as they are here. `saved`: records written, places and people
    included; `done` is False where nothing was to be written; `lines` say all this in plain text."""

    new: int = 0
    changed: int = 0
    kept: int = 0
    unchanged: int = 0
    refused: int = 0
    saved: int = 0
    done: bool = True
    lines: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 when every row went as wished, 1 when something wants a look."""
        return int(bool(self.refused) or (not self.done and bool(self.changed)))


def counted(rows: Sequence[Row]) -> Outcome:
    """The numbers of a dry run."""
    count = Counter(row.state for row in rows)
    return Outcome(count["new"], count["changed"], 0, count["unchanged"], count["refused"], done=False)


def told_sheet(sheet: Sheet, mapping: Mapping) -> Iterator[str]:
    """What was found in the file, where each column goes, and what may be wrong with that."""
    words = _("{name}: {rows}, encoding {encoding}, divided by “{sign}”.")
    if sheet.page:
        words = _("{name}: {rows}, from the sheet “{page}”.")
    rows = plural("{n} row", "{n} rows", len(sheet.rows))
    sign = _(_SIGNS.get(sheet.delimiter, sheet.delimiter))
    yield words.format(name=sheet.name, rows=rows, encoding=sheet.encoding, sign=sign, page=sheet.page)
    others = [one for one in sheet.pages if one.name != sheet.page]
    if others:
        names = ", ".join(f"“{one.name}”" + (_(" (hidden)") if one.hidden else "") for one in others)
        yield _("Other sheets were left out: {names}.").format(names=names)
    yield from sheet.remarks
    for column in mapping.columns:
        yield f"  {column.heading} -> {_goes(mapping, column.target)}"
    if mapping.identifier:
        yield _("A row is known again by “{name}”.").format(name=mapping.identifier)
    else:
        yield _("No column names the rows, so a row is known again by all it says.")
    yield from doubts(sheet, mapping)


def _goes(mapping: Mapping, target: str) -> str:
    if target:
        return _("left out") if target == LEFT_OUT else target
    return _("notes") if mapping.keep_rest else _("left out")


def doubts(sheet: Sheet, mapping: Mapping) -> Iterator[str]:
    """Sentences about what the program decided and a person should look at."""
    if sheet.doubtful:
        words = _("The encoding was taken to be {encoding}; look at the rows with other letters: {rows}.")
        yield words.format(encoding=sheet.encoding, rows=_some(sheet.doubtful))
    for column in mapping.columns:
        target = parsed(mapping.kind, column.target)
        if target and isinstance(target.field, When) and not target.part and not mapping.order:
            order, certain = order_of(sheet.column(column.heading))
            if not certain:
                read = _("day before month") if order == "dmy" else _("month before day")
                yield _("“{name}” is read as {order}; nothing in it says otherwise.").format(
                    name=column.heading, order=read
                )


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return f"{shown} …" if len(numbers) > 20 else shown


def told_row(row: Row) -> str:
    """One line: number, state, differing fields, messages."""
    line = _("Row {number}: {state}").format(number=row.number, state=_(_STATES[row.state]))
    if row.record is not None and row.differing:
        fields = KINDS[row.record.kind].fields
        line += f" ({', '.join(_(fields[name].label) if name in fields else name for name in row.differing)})"
    return ". ".join([line, *(message.rstrip(".") for message in row.messages)]) + "."


def totals(outcome: Outcome) -> Iterator[str]:
    """The last lines: how many rows of each state."""
    numbers = {
        N_("{n} new"): outcome.new,
        N_("{n} changed"): outcome.changed,
        N_("{n} changed, kept as they are here"): outcome.kept,
        N_("{n} unchanged"): outcome.unchanged,
        N_("{n} left out"): outcome.refused,
    }
    words = ", ".join(_(text).format(n=n) for text, n in numbers.items() if n) or _("no rows")
    yield (_("Done: {words}.") if outcome.done else _("Nothing was written. Would be: {words}.")).format(words=words)
