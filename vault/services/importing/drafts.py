"""What one row of a table says, before it is a record."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vault.plans.cells import pieces
from vault.plans.vocabulary import plain

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record somebody's words lead to, or one with an id."""

    name: str = ""
    role: str = ""
    region: str = ""
    country: str = ""
    id: str = ""


@dataclass(slots=True)
class Draft:
    """What a row says: values and links by field, lines for the notes, tags, messages."""

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[Wanted]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def keep(self, heading: str, text: str) -> None:
        """Put a cell into the notes."""
        self.rest.append(f"{heading}: {text.strip()}")


Step = Callable[[Cells, Draft], None]


def wanted(text: str, role: str, roles: dict[str, str]) -> list[Wanted]:
    """The records a cell names, one a line or between semicolons, each with its role in brackets behind it."""
    if text.startswith("["):
        try:
            return [Wanted(id=str(one["id"]), role=str(one.get("role", ""))) for one in json.loads(text)]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
    found = []
    for piece in pieces(text):
        name, bracket, told = piece.rpartition(" (")
        known = roles.get(plain(told.rstrip(")"))) if bracket and told.endswith(")") else None
        found.append(Wanted(name if known else piece, role or known or ""))
    return found


def short(text: str) -> str:
    """A cell as a message quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
