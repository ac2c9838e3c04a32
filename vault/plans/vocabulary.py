"""What the headings and cells of other people's tables mean: words as data, looked up without case, marks and order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vault.plans.fold import words

#: what a word of a cell stands for: the keys of one or several options
Keys = tuple[str, ...]


def plain(text: str) -> str:
    """`text` folded to its words, single spaces between: "VBIED-S " and "vbied s" are the same."""
    return " ".join(words(text))


@dataclass(frozen=True, slots=True)
class Codes:
    """Short codes that mean something only under certain headings (plain words) of one field, "kind.field"."""

    field: str
    headings: frozenset[str]
    meanings: Mapping[str, Keys]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`headings`: kind or "any" -> plain heading -> targets; `values`: "kind.field" -> plain value -> option keys."""

    headings: Mapping[str, Mapping[str, tuple[str, ...]]]
    identifiers: frozenset[str]
    values: Mapping[str, Mapping[str, Keys]]
    codes: tuple[Codes, ...]
    scales: Mapping[str, Mapping[str, int]]
    months: Mapping[str, int]
    yes: frozenset[str]
    no: frozenset[str]
    blank: frozenset[str]
    fillers: frozenset[str]

    def heading(self, text: str) -> str:
        """A heading as it is looked up: no remarks in brackets, no small words, in any order."""
        found = [word for word in words(_without_brackets(text)) if word not in self.fillers]
        return " ".join(sorted(set(found or words(text))))

    def targets(self, kind: str, heading: str) -> tuple[str, ...]:
        """What a heading may mean for a kind, likeliest first."""
        key = self.heading(heading)
        return (*self.headings.get(kind, {}).get(key, ()), *self.headings.get("any", {}).get(key, ()))

    def meaning(self, field: str, heading: str, value: str) -> Keys | None:
        """The option keys `value` stands for in "kind.field" under this heading; None when nobody knows."""
        key = plain(value)
        for codes in self.codes:
            if codes.field == field and key in codes.meanings and self.heading(heading) in codes.headings:
                return codes.meanings[key]
        return self.values.get(field, {}).get(key)


def _without_brackets(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        depth += letter in "([{"
        if not depth:
            kept.append(letter)
        depth -= bool(depth) and letter in ")]}"
    return "".join(kept)


def vocabulary(tables: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """From the tables of every language, the first one's words first. Raises KeyError or TypeError for a bad table."""
    all_tables = list(tables)
    fillers = frozenset(plain(word) for table in all_tables for word in table.get("fillers", ()))
    bare = Vocabulary({}, frozenset(), {}, (), {}, {}, frozenset(), frozenset(), frozenset(), fillers)
    headings: dict[str, dict[str, tuple[str, ...]]] = {}
    values: dict[str, dict[str, Keys]] = {}
    scales: dict[str, dict[str, int]] = {}
    for table in all_tables:
        for kind, targets in table.get("headings", {}).items():
            _add_headings(headings.setdefault(kind, {}), targets, bare)
        for field, meanings in table.get("values", {}).items():
            known = values.setdefault(field, {})
            known |= {plain(word): (key,) for key, many in meanings.items() for word in many}
        for scale, steps in table.get("scales", {}).items():
            known_steps = scales.setdefault(scale, {})
            known_steps |= {plain(word): int(step) for step, many in steps.items() for word in many}
    return Vocabulary(
        headings=headings,
        identifiers=frozenset(bare.heading(word) for table in all_tables for word in table.get("identifiers", ())),
        values=values,
        codes=tuple(_codes(one, bare) for table in all_tables for one in table.get("codes", ())),
        scales=scales,
        months={plain(w): n for table in all_tables for n, many in enumerate(table.get("months", ()), 1) for w in many},
        yes=_words(all_tables, "yes"),
        no=_words(all_tables, "no"),
        blank=_words(all_tables, "blank") | {""},
        fillers=fillers,
    )


def _add_headings(known: dict[str, tuple[str, ...]], targets: Mapping[str, list[str]], bare: Vocabulary) -> None:
    for target, many in targets.items():
        for word in many:
            key = bare.heading(word)
            if target not in known.get(key, ()):
                known[key] = (*known.get(key, ()), target)


def _codes(one: Mapping[str, Any], bare: Vocabulary) -> Codes:
    meanings = {plain(code): (keys,) if isinstance(keys, str) else tuple(keys) for code, keys in one["means"].items()}
    return Codes(one["field"], frozenset(bare.heading(word) for word in one["headings"]), meanings)


def _words(tables: Iterable[Mapping[str, Any]], name: str) -> frozenset[str]:
    return frozenset(plain(word) for table in tables for word in table.get(name, ()))
