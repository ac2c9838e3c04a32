"""What the pages of a damaged database gave, laid into a passing database of today's schema under the same key.

From there it is read one record after the other, as from any vault, so that a large one is never held in memory.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vault.plans.fields import Links
from vault.plans.records import COMMON, KINDS, Record
from vault.storage import changes, migrate, records, registers
from vault.storage.changes import Entry
from vault.storage.keys import DataKey
from vault.storage.registers import Draft
from vault.storage.workbench import IntegrityError, workbench

Row = tuple[Any, ...]

_AT_ONCE = 500
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.*")
_FIELDS = frozenset({name for kind in KINDS.values() for name in (*kind.fields, *COMMON)})
_LINKING = frozenset({name for kind in KINDS.values() for name, one in kind.fields.items() if isinstance(one, Links)})

_LINK = "INTO link (source, field, position, target, role) VALUES (?, ?, ?, ?, ?)"
_CHANGE = "INSERT OR REPLACE INTO change (key, batch, record, action, why) VALUES (?, ?, ?, ?, ?)"


class Gleaned:
    """What was found; `in_part`: kind -> ids of records that go on in a damaged page and came out without their end."""

    def __init__(self, file: Path, key: DataKey) -> None:
        self._db = workbench(file, key.database_spec())
        self.in_part: dict[str, set[str]] = {}
        try:
            migrate.apply_all(self._db)
            self._shapes = {kind: _shape(self._db.execute(f"PRAGMA table_info({kind})").fetchall()) for kind in KINDS}
            self._drop_indexes()
            self._db.execute("BEGIN")  # never ended: nothing of this is kept
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _drop_indexes(self) -> None:
        """Of the kinds' tables: nobody looks for anything in them, and each would double the work."""
        told = self._db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        for name, table in told.fetchall():
            if table in KINDS:
                self._db.execute(f"DROP INDEX {name}")

    # ------------------------------------------------------------------ laying in

    def keep_row(self, row: Row) -> bool:
        """Take a bare row of an ordinary table that tells by itself what it is; True where its page has to tell."""
        first = row[1] if len(row) > 1 else None
        if isinstance(first, str) and _ID.fullmatch(first):
            if len(row) == 3 and row[2] in KINDS:
                self._name(row[0], first, row[2])
            return len(row) > len(COMMON) and isinstance(row[2], int)
        if _is(row, int, int, int, str, str):
            self._db.execute(_CHANGE, row)
        elif _is(row, int, str, str, str) and _MOMENT.fullmatch(row[1]):
            self._db.execute("INSERT OR REPLACE INTO batch (key, at, by, what) VALUES (?, ?, ?, ?)", row)
        return False

    def keep_twig(self, row: Row) -> None:
        """Take a bare row of a table that is an index, or of an index that repeats what another page may have lost."""
        if _is(row, int, str, int, int, str) and row[1] in _LINKING:
            self._db.execute(f"INSERT OR REPLACE {_LINK}", row)
        elif _is(row, int, int, str, int) and row[2] in _LINKING:  # found by target: all but the role
            target, source, field, position = row
            self._db.execute(f"INSERT OR IGNORE {_LINK}", (source, field, position, target, ""))
        elif _is(row, int, str, str, str) and row[1] in _FIELDS and _is_json(row[2]) and _is_json(row[3]):
            self._db.execute("INSERT OR REPLACE INTO change_value VALUES (?, ?, ?, ?)", row)
        elif _is(row, str, int) and _ID.fullmatch(row[0]):  # found by id: all but the kind
            self._name(row[1], row[0])
        elif _is(row, str, str, str, str, str) and _is_json(row[4], dict):
            self._db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", row)

    def _name(self, key: int, id: str, kind: str = "") -> None:
        """That there is a record, of a kind that is not known yet or that is."""
        how = "REPLACE" if kind else "IGNORE"
        self._db.execute(f"INSERT OR {how} INTO record (key, id, kind) VALUES (?, ?, ?)", (key, id, kind))

    def keep_records(self, rows: Sequence[Row], torn: frozenset[int]) -> None:
        """Take the records of one page, once the register was read; `torn` are keys of those that came in part.

        All rows of a page are of one table: what the register says of some holds for the others.
        """
        rows = [row for row in rows if isinstance(row[1], str) and _ID.fullmatch(row[1])]
        kind = self._kind_of([row for row in rows if row[0] not in torn] or rows) if rows else ""
        for row in rows:
            self._name(row[0], row[1], kind)
            if kind and self._put(kind, row) and row[0] in torn:
                self.in_part.setdefault(kind, set()).add(row[1])

    def _kind_of(self, rows: Sequence[Row]) -> str:
        marks = ", ".join("?" * len(rows))
        known = self._db.execute(f"SELECT kind FROM record WHERE id IN ({marks})", [row[1] for row in rows])
        votes = Counter(str(kind) for (kind,) in known if kind)
        if votes:
            return votes.most_common(1)[0][0]
        fitting = [kind for kind, shape in self._shapes.items() if all(shape.fits(row) for row in rows)]
        longest = max(len(row) for row in rows) - 1
        exact = [kind for kind in fitting if len(self._shapes[kind].names) - longest <= self._shapes[kind].open_end()]
        return exact[0] if len(exact) == 1 else ""

    def _put(self, kind: str, row: Row) -> bool:
        """False for what lies on a whole page and is no record of today."""
        values = dict(zip(self._shapes[kind].names, row[1:], strict=False))
        given = {"key": row[0]} | {name: value for name, value in values.items() if value is not None}
        marks = ", ".join("?" * len(given))
        try:
            records.made_of(kind, values, {}).title  # noqa: B018
            self._db.execute(f"INSERT OR REPLACE INTO {kind} ({', '.join(given)}) VALUES ({marks})", [*given.values()])
        except (ValueError, TypeError, KeyError, AttributeError, IntegrityError):
            return False
        return True

    def settle(self) -> None:
        """After the last page: nothing stays that no record can hold, and changes whose act is lost come out too."""
        for kind in KINDS:
            marks = ", ".join(f"'{name}'" for name in records.link_fields(kind))
            self._db.execute(
                f"DELETE FROM link WHERE field NOT IN ({marks}) AND source IN (SELECT key FROM record WHERE kind = ?)",
                (kind,),
            )
        self._db.execute("INSERT OR IGNORE INTO batch (key, at, by) SELECT DISTINCT batch, '', '' FROM change")

    # ------------------------------------------------------------------ reading

    def every(self, kind: str) -> Iterator[Record]:
        """All records of a kind that came out, the oldest first."""
        sql = f"SELECT t.key FROM {kind} t JOIN record r ON r.key = t.key WHERE t.key > ? AND r.kind = ? ORDER BY 1"
        last = -1
        while keys := [key for (key,) in self._db.execute(f"{sql} LIMIT {_AT_ONCE}", (last, kind))]:
            yield from records.find_keys(self._db, keys)
            last = keys[-1]

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """id -> title of those that came out."""
        some, found = list(ids), dict[str, str]()
        for start in range(0, len(some), _AT_ONCE):
            found |= records.titles(self._db, self._of_known_kind(some[start : start + _AT_ONCE]))
        return found

    def _of_known_kind(self, ids: Sequence[str]) -> list[str]:
        marks = ", ".join("?" * len(ids))
        return [id for (id,) in self._db.execute(f"SELECT id FROM record WHERE kind <> '' AND id IN ({marks})", ids)]

    def history(self, id: str) -> Sequence[Entry]:
        """The changes of one that came out, newest first; "" where it is not known when and by whom."""
        return changes.of(self._db, records.key_of(self._db, id)[0])

    def drafts(self) -> list[Draft]:
        """What was typed in open forms."""
        return registers.drafts(self._db)

    def missing(self) -> dict[str, tuple[str, ...]]:
        """kind -> ids that a register or an index knows and no page held; "" where the kind is not known either."""
        told = {kind: f"kind = '{kind}' AND key NOT IN (SELECT key FROM {kind})" for kind in KINDS}
        told[""] = "kind = ''"
        found = {
            kind: tuple(id for (id,) in self._db.execute(f"SELECT id FROM record WHERE {condition} ORDER BY id"))
            for kind, condition in told.items()
        }
        return {kind: ids for kind, ids in found.items() if ids}

    def lead_nowhere(self) -> bool:
        """Whether links were found to records of which not even the id is known; nothing else can tell of them."""
        sql = "SELECT EXISTS (SELECT 1 FROM link WHERE target NOT IN (SELECT key FROM record))"
        return bool(self._db.execute(sql).fetchone()[0])


def bare(row: Row) -> Row:
    """Without the columns it has not."""
    length = len(row)
    while length and row[length - 1] is None:
        length -= 1
    return tuple(row[:length])


def _is(row: Row, *sorts: type) -> bool:
    """Whether a row has values of these sorts."""
    return len(row) == len(sorts) and all(map(isinstance, row, sorts))


def _is_json(text: str, sort: type = object) -> bool:
    try:
        return isinstance(json.loads(text), sort)
    except ValueError:
        return False


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

    def open_end(self) -> int:
        """How many columns at the end may be empty."""
        return len(self.names) - 1 - max(self.filled)


def _shape(told: list[Row]) -> _Shape:
    columns = [row for row in told if row[1] != "key"]
    return _Shape(tuple(row[1] for row in columns), frozenset(at for at, row in enumerate(columns) if row[3]))
