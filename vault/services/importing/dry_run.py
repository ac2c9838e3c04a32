"""What an import would do, row by row, without doing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from vault.i18n import _
from vault.plans.fields import Links
from vault.plans.mapping import Mapping, parsed
from vault.plans.records import KINDS, Record, faults
from vault.progress import Progress, silent
from vault.services.ids import new_id
from vault.services.importing.drafts import Draft
from vault.services.importing.linking import Linker
from vault.services.importing.making import Linked, new_record, newer
from vault.services.importing.reading import draft, steps
from vault.services.importing.sheet import Sheet
from vault.services.importing.words import reading
from vault.services.session import Session

State = Literal["new", "changed", "unchanged", "refused"]
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as a spreadsheet shows it; `record` as it would be kept (None when refused); `theirs`: the id at the
    source; `brings`: places and people made for it; `differing`: names of fields that would change."""

    number: int
    state: State
    record: Record | None
    messages: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    theirs: str = ""
    brings: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault knows of a table before the import: their id -> record, and records links may lead to.

    `others`: their id -> the words for a record of another kind that has it here.
    """

    today: date
    records: Table[str, Record]
    linkable: tuple[Record, ...] = ()
    others: Table[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """A row on its way; `id` of the record it is or will be."""

    number: int
    said: Draft
    theirs: str
    old: Record | None
    id: str
    messages: list[str] = field(default_factory=list)
    fault: str = ""


def dry_run(session: Session, sheet: Sheet, mapping: Mapping, source: str, progress: Progress = silent) -> list[Row]:
    """A row for each row of the sheet, in its order; on the session's own thread. Raises Cancelled."""
    return judged(sheet, mapping, known(session, sheet, mapping, source), progress)


def known(session: Session, sheet: Sheet, mapping: Mapping, source: str) -> Known:
    """Read from the vault what `judged` needs, on the session's own thread."""
    imported = session.imported(source, mapping.kind)
    theirs = identified(sheet, mapping)
    ids = {text: imported[text] for text in theirs if text in imported}
    # Tables this program wrote name its own records.
    ids |= {text: text for text in theirs if text not in ids and _is_ours(text)}
    here = {one.id: one for one in _in_chunks(session, list(ids.values()))}
    found = {text: here[id] for text, id in ids.items() if id in here}
    return Known(
        session.clock.now().date(),
        {text: one for text, one in found.items() if one.kind == mapping.kind},
        tuple(one for kind in linked_kinds(mapping) for one in session.all(kind)),
        {text: f"{_(one.words)} {one.number}" for text, one in found.items() if one.kind != mapping.kind},
    )


def _in_chunks(session: Session, ids: Sequence[str]) -> Iterator[Record]:
    for start in range(0, len(ids), _CHUNK):
        yield from session.find_many(ids[start : start + _CHUNK])


def _is_ours(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and text[14] == "7"


def linked_kinds(mapping: Mapping) -> tuple[str, ...]:
    """The kinds of record the mapped columns lead to."""
    targets = (parsed(mapping.kind, column.target) for column in mapping.columns)
    kinds = (kind for target in targets if target and isinstance(target.field, Links) for kind in target.field.kinds)
    return tuple(dict.fromkeys(kinds))


def identified(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Their id of every row; without one a digest of what the row says, counted where rows are the same."""
    at = sheet.headings.index(mapping.identifier) if mapping.identifier else -1
    columns = sorted((heading, index) for index, heading in enumerate(sheet.headings))
    seen: dict[str, int] = {}
    found = []
    for row in sheet.rows:
        theirs = row[at].strip() if at >= 0 else ""
        if not theirs:
            said = "\x1f".join([f"{heading}\x1e{text}" for heading, index in columns if (text := row[index].strip())])
            theirs = f"row {hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
            seen[theirs] = seen.get(theirs, 0) + 1
            theirs += f" {seen[theirs]}" if seen[theirs] > 1 else ""
        found.append(theirs)
    return found


def judged(sheet: Sheet, mapping: Mapping, found: Known, progress: Progress = silent) -> list[Row]:
    """The same without a session: may run on any thread. Raises Cancelled."""
    linker = Linker(found.linkable)
    count = len(sheet.rows)
    readings = []
    for done, one in enumerate(_read(sheet, mapping, found)):
        if done % _CHUNK == 0:
            progress(done, 2 * count, _("Reading"))
        readings.append(one)
    if mapping.kind in linked_kinds(mapping):
        title = KINDS[mapping.kind].title_field
        for one in readings:
            if one.fault:
                continue  # it does not come in: a link to it would hold up all the others
            linker.know_row(mapping.kind, one.id, str(one.said.values.get(title, "")))
    rows = []
    for done, one in enumerate(readings):
        if done % _CHUNK == 0:
            progress(count + done, 2 * count, _("Comparing"))
        rows.append(_judge(mapping, one, linker, sheet.headings))
    return rows


def _read(sheet: Sheet, mapping: Mapping, found: Known) -> Iterator[_Reading]:
    compiled = steps(mapping, sheet.headings, sheet.rows, reading(found.today.year + 1))
    doubtful = frozenset(sheet.doubtful)
    first: dict[str, int] = {}
    for number, row, theirs in zip(sheet.numbers, sheet.rows, identified(sheet, mapping), strict=True):
        old = found.records.get(theirs)
        id = old.id if old else theirs if _is_ours(theirs) else new_id()
        one = _Reading(number, draft(compiled, row), theirs, old, id)
        if number in sheet.messages:
            one.messages += sheet.messages[number]
        if number in doubtful:
            one.messages.append(_("This row has letters beyond the English ones; see whether they came out right."))
        if first.setdefault(theirs, number) != number:
            words = _("Row {row} has the same “{name}”; a record can come from one row only.")
            one.fault = words.format(row=first[theirs], name=mapping.identifier)
        elif theirs in found.others:
            words = _("This is {record} here already; bring it in as that kind of record.")
            one.fault = words.format(record=found.others[theirs])
        yield one


def _judge(mapping: Mapping, one: _Reading, linker: Linker, headings: tuple[str, ...]) -> Row:
    if one.fault:
        return Row(one.number, "refused", None, (*one.messages, *one.said.messages, one.fault), (), one.theirs)
    links = linker.links(mapping.kind, one.said)
    messages = (*one.messages, *one.said.messages)
    if one.old is not None and one.old.trashed_at:
        return Row(
            one.number, "unchanged", one.old, (*messages, _("It lies in the bin and stays there.")), (), one.theirs
        )
    differing: tuple[str, ...] = ()
    if one.old is None:
        record = new_record(mapping.kind, one.id, one.said, links, _place(links, linker))
    else:
        record, differing = newer(one.old, one.said, links, headings)
    wrong = faults(record) if one.old is None or differing else {}
    if wrong:
        told = tuple(f"{_(record.fields[name].label)}: {_(sentence)}" for name, sentence in wrong.items())
        return Row(one.number, "refused", None, messages + told, (), one.theirs)
    state: State = "new" if one.old is None else "changed" if differing else "unchanged"
    return Row(one.number, state, record, messages, differing, one.theirs, _brought(links, linker))


def _place(links: Linked, linker: Linker) -> str:
    ids = (link.id for name in ("place", "places") for link in links.get(name, ()))
    return linker.titles.get(next(ids, ""), "")


def _brought(links: Linked, linker: Linker) -> tuple[Record, ...]:
    if not linker.made:
        return ()
    return tuple(linker.made[link.id] for many in links.values() for link in many if link.id in linker.made)
