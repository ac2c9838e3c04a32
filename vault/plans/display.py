"""A value in words, for screen, paper and search alike: one small function per kind of field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import singledispatch
from typing import Any

from vault.i18n import _ as translated
from vault.plans import scales
from vault.plans.days import in_words
from vault.plans.fields import Choice, Choices, Field, Flag, Links, Number, Prose, Rows, Scale, Text, When

#: gives the title of the record with an id, "" when it is not known
Titles = Callable[[str], str]


def no_titles(id: str) -> str:
    """Where the titles of linked records are not wanted."""
    return ""


def option_words(options: tuple[tuple[str, str], ...], key: str) -> str:
    """The translated words of a key; a key that is no option is shown as it is."""
    return translated(dict(options).get(key, key))


@singledispatch
def shown(field: Field, value: Any, titles: Titles = no_titles, today: date | None = None) -> str:
    """`value` in the reader's language, "" when empty. `today` lets days leave out the current year."""
    raise NotImplementedError(type(field).__name__)


@shown.register(Text)
@shown.register(Prose)
def _text(field: Text | Prose, value: str, titles: Titles = no_titles, today: date | None = None) -> str:
    return value


@shown.register
def _choice(field: Choice, value: str, titles: Titles = no_titles, today: date | None = None) -> str:
    return option_words(field.options, value)


@shown.register
def _choices(field: Choices, value: tuple[str, ...], titles: Titles = no_titles, today: date | None = None) -> str:
    return ", ".join(option_words(field.options, key) for key in value)


@shown.register
def _scale(field: Scale, value: int | None, titles: Titles = no_titles, today: date | None = None) -> str:
    return scales.word(field.scale, value)


@shown.register
def _when(field: When, value: Any, titles: Titles = no_titles, today: date | None = None) -> str:
    return in_words(value, today)


@shown.register
def _flag(field: Flag, value: bool, titles: Titles = no_titles, today: date | None = None) -> str:
    return translated("Yes") if value else translated("No")


@shown.register
def _number(field: Number, value: int | None, titles: Titles = no_titles, today: date | None = None) -> str:
    if value is None:
        return ""
    return f"{value} {field.unit}".strip()


@shown.register
def _links(field: Links, value: Any, titles: Titles = no_titles, today: date | None = None) -> str:
    roles: Mapping[str, str] = dict(field.roles)
    named = ((titles(link.id), roles.get(link.role, "") if link.role else "") for link in value)
    return ", ".join(f"{title} ({translated(role)})" if role else title for title, role in named if title)


@shown.register
def _rows(field: Rows, value: Any, titles: Titles = no_titles, today: date | None = None) -> str:
    return "\n".join(" · ".join(cell for cell in row if cell) for row in value)
