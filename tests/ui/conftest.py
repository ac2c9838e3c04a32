"""A small open vault and the desk of a window, for tests of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.vaults import begun
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


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A vault of the organisation River, kept by Nadia, open."""
    with rivers(tmp_path / "v") as one:
        yield one


def rivers(path: Path) -> Session:
    """That vault, new."""
    return begun(path, words().decode(), organisation="River", by="Nadia", clock=Tuesday())


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
