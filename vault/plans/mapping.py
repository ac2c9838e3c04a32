"""Which column of a table means which field of a record: a value that is proposed, shown, changed and kept.

A target is written `field`, `field.part` or `field:role`: `facts`, `occurred.year`, `place.country`, `people:witness`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from typing import Literal

from vault.i18n import N_, _
from vault.plans.cell_days import DayOrder
from vault.plans.cells import NotUnderstood, Reading, read
from vault.plans.fields import Choice, Choices, Field, Links, Prose, Rows, Text, When
from vault.plans.records import COMMON, KINDS
from vault.plans.vocabulary import Keys, Vocabulary, plain

#: a column that goes into the notes, with its heading
REST = ""
#: a column that is left out
LEFT_OUT = "-"
#: a column with the record's own bound of sharing, in tables this program wrote
SHARING = "sharing"

WHEN_PARTS = (("year", N_("year")), ("month", N_("month")), ("day", N_("day")), ("time", N_("time of day")))
PLACE_PARTS = (
    ("city", N_("town or place")), ("district", N_("district")), ("region", N_("region")), ("country", N_("country")),
)  # fmt: skip
#: parts of a text, in the order in which they are put together, and what stands between them
TEXT_PARTS = {
    "person.name": (("given", N_("first name")), ("family", N_("family name"))),
    "place.coordinates": (("latitude", N_("latitude")), ("longitude", N_("longitude"))),
}
BETWEEN = {"person.name": " "}
#: headings only this program's own tables have
_OWN = {"id", "created_at", "changed_at"}


@dataclass(frozen=True, slots=True)
class Target:
    """A target taken apart. `part` and `role` are "" for the field as a whole."""

    field: Field
    part: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`target` is REST, LEFT_OUT, SHARING or a target.

    `values`: (text of a cell, option keys) where the person knows better; no keys make the text a tag.
    """

    heading: str
    target: str = REST
    values: tuple[tuple[str, Keys], ...] = ()

    @property
    def known(self) -> dict[str, Keys]:
        """The person's own table, by folded text."""
        return {plain(text): keys for text, keys in self.values}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`identifier`: the heading of the column that tells a row again, "" for none; `keep_rest`: columns without a
    field go into the notes; `order` of day and month, "" to find it; `encoding` of the file, "" to find it."""

    kind: str
    columns: tuple[Column, ...]
    identifier: str = ""
    keep_rest: bool = True
    order: DayOrder | Literal[""] = ""
    encoding: str = ""

    def column(self, heading: str) -> Column:
        """The column with this heading; one nobody mapped when there is none."""
        return next((one for one in self.columns if one.heading == heading), Column(heading))

    def with_target(self, heading: str, target: str) -> Mapping:
        """The same with another target for a column. Raises ValueError with a sentence."""
        parsed(self.kind, target)
        return self._with(replace(self.column(heading), target=target))

    def with_values(self, heading: str, values: Table[str, Keys]) -> Mapping:
        """The same with the person's own table of values for a column."""
        return self._with(replace(self.column(heading), values=tuple(values.items())))

    def _with(self, column: Column) -> Mapping:
        others = tuple(column if one.heading == column.heading else one for one in self.columns)
        return replace(self, columns=others if column in others else (*others, column))


def parsed(kind: str, target: str) -> Target | None:
    """A target taken apart, None for what is no field: REST, LEFT_OUT, SHARING. Raises ValueError with a sentence."""
    if target in (REST, LEFT_OUT, SHARING):
        return None
    name, _dot, part = target.partition(".")
    name, _colon, role = name.partition(":")
    field = KINDS[kind].fields.get(name)
    if field is None:
        fields = ", ".join(KINDS[kind].fields)
        raise ValueError(_("there is no field “{name}”; there are {fields}.").format(name=name, fields=fields))
    known_parts = [key for key, _words in parts_of(kind, field)]
    if part and part not in known_parts:
        words = ", ".join(known_parts) or _("none")
        raise ValueError(
            _("“{name}” has no part “{part}”; its parts: {parts}.").format(name=name, part=part, parts=words)
        )
    roles = [key for key, _words in field.roles] if isinstance(field, Links) else []
    if role and role not in roles:
        words = ", ".join(filter(None, roles)) or _("none")
        raise ValueError(
            _("“{name}” has no role “{role}”; its roles: {roles}.").format(name=name, role=role, roles=words)
        )
    return Target(field, part, role)


def parts_of(kind: str, field: Field) -> tuple[tuple[str, str], ...]:
    """(part, words) of what a field can be put together from, of several columns."""
    if isinstance(field, When):
        return WHEN_PARTS
    if isinstance(field, Links) and field.kinds == ("place",):
        return PLACE_PARTS
    return TEXT_PARTS.get(f"{kind}.{field.name}", ())


def targets(kind: str) -> Iterator[tuple[str, str]]:
    """(target, translated words) of everything a column can be mapped to, in the order of the form."""
    for name, field in KINDS[kind].fields.items():
        label = _(field.label)
        yield name, label
        yield from ((f"{name}.{part}", f"{label}: {_(words)}") for part, words in parts_of(kind, field))
        if isinstance(field, Links):
            yield from ((f"{name}:{role}", f"{label}: {_(words)}") for role, words in field.roles if role)


def several(target: Target) -> bool:
    """Whether more than one column may lead there by itself."""
    return isinstance(target.field, Choices)


# ---------------------------------------------------------------------------------------------- proposing

#: the share of a column's different values that must make sense in a field that is not free text
_MAKES_SENSE = 0.5
#: how the cells of a column look that holds one part of a day; months may have names
_PART_LOOKS = {
    "year": re.compile(r"\d{4}(?:[.,]0+)?$"),
    "month": re.compile(r"(?:\d{1,2}(?:[.,]0+)?|[^\W\d]+\.?)$"),
    "day": re.compile(r"\d{1,2}(?:[.,]0+)?$"),
    "time": re.compile(r"\d{1,2}[:h.]\d{2}"),
}
#: a column of texts longer than this on average is an account, not a title
_LONG = 100


def proposed(kind: str, headings: Sequence[str], rows: Sequence[Sequence[str]], reading: Reading) -> Mapping:
    """A mapping from headings and rows, as a person would map it at first sight."""
    own = set(headings) >= _OWN
    bookkeeping = (*COMMON, "kind", *KINDS[kind].derived) if own else ()
    columns = {one: SHARING if one == SHARING else LEFT_OUT for one in headings if one in bookkeeping}
    taken: set[str] = set()
    for candidates in (_exact, _labelled, _synonymous):
        for index, heading in enumerate(headings):
            if heading not in columns:
                values = list(dict.fromkeys(row[index] for row in rows if row[index].strip()))[:200]
                found = candidates(kind, heading, values, reading)
                target = next((one for one in found if one not in taken), "")
                if target:
                    columns[heading] = target
                    taken |= set() if several(_sure(kind, target)) else {target}
    return Mapping(
        kind,
        tuple(Column(heading, columns.get(heading, REST)) for heading in headings),
        identifier="id" if own else identifier(headings, rows, reading.words, kind),
    )


def _sure(kind: str, target: str) -> Target:
    found = parsed(kind, target)
    assert found
    return found


def _exact(kind: str, heading: str, values: list[str], reading: Reading) -> list[str]:
    return [heading] if heading in {target for target, _words in targets(kind)} else []


def _labelled(kind: str, heading: str, values: list[str], reading: Reading) -> list[str]:
    key = plain(heading)
    fields = KINDS[kind].fields.items()
    found = [name for name, field in fields if key in (plain(field.label), plain(_(field.label)), plain(name))]
    return _fitting(kind, heading, found, values, reading)


def _synonymous(kind: str, heading: str, values: list[str], reading: Reading) -> list[str]:
    known = {target for target, _words in targets(kind)}
    found = [target for target in reading.words.targets(kind, heading) if target in known]
    return _fitting(kind, heading, found, values, reading)


def _fitting(kind: str, heading: str, found: list[str], values: list[str], reading: Reading) -> list[str]:
    fits = {target: fit(kind, target, heading, values, reading) for target in found}
    lone = len(found) == 1
    good = [one for one in found if fits[one] >= _MAKES_SENSE or (lone and _takes_tags(kind, one))]
    return sorted(good, key=lambda one: -fits[one])


def _takes_tags(kind: str, target: str) -> bool:
    return isinstance(_sure(kind, target).field, Choice | Choices)


def fit(kind: str, target: str, heading: str, values: Sequence[str], reading: Reading) -> float:
    """The share, 0 to 1, of `values` that make sense there; free text makes half sense anywhere, by its length."""
    at = _sure(kind, target)
    if at.part in _PART_LOOKS and values:
        return sum(bool(_PART_LOOKS[at.part].match(value.strip())) for value in values) / len(values)
    if at.part or not values:
        return 1.0
    if isinstance(at.field, Links):
        return 0.6
    if isinstance(at.field, Text | Prose | Rows) or (isinstance(at.field, Choices) and not at.field.options):
        long = sum(map(len, values)) / len(values) > _LONG
        return 0.7 if long == isinstance(at.field, Prose) else 0.6
    return sum(_understood(at.field, f"{kind}.{target}", heading, value, reading) for value in values) / len(values)


def _understood(field: Field, path: str, heading: str, value: str, reading: Reading) -> bool:
    try:
        return not read(field, value, path, heading, reading).unknown
    except NotUnderstood:
        return False


def identifier(headings: Sequence[str], rows: Sequence[Sequence[str]], words: Vocabulary, kind: str) -> str:
    """The heading of a column that names each row once, "" when there is none."""
    for index, heading in enumerate(headings):
        if words.heading(heading) in words.identifiers and heading not in KINDS[kind].fields:
            texts = [row[index].strip() for row in rows if row[index].strip()]
            if texts and len(set(texts)) == len(texts) and len(texts) >= 0.9 * len(rows):
                return heading
    return ""


def value_table(mapping: Mapping, heading: str, texts: Sequence[str], reading: Reading) -> list[tuple[str, int, Keys]]:
    """(text, how many rows, option keys) of a column that leads to options, most frequent first; no keys: a tag."""
    column = mapping.column(heading)
    target = parsed(mapping.kind, column.target)
    if target is None or not isinstance(target.field, Choice | Choices) or not target.field.options:
        return []
    counts: dict[str, int] = {}
    for text in texts:
        if text.strip():
            counts[text.strip()] = counts.get(text.strip(), 0) + 1
    path = f"{mapping.kind}.{target.field.name}"
    found = []
    for text, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        meant = read(target.field, text, path, heading, reading).value
        keys = column.known.get(plain(text), (meant,) if isinstance(meant, str) else meant)
        found.append((text, count, tuple(key for key in keys if key)))
    return found
