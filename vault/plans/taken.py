"""What an export takes out, laid beside what it lets through: for the preview and for the counts above it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from vault.i18n import _
from vault.plans.display import Titles, no_titles, shown
from vault.plans.fields import Field, Flag
from vault.plans.records import KINDS, Record
from vault.plans.redaction import Audience, StandIn, leaves, may_leave, nothing_stands_in, redact


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a value; `withheld` pieces are tinted and struck through in the preview."""

    text: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class InsideLine:
    """A field that holds something, with what is taken out of it and what stands in its place."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """A record as the vault holds it. `words` name its kind and number ("Risk 4")."""

    kind: str
    words: str
    lines: tuple[InsideLine, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many values of a field were taken out or made coarser."""

    kind: str
    field: str
    words: str
    count: int


def inside(
    one: Record, audience: Audience, titles: Titles = no_titles, stand_in: StandIn = nothing_stands_in
) -> Inside:
    """The record line by line. Words are translated."""
    out = redact(one, audience, stand_in)
    lines = []
    for name, field in one.fields.items():
        value = getattr(one, name)
        if _says_something(field, value):
            lines.append(InsideLine(_(field.label), _spans(field, value, getattr(out, name), titles)))
    return Inside(one.kind, f"{_(one.words)} {one.number or ''}".strip(), tuple(lines))


def _spans(field: Field, value: Any, left: Any, titles: Titles) -> tuple[Span, ...]:
    text = shown(field, value, titles)
    if left == value:
        return (Span(text, False),)
    instead = shown(field, left, str) if _says_something(field, left) else ""  # links hold words by now, no ids
    return (Span(text, True), Span(instead, False)) if instead else (Span(text, True),)


def _says_something(field: Field, value: Any) -> bool:
    return bool(value) if not isinstance(field, Flag) else value is True


class Tally:
    """Counts what is taken out, record by record, so that no more than one has to be in memory."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, one: Record) -> None:
        """Count the values of a record that do not leave as they are."""
        open_kind = may_leave(one, self._audience)
        out = redact(one, self._audience)
        for name, field in one.fields.items():
            value = getattr(one, name)
            stays = not (open_kind and leaves(field, one.kind, self._audience))
            if _says_something(field, value) and (stays or getattr(out, name) != value):
                self._counts[one.kind, name] += 1

    def taken(self) -> tuple[Taken, ...]:
        """By kind and field, in the order of the declarations."""
        return tuple(
            Taken(kind, name, _(field.label), self._counts[kind, name])
            for kind, cls in KINDS.items()
            for name, field in cls.fields.items()
            if self._counts[kind, name]
        )
