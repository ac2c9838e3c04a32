from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import as_nobody
from vault import errors
from vault.storage import database
from vault.storage.database import Connection, connect, copy_into, database_errors, faults, transaction
from vault.storage.keys import DataKey
from vault.storage.workbench import workbench

KEY = DataKey(bytearray(b"k" * 32))
OTHER = DataKey(bytearray(b"o" * 32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder / "data.db"


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    opened = connect(path, KEY.database_spec(), new=True)
    opened.execute("CREATE TABLE note (words TEXT UNIQUE)")
    opened.execute("INSERT INTO note VALUES ('the bridge was closed')")
    yield opened
    opened.close()


def notes(connection: Connection) -> list[str]:
    return [words for (words,) in connection.execute("SELECT words FROM note ORDER BY words")]


def filled(connection: Connection, rows: int) -> None:
    connection.execute("BEGIN")  # each row by itself would wait for the disk
    connection.executemany("INSERT INTO note VALUES (?)", [(f"{number} " + "x" * 500,) for number in range(rows)])
    connection.execute("COMMIT")


@pytest.mark.as_shipped
def test_the_settings_of_a_connection(connection: Connection) -> None:
    connection.set_authorizer(None)
    settings = {
        "cipher_status": "1",
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "temp_store": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "cipher_memory_security": "1",
        "cipher_log_level": "NONE",
    }
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in settings} == settings
    assert connection.isolation_level is None


@pytest.mark.linux
def test_a_new_database_is_for_its_owner_alone(connection: Connection, path: Path) -> None:
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_nothing_of_it_can_be_read(connection: Connection, path: Path) -> None:
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"bridge" not in files
    assert b"SQLite format 3" not in files


def test_the_key_is_wiped_whatever_happens(path: Path) -> None:
    spec = KEY.database_spec()
    with pytest.raises(errors.Damaged):
        connect(path, spec)
    assert spec == bytes(99)
    spec = KEY.database_spec()
    connect(path, spec, new=True).close()
    assert spec == bytes(99)


def test_nothing_is_made_unless_asked_and_nothing_replaced(path: Path) -> None:
    with pytest.raises(errors.Damaged, match="missing"):
        connect(path, KEY.database_spec())
    assert not path.exists()
    path.write_bytes(b"something")
    with pytest.raises(errors.AlreadyThere):
        connect(path, KEY.database_spec(), new=True)
    assert path.read_bytes() == b"something"


@pytest.mark.parametrize("content", [b"", b"x" * 4095])
def test_an_empty_file_is_not_taken_for_a_new_database(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(errors.Damaged, match="cut off"):
        connect(path, KEY.database_spec())
    assert path.read_bytes() == content


def test_a_wrong_key(connection: Connection, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    connection.close()
    before = path.read_bytes()
    with pytest.raises(errors.Damaged, match="key"):
        connect(path, OTHER.database_spec())
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_failed_new_database_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_ALWAYS", ("not a pragma",))
    with pytest.raises(dbapi2.Error):
        connect(path, KEY.database_spec(), new=True)
    assert list(path.parent.iterdir()) == []


def test_two_connections_see_each_other(connection: Connection, path: Path) -> None:
    reader = connect(path, KEY.database_spec(), readonly=True)
    connection.execute("INSERT INTO note VALUES ('a second line')")
    assert len(notes(reader)) == 2
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.execute("DELETE FROM note")
    reader.close()


@pytest.mark.linux
def test_a_second_connection_keeps_the_locks_of_the_first(connection: Connection, path: Path) -> None:
    """Opening and closing the file by hand would drop them, and another process could take the log away."""

    def locks() -> set[str]:
        # other processes' locks come and go while the kernel lists them: a reading may tell a line twice, or none
        inode = f":{path.stat().st_ino} "
        readings = [Path("/proc/locks").read_text().splitlines() for _ in range(5)]
        return {line.split(maxsplit=1)[1] for lines in readings for line in lines if inode in line}

    before = locks()
    assert before
    with pytest.raises(errors.Damaged):
        connect(path, OTHER.database_spec())
    connect(path, KEY.database_spec()).close()
    assert locks() == before


@pytest.mark.linux
def test_reading_without_permission_to_write(connection: Connection, path: Path) -> None:
    connection.close()
    with as_nobody(path.parent):
        reader = connect(path, KEY.database_spec(), readonly=True)
        assert notes(reader) == ["the bridge was closed"]
        assert faults(reader) == []
        with pytest.raises(dbapi2.OperationalError, match="readonly"):
            reader.execute("DELETE FROM note")
        reader.close()
    assert [file.name for file in path.parent.iterdir()] == ["data.db"]


@pytest.mark.linux
def test_reading_what_a_killed_writer_left_behind(path: Path) -> None:
    child = os.fork()
    if child == 0:
        writer = connect(path, KEY.database_spec(), new=True)
        writer.execute("CREATE TABLE note (words TEXT)")
        writer.execute("INSERT INTO note VALUES ('only in the log')")
        os._exit(0)
    os.waitpid(child, 0)
    with as_nobody(path.parent):
        reader = connect(path, KEY.database_spec(), readonly=True)
        assert notes(reader) == ["only in the log"]
        reader.close()
    path.with_name("data.db-shm").unlink()
    with as_nobody(path.parent), pytest.raises(errors.ReadOnly, match="not closed properly"):
        connect(path, KEY.database_spec(), readonly=True)


@pytest.mark.linux
def test_writing_without_permission_is_told(connection: Connection, path: Path) -> None:
    connection.close()
    with as_nobody(path.parent), pytest.raises(errors.StorageFault):
        connect(path, KEY.database_spec())


@pytest.mark.parametrize("name", ["a?mode=ro.db", "file:x.db", "a b#c%41.db", "ž.db"])
def test_a_name_is_never_taken_for_an_address(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    connect(Path(name), KEY.database_spec(), new=True).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with as_nobody(tmp_path):
        connect(Path(name), KEY.database_spec(), readonly=True).close()


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        (sqlite3.SQLITE_FULL, errors.DiskFull),
        (sqlite3.SQLITE_READONLY, errors.ReadOnly),
        (sqlite3.SQLITE_READONLY_DBMOVED, errors.ReadOnly),
        (sqlite3.SQLITE_CORRUPT, errors.Damaged),
        (sqlite3.SQLITE_NOTADB, errors.Damaged),
        (sqlite3.SQLITE_BUSY, errors.InUse),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.InUse),
        (sqlite3.SQLITE_LOCKED, errors.InUse),
        (sqlite3.SQLITE_PERM, errors.NoPermission),
        (sqlite3.SQLITE_IOERR_WRITE, errors.StorageFault),
        (sqlite3.SQLITE_CANTOPEN, errors.StorageFault),
        (sqlite3.SQLITE_PROTOCOL, errors.StorageFault),
    ],
)
def test_what_the_database_says_becomes_an_error_of_the_vault(code: int, meant: type[errors.VaultError]) -> None:
    error = dbapi2.OperationalError("said so")
    error.sqlite_errorcode = code
    with pytest.raises(errors.VaultError) as caught, database_errors("/v"):
        raise error
    assert type(caught.value) is meant
    assert "/v" in str(caught.value)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("database or disk is full", errors.DiskFull),
        ("database disk image is malformed", errors.Damaged),
        ("disk I/O error", errors.StorageFault),
    ],
)
def test_what_a_copy_complains_of_without_a_code_is_understood(words: str, meant: type[errors.VaultError]) -> None:
    with pytest.raises(errors.VaultError) as caught, database_errors("/v/data.db"):
        raise dbapi2.OperationalError(words)
    assert type(caught.value) is meant


@pytest.mark.parametrize(("free", "meant"), [(0, errors.DiskFull), (1 << 30, errors.StorageFault)])
def test_an_error_of_a_full_disk_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, meant: type[errors.VaultError]
) -> None:
    """SQLite says "disk I/O error" when there is no room for the index beside its log."""
    monkeypatch.setattr(database.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    error = dbapi2.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(errors.VaultError) as caught, database_errors(tmp_path / "data.db"):
        raise error
    assert type(caught.value) is meant


def test_faults_of_the_program_pass_through(connection: Connection) -> None:
    with pytest.raises(dbapi2.IntegrityError), database_errors("/v"):
        connection.execute("INSERT INTO note VALUES ('the bridge was closed')")
    with pytest.raises(dbapi2.ProgrammingError), database_errors("/v"):
        connection.execute("SELECT ?")
    with pytest.raises(dbapi2.OperationalError, match="no such table"), database_errors("/v"):
        connection.execute("SELECT * FROM elsewhere")


def test_errors_of_the_system_count_too() -> None:
    with pytest.raises(errors.DiskFull), database_errors("/v"):
        raise OSError(28, "No space left on device")


def test_a_transaction_is_kept_or_given_up_as_a_whole(connection: Connection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO note VALUES ('kept')")

    def half() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO note VALUES ('given up')")
            with transaction(connection):
                connection.execute("INSERT INTO note VALUES ('given up with it')")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert not connection.in_transaction
    assert notes(connection) == ["kept", "the bridge was closed"]


def test_two_writers_do_not_mix(connection: Connection, path: Path) -> None:
    other = dbapi2.connect(str(path), isolation_level=None, timeout=0)
    other.set_key(KEY.database_spec())
    with transaction(connection), pytest.raises(errors.InUse), database_errors(path), transaction(other):
        pass
    other.close()


def test_a_copy_under_another_key(connection: Connection, path: Path) -> None:
    filled(connection, 3000)
    target, seen = path.with_name("copy.db"), list[tuple[int, int, str]]()
    copy_into(connection, target, OTHER.database_spec(), lambda *step: seen.append(step))
    assert sorted(file.name for file in path.parent.iterdir() if file.name.startswith("copy")) == ["copy.db"]
    with pytest.raises(errors.Damaged):
        connect(target, KEY.database_spec())
    copy = connect(target, OTHER.database_spec())
    assert notes(copy) == notes(connection)
    assert faults(copy) == []
    copy.close()
    total = seen[-1][1]
    assert seen[-1] == (total, total, "pages")
    assert total == path.stat().st_size // 4096 or total > 300


def test_a_copy_under_the_same_key_differs_in_every_page(connection: Connection, path: Path) -> None:
    filled(connection, 100)
    copy_into(connection, path.with_name("copy.db"), KEY.database_spec())
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert path.read_bytes()[16:4096] != path.with_name("copy.db").read_bytes()[16:4096]


def test_a_copy_that_is_stopped_leaves_nothing(connection: Connection, path: Path) -> None:
    filled(connection, 12_000)

    def stop(done: int, total: int, what: str) -> None:
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        copy_into(connection, path.with_name("copy.db"), OTHER.database_spec(), stop)
    assert [file.name for file in path.parent.iterdir() if file.name.startswith("copy")] == []
    assert len(notes(connection)) == 12_001


def test_a_copy_replaces_nothing(connection: Connection, path: Path) -> None:
    target = path.with_name("copy.db")
    target.write_bytes(b"mine")
    with pytest.raises(errors.AlreadyThere):
        copy_into(connection, target, OTHER.database_spec())
    assert target.read_bytes() == b"mine"


def test_a_sound_database(connection: Connection) -> None:
    filled(connection, 100)
    assert faults(connection) == []


def test_what_is_missing_in_an_index_is_found(connection: Connection, path: Path) -> None:
    """With every seal whole: only reading table and index side by side tells."""
    connection.executescript("CREATE TABLE a (n INTEGER); CREATE INDEX a_n ON a (n); INSERT INTO a VALUES (1), (2);")
    connection.close()
    raw = workbench(path, KEY.database_spec())
    raw.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX a_n ON a (n) WHERE n > 1' WHERE name = 'a_n'")
    raw.execute("PRAGMA writable_schema=RESET")
    raw.execute("REINDEX a_n")
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX a_n ON a (n)' WHERE name = 'a_n'")
    raw.close()
    spoilt = connect(path, KEY.database_spec())
    for words in (True, False):
        assert any("missing from index a_n" in fault for fault in faults(spoilt, words=words))
    spoilt.close()


def test_the_words_of_the_search_are_compared_only_where_that_is_wanted(connection: Connection) -> None:
    connection.executescript("CREATE VIRTUAL TABLE search USING fts5(words); INSERT INTO search VALUES ('bridge');")
    assert faults(connection) == faults(connection, words=False) == []
    connection.execute("UPDATE search_content SET c0 = 'river'")
    assert faults(connection) != []
    assert faults(connection, words=False) == []


def test_a_link_without_its_record_is_found(connection: Connection) -> None:
    connection.executescript(
        "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a); INSERT INTO a VALUES (1);"
        "INSERT INTO b VALUES (1);"
    )
    connection.set_authorizer(None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM a")
    assert faults(connection) == ["link without its record: b"]


@pytest.mark.parametrize("page", [2, 5])
def test_a_changed_page_is_found(connection: Connection, path: Path, page: int) -> None:
    filled(connection, 100)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * page + 200] ^= 1
    path.write_bytes(content)
    damaged = connect(path, KEY.database_spec())
    assert any("page" in fault or "malformed" in fault for fault in faults(damaged))
    damaged.close()


def test_a_check_that_cannot_be_made_is_not_taken_for_a_sound_database(connection: Connection) -> None:
    class Failing:
        def execute(self, sql: str) -> list[tuple[str]]:
            if "cipher" in sql:
                return []
            error = dbapi2.OperationalError("interrupted")
            error.sqlite_errorcode = sqlite3.SQLITE_INTERRUPT
            raise error

    with pytest.raises(dbapi2.OperationalError, match="interrupted"):
        faults(Failing())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (PurePosixPath("/srv/a b.db"), "file:///srv/a%20b.db"),
        (PureWindowsPath(r"C:\a\b.db"), "file:///C:/a/b.db"),
        (PureWindowsPath(r"\\server\our office\b.db"), "file:////server/our%20office/b.db"),
    ],
)
def test_no_address_names_another_computer(path: PurePosixPath | PureWindowsPath, told: str) -> None:
    assert database.address(path) == told
    with pytest.raises(dbapi2.OperationalError, match="unable to open"):  # and not "invalid uri authority"
        dbapi2.connect(f"{told}?mode=ro", uri=True)
