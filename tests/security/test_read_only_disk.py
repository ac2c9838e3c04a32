"""Check 9: a disk that may only be read. The right passphrase opens with a notice; a wrong one and one for duress are
told alike, and on a disk nobody can write to nothing was destroyed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.commands import Command, vault_command  # noqa: F401 - a fixture
from tests.journeys.conftest import start, world  # noqa: F401 - fixtures
from tests.journeys.test_pressure import picture
from tests.journeys.ways import Start, unlock
from tests.security import loop_disks
from tests.security.duress_vault import DURESS, set_up, typed
from tests.security.loop_disks import LoopDisk
from tests.ui.outside import PHRASE, World
from tests.vaults import StillClock, phrase
from vault.errors import ReadOnly, WrongPassphrase
from vault.plans.model import Incident
from vault.services import backing_up, unlocking
from vault.services.session import Session
from vault.services.tidying import Rest

pytestmark = [pytest.mark.linux, pytest.mark.root]

WRONG = "quite another set of words"


@pytest.fixture
def path(tmp_path: Path, done: list[Rest]) -> Iterator[Path]:
    """A vault with a duress passphrase on a disk that may only be read now."""
    disk: LoopDisk = loop_disks.made(tmp_path, "ext4")
    with disk.mounted() as place:
        with Session.create(place / "a.vault", phrase(PHRASE), profile=255, clock=StillClock(), by="N") as session:
            session.save(Incident(title="kept")).result()
            backup = backing_up.back_up(session, tmp_path / "abroad.backup").path
        set_up(place / "a.vault", backup, passphrase=PHRASE)
        with disk.sealed():
            yield place / "a.vault"


def digests(path: Path) -> dict[str, str]:
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in path.rglob("*") if one.is_file()}


def test_the_right_one_opens_for_reading_with_a_notice(path: Path) -> None:
    with Session.open(path, phrase(PHRASE), clock=StillClock()) as session:
        assert unlocking.NO_PERMISSION in session.notices
        assert [one.title for one in session.all("incident")] == ["kept"]
        with pytest.raises(ReadOnly):
            session.save(Incident(title="new")).result()


def test_wrong_and_duress_are_told_alike_and_nothing_is_touched(vault: Command, path: Path) -> None:
    before = digests(path)
    told = [(vault("list", path, "incident", lines=(text,)), vault.out, vault.err) for text in (WRONG, DURESS, WRONG)]
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 3
    assert typed(path, DURESS) is WrongPassphrase
    assert digests(path) == before
    assert vault("list", path, "incident", lines=(PHRASE,)) == 0


def test_the_window_shows_them_alike(path: Path, start: Start, world: World, qtbot: QtBot) -> None:  # noqa: F811
    application = start(path)
    wrong, duress, again = (picture(application, qtbot, text) for text in (WRONG, DURESS, WRONG))
    assert wrong == duress == again
    room = unlock(application, qtbot, PHRASE)
    assert room.session.readonly
