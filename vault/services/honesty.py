"""What a vault protects against today and what not, worked out from its settings and this computer.

Nothing is said that is not known: what nobody records or tells is "unknown", and whether there is a duress passphrase
is recorded nowhere, so the same sentence stands for every vault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path

from vault.clock import days_since, is_ahead
from vault.i18n import N_, _, plural
from vault.paths import is_folder, is_there
from vault.services import backing_up, keyholding, partners, passphrases, places
from vault.services.reach import Grade, Reach
from vault.services.session import Session
from vault.storage import kdf

FRESH = timedelta(days=7)
SHORTEST_MINUTES = 2
STRONG_MARKS = 4


class State(Enum):
    """In the order in which states are told."""

    PROTECTED = "protected"
    PARTLY = "partly"
    NOT = "not"
    UNKNOWN = "unknown"


WORDS = {
    State.PROTECTED: N_("Protected"),
    State.PARTLY: N_("Partly"),
    State.NOT: N_("Not protected"),
    State.UNKNOWN: N_("Unknown"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One danger: how it stands, why, and where that can be changed (`cure` names a place, "" for none)."""

    key: str
    state: State
    danger: str
    because: str
    cure: str = ""
    cure_words: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What this computer tells. None: it does not."""

    reach: Reach
    swap_readable: bool | None
    watches_screen_lock: bool
    hides_from_screenshots: bool
    shown_in_screenshots: bool = False  # for the moment, because a person allowed it


@dataclass(frozen=True, slots=True)
class Picture:
    """All findings, in an order that stays, and a sentence over them."""

    at: datetime
    findings: tuple[Finding, ...]
    summary: str


def picture(session: Session, machine: Machine, minutes: int) -> Picture:
    """The honest picture of an open vault that locks after so many quiet minutes."""
    findings = tuple(look(session, machine, minutes) for look in _LOOKS)
    return Picture(session.clock.now(), findings, _summary(findings))


def _summary(findings: tuple[Finding, ...]) -> str:
    states = {one.key: one.state for one in findings}
    good = [
        words for key, words in (("stolen", _("theft")), ("disk", _("a broken disk"))) if states[key] is State.PROTECTED
    ]
    first = _("Good against {what}.").format(what=_(" and ").join(good)) if good else _("Some things are open.")
    return f"{first} {_('Weak if someone makes you open it.')}"


# ------------------------------------------------------------------------------------------------ the looks


def _stolen(session: Session, machine: Machine, minutes: int) -> Finding:
    marks = [
        session.setting(passphrases.marks_setting(one.position)) for one in keyholding.people(session.keyholders())
    ]
    known = [int(mark) for mark in marks if mark is not None]
    danger, cure = _("Laptop stolen, or taken while locked"), ("passphrases", _("Change a passphrase"))
    if any(mark < STRONG_MARKS for mark in known):
        weak = _("Nothing readable lies on the disk, but a passphrase here could be guessed in time.")
        return Finding("stolen", State.PARTLY, danger, weak, *cure)
    if len(known) < len(marks):
        unknown = _("Nothing readable lies on the disk. How strong every passphrase is was never noted.")
        return Finding("stolen", State.UNKNOWN, danger, unknown, *cure)
    cheap = kdf.profile(session.opened.profile).memory < kdf.profile(kdf.DEFAULT).memory
    strong = _("Strong passphrases. Nothing readable lies on the disk.")
    costs = _("Strong passphrases, but trying one costs less here than usual.")
    return Finding("stolen", State.PROTECTED, danger, costs if cheap else strong)


def _disk(session: Session, machine: Machine, minutes: int) -> Finding:
    danger, backups = _("The disk breaks"), session.backups()
    if not backups:
        return Finding("disk", State.NOT, danger, _("There is no backup yet."), "backup", _("Back up now"))
    last = backups[0]
    now = session.clock.now()
    if is_ahead(last.at, now):
        unknown = _("How old the last backup is, nobody can tell: the clock of this computer was put back since.")
        return Finding("disk", State.PARTLY, danger, unknown, "backup", _("Back up now"))
    days = days_since(last.at, now)
    age = (
        plural("The last backup is {n} day old.", "The last backup is {n} days old.", days)
        if days
        else _("The last backup is of today.")
    )
    if not last.verified_at:
        return Finding("disk", State.PARTLY, danger, f"{age} {_('It was not read again.')}", "backup", _("Back up now"))
    place = Path(last.place)
    if not is_there(place) and (is_folder(place.parent) or not backing_up.was_elsewhere(session, last)):
        gone = _("It is not where it was written; whether it lies somewhere else, nobody here can know.")
        return Finding("disk", State.UNKNOWN, danger, f"{age} {gone}", "backup", _("Back up now"))
    if places.same_disk(place, session.path):
        same = _("It lies on the same disk as the file.")
        return Finding("disk", State.NOT, danger, f"{age} {same}", "backups", _("Choose another place"))
    if timedelta(days=days) > FRESH:
        return Finding("disk", State.PARTLY, danger, age, "backup", _("Back up now"))
    return Finding("disk", State.PROTECTED, danger, f"{age} {_('It was read again and is whole.')}")


def _forgotten(session: Session, machine: Machine, minutes: int) -> Finding:
    holders = session.keyholders()
    people, code = keyholding.people(holders), keyholding.recovery(holders)
    danger = _("A passphrase is forgotten, or a person is gone")
    if len(people) > 1 and code:
        return Finding("forgotten", State.PROTECTED, danger, _("There are several keyholders, and a code on paper."))
    if len(people) > 1 or code:
        why = (
            _("There is a code on paper, and one keyholder.")
            if code
            else _("There are several keyholders, but no code on paper.")
        )
        return Finding("forgotten", State.PARTLY, danger, why, "passphrases", _("Add a way in"))
    alone = _("One passphrase opens this file, and nothing else does.")
    return Finding("forgotten", State.NOT, danger, alone, "passphrases", _("Add a way in"))


def _left_open(session: Session, machine: Machine, minutes: int) -> Finding:
    quiet = plural("Locks after {n} quiet minute", "Locks after {n} quiet minutes", minutes)
    why = f"{quiet}{_(' and when the screen locks.') if machine.watches_screen_lock else '.'}"
    cure = ("locking", _("Lock sooner")) if minutes > SHORTEST_MINUTES else ("", "")
    return Finding(
        "left",
        State.PARTLY,
        _("Someone sits down when you leave"),
        f"{why} {_('Until then it is open to them.')}",
        *cure,
    )


def _searched(session: Session, machine: Machine, minutes: int) -> Finding:
    danger = _("Fire, flood or a search of the office")
    why = _("Whether a backup lies in another building, nobody here can know.")
    if not session.backups():
        return Finding(
            "office", State.NOT, danger, _("There is no backup yet."), "backups", _("Make a copy for elsewhere")
        )
    if partners.partners(session):
        why = _("There are partners who can open what is made for them. Whether they have the latest, only they know.")
        return Finding("office", State.UNKNOWN, danger, why, "backups", _("Make a copy for elsewhere"))
    return Finding("office", State.UNKNOWN, danger, why, "backups", _("Make a copy for elsewhere"))


def _old_pieces(session: Session, machine: Machine, minutes: int) -> Finding:
    danger, reach = _("Old pieces of erased records"), machine.reach
    if reach.grade is Grade.REACHES:
        return Finding("pieces", State.PROTECTED, danger, _("They are overwritten in the file, where they lay."))
    kept = _("They are overwritten in the file. The disk may keep older pieces; they are encrypted.")
    return Finding("pieces", State.PARTLY, danger, kept)


def _forced(session: Session, machine: Machine, minutes: int) -> Finding:
    why = _("Any keyholder may have set a duress passphrase; nothing records it. Read first: it can make things worse.")
    return Finding("forced", State.NOT, _("Someone makes you open it"), why, "pressure", _("Read about it"))


def _spied_on(session: Session, machine: Machine, minutes: int) -> Finding:
    why = _("It could see what you type and what is on the screen. No setting here changes that.")
    return Finding("spied", State.NOT, _("A spying program on this computer"), why)


def _screenshots(session: Session, machine: Machine, minutes: int) -> Finding:
    danger = _("Pictures of the screen by other programs")
    if machine.shown_in_screenshots:
        why = _("You allowed them for ten minutes; after that this window is left out of them again.")
        return Finding("screen", State.NOT, danger, why, "locking", _("Leave it out now"))
    if machine.hides_from_screenshots:
        return Finding("screen", State.PROTECTED, danger, _("This window stays black in them."), "locking", _("Show"))
    return Finding("screen", State.NOT, danger, _("This system lets no program keep its window out of them."))


def _left_vault(session: Session, machine: Machine, minutes: int) -> Finding:
    danger, year = _("PDFs and prints you have made"), session.clock.now().year
    made = sum(date.fromisoformat(one.at[:10]).year == year for one in session.exports())
    prints = _("What was printed is not written down.")
    if not session.exports():
        return Finding("exports", State.UNKNOWN, danger, f"{_('No file was written by this program.')} {prints}")
    why = plural("{n} file left this year.", "{n} files left this year.", made)
    return Finding(
        "exports",
        State.NOT,
        danger,
        f"{why} {_('What became of them is not known here.')} {prints}",
        "export",
        _("Show the list"),
    )


def _memory(session: Session, machine: Machine, minutes: int) -> Finding:
    danger = _("Memory that this computer writes to its disk")
    if machine.swap_readable is None:
        return Finding("swap", State.UNKNOWN, danger, _("This computer does not tell whether it does, and how."))
    if machine.swap_readable:
        why = _(
            "While the file is open, pieces of it may be written to the disk readably. Shut down, do not let it sleep."
        )
        return Finding("swap", State.NOT, danger, why)
    return Finding("swap", State.PROTECTED, danger, _("It writes none, or encrypts what it writes."))


def _whole_disk(session: Session, machine: Machine, minutes: int) -> Finding:
    danger = _("Everything else on this computer")
    if machine.reach.encrypted is None:
        why = _("Whether the disk is encrypted, the computer does not tell. That covers everything outside this file.")
        return Finding("whole", State.UNKNOWN, danger, why)
    if machine.reach.encrypted:
        return Finding(
            "whole", State.PROTECTED, danger, _("The disk is encrypted as a whole, while it is switched off.")
        )
    why = _("The disk is not encrypted as a whole, as far as the computer tells. Mails, pictures and prints lie open.")
    return Finding("whole", State.NOT, danger, why)


_LOOKS: tuple[Callable[[Session, Machine, int], Finding], ...] = (
    _stolen,
    _disk,
    _forgotten,
    _left_open,
    _searched,
    _old_pieces,
    _forced,
    _spied_on,
    _screenshots,
    _left_vault,
    _memory,
    _whole_disk,
)
