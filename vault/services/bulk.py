"""Many records at once: one transaction, one line of history each, indexes built once at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from vault.errors import ChangedElsewhere
from vault.plans.records import KINDS, Record
from vault.progress import Progress, silent
from vault.services import saving
from vault.services.writing import Batch, Writing
from vault.storage import records, registers, schema

#: from so many new records of a kind on, building its indexes anew is cheaper than feeding them line by line
REBUILD_FROM = 2000


def bring_in(
    work: Writing,
    batch: Batch,
    pairs: Sequence[tuple[Record, str]],
    source: str,
    progress: Progress = silent,
) -> list[Record]:
    """Write (record, its id at the source or "") pairs; the records as kept.

    Raises as `saving.put`, and ChangedElsewhere when a row came in from this source since the pairs were made.

    Links of new records may lead to any other record of `pairs`, those of changed ones to earlier ones. Progress counts
    records.
    """
    known = records.keys_of(work.db, [one.id for one, _theirs in pairs if one.id])
    fresh = Counter(one.kind for one, _theirs in pairs if one.id not in known)
    numbers = {kind: iter(range(records.next_numbers(work.db, kind, n), 1 << 62)) for kind, n in fresh.items()}
    saved: list[Record] = []
    arrived: list[tuple[str, str, str, int]] = []
    coming = {one.id for one, _theirs in pairs} - set(known)
    unlinked: list[tuple[int, Record]] = []
    _refuse_known(work, [(one, theirs) for one, theirs in pairs if theirs and one.id not in known], source)
    with _indexes_last(work, fresh):
        for done, (one, theirs) in enumerate(pairs):
            if done % 100 == 0:
                progress(done, len(pairs), "")
            if one.id in known:
                key = known[one.id]
                kept = saving.put_change(work, batch, key, saving.unchanged(work, one), one, "")
            else:
                saving.refuse_erased(one)
                bare = _without_links_to(coming, one) if coming else one
                kept, key = saving.put_new(work, batch, bare, next(numbers[one.kind]))
                coming.discard(one.id)
                if bare is not one:
                    unlinked.append((key, one))
                    kept = replace(kept, **{name: getattr(one, name) for name in records.link_fields(one.kind)})
            saved.append(kept)
            if theirs:
                arrived.append((source, one.kind, theirs, key))
        for key, one in unlinked:
            saving.put_links(work, key, one, {})
        registers.put_imported(work.db, sorted(arrived))
    return saved


def _refuse_known(work: Writing, fresh: Sequence[tuple[Record, str]], source: str) -> None:
    here = {kind: registers.imported(work.db, source, kind) for kind in {one.kind for one, _theirs in fresh}}
    for one, theirs in fresh:
        if theirs in here[one.kind]:
            raise ChangedElsewhere(one.title)


def _without_links_to(coming: set[str], one: Record) -> Record:
    """The record without the fields that lead to records which are not written yet."""
    fields = records.link_fields(one.kind)
    names = [name for name in fields if any(link.id in coming for link in getattr(one, name))]
    empty: dict[str, Any] = dict.fromkeys(names, ())
    return replace(one, **empty) if names else one


@contextmanager
def _indexes_last(work: Writing, fresh: Counter[str]) -> Iterator[None]:
    kinds = [KINDS[kind] for kind, n in fresh.items() if n >= REBUILD_FROM]
    indexes = {name: sql for kind in kinds for name, sql in schema.indexes(kind).items()}
    for name in indexes:
        work.db.execute(f"DROP INDEX {name}")
    yield
    for sql in indexes.values():
        work.db.execute(sql)
