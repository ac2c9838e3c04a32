"""Full-text search over all kinds: folded words in, keys out. Only live records are in the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vault.plans.fold import index_words, query_words
from vault.storage.db import Db

#: words found in more than one of so many records of a kind are common
_MANY = 8
#: so many of the newest records found are looked at; more is one letter in a large vault, and the next letter helps
_LOOKED_AT = 5_000
_TIMES_AS_LONG = 20


def put(db: Db, key: int, text: str, *, new: bool = False) -> None:
    """Index a record's text in place of what was there."""
    if not new:
        remove(db, key)
    db.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (key, index_words(text)))


def remove(db: Db, key: int) -> None:
    """Take a record out of the index; its words are overwritten (secure-delete)."""
    db.execute("DELETE FROM search WHERE rowid = ?", (key,))


def remove_many(db: Db, keys: Sequence[int]) -> None:
    """As `remove`; where many go, the index is built anew without them, and what it was is overwritten by the database.

    Overwriting the words of a record takes twenty times as long as indexing one.
    """
    (all_there,) = db.execute("SELECT count(*) FROM search_docsize").fetchone()
    anew = len(keys) * _TIMES_AS_LONG > all_there
    if anew:
        db.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    for key in sorted(keys):  # in their order, else the index is written down for each of them
        remove(db, key)
    if anew:
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
        db.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")


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
    """The keys of the records found, newest first. A kind that would crowd out all others leaves them half the room."""
    if not query_words(words):
        return []
    only = f" AND r.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    found = _newest(db, only, (match(words), _LOOKED_AT, *kinds, limit))
    if len(found) < limit:
        return list(found)
    crowd, _count = Counter(found.values()).most_common(1)[0]
    others = _newest(db, f"{only} AND r.kind <> ?", (match(words), _LOOKED_AT, *kinds, crowd, limit // 2))
    room = limit - len(others)
    return sorted({*others, *[key for key in found if key not in others][:room]}, reverse=True)


def _newest(db: Db, only: str, parameters: Sequence[object]) -> dict[int, str]:
    return dict(
        db.execute(
            "SELECT r.key, r.kind FROM "
            "(SELECT rowid AS key FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) s "
            f"JOIN record r ON r.key = s.key WHERE true{only} ORDER BY s.key DESC LIMIT ?",
            tuple(parameters),
        ).fetchall()
    )


def found(db: Db, words: str, kind: str, most: int = -1) -> int:
    """How many live records of a kind the words find, `most` at the most (-1: all)."""
    (count,) = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM search s JOIN record r ON r.key = s.rowid "
        "WHERE s.search MATCH ? AND r.kind = ? LIMIT ?)",
        (match(words), kind, most),
    ).fetchone()
    return int(count)


def among(db: Db, words: str, kind: str) -> tuple[str, list[str]]:
    """The condition, with its parameters, that the record `t.key` of a list of one kind is among those found.

    Both forms leave SQLite to walk the index of the list's order until a window is full; sorting what was found would
    read every row of it whole. Where few are found, their keys are gathered first; where many are, that would take
    longer than looking into the words of the few hundred rows on the way: where FTS5 keeps them (docs/format.md).
    """
    (all_live,) = db.execute(f"SELECT count(*) FROM {kind} WHERE trashed_at = ''").fetchone()
    many = all_live // _MANY + 1
    phrases = query_words(words)
    if not phrases or found(db, words, kind, many) < many:
        return "+t.key IN (SELECT rowid FROM search WHERE search MATCH ?)", [match(words)]
    begins = "instr((SELECT ' ' || c0 FROM search_content WHERE id = t.key), ?) > 0"
    return " AND ".join([begins] * len(phrases)), [" " + " ".join(pieces) for pieces in phrases]
