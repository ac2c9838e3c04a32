"""Where vaults lie, and which folders others read along."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.vaults import closed
from vault.services import places
from vault.storage import mounts


def test_vaults_lie_in_the_data_folder_of_the_account(home: Path) -> None:
    assert home in places.usual().parents
    assert not places.often_copied(places.usual())
    assert places.known() == []


def test_only_vaults_are_shown_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.vault", "a.vault", ".half.vault.1234"):
        closed(tmp_path / name)
    (tmp_path / "photos").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    assert [one.name for one in places.known(tmp_path)] == ["a.vault", "b.vault"]
    assert places.known(tmp_path / "nowhere") == []
    assert places.known(tmp_path / "notes.txt") == []


def test_names(tmp_path: Path) -> None:
    assert places.shown_name(tmp_path / "Notes.vault") == "Notes"
    assert places.at(tmp_path, "  our   notes ") == tmp_path / "our notes.vault"
    assert places.free_name(tmp_path, "Notes") == "Notes"
    for taken in ("Notes", "Notes 2"):
        places.at(tmp_path, taken).mkdir()
    assert places.free_name(tmp_path, "Notes") == "Notes 3"


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("/home/a/Dropbox/x", "Dropbox"),
        ("/home/a/OneDrive - River/x", "OneDrive"),
        ("/Users/a/Library/Mobile Documents/x", "iCloud"),
        ("/home/a/my-nextcloud-files/x", "Nextcloud"),
        ("/home/a/mega/x", "MEGA"),
        ("/home/a/megaphone/x", ""),
        ("/home/a/omega/x", ""),
        ("/home/a/.local/share/Notes", ""),
    ],
)
def test_folders_that_are_copied_away_are_known_by_name(folder: str, program: str) -> None:
    assert places.copied_by(Path(folder)) == program


@pytest.mark.skipif(sys.platform == "win32", reason="finds the home folder otherwise")
def test_folders_that_many_computers_copy(home: Path) -> None:
    assert places.often_copied(home / "Documents" / "work")
    assert places.often_copied(home / "Desktop")
    assert not places.often_copied(home / "vaults")


def test_a_folder_on_another_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not places.on_another_computer(tmp_path)
    monkeypatch.setattr(mounts, "is_remote", lambda path: path == tmp_path)
    assert places.on_another_computer(tmp_path)


def test_two_places_on_one_disk(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert places.same_disk(tmp_path, tmp_path / "a")
    assert not places.same_disk(tmp_path, tmp_path / "none")
