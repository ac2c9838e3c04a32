"""Backups that make themselves: where they go, when one is due, and which of the old ones go.

What a folder is for stands in the vault alone. Only what was made here by itself, and is a backup of this vault, is
ever deleted: what a person made, tried or chose stays until a person removes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from vault.errors import NotFound, ReadOnly, VaultError
from vault.paths import is_folder
from vault.progress import Progress, silent
from vault.services import backing_up
from vault.services.backing_up import Verified
from vault.services.session import Session
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import backups, changes, registers
from vault.storage.database import Connection

FOLDERS = "backup.folders"  # the settings that keep where to, and how many
KEEP = "backup.keep"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keep:
    """Of how many days, weeks and months the last backup stays."""

    days: int = 7
    weeks: int = 4
    months: int = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made by itself."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder backups go to by themselves, those made there (the newest last), and what the vault held then.

    `mounted`: it was the root of a disk of its own. Without that disk an empty folder of this one has its place.
    """

    folder: Path
    made: tuple[Made, ...] = ()
    state: str = ""
    mounted: bool = False

    @property
    def is_there(self) -> bool:
        """Whether the folder can be reached, and is not the empty place where its disk will be."""
        return is_folder(self.folder) and (not self.mounted or os.path.ismount(self.folder.resolve()))

    @property
    def lacks_last(self) -> bool:
        """Whether the one made last is not there any more, in a folder that is."""
        return bool(self.made) and self.is_there and not os.path.lexists(self.folder / self.made[-1].name)

    @property
    def at(self) -> str:
        """When the last was made; "" before there was one."""
        return self.made[-1].at if self.made else ""


@dataclass(slots=True)
class Ran:
    """What came of a round: backups made, folders that are not there, folders where it failed and why."""

    made: list[Verified] = field(default_factory=list)
    away: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, VaultError]] = field(default_factory=list)


# ------------------------------------------------------------------------------------------------ where to


def destinations(session: Session) -> list[Destination]:
    """In the order in which they were chosen. On the thread that reads."""
    return _of(session.setting(FOLDERS, []))


def _of(kept: Any) -> list[Destination]:
    return [
        Destination(
            Path(one["folder"]),
            tuple(Made(*pair) for pair in one["made"]),
            str(one["state"]),
            bool(one.get("mounted")),
        )
        for one in kept
    ]


def _plain(many: Sequence[Destination]) -> list[dict[str, Any]]:
    return [
        {
            "folder": str(one.folder),
            "made": [[made.name, made.at] for made in one.made],
            "state": one.state,
            "mounted": one.mounted,
        }
        for one in many
    ]


def add(session: Session, folder: Path) -> Future[None]:
    """Have backups go into a folder by themselves. Raises NotFound at once, ReadOnly with the future."""
    if not is_folder(folder):
        raise NotFound(folder)
    folder = folder.absolute()
    new = Destination(folder, mounted=os.path.ismount(folder.resolve()))
    return _change(session, lambda many: many if folder in [one.folder for one in many] else [*many, new])


def remove(session: Session, folder: Path) -> Future[None]:
    """Make no more backups there; those that are there stay."""
    return _change(session, lambda many: [one for one in many if one.folder != folder])


def spare(session: Session, file: Path) -> None:
    """Never delete this file by itself: a person tried it, or relies on it. Off the window's thread."""
    file = file.absolute()

    def without(one: Destination) -> Destination:
        return _with(one, [made for made in one.made if not _same(one.folder / made.name, file)])

    if not session.readonly:
        _change(session, lambda many: [without(one) for one in many]).result()


def distrust(session: Session, file: Path) -> None:
    """Have another one made where this file lies, although nothing changed since. Off the window's thread."""
    folder = file.absolute().parent
    _change(
        session, lambda many: [replace(one, state="") if _same(one.folder, folder) else one for one in many]
    ).result()


def _same(one: Path, other: Path) -> bool:
    """Whether both lead to one file or folder, by whatever way."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _with(one: Destination, made: Sequence[Made]) -> Destination:
    return replace(one, made=tuple(made))


def _change(session: Session, change: Callable[[list[Destination]], list[Destination]]) -> Future[None]:
    def job(work: Writing) -> None:
        with work.transaction():
            before = _of(registers.setting(work.db, FOLDERS, []))
            after = change(before)
            if after != before:
                registers.put_setting(work.db, FOLDERS, _plain(after))

    return session.submit(job)


def keep(session: Session) -> Keep:
    """How many backups stay. On the thread that reads."""
    return Keep(**session.setting(KEEP, {}))


def set_keep(session: Session, wished: Keep) -> Future[None]:
    """Have so many stay from the next backup on; of each at least one."""
    return session.set_setting(KEEP, {name: max(1, count) for name, count in asdict(wished).items()})


# ------------------------------------------------------------------------------------------------ when


def state(db: Connection, opened: Opened) -> str:
    """A sign of what a backup would hold: it changes with the records, the drafts and the keys.

    The revision would not do: it also counts sessions that only kept where somebody was.
    """
    acts, (drafts, typed) = changes.sign(db), registers.drafts_sign(db)
    return f"{opened.bundle.generation}-{opened.seq}-{acts}-{drafts}-{typed}"


def run(session: Session, after: timedelta = DAY, progress: Progress = silent) -> Ran:
    """Back up into each folder whose last backup is older than `after`, if anything changed since; thin out there.

    Also where nothing changed, but the last one was taken away or cannot be relied on.
    For a thread beside the window. Raises Cancelled, ReadOnly; what goes wrong with one folder keeps no other waiting.
    """
    if session.readonly:
        raise ReadOnly(session.path)
    ran, now = Ran(), session.clock.now()
    with session.snapshot() as seen:
        many, keeping, sign = destinations_of(seen.db), Keep(**seen.setting(KEEP, {})), state(seen.db, session.opened)
    for one in many:
        if (sign != one.state or one.lacks_last) and is_old(one.at, now, after):
            _round(session, one, keeping, sign, ran, progress)
    return ran


def destinations_of(db: Connection) -> list[Destination]:
    """As `destinations`, on another connection."""
    return _of(registers.setting(db, FOLDERS, []))


def is_old(at: str, now: datetime, after: timedelta) -> bool:
    """Whether a stamp is missing, older than `after`, or of a clock that has been put back since."""
    return not at or not timedelta(0) <= now - datetime.fromisoformat(at) < after


def _round(session: Session, one: Destination, keeping: Keep, sign: str, ran: Ran, progress: Progress) -> None:
    if not one.is_there:
        ran.away.append(one.folder)
        return
    try:
        verified = backing_up.back_up(session, one.folder, progress)
        _keep_in_mind(session, one.folder, Made(verified.path.name, session.clock.stamp()), sign)
        ran.made.append(verified)
        _thin_out(session, one.folder, keeping)
    except VaultError as error:
        ran.failed.append((one.folder, error))


def _keep_in_mind(session: Session, folder: Path, made: Made, sign: str) -> None:
    """On top of what stands there now: meanwhile a person may have spared a file, or let the folder go."""
    mounted = os.path.ismount(folder.resolve())

    def noted(one: Destination) -> Destination:
        return Destination(folder, (*one.made, made), sign, mounted) if one.folder == folder else one

    _change(session, lambda many: [noted(one) for one in many]).result()


# ------------------------------------------------------------------------------------------------ which go


def staying(made: Sequence[Made], keeping: Keep) -> set[str]:
    """The names that stay: the last of each day, week and month that still counts, and always the one made last."""
    chosen = {made[-1].name} if made else set()
    latest_first = sorted(made, key=lambda one: datetime.fromisoformat(one.at), reverse=True)
    for most, span in ((keeping.days, _day), (keeping.weeks, _week), (keeping.months, _month)):
        spans = set[tuple[int, ...]]()
        for one in latest_first:
            when = span(datetime.fromisoformat(one.at))
            if when not in spans and len(spans) < most:
                spans.add(when)
                chosen.add(one.name)
    return chosen


def _day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: datetime) -> tuple[int, ...]:
    return at.isocalendar()[:2]


def _month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month


def _thin_out(session: Session, folder: Path, keeping: Keep) -> None:
    """On the writer thread as a whole, so that nobody spares a file while it is on its way out."""

    def job(work: Writing) -> None:
        many = _of(registers.setting(work.db, FOLDERS, []))
        made = [made for one in many if one.folder == folder for made in one.made]
        stays = staying(made, keeping)
        going = [one.name for one in made if one.name not in stays]
        away = {name for name in going if not os.path.lexists(folder / name)}
        removed = {name for name in going if name not in away and _removed(session, folder / name)}
        if away or removed:
            with work.transaction():
                _strike_out(work, many, folder, away | removed)
                for name in removed:  # what somebody moved may lie elsewhere still
                    registers.drop_backup(work.db, str(folder / name))

    session.submit(job).result()


def _strike_out(work: Writing, many: list[Destination], folder: Path, gone: set[str]) -> None:
    left = [
        _with(one, [made for made in one.made if made.name not in gone]) if one.folder == folder else one
        for one in many
    ]
    registers.put_setting(work.db, FOLDERS, _plain(left))


def _removed(session: Session, file: Path) -> bool:
    """Whether the file was taken away; anything that is no backup of this vault stays where it is."""
    try:
        if backups.keys_in(file).header.vault_id != session.opened.keyfile.header.vault_id:
            return False
        file.unlink()
    except (VaultError, OSError):
        return False
    return True
