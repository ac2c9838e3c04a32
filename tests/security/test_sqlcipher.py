"""Checks 22 and 27: the database is encrypted by the one build that was chosen, and that is looked at every time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import phrase
from vault.errors import NotAVault
from vault.plans.model import Incident
from vault.services import backing_up
from vault.services.session import Session
from vault.storage import database
from vault.storage.keys import DataKey

#: the package that is pinned -> the SQLCipher inside it
INSIDE = {"0.6.4": "4.19.0 community"}
PLAIN = b"SQLite format 3\0"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "notes.vault", phrase(), profile=255, by="N") as opened:
        opened.save(Incident(title="Calls at night")).result()
        yield opened


# --------------------------------------------------------------------------------------------- the one build


def test_exactly_one_package_gives_the_module() -> None:
    names = [one.metadata["Name"].lower() for one in metadata.distributions()]
    assert [name for name in names if name.startswith("sqlcipher3")] == ["sqlcipher3"]


def test_it_is_the_one_that_was_pinned_with_the_cipher_that_was_looked_at(checkout: Path) -> None:
    (pinned,) = re.findall(r"^sqlcipher3==(\S+)", (checkout / "requirements" / "app.txt").read_text(), re.MULTILINE)
    assert metadata.version("sqlcipher3") == pinned
    with dbapi2.connect(":memory:") as blank:
        assert blank.execute("PRAGMA cipher_version").fetchone() == (INSIDE[pinned],)


def test_it_can_search_texts_under_the_authorizer(session: Session) -> None:
    def found(work: Any) -> list[Any]:
        work.db.execute("CREATE VIRTUAL TABLE words USING fts5(said)")
        work.db.execute("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
        work.db.execute("INSERT INTO words VALUES ('the bridge was closed')")
        rows: list[Any] = work.db.execute("SELECT said FROM words WHERE words MATCH 'brid*'").fetchall()
        work.db.execute("DROP TABLE words")
        return rows

    assert session.submit(found).result() == [("the bridge was closed",)]


# -------------------------------------------------------------------------------------------- nothing in clear


def test_no_file_of_a_vault_begins_like_a_plain_database(session: Session, tmp_path: Path) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup")
    for file in [*session.path.rglob("*"), made.path]:
        assert not file.is_file() or PLAIN not in file.read_bytes(), file.name
    with closing(sqlite3.connect(session.opened.bundle.database)) as other, pytest.raises(sqlite3.DatabaseError):
        other.execute("SELECT count(*) FROM sqlite_master")


class Asked:
    """A connection that remembers what it was asked, or has its key taken away."""

    def __init__(self, whole: Any, log: list[str], keyed: bool) -> None:
        self._whole, self._log, self._keyed = whole, log, keyed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def set_key(self, spec: bytearray) -> None:
        if self._keyed:
            self._whole.set_key(spec)

    def execute(self, sql: str, *more: Any) -> Any:
        self._log.append(sql)
        return self._whole.execute(sql, *more)


def watched(monkeypatch: pytest.MonkeyPatch, keyed: bool = True) -> list[list[str]]:
    """The statements of every connection opened from now on, one list each."""
    logs: list[list[str]] = []
    opened: Callable[..., Any] = database._opened

    def watching(path: Path, readonly: bool, alone: bool) -> Any:
        logs.append([])
        return Asked(opened(path, readonly, alone), logs[-1], keyed)

    monkeypatch.setattr(database, "_opened", watching)
    return logs


def test_every_connection_is_asked_whether_it_encrypts(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = watched(monkeypatch)
    session.close()
    with Session.open(session.path, phrase()):
        pass
    with Session.open(session.path, phrase(), readonly=True):
        pass
    database.connect(tmp_path / "new.db", session_key().database_spec(), new=True).close()
    assert len(logs) == 4
    for log in logs:
        asked = log.index("PRAGMA cipher_status")
        assert not [sql for sql in log[:asked] if not sql.startswith(("PRAGMA cipher_compat", "SELECT count(*)"))]


def session_key() -> DataKey:
    return DataKey(bytearray(b"k" * 32))


def test_a_database_that_would_not_be_encrypted_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch, keyed=False)
    with pytest.raises(NotAVault, match="It would not be encrypted"):
        database.connect(tmp_path / "data.db", session_key().database_spec(), new=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("readonly", [False, True])
def test_a_plain_database_in_its_place_is_refused_and_told(session: Session, readonly: bool) -> None:
    session.close()
    file = session.opened.bundle.database
    file.unlink()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("CREATE TABLE incident (title TEXT)")
    before = {one: one.read_bytes() for one in session.path.rglob("*") if one.is_file()}
    with pytest.raises(NotAVault, match="an ordinary database without encryption; nothing was written to it"):
        Session.open(session.path, phrase(), readonly=readonly)
    assert {one: one.read_bytes() for one in session.path.rglob("*") if one.is_file()} == before
