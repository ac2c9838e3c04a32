"""Records of every kind by chance, made from their declarations: `records("risk")`.

`typed` is the alphabet of free text; a test that looks for what must not survive gives one it can recognise.
"""

from __future__ import annotations

from datetime import date
from functools import singledispatch
from typing import Any

from hypothesis import strategies as st

from vault.plans.days import Day
from vault.plans.fields import (
    Choice,
    Choices,
    Field,
    Flag,
    Link,
    Links,
    Number,
    Prose,
    Rows,
    Scale,
    Sharing,
    Text,
    When,
)  # fmt: skip
from vault.plans.records import KINDS, Record

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
IDS = st.uuids().map(str)


DATES = st.dates(min_value=date(1000, 1, 1))


def days() -> st.SearchStrategy[Day]:
    """Every precision a day can have."""
    one = DATES.map(Day.of)
    month = DATES.map(lambda day: Day(f"{day:%Y-%m}"))
    year = DATES.map(lambda day: Day(f"{day.year:04d}"))
    about = DATES.map(lambda day: Day.of(day, about=True))
    moment = st.tuples(DATES, st.times()).map(lambda at: Day(f"{at[0].isoformat()}T{at[1]:%H:%M}"))
    span = st.tuples(DATES, DATES).map(lambda two: Day(f"{min(two).isoformat()}/{max(two).isoformat()}"))
    return st.one_of(one, month, year, about, moment, span, st.just(Day("unknown")))


@singledispatch
def values(field: Field, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Every value the field can hold, the empty one among them."""
    raise NotImplementedError(type(field).__name__)


@values.register(Text)
@values.register(Prose)
def _typed(field: Field, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return typed


@values.register
def _choice(field: Choice, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(["", *dict(field.options)])


@values.register
def _choices(field: Choices, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    one = st.sampled_from([*dict(field.options)]) if field.options else typed.filter(bool)
    return st.lists(one, max_size=4, unique=True).map(tuple)


@values.register
def _scale(field: Scale, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, 1, 2, 3, 4, 5])


@values.register
def _when(field: When, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.none() | days()


@values.register
def _flag(field: Flag, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.booleans()


@values.register
def _number(field: Number, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.none() | st.integers(-(2**53), 2**53)


@values.register
def _links(field: Links, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    roles = st.sampled_from([*dict(field.roles)]) if field.roles else st.just("")
    return st.lists(st.builds(Link, IDS, roles), max_size=3, unique_by=lambda link: link.id).map(tuple)


@values.register
def _rows(field: Rows, typed: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.lists(st.tuples(*[typed] * len(field.columns)), max_size=3).map(tuple)


def records(kind: str, typed: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Record]:
    """Records of a kind with every declared field and every common attribute drawn."""
    cls = KINDS[kind]
    return st.builds(
        cls,
        id=IDS,
        number=st.integers(1, 10**6),
        created_at=st.datetimes().map(lambda at: at.isoformat()),
        created_by=typed,
        changed_by=typed,
        sharing=st.sampled_from([None, *Sharing]),
        **{name: values(field, typed) for name, field in cls.fields.items()},
    )
