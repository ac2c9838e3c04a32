"""Somebody opens the file with an opening code, and sees nothing of it before a passphrase is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.ways import Start, click, inside, shown, typed
from tests.ui.outside import PHRASE, World
from vault.errors import WrongPassphrase
from vault.services import keyholding, passphrases, pieces, rotation, unlocking
from vault.services.rotation import Wanted
from vault.services.session import Session
from vault.ui.application import Application
from vault.ui.pages.choose_own import ChooseOwn
from vault.ui.pages.from_pieces import FromPieces
from vault.ui.pages.unlock import Unlock

OMAR, OWN = "garden velvet morning canoe pepper", "walrus quilt thunder marble acrobat"


@pytest.fixture
def code() -> str:
    return passphrases.recovery_code()


@pytest.fixture
def path(world: World, code: str) -> Path:
    """New keys were made while Omar was away."""
    path = world.vault()
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        at = session.submit(
            lambda work: keyholding.add(session.opened, work.db, "Omar", bytearray(OMAR, "ascii"), clock=world.clock)
        ).result()
        wanted = Wanted(bytearray(PHRASE, "utf-8"), {}, {at: bytearray(code, "ascii")})
        session.submit(lambda work: rotation.rotate(work, session.opened, wanted, clock=world.clock)).result()
    return path


def opens(path: Path, text: str, world: World) -> bool:
    try:
        unlocking.unlock(path, bytearray(text, "utf-8"), clock=world.clock).close()
    except WrongPassphrase:
        return False
    return True


def come(start: Start, path: Path, code: str, qtbot: QtBot) -> Application:
    application = start(path)
    page = shown(application, Unlock)
    qtbot.keyClicks(page.field.line, code)
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: isinstance(application.gate.page(), ChooseOwn))
    return application


def choose(page: ChooseOwn, qtbot: QtBot) -> None:
    click(qtbot, page.asked.words.other)
    for field in (page.asked.first, page.asked.second):
        qtbot.keyClicks(field.line, OWN)


def test_a_passphrase_is_chosen_before_anything_is_seen(
    start: Start, world: World, path: Path, code: str, qtbot: QtBot
) -> None:
    application = come(start, path, code, qtbot)
    assert application.room is None
    page = shown(application, ChooseOwn)
    click(qtbot, page.button)
    assert page.asked.wrong.text()
    choose(page, qtbot)
    qtbot.keyClicks(page.before.line, "not that one")
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: page.wrong.text().startswith("This is not the passphrase you had before."))
    page.before.clear()
    qtbot.keyClicks(page.before.line, OMAR)
    click(qtbot, page.button)
    room = inside(application, qtbot)
    assert room.session.by == "Omar"
    room.close()
    assert [opens(path, text, world) for text in (OWN, code, OMAR)] == [True, False, False]


def test_going_back_leaves_the_code_good(start: Start, world: World, path: Path, code: str, qtbot: QtBot) -> None:
    application = come(start, path, code, qtbot)
    click(qtbot, shown(application, ChooseOwn).cancel)
    shown(application, Unlock)
    assert opens(path, code, world)
    typed(qtbot, PHRASE)
    click(qtbot, shown(application, Unlock).button)
    assert inside(application, qtbot).session.by == "Nadia"


def test_two_pieces_of_the_recovery_code_open_the_file(start: Start, world: World, code: str, qtbot: QtBot) -> None:
    path = world.vault(recovery=code)
    application = start(path)
    shown(application, Unlock).pieces_asked.emit()
    page = shown(application, FromPieces)
    click(qtbot, page.cancel)
    shown(application, Unlock).pieces_asked.emit()
    page = shown(application, FromPieces)
    for field, piece in zip(page.fields, pieces.split(code)[1:], strict=True):
        field.fill(piece)
    click(qtbot, page.button)
    assert inside(application, qtbot).session.opened.by_recovery
