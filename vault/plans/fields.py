"""The ten kinds of field and their declarations: WHAT a value is, never how it is stored or shown.

A field is declared once as the default of a dataclass attribute (`title: str = text(N_("What happened"), ...)`);
every layer interprets the declaration with one small function per kind (`functools.singledispatch`).
`docs/decisions/0002-kinds-of-field.md` says why there are these ten.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from vault.i18n import N_
from vault.plans.days import Day as Day


class Sharing(IntEnum):
    """How far a value may travel at the most; a record can be made stricter than its fields, never laxer."""

    PRIVATE = 0
    TEAM = 1
    ORGANISATION = 2
    DONOR = 3


SHARING_WORDS = {
    Sharing.PRIVATE: N_("Our security team"),  # not sealed, so every keyholder opens it (docs/decisions/0036)
    Sharing.TEAM: N_("Our security team"),
    Sharing.ORGANISATION: N_("Our organisation"),
    Sharing.DONOR: N_("May be shared (redacted)"),
}


#: the group of what is shown to whoever asks for it, and told nowhere else: code words
HIDDEN = "secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every kind of field has in common. `name` is filled in when the record kind is declared."""

    label: str
    help: str = ""
    required: bool = False
    listed: bool = False
    searchable: bool = False
    sharing: Sharing = Sharing.TEAM
    group: str = "detail"
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """One line. Value: str, "" when empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(Field):
    """Many lines with light formatting. Value: str, "" when empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One key of `options`. Value: str, "" when not answered."""

    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Field):
    """Several keys of `options`, or one's own words when `options` is empty (tags). Value: tuple[str, ...]."""

    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Field):
    """One step of a worded scale of `vault.plans.scales`. Value: int 1 to 5, None when not scored."""

    scale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Field):
    """A day or moment with its precision, a range, or "unknown". Value: Day, None when not answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Field):
    """Yes or no. Value: bool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A whole number in `unit`. Value: int, None when not answered."""


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a connection: the record it leads to and the role that record plays here ("" for none)."""

    id: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links(Field):
    """Connections to records of `kinds`, each with one of `roles`. Value: tuple[Link, ...] in the person's order."""

    kinds: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Field):
    """An ordered table of short texts, such as the steps of a procedure. Value: tuple of rows, a str per column."""

    columns: tuple[tuple[str, str], ...] = ()


KINDS = (Text, Prose, Choice, Choices, Scale, When, Flag, Number, Links, Rows)


def _declared(field: Field, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"field": field})


def text(label: str, **attributes: Any) -> str:
    """Declare a line of text."""
    return _declared(Text(label=label, **attributes), "")  # type: ignore[no-any-return]


def prose(label: str, **attributes: Any) -> str:
    """Declare a text of many lines."""
    return _declared(Prose(label=label, **attributes), "")  # type: ignore[no-any-return]


def choice(label: str, options: tuple[tuple[str, str], ...], **attributes: Any) -> str:
    """Declare one of `options`, pairs of (key, words)."""
    return _declared(Choice(label=label, options=options, **attributes), "")  # type: ignore[no-any-return]


def choices(label: str, options: tuple[tuple[str, str], ...] = (), **attributes: Any) -> tuple[str, ...]:
    """Declare several of `options`; free words when there are none."""
    return _declared(Choices(label=label, options=options, **attributes), ())  # type: ignore[no-any-return]


def scale(label: str, scale: str, **attributes: Any) -> int | None:
    """Declare a step on one of the scales of `vault.plans.scales`."""
    return _declared(Scale(label=label, scale=scale, **attributes), None)  # type: ignore[no-any-return]


def when(label: str, **attributes: Any) -> Day | None:
    """Declare a day with precision."""
    return _declared(When(label=label, **attributes), None)  # type: ignore[no-any-return]


def flag(label: str, **attributes: Any) -> bool:
    """Declare a yes or no."""
    return _declared(Flag(label=label, **attributes), False)  # type: ignore[no-any-return]


def number(label: str, **attributes: Any) -> int | None:
    """Declare a whole number."""
    return _declared(Number(label=label, **attributes), None)  # type: ignore[no-any-return]


def links(
    label: str, kinds: tuple[str, ...], roles: tuple[tuple[str, str], ...] = (), **attributes: Any
) -> tuple[Link, ...]:
    """Declare connections to records of `kinds`."""
    return _declared(Links(label=label, kinds=kinds, roles=roles, **attributes), ())  # type: ignore[no-any-return]


def rows(label: str, columns: tuple[tuple[str, str], ...], **attributes: Any) -> tuple[tuple[str, ...], ...]:
    """Declare an ordered table with (key, words) columns."""
    return _declared(Rows(label=label, columns=columns, **attributes), ())  # type: ignore[no-any-return]
