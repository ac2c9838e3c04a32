"""Reading from an open vault, with what the database complains of told as what it means."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from vault.storage.database import database_errors

P = ParamSpec("P")
T = TypeVar("T")


class _AtPath(Protocol):
    path: Path


S = TypeVar("S", bound=_AtPath)


def reads(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Have a method that reads say in words that the vault is damaged, or its disk is gone."""

    @wraps(method)
    def reading(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with database_errors(self.path):
            return method(self, *args, **kwargs)

    return reading
