"""What changed between two moments, in plain words: what came, what went, and what is said differently now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vault.i18n import _
from vault.plans import comparing_rows as rows
from vault.plans import display, exchange
from vault.plans.fields import HIDDEN, SHARING_WORDS, Field, Flag, Prose, Rows
from vault.plans.records import KINDS

ADDED, CHANGED, REMOVED, RESTORED = "added", "changed", "removed", "restored"
_NONE, _LIVE, _BINNED = "none", "live", "binned"
#: what a first change tells of the state before it, and any change of the state after it
_BEFORE = {"created": _NONE, "restored": _BINNED}
_AFTER = {"created": _LIVE, "restored": _LIVE, "trashed": _BINNED}
_NET = {
    (_NONE, _LIVE): ADDED, (_NONE, _BINNED): "", (_LIVE, _BINNED): REMOVED, (_LIVE, _LIVE): CHANGED,
    (_BINNED, _LIVE): RESTORED, (_BINNED, _BINNED): "",
}  # fmt: skip
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history, in its order: `values` are (field, old, new), plain data as in `exchange`."""

    id: str
    kind: str
    action: str
    values: tuple[tuple[str, Any, Any], ...]


@dataclass(slots=True)
class Difference:
    """What became of one record. `fields`: name -> (first old, last new); a record that came and went is left out."""

    id: str
    kind: str
    what: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def differences(changes: Iterable[Change]) -> list[Difference]:
    """The net of the changes, a record once; what was changed and changed back is no difference.

    Records of a kind that only another version knows are left out: nobody could name them.
    """
    found: dict[str, Difference] = {}
    before: dict[str, str] = {}
    for one in changes:
        difference = found.setdefault(one.id, Difference(one.id, one.kind, CHANGED))
        was = before.setdefault(one.id, _BEFORE.get(one.action, _LIVE))
        if one.action in _AFTER:
            difference.what = _NET[was, _AFTER[one.action]]
        _add_values(difference, one)
    return [one for one in found.values() if one.kind in KINDS and _counts(one)]


def _add_values(difference: Difference, one: Change) -> None:
    for name, old, new in one.values:
        first = difference.fields[name][0] if name in difference.fields else old
        difference.fields[name] = (first, new)
        if first == new:
            del difference.fields[name]


def _counts(one: Difference) -> bool:
    return one.what in (ADDED, REMOVED, RESTORED) or (one.what == CHANGED and bool(one.fields))


def linked(found: Iterable[Difference]) -> set[str]:
    """The ids of all records that old and new links name."""
    values = (value for one in found for pair in one.fields.values() for value in pair if isinstance(value, list))
    return {str(link["id"]) for value in values for link in value if isinstance(link, dict) and "id" in link}


def lines(one: Difference, title: Callable[[str], str]) -> Iterator[str]:
    """A sentence for the record, then one for each field that changed; `title(id)` names records."""
    name = _("{kind} “{title}”").format(kind=_(KINDS[one.kind].words), title=title(one.id))
    said = {
        ADDED: _("New: {name}"),
        REMOVED: _("Gone to the bin: {name}"),
        RESTORED: _("Back from the bin: {name}"),
        CHANGED: "{name}",
    }
    yield said[one.what].format(name=name)
    if one.what != ADDED:
        declared = KINDS[one.kind].fields
        for field_name, values in one.fields.items():
            yield from (f"  {words}" for words in field_lines(declared, field_name, values, title))


def field_lines(
    fields: Mapping[str, Field],
    name: str,
    values: tuple[object, object],
    title: Callable[[str], str],
    today: date | None = None,
    *,
    quoted: bool = False,
) -> Iterator[str]:
    """What became of one of the fields: a line, or one a row of a table; none for a field of another version.

    `values`: old and new, plain data as in `exchange`. `quoted`: of what is longer it is told how it was before.
    """
    declared = fields.get(name)
    if name == "sharing":
        yield _("Who may see it: {new}").format(new=_sharing_words(values[1]))
    elif declared is None:
        return
    elif declared.group == HIDDEN:
        yield _("{field}: changed").format(field=_(declared.label))
    elif isinstance(declared, Rows) and not quoted and (told := list(rows.told(declared, *values))):
        yield from told
    else:
        before, after = (_plain_words(declared, value, title, today) for value in values)
        yield _long(declared, before, after, quoted) or _("{field}: {old} → {new}").format(
            field=_(declared.label), old=before or _("nothing"), new=after or _("nothing")
        )


def _long(declared: Field, before: str, after: str, quoted: bool) -> str:
    """What is too long to be told as old and new; "" for what is not."""
    label, text = _(declared.label), isinstance(declared, Prose)
    long = text or isinstance(declared, Rows) if quoted else text and not (before and after)
    if not long and max(len(before), len(after)) <= _LONGEST:
        return ""
    if not before:
        return _("{field}: written").format(field=label)
    if quoted:
        return _("{field}: was “{old}”").format(field=label, old=_cut(before))
    if not after:
        return _("{field}: emptied").format(field=label)
    return _("{field}: written anew").format(field=label)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _plain_words(declared: Field, plain: object, title: Callable[[str], str], today: date | None = None) -> str:
    """A value of the history as a person reads it; one that no field holds any more, as it stands."""
    try:
        value = exchange.from_plain(declared, plain)
    except (ValueError, TypeError):
        return str(plain)
    if isinstance(declared, Flag):
        return _("Yes") if value else _("No")
    return display.shown(declared, value, lambda id: title(id) or _("a record that was erased"), today)


def _sharing_words(plain: object) -> str:
    """A sharing level of the history in words."""
    names = {level.name.lower(): words for level, words in SHARING_WORDS.items()}
    return _(names[str(plain)]) if plain in names else _("as its fields say")
