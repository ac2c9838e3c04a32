"""What a damaged database still holds, page by page.

SQLite reads nothing of a table once a page on the way to it is damaged, and nothing at all without the first. So a copy
is made whose first page is new: it belongs to a database with two tables under the same key. One of them is pointed at
every page of the copy in turn, as if that page were all of it. What lies there whole comes out, whatever is broken
elsewhere; the page's own seal, which SQLCipher checks, says that nobody altered it. The vault is only read.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from vault.errors import VaultError
from vault.plans.records import KINDS
from vault.progress import Progress
from vault.storage.database import connect, database_errors
from vault.storage.gleaned import Gleaned, Row, bare
from vault.storage.keys import DataKey
from vault.storage.passing import COPY, PART
from vault.storage.workbench import Connection, DatabaseError, broken_seals, workbench

_PAGE = 4096
_MOST = 700  # rows of a page; what has more leads to other pages, which come by themselves
_COLUMNS = 100
_ROOM = 100_000  # pages of one value; SQLite takes none beyond a gigabyte
_TABLES = ("record", "link", "change", "change_value", "batch", "draft", *KINDS)
_LEAF = f"CREATE TABLE leaf (k INTEGER PRIMARY KEY, {', '.join(f'c{n}' for n in range(_COLUMNS))})"
_TWIG = "CREATE TABLE twig (a, b, c, d, e, PRIMARY KEY (a, b, c)) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Carved:
    """`broken`: tables that cannot be read from end to end, so that more of them may be lost than anybody can name."""

    found: Gleaned
    pages: int
    damaged: int
    log_lost: bool
    broken: frozenset[str]


@contextmanager
def carve(database: Path, key: DataKey, passing: Path, progress: Progress) -> Iterator[Carved]:
    """Look into every page of the database. `passing` is an empty folder; what is laid there stays encrypted.

    Raises StorageFault, and what `progress` raises.
    """
    copy, bench = passing / COPY, passing / PART
    with database_errors(passing):
        log_lost = not _copied(database, copy, key)
        pages = -(-copy.stat().st_size // _PAGE)
        damaged = {page for page in broken_seals(copy, key.database_spec()) if page <= pages}
        # the first page holds nothing but the schema; without it no table reads, and a cut shows by what is missing
        broken = _broken(copy, key) if damaged != {1} else frozenset()
        _grow(bench, key, pages)
        _fill(bench, copy)
        copy.unlink()
        found = Gleaned(copy, key)
    with closing(found):
        with database_errors(passing), _Bench(bench, key, damaged=bool(damaged)) as looking:
            _look_through(looking, [page for page in range(2, pages + 1) if page not in damaged], found, progress)
            found.settle()
        if damaged == {1} and (found.missing() or found.in_part):
            broken = frozenset(_TABLES)  # every page that is here was read, so that the file is cut off
        yield Carved(found, pages, len(damaged), log_lost, broken)


def _look_through(looking: _Bench, pages: list[int], found: Gleaned, progress: Progress) -> None:
    """Twice where records lie: once the register is read it tells of which kind they are."""
    later = list[int]()
    for at, page in enumerate(pages):
        if at % 50 == 0:
            progress(at, len(pages), "pages")
        rows, _torn = looking.leaf(page)
        if rows is None:
            for row in looking.twig(page):
                found.keep_twig(row)
        elif [row for row in rows if found.keep_row(row)]:
            later.append(page)
    for at, page in enumerate(later):
        if at % 50 == 0:
            progress(len(pages), len(pages), "pages")
        rows, torn = looking.leaf(page)
        found.keep_records(rows or [], torn)


def _broken(copy: Path, key: DataKey) -> frozenset[str]:
    return frozenset(table for table in _TABLES if not _reads(copy, key, table))


def _reads(copy: Path, key: DataKey, table: str) -> bool:
    try:
        with closing(workbench(copy, key.database_spec())) as db:
            db.text_factory = bytes
            for _row in db.execute(f"SELECT * FROM {table}"):
                pass
    except DatabaseError:
        return False
    return True


def _copied(database: Path, copy: Path, key: DataKey) -> bool:
    """Copy the database and what its log still holds; False where the log could not be read."""
    shutil.copyfile(database, copy)
    log = database.with_name(f"{database.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return True
    shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    try:
        db = connect(copy, key.database_spec())
        try:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            db.close()
    except (VaultError, DatabaseError):
        shutil.copyfile(database, copy)
        return False
    finally:
        for end in ("-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
    return True


def _grow(bench: Path, key: DataKey, pages: int) -> None:
    """A database of our own that is as large as the damaged one, so that each of its pages has a place."""
    db = workbench(bench, key.database_spec())
    try:
        for statement in (_LEAF, _TWIG, "CREATE TABLE room (x)"):
            db.execute(statement)
        for begin in range(0, pages, _ROOM):
            db.execute("INSERT INTO room VALUES (zeroblob(?))", (min(_ROOM, pages - begin) * _PAGE,))
    finally:
        db.close()


def _fill(bench: Path, copy: Path) -> None:
    """All pages of the damaged database but the first, each at its own place: its seal holds nowhere else."""
    with bench.open("r+b") as into, copy.open("rb") as source:
        source.seek(_PAGE)
        into.seek(_PAGE)
        shutil.copyfileobj(source, into, 1 << 20)
        into.seek(-(-into.tell() // _PAGE) * _PAGE)


class _Bench:
    """The copy, and the two tables that are pointed at its pages."""

    def __init__(self, file: Path, key: DataKey, *, damaged: bool) -> None:
        self._file, self._key = file, key
        self._orders = ("a, b, c", "a DESC, b DESC, c DESC") if damaged else ("a, b, c",)
        self._most = _MOST * (file.stat().st_size // _PAGE)
        self._db: Connection = self._opened()

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    def _opened(self) -> Connection:
        db = workbench(self._file, self._key.database_spec())
        db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return db

    def again(self) -> None:
        """After a damaged page SQLCipher gives nothing more on that connection."""
        self._db.close()
        self._db = self._opened()

    def _point(self, table: str, page: int) -> None:
        for last in (False, True):
            try:
                self._db.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (page, table))
                self._db.execute("PRAGMA writable_schema=RESET")  # reads the tables again
                self._db.execute("PRAGMA writable_schema=ON")
                return
            except DatabaseError:
                if last:
                    raise
                self.again()

    def leaf(self, page: int) -> tuple[list[Row] | None, frozenset[int]]:
        """The rows of an ordinary table that lie on a page; None: it is no such page.

        And the keys of those that go on in a damaged one: they come with the columns before it.
        """
        try:
            self._point("leaf", page)
            keys = [key for (key,) in self._db.execute("SELECT k FROM leaf LIMIT ?", (_MOST + 1,))]
        except DatabaseError:
            self.again()
            return None, frozenset()
        if len(keys) > _MOST:
            return [], frozenset()
        try:
            return [bare(row) for row in self._db.execute("SELECT * FROM leaf")], frozenset()
        except DatabaseError:
            whole = {key: row for key in keys if (row := self._begun(key, _COLUMNS))}
            torn = {key: self._most_of(key) for key in keys if key not in whole}
            return [bare(row) for row in (whole | torn).values()], frozenset(torn)

    def _begun(self, key: int, columns: int) -> Row | None:
        """The first columns of a row, if none of them lies in a damaged page."""
        self.again()
        names = ", ".join(("k", *(f"c{n}" for n in range(columns))))
        try:
            row: Row | None = self._db.execute(f"SELECT {names} FROM leaf WHERE k = ?", (key,)).fetchone()
            return row
        except DatabaseError:
            return None

    def _most_of(self, key: int) -> Row:
        """As many columns of a row as can be read."""
        good, bad, most = 0, _COLUMNS, (key,)
        while bad - good > 1:
            columns = (good + bad) // 2
            row = self._begun(key, columns)
            good, bad, most = (columns, bad, row) if row else (good, columns, most)
        return most

    def twig(self, page: int) -> Iterator[Row]:
        """What an index, or a table that is one, holds on a page and on those it leads to.

        A page that leads to others has rows of its own between them, which lie nowhere else: they are read from both
        ends up to what is damaged. No more than the whole file can hold: old pages may lead in a circle.
        """
        for order in self._orders:
            sql, done = f"SELECT * FROM twig ORDER BY {order} LIMIT", 0
            try:
                self._point("twig", page)
                for row in self._db.execute(f"{sql} ?", (self._most,)):
                    done += 1
                    yield bare(row)
                return
            except DatabaseError:
                self.again()
                yield from self._one_more(f"{sql} 1 OFFSET {done}")

    def _one_more(self, sql: str) -> list[Row]:
        """With what fails, the row before it is lost too: it is there once nothing is asked for behind it."""
        try:
            return [bare(row) for row in self._db.execute(sql)] if len(self._orders) > 1 else []
        except DatabaseError:
            self.again()
            return []
