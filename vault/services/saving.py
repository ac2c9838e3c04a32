"""What happens to a record when it is written: number, stamps, row, links, search text, history. One door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from vault.errors import ChangedElsewhere, ErasedElsewhere, InvalidRecord
from vault.i18n import _
from vault.plans import display, exchange
from vault.plans.fields import Field, Link
from vault.plans.records import Record, changed_fields, faults
from vault.plans.redaction import NHRF
from vault.plans.withheld import withheld_terms
from vault.services.ids import new_id
from vault.services.writing import Batch, Writing
from vault.storage import changes, links, records, registers, search

#: the longest a single text may be, in characters: more is a file, not a field, and would freeze the window
LONGEST_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed, and the backups that were made while the records existed."""

    count: int
    backups: tuple[str, ...]


def check(one: Record) -> None:
    """Raises InvalidRecord with a sentence a field."""
    found = faults(one) | {
        name: "This text is too long to keep in one field." for name in one.fields if _too_long(getattr(one, name))
    }
    if found:
        raise InvalidRecord(one.kind, {name: _(sentence) for name, sentence in found.items()})


def _too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > LONGEST_TEXT


def put(work: Writing, batch: Batch, one: Record, why: str = "") -> Record:
    """Write a new or changed record. Raises InvalidRecord, ChangedElsewhere (also when it was erased)."""
    check(one)
    known = records.keys_of(work.db, [one.id]) if one.id else {}
    if not known:
        refuse_erased(one)
        return put_new(work, batch, one, one.number or records.next_numbers(work.db, one.kind, 1))[0]
    return put_change(work, batch, known[one.id], unchanged(work, one), one, why)


def refuse_erased(one: Record) -> None:
    """A record that was here once and is not any more: saving it would undo an erasure. Raises ErasedElsewhere."""
    if one.changed_at:
        raise ErasedElsewhere(_("This record"))


def unchanged(work: Writing, one: Record) -> Record:
    """The state kept of a record, when it is the one that `one` was made from. Raises ChangedElsewhere."""
    old = records.find(work.db, one.id)
    if one.changed_at != old.changed_at:
        raise ChangedElsewhere(_("This record"))
    return old


def put_new(work: Writing, batch: Batch, one: Record, number: int) -> tuple[Record, int]:
    """Write a new record under a reserved number; the record as kept and its key. Raises InvalidRecord."""
    check(one)
    new = stamped(one, batch, number)
    key = records.insert(work.db, new)
    put_links(work, key, new, {})
    search.put(work.db, key, searchable(new), new=True)
    changes.append(work.db, batch.key, key, "created", "", ())
    batch.touched(new.kind, new.id)
    return new, key


def stamped(one: Record, batch: Batch, number: int) -> Record:
    """A new record with id, number and moments."""
    return replace(
        one,
        id=one.id or new_id(),
        number=number,
        created_at=batch.at,
        created_by=batch.by,
        changed_at=batch.at,
        changed_by=batch.by,
        trashed_at="",
    )


def put_change(work: Writing, batch: Batch, key: int, old: Record, one: Record, why: str) -> Record:
    """Write another state of a known record; nothing happens when nothing differs."""
    names = changed_fields(old, one)
    if not names:
        return old
    new = replace(
        one,
        number=old.number,
        created_at=old.created_at,
        created_by=old.created_by,
        trashed_at=old.trashed_at,
        changed_at=batch.at,
        changed_by=batch.by,
    )
    records.update(work.db, key, new)
    put_links(work, key, new, {name: getattr(old, name) for name in records.link_fields(new.kind)})
    if not new.trashed_at:
        search.put(work.db, key, searchable(new))
    changes.append(work.db, batch.key, key, "changed", why, [_difference(old, new, name) for name in names])
    batch.touched(new.kind, new.id)
    return new


def _difference(old: Record, new: Record, name: str) -> tuple[str, Any, Any]:
    return name, exchange.plain_of(old, name), exchange.plain_of(new, name)


def put_links(work: Writing, key: int, new: Record, old: dict[str, tuple[Link, ...]]) -> None:
    """Write the fields of links that differ. Raises InvalidRecord for a link to nothing."""
    for name in records.link_fields(new.kind):
        wanted: tuple[Link, ...] = getattr(new, name)
        if wanted == old.get(name, ()):
            continue
        keys = records.keys_of(work.db, [link.id for link in wanted])
        if len(keys) < len({link.id for link in wanted}):
            raise InvalidRecord(new.kind, {name: _("One of the connected records is not there any more.")})
        write = links.replace if old.get(name) else links.add
        write(work.db, key, name, [(keys[link.id], link.role) for link in wanted])


def searchable(one: Record) -> str:
    """The text a record is found by."""
    return records.search_text(one, _words)


def _words(field: Field, value: Any) -> str:
    return display.shown(field, value)


def set_trashed(work: Writing, batch: Batch, id: str, trashed: bool) -> None:
    """Move a record to the bin or back; its links stay, so that coming back is complete."""
    key, kind = records.key_of(work.db, id)
    one = records.find(work.db, id)
    if bool(one.trashed_at) == trashed:
        return
    moved = replace(one, trashed_at=batch.at if trashed else "", changed_at=batch.at, changed_by=batch.by)
    records.update(work.db, key, moved)
    if trashed:
        search.remove(work.db, key)
    else:
        search.put(work.db, key, searchable(moved), new=True)
    changes.append(work.db, batch.key, key, "trashed" if trashed else "restored", "", ())
    batch.touched(kind, id)


def purge(work: Writing, batch: Batch, ids: Sequence[str]) -> tuple[str, ...]:
    """Erase records with history, drafts, search text, import ids and links; the backups that still hold some of them.

    What was answered about their names when a report was written goes too; the register still says that one was.
    Raises NotFound.
    """
    keys = {id: records.key_of(work.db, id)[0] for id in ids}
    going = records.find_keys(work.db, list(keys.values()))
    holding = registers.backups_since(work.db, [one.created_at for one in going])
    if registers.holds_decisions(work.db):
        for one in going:
            registers.forget_decisions(work.db, _names_of(one, changes.of(work.db, keys[one.id])))
    search.remove_many(work.db, list(keys.values()))
    changes.forget(work.db, *keys.values())
    for one in going:
        _erase(work, batch, keys[one.id], one)
    search.forget_signposts(work.db)
    return tuple(made.place for made in holding)


def _erase(work: Writing, batch: Batch, key: int, one: Record) -> None:
    registers.drop_drafts_of(work.db, one.id)
    registers.forget_imported(work.db, key)
    links.cut(work.db, key)
    records.erase(work.db, key, one.kind)
    batch.touched(one.kind, one.id)


def _names_of(one: Record, history: Sequence[changes.Entry]) -> frozenset[str]:
    """What the check of a report may have asked about this record, by its names of today and earlier ones."""
    texts: list[dict[str, Any]] = [
        {name: value}
        for entry in history
        for name, *values in entry.values
        for value in values
        if isinstance(value, str) and isinstance(getattr(one, name, None), str)
    ]
    earlier = (replace(one, **text) for text in texts)
    return frozenset(term.text for term in withheld_terms([one, *earlier], (), NHRF))


def undo(work: Writing, batch: Batch, undone: int, *, erase_new: bool) -> int:
    """Take back a batch, last change first: how many changes. New records go to the bin, or away with `erase_new`."""
    steps = changes.in_batch(work.db, undone)
    new = {key for key, action, _values in steps if action == "created"} if erase_new else set[int]()
    for key, action, values in steps:
        for one in records.find_keys(work.db, [key]) if key not in new else []:
            _undo_one(work, batch, key, one, action, values)
    going = [one.id for one in records.find_keys(work.db, list(new))]
    for id in going:
        registers.free_drafts_of(work.db, id)
    purge(work, batch, going)
    return len(steps)


def _undo_one(work: Writing, batch: Batch, key: int, one: Record, action: str, values: tuple[Any, ...]) -> None:
    if action == "changed":
        plain = exchange.record_to_plain(one) | {name: old for name, old, _new in values}
        earlier = _still_linked(work, exchange.record_from_plain(plain))
        put_change(work, batch, key, one, earlier, _("Undone"))
    else:
        set_trashed(work, batch, one.id, trashed=action in ("created", "restored"))


def _still_linked(work: Writing, one: Record) -> Record:
    """The record without links to what was erased for good since."""
    fields = {name: getattr(one, name) for name in records.link_fields(one.kind)}
    there = records.keys_of(work.db, [link.id for linked in fields.values() for link in linked])
    kept: dict[str, Any] = {name: tuple(link for link in linked if link.id in there) for name, linked in fields.items()}
    return replace(one, **kept)
