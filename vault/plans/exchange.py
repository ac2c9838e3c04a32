"""Records as plain data and back: JSON values for the command line, exports, drafts and history."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from vault.plans.days import Day
from vault.plans.fields import (
    Choice,
    Choices,
    Field,
    Flag,
    Link,
    Links,
    Number,
    Prose,
    Rows,
    Scale,
    Sharing,
    Text,
    When,
)  # fmt: skip
from vault.plans.records import COMMON, KINDS, Record


@singledispatch
def to_plain(field: Field, value: Any) -> Any:
    """`value` as JSON data: str, int, bool, None, or lists and objects of these."""
    raise NotImplementedError(type(field).__name__)


@singledispatch
def from_plain(field: Field, plain: Any) -> Any:
    """The value again. Raises ValueError or TypeError when the data do not fit the field."""
    raise NotImplementedError(type(field).__name__)


@to_plain.register(Text)
@to_plain.register(Prose)
@to_plain.register(Choice)
@to_plain.register(Scale)
@to_plain.register(Flag)
@to_plain.register(Number)
def _as_it_is(field: Field, value: Any) -> Any:
    return value


@to_plain.register
def _day_out(field: When, value: Day | None) -> str | None:
    return value.text if value else None


@to_plain.register
def _choices_out(field: Choices, value: tuple[str, ...]) -> list[str]:
    return list(value)


@to_plain.register
def _links_out(field: Links, value: tuple[Link, ...]) -> list[dict[str, str]]:
    return [{"id": link.id, "role": link.role} for link in value]


@to_plain.register
def _rows_out(field: Rows, value: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [list(row) for row in value]


@from_plain.register(Text)
@from_plain.register(Prose)
@from_plain.register(Choice)
def _text_in(field: Field, plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError(field.name)
    return plain


@from_plain.register
def _scale_in(field: Scale, plain: Any) -> int | None:
    if plain is None:
        return None
    if int(plain) not in (1, 2, 3, 4, 5):
        raise ValueError(field.name)
    return int(plain)


@from_plain.register
def _flag_in(field: Flag, plain: Any) -> bool:
    return bool(plain)


@from_plain.register
def _number_in(field: Number, plain: Any) -> int | None:
    return None if plain is None else int(plain)


@from_plain.register
def _day_in(field: When, plain: Any) -> Day | None:
    return Day(plain) if plain else None


@from_plain.register
def _choices_in(field: Choices, plain: Any) -> tuple[str, ...]:
    return tuple(str(key) for key in plain)


@from_plain.register
def _links_in(field: Links, plain: Any) -> tuple[Link, ...]:
    return tuple(Link(str(one["id"]), str(one["role"])) for one in plain)


@from_plain.register
def _rows_in(field: Rows, plain: Any) -> tuple[tuple[str, ...], ...]:
    width = len(field.columns)
    return tuple(tuple((*map(str, row), *[""] * width)[:width]) for row in plain)


def plain_of(one: Record, name: str) -> Any:
    """The plain value of a declared field or of the record's own `sharing`."""
    if name == "sharing":
        return one.sharing.name.lower() if one.sharing is not None else None
    return to_plain(one.fields[name], getattr(one, name))


def record_to_plain(one: Record) -> dict[str, Any]:
    """Every common attribute and every declared field under its key."""
    plain: dict[str, Any] = {"kind": one.kind}
    plain |= {name: getattr(one, name) for name in COMMON}
    return plain | {name: plain_of(one, name) for name in ("sharing", *one.fields)}


def record_from_plain(plain: dict[str, Any]) -> Record:
    """The record again; unknown keys are left out, missing ones are empty. Raises ValueError, TypeError, KeyError."""
    cls = KINDS[plain["kind"]]
    values = {name: plain[name] for name in COMMON if name in plain and name != "sharing"}
    if plain.get("sharing"):
        values["sharing"] = Sharing[plain["sharing"].upper()]
    values |= {name: from_plain(field, plain[name]) for name, field in cls.fields.items() if name in plain}
    return cls(**values)
