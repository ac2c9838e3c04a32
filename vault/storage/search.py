"""Full-text search over all kinds: folded words in, keys out. Only live records are in the index."""

from __future__ import annotations

from collections.abc import Sequence

from vault.plans.fold import index_words, query_words
from vault.storage.db import Db


def put(db: Db, key: int, text: str, *, new: bool = False) -> None:
    """Index a record's text in place of what was there."""
    if not new:
        remove(db, key)
    db.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (key, index_words(text)))


def remove(db: Db, key: int) -> None:
    """Take a record out of the index; its words are overwritten (secure-delete)."""
    db.execute("DELETE FROM search WHERE rowid = ?", (key,))


def forget_signposts(db: Db) -> bool:
    """Build the index anew when its signposts still hold beginnings of words that no record has any more.

    Secure-delete overwrites the words themselves, but not the beginnings that lead from page to page (`search_idx`).
    True when it was built anew: seconds in a large vault.
    """
    db.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab('main', 'search', 'row')")
    try:
        signs = {bytes(term)[1:].decode("utf-8", "ignore") for (term,) in db.execute("SELECT term FROM search_idx")}
        left = any(sign and not _leads_somewhere(db, sign) for sign in signs)
    finally:
        db.execute("DROP TABLE temp.word")
    if left:
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
    return left


def _leads_somewhere(db: Db, sign: str) -> bool:
    found = db.execute("SELECT term FROM temp.word WHERE term >= ? LIMIT 1", (sign,)).fetchone()
    return found is not None and str(found[0]).startswith(sign)


def match(words: str) -> str:
    """What was typed as an FTS5 expression: every word must occur, each as a prefix. Quotes keep all else literal."""
    phrases = [" + ".join(f'"{piece}"' for piece in pieces) + "*" for pieces in query_words(words)]
    return " AND ".join(f"({phrase})" for phrase in phrases) or '""'


def keys(db: Db, words: str, kinds: Sequence[str], limit: int) -> list[int]:
    """The keys of the records found, newest first."""
    if not query_words(words):
        return []
    only = f" AND r.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    join = "JOIN record r ON r.key = s.rowid" if kinds else ""
    rows = db.execute(
        f"SELECT s.rowid FROM search s {join} WHERE search MATCH ?{only} ORDER BY s.rowid DESC LIMIT ?",
        (match(words), *kinds, limit),
    )
    return [int(key) for (key,) in rows]
