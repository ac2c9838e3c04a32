"""The shipped words for headings and cells, of every language at once: a table may be in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from vault import content
from vault.content import Source
from vault.errors import FaultyContent
from vault.plans import scales
from vault.plans.cells import Reading
from vault.plans.vocabulary import Vocabulary, vocabulary

T = TypeVar("T")


@cache
def shipped() -> Vocabulary:
    """English first, then the others by their name; a file with a fault is left out."""
    return vocabulary([*map(_of_scales, _usable("scales.toml", scales.read)), *_usable("import.toml", read)])


def read(source: Source) -> Mapping[str, Any]:
    """The words of one language. Raises FaultyContent."""
    try:
        vocabulary([source.plain])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise source.fault("", f"it is no list of words ({type(error).__name__}: {error})") from error
    return source.plain


def _of_scales(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    return {"scales": {scale: {step: [word] for step, word in enumerate(five, 1)} for scale, five in words.items()}}


def _usable(name: str, read: Callable[[Source], T]) -> Iterator[T]:
    for file in content.files(name):
        with suppress(FaultyContent):
            yield read(Source(file))


def reading(latest: int = 2068) -> Reading:
    """How cells are read. A year of two digits is `latest` at the latest."""
    return Reading(shipped(), "dmy", latest % 100)
