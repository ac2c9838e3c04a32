"""What a row says as a new record, or as a newer state of one that is here already."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Table
from dataclasses import replace
from typing import Any

from vault.plans.fields import Link
from vault.plans.naming import title_for
from vault.plans.records import KINDS, Record, changed_fields
from vault.services.importing.drafts import Draft

#: field -> links
Linked = Table[str, tuple[Link, ...]]


def new_record(kind: str, id: str, said: Draft, links: Linked, place: str) -> Record:
    """The record a row makes; its title comes from the rest where the table has none."""
    cls = KINDS[kind]
    values: dict[str, Any] = said.values
    if not values.get(cls.title_field):
        values[cls.title_field] = title_for(kind, values, place)
    if said.rest:
        values["notes"] = "\n".join([values["notes"], *said.rest] if "notes" in values else said.rest)
    if said.tags:
        values["tags"] = tuple(dict.fromkeys((*values.get("tags", ()), *said.tags)))
    return cls(id=id, **(values | dict(links)))


def newer(old: Record, said: Draft, links: Linked, headings: Collection[str]) -> tuple[Record, tuple[str, ...]]:
    """`old` with what the row says now, and the names of the fields that differ.

    An empty cell says nothing. What people added here (links, tags, lines of notes) stays.
    """
    values: dict[str, Any] = {name: value for name, value in said.values.items() if name not in ("notes", "tags")}
    values |= {name: many for name, many in links.items() if not _within(many, getattr(old, name))}
    values["notes"] = _notes(old.notes, said, headings)
    values["tags"] = _tags(old.tags, said, headings)
    new = replace(old, **values)
    return new, changed_fields(old, new)


def _within(wanted: tuple[Link, ...], there: tuple[Link, ...]) -> bool:
    roles = {link.id: link.role for link in there}
    return all(link.id in roles and (not link.role or roles[link.id] == link.role) for link in wanted)


def _notes(old: str, said: Draft, headings: Collection[str]) -> str:
    block = "\n".join(said.rest)
    written = said.values.get("notes", "")
    wanted = "\n".join(filter(None, (written, block)))
    if set(wanted.split("\n")) <= set(old.split("\n")) or not wanted:
        return old
    if written and not block:
        return str(written)
    starts = tuple(f"{heading}: " for heading in headings)
    ours = [line for line in old.split("\n") if line and not line.startswith(starts) and line not in wanted.split("\n")]
    return "\n".join([wanted, *ours])


def _tags(old: tuple[str, ...], said: Draft, headings: Collection[str]) -> tuple[str, ...]:
    wanted = (*said.values.get("tags", ()), *said.tags)
    if all(tag in old for tag in wanted):
        return old
    starts = tuple(f"{heading}: " for heading in headings)
    return tuple(dict.fromkeys((*(tag for tag in old if not tag.startswith(starts)), *wanted)))
