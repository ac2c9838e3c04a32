"""A row of a table as the values of a record: the mapping compiled into one small step a column."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vault.i18n import _
from vault.plans.cell_days import month_in, order_of, time_in
from vault.plans.cells import Meant, NotUnderstood, Reading, pieces, read, unguarded
from vault.plans.days import Day
from vault.plans.fields import Choice, Choices, Links, Prose, Text, When
from vault.plans.mapping import BETWEEN, LEFT_OUT, Column, Mapping, Target, parsed, parts_of
from vault.plans.vocabulary import plain

#: an unknown code longer than this is a sentence: it goes into the notes, not among the tags
LONGEST_TAG = 60

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record somebody's words lead to, or one with an id."""

    name: str = ""
    role: str = ""
    region: str = ""
    country: str = ""
    id: str = ""


@dataclass(slots=True)
class Draft:
    """What a row says: values and links by field, lines for the notes, tags, messages."""

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[Wanted]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def keep(self, heading: str, text: str) -> None:
        """Put a cell into the notes."""
        self.rest.append(f"{heading}: {text.strip()}")


Step = Callable[[Cells, Draft], None]


def steps(mapping: Mapping, headings: Sequence[str], rows: Sequence[Cells], reading: Reading) -> list[Step]:
    """The steps that read a row, in the order of the columns; columns that make one value together come last."""
    found: list[Step] = []
    together: dict[str, list[tuple[int, str, Target]]] = {}
    for index, heading in enumerate(headings):
        column = mapping.column(heading)
        target = parsed(mapping.kind, column.target)
        if target is None:
            if mapping.keep_rest and column.target != LEFT_OUT:
                found.append(_rest(index, heading))
        elif target.part or _is_place(target):
            together.setdefault(target.field.name, []).append((index, heading, target))
        else:
            found.append(_single(index, column, target, mapping, rows, reading))
    for name, members in together.items():
        found.append(_joined(f"{mapping.kind}.{name}", members, reading))
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
        text = unguarded(text) if own else text
        text = " ".join(text.splitlines()).strip() if line else text
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
            into.links.setdefault(name, []).extend(_wanted(text, role, roles))

    return step


def _wanted(text: str, role: str, roles: dict[str, str]) -> list[Wanted]:
    if text.startswith("["):
        try:
            return [Wanted(id=str(one["id"]), role=str(one.get("role", ""))) for one in json.loads(text)]
        except (ValueError, TypeError, KeyError, AttributeError):
            pass
    found = []
    for piece in pieces(text):
        name, bracket, told = piece.rpartition(" (")
        known = roles.get(plain(told.rstrip(")"))) if bracket and told.endswith(")") else None
        found.append(Wanted(name if known else piece, role or known or ""))
    return found


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
            told = words.format(text=_short(text), heading=heading, fault=fault.args[0])
            return _Understood(empty, rest=True, message=told)
    value = empty if meant.value in ("", None) else meant.value
    if not meant.unknown:
        return _Understood(value, rest=not meant.exact)
    return _with_unknown(meant, value, text, heading)


def _with_unknown(meant: Meant, value: Any, text: str, heading: str) -> _Understood:
    if any(len(piece) > LONGEST_TAG or "\n" in piece for piece in meant.unknown):
        words = _("“{text}” in “{heading}” is no choice we know; it is kept in the notes.")
        return _Understood(value, rest=True, message=words.format(text=_short(text), heading=heading))
    tags = tuple(f"{heading}: {piece}" for piece in meant.unknown)
    words = _("“{text}” in “{heading}” is no choice we know; it is kept as a tag.")
    return _Understood(value, not meant.exact, tags, words.format(text=_short(text), heading=heading))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


# ------------------------------------------------------------------------- several columns, one value


def _joined(path: str, members: list[tuple[int, str, Target]], reading: Reading) -> Step:
    target = members[0][2]
    if isinstance(target.field, When):
        return _day_of_parts(target.field.name, members, reading)
    if isinstance(target.field, Links):
        return _place_of_parts(target.field.name, members)
    kind, _dot, name = path.partition(".")
    order = [part for part, _words in parts_of(kind, target.field)]
    ordered = sorted(members, key=lambda member: order.index(member[2].part))
    between = BETWEEN.get(path, ", ")

    def step(row: Cells, into: Draft) -> None:
        texts = [text for index, _heading, _target in ordered if (text := row[index].strip())]
        if texts:
            texts = [into.values[name], *texts] if name in into.values else texts
            into.values[name] = between.join(texts)

    return step


def _day_of_parts(name: str, members: list[tuple[int, str, Target]], reading: Reading) -> Step:
    known: dict[tuple[str, ...], tuple[Day | None, str]] = {}
    parts = [target.part for _index, _heading, target in members]

    def step(row: Cells, into: Draft) -> None:
        texts = tuple(row[index].strip() for index, _heading, _target in members)
        if not any(texts):
            return
        whole = into.values.get(name)
        if whole is not None:
            timed = _with_time(whole, dict(zip(parts, texts, strict=True)).get("time", ""))
            into.values[name] = timed
            _keep(row, members, into, but=("time",) if timed != whole else ())
            return
        if texts not in known:
            known[texts] = _assembled(dict(zip(parts, texts, strict=True)), reading)
        day, fault = known[texts]
        if day is not None:
            into.values[name] = day
        if fault:
            _keep(row, members, into)
            into.messages.append(fault)

    return step


def _keep(row: Cells, members: list[tuple[int, str, Target]], into: Draft, but: tuple[str, ...] = ()) -> None:
    for index, heading, target in members:
        if row[index].strip() and target.part not in but:
            into.keep(heading, row[index])


def _assembled(texts: dict[str, str], reading: Reading) -> tuple[Day | None, str]:
    """The day, as exact as its parts allow, and what was wrong with them."""
    numbers: list[int] = []
    blanks = reading.words.blank
    for part in ("year", "month", "day"):
        text = texts.get(part, "")
        try:
            if plain(text) in blanks:
                break
            numbers.append(month_in(text, reading.words.months) if part == "month" else int(float(text)))
            if numbers[0] < 1000:
                raise ValueError(text)
            Day.parts(*numbers)
        except (ValueError, OverflowError):
            numbers = numbers[: ("year", "month", "day").index(part)]
            words = _("The {part} “{text}” is not understood; it is kept in the notes.")
            return _parts(numbers), words.format(part=_(part), text=_short(text))
    later = [part for part in ("year", "month", "day")[len(numbers) :] if plain(texts.get(part, "")) not in blanks]
    if later:
        return _parts(numbers), _("A part of the day is missing; the others are kept in the notes.")
    day = _parts(numbers)
    timed = _with_time(day, texts.get("time", "")) if day else None
    if plain(texts.get("time", "")) not in blanks and timed == day:
        return day, _("The time of day needs a whole day; it is kept in the notes.")
    return timed, ""


def _parts(numbers: list[int]) -> Day | None:
    return Day.parts(*numbers) if numbers else None


def _with_time(day: Day, text: str) -> Day:
    clock = time_in(text) if text and day.precision == "day" and not day.about else ""
    return Day(f"{day.text}T{clock}") if clock else day


def _place_of_parts(name: str, members: list[tuple[int, str, Target]]) -> Step:
    columns = {target.part: index for index, _heading, target in members}
    narrow = [columns[part] for part in ("", "city", "district") if part in columns]
    region, country = columns.get("region"), columns.get("country")
    alone = set(columns) == {""}

    def step(row: Cells, into: Draft) -> None:
        if alone:
            text = row[narrow[0]]
            if text and not text.isspace():
                into.links.setdefault(name, []).extend(_wanted(text, "", {}))
            return
        wide = row[region].strip() if region is not None else ""
        land = row[country].strip() if country is not None else ""
        near = ", ".join(dict.fromkeys(text for index in narrow if (text := row[index].strip())))
        if near or wide or land:
            into.links.setdefault(name, []).append(Wanted(near or wide or land, "", wide, land))

    return step
