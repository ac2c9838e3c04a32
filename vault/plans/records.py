"""What every record has, and the registry of record kinds.

`@record` turns a class of field declarations into a frozen, slotted, keyword-only dataclass and registers it.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform

from vault.i18n import N_
from vault.plans.fields import Field, Sharing, choices, prose


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """The common part. `number` counts within a kind (1, 2, 3 ...); moments are ISO 8601 with offset.

    `sharing` is the record's own, stricter bound (None: only the fields' bounds hold).
    """

    kind: ClassVar[str] = ""
    words: ClassVar[str] = ""
    many: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}
    title_field: ClassVar[str] = ""
    #: properties a list sorts and filters by; kept beside the fields whenever the record is written
    derived: ClassVar[tuple[str, ...]] = ()
    #: fields that are counted together over thousands of records, the day first
    counted: ClassVar[tuple[str, ...]] = ()

    id: str = ""
    number: int = 0
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    changed_by: str = ""
    trashed_at: str = ""
    sharing: Sharing | None = None
    tags: tuple[str, ...] = choices(N_("Tags"), searchable=True, group="more")
    notes: str = prose(N_("Notes"), searchable=True, group="more")

    @property
    def title(self) -> str:
        """The words a list, a link and a sentence name this record by."""
        return str(getattr(self, self.title_field))

    def faults(self) -> dict[str, str]:
        """Field name -> sentence, for what a record cannot be saved with beyond its required fields."""
        return {}

    def __repr__(self) -> str:
        """Never a value: representations end up in tracebacks."""
        return f"<{self.kind} {self.id or 'new'}>"


#: control and format signs and separators; and letters that are drawn as nothing
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Cs"))
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

#: attributes of a record that are not declared fields
COMMON = ("id", "number", "created_at", "created_by", "changed_at", "changed_by", "trashed_at", "sharing")

#: record kind -> class, in the order of declaration
KINDS: dict[str, type[Record]] = {}

R = TypeVar("R", bound=Record)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(kind: str, words: str, many: str) -> Any:
    """Declare a record kind. `kind` is the table name, the JSON key and the word of the command line."""

    def declare(cls: type[R]) -> type[R]:
        made = dataclass(frozen=True, slots=True, kw_only=True, repr=False)(cls)
        fields = {
            f.name: dataclasses.replace(f.metadata["field"], name=f.name)
            for f in dataclasses.fields(made)
            if "field" in f.metadata
        }
        ordered = {name: fields[name] for name in fields if name not in ("tags", "notes")}
        ordered |= {name: fields[name] for name in ("tags", "notes")}
        made.kind, made.words, made.many, made.fields = kind, words, many, ordered
        made.title_field = next(iter(ordered))
        KINDS[kind] = made
        return made

    return declare


def changed_fields(old: Record, new: Record) -> tuple[str, ...]:
    """Names of the declared fields (and `sharing`) in which two states of a record differ."""
    names = (*new.fields, "sharing")
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def seen(text: str) -> bool:
    """Whether anything of a text shows: not blanks, marks without width and signs that steer alone."""
    return any(unicodedata.category(sign) not in _UNSEEN and sign not in _BLANK for sign in text)


def faults(one: Record) -> dict[str, str]:
    """Field name -> source sentence for everything that keeps the record from being saved; empty when it may."""
    found = {
        name: N_("This is needed.")
        for name, field in one.fields.items()
        if field.required and not seen(str(getattr(one, name) or ""))
    }
    return found | one.faults()
