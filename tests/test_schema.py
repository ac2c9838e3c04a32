"""The migrations lead to the schema that the declarations ask for."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from vault.errors import DiskFull
from vault.plans.fields import text
from vault.plans.records import KINDS, Record, record
from vault.storage import migrate, schema


def test_migrations_lead_to_the_declared_schema() -> None:
    missing = schema.drift()
    assert not missing, f"paste into the next file of vault/storage/migrations (or run `make migration`):\n{missing}"


def test_a_forgotten_migration_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.plans.records.KINDS", KINDS)
    try:

        @record("unheard_of", "One", "Many")
        class Drill(Record):
            title: str = text("What", required=True, listed=True)

        told = schema.drift()
    finally:
        KINDS.pop("unheard_of", None)
    assert "CREATE TABLE unheard_of" in told
    assert "CREATE INDEX unheard_of_title" in told


def test_every_table_of_the_schema_is_known() -> None:
    db = dbapi2.connect(":memory:", isolation_level=None)
    migrate.apply_all(db)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert set(KINDS) <= tables
    assert migrate.version(db) == len(migrate.files())
    assert [int(file.name[:4]) for file in migrate.files()] == list(range(1, len(migrate.files()) + 1))


def test_a_column_that_a_table_lacks_is_asked_for() -> None:
    db = dbapi2.connect(":memory:", isolation_level=None)
    migrate.apply_all(db)
    assert list(schema.missing(db)) == []
    db.execute("ALTER TABLE risk DROP COLUMN reason")
    assert [sql for sql in schema.missing(db) if sql.startswith("ALTER")] == [
        f"ALTER TABLE risk ADD COLUMN reason {schema.columns(KINDS['risk'])['reason']};"
    ]
    db.close()


def test_migrating_twice_changes_nothing() -> None:
    db = dbapi2.connect(":memory:", isolation_level=None)
    assert migrate.apply_all(db) == len(migrate.files())
    assert migrate.apply_all(db) == 0
    db.close()


def test_a_migration_that_fails_is_taken_back_whether_sqlite_did_so_already_or_not() -> None:
    """On a full disk SQLite rolls back by itself, and a second time would be an error of its own."""

    class Full:
        in_transaction = False

        def __init__(self) -> None:
            self.asked: list[str] = []

        def execute(self, sql: str) -> Any:
            self.asked.append(sql)
            if sql.startswith("CREATE"):
                error = dbapi2.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return SimpleNamespace(fetchone=lambda: (0,))

    full = Full()
    with pytest.raises(DiskFull):
        migrate.apply_all(full, "/v")
    assert "ROLLBACK" not in full.asked
    full.in_transaction = True
    with pytest.raises(DiskFull):
        migrate.apply_all(full, "/v")
    assert full.asked[-1] == "ROLLBACK"
