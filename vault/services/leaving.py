"""Leaving is easy: everything a vault holds as readable files, JSON and CSV a kind, without this program."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from vault.errors import AlreadyThere, ExportRefused, file_errors, spoken_of
from vault.i18n import _
from vault.plans.cells import cell, guarded
from vault.plans.exchange import record_to_plain
from vault.plans.fields import Links
from vault.plans.query import Query
from vault.plans.records import COMMON, KINDS, Record
from vault.progress import Progress, silent
from vault.services.reading import Reading
from vault.services.session import Entry, Session
from vault.storage.passing import READABLE, folder_beside, sweep

_AT_ONCE = 500

READ_ME = """\
Everything this vault held, readable by any program. The files are NOT encrypted.

One pair of files for each kind of record, the bin included (there `trashed_at` is filled in):
  KIND.json   complete: every field under its key, days as 1997, 1997-01, 1997-01-05 or 1997-01-05T18:10,
              "~" behind a day means about, "a/b" a range
  KIND.csv    the same as a table (UTF-8, comma), headed by the keys of the fields
  links.csv   every connection between two records, with both titles
  history.json  who changed what, when and why
  drafts.json   what was typed in open forms
  exports.json  what left the vault, and when
  backups.json  which backups were made

A text in a table that begins with = + - @ (narrow or wide), a tab or a line return has one apostrophe put before it,
so that no spreadsheet takes it for a formula, and so has a text that begins with apostrophes before one of these signs.
Take one apostrophe away to have the text as it was typed. The JSON files hold all texts as they are.
"""


class AtPath(Protocol):
    """A vault that lies somewhere."""

    @property
    def path(self) -> Path: ...


class Telling(Protocol):
    """What the tables ask besides the records themselves."""

    def titles(self, ids: Iterable[str]) -> dict[str, str]: ...
    def history(self, id: str) -> Sequence[Entry]: ...


def export_all(session: Session, folder: Path | str, progress: Progress = silent) -> Path:
    """Write everything into `folder`, a new or empty one, whole or not at all. May run on any thread.

    `progress` counts records and may raise Cancelled. Written down in the register unless the vault is open for
    reading only. Raises ExportRefused for a folder inside the vault, AlreadyThere, StorageFault.
    """
    target = Path(folder)
    refuse_inside(session, target)
    with new_folder(target) as part:
        with session.snapshot() as seen:
            total = _write_all(seen, part, progress)
        digest = _digest(part)
        progress(total, total, "")  # a lock or a person that came meanwhile still stops it
        if not session.readonly:  # before it has its name: nothing readable may lie there that the vault knows not of
            session.record_export("all", "", str(target), digest).result()
    return target


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A passing folder whose files lie in `target`, which is new or empty, once the block ended well.

    Raises AlreadyThere, StorageFault.
    """
    with file_errors(target):
        new = _is_new(target)
        if not new and not target.is_dir():
            raise AlreadyThere(target)
        # inside an empty folder rather than beside it: that may be a stick, which cannot be replaced
        beside = target.parent if new else target
        sweep(beside)
        if not new and any(target.iterdir()):
            raise AlreadyThere(target)
        os.scandir(beside).close()
        with folder_beside(beside) as passing, spoken_of(target, passing):
            part = passing / READABLE
            part.mkdir(mode=0o700)
            yield part
            _give_names(part, target)


def _is_new(target: Path) -> bool:
    """Whether nothing has the name. Raises `OSError` for one that nothing can have: not after all of it was written."""
    try:
        target.lstat()
    except FileNotFoundError:
        return True
    return False


def refuse_inside(vault: AtPath, target: Path) -> None:
    """Nothing readable is put into the vault's own folder: it would travel with it, for whoever copies it.

    Raises ExportRefused, StorageFault.
    """
    with file_errors(target):
        inside = target.resolve().is_relative_to(vault.path.resolve())
    if inside:
        raise ExportRefused(
            _(
                "{path} lies inside the vault, and what is written there can be read without it. "
                "Choose another folder. Nothing was written."
            ).format(path=target)
        )


def _give_names(part: Path, target: Path) -> None:
    if not target.is_dir():
        part.rename(target)
        return
    named: list[Path] = []
    try:
        for file in sorted(part.iterdir()):
            named.append(file.rename(target / file.name))  # noqa: PERF401 - as many as there are, when it fails
    except BaseException:
        for file in named:
            file.unlink()
        raise


def _write_all(session: Reading, folder: Path, progress: Progress) -> int:
    """How many records there are."""
    total = sum(session.count(Query(kind, trashed=trashed)) for kind in KINDS for trashed in (False, True))
    done = 0

    def every(kind: str) -> Iterator[Record]:
        nonlocal done
        for one in _records(session, kind):
            if done % 100 == 0:
                progress(done, total, kind)
            done += 1
            yield one

    with new_file(folder / "README.txt", "utf-8") as file:
        file.write(READ_ME)
    with Tables(folder) as tables:
        for kind in KINDS:
            write_kind(session, folder, kind, every(kind), tables)
    write_json(folder / "drafts.json", (asdict(draft) for draft in session.drafts()))
    write_json(folder / "exports.json", (asdict(one) for one in session.exports()))
    write_json(folder / "backups.json", (asdict(one) for one in session.backups()))
    progress(total, total, "")
    return total


def _records(session: Reading, kind: str) -> Iterator[Record]:
    for trashed in (False, True):
        query, offset = Query(kind, sort=(("number", False),), trashed=trashed), 0
        while found := session.page(query, offset, _AT_ONCE):
            yield from found
            offset += len(found)


class Tables:
    """The two files that grow while the kinds are written: links and history."""

    def __init__(self, folder: Path) -> None:
        self._links = new_file(folder / "links.csv", "utf-8-sig")
        self._history = new_file(folder / "history.json", "utf-8")
        self._rows = csv.writer(self._links)
        self._rows.writerow(("from_kind", "from", "from_title", "field", "role", "to", "to_title"))
        self._comma = "[\n"

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *exc: object) -> None:
        with self._links, self._history:  # both are closed, whatever the disk says to one
            self._history.write("[]\n" if self._comma == "[\n" else "\n]\n")

    def links(self, records: list[Record], session: Telling) -> None:
        """Every connection that begins in these records."""
        found = [
            (one, name, link)
            for one in records
            for name, field in one.fields.items()
            if isinstance(field, Links)
            for link in getattr(one, name)
        ]
        titles = session.titles([link.id for _one, _name, link in found])
        for one, name, link in found:
            to = guarded(titles.get(link.id, ""))
            self._rows.writerow((one.kind, one.id, guarded(one.title), name, link.role, link.id, to))

    def history(self, one: Record, session: Telling) -> None:
        """The changes of a record, newest first."""
        entries = [asdict(entry) for entry in session.history(one.id)]
        self._history.write(self._comma + json.dumps({"record": one.id, "changes": entries}, ensure_ascii=False))
        self._comma = ",\n"


def write_kind(session: Telling, folder: Path, kind: str, records: Iterator[Record], tables: Tables) -> None:
    heads = ("id", "number", *KINDS[kind].fields, *(name for name in COMMON if name not in ("id", "number")))
    with new_file(folder / f"{kind}.json", "utf-8") as plain, new_file(folder / f"{kind}.csv", "utf-8-sig") as table:
        rows = csv.writer(table)
        rows.writerow(heads)
        comma = "[\n"
        while some := [one for _n, one in zip(range(_AT_ONCE), records, strict=False)]:
            for one in some:
                plain.write(comma + json.dumps(record_to_plain(one), ensure_ascii=False))
                rows.writerow([_cell(one, name) for name in heads])
                tables.history(one, session)
                comma = ",\n"
            tables.links(some, session)
        plain.write("[]\n" if comma == "[\n" else "\n]\n")


def _cell(one: Record, name: str) -> str:
    if name in one.fields:
        return cell(one.fields[name], getattr(one, name))
    if name == "sharing":
        return one.sharing.name.lower() if one.sharing is not None else ""
    return guarded(str(getattr(one, name)))


def new_file(path: Path, encoding: str) -> Any:
    """A new text file for the owner's eyes only; line ends are written as they come."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding=encoding, newline="")


def write_json(path: Path, items: Iterable[Any]) -> None:
    with new_file(path, "utf-8") as file:
        json.dump(list(items), file, ensure_ascii=False, indent=1)


def _digest(folder: Path) -> str:
    """One digest of all files: of the sorted list of names and SHA-256 digests."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()
