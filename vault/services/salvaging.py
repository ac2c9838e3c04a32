"""Out of a damaged vault, whatever can still be read, as readable files; the vault itself is only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from vault.clock import Clock
from vault.errors import Damaged
from vault.i18n import _
from vault.plans.fields import Links
from vault.plans.records import KINDS, Record
from vault.progress import Progress, silent
from vault.services import backing_up, leaving, unlocking
from vault.storage import carving
from vault.storage.carving import Carved
from vault.storage.database import database_errors
from vault.storage.passing import folder_beside

#: what else than records there is, by the name in `gaps`, and the tables it lies in
LINKS, HISTORY, DRAFTS = "links", "history", "drafts"
_LIES_IN = {LINKS: ("link",), HISTORY: ("change", "change_value", "batch"), DRAFTS: ("draft",)}

READ_ME = """\
What could still be read of a damaged vault. The files are NOT encrypted.

One pair of files for each kind of record, the bin included (there `trashed_at` is filled in):
  KIND.json     complete: every field under its key
  KIND.csv      the same as a table (UTF-8, comma)
  links.csv     the connections between two records that could be read
  history.json  who changed what, when and why, as far as it could be read; where it is not known when and by whom,
                that is empty
  drafts.json   what was typed in open forms, as far as it could be read
  missing.json  what could not be read:
    records     the ids of records that the vault knew and that are not here; "" where the kind is not known either
    in_part     the ids of records whose last fields could not be read, and are empty here
    gaps        of what more may be missing than anybody can name; links may also be here without their role
    log_lost    true: what was saved last could not be read
    pages, damaged_pages: how large the database is, and how much of it is damaged, in pages of 4096 bytes

Settings and registers were not looked for. The vault was not changed: keep it, and keep your backups.
"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out: how many of each kind; the ids that are missing by kind ("" where the kind is not known), and of
    those that came in part; `gaps`: kinds, and LINKS, HISTORY, DRAFTS, of which more may be lost than is known."""

    path: Path
    counts: dict[str, int]
    links: int
    drafts: int
    missing: dict[str, tuple[str, ...]]
    in_part: dict[str, tuple[str, ...]]
    gaps: tuple[str, ...]
    damaged: int
    log_lost: bool

    @property
    def is_whole(self) -> bool:
        """Nothing is known or feared to be missing."""
        return not (self.missing or self.in_part or self.gaps or self.log_lost)


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
    looking = backing_up.saying(progress, _("Looking through the file ..."))
    with unlocking.unlock(path, passphrase, clock=clock, readonly=True) as opened:
        leaving.refuse_inside(opened.bundle, target)
        with leaving.new_folder(target) as part, folder_beside(part) as passing:
            with carving.carve(opened.bundle.database, opened.key, passing, looking) as carved, database_errors(target):
                made = _written(carved, part, target, progress)
            if not sum(made.counts.values()) and not made.drafts:
                raise Damaged(opened.bundle.path, _("Nothing in it can be read any more."))
        return made


def _written(carved: Carved, part: Path, target: Path, progress: Progress) -> Salvaged:
    counts, links = dict.fromkeys(KINDS, 0), 0

    def every(kind: str) -> Iterator[Record]:
        nonlocal links
        for one in carved.found.every(kind):
            if counts[kind] % 100 == 0:
                progress(0, 0, "")
            counts[kind] += 1
            links += sum(len(getattr(one, name)) for name, field in one.fields.items() if isinstance(field, Links))
            yield one

    with leaving.new_file(part / "README.txt", "utf-8") as file:
        file.write(READ_ME)
    with leaving.Tables(part) as tables:
        for kind in KINDS:
            leaving.write_kind(carved.found, part, kind, every(kind), tables)
    drafts = carved.found.drafts()
    leaving.write_json(part / "drafts.json", (asdict(draft) for draft in drafts))
    made = _told(carved, target, counts, links, len(drafts))
    told = {"records": made.missing, "in_part": made.in_part, "gaps": made.gaps, "log_lost": made.log_lost}
    leaving.write_json(part / "missing.json", [told | {"pages": carved.pages, "damaged_pages": carved.damaged}])
    return made


def _told(carved: Carved, target: Path, counts: dict[str, int], links: int, drafts: int) -> Salvaged:
    in_part = {kind: tuple(sorted(ids)) for kind, ids in carved.found.in_part.items()}
    missing = carved.found.missing()
    return Salvaged(target, counts, links, drafts, missing, in_part, _gaps(carved), carved.damaged, carved.log_lost)


def _gaps(carved: Carved) -> tuple[str, ...]:
    """A kind is told complete or by the ids it lacks, unless both its table and the register have holes."""
    broken = carved.broken | ({"link"} if carved.found.lead_nowhere() else frozenset())
    kinds = [kind for kind in KINDS if {kind, "record"} <= broken]
    return (*kinds, *(name for name, tables in _LIES_IN.items() if not broken.isdisjoint(tables)))
