"""Connections between records: many to many, each with the field it stands in, its place there and a role."""

from __future__ import annotations

from collections.abc import Sequence

from vault.plans.fields import Link
from vault.storage.db import Db


def of(db: Db, keys: Sequence[int]) -> dict[int, dict[str, tuple[Link, ...]]]:
    """source key -> field name -> links in the person's order."""
    found: dict[int, dict[str, tuple[Link, ...]]] = {}
    for start in range(0, len(keys), 500):
        some = tuple(keys[start : start + 500])
        marks = ", ".join("?" * len(some))
        rows = db.execute(
            "SELECT l.source, l.field, r.id, l.role FROM link l JOIN record r ON r.key = l.target"
            f" WHERE l.source IN ({marks}) ORDER BY l.source, l.field, l.position",
            some,
        )
        for source, field, id, role in rows:
            fields = found.setdefault(source, {})
            fields[field] = (*fields.get(field, ()), Link(id, role))
    return found


def replace(db: Db, source: int, field: str, targets: Sequence[tuple[int, str]]) -> None:
    """Replace the links of one field by (target key, role) pairs."""
    db.execute("DELETE FROM link WHERE source = ? AND field = ?", (source, field))
    add(db, source, field, targets)


def add(db: Db, source: int, field: str, targets: Sequence[tuple[int, str]]) -> None:
    """Write the links of a field that has none yet."""
    db.executemany(
        "INSERT INTO link (source, field, position, target, role) VALUES (?, ?, ?, ?, ?)",
        [(source, field, place, target, role) for place, (target, role) in enumerate(targets)],
    )


def leading_to(db: Db, target: int) -> list[tuple[int, str]]:
    """(source key, field) of everything that links to a record, live sources and trashed ones alike."""
    rows = db.execute("SELECT source, field FROM link WHERE target = ? ORDER BY source", (target,))
    return [(int(source), str(field)) for source, field in rows]


def cut(db: Db, key: int) -> None:
    """Remove every link from and to a record."""
    db.execute("DELETE FROM link WHERE source = ? OR target = ?", (key, key))


def wrong_ends(db: Db, kind: str, field: str, allowed: Sequence[str]) -> int:
    """How many links of a field lead to a kind of record it does not allow."""
    marks = ", ".join("?" * len(allowed))
    (count,) = db.execute(
        "SELECT count(*) FROM link l JOIN record s ON s.key = l.source JOIN record r ON r.key = l.target"
        f" WHERE s.kind = ? AND l.field = ? AND r.kind NOT IN ({marks})",
        (kind, field, *allowed),
    ).fetchone()
    return int(count)
