"""What is different between two states of a table within a record, such as the steps of a procedure, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from vault.i18n import N_, _, plural
from vault.plans import exchange
from vault.plans.fields import Rows

#: a row without the empty cells at its end: a column that came later makes no difference
_Row = tuple[str, ...]

NEW, GONE, OTHERWISE, ELSEWHERE = (
    N_("{field}, new: {row}"),
    N_("{field}, gone: {row}"),
    N_("{field}, said differently: {row}"),
    N_("{field}, in another place: {row}"),
)
_MOST = 12
_LONGEST = 90


def told(declared: Rows, old: object, new: object) -> Iterator[str]:
    """A line for each row that came, went, moved or changed; none where the values are no tables."""
    try:
        before, after = (_rows(exchange.from_plain(declared, value)) for value in (old, new))
    except (ValueError, TypeError):
        return
    found = list(_changes(before, after))
    for words, row in found[:_MOST]:
        yield _(words).format(field=_(declared.label), row=_short(row))
    if len(found) > _MOST:
        yield plural("and {n} more", "and {n} more", len(found) - _MOST)


def _changes(before: list[_Row], after: list[_Row]) -> Iterator[tuple[str, _Row]]:
    moved = set(before) & set(after)
    for _tag, i, i_end, j, j_end in _unequal(before, after):
        gone, came = before[i:i_end], after[j:j_end]
        again = {row[:1] for row in gone} & {row[:1] for row in came}
        for row in gone:
            if row not in moved and row[:1] not in again:
                yield GONE, row
        for row in came:
            yield ELSEWHERE if row in moved else OTHERWISE if row[:1] in again else NEW, row


def _unequal(before: list[_Row], after: list[_Row]) -> list[tuple[str, int, int, int, int]]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [code for code in codes if code[0] != "equal"]


def _rows(value: object) -> list[_Row]:
    rows = []
    for row in value or ():  # type: ignore[attr-defined]
        cells = list(row)
        while cells and not cells[-1].strip():
            cells.pop()
        rows.append(tuple(cells))
    return [row for row in rows if row]


def _short(row: _Row) -> str:
    words = next((cell for cell in row if cell.strip()), "")
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 2].rstrip()} …"
