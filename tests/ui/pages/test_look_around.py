"""A sample before typing a word: a file of its own, with a passphrase that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.outside import TEST_PROFILE
from tests.ui.pages.gates import in_gate, overlaps, said
from vault.errors import NoPermission
from vault.services import places
from vault.services.unlocking import Opened
from vault.storage.kdf import Proposal
from vault.ui.pages.create import Answers
from vault.ui.pages.look_around import LookAround

CLICK = Qt.MouseButton.LeftButton


class Founded:
    def __init__(self) -> None:
        self.answers: list[tuple[str, str, int]] = []
        self.fault: Exception | None = None

    def __call__(self, answers: Answers) -> Opened:
        if self.fault:
            raise self.fault
        self.answers.append((answers.path.name, answers.passphrase.decode(), answers.profile))
        return "opened"  # type: ignore[return-value]


@pytest.fixture
def founded() -> Founded:
    return Founded()


@pytest.fixture
def page(tmp_path: Path, founded: Founded, qtbot: QtBot) -> LookAround:
    places.at(tmp_path, "Sample").mkdir()
    made = LookAround(tmp_path, founded, lambda: Proposal(TEST_PROFILE, 0.1))
    in_gate(made, qtbot)
    return made


def test_it_is_made_beside_what_is_there_with_the_words_that_are_shown(
    page: LookAround, founded: Founded, qtbot: QtBot
) -> None:
    assert page.passphrase in said(page)
    with qtbot.waitSignal(page.made) as told:
        qtbot.keyClick(page.button, Qt.Key.Key_Return)
    assert told.args == ["opened", {}]
    assert founded.answers == [("Sample 2.vault", page.passphrase, TEST_PROFILE)]
    assert overlaps(page) == []


def test_where_it_cannot_be_made_that_is_said_and_can_be_tried_again(
    page: LookAround, founded: Founded, qtbot: QtBot
) -> None:
    founded.fault = NoPermission(Path("/x"))
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: bool(page.notice.text()))
    assert page.notice.text().startswith("This computer does not let us use that place.")
    assert overlaps(page) == []
    founded.fault = None
    with qtbot.waitSignal(page.made):
        qtbot.mouseClick(page.button, CLICK)


def test_cancel_leads_back(page: LookAround, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.cancelled):
        qtbot.mouseClick(page.cancel, CLICK)
