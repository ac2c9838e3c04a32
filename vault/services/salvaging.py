"""Out of a damaged vault, whatever can still be read, as readable files; the vault itself is only read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vault.clock import Clock
from vault.errors import Damaged, file_errors
from vault.i18n import _
from vault.plans.fields import Link, Links
from vault.plans.records import KINDS, Record
from vault.progress import Progress, silent
from vault.services import backing_up, leaving, unlocking
from vault.services.session import Entry
from vault.services.unlocking import Opened
from vault.storage import carving, records
from vault.storage.carving import Carved
from vault.storage.passing import folder_beside

READ_ME = """\
What could still be read of a damaged vault. The files are NOT encrypted.

One pair of files for each kind of record, the bin included (there `trashed_at` is filled in):
  KIND.json     complete: every field under its key
  KIND.csv      the same as a table (UTF-8, comma)
  links.csv     the connections between two records that could be read
  drafts.json   what was typed in open forms, as far as it could be read
  missing.json  what could not be read: pages, and the ids of records that the vault knew and that are not here

History, settings and registers were not looked for. The vault was not changed: keep it, and keep your backups.
"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out: how many of each kind, the ids that are missing by kind ("" where the kind is not known), and how
    many of the pages are damaged."""

    path: Path
    counts: dict[str, int]
    missing: dict[str, tuple[str, ...]]
    pages: int
    damaged: int
    links: int = 0
    drafts: int = 0
    log_lost: bool = False

    @property
    def missing_count(self) -> int:
        return sum(map(len, self.missing.values()))


@dataclass(slots=True)
class _Found:
    """The records of the pages that are whole."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, set[str]] = field(default_factory=dict)

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        return {id: self.names[id] for id in ids if id in self.names}

    def history(self, id: str) -> Sequence[Entry]:
        return ()


def salvage(
    path: Path | str,
    passphrase: bytearray,
    folder: Path | str,
    *,
    clock: Clock = Clock(),
    progress: Progress = silent,
) -> Salvaged:
    """Write what can be read of the vault at `path` into `folder`, a new or empty one, whole or not at all.

    For a thread beside the window. Raises what `unlocking.unlock` raises, Damaged when nothing of it can be read,
    ExportRefused for a folder inside the vault, AlreadyThere, StorageFault.
    """
    target = Path(folder)
    with unlocking.unlock(path, passphrase, clock=clock, readonly=True) as opened:
        leaving.refuse_inside(opened.bundle, target)
        with leaving.new_folder(target) as part:
            carved = _carved(opened, part, progress)
            found = _recognised(carved)
            if not found.records and not carved.drafts:
                raise Damaged(opened.bundle.path, _("Nothing in it can be read any more."))
            return _written(found, carved, part, target)


def _carved(opened: Opened, part: Path, progress: Progress) -> Carved:
    looking = backing_up.saying(progress, _("Looking through the pages ..."))
    with file_errors(opened.bundle.path), folder_beside(part) as passing:
        return carving.carve(opened.bundle.database, opened.key, passing, looking)


def _recognised(carved: Carved) -> _Found:
    found, linked = _Found(), _linked(carved)
    for kind, rows in carved.rows.items():
        for key, values in sorted(rows.items()):
            try:
                one = records.made_of(kind, values, _fitting(kind, linked.get(key, {})))
                title = one.title
            except (ValueError, TypeError, KeyError, AttributeError):  # the page is whole, and no record of today
                found.unfit.setdefault(kind, set()).add(str(values.get("id", "")))
                continue
            found.records.setdefault(kind, []).append(one)
            found.names[one.id] = title
    return found


def _linked(carved: Carved) -> dict[int, dict[str, tuple[Link, ...]]]:
    linked: dict[int, dict[str, tuple[Link, ...]]] = {}
    for (source, name, _position), (target, role) in sorted(carved.links.items()):
        if target in carved.registered:
            fields = linked.setdefault(source, {})
            fields[name] = (*fields.get(name, ()), Link(carved.registered[target][0], role))
    return linked


def _fitting(kind: str, linked: dict[str, tuple[Link, ...]]) -> dict[str, Any]:
    """Links of fields that this kind has."""
    return {name: some for name, some in linked.items() if isinstance(KINDS[kind].fields.get(name), Links)}


def _written(found: _Found, carved: Carved, part: Path, target: Path) -> Salvaged:
    with leaving.new_file(part / "README.txt", "utf-8") as file:
        file.write(READ_ME)
    with leaving.Tables(part) as tables:
        for kind in KINDS:
            leaving.write_kind(found, part, kind, iter(found.records.get(kind, ())), tables)
    (part / "history.json").unlink()
    leaving.write_json(part / "drafts.json", (asdict(draft) for draft in carved.drafts.values()))
    missing = {kind: tuple(sorted(ids)) for kind, ids in _missing(found, carved).items() if ids}
    told = {"pages": carved.pages, "damaged_pages": carved.damaged, "log_lost": carved.log_lost, "records": missing}
    leaving.write_json(part / "missing.json", [told])
    counts = {kind: len(found.records.get(kind, ())) for kind in KINDS}
    links = sum(
        1 for one in _every(found) for name, f in one.fields.items() if isinstance(f, Links) for _ in getattr(one, name)
    )
    return Salvaged(target, counts, missing, carved.pages, carved.damaged, links, len(carved.drafts), carved.log_lost)


def _every(found: _Found) -> Iterator[Record]:
    for some in found.records.values():
        yield from some


def _missing(found: _Found, carved: Carved) -> dict[str, set[str]]:
    """What the register knows and no page holds; what a page holds and nobody can say what it is."""
    missing: dict[str, set[str]] = {kind: set(ids) for kind, ids in found.unfit.items()}
    for id, kind in carved.registered.values():
        if id not in found.names:
            missing.setdefault(kind, set()).add(id)
    missing.setdefault("", set()).update(carved.homeless - set(found.names))
    return missing
