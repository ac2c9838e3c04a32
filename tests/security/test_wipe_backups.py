"""Check 17: backups on the list no longer open after a wipe, all others do; and a wipe on a machine in any state."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.security.duress_vault import DURESS, backed_up, set_up, typed
from tests.vaults import NOBODY, PHRASE, StillClock, phrase
from vault.errors import Gone, WrongPassphrase
from vault.services import backing_up, tidying, unlocking
from vault.services.session import Session
from vault.services.tidying import Rest
from vault.storage import backups
from vault.storage.medium import FileMedium
from vault.storage.orders import Orders


def opens_still(backup: Path) -> bool:
    try:
        backing_up.check_backup(backup, phrase(), clock=StillClock())
    except WrongPassphrase:
        return False
    return True


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_what_is_listed_is_struck_and_nothing_else(vault: Path, survivor: Path, stick: Path, tmp_path: Path) -> None:
    listed, alone = backed_up(vault, stick / "notes-1.backup"), backed_up(vault, tmp_path / "alone.backup")
    unlisted = backed_up(vault, tmp_path / "drawer.backup")
    other = tmp_path / "other.vault"
    Session.create(other, phrase(), profile=255, clock=StillClock(), by="N").close()
    foreign = backed_up(other, stick / "other.backup")
    picture = stick / "picture.jpg"
    picture.write_bytes(os.urandom(300_000))
    before = picture.read_bytes()
    set_up(vault, survivor, also_backups=[stick, alone])
    later = backed_up(vault, stick / "notes-2.backup")  # made after the set-up: the list is looked up when it happens
    assert typed(vault, DURESS) is WrongPassphrase
    assert [opens_still(one) for one in (listed, later, alone)] == [False] * 3
    assert [opens_still(one) for one in (unlisted, survivor, foreign)] == [True] * 3
    assert all(backups.is_backup(one) for one in (listed, later, alone))
    assert picture.read_bytes() == before
    backing_up.restore(survivor, tmp_path / "back.vault", phrase(), clock=StillClock())
    assert typed(tmp_path / "back.vault", PHRASE) == tmp_path / "back.vault"


@pytest.mark.linux
def test_a_folder_whose_name_is_no_utf_8_can_be_listed(vault: Path, survivor: Path, tmp_path: Path) -> None:
    """As on a stick that another system wrote."""
    stick = tmp_path / os.fsdecode(b"cl\xe9")
    stick.mkdir()
    listed = backed_up(vault, stick / "notes.backup")
    set_up(vault, survivor, also_backups=[stick])
    assert typed(vault, DURESS) is WrongPassphrase
    assert not opens_still(listed)


def test_exports_are_gone(vault: Path, survivor: Path, tmp_path: Path) -> None:
    report, kept = tmp_path / "plan.pdf", tmp_path / "kept.pdf"
    for file in (report, kept):
        file.write_bytes(b"%PDF a name")
    (tmp_path / "way.pdf").symlink_to(kept)
    set_up(vault, survivor, exports=[report, tmp_path / "way.pdf", tmp_path / "never.pdf"])
    assert typed(vault, DURESS) is WrongPassphrase
    assert sorted(one.name for one in tmp_path.glob("*.pdf")) == ["kept.pdf"]
    assert kept.read_bytes() == b"%PDF a name"


def test_an_erased_export_was_overwritten_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, link = tmp_path / "plan.pdf", tmp_path / "same"
    report.write_bytes(b"a name " * 400_000)
    os.link(report, link)  # shows what became of the content
    assert tidying.erase(report)
    assert b"a name" not in link.read_bytes()
    assert link.stat().st_size == 7 * 400_000
    assert not report.exists()
    assert tidying.erase(tmp_path / "none")


@pytest.mark.root
def test_an_export_that_somebody_protected_from_being_changed_was_overwritten_too(tmp_path: Path) -> None:
    folder, link = tmp_path / "mine", tmp_path / "same"
    folder.mkdir()
    report = folder / "plan.pdf"
    report.write_bytes(b"a name")
    os.link(report, link)
    report.chmod(0o400)
    for place in (folder, report):
        os.chown(place, NOBODY, NOBODY)
    for parent in folder.parents[:-1]:
        parent.chmod(parent.stat().st_mode | 0o011)
    os.seteuid(NOBODY)
    try:
        assert tidying.erase(report)
    finally:
        os.seteuid(0)
    assert b"a name" not in link.read_bytes()


def test_of_a_readable_export_only_what_was_exported_is_erased(tmp_path: Path) -> None:
    for name, kept in (("mine", "budget.csv"), ("whole", "")):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("person.json", "person.csv", "README.txt", *([kept] if kept else [])):
            (folder / file).write_text("a name")
    assert not tidying.erase(tmp_path / "mine")
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["budget.csv"]
    assert tidying.erase(tmp_path / "whole")
    (tmp_path / "way").symlink_to(tmp_path / "mine")
    assert tidying.erase(tmp_path / "way")
    assert (tmp_path / "mine" / "budget.csv").exists()


# ------------------------------------------------------------------------------------- a machine in any state


def test_the_stick_is_not_there(vault: Path, survivor: Path, stick: Path) -> None:
    set_up(vault, survivor, also_backups=[stick])
    shutil.rmtree(stick)
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(vault, PHRASE) is WrongPassphrase


@pytest.mark.linux
def test_a_vault_that_a_link_leads_to_is_not_to_be_seen_either(vault: Path, survivor: Path, tmp_path: Path) -> None:
    real = vault.rename(tmp_path / "elsewhere.vault")
    vault.symlink_to(real)
    set_up(vault, survivor, outcome="welcome")
    assert typed(vault, DURESS) is Gone
    assert sorted(one.name for one in tmp_path.iterdir()) == ["abroad"]


def test_what_a_kill_left_of_a_trial_opens_no_more(vault: Path, survivor: Path, tmp_path: Path) -> None:
    set_up(vault, survivor)
    other = tmp_path / "other.vault"
    Session.create(other, phrase(), profile=255, clock=StillClock(), by="N").close()
    left, foreign = tmp_path / ".0a1b2c3d" / "bundle", tmp_path / ".4e5f6071" / "bundle"
    shutil.copytree(vault, left)
    shutil.copytree(other, foreign)
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(left, PHRASE) is WrongPassphrase
    assert typed(foreign, PHRASE) == foreign


def test_two_generations(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    shutil.copytree(vault / "g0001", vault / "g0002")
    assert typed(vault, DURESS) is WrongPassphrase
    for name in ("g0002", "g0001"):
        (vault / "CURRENT").write_text(f"{name}\n")
        assert typed(vault, PHRASE) is WrongPassphrase


@pytest.mark.parametrize("refused", ["write", "flush"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_changes_nothing_that_is_shown(
    vault: Path, survivor: Path, monkeypatch: pytest.MonkeyPatch, refused: str, number: int
) -> None:
    set_up(vault, survivor)

    def failing(self: FileMedium, *_how: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(FileMedium, refused, failing)
        with pytest.raises(WrongPassphrase) as raised:
            unlock_again(vault)
    assert raised.value.onto is None


def unlock_again(vault: Path) -> None:
    unlocking.unlock(vault, phrase(DURESS), clock=StillClock()).close()


def test_nothing_is_begun_when_nothing_is_left_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    began: list[object] = []
    monkeypatch.setattr(tidying.subprocess, "Popen", lambda *how, **more: began.append(how))
    tidying.start(Rest(Orders(), b"x" * 16))
    assert began == []
    tidying.start(Rest(Orders(traces=True), b"x" * 16))
    assert len(began) == 1
    monkeypatch.setattr(tidying.subprocess, "Popen", refuse)
    tidying.start(Rest(Orders(traces=True), b"x" * 16))


def refuse(*_how: object, **_more: object) -> None:
    raise OSError(errno.ENOMEM, "no memory")
