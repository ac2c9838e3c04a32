"""Progress and cancel as plain callables, so that services need no Qt."""

from __future__ import annotations

from collections.abc import Callable

#: called with (done, total, what), where a total of 0 and no words say only that the work goes on; raises
#: `vault.errors.Cancelled` when the person stopped the task
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """Nobody is watching."""
