"""A backup becomes a file beside the others: asked for, refused in words, never over anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.outside import PHRASE, World
from tests.ui.pages.gates import in_gate, overlaps
from vault.progress import Progress
from vault.services import backing_up, places
from vault.services.backing_up import Verified
from vault.services.session import Session
from vault.ui.pages.restore import Restore

CLICK = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "vaults")


@pytest.fixture
def backup(world: World, tmp_path: Path) -> Path:
    with Session.open(world.vault(), bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        return backing_up.back_up(session, tmp_path).path


@pytest.fixture
def page(world: World, backup: Path, qtbot: QtBot) -> Restore:
    def restoring(file: Path, target: Path, passphrase: bytearray, progress: Progress) -> Verified:
        return backing_up.restore(file, target, passphrase, clock=world.clock, progress=progress)

    made = Restore(world.folder, restoring)
    in_gate(made, qtbot)
    return made


def begins(page: Restore, qtbot: QtBot, words: str = PHRASE) -> None:
    page.field.fill(words)
    qtbot.mouseClick(page.button, CLICK)


def tries(page: Restore, qtbot: QtBot, words: str = PHRASE) -> None:
    """In vain: afterwards another try can be made."""
    begins(page, qtbot, words)
    qtbot.waitUntil(page.button.isEnabled, timeout=30_000)


def test_the_first_thing_asked_for_is_the_backup(page: Restore, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.choose.hasFocus)
    tries(page, qtbot)
    assert page.wrong.text() == "Choose the backup first."
    assert page.choose.hasFocus()


def test_a_backup_comes_back_under_a_name_that_is_free(page: Restore, world: World, backup: Path, qtbot: QtBot) -> None:
    page.set_file(backup)
    assert page.file.text() == backup.name
    assert page.field.line.hasFocus()
    with qtbot.waitSignal(page.restored, timeout=30_000) as told:
        begins(page, qtbot)
    assert told.args == [places.at(world.folder, "Notes 2")]
    with Session.open(told.args[0], bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        assert [one.title for one in session.all("organisation")] == ["River"]
    assert page.field.is_empty()


def test_a_wrong_passphrase_is_said_and_leaves_nothing(page: Restore, world: World, backup: Path, qtbot: QtBot) -> None:
    page.set_file(backup)
    tries(page, qtbot, "wrong")
    assert page.wrong.text().startswith("That did not open the file.")
    assert [one.name for one in world.folder.iterdir()] == ["Notes.vault"]
    assert overlaps(page) == []
    with qtbot.waitSignal(page.restored, timeout=30_000):
        begins(page, qtbot)


@pytest.mark.parametrize("content", [b"", b"not a backup at all", b"PK\x03\x04" + bytes(600)])
def test_what_is_no_backup_is_said(page: Restore, world: World, tmp_path: Path, qtbot: QtBot, content: bytes) -> None:
    other = tmp_path / "other.backup"
    other.write_bytes(content)
    page.set_file(other)
    tries(page, qtbot)
    assert page.notice.text().startswith("This is not a file of this program.")
    assert [one.name for one in world.folder.iterdir()] == ["Notes.vault"]
    assert overlaps(page) == []


def test_a_backup_that_is_gone_is_said(page: Restore, tmp_path: Path, qtbot: QtBot) -> None:
    page.set_file(tmp_path / "gone.backup")
    tries(page, qtbot)
    assert "is not there." in page.notice.text()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Notes", "There is a file of this name already. It stays as it is; choose another name."),
        (" ", "A name is needed."),
        ("a\\b", "A name may not hold any of"),
    ],
)
def test_a_name_that_is_taken_or_cannot_be_is_refused(
    page: Restore, world: World, backup: Path, qtbot: QtBot, name: str, sentence: str
) -> None:
    page.set_file(backup)
    page.name.setText(name)
    tries(page, qtbot)
    assert page.name_field.wrong().startswith(sentence)
    assert [one.name for one in world.folder.iterdir()] == ["Notes.vault"]


def test_what_is_missing_is_said_and_has_the_focus(page: Restore, backup: Path, qtbot: QtBot) -> None:
    page.set_file(backup)
    qtbot.mouseClick(page.button, CLICK)
    assert page.wrong.text() == "Type a passphrase or the recovery code of that day."
    assert page.field.line.hasFocus()
    page.name.clear()
    begins(page, qtbot)
    assert page.name_field.wrong()
    assert page.name.hasFocus()


def test_cancel_leads_back(page: Restore, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.cancelled):
        qtbot.mouseClick(page.cancel, CLICK)
