"""The schema the declarations ask for, and the SQL that is missing until a database has it.

`make migration` writes it into the next numbered file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlcipher3 import dbapi2

from vault.plans import model as _declarations  # noqa: F401  (declaring registers the kinds)
from vault.plans.fields import Choice, Field, Scale, Text, When
from vault.plans.records import KINDS, Record
from vault.storage.codecs import column
from vault.storage.migrate import apply_all


class Reading(Protocol):
    """Any SQLite connection."""

    def execute(self, sql: str, /) -> Any: ...


COMMON_COLUMNS = {
    "key": "INTEGER PRIMARY KEY REFERENCES record(key)",
    "id": "TEXT NOT NULL UNIQUE",
    "number": "INTEGER NOT NULL",
    "sharing": "INTEGER",
    "created_at": "TEXT NOT NULL",
    "created_by": "TEXT NOT NULL",
    "changed_at": "TEXT NOT NULL",
    "changed_by": "TEXT NOT NULL",
    "trashed_at": "TEXT NOT NULL DEFAULT ''",
}


def columns(kind: type[Record]) -> dict[str, str]:
    """Column name -> SQL type of a record kind's table."""
    declared = {name: column(field) for name, field in kind.fields.items()}
    derived = dict.fromkeys(kind.derived, "INTEGER")
    return COMMON_COLUMNS | {name: sql for name, sql in declared.items() if sql} | derived


def _indexed(field: Field) -> bool:
    return field.listed and isinstance(field, Text | When | Choice | Scale)


def indexes(kind: type[Record]) -> dict[str, str]:
    """Index name -> SQL, over the live records only: every column a list sorts by, what is counted together, and days
    on which something is due, of the few records that have one."""
    names = [name for name, field in kind.fields.items() if _indexed(field)] + [*kind.derived]
    lists = {f"{kind.kind}_{name}": _ordered(kind, name) for name in names}
    if kind.counted:
        lists[f"{kind.kind}_counted"] = ", ".join(kind.counted)
    made = {name: f"CREATE INDEX {name} ON {kind.kind}({of}) WHERE trashed_at = ''" for name, of in lists.items()}
    for name, field in kind.fields.items():
        if isinstance(field, When) and field.group == "due" and not field.listed:
            index = f"{kind.kind}_{name}"
            made[index] = f"CREATE INDEX {index} ON {kind.kind}({name}) WHERE trashed_at = '' AND {name} > ''"
    return made


def _ordered(kind: type[Record], name: str) -> str:
    return f"{name} {collation(kind, name)}".strip()


def collation(kind: type[Record], name: str) -> str:
    """How a column sorts: lines of text without regard to case."""
    return "COLLATE NOCASE" if isinstance(kind.fields.get(name), Text) else ""


def missing(connection: Reading) -> Iterator[str]:
    """The statements that lead from the database's schema to the declared one. Nothing is ever dropped."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for kind in KINDS.values():
        if kind.kind not in there:
            body = ",\n".join(f"    {name} {sql}" for name, sql in columns(kind).items())
            yield f"CREATE TABLE {kind.kind} (\n{body}\n);"
        else:
            present = {row[1] for row in connection.execute(f"PRAGMA table_info({kind.kind})")}
            for name, sql in columns(kind).items():
                if name not in present:
                    yield f"ALTER TABLE {kind.kind} ADD COLUMN {name} {sql};"
        for name, sql in indexes(kind).items():
            if name not in there:
                yield f"{sql};"


def drift() -> str:
    """The SQL the migrations lack, "" when they lead to the declared schema."""
    with _blank() as blank:
        return "\n".join(missing(blank))


def strange(connection: Reading) -> list[str]:
    """Names of tables, indexes and triggers that are missing, more, or other than the migrations make them."""
    with _blank() as blank:
        wanted = _made(blank)
    present = _made(connection)
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def _made(connection: Reading) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


@contextmanager
def _blank() -> Iterator[Reading]:
    """An empty database with all migrations."""
    blank = dbapi2.connect(":memory:", isolation_level=None)
    try:
        apply_all(blank)
        yield blank
    finally:
        blank.close()
