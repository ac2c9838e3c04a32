"""History: who changed what, when and why. Append-only; only a purge removes entries, with their record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vault.plans.comparing import Change
from vault.storage.db import Db


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one record. `action`: created, changed, trashed, restored; `values`: (field, old, new), plain."""

    at: str
    by: str
    action: str
    why: str
    values: tuple[tuple[str, Any, Any], ...]


def open_batch(db: Db, at: str, by: str, what: str = "") -> int:
    """Begin a batch: everything one act of a person changes, undone together."""
    return int(db.execute("INSERT INTO batch (at, by, what) VALUES (?, ?, ?)", (at, by, what)).lastrowid)


def close_batch(db: Db, batch: int) -> None:
    """Drop a batch that changed nothing, or whose record is gone: its words name what it was about."""
    db.execute("DELETE FROM batch WHERE key = ? AND NOT EXISTS (SELECT 1 FROM change WHERE batch = ?)", (batch, batch))


def append(db: Db, batch: int, record: int, action: str, why: str, values: Sequence[tuple[str, Any, Any]]) -> None:
    """Write down one change; the values are plain data as in `exchange`."""
    sql = "INSERT INTO change (batch, record, action, why) VALUES (?, ?, ?, ?)"
    key = db.execute(sql, (batch, record, action, why)).lastrowid
    if values:
        db.executemany(
            "INSERT INTO change_value (change, field, old, new) VALUES (?, ?, ?, ?)",
            [(key, name, _json(old), _json(new)) for name, old, new in values],
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def of(db: Db, record: int) -> list[Entry]:
    """The changes of a record, newest first."""
    rows = db.execute(
        "SELECT c.key, b.at, b.by, c.action, c.why FROM change c JOIN batch b ON b.key = c.batch"
        " WHERE c.record = ? ORDER BY c.key DESC",
        (record,),
    ).fetchall()
    return [Entry(at, by, action, why, _values(db, key)) for key, at, by, action, why in rows]


def _values(db: Db, change: int) -> tuple[tuple[str, Any, Any], ...]:
    rows = db.execute("SELECT field, old, new FROM change_value WHERE change = ? ORDER BY field", (change,))
    return tuple((name, json.loads(old), json.loads(new)) for name, old, new in rows)


def last_moment(db: Db) -> str:
    """When something was changed last; "" for never."""
    row = db.execute("SELECT at FROM batch ORDER BY key DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def last_batch(db: Db) -> int:
    """The key of the last act; 0 for none."""
    (key,) = db.execute("SELECT coalesce(max(key), 0) FROM batch").fetchone()
    return int(key)


def sign(db: Db) -> str:
    """Changes with every act. The key of the last alone would not: erasing takes the last acts away, and the next has
    their keys again."""
    (many,) = db.execute("SELECT count(*) FROM change").fetchone()
    return f"{last_batch(db)}-{last_moment(db)}-{many}"


def in_batch(db: Db, batch: int) -> list[tuple[int, str, tuple[tuple[str, Any, Any], ...]]]:
    """(record key, action, values) of a batch, last change first: the order in which it is undone."""
    rows = db.execute("SELECT key, record, action FROM change WHERE batch = ? ORDER BY key DESC", (batch,)).fetchall()
    return [(int(record), str(action), _values(db, key)) for key, record, action in rows]


def forget(db: Db, *records: int) -> None:
    """Remove all history of records, batches that held nothing else, and the words of others, which may name them."""
    batches = set[int]()
    for record in records:
        batches.update(key for (key,) in db.execute("SELECT DISTINCT batch FROM change WHERE record = ?", (record,)))
        db.execute("DELETE FROM change WHERE record = ?", (record,))
    for key in batches:
        close_batch(db, key)
        db.execute("UPDATE batch SET what = '' WHERE key = ?", (key,))


def words_of(db: Db, batch: int) -> str:
    """What a batch was, in words; "" when they were forgotten, or there is no such batch."""
    row = db.execute("SELECT what FROM batch WHERE key = ?", (batch,)).fetchone()
    return str(row[0]) if row else ""


def since(db: Db, moment: str, before: str | None = None) -> list[Change]:
    """Every change from a moment (ISO 8601 with offset) on and before another, in the order in which they were made."""
    if before is None:
        return _told(db, "julianday(b.at) >= julianday(?)", (moment,))
    return _told(db, "julianday(b.at) >= julianday(?) AND julianday(b.at) < julianday(?)", (moment, before))


def between(db: Db, after: int, until: int) -> list[Change]:
    """Every change of the acts after one and up to another, by their keys: a clock set back does not reorder them."""
    return _told(db, "b.key > ? AND b.key <= ?", (after, until))


def settled_in(db: Db, record: int, field: str, value: str) -> int:
    """The key of the act since which a field of a record has a value it has now; 0 where the history is gone."""
    (key,) = db.execute(
        "SELECT coalesce(max(c.batch), 0) FROM change c LEFT JOIN change_value v ON v.change = c.key AND v.field = ?"
        " WHERE c.record = ? AND (c.action = 'created' OR v.new = ?)",
        (field, record, _json(value)),
    ).fetchone()
    return int(key)


def _told(db: Db, where: str, parameters: tuple[object, ...]) -> list[Change]:
    rows = db.execute(
        "SELECT c.key, r.id, r.kind, c.action, v.field, v.old, v.new FROM batch b JOIN change c ON c.batch = b.key"
        " JOIN record r ON r.key = c.record LEFT JOIN change_value v ON v.change = c.key"
        f" WHERE {where} ORDER BY c.key",
        parameters,
    )
    found: list[Change] = []
    last = None
    for key, id, kind, action, name, old, new in rows:
        values = () if name is None else ((name, json.loads(old), json.loads(new)),)
        if key == last:
            before = found[-1]
            found[-1] = Change(id, kind, action, before.values + values)
        else:
            found.append(Change(id, kind, action, values))
        last = key
    return found
