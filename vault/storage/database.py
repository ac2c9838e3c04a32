"""The keyed connection to the encrypted database, what it forbids, and what SQLite's complaints mean.

Every connection is made here. The file itself is never opened in any other way while one lives: closing a second
descriptor of it would drop SQLite's locks. On another computer's disk a database has one connection at a time, which
threads may share by turns: SQLite's log needs memory that connections share, and such a disk has none (see
`docs/decisions/0005-network-drives.md`).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from vault.errors import (
    AlreadyThere,
    Cancelled,
    Damaged,
    DiskFull,
    InUse,
    NoPermission,
    NotAVault,
    ReadOnly,
    StorageFault,
    VaultError,
    file_errors,
)
from vault.progress import Progress, silent
from vault.storage import mounts
from vault.storage.bundle import flush_file, writable, write_new
from vault.storage.keys import wipe

if TYPE_CHECKING:  # sqlcipher3 ships no types; its connection is the one of the standard library with a key
    from sqlite3 import Connection as Connection
    from sqlite3 import Error as DatabaseError
else:
    Connection, DatabaseError = dbapi2.Connection, dbapi2.Error

_PLAIN = b"SQLite format 3\x00"
_PAGE = 4096
_COPIED_AT_ONCE = 1024  # pages
_LEAST_ROOM = 64 * 1024  # bytes; twice what the index of a log takes at first

_BEFORE_ANY_KEY = ("cipher_log_level=NONE", "cipher_memory_security=ON")
_ALWAYS = (
    "temp_store=MEMORY",
    "secure_delete=ON",
    "mmap_size=0",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-16384",  # KiB: below that, a long import encrypts and decrypts the same pages again and again
)
_WRITING = ("journal_mode=WAL", "synchronous=FULL")
_READING = ("query_only=ON",)
_COPYING = ("journal_mode=OFF", "synchronous=OFF")

_PRAGMAS = frozenset(
    "data_version integrity_check cipher_integrity_check quick_check page_count foreign_key_check user_version"
    " wal_checkpoint".split()
)
_FUNCTIONS = frozenset({"load_extension", "sqlcipher_export"})
_MEANING = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_BUSY: InUse,
    sqlite3.SQLITE_LOCKED: InUse,
    sqlite3.SQLITE_PERM: NoPermission,
    sqlite3.SQLITE_IOERR: StorageFault,
    sqlite3.SQLITE_CANTOPEN: StorageFault,
    sqlite3.SQLITE_PROTOCOL: StorageFault,
    sqlite3.SQLITE_NOMEM: StorageFault,
}
# what the module raises without a code when a copy fails
_WITHOUT_CODE = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "disk I/O error": sqlite3.SQLITE_IOERR,
}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_Way = Callable[[Path], str]  # the parameters of SQLite's address by which the file at a path is opened
_ATTACH, _PRAGMA, _FUNCTION = 24, 19, 31  # authorizer actions; the module does not name them all


def connect(path: Path, spec: bytearray, *, readonly: bool = False, new: bool = False) -> Connection:
    """A connection in autocommit mode to the database at `path`; `spec` is wiped.

    `new` makes the file, otherwise it must exist. `readonly` never writes, and works without write permission.
    Raises `NotAVault`, `Damaged` (also for a wrong key), `InUse`, `StorageFault`, `AlreadyThere`.
    """
    if readonly:
        return _connect(path, spec, _READING, _to_read)
    return _connect(path, spec, _WRITING, _to_write, new=new)


def connect_finished(path: Path, spec: bytearray) -> Connection:
    """A connection to look into a copy that nobody writes any more; `spec` is wiped.

    Without locks and without a log, so that there may be several at once on any disk. Raises as `connect`.
    """
    return _connect(path, spec, _READING, _as_it_lies)


def _connect(path: Path, spec: bytearray, settings: tuple[str, ...], way: _Way, *, new: bool = False) -> Connection:
    try:
        _refuse_by_size(path, new)
        with database_errors(path):
            if new:
                write_new(path, b"")  # SQLite would leave it readable for others
            quiet()
            alone = way is not _as_it_lies and mounts.is_remote(path)
            connection = _opened(path, way, alone)
            try:
                _key(connection, path, spec, alone)
                _arrange(connection, (*_ALWAYS, *settings))
                connection.set_authorizer(_authorize)
            except BaseException:
                connection.close()
                if new:
                    path.unlink()
                raise
        return connection
    finally:
        wipe(spec)


def refuse_if_plain(path: Path) -> None:
    """Refuse a database that anybody could read. Only before the first connection of this process.

    Raises `NotAVault`, `Damaged`, `StorageFault`.
    """
    _refuse_by_size(path, new=False)
    with file_errors(path), path.open("rb") as file:
        if file.read(len(_PLAIN)) == _PLAIN:
            raise NotAVault(path, "It is an ordinary database without encryption; nothing was written to it.")


def _refuse_by_size(path: Path, new: bool) -> None:
    with file_errors(path):
        size = path.stat().st_size if path.exists() else None
    if new and size is not None:
        raise AlreadyThere(path)
    if not new and size is None:
        raise Damaged(path, "It is missing.")
    if size is not None and size < _PAGE:
        raise Damaged(path, "It is empty or cut off.")


def quiet() -> None:
    """Process-wide, before any key: no complaints on stderr, and memory wiped when it is given back."""
    connection = dbapi2.connect(":memory:")
    for setting in _BEFORE_ANY_KEY:
        connection.execute(f"PRAGMA {setting}")
    connection.close()


def _opened(path: Path, way: _Way, alone: bool) -> Connection:
    path = path.absolute()  # a relative name could be taken for a URI
    said = way(path)
    place = f"{address(path)}?{said}" if said else str(path)
    connection: Connection = dbapi2.connect(place, uri=bool(said), isolation_level=None, check_same_thread=not alone)
    return connection


def address(path: PurePath) -> str:
    """How SQLite is told of a path by an address: without another computer's name in front, which it refuses."""
    shared = path.drive.startswith("\\\\")
    return path.as_uri().replace("file:", "file://", 1) if shared else path.as_uri()


def _to_write(_path: Path) -> str:
    return ""


def _as_it_lies(_path: Path) -> str:
    return "immutable=1"  # neither locks nor looks for a log


def _to_read(path: Path) -> str:
    """How SQLite reads a database it may not write beside: with the log of a writer that did not finish, or as is."""
    if writable(path):
        return ""
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if not log.exists() or log.stat().st_size == 0:
        return _as_it_lies(path)
    if not index.exists():
        raise ReadOnly(path, "It was not closed properly; copy the whole folder to where it can be written.")
    return "mode=ro"


def _key(connection: Connection, path: Path, spec: bytearray, alone: bool) -> None:
    connection.set_key(spec)  # type: ignore[attr-defined]
    connection.execute("PRAGMA cipher_compatibility=4")
    if alone:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # before anything is read, so that no memory is shared
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DatabaseError as error:
        if _primary(error) in _DAMAGE:
            raise Damaged(path, "It does not open with this vault's key.") from error
        raise
    if connection.execute("PRAGMA cipher_status").fetchone()[0] != "1":
        raise NotAVault(path, "It would not be encrypted.")


def _arrange(connection: Connection, settings: tuple[str, ...]) -> None:
    for setting in settings:
        connection.execute(f"PRAGMA {setting}")


def _authorize(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    if action == _ATTACH:
        return sqlite3.SQLITE_DENY
    if action == _PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").casefold() in _PRAGMAS else sqlite3.SQLITE_DENY
    if action == _FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").casefold() in _FUNCTIONS else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK


def classify(error: DatabaseError, path: Path | str) -> VaultError | None:
    """What SQLite's complaint about `path` means for a person, or None when it is a fault of the program."""
    meant = _MEANING.get(_primary(error))
    if meant is None:
        return None
    if meant is StorageFault and _is_full(Path(path)):
        return DiskFull(path)  # SQLite says so of what it writes, but not of the index beside its log
    return meant(path, f"{error}.") if meant is StorageFault else meant(path)


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _primary(error: DatabaseError) -> int:
    """SQLite's primary result code, 0 when the complaint is the module's own."""
    return (getattr(error, "sqlite_errorcode", 0) or _WITHOUT_CODE.get(str(error), 0)) & 0xFF


@contextmanager
def database_errors(path: Path | str) -> Iterator[None]:
    """Turn SQLite's and the system's complaints of the block into the `VaultError` they mean; faults of the program
    pass through as they are. What was interrupted from another thread is `Cancelled`."""
    try:
        with file_errors(path):
            yield
    except DatabaseError as error:
        if _primary(error) == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled from error
        meant = classify(error, path)
        if meant is None:
            raise
        raise meant from error


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE, then commit, or roll back on any exception; inside another transaction it joins that one."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()  # does nothing when SQLite has rolled back by itself, as on a full disk
        raise


def copy_into(source: Connection, target: Path, spec: bytearray, progress: Progress = silent) -> None:
    """Copy the whole database into a new file under the key in `spec` (wiped); nothing is left of a failed copy.

    So it is written once, with no log beside it, and flushed at its end. Progress counts pages. Raises as `connect`,
    and what `progress` raises.
    """
    copy = _connect(target, spec, _COPYING, _to_write, new=True)
    try:
        with database_errors(target):
            source.backup(
                copy,
                pages=_COPIED_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total, "pages"),
            )
            copy.close()
            flush_file(target)
    except BaseException:
        copy.close()
        for leftover in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
        raise


def faults(connection: Connection, *, words: bool = True) -> list[str]:
    """What the checks of pages, structure and links find; empty when the database is sound.

    Reads everything: seconds on a large vault, so off the window's thread. Three quarters of them go into comparing the
    index of words with what it was made of; without `words` its tables are checked as the others are, and no more.
    """
    return broken_seals(connection) + broken_order(connection, words=words)


def broken_seals(connection: Connection) -> list[str]:
    """The part of `faults` about the pages: each with a seal that does not fit."""
    return [f"page: {row[0]}" for row in connection.execute("PRAGMA cipher_integrity_check")]


def broken_order(connection: Connection, *, words: bool = True) -> list[str]:
    """The part of `faults` about what the pages hold: tables, indexes, links."""
    found = []
    try:
        for check in ["PRAGMA integrity_check"] if words else _checks_of_tables(connection):
            found += [str(row[0]) for row in connection.execute(check) if row[0] != "ok"]
        found += [f"link without its record: {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    except DatabaseError as error:
        if _primary(error) not in _DAMAGE:
            raise
        found.append(str(error))
    return found


def _checks_of_tables(connection: Connection) -> list[str]:
    """Each of a table that has pages, with its indexes."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
    return [f'PRAGMA integrity_check("{name}")' for name in ("sqlite_schema", *(row[0] for row in tables))]
