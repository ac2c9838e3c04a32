"""How each kind of field lies in a column. Links have no column: they live in the table `link`."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import Any

from vault.plans.days import Day
from vault.plans.fields import Choice, Choices, Field, Flag, Links, Number, Prose, Rows, Scale, Text, When

TEXT, MAYBE_TEXT = "TEXT NOT NULL DEFAULT ''", "TEXT"
FLAG, MAYBE_INTEGER = "INTEGER NOT NULL DEFAULT 0", "INTEGER"


@singledispatch
def column(field: Field) -> str:
    """The SQL type of the field's column, "" when it has none."""
    raise NotImplementedError(type(field).__name__)


@singledispatch
def to_sql(field: Field, value: Any) -> Any:
    """A value as SQLite keeps it."""
    return value


@singledispatch
def from_sql(field: Field, stored: Any) -> Any:
    """The value again."""
    return stored


@column.register(Text)
@column.register(Prose)
@column.register(Choice)
@column.register(Choices)
@column.register(Rows)
def _text(field: Field) -> str:
    return TEXT


@column.register
def _day(field: When) -> str:
    return MAYBE_TEXT


@column.register(Scale)
@column.register(Number)
def _integer(field: Field) -> str:
    return MAYBE_INTEGER


@column.register
def _flag(field: Flag) -> str:
    return FLAG


@column.register
def _links(field: Links) -> str:
    return ""


@to_sql.register
def _flag_to(field: Flag, value: bool) -> int:
    return int(value)


@from_sql.register
def _flag_from(field: Flag, stored: int) -> bool:
    return bool(stored)


@to_sql.register
def _choices_to(field: Choices, value: tuple[str, ...]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


@from_sql.register
def _choices_from(field: Choices, stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored)) if stored else ()


@to_sql.register
def _rows_to(field: Rows, value: tuple[tuple[str, ...], ...]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


@from_sql.register
def _rows_from(field: Rows, stored: str) -> tuple[tuple[str, ...], ...]:
    """A row from before its table had all its columns is filled up."""
    width = len(field.columns)
    return tuple((*row, *[""] * (width - len(row))) for row in json.loads(stored)) if stored else ()


@to_sql.register
def _day_to(field: When, value: Day | None) -> str | None:
    """ "unknown" is kept as "", which sorts before every known day and after "not answered" (NULL)."""
    return day_key(value.text) if value else None


@from_sql.register
def _day_from(field: When, stored: str | None) -> Day | None:
    return None if stored is None else Day(stored or "unknown")


def day_key(text: str) -> str:
    """The stored text of a Day's text."""
    return "" if text == "unknown" else text
