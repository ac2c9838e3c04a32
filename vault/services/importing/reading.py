"""A row of a table as the values of a record: the mapping compiled into one small step a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from vault.i18n import _
from vault.plans.cell_days import order_of
from vault.plans.cells import Meant, NotUnderstood, Reading, read, unguarded
from vault.plans.fields import Choice, Choices, Links, Prose, Sharing, Text, When
from vault.plans.mapping import LEFT_OUT, SHARING, Column, Mapping, Target, parsed
from vault.plans.vocabulary import plain
from vault.services.importing.drafts import Cells, Draft, Step, short, wanted
from vault.services.importing.together import joined

#: an unknown code longer than this is a sentence: it goes into the notes, not among the tags
LONGEST_TAG = 60


def steps(mapping: Mapping, headings: Sequence[str], rows: Sequence[Cells], reading: Reading) -> list[Step]:
    """The steps that read a row, in the order of the columns; columns that make one value together come last."""
    found: list[Step] = []
    together: dict[str, list[tuple[int, str, Target]]] = {}
    for index, heading in enumerate(headings):
        column = mapping.column(heading)
        target = parsed(mapping.kind, column.target)
        if target is None:
            if column.target == SHARING:
                found.append(_sharing(index, heading))
            elif mapping.keep_rest and column.target != LEFT_OUT:
                found.append(_rest(index, heading))
        elif target.part or _is_place(target):
            together.setdefault(target.field.name, []).append((index, heading, target))
        else:
            found.append(_single(index, column, target, mapping, rows, reading))
    for name, members in together.items():
        found.append(joined(f"{mapping.kind}.{name}", members, reading))
    return found


def _is_place(target: Target) -> bool:
    return isinstance(target.field, Links) and target.field.kinds == ("place",) and not target.role


def draft(found: Sequence[Step], row: Cells) -> Draft:
    """What a row says."""
    one = Draft()
    for step in found:
        step(row, one)
    return one


# ---------------------------------------------------------------------------------------------- one column


def _rest(index: int, heading: str) -> Step:
    def step(row: Cells, into: Draft) -> None:
        text = row[index]
        if text and not text.isspace():
            into.keep(heading, text)

    return step


def _sharing(index: int, heading: str) -> Step:
    known = {one.name.lower(): one for one in Sharing}

    def step(row: Cells, into: Draft) -> None:
        text = row[index].strip().lower()
        if text in known:
            into.values["sharing"] = known[text]
        elif text:
            into.keep(heading, text)

    return step


def _single(
    index: int, column: Column, target: Target, mapping: Mapping, rows: Sequence[Cells], reading: Reading
) -> Step:
    if isinstance(target.field, Links):
        return _linking(index, column.heading, target)
    if isinstance(target.field, Text | Prose):
        return _writing(index, column.heading, target.field, own=column.heading == target.field.name)
    if isinstance(target.field, When):
        order = mapping.order or order_of(row[index] for row in rows)[0]
        reading = replace(reading, order=order)
    return _meaning(index, column, target, f"{mapping.kind}.{target.field.name}", reading)


def _writing(index: int, heading: str, into_field: Text | Prose, own: bool) -> Step:
    name, line = into_field.name, isinstance(into_field, Text)
    between = ", " if line else "\n\n"

    def step(row: Cells, into: Draft) -> None:
        text = row[index]
        if not text or text.isspace():
            return
        text = unguarded(text) if own else " ".join(text.splitlines()) if line else text
        text = text.strip() if line else text
        before = into.values.get(name)
        into.values[name] = text if before is None else f"{before}{between}{text}"

    return step


def _linking(index: int, heading: str, target: Target) -> Step:
    assert isinstance(target.field, Links)
    name, role = target.field.name, target.role
    roles = {plain(words): key for key, label in target.field.roles for words in (key, label, _(label)) if key}

    def step(row: Cells, into: Draft) -> None:
        text = row[index]
        if text and not text.isspace():
            into.links.setdefault(name, []).extend(wanted(text, role, roles))

    return step


# ------------------------------------------------------------------------- one column with a meaning


@dataclass(frozen=True, slots=True)
class _Understood:
    value: Any
    rest: bool = False
    tags: tuple[str, ...] = ()
    message: str = ""


def _meaning(index: int, column: Column, target: Target, path: str, reading: Reading) -> Step:
    """A step for options, scales, days, numbers: few different texts, so each is understood once."""
    known: dict[str, _Understood] = {}
    heading, name, many = column.heading, target.field.name, isinstance(target.field, Choices)
    own = column.known

    def step(row: Cells, into: Draft) -> None:
        text = row[index]
        if not text or text.isspace():
            return
        found = known.get(text)
        if found is None:
            found = known[text] = _understood(text, heading, own, target, path, reading)
        if many:
            into.values[name] = _union(into.values.get(name, ()), found.value)
        elif found.value is not None and into.values.setdefault(name, found.value) != found.value:
            into.keep(heading, text)
        _remember(found, heading, text, into)

    return step


def _remember(found: _Understood, heading: str, text: str, into: Draft) -> None:
    if found.rest:
        into.keep(heading, text)
    into.tags += found.tags
    if found.message:
        into.messages.append(found.message)


def _union(before: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of two columns; what one of them does not know the other may."""
    if not before or not new:
        return before or new
    both = tuple(dict.fromkeys((*before, *new)))
    return tuple(key for key in both if key != "unknown") or both


def _understood(
    text: str, heading: str, own: dict[str, tuple[str, ...]], target: Target, path: str, reading: Reading
) -> _Understood:
    many = isinstance(target.field, Choices)
    empty: Any = () if many else None
    if isinstance(target.field, Choice | Choices) and plain(text) in own:
        keys = own[plain(text)]
        meant = Meant((keys if many else keys[0]) if keys else empty, False, () if keys else (text.strip(),))
    else:
        try:
            cell = unguarded(text) if heading == target.field.name else text
            meant = read(target.field, cell, path, heading, reading)
        except NotUnderstood as fault:
            words = _("“{text}” in “{heading}” {fault}; it is kept in the notes.")
            told = words.format(text=short(text), heading=heading, fault=fault.args[0])
            return _Understood(empty, rest=True, message=told)
    value = empty if meant.value in ("", None) else meant.value
    if not meant.unknown:
        return _Understood(value, rest=not meant.exact)
    return _with_unknown(meant, value, text, heading)


def _with_unknown(meant: Meant, value: Any, text: str, heading: str) -> _Understood:
    if any(len(piece) > LONGEST_TAG or "\n" in piece for piece in meant.unknown):
        words = _("“{text}” in “{heading}” is no choice we know; it is kept in the notes.")
        return _Understood(value, rest=True, message=words.format(text=short(text), heading=heading))
    tags = tuple(f"{heading}: {piece}" for piece in meant.unknown)
    words = _("“{text}” in “{heading}” is no choice we know; it is kept as a tag.")
    return _Understood(value, not meant.exact, tags, words.format(text=short(text), heading=heading))
