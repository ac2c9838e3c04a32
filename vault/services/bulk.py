"""Many records at once: one transaction, one line of history each, indexes built once at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
    """Write (record, its id at the source or "") pairs; the records as kept. Raises as `saving.put`.

    Links may lead to records that come earlier in `pairs`. Progress counts records.
    """
    known = records.keys_of(work.db, [one.id for one, _theirs in pairs if one.id])
    fresh = Counter(one.kind for one, _theirs in pairs if one.id not in known)
    numbers = {kind: iter(range(records.next_numbers(work.db, kind, n), 1 << 62)) for kind, n in fresh.items()}
    saved: list[Record] = []
    arrived: list[tuple[str, str, str, int]] = []
    with _indexes_last(work, fresh):
        for done, (one, theirs) in enumerate(pairs):
            if done % 100 == 0:
                progress(done, len(pairs), "")
            if one.id in known:
                key = known[one.id]
                kept = saving.put_change(work, batch, key, records.find(work.db, one.id), one, "")
            else:
                kept, key = saving.put_new(work, batch, one, next(numbers[one.kind]))
            saved.append(kept)
            if theirs:
                arrived.append((source, one.kind, theirs, key))
        registers.put_imported(work.db, sorted(arrived))
    return saved


@contextmanager
def _indexes_last(work: Writing, fresh: Counter[str]) -> Iterator[None]:
    kinds = [KINDS[kind] for kind, n in fresh.items() if n >= REBUILD_FROM]
    indexes = {name: sql for kind in kinds for name, sql in schema.indexes(kind).items()}
    for name in indexes:
        work.db.execute(f"DROP INDEX {name}")
    yield
    for sql in indexes.values():
        work.db.execute(sql)
