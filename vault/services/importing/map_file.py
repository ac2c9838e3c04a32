"""A mapping as a small TOML file, so that the next edition of the same table goes in the same way."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, cast

from vault.errors import ImportRefused, file_errors
from vault.i18n import _
from vault.plans.cell_days import DayOrder
from vault.plans.fields import Choice, Choices
from vault.plans.mapping import Column, Mapping, parsed
from vault.plans.records import KINDS

#: bytes; a column takes about a hundred
LARGEST_FILE = 1024 * 1024

_KEYS = {
    "kind": str,
    "identifier": str,
    "keep_rest": bool,
    "order": str,
    "encoding": str,
    "columns": dict,
    "values": dict,
}


def saved(mapping: Mapping) -> str:
    """The text of the file: every column with its target ("" notes, "-" left out), then tables of values."""
    lines = [f"kind = {_quoted(mapping.kind)}", f"identifier = {_quoted(mapping.identifier)}"]
    lines += [f"keep_rest = {str(mapping.keep_rest).lower()}"]
    lines += [f"{name} = {_quoted(text)}" for name in ("order", "encoding") if (text := getattr(mapping, name))]
    lines += ["", "[columns]"]
    lines += [f"{_quoted(column.heading)} = {_quoted(column.target)}" for column in mapping.columns]
    for column in mapping.columns:
        if column.values:
            lines += ["", f"[values.{_quoted(column.heading)}]"]
            lines += [f"{_quoted(text)} = [{', '.join(map(_quoted, keys))}]" for text, keys in column.values]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON strings are TOML basic strings, but for DEL and what JSON leaves unescaped of the higher planes' surrogates.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def save(mapping: Mapping, path: Path) -> None:
    """Write the file anew. Raises AlreadyThere, StorageFault."""
    with file_errors(path), path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(saved(mapping))


def load(path: Path, kind: str) -> Mapping:
    """The mapping in a file. Raises ImportRefused naming the file, the line and what is wrong; NotFound."""
    with file_errors(path):
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefused(_("{file} is larger than any mapping.").format(file=path.name))
        raw = path.read_bytes()
    try:
        return loaded(raw.decode("utf-8-sig"), path.name, kind)
    except UnicodeDecodeError:
        raise ImportRefused(_("{file} is not UTF-8 text.").format(file=path.name)) from None


def loaded(text: str, file: str, kind: str) -> Mapping:
    """As `load`, from the text."""
    table = _table(text, file)
    at = _Place(text, file)
    for key, value in table.items():
        if key not in _KEYS:
            at.refuse(key, _("there is no setting “{key}”; there are {keys}.").format(key=key, keys=", ".join(_KEYS)))
        if not isinstance(value, _KEYS[key]):
            at.refuse(key, _("“{key}” has a value of the wrong kind.").format(key=key))
    if table.get("kind", kind) != kind:
        at.refuse(
            "kind", _("this mapping is for “{theirs}”, not for “{ours}”.").format(theirs=table["kind"], ours=kind)
        )
    if table.get("order", "") not in ("", "dmy", "mdy"):
        at.refuse("order", _("the order of day and month is “dmy” or “mdy”."))
    columns = [_column(heading, target, kind, at) for heading, target in table.get("columns", {}).items()]
    for heading, values in table.get("values", {}).items():
        columns = _with_values(columns, heading, values, kind, at)
    return Mapping(
        kind,
        tuple(columns),
        identifier=table.get("identifier", ""),
        keep_rest=table.get("keep_rest", True),
        order=cast(DayOrder, table.get("order", "")),
        encoding=table.get("encoding", ""),
    )


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(_("{file}: {detail}.").format(file=file, detail=str(error))) from None
    except RecursionError:
        raise ImportRefused(_("{file} is no mapping: it is nested too deeply.").format(file=file)) from None


class _Place:
    """Where in the file a key stands, for sentences."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file

    def refuse(self, key: str, sentence: str) -> NoReturn:
        line = next((n for n, words in enumerate(self.lines, 1) if key in words), 0)
        where = _("{file}, line {line}").format(file=self.file, line=line) if line else self.file
        raise ImportRefused(f"{where}: {sentence}")


def _column(heading: str, target: Any, kind: str, at: _Place) -> Column:
    if not isinstance(target, str):
        at.refuse(heading, _("the target of “{heading}” is no text.").format(heading=heading))
    try:
        parsed(kind, target)
    except ValueError as error:
        at.refuse(heading, str(error))
    return Column(heading, target)


def _with_values(columns: list[Column], heading: str, values: Any, kind: str, at: _Place) -> list[Column]:
    column = next((one for one in columns if one.heading == heading), None)
    target = parsed(kind, column.target) if column else None
    if column is None or target is None or not isinstance(target.field, Choice | Choices):
        at.refuse(heading, _("“{heading}” has values, but leads to no field with choices.").format(heading=heading))
    if not isinstance(values, dict):
        at.refuse(heading, _("the values of “{heading}” are no table.").format(heading=heading))
    options = {key for key, _words in target.field.options}
    found = []
    for text, keys in values.items():
        many = tuple(filter(None, [keys] if isinstance(keys, str) else keys if isinstance(keys, list) else [None]))
        if not all(isinstance(key, str) for key in many) or not (isinstance(keys, str | list)):
            at.refuse(text, _("the value “{text}” leads to no text.").format(text=text))
        for key in many:
            if options and key not in options:
                words = _("“{field}” has no choice “{key}”; there are {keys}.")
                at.refuse(text, words.format(field=target.field.name, key=key, keys=", ".join(sorted(options))))
        found.append((text, many))
    return [replace(one, values=tuple(found)) if one is column else one for one in columns]


def fitted(mapping: Mapping, headings: tuple[str, ...]) -> Mapping:
    """The mapping for a table with these headings: new columns go into the notes.

    Raises ImportRefused when a column it relies on is missing.
    """
    missing = [one.heading for one in mapping.columns if one.heading not in headings and one.target not in ("", "-")]
    missing += [mapping.identifier] if mapping.identifier and mapping.identifier not in headings else []
    if missing:
        names = ", ".join(f"“{name}”" for name in dict.fromkeys(missing))
        raise ImportRefused(_("The mapping names columns this table does not have: {names}.").format(names=names))
    if mapping.kind not in KINDS:
        raise ImportRefused(_("There is no kind of record called “{kind}”.").format(kind=mapping.kind))
    return replace(mapping, columns=tuple(mapping.column(heading) for heading in headings))
