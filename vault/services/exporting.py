"""From a vault to a redacted report: prepare, render, look, check, hand over, write down.

`prepare` reads one state of the vault; what follows works on what was prepared. All of it may run on any thread, and
nothing lies on the disk before `deliver`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from vault.errors import AlreadyThere, ExportRefused, ReadOnly, file_errors, spoken_of
from vault.i18n import N_, _
from vault.paths import resource
from vault.plans import nhrf_plan
from vault.plans.display import Titles
from vault.plans.fields import Links
from vault.plans.model import Action, Incident, Organisation, Person, Place, Plan, Risk
from vault.plans.outline import Outline, fixed_texts, typed_texts
from vault.plans.periods import Period, last_twelve_months
from vault.plans.query import Condition, Query
from vault.plans.records import KINDS, Record
from vault.plans.redaction import NHRF, Audience, StandIns, leaves, may_leave, redact
from vault.plans.taken import Inside, Taken, Tally, inside
from vault.plans.withheld import NAMING_KINDS, Term, folded_words, withheld_terms
from vault.progress import Progress, silent
from vault.services.leaving import export_all, refuse_inside
from vault.services.reading import Reading
from vault.services.session import Session
from vault.storage.bundle import give_name, write_new
from vault.storage.passing import PART, folder_beside

if TYPE_CHECKING:
    from vault.reports.leakcheck import Finding
    from vault.reports.pictures import Picture

__all__ = [
    "REPORTS", "Finding", "Picture", "Prepared", "check", "deliver", "export_all", "pages", "prepare",
    "refusing", "render", "undecided",
]  # fmt: skip

#: report -> its words and who it is for
REPORTS: dict[str, tuple[str, Audience]] = {"nhrf-plan": (N_("Redacted plan for NHRF"), NHRF)}

#: incidents that are laid out one by one in the preview; of the others only the counts of what was taken out
INSIDE_MOST = 30

# kinds whose values must not be found in a report, those in the bin among them
_NAMING = (*NAMING_KINDS, "actor", "procedure")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An export before it is paper. Holds unredacted text only for the preview (`inside`) and the check (`terms`)."""

    report: str
    audience: Audience
    period: Period
    outline: Outline
    inside: tuple[Inside, ...]
    taken: tuple[Taken, ...]
    terms: tuple[Term, ...]

    @property
    def taken_count(self) -> int:
        """How many values were taken out or made coarser."""
        return sum(one.count for one in self.taken)


def prepare(
    session: Session,
    report: str = "nhrf-plan",
    *,
    period: Period | None = None,
    real_name: bool = False,
    progress: Progress = silent,
) -> Prepared:
    """Read what the report needs, redact it, and note what must not be found in it. May run on any thread.

    Raises ExportRefused, Cancelled.
    """
    if report not in REPORTS:
        raise ExportRefused(_("There is no report called “{report}”.").format(report=report))
    with session.snapshot() as seen:
        return _prepared(seen, report, period or last_twelve_months(seen.clock.now().date()), real_name, progress)


def _prepared(session: Reading, report: str, period: Period, real_name: bool, progress: Progress) -> Prepared:
    audience = REPORTS[report][1]
    ours = next((one for one in session.all("organisation") if isinstance(one, Organisation)), Organisation())
    planned = [ours, *(one for kind in ("risk", "action", "plan") for one in session.all(kind))]
    stand_in = _stand_ins(session, planned, period, audience)
    tally, looked_at, redacted, incidents = Tally(audience), list[Record](), list[Record](), 0
    for one in chain(planned, _incidents(session, period, progress)):
        tally.add(one)
        if may_leave(one, audience):
            redacted.append(redact(one, audience, stand_in))
        incidents += one.kind == "incident"
        if one.kind != "incident" or incidents <= INSIDE_MOST:
            looked_at.append(one)
    name = ours.name if real_name else ""
    titles = _titles(session, looked_at)
    holders = dict.fromkeys((session.by, *(holder.name for holder in session.keyholders())))
    return Prepared(
        report=report,
        audience=audience,
        period=period,
        outline=nhrf_plan.outline(_material(redact(ours, audience), period, name, redacted)),
        inside=tuple(inside(one, audience, titles, stand_in) for one in looked_at),
        taken=tally.taken(),
        terms=withheld_terms(_naming(session), filter(None, holders), audience, named=name, ordinary=_ordinary_words()),
    )


def _naming(session: Reading) -> Iterator[Record]:
    for kind in _NAMING:
        for trashed in (False, True):
            yield from session.page(Query(kind, trashed=trashed), 0, -1)


def _titles(session: Reading, records: list[Record]) -> Titles:
    """The titles of everything these records lead to, read at once."""
    linked = (getattr(one, name) for one in records for name, field in one.fields.items() if isinstance(field, Links))
    titles = session.titles(link.id for links in linked for link in links)
    return lambda id: titles.get(id, "")


def _stand_ins(session: Reading, planned: list[Record], period: Period, audience: Audience) -> StandIns:
    """Words for the people and places that what is told leads to, and for no others."""
    told = (one for one in planned if may_leave(one, audience) and nhrf_plan.tells(redact(one, audience), period))
    ways = ((one, field) for one in told for field in one.fields.values() if leaves(field, one.kind, audience))
    links = [
        (link.id, field.kinds) for one, field in ways if isinstance(field, Links) for link in getattr(one, field.name)
    ]
    ends = {(id, kind) for id, kinds in links for kind in kinds}  # a region behind a link to people would be no role
    linked = [one for one in session.find_many(sorted(dict(links))) if (one.id, one.kind) in ends]
    people = [one for one in linked if isinstance(one, Person)]
    return StandIns(people, [one for one in linked if isinstance(one, Place)])


def _incidents(session: Reading, period: Period, progress: Progress) -> Iterator[Record]:
    quarters = period.quarters()
    first, last = quarters[0].begin, quarters[-1].next.begin
    # months, so that a day known only by its month lies inside as well
    until = f"{last.year - (last.month == 1)}-{(last.month - 2) % 12 + 1:02d}"
    where = (Condition("occurred", "from", f"{first:%Y-%m}"), Condition("occurred", "until", until))
    query, offset = Query("incident", where, sort=(("number", True),)), 0
    total = session.count(query)
    while found := session.page(query, offset, 500):
        progress(offset, total, _("Taking out what stays here"))
        yield from found
        offset += len(found)


def _material(ours: Organisation, period: Period, name: str, redacted: list[Record]) -> nhrf_plan.Material:
    return nhrf_plan.Material(
        organisation=ours,
        period=period,
        name=name,
        risks=[one for one in redacted if isinstance(one, Risk)],
        actions=[one for one in redacted if isinstance(one, Action)],
        plans=[one for one in redacted if isinstance(one, Plan)],
        incidents=[one for one in redacted if isinstance(one, Incident)],
    )


def render(prepared: Prepared) -> bytes:
    """The finished PDF, in memory. Raises ExportRefused when the paper font lacks a letter of a wording."""
    from vault.reports import document  # noqa: PLC0415  the paper library takes a tenth of a second to load

    return document.render(prepared.outline)


def pages(pdf: bytes, scale: float = 1.0, first: int = 0, most: int | None = None) -> list[Picture]:
    """The pages as they will be seen: `width`, `height` in pixels and `rgba`. At scale 1 a point is a pixel."""
    from vault.reports import pictures  # noqa: PLC0415  loads the PDF reader, of no use before the first export

    return pictures.pages(pdf, scale, first, most)


def check(prepared: Prepared, pdf: bytes) -> list[Finding]:
    """Read the finished file again. Findings of the kind "word" ask for a decision, all others refuse the file."""
    from vault.reports import leakcheck  # noqa: PLC0415  see pages

    return leakcheck.check(
        pdf,
        prepared.terms,
        fixed=fixed_texts(prepared.outline),
        typed=typed_texts(prepared.outline),
        ordinary=_ordinary_words(),
    )


@lru_cache(maxsize=1)
def _ordinary_words() -> frozenset[str]:
    """Folded words of the language and of the forms: a name among them is asked about, not refused."""
    labels = [field.label for cls in KINDS.values() for field in cls.fields.values()]
    options = [
        words
        for cls in KINDS.values()
        for field in cls.fields.values()
        for _key, words in cast(tuple[tuple[str, str], ...], getattr(field, "options", ()))
    ]
    listed = [resource(f"words/{name}.txt").read_text("ascii") for name in ("en", "ordinary-en")]
    return frozenset(folded_words(" ".join((*listed, *labels, *options))))


def refusing(findings: list[Finding]) -> list[Finding]:
    """Those that keep the file from leaving, whatever is decided."""
    return [one for one in findings if one.kind != "word"]


def undecided(findings: list[Finding], decisions: Mapping[str, str]) -> list[Finding]:
    """Questions about ordinary words that have no answer yet. `decisions`: term -> what was decided, in words."""
    return [one for one in findings if one.kind == "word" and not decisions.get(one.term, "").strip()]


def deliver(session: Session, prepared: Prepared, pdf: bytes, decisions: Mapping[str, str], target: Path | str) -> Path:
    """Check once more, write the file (into a folder under a neutral name), and write it down in the register.

    Nothing is overwritten, and a file that cannot be written down does not stay. Raises ExportRefused, AlreadyThere,
    ReadOnly, StorageFault.
    """
    if session.readonly:
        raise ReadOnly(
            session.path, _("An export is written down in the vault, and this one is open for reading only.")
        )
    findings = check(prepared, pdf)
    _refuse(refusing(findings), undecided(findings, decisions))
    path = Path(target)
    refuse_inside(session, path)
    with file_errors(path):
        if path.is_dir():
            path = path / f"report-{session.clock.now():%Y-%m-%d}.pdf"
    _write_new(path, pdf)
    answers = [f"{one.term}: {decisions[one.term].strip()}" for one in findings if one.kind == "word"]
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        session.record_export(prepared.report, prepared.audience.key, str(path), digest, answers).result()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _refuse(refused: list[Finding], open_questions: list[Finding]) -> None:
    for one in refused:
        what = f"“{one.term}”" if one.term else one.context or one.where
        where = f" ({one.where})" if one.term else ""
        raise ExportRefused(_("The finished report still holds {what}. Nothing was written.").format(what=what + where))
    if open_questions:
        words = ", ".join(f"“{one.term}”" for one in open_questions)
        raise ExportRefused(
            _(
                "Decide first about {words}: withheld, and perhaps only an ordinary word here. Nothing was written."
            ).format(words=words)
        )


def _write_new(path: Path, content: bytes) -> None:
    """The whole file or none of it, for the owner's eyes only, never over another one."""
    if os.path.lexists(path):
        raise AlreadyThere(path)
    with file_errors(path):
        os.scandir(path.parent).close()
    with folder_beside(path.parent) as passing, spoken_of(path, passing), file_errors(path):
        write_new(passing / PART, content)
        give_name(passing / PART, path)
