"""A backup for a partner comes back with the partner's identity, or as age opened it, under a new passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.outside import PHRASE, World
from tests.ui.pages.gates import in_gate
from vault.errors import WrongPassphrase
from vault.services import backing_up, partners
from vault.services.session import Session
from vault.ui.pages.restore import Restore

CLICK = Qt.MouseButton.LeftButton
NEW = "harbour lantern velvet sixteen onion drift"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "vaults")


@pytest.fixture
def identity(tmp_path: Path) -> Any:
    made = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(f"# made today\n{made}\n")
    return made


@pytest.fixture
def backup(world: World, tmp_path: Path, identity: Any) -> Path:
    with Session.open(world.vault(), bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        return partners.back_up_for(session, [str(identity.to_public())], tmp_path).path


@pytest.fixture
def page(world: World, backup: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Restore:
    quick = partners.restore
    monkeypatch.setattr(partners, "restore", lambda *given, **named: quick(*given, **named, profile=255))
    made = Restore(world.folder, backing_up.restore)  # type: ignore[arg-type]
    in_gate(made, qtbot)
    return made


def types(page: Restore, first: str, second: str) -> None:
    new = page.partner.new
    if not new.own:
        new.write_own(True)
    new.first.fill(first)
    new.second.fill(second)


def test_it_asks_for_the_identity_and_a_new_passphrase(
    page: Restore, backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page.set_file(backup)
    assert not page.field.isVisible()
    assert page.partner.isVisible()
    qtbot.waitUntil(page.partner.choose.hasFocus)
    qtbot.mouseClick(page.button, CLICK)
    assert page.partner.wrong.text() == "Choose the identity first."
    page.partner.set_identity(tmp_path / "identity.txt")
    types(page, NEW, "something else")
    qtbot.mouseClick(page.button, CLICK)
    assert page.partner.new.wrong.text()
    types(page, NEW, NEW)
    with qtbot.waitSignal(page.restored, timeout=30_000) as restored:
        qtbot.keyClick(page.partner.new.second.line, Qt.Key.Key_Return)
    with Session.open(restored.args[0], bytearray(NEW, "utf-8")) as again:
        assert again.all("organisation")
    with pytest.raises(WrongPassphrase):
        Session.open(restored.args[0], bytearray(PHRASE, "utf-8"))


def test_somebody_elses_identity_is_told(page: Restore, backup: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "other.txt").write_text(str(pyrage.x25519.Identity.generate()))
    page.set_file(backup)
    page.partner.set_identity(tmp_path / "other.txt")
    types(page, NEW, NEW)
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: bool(page.partner.wrong.text()), timeout=30_000)
    assert page.partner.wrong.text() == "This backup was not made for the owner of this identity."
    page.partner.set_identity(backup)
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: page.partner.wrong.text() == "This file holds no identity of age.", timeout=30_000)


def test_what_age_opened_needs_no_identity(
    page: Restore, backup: Path, identity: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    plain = tmp_path / "plain.zip"
    plain.write_bytes(pyrage.decrypt(backup.read_bytes(), [identity]))
    page.set_file(plain)
    assert not page.partner.choose.isVisible()
    types(page, NEW, NEW)
    with qtbot.waitSignal(page.restored, timeout=30_000):
        qtbot.mouseClick(page.button, CLICK)


def test_one_of_ones_own_asks_as_before(page: Restore, backup: Path, world: World, tmp_path: Path) -> None:
    page.set_file(backup)
    with Session.open(world.vault("b"), bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        own = backing_up.back_up(session, tmp_path).path
    page.set_file(own)
    assert page.field.isVisible()
    assert not page.partner.isVisible()
