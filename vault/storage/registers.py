"""The small tables beside the records: drafts, settings, import ids, the registers of exports and of backups."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vault.storage.db import Db


@dataclass(frozen=True, slots=True)
class Draft:
    """An open form as it was typed: `plain` is the form's own data, `record` the id it edits ("" for a new one)."""

    id: str
    kind: str
    record: str
    saved_at: str
    plain: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that left the vault."""

    at: str
    by: str
    what: str
    audience: str
    place: str
    digest: str
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made; `verified_at` is "" while it was not opened and counted."""

    at: str
    by: str
    place: str
    size: int
    verified_at: str


def put_draft(db: Db, draft: Draft) -> None:
    """Keep the latest state of a form."""
    db.execute(
        "INSERT OR REPLACE INTO draft (id, kind, record, saved_at, plain) VALUES (?, ?, ?, ?, ?)",
        (draft.id, draft.kind, draft.record, draft.saved_at, json.dumps(draft.plain, ensure_ascii=False)),
    )


def drafts(db: Db) -> list[Draft]:
    """All drafts, latest first."""
    rows = db.execute("SELECT id, kind, record, saved_at, plain FROM draft ORDER BY julianday(saved_at) DESC")
    return [Draft(id, kind, record, at, json.loads(plain)) for id, kind, record, at, plain in rows]


def drafts_sign(db: Db) -> tuple[int, str]:
    """How many drafts there are, and the sum of the moments they were kept at: any that is kept anew changes it, also
    where the clock was set back or shows the time of another zone."""
    many, moments = db.execute("SELECT count(*), total(julianday(saved_at)) FROM draft").fetchone()
    return int(many), str(moments)


def drop_draft(db: Db, id: str) -> None:
    """The form was saved or given up."""
    db.execute("DELETE FROM draft WHERE id = ?", (id,))


def free_drafts_of(db: Db, record: str) -> None:
    """Make the drafts that edit a record such of a new one: what was typed outlives an undo that erases it."""
    db.execute("UPDATE draft SET record = '' WHERE record = ?", (record,))


def drop_drafts_of(db: Db, record: str) -> None:
    """Remove the drafts that edit a record and take its mention out of the others."""
    db.execute("DELETE FROM draft WHERE record = ?", (record,))
    for draft in drafts(db):
        bare = _without(draft.plain, record)
        if bare != draft.plain:
            put_draft(db, Draft(draft.id, draft.kind, draft.record, draft.saved_at, bare))


def _without(plain: Any, record: str) -> Any:
    if isinstance(plain, dict):
        return {key: _without(value, record) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_without(one, record) for one in plain if not (isinstance(one, dict) and one.get("id") == record)]
    return plain


def setting(db: Db, name: str, default: Any = None) -> Any:
    """A setting of this vault, plain data."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else default


def put_setting(db: Db, name: str, value: Any) -> None:
    """Keep a setting inside the vault."""
    db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, json.dumps(value)))


def drop_settings(db: Db, names: Collection[str]) -> None:
    """Forget settings."""
    db.executemany("DELETE FROM setting WHERE name = ?", [(name,) for name in names])


def drop_settings_beginning(db: Db, begins: Collection[str]) -> None:
    """Forget all settings whose names begin so."""
    db.executemany("DELETE FROM setting WHERE substr(name, 1, ?) = ?", [(len(begin), begin) for begin in begins])


def put_imported(db: Db, rows: Sequence[tuple[str, str, str, int]]) -> None:
    """Remember (source, kind, their id) -> record key; an id that is known keeps its record."""
    # not OR REPLACE: it opens a journal of its own for every row
    db.executemany("INSERT OR IGNORE INTO imported (source, kind, theirs, record) VALUES (?, ?, ?, ?)", rows)


def imported(db: Db, source: str, kind: str) -> dict[str, str]:
    """their id -> our id, for one source and kind."""
    rows = db.execute(
        "SELECT i.theirs, r.id FROM imported i JOIN record r ON r.key = i.record WHERE i.source = ? AND i.kind = ?",
        (source, kind),
    )
    return dict(rows.fetchall())


def sources(db: Db) -> list[str]:
    """The names of the sources records were imported from."""
    return [name for (name,) in db.execute("SELECT DISTINCT source FROM imported ORDER BY source")]


def forget_imported(db: Db, record: int) -> None:
    """Remove a record's import ids."""
    db.execute("DELETE FROM imported WHERE record = ?", (record,))


def _place(path: str) -> str:
    """A path as text: what is no UTF-8 in it, on a stick from elsewhere, becomes a sign that says so."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def put_export(db: Db, one: Exported) -> None:
    """Write down that a file left."""
    db.execute(
        "INSERT INTO export_register (at, by, what, audience, place, digest, decisions) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            one.at,
            one.by,
            one.what,
            one.audience,
            _place(one.place),
            one.digest,
            json.dumps(one.decisions, ensure_ascii=False),
        ),
    )


def exports(db: Db) -> list[Exported]:
    """The register of exports, latest first."""
    rows = db.execute("SELECT at, by, what, audience, place, digest, decisions FROM export_register ORDER BY key DESC")
    return [
        Exported(at, by, what, audience, place, digest, tuple(json.loads(decisions or "[]")))
        for at, by, what, audience, place, digest, decisions in rows
    ]


def holds_decisions(db: Db) -> bool:
    """Whether anything was asked about a report that left."""
    return db.execute("SELECT 1 FROM export_register WHERE decisions NOT IN ('', '[]') LIMIT 1").fetchone() is not None


def forget_decisions(db: Db, terms: Collection[str]) -> None:
    """Take the answers about these terms out of the register of exports: they begin with the name itself."""
    begins = tuple(f"{term}: " for term in terms)
    for key, text in db.execute("SELECT key, decisions FROM export_register").fetchall():
        answers = json.loads(text or "[]")
        kept = [one for one in answers if not one.startswith(begins)]
        if kept != answers:
            plain = json.dumps(kept, ensure_ascii=False)
            db.execute("UPDATE export_register SET decisions = ? WHERE key = ?", (plain, key))


def put_backup(db: Db, one: BackedUp) -> None:
    """Write down that a backup was made."""
    db.execute(
        "INSERT INTO backup_register (at, by, place, size, verified_at) VALUES (?, ?, ?, ?, ?)",
        (one.at, one.by, _place(one.place), one.size, one.verified_at),
    )


def put_trial(db: Db, place: str, at: str) -> None:
    """Write down that a backup was opened again."""
    db.execute("UPDATE backup_register SET verified_at = ? WHERE place = ?", (at, _place(place)))


def drop_backup(db: Db, place: str) -> None:
    """A backup is not there any more."""
    db.execute("DELETE FROM backup_register WHERE place = ?", (_place(place),))


def backups(db: Db) -> list[BackedUp]:
    """The register of backups, latest first."""
    rows = db.execute("SELECT at, by, place, size, verified_at FROM backup_register ORDER BY key DESC")
    return [BackedUp(*row) for row in rows]


def backups_since(db: Db, moments: Collection[str]) -> list[BackedUp]:
    """Those made at the earliest of some stored moments or after it, wherever one was then; latest first.

    A clock that was put back later hides none of them, as long as something was changed since.
    """
    since = min(map(datetime.fromisoformat, {*moments, *_put_back(db, moments)}), default=None)
    return [one for one in backups(db) if since and datetime.fromisoformat(one.at) >= since]


def _put_back(db: Db, moments: Collection[str]) -> list[str]:
    """The earliest moment that the clock showed at an act since the first at one of these: acts are in their order."""
    acts = "SELECT min(key) FROM batch WHERE at IN (SELECT value FROM json_each(?))"
    rows = db.execute(
        f"SELECT at FROM batch WHERE key >= ({acts}) ORDER BY julianday(at) LIMIT 1", (json.dumps([*{*moments}]),)
    )
    return [at for (at,) in rows]
