"""Records in their tables: put, find, count, page. Functions on a connection; transactions are the caller's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from vault.errors import NotFound
from vault.plans.fields import Field, Links, Sharing
from vault.plans.query import Query
from vault.plans.records import COMMON, KINDS, Record
from vault.storage import links, search
from vault.storage.codecs import FLAG, TEXT, column, from_sql, to_sql
from vault.storage.conditions import order, where
from vault.storage.db import Db

Codec = Callable[[Field, Any], Any]
#: values bound to one statement
_AT_ONCE = 500


@cache
def stored_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that have a column."""
    return tuple(field for field in KINDS[kind].fields.values() if column(field))


@cache
def link_fields(kind: str) -> tuple[str, ...]:
    """The names of a kind's fields that hold links."""
    return tuple(name for name, field in KINDS[kind].fields.items() if isinstance(field, Links))


@cache
def _selected(kind: str) -> str:
    return ", ".join(f"t.{name}" for name in ("key", *COMMON, *(field.name for field in stored_fields(kind))))


@cache
def _written(kind: str) -> tuple[str, ...]:
    """The columns of a kind's table besides the key, in the order of `_values`."""
    return (*COMMON, *(field.name for field in stored_fields(kind)), *KINDS[kind].derived)


@cache
def _empty(kind: str) -> tuple[Any, ...]:
    """What stands in each of these columns when an insert leaves it out."""
    left_out = [{TEXT: "", FLAG: 0}.get(column(field)) for field in stored_fields(kind)]
    common = ["" if name == "trashed_at" else None for name in COMMON]
    return (*common, *left_out, *(None for _name in KINDS[kind].derived))


@cache
def _insertion(kind: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {kind} (key, {', '.join(names)}) VALUES (?{', ?' * len(names)})"


@cache
def _update(kind: str) -> str:
    return f"UPDATE {kind} SET {', '.join(f'{name} = ?' for name in _written(kind))} WHERE key = ?"


@cache
def _codecs(kind: str) -> tuple[tuple[str, Field, Codec, Codec], ...]:
    """(name, field, to SQL, from SQL) of every stored field: chosen once, because lists make thousands of values."""
    return tuple(
        (field.name, field, to_sql.dispatch(type(field)), from_sql.dispatch(type(field)))
        for field in stored_fields(kind)
    )


def _values(one: Record) -> list[Any]:
    common: list[Any] = [getattr(one, name) for name in COMMON]
    fields = [to(field, getattr(one, name)) for name, field, to, _back in _codecs(one.kind)]
    return common + fields + [getattr(one, name) for name in one.derived]


def _made(kind: str, row: Sequence[Any], linked: dict[str, Any]) -> Record:
    common = dict(zip(COMMON, row[1:], strict=False))
    common["sharing"] = None if common["sharing"] is None else Sharing(common["sharing"])
    stored = zip(_codecs(kind), row[1 + len(COMMON) :], strict=True)
    values = {name: back(field, value) for (name, field, _to, back), value in stored}
    return KINDS[kind](**common, **values, **linked)


def made_of(kind: str, values: Mapping[str, Any], linked: dict[str, Any]) -> Record:
    """A record from its columns by name; what is missing is as if it had never been filled in.

    Raises ValueError, TypeError, KeyError for what no record can hold.
    """
    empty = dict(zip(_written(kind), _empty(kind), strict=True))
    names = (*COMMON, *(field.name for field in stored_fields(kind)))
    row = [empty.get(name) if values.get(name) is None else values[name] for name in names]
    return _made(kind, [0, *row], linked)


def _all_made(db: Db, kind: str, rows: Sequence[Sequence[Any]]) -> list[Record]:
    linked = links.of(db, [row[0] for row in rows]) if link_fields(kind) else {}
    return [_made(kind, row, linked.get(row[0], {})) for row in rows]


def key_of(db: Db, id: str) -> tuple[int, str]:
    """The integer key and the kind of a record. Raises NotFound."""
    row = db.execute("SELECT key, kind FROM record WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise _not_there()
    return int(row[0]), str(row[1])


def _not_there() -> NotFound:
    return NotFound("The record", "It was erased for good, or belongs to another vault.")


def next_numbers(db: Db, kind: str, count: int) -> int:
    """Reserve `count` numbers of a kind and give the first. A number is never given twice."""
    db.execute("INSERT OR IGNORE INTO numbering (kind, last) VALUES (?, 0)", (kind,))
    (last,) = db.execute("UPDATE numbering SET last = last + ? WHERE kind = ? RETURNING last", (count, kind)).fetchone()
    return int(last) - count + 1


def insert(db: Db, one: Record) -> int:
    """Store a new record without its links; its key."""
    # not RETURNING: it builds a passing table each time, which costs more than the insert
    key = int(db.execute("INSERT INTO record (id, kind) VALUES (?, ?)", (one.id, one.kind)).lastrowid)
    # every bound value costs an allocation that is wiped afterwards, so empty ones are left to the column's default
    columns = zip(_written(one.kind), _values(one), _empty(one.kind), strict=True)
    given = {name: value for name, value, empty in columns if value != empty}
    db.execute(_insertion(one.kind, tuple(given)), (key, *given.values()))
    return key


def update(db: Db, key: int, one: Record) -> None:
    """Store a new state of a record without its links."""
    db.execute(_update(one.kind), (*_values(one), key))


def find(db: Db, id: str) -> Record:
    """The record with an id, trashed or not. Raises NotFound."""
    key, kind = key_of(db, id)
    found = _all_made(db, kind, list(_rows(db, kind, [key]).values()))
    if not found:  # erased between the two
        raise _not_there()
    return found[0]


def find_keys(db: Db, keys: Sequence[int]) -> list[Record]:
    """The records with these keys, in that order; missing ones are left out."""
    kinds: dict[str, list[int]] = {}
    for some, marks in _batches(keys):
        for key, kind in db.execute(f"SELECT key, kind FROM record WHERE key IN ({marks})", some):
            kinds.setdefault(kind, []).append(key)
    found: dict[int, Record] = {}
    for kind, of_kind in kinds.items():
        rows = _rows(db, kind, of_kind)
        found |= dict(zip(rows, _all_made(db, kind, list(rows.values())), strict=True))
    return [found[key] for key in keys if key in found]


def _rows(db: Db, kind: str, keys: Sequence[int]) -> dict[int, Sequence[Any]]:
    """key -> row of the records of a kind that exist."""
    found: dict[int, Sequence[Any]] = {}
    for some, marks in _batches(keys):
        sql = f"SELECT {_selected(kind)} FROM {kind} t WHERE t.key IN ({marks})"
        found |= {row[0]: row for row in db.execute(sql, some)}
    return found


def _batches(values: Sequence[Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The values as many at a time as one statement takes without ado, and the marks they are bound to."""
    for start in range(0, len(values), _AT_ONCE):
        some = tuple(values[start : start + _AT_ONCE])
        yield some, ", ".join("?" * len(some))


def keys_of(db: Db, ids: Sequence[str]) -> dict[str, int]:
    """id -> key of the records that exist."""
    found: dict[str, int] = {}
    for some, marks in _batches(ids):
        found |= dict(db.execute(f"SELECT id, key FROM record WHERE id IN ({marks})", some).fetchall())
    return found


def _narrowed(db: Db, query: Query) -> tuple[str, list[Any]]:
    """Conditions and words of a query over the kind's table `t`."""
    condition, parameters = where(query)
    if query.words.strip():
        words, values = search.among(db, query.words, query.kind)
        condition, parameters = f"{condition} AND {words}", [*parameters, *values]
    return condition, parameters


def count(db: Db, query: Query) -> int:
    """How many records a query finds."""
    if query.words.strip() and not query.where and not query.trashed:
        return search.found(db, query.words, query.kind)
    condition, parameters = _narrowed(db, query)
    (found,) = db.execute(f"SELECT count(*) FROM {query.kind} t WHERE {condition}", parameters).fetchone()
    return int(found)


def page(db: Db, query: Query, offset: int, limit: int) -> list[Record]:
    """A window of the records a query finds, in its order; -1 as `limit` means all."""
    condition, parameters = _narrowed(db, query)
    # The keys come from an index alone, and the rows by their keys in a statement of their own: joined and sorted in
    # one it takes twice as long, because every allocation of the sorting is wiped.
    sql = f"SELECT t.key FROM {query.kind} t WHERE {condition} ORDER BY {order(query)} LIMIT ? OFFSET ?"
    keys = [key for (key,) in db.execute(sql, (*parameters, limit, offset))]
    rows = _rows(db, query.kind, keys)
    return _all_made(db, query.kind, [rows[key] for key in keys if key in rows])


def tally(db: Db, query: Query, field: str) -> dict[Any, int]:
    """How many records a query finds for each stored value of a field."""
    condition, parameters = _narrowed(db, query)
    rows = db.execute(f"SELECT t.{field}, count(*) FROM {query.kind} t WHERE {condition} GROUP BY 1", parameters)
    return dict(rows.fetchall())


def titles(db: Db, ids: Sequence[str]) -> dict[str, str]:
    """id -> title, of trashed records too."""
    kinds: dict[str, dict[int, str]] = {}
    for some, marks in _batches(ids):
        for id, key, kind in db.execute(f"SELECT id, key, kind FROM record WHERE id IN ({marks})", some):
            kinds.setdefault(kind, {})[key] = id
    return {id: title for kind, of_kind in kinds.items() for id, title in _titles(db, kind, of_kind)}


def _titles(db: Db, kind: str, ids: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """(id, title) of records of a kind, without reading the whole of them."""
    name = KINDS[kind].title_field
    field, back = next((field, back) for one, field, _to, back in _codecs(kind) if one == name)
    for some, marks in _batches(list(ids)):
        for key, value in db.execute(f"SELECT key, {name} FROM {kind} WHERE key IN ({marks})", some):
            yield ids[key], str(back(field, value))


def erase(db: Db, key: int, kind: str) -> None:
    """Remove the record's own row and registry line. Everything that hangs on it must be gone before."""
    db.execute(f"DELETE FROM {kind} WHERE key = ?", (key,))
    db.execute("DELETE FROM record WHERE key = ?", (key,))


def search_text(one: Record, words: Callable[[Field, Any], str]) -> str:
    """The searchable values of a record in words, one a line."""
    texts = (words(field, getattr(one, name)) for name, field in one.fields.items() if field.searchable)
    return "\n".join(text for text in texts if text)
