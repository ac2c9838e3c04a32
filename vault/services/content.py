"""The one reader of shipped content: starters and prompts in `resources/content/<language>`, English where none is.

A file with a fault is left out by `starters` and `components`; the strict readers raise `FaultyContent` for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from vault.errors import FaultyContent
from vault.paths import resource
from vault.plans.components import Component
from vault.plans.model.factors import FACTOR_GROUP
from vault.plans.model.plan import PHASE
from vault.plans.model.risks import RISK_AREA
from vault.plans.starters import LONGEST_STEP, MOST_STEPS, Starter, StarterStep

T = TypeVar("T")
_ENGLISH = "en"
_FILE_KEYS = frozenset({"area", "procedure"})
_STARTER_TEXTS = ("key", "phase", "title", "trigger", "aim", "covers", "materials")
_STEP_CELLS = ("step", "who", "by_when", "fallback", "because")
_COMPONENT_TEXTS = ("key", "group", "name", "question")
_MAY_BE_EMPTY = frozenset({"materials", "who", "by_when", "fallback"})


@cache
def starters(language: str = _ENGLISH) -> tuple[Starter, ...]:
    """All ready procedures in the order of the areas; files with a fault are left out."""
    order = [key for key, _words in RISK_AREA]
    names = sorted(file.name for file in resource(f"content/{_ENGLISH}/starters").glob("*.toml"))
    found = [one for name in names for one in _usable(language, f"starters/{name}", read_starters)]
    unique: dict[str, Starter] = {}
    for one in found:
        unique.setdefault(one.key, one)
    return tuple(sorted(unique.values(), key=lambda one: order.index(one.area)))


@cache
def components(language: str = _ENGLISH) -> tuple[Component, ...]:
    """All prompts for strengths and weaknesses; none where the file has a fault."""
    return _usable(language, "components.toml", read_components)


def _usable(language: str, name: str, read: Callable[[Path], tuple[T, ...]]) -> tuple[T, ...]:
    """What the file in this language says, else the English one, else nothing."""
    for folder in dict.fromkeys((language, _ENGLISH)):
        file = resource(f"content/{folder}/{name}")
        try:
            return read(file)
        except FaultyContent:
            continue
    return ()


def read_starters(file: Path) -> tuple[Starter, ...]:
    """The ready procedures of one area. Raises FaultyContent."""
    table = _Source(file)
    area = table.text(table.plain, "area", "area")
    table.one_of(area, dict(RISK_AREA), "area")
    table.only(table.plain, _FILE_KEYS, "")
    made = tuple(_starter(table, plain, area, f"procedure {n}") for n, plain in table.tables("procedure"))
    table.unique([one.key for one in made], "procedure")
    return made


def read_components(file: Path) -> tuple[Component, ...]:
    """The prompts for strengths and weaknesses. Raises FaultyContent."""
    table = _Source(file)
    table.only(table.plain, {"component"}, "")
    made = []
    for n, plain in table.tables("component"):
        at = f"component {n}"
        table.only(plain, _COMPONENT_TEXTS, at)
        made.append(Component(**{name: table.text(plain, name, f"{at}: {name}") for name in _COMPONENT_TEXTS}))
        table.one_of(made[-1].group, dict(FACTOR_GROUP), f"{at}: group")
    table.unique([one.key for one in made], "component")
    return tuple(made)


def _starter(table: _Source, plain: Mapping[str, Any], area: str, at: str) -> Starter:
    table.only(plain, {*_STARTER_TEXTS, "steps"}, at)
    texts = {name: table.text(plain, name, f"{at}: {name}") for name in _STARTER_TEXTS}
    table.one_of(texts["phase"], dict(PHASE), f"{at}: phase")
    rows = plain.get("steps")
    if not isinstance(rows, list) or not rows:
        raise table.fault(f"{at}: steps", "there must be a list of steps")
    if len(rows) > MOST_STEPS:
        raise table.fault(f"{at}: steps", f"no more than {MOST_STEPS} steps")
    steps = tuple(_step(table, row, f"{at}: steps {n}") for n, row in enumerate(rows, 1))
    return Starter(area=area, steps=steps, **texts)


def _step(table: _Source, row: Any, at: str) -> StarterStep:
    if not isinstance(row, list) or len(row) != len(_STEP_CELLS):
        raise table.fault(at, f"a step has {len(_STEP_CELLS)} texts: {', '.join(_STEP_CELLS)}")
    cells = dict(zip(_STEP_CELLS, row, strict=True))
    texts = {name: table.text(cells, name, f"{at}: {name}") for name in _STEP_CELLS}
    if len(texts["step"]) > LONGEST_STEP:
        raise table.fault(f"{at}: step", f"no longer than {LONGEST_STEP} letters", texts["step"])
    return StarterStep(**texts)


class _Source:
    """A content file as plain tables. Everything that is asked of it raises FaultyContent."""

    def __init__(self, file: Path) -> None:
        self._name, self._lines = f"{file.parent.name}/{file.name}", list[str]()
        try:
            words = file.read_text(encoding="utf-8")
            self._lines = words.splitlines()
            self.plain = tomllib.loads(words)
        except tomllib.TOMLDecodeError as error:
            line = str(error).partition("at line ")[2].partition(",")[0]
            raise FaultyContent(self._name, int(line) if line.isdecimal() else 0, "", str(error)) from error
        except (OSError, ValueError, RecursionError) as error:  # ValueError: no UTF-8, or a number of 5,000 digits
            raise FaultyContent(self._name, 0, "", f"cannot be read ({type(error).__name__})") from error

    def fault(self, at: str, detail: str, words: str = "") -> FaultyContent:
        return FaultyContent(self._name, self._line(at, words), at, detail)

    def _line(self, at: str, words: str) -> int:
        """Where the words stand, else the key of the table, else the table; from 1."""
        table, _space, number = at.partition(":")[0].partition(" ")
        heads = [n for n, line in enumerate(self._lines, 1) if line.strip() == f"[[{table}]]"]
        places = {str(n): head for n, head in enumerate(heads, 1)}  # the name may be any key of the file
        start = places.get(number, 0)
        end = next((head for head in heads if head > start), len(self._lines) + 1)
        inside = list(enumerate(self._lines[start : end - 1], start + 1))
        if words:
            return next((n for n, line in inside if words in line), start)
        names = [part.partition(" ")[0] for part in reversed(at.split(": "))]
        found = (n for name in names for n, line in inside if line.partition("=")[0].strip() == name)
        return next(found, start)

    def tables(self, name: str) -> list[tuple[int, Mapping[str, Any]]]:
        found = self.plain.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
            raise self.fault(name, f"there must be [[{name}]] tables")
        return list(enumerate(found, 1))

    def text(self, plain: Mapping[str, Any], name: str, at: str) -> str:
        value = plain.get(name, "" if name in _MAY_BE_EMPTY else None)
        if not isinstance(value, str):
            raise self.fault(at, "there must be a text")
        if not value.strip() and name not in _MAY_BE_EMPTY:
            raise self.fault(at, "must not be empty")
        return value.strip()

    def one_of(self, value: str, options: Mapping[str, str], at: str) -> None:
        if value not in options:
            raise self.fault(at, f"“{value}” is none of {', '.join(options)}", f'"{value}"')

    def only(self, plain: Mapping[str, Any], names: Any, at: str) -> None:
        for name in plain:
            if name not in names:
                raise self.fault(f"{at}: {name}" if at else name, "nothing reads this")

    def unique(self, keys: list[str], table: str) -> None:
        for n, key in enumerate(keys, 1):
            if key in keys[: n - 1]:
                raise self.fault(f"{table} {n}: key", f"“{key}” is there twice")
