"""The little that the functions of this layer ask of a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Db(Protocol):
    """A keyed connection in autocommit; `vault.storage.database` makes them."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Any: ...
