"""What may be told of a fault of the program: its kind and where it happened, never a value or a word of it."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType


def bare(error: BaseException) -> str:
    """The kind of an error and the lines it came through, deepest last: "KeyError at session.py:71, query.py:12"."""
    places = [f"{line.filename.rsplit('/', 1)[-1]}:{line.lineno}" for line in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at {', '.join(places) or 'an unknown line'}"


def tell_bare_faults(also: Callable[[], object]) -> None:
    """Have every error nobody caught written to stderr without its words, and call `also` (to say it calmly)."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        if sys.stderr is not None:
            sys.stderr.write(f"{bare(error)}\n")
        also()

    def told_of_thread(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            told(fault.exc_type, fault.exc_value, fault.exc_traceback)

    sys.excepthook = told
    threading.excepthook = told_of_thread
