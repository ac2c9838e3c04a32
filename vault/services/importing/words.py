"""The shipped words for headings and cells, of every language at once: a table may be in any of them."""

from __future__ import annotations

from functools import cache

from vault.plans.cells import Reading
from vault.plans.vocabulary import Vocabulary, vocabulary


@cache
def shipped() -> Vocabulary:
    """English first, then the others by their name."""
    files = sorted(resource("content").glob("*/import.toml"), key=lambda file: (file.parent.name != "en", file))
    return vocabulary(tomllib.loads(file.read_text(encoding="utf-8")) for file in files)


def reading(latest: int = 2068) -> Reading:
    """How cells are read. A year of two digits is `latest` at the latest."""
    return Reading(shipped(), "dmy", latest % 100)
