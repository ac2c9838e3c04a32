"""The one reader of shipped content: `resources/content/<language>`, a TOML file a subject, English where none is.

Whoever needs a subject knows its keys and gives a `read`; nothing is opened before it is asked for. A file with a fault
is left out by `shipped`; a strict `read` raises `FaultyContent` for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from vault import i18n
from vault.errors import FaultyContent
from vault.paths import resource

T = TypeVar("T")
#: letters of a text for which nothing shorter is said
LONGEST = 400
_ENGLISH = "en"
_HEAD = re.compile(r"\[{1,2}([\w-]+)\]{1,2}")
_kept: dict[tuple[str, str], Any] = {}


def shipped(name: str, read: Callable[[Source], T], otherwise: T) -> T:
    """What the file says in the chosen language, else in English, else `otherwise`; read once."""
    at = (i18n.language(), name)
    if at not in _kept:
        _kept[at] = _first_usable(name, read, otherwise)
    found: T = _kept[at]
    return found


def names(folder: str) -> list[str]:
    """The subjects of a folder ("starters/travel.toml"), as many as there are in English, by name."""
    return sorted(f"{folder}/{file.name}" for file in resource(f"content/{_ENGLISH}/{folder}").glob("*.toml"))


def files(name: str) -> list[Path]:
    """That file of every language that has it, English first."""
    return sorted(resource("content").glob(f"*/{name}"), key=lambda file: (file.parent.name != _ENGLISH, file))


class Texts:
    """A file that holds nothing but texts, each under a key ("intro") or under one of a table ("hints.facts").

    `holes`: key -> the places to fill in that its words have ("{n}"); the others have none.
    """

    def __init__(self, name: str, keys: Iterable[str], holes: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.name, self.keys, self._holes = name, tuple(keys), holes or {}

    def say(self, key: str, **filled: object) -> str:
        """The words of a key with its places filled in; "" while the file has a fault."""
        nothing: dict[str, str] = {}
        found = shipped(self.name, self.read, nothing)
        return found[key].format(**filled) if found else ""

    def read(self, source: Source) -> dict[str, str]:
        """All words of a file. Raises FaultyContent."""
        parts = [key.rpartition(".")[::2] for key in self.keys]
        tables = [table for table, _name in parts if table]
        source.only(source.plain, [*tables, *(name for table, name in parts if not table)], "")
        for table in dict.fromkeys(tables):
            source.only(source.table(table), [name for of, name in parts if of == table], table)
        return {key: self._read_one(source, *key.rpartition(".")[::2]) for key in self.keys}

    def _read_one(self, source: Source, table: str, name: str) -> str:
        at = f"{table}: {name}" if table else name
        words = source.text(source.table(table) if table else source.plain, name, at)
        source.holes(words, self._holes.get(f"{table}.{name}" if table else name, ()), at)
        return words


def _first_usable(name: str, read: Callable[[Source], T], otherwise: T) -> T:
    for folder in dict.fromkeys((i18n.language(), _ENGLISH)):
        try:
            return read(Source(resource(f"content/{folder}/{name}")))
        except FaultyContent:
            continue
    return otherwise


class Source:
    """A content file as plain tables. Everything that is asked of it raises FaultyContent.

    `at` says where in the file: "key", "table: key", "table 2: key" for the second of `[[table]]`, "… steps 3: key" for
    a place in a list.
    """

    def __init__(self, file: Path) -> None:
        self._name, self._lines = f"{file.parent.name}/{file.name}", list[str]()
        try:
            words = file.read_text(encoding="utf-8")
            self._lines = words.splitlines()
            self.plain: Mapping[str, Any] = tomllib.loads(words)
        except (OSError, UnicodeDecodeError, RecursionError) as error:
            raise FaultyContent(self._name, 0, "", f"cannot be read ({type(error).__name__})") from error
        except ValueError as error:  # no TOML, or a number of thousands of digits
            line = str(error).partition("at line ")[2].partition(",")[0]
            raise FaultyContent(
                self._name, int(line) if line.isdecimal() else len(self._lines), "", str(error)
            ) from error

    def fault(self, at: str, detail: str, words: str = "") -> FaultyContent:
        """To be raised; `words` are those at fault, where they lead to a better line than `at`."""
        return FaultyContent(self._name, self._line(at, words), at, detail)

    def _line(self, at: str, words: str) -> int:
        """Where the words stand, else the key of the table, else the table; from 1."""
        table, _space, number = at.partition(":")[0].partition(" ")
        all_heads = [(n, found[1]) for n, line in enumerate(self._lines, 1) if (found := _HEAD.match(line.strip()))]
        heads = [n for n, name in all_heads if name == table]
        places = {str(n): head for n, head in enumerate(heads, 1)}  # the name may be any key of the file
        start = places.get(number or "1", 0)
        end = next((head for head, _name in all_heads if head > start), len(self._lines) + 1)
        inside = list(enumerate(self._lines[start : end - 1], start + 1))
        said = next((n for n, line in inside if words and words in line), 0)
        keys = [part.partition(" ")[0] for part in reversed(at.split(": "))]
        keyed = (n for key in keys if key for n, line in inside if line.partition("=")[0].strip() == key)
        return said or next(keyed, start)

    def tables(self, name: str) -> list[tuple[int, Mapping[str, Any]]]:
        """The `[[name]]` tables, counted from 1; there is at least one."""
        found = self.plain.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
            raise self.fault(name, f"there must be [[{name}]] tables")
        return list(enumerate(found, 1))

    def table(self, name: str) -> Mapping[str, Any]:
        """The table `[name]`."""
        found = self.plain.get(name)
        if not isinstance(found, dict):
            raise self.fault(name, f"there must be a table [{name}]")
        return found

    def rows(self, plain: Mapping[str, Any], name: str, at: str, most: int) -> Iterator[tuple[str, Any]]:
        """What a list of one to `most` holds, each with its own `at`, as it stands."""
        found = plain.get(name)
        if not isinstance(found, list) or not found:
            raise self.fault(at, f"there must be a list of {name}")
        if len(found) > most:
            raise self.fault(at, f"no more than {most} {name}")
        return ((f"{at} {n}", one) for n, one in enumerate(found, 1))

    def cells(self, row: Any, names: tuple[str, ...], at: str) -> Mapping[str, Any]:
        """A row that is a list of as many things as there are names."""
        if not isinstance(row, list) or len(row) != len(names):
            raise self.fault(at, f"there must be {len(names)} texts: {', '.join(names)}")
        return dict(zip(names, row, strict=True))

    def text(self, plain: Mapping[str, Any], name: str, at: str, *, empty: bool = False, longest: int = LONGEST) -> str:
        """The words under a key; `empty`: whether there may be none."""
        value = plain.get(name, "" if empty else None)
        if not isinstance(value, str):
            raise self.fault(at, "there must be a text")
        if not value.strip() and not empty:
            raise self.fault(at, "must not be empty")
        if len(value.strip()) > longest:
            raise self.fault(at, f"no longer than {longest} letters", value)
        return value.strip()

    def texts(self, plain: Mapping[str, Any], names: Collection[str], at: str = "") -> dict[str, str]:
        """All these keys and no others, each with words."""
        self.only(plain, names, at)
        return {name: self.text(plain, name, f"{at}: {name}" if at else name) for name in names}

    def number(self, plain: Mapping[str, Any], name: str, at: str, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = plain.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise self.fault(at, f"there must be a number from 1 to {most}")
        return value

    def holes(self, words: str, wanted: Collection[str], at: str) -> None:
        """Refuses words with other places to fill in ("{n}") than the wanted ones."""
        try:
            parsed = [(name, form, turn) for _text, name, form, turn in Formatter().parse(words) if name is not None]
        except ValueError as error:
            raise self.fault(at, f"a bracket is not closed ({error})") from error
        if {name for name, _form, _turn in parsed} != set(wanted) or any(form or turn for _name, form, turn in parsed):
            raise self.fault(at, f"there must be {', '.join(f'{{{name}}}' for name in wanted) or 'no brackets'}")

    def one_of(self, value: str, options: Mapping[str, str], at: str) -> None:
        """Refuses what is no key of the options."""
        if value not in options:
            raise self.fault(at, f"“{value}” is none of {', '.join(options)}", f'"{value}"')

    def only(self, plain: Mapping[str, Any], names: Collection[str], at: str) -> None:
        """Refuses keys that nothing reads."""
        for name in plain:
            if name not in names:
                raise self.fault(f"{at}: {name}" if at else name, "nothing reads this")

    def unique(self, keys: list[str], table: str, name: str = "key") -> None:
        """Refuses a key that two of the `[[table]]` have."""
        for n, key in enumerate(keys, 1):
            if key in keys[: n - 1]:
                raise self.fault(f"{table} {n}: {name}", f"“{key}” is there twice")
