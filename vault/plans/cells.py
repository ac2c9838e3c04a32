"""A value as the text of a table's cell and back: one small function per kind of field.

Writing is exact (`read(cell(value)) == value`); reading is generous, because other people's tables are typed by hand.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from vault.i18n import _ as translated
from vault.plans import exchange, scales
from vault.plans.cell_days import DayOrder, day_in
from vault.plans.day_words import DayNotUnderstood
from vault.plans.fields import Choice, Choices, Field, Flag, Links, Number, Prose, Rows, Scale, Text, When
from vault.plans.vocabulary import Vocabulary, plain

# the wide signs too: spreadsheets in Chinese, Japanese and Korean take them for the narrow ones
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_WHOLE = re.compile(r"^[+-]?\d{1,18}(?:[.,]0+)?$")
_THOUSANDS = re.compile(r"(?<=\d)[ ,.'\u00a0\u202f](?=\d{3}(?!\d))")
_STEP = re.compile(r"^\(?([1-5])\)?(?:[.,]0+)?(?:\s*(?:/\s*5$|[-–:.=(/]|\s)\s*\D*)?$")
_BETWEEN = re.compile(r"[;|\n]")
_BETWEEN_CELLS = re.compile(r"(?<=\s)[·|](?=\s)")


class NotUnderstood(ValueError):
    """`args[0]` is what was expected, in words that end a sentence: "is no day"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are read: the known words, today (for years of two digits), the order of day and month."""

    words: Vocabulary
    order: DayOrder
    century: int


@dataclass(frozen=True, slots=True)
class Meant:
    """`value` of the field; `exact` when the text can be told from it; `unknown`: pieces that are no option."""

    value: Any
    exact: bool = True
    unknown: tuple[str, ...] = ()


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text again."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


# ---------------------------------------------------------------------------------------------- writing


@singledispatch
def cell(field: Field, value: Any) -> str:
    """`value` as the text of a cell, "" when empty."""
    return guarded(str(value or ""))


@cell.register(Scale)
@cell.register(Number)
def _number_out(field: Field, value: int | None) -> str:
    return "" if value is None else str(value)


@cell.register
def _flag_out(field: Flag, value: bool) -> str:
    return "yes" if value else "no"


@cell.register
def _day_out(field: When, value: Any) -> str:
    return value.text if value else ""


@cell.register
def _choices_out(field: Choices, value: tuple[str, ...]) -> str:
    if pieces(joined := "; ".join(value)) == list(value):
        return guarded(joined)
    return json.dumps(value, ensure_ascii=False)


@cell.register(Links)
@cell.register(Rows)
def _data_out(field: Field, value: Any) -> str:
    return json.dumps(exchange.to_plain(field, value), ensure_ascii=False) if value else ""


# ---------------------------------------------------------------------------------------------- reading


@singledispatch
def read(field: Field, text: str, path: str, heading: str, reading: Reading) -> Meant:
    """What the text of a cell under `heading` means in the field `path` ("kind.field"). Raises NotUnderstood."""
    raise NotImplementedError(type(field).__name__)


@read.register
def _text_in(field: Text, text: str, path: str, heading: str, reading: Reading) -> Meant:
    return Meant(" ".join(text.split("\n")).strip())


@read.register
def _prose_in(field: Prose, text: str, path: str, heading: str, reading: Reading) -> Meant:
    return Meant(text)


def pieces(text: str) -> list[str]:
    """The parts of a cell that lists several things; commas stand inside names and do not part."""
    listed = _listed(text)
    return listed if listed is not None else [piece for part in _BETWEEN.split(text) if (piece := part.strip())]


def _listed(text: str) -> list[str] | None:
    if not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # a thousand brackets in a cell are a text like any other
        return None
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else None


def _option(field: Choice | Choices, text: str, path: str, heading: str, reading: Reading) -> Meant | None:
    key = plain(text)
    for option, label in field.options:
        if key in (plain(option), plain(label), plain(translated(label))):
            return Meant((option,))
    keys = reading.words.meaning(path, heading, text)
    return None if keys is None else Meant(keys, exact=False)


@read.register
def _choice_in(field: Choice, text: str, path: str, heading: str, reading: Reading) -> Meant:
    if plain(text) in reading.words.blank:
        return Meant("")
    found = _option(field, text, path, heading, reading)
    return Meant(found.value[0], found.exact) if found and found.value else Meant("", unknown=(text.strip(),))


@read.register
def _choices_in(field: Choices, text: str, path: str, heading: str, reading: Reading) -> Meant:
    parts = pieces(text)
    if not field.options:
        return Meant(tuple(dict.fromkeys(parts)))
    if plain(text) in reading.words.blank:
        return Meant(())
    found = _several(field, parts, path, heading, reading)
    if found.unknown and "," in text:
        closer = _several(field, [part.strip() for part in text.split(",") if part.strip()], path, heading, reading)
        return closer if closer.value else found
    return found


def _several(field: Choices, parts: list[str], path: str, heading: str, reading: Reading) -> Meant:
    keys: dict[str, None] = {}
    unknown, exact = [], True
    for part in parts:
        found = _option(field, part, path, heading, reading)
        if found is None:
            unknown.append(part)
        else:
            keys |= dict.fromkeys(found.value)
            exact = exact and found.exact
    return Meant(tuple(keys), exact, tuple(unknown))


@read.register
def _scale_in(field: Scale, text: str, path: str, heading: str, reading: Reading) -> Meant:
    key = plain(text)
    if key in reading.words.blank:
        return Meant(None)
    step = _STEP.match(" ".join(text.split()))
    if step:
        return Meant(int(step[1]), exact=text.strip().isdigit())
    for number, word in enumerate(scales.words(field.scale), 1):
        if key == plain(word):
            return Meant(number)
    known = reading.words.scales.get(field.scale, {})
    if key not in known:
        raise NotUnderstood(translated("is no step from 1 to 5 and no word we know for one"))
    return Meant(known[key], exact=False)


@read.register
def _day_in(field: When, text: str, path: str, heading: str, reading: Reading) -> Meant:
    if plain(text) in reading.words.blank:
        return Meant(None)
    try:
        return Meant(day_in(text, reading.order, reading.words.months, reading.century))
    except DayNotUnderstood:
        raise NotUnderstood(translated("is no day we can read")) from None


@read.register
def _flag_in(field: Flag, text: str, path: str, heading: str, reading: Reading) -> Meant:
    key = plain(text)
    if key in reading.words.yes or text.strip() in ("✓", "✔", "☑", "☒"):
        return Meant(True)
    if key in reading.words.no or key in reading.words.blank:
        return Meant(False)
    raise NotUnderstood(translated("is neither yes nor no"))


@read.register
def _number_in(field: Number, text: str, path: str, heading: str, reading: Reading) -> Meant:
    if plain(text) in reading.words.blank:
        return Meant(None)
    bare = _THOUSANDS.sub("", text.strip())
    if not _WHOLE.match(bare):
        raise NotUnderstood(translated("is no whole number"))
    return Meant(int(re.split("[.,]", bare)[0]))


@read.register
def _rows_in(field: Rows, text: str, path: str, heading: str, reading: Reading) -> Meant:
    try:
        return Meant(exchange.from_plain(field, json.loads(text)))
    except (ValueError, TypeError, RecursionError):
        width = len(field.columns)
        lines = [
            [part.strip() for part in _BETWEEN_CELLS.split(line.strip())] for line in text.split("\n") if line.strip()
        ]
        kept = ([*line[: width - 1], " · ".join(line[width - 1 :])] for line in lines)
        return Meant(tuple(tuple((line + [""] * width)[:width]) for line in kept), exact=False)
