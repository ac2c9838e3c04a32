"""From an older schema to today's: numbered SQL files, each with its number in one transaction (`user_version`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from vault.errors import NewerVersion
from vault.storage.database import database_errors

MIGRATIONS = Path(__file__).parent / "migrations"


class Executing(Protocol):
    """Any SQLite connection without implicit transactions."""

    @property
    def in_transaction(self) -> bool: ...

    def execute(self, sql: str, /) -> Any: ...


def files() -> list[Path]:
    """The migrations in order; file n leads from version n-1 to n."""
    return sorted(MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def version(connection: Executing) -> int:
    """The schema version of a database, 0 when it is new."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def pending(connection: Executing, path: Path | str = "") -> list[Path]:
    """The migrations still to come. Raises NewerVersion for a database of a newer program."""
    have, known = version(connection), files()
    if have > len(known):
        raise NewerVersion(path, f"It has version {have}; this program knows {len(known)}.")
    return known[have:]


def apply_all(connection: Executing, path: Path | str = "") -> int:
    """Apply all pending migrations in one transaction; how many there were. On any error nothing has changed.

    Raises NewerVersion, StorageFault.
    """
    steps = pending(connection, path)
    if not steps:
        return 0
    with database_errors(path):
        _apply(connection, steps)
    return len(steps)


def _apply(connection: Executing, steps: list[Path]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps:
            for statement in statements(step.read_text(encoding="utf-8")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {int(steps[-1].name[:4])}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def statements(sql: str) -> Iterator[str]:
    """The statements of a file: each ends with a semicolon at the end of a line."""
    lines: list[str] = []
    for line in sql.splitlines():
        if line.strip() and not line.strip().startswith("--"):
            lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
