"""A small open vault and the desk of a window, for tests of what is shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.vaults import at_home_in
from vault.clock import Clock
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui import theme
from vault.ui.desk import Desk


@dataclass(frozen=True)
class Tuesday(Clock):
    """Always Tuesday 24 November 2026."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 41, tzinfo=UTC)


@pytest.fixture(scope="session")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty vault of the organisation River, kept by Nadia: to copy, because opening is three times as quick."""
    path = tmp_path_factory.mktemp("river") / "v"
    with pytest.MonkeyPatch.context() as patch:
        at_home_in(path.parent / "home", patch)
        Session.create(path, words(), organisation="River", profile=255, by="Nadia", clock=Tuesday()).close()
    return path


@pytest.fixture
def session(tmp_path: Path, river: Path) -> Iterator[Session]:
    """That vault, open."""
    shutil.copytree(river, tmp_path / "v")
    with Session.open(tmp_path / "v", words(), clock=Tuesday()) as one:
        yield one


def words() -> bytearray:
    """Its passphrase."""
    return bytearray(b"one two three four five six")


@pytest.fixture
def desk(session: Session, qtbot: QtBot, qapp: object) -> Iterator[Desk]:
    """The desk of that vault, without a window."""
    theme.apply(qapp)  # type: ignore[arg-type]
    made = Desk(session)
    yield made
    made.keep()  # no form may want to write after the vault is closed
    delete(made)


@pytest.fixture
def save(session: Session) -> Callable[[Record], Record]:
    """Saves a record and waits for it."""
    return lambda record: session.save(record).result()
