"""A query's conditions and order as SQL. Names come from the declarations, values are always parameters."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from vault.plans.fields import Choices, Field, Links, Text, When
from vault.plans.query import Condition, Query
from vault.plans.records import COMMON, KINDS
from vault.storage.codecs import day_key

_BOUND = {"from": ">=", "until": "<="}


def where(query: Query) -> tuple[str, list[Any]]:
    """The condition over the kind's table `t`, and its parameters, words left out. Raises ValueError for an unknown
    field."""
    # written out, not a parameter: only then does SQLite use the indexes over live records
    parts, parameters = ["t.trashed_at <> ''" if query.trashed else "t.trashed_at = ''"], []
    for condition in query.where:
        sql, values = _condition(query.kind, condition)
        parts.append(sql)
        parameters += values
    return " AND ".join(parts), parameters


def _condition(kind: str, condition: Condition) -> tuple[str, list[Any]]:
    field = KINDS[kind].fields.get(condition.field)
    if field is None:
        _known_column(kind, condition.field)
        return _plain(f"t.{condition.field}", condition.op, condition.value)
    return _on_field(field, condition)


def _known_column(kind: str, name: str) -> None:
    if name not in (*COMMON, *KINDS[kind].derived):
        raise ValueError(f"{kind} has no field {name}")


def _plain(column: str, op: str, value: Any) -> tuple[str, list[Any]]:
    if op == "is":
        return f"{column} IS ?", [value]
    if op == "in":
        return f"{column} IN ({', '.join('?' * len(value))})", list(value)
    if op == "empty":
        return (f"({column} IS NULL OR {column} = '')" if value else f"({column} IS NOT NULL AND {column} <> '')"), []
    return f"{column} {_BOUND[op]} ?", [value]


@singledispatch
def _on_field(field: Field, condition: Condition) -> tuple[str, list[Any]]:
    return _plain(f"t.{field.name}", condition.op, condition.value)


@_on_field.register
def _on_day(field: When, condition: Condition) -> tuple[str, list[Any]]:
    column, value = f"t.{field.name}", condition.value
    if condition.op == "until":
        # "until 2026-11" holds the whole month: every text that begins so
        return f"({column} > '' AND ({column} <= ? OR {column} GLOB ?))", [value, f"{value}*"]
    if condition.op == "empty":
        return (f"({column} IS NULL)" if value else f"({column} IS NOT NULL)"), []
    if condition.op == "in":
        return _plain(column, "in", [day_key(one) for one in value])
    return _plain(column, condition.op, day_key(value) if value is not None else None)


@_on_field.register
def _on_choices(field: Choices, condition: Condition) -> tuple[str, list[Any]]:
    column, values = f"t.{field.name}", condition.value
    if condition.op == "empty":
        return _plain(column, "empty", values)
    keys = [values] if condition.op == "is" else list(values)
    one = f"EXISTS (SELECT 1 FROM json_each({column}) WHERE {column} <> '' AND json_each.value = ?)"
    return "(" + " OR ".join([one] * len(keys)) + ")", keys


@_on_field.register
def _on_links(field: Links, condition: Condition) -> tuple[str, list[Any]]:
    found = "SELECT 1 FROM link l WHERE l.source = t.key AND l.field = ?"
    if condition.op == "empty":
        return f"{'NOT ' if condition.value else ''}EXISTS ({found})", [field.name]
    ids = [condition.value] if condition.op == "is" else list(condition.value)
    marks = ", ".join("?" * len(ids))
    inside = f"{found} AND l.target IN (SELECT key FROM record WHERE id IN ({marks}))"
    return f"EXISTS ({inside})", [field.name, *ids]


def order(query: Query) -> str:
    """ORDER BY of the table `t`; the key decides between equals, so that windows never overlap."""
    descending = bool(query.sort and query.sort[0][1])
    return ", ".join(_sorted(query.kind, name, down) for name, down in (*query.sort, ("number", descending)))


def _sorted(kind: str, name: str, descending: bool) -> str:
    field = KINDS[kind].fields.get(name)
    if field is None:
        _known_column(kind, name)
    # numbers are given in the order of the keys, which need no index of their own
    column = "key" if name == "number" else name
    return f"t.{column}{_collated(field)}{' DESC' if descending else ''}"


def _collated(field: Field | None) -> str:
    return " COLLATE NOCASE" if isinstance(field, Text) else ""
