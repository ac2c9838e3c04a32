"""Small vaults with quick keys for the tests of everything that opens one."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from vault.clock import Clock
from vault.services import founding, unlocking
from vault.services.session import Session
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import keyholders
from vault.storage.database import Connection, connect
from vault.storage.kdf import TEST

PHRASE = "lantern drift onion"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"
NOBODY = 65534
BEGIN = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Days(Clock):
    """A clock that a test turns by days, backwards too."""

    passed: list[int] = field(default_factory=lambda: [0])

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 41, tzinfo=UTC) + timedelta(days=self.passed[0])


@dataclass(frozen=True)
class StillClock(Clock):
    """A clock that only moves when something sleeps, and remembers how long."""

    slept: list[float] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.readings.pop(0) if self.readings else sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass(frozen=True)
class Calendar(Clock):
    """A clock that a test turns on."""

    times: list[datetime] = field(default_factory=lambda: [BEGIN])

    def now(self) -> datetime:
        return self.times[-1]

    def sleep(self, seconds: float) -> None:
        pass

    def later(self, **time: float) -> None:
        self.times.append(self.times[-1] + timedelta(**time))


def at_home_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """What this account keeps lies in `folder`, on every system."""
    for name, place in {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }.items():
        patch.setenv(name, str(folder / place))


def phrase(text: str = PHRASE) -> bytearray:
    return bytearray(text, "utf-8")


def begun(
    path: Path,
    text: str = PHRASE,
    *,
    organisation: str = "",
    by: str = "",
    recovery: str = "",
    clock: Clock | None = None,
) -> Session:
    """A new vault, open: the copy of one that is made once, because making it takes ten times as long.

    Two of the same words have the same keys and the same id.
    """
    shutil.copytree(_made_once(text, organisation, by, recovery), path)
    return Session.open(path, phrase(text), clock=clock)


@cache
def _made_once(text: str, organisation: str, by: str, recovery: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vault-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path, code = folder / "v", phrase(recovery) if recovery else None
    with pytest.MonkeyPatch.context() as patch:
        at_home_in(folder / "home", patch)
        Session.create(
            path, phrase(text), organisation=organisation, profile=TEST, recovery=code, clock=StillClock(), by=by
        ).close()
    return path


def with_keyholders(opened: Opened) -> None:
    """The tables that the key file needs, and a record to find again."""
    assert opened.roles is not None
    connection = connect(opened.bundle.database, opened.key.database_spec())
    connection.execute("CREATE TABLE keyholder (position INTEGER PRIMARY KEY, role TEXT, name TEXT, since TEXT)")
    connection.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    connection.execute("CREATE TABLE note (words TEXT)")
    connection.execute("INSERT INTO note VALUES ('the bridge was closed')")
    keyholders.assign(connection, opened.roles)
    keyholders.hold(connection, opened.position, opened.name, "2026-11-24T09:30:00.000+00:00")
    connection.close()


def made(path: Path, text: str = PHRASE, recovery: str | None = None) -> Opened:
    """A new vault, open."""
    return founding.create(
        path,
        phrase(text),
        profile=TEST,
        recovery=None if recovery is None else phrase(recovery),
        clock=StillClock(),
        name="Nasrin",
        fill=with_keyholders,
    )


def closed(path: Path, text: str = PHRASE, recovery: str | None = None) -> Path:
    """A new vault, closed again."""
    made(path, text, recovery).close()
    return path


def opens(path: Path, text: str) -> bool:
    """Whether the passphrase opens the vault, with a sound header."""
    try:
        with unlocking.unlock(path, phrase(text), clock=StillClock()) as opened:
            assert opened.keyfile.header.authentic(opened.key)
            return True
    except unlocking.WrongPassphrase:
        return False


def database_of(opened: Opened) -> Connection:
    return connect(opened.bundle.database, opened.key.database_spec())


def writing(opened: Opened, connection: Connection) -> Writing:
    """What a job on the writer thread would be given."""
    return Writing(db=connection, bundle=opened.bundle, clock=StillClock(), by="")


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Run the block as a user who may read `folder` but write nothing in it."""
    for place in [folder, *folder.rglob("*")]:
        place.chmod(0o555 if place.is_dir() else 0o444)
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
