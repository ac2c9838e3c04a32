"""What a list asks for: conditions, order and words, without a word of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is plain data as in `exchange`: a key, an id, a number, the text of a Day, or a tuple of these.

    `op` is "is": equals, contains (several choices, tags) or leads to (links); "in": one of; "from", "until": a bound,
    inclusive; "empty": nothing there (True) or something (False).
    """

    field: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Query:
    """`sort` holds (field, descending) pairs; "number" and "changed_at" sort as well as declared fields do."""

    kind: str
    where: tuple[Condition, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    words: str = ""
    trashed: bool = False
