"""What a damaged database still holds, page by page.

SQLite reads nothing of a table once a page on the way to it is damaged, and nothing at all without the first. So a copy
is made whose first page is new: it belongs to a database with two tables under the same key. One of them is pointed at
every page of the copy in turn, as if that page were all of it. What lies there whole comes out, whatever is broken
elsewhere; the page's own seal, which SQLCipher checks, says that nobody altered it. The vault is only read.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vault.errors import VaultError, file_errors
from vault.plans.records import COMMON, KINDS
from vault.progress import Progress
from vault.storage import migrate
from vault.storage.database import connect
from vault.storage.keys import DataKey
from vault.storage.passing import COPY, PART
from vault.storage.registers import Draft
from vault.storage.workbench import Connection, DatabaseError, broken_seals, plain_in_memory, workbench

_PAGE = 4096
_MOST = 700  # rows of a page; what has more leads to other pages, which come by themselves
_COLUMNS = 100
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEAF = f"CREATE TABLE leaf (k INTEGER PRIMARY KEY, {', '.join(f'c{n}' for n in range(_COLUMNS))})"
_TWIG = "CREATE TABLE twig (a, b, c, d, e, PRIMARY KEY (a, b, c)) WITHOUT ROWID"

Row = tuple[Any, ...]


@dataclass(slots=True)
class Carved:
    """`registered`: key -> id and kind; `rows`: kind -> key -> columns; `links`: source, field, position -> target,
    role. `homeless` are ids of rows of which nobody can say what they are, `torn` rows that go on in a damaged page."""

    pages: int = 0
    damaged: int = 0
    torn: int = 0
    log_lost: bool = False
    registered: dict[int, tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    links: dict[tuple[int, str, int], tuple[int, str]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    homeless: set[str] = field(default_factory=set)


def carve(database: Path, key: DataKey, passing: Path, progress: Progress) -> Carved:
    """Look into every page of the database. `passing` is an empty folder; what is laid there stays encrypted.

    Raises StorageFault, and what `progress` raises.
    """
    carved, copy, bench = Carved(), passing / COPY, passing / PART
    with file_errors(passing):
        carved.log_lost = not _copied(database, copy, key)
        carved.pages = -(-copy.stat().st_size // _PAGE)
        damaged = {page for page in broken_seals(copy, key.database_spec()) if page <= carved.pages}
        carved.damaged = len(damaged)
        _grow(bench, key, carved.pages)
        _fill(bench, copy)
        copy.unlink()
    sheets = list[list[Row]]()
    with _Bench(bench, key) as looking:
        for page in range(2, carved.pages + 1):
            if page % 50 == 0:
                progress(page, carved.pages, "pages")
            if page not in damaged:
                _look(looking, page, carved, sheets)
    _sort(sheets, carved)
    return carved


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
        db.execute("INSERT INTO room VALUES (zeroblob(?))", (pages * _PAGE,))
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

    def __init__(self, file: Path, key: DataKey) -> None:
        self._file, self._key = file, key
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

    def leaf(self, page: int) -> tuple[list[Row], int] | None:
        """The rows of an ordinary table that lie on a page, and how many go on in a damaged one; None: it is none."""
        try:
            self._point("leaf", page)
            keys = [key for (key,) in self._db.execute("SELECT k FROM leaf LIMIT ?", (_MOST + 1,))]
        except DatabaseError:
            self.again()
            return None
        if len(keys) > _MOST:
            return [], 0
        try:
            return self._db.execute("SELECT * FROM leaf").fetchall(), 0
        except DatabaseError:
            rows = [row for key in keys if (row := self._one(key))]
            return rows, len(keys) - len(rows)

    def _one(self, key: int) -> Row | None:
        self.again()
        try:
            row: Row | None = self._db.execute("SELECT * FROM leaf WHERE k = ?", (key,)).fetchone()
            return row
        except DatabaseError:
            return None

    def twig(self, page: int) -> Iterator[Row]:
        """What an index, or a table that is one, holds on a page and on those it leads to.

        A page that leads to others has rows of its own between them, which lie nowhere else. No more than the whole
        file can hold: old pages may lead in a circle.
        """
        try:
            self._point("twig", page)
            yield from self._db.execute("SELECT * FROM twig LIMIT ?", (self._most,))
        except DatabaseError:
            self.again()


def _look(looking: _Bench, page: int, carved: Carved, sheets: list[list[Row]]) -> None:
    leaf = looking.leaf(page)
    if leaf is None:
        for row in looking.twig(page):
            _keep_twig(row, carved)
        return
    rows, torn = leaf
    ours = [_bare(row) for row in rows if isinstance(row[1], str) and _ID.fullmatch(row[1])]
    for row in ours:
        if len(row) == 3 and row[2] in KINDS:
            carved.registered[row[0]] = (row[1], row[2])
    content = [row for row in ours if len(row) > len(COMMON) and isinstance(row[2], int)]
    if content:
        sheets.append(content)
        carved.torn += torn


def _bare(row: Row) -> Row:
    """Without the columns it has not."""
    length = len(row)
    while length and row[length - 1] is None:
        length -= 1
    return tuple(row[:length])


def _keep_twig(row: Row, carved: Carved) -> None:
    a, b, c, d, e = row
    if isinstance(a, int) and isinstance(b, str) and isinstance(c, int) and isinstance(d, int) and isinstance(e, str):
        carved.links[a, b, c] = (d, e)
    elif all(isinstance(one, str) for one in row):
        with suppress(ValueError):
            plain = json.loads(e)
            if isinstance(plain, dict):
                carved.drafts[a] = Draft(a, b, c, d, plain)


# ------------------------------------------------------------------------------------------------ what is what


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a kind's table after its key, and which of them are never empty."""

    names: tuple[str, ...]
    filled: frozenset[int]

    def fits(self, row: Row) -> bool:
        content = row[1:]
        return len(content) <= len(self.names) and all(
            content[at] is not None for at in self.filled if at < len(content)
        )


def _shapes() -> dict[str, _Shape]:
    db = plain_in_memory()
    try:
        migrate.apply_all(db)
        return {kind: _shape(db.execute(f"PRAGMA table_info({kind})").fetchall()) for kind in KINDS}
    finally:
        db.close()


def _shape(told: list[Row]) -> _Shape:
    columns = [row for row in told if row[1] != "key"]
    return _Shape(tuple(row[1] for row in columns), frozenset(at for at, row in enumerate(columns) if row[3]))


def _sort(sheets: list[list[Row]], carved: Carved) -> None:
    """All rows of a page are of one table: what the register says of some holds for the others."""
    shapes, kinds = _shapes(), dict(carved.registered.values())
    for rows in sheets:
        kind = _kind_of(rows, kinds, shapes)
        if kind is None:
            carved.homeless.update(row[1] for row in rows)
            continue
        held = carved.rows.setdefault(kind, {})
        for row in rows:
            held[row[0]] = dict(zip(shapes[kind].names, row[1:], strict=False))
            carved.registered.setdefault(row[0], (row[1], kind))


def _kind_of(rows: list[Row], kinds: dict[str, str], shapes: dict[str, _Shape]) -> str | None:
    votes = Counter(kinds[row[1]] for row in rows if row[1] in kinds)
    if votes:
        return votes.most_common(1)[0][0]
    fitting = [kind for kind, shape in shapes.items() if all(shape.fits(row) for row in rows)]
    longest = max(len(row) for row in rows) - 1
    exact = [kind for kind in fitting if len(shapes[kind].names) - longest <= _open_end(shapes[kind])]
    return exact[0] if len(exact) == 1 else None


def _open_end(shape: _Shape) -> int:
    """How many columns at the end may be empty."""
    return len(shape.names) - 1 - max(shape.filled)
