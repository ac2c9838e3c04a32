"""Partners' keys in the settings, and a backup that only one of them can open."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, cast

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settings_of
from vault.errors import DiskFull
from vault.services import partners
from vault.services.session import Session
from vault.ui import files
from vault.ui.pages.backups_partners import Partners
from vault.ui.pages.settings_backups import BackupsSection
from vault.ui.room import Room


@pytest.fixture
def identity() -> Any:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def part(room: Room) -> Partners:
    return cast(BackupsSection, settings_of(room, "backups").section()).partners


def test_a_key_is_kept_and_a_backup_for_its_owner_made(
    part: Partners, session: Session, identity: Any, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(files, "ask_for_folder", lambda _asker, _title, chosen, *_more: chosen(stick))
    part.name.setText("Legal aid")
    part.key.setText(str(identity.to_public()))
    qtbot.keyClick(part.key, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in partners.partners(session)] == ["Legal aid"])
    qtbot.waitUntil(lambda: part.key.text() == "")
    (make,) = [one for one in part.findChildren(QPushButton) if one.accessibleName() == "Back up for them: Legal aid"]
    make.click()
    qtbot.waitUntil(lambda: bool(part.made.text()))
    (made,) = stick.iterdir()
    assert part.made.text().startswith(f"1 record read again from the copy. {made.name}")
    assert "only Legal aid can open it" in part.made.text()
    assert partners.check(made, str(identity)).counts["organisation"] == 1


def test_one_backup_at_a_time(
    part: Partners, session: Session, identity: Any, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners.add(session, "Legal aid", str(identity.to_public())).result()
    part.reload()
    goes_on = threading.Event()

    def fail(*_given: object) -> None:
        goes_on.wait(30)
        raise DiskFull(tmp_path)

    monkeypatch.setattr(partners, "back_up_for", fail)
    part.back_up(partners.partners(session)[0], tmp_path)

    def offered() -> list[bool]:
        return [one.isEnabled() for one in part.findChildren(QPushButton) if "Legal" in one.accessibleName()]

    part.reload()  # as after another backup
    qtbot.waitUntil(lambda: offered() == [False, False])
    assert not part.add.isEnabled()
    goes_on.set()
    qtbot.waitUntil(lambda: offered() == [True, True])
    assert part.add.isEnabled()
    assert part.notice.text().startswith("The disk is full")


def test_what_is_no_public_key_is_refused_beside_it(part: Partners, session: Session, identity: Any) -> None:
    part.name.setText("X")
    part.key.setText(str(identity))
    part.take()
    assert "must stay with your partner" in part.key_field.wrong()
    part.name.clear()
    part.key.setText(str(identity.to_public()))
    part.take()
    assert part.name_field.wrong()
    assert not part.key_field.wrong()
    assert partners.partners(session) == []


def test_a_key_can_be_forgotten(part: Partners, session: Session, identity: Any, qtbot: QtBot) -> None:
    partners.add(session, "Legal aid", str(identity.to_public())).result()
    part.reload()
    part._forget(partners.partners(session)[0])
    qtbot.waitUntil(lambda: partners.partners(session) == [])
    qtbot.waitUntil(lambda: not [one for one in part.findChildren(QPushButton) if "Legal" in one.accessibleName()])
