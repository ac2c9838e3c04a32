"""Import of 100,000 rows of a CSV against raw encrypted inserts of the same rows with full-text search."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.stage import empty, incidents, say, seconds
from vault.services.importing import import_file
from vault.services.session import Session

ROWS = 100_000


def run() -> None:
    """One import through the service, one through bare SQL on a connection of the same settings."""
    with empty("imported") as session:
        rows = _rows()
        source = _written(session.path.with_suffix(".csv"), rows)
        whole = seconds(lambda: import_file(session, "incident", source, source="measured", changed="take"))
    with empty("bare") as session:
        bare = seconds(lambda: _bare(session, rows))
    say(f"import of {ROWS:,} rows / raw encrypted inserts with search", f"{whole / bare:.2f}  ({whole:.0f} s)", "3")


def _rows() -> list[tuple[str, ...]]:
    return [
        (str(n), one.title, one.occurred.text if one.occurred else "", one.facts, one.category[0], one.state)
        for n, one in enumerate(incidents(ROWS))
    ]


def _written(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "title", "occurred", "facts", "category", "state"))
        writer.writerows(rows)
    return path


def _bare(session: Session, rows: list[tuple[str, ...]]) -> None:
    session.submit(lambda work: _insert(work.db, rows)).result()


def _insert(db, rows: list[tuple[str, ...]]) -> None:  # type: ignore[no-untyped-def]
    db.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, title, occurred, facts, category, state)")
    db.execute("CREATE VIRTUAL TABLE bare_search USING fts5(words, tokenize='unicode61', prefix='1 2 3')")
    db.execute("BEGIN")
    for row in rows:
        key = db.execute("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)", row).lastrowid
        db.execute("INSERT INTO bare_search (rowid, words) VALUES (?, ?)", (key, f"{row[1]}\n{row[3]}"))
    db.execute("COMMIT")
