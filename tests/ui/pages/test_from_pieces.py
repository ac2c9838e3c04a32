"""Two pieces of a recovery code open the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.gates import in_gate, overlaps
from vault.errors import Gone, InUse, WrongPassphrase
from vault.services import pieces
from vault.services.unlocking import Opened
from vault.ui.pages.from_pieces import FromPieces

CLICK = Qt.MouseButton.LeftButton
PATH = Path("/somewhere/Garden.vault")
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"


class Lock:
    """Opens with one code; keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[bytearray] = []
        self.fault: Exception | None = None

    def __call__(self, path: Path, passphrase: bytearray) -> Opened:
        self.given.append(passphrase)
        if self.fault is not None:
            raise self.fault
        if passphrase != bytearray(CODE.replace("-", ""), "ascii"):
            raise WrongPassphrase
        return "opened"  # type: ignore[return-value]


@pytest.fixture
def lock() -> Lock:
    return Lock()


@pytest.fixture
def page(lock: Lock, qtbot: QtBot) -> FromPieces:
    made = FromPieces(PATH, lock)
    in_gate(made, qtbot)
    return made


def fill(page: FromPieces, *typed: str) -> None:
    for field, text in zip(page.fields, typed, strict=True):
        field.fill(text)


def test_two_pieces_open(page: FromPieces, lock: Lock, qtbot: QtBot) -> None:
    made = pieces.split(CODE)
    fill(page, made[2], made[0])
    with qtbot.waitSignal(page.opened) as told:
        qtbot.mouseClick(page.button, CLICK)
    assert told.args == ["opened"]
    assert lock.given == [bytearray(28)]
    assert all(field.is_empty() for field in page.fields)


def test_what_is_wrong_is_said_at_the_piece_and_nothing_is_tried(page: FromPieces, lock: Lock, qtbot: QtBot) -> None:
    made = pieces.split(CODE)
    qtbot.mouseClick(page.button, CLICK)
    assert page.fields[0].line.hasFocus()
    assert [one.text() for one in page.wrong] == ["Type this piece as well."] * 2
    fill(page, made[0], made[1] + " academic")
    qtbot.mouseClick(page.button, CLICK)
    assert page.wrong[1].text() == "There is a slip in it, or a word is missing. A piece has 22 words."
    assert page.fields[1].line.hasFocus()
    fill(page, made[0], made[0])
    assert page.wrong[1].text() == ""
    qtbot.mouseClick(page.button, CLICK)
    assert page.wrong[0].text() == "This is the same piece twice. Two different ones are needed."
    assert overlaps(page) == []
    assert lock.given == []


def test_pieces_of_an_old_code_open_nothing(page: FromPieces, qtbot: QtBot) -> None:
    from vault.services.passphrases import recovery_code

    fill(page, *pieces.split(recovery_code())[:2])
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: page.wrong[1].text().startswith("These two give a recovery code, but not one of this file"))
    assert not page.fields[0].is_empty()


def test_other_troubles_have_their_own_words(page: FromPieces, lock: Lock, qtbot: QtBot) -> None:
    lock.fault = InUse(PATH)
    fill(page, *pieces.split(CODE)[:2])
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: "Another window or program has this file open." in page.notice.text())
    lock.fault = Gone(PATH)
    with qtbot.waitSignal(page.gone):
        qtbot.mouseClick(page.button, CLICK)


def test_escape_goes_back(page: FromPieces, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.cancelled):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
