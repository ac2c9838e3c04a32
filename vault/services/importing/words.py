"""The shipped words for headings and cells, of every language at once: a table may be in any of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from vault import content
from vault.content import Source
from vault.errors import FaultyContent
from vault.plans.cells import Reading
from vault.plans.vocabulary import Vocabulary, vocabulary


@cache
def shipped() -> Vocabulary:
    """English first, then the others by their name; a file with a fault is left out."""
    return vocabulary(table for file in content.files("import.toml") for table in _usable(file))


def read(source: Source) -> Mapping[str, Any]:
    """The words of one language. Raises FaultyContent."""
    try:
        vocabulary([source.plain])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise source.fault("", f"it is no list of words ({type(error).__name__}: {error})") from error
    return source.plain


def _usable(file: Path) -> list[Mapping[str, Any]]:
    try:
        return [read(Source(file))]
    except FaultyContent:
        return []


def reading(latest: int = 2068) -> Reading:
    """How cells are read. A year of two digits is `latest` at the latest."""
    return Reading(shipped(), "dmy", latest % 100)
