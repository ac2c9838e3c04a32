"""Whether a vault is sound: header, pages, schema, links, search, history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from vault.errors import Damaged
from vault.i18n import _, plural
from vault.plans import exchange
from vault.plans.fold import index_words
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.progress import Progress, silent
from vault.services import saving, unlocking
from vault.services.session import Session
from vault.services.writing import Writing
from vault.storage import changes, container, database, links, migrate, records, schema

_WINDOW = 500
_FAULTS = (unlocking.ALTERED, unlocking.MENDED)


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at, and what is wrong with it; no faults: sound."""

    what: str
    faults: tuple[str, ...]


def check(session: Session, progress: Progress = silent) -> list[Checked]:
    """Look at everything, on the writer thread. Raises Damaged when a page or the structure is broken.

    Progress counts the things looked at and names the one it is at.
    """
    return session.look(lambda work: list(_checked(session, work, progress)))


def _checked(session: Session, work: Writing, progress: Progress) -> Iterator[Checked]:
    looks = _looks()
    for done, (what, look) in enumerate(looks):
        progress(done, len(looks), what)
        yield Checked(what, tuple(look(session, work)))


def _looks() -> list[tuple[str, Callable[[Session, Writing], Iterator[str]]]]:
    return [
        (_("key file"), _header),
        (_("pages and structure"), _pages),
        (_("tables"), _schema),
        (_("links"), _links),
        (_("search"), _search),
        (_("history"), _history),
        (_("drafts"), _drafts),
    ]


def _header(session: Session, work: Writing) -> Iterator[str]:
    opened = session.opened
    yield from (_(notice) for notice in session.notices if notice in _FAULTS)
    keyfile = container.read(opened.bundle.keys_file)
    if not keyfile.whole:
        yield _("One of its two copies is damaged.")
    if not keyfile.header.authentic(opened.key) and unlocking.ALTERED not in session.notices:
        yield _("It was altered by something other than this program.")


def _pages(session: Session, work: Writing) -> Iterator[str]:
    faults = database.faults(work.db)
    if faults:
        raise Damaged(session.path, faults[0])
    return iter(())


def _schema(session: Session, work: Writing) -> Iterator[str]:
    if migrate.pending(work.db, session.path):
        yield _("The tables are of an older version.")
        return
    for name in schema.strange(work.db):
        yield _("{name} is missing or not as it should be.").format(name=name)


def _links(session: Session, work: Writing) -> Iterator[str]:
    lost = "SELECT count(*) FROM record r WHERE r.kind = ? AND NOT EXISTS (SELECT 1 FROM {kind} t WHERE t.key = r.key)"
    for kind in KINDS:
        (count,) = work.db.execute(lost.format(kind=kind), (kind,)).fetchone()
        if count:
            yield plural(
                "{n} record of the register has no content.", "{n} records of the register have no content.", count
            )
    for kind in KINDS:
        for name in records.link_fields(kind):
            yield from _wrong_ends(work, kind, name)


def _wrong_ends(work: Writing, kind: str, name: str) -> Iterator[str]:
    allowed = KINDS[kind].fields[name].kinds  # type: ignore[attr-defined]
    count = links.wrong_ends(work.db, kind, name, allowed)
    if count:
        yield plural("{n} link leads to a wrong kind of record.", "{n} links lead to a wrong kind of record.", count)


def _every(work: Writing, trashed: bool) -> Iterator[Record]:
    for kind in KINDS:
        query, offset = Query(kind, sort=(("number", False),), trashed=trashed), 0
        while window := records.page(work.db, query, offset, _WINDOW):
            yield from window
            offset += _WINDOW


def _search(session: Session, work: Writing) -> Iterator[str]:
    stored = dict(work.db.execute("SELECT r.id, s.words FROM search s JOIN record r ON r.key = s.rowid").fetchall())
    (lines,) = work.db.execute("SELECT count(*) FROM search").fetchone()
    wrong = lines - len(stored)
    for one in _every(work, trashed=False):
        wrong += stored.pop(one.id, None) != index_words(saving.searchable(one))
    wrong += len(stored)
    if wrong:
        yield plural("{n} record is not found by its words.", "{n} records are not found by their words.", wrong)


def _history(session: Session, work: Writing) -> Iterator[str]:
    wrong = sum(not _told(work, one) for trashed in (False, True) for one in _every(work, trashed))
    if wrong:
        yield plural("{n} record differs from its history.", "{n} records differ from their history.", wrong)


def _told(work: Writing, one: Record) -> bool:
    """Whether history begins with the record's creation and ends in its present values."""
    key, _kind = records.key_of(work.db, one.id)
    entries = changes.of(work.db, key)
    if not entries or entries[-1].action != "created":
        return False
    later = exchange.record_to_plain(one)
    for entry in entries:
        for name, old, new in entry.values:
            if name in later and _present(work, later[name]) != _present(work, new):
                return False
            later[name] = old
    return True


def _present(work: Writing, plain: Any) -> Any:
    """A plain value without links to what was erased for good since."""
    if not (isinstance(plain, list) and plain and isinstance(plain[0], dict)):
        return plain
    there = records.keys_of(work.db, [one["id"] for one in plain])
    return [one for one in plain if one["id"] in there]


def _drafts(session: Session, work: Writing) -> Iterator[str]:
    rows = work.db.execute("SELECT kind, plain FROM draft").fetchall()
    wrong = sum(kind not in KINDS or not _is_json(plain) for kind, plain in rows)
    if wrong:
        yield plural("{n} draft cannot be read.", "{n} drafts cannot be read.", wrong)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
