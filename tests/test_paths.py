"""Whether something lies at a place: an answer wherever it is asked, also where the system does not let one look."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import Command, vault_command  # noqa: F401 - a fixture
from tests.vaults import NOBODY
from vault import errors, paths
from vault.cli import main
from vault.services import destroying, places, recurring, tidying
from vault.storage.bundle import Bundle
from vault.storage.disks import disk_of
from vault.storage.registers import BackedUp, Exported

_TOO_LONG = "n" * 300  # for any file system that is in use


@pytest.fixture
def unseen(tmp_path: Path) -> Path:
    """A place of which the system says neither that something lies there nor that nothing does."""
    return tmp_path / _TOO_LONG / "one"


@contextmanager
def shut(folder: Path) -> Iterator[None]:
    """The folder as that of another account, which one may not enter."""
    for parent in folder.parents:
        parent.chmod(parent.stat().st_mode | 0o011)
    folder.chmod(0)
    user = os.geteuid()
    os.seteuid(NOBODY if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o700)


@pytest.mark.parametrize("asked", [paths.is_there, paths.is_folder, paths.is_file])
def test_what_cannot_be_reached_is_not_there(asked: Callable[[Path], bool], unseen: Path) -> None:
    assert not asked(unseen)
    assert not asked(Path("a\0b"))


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    answers = [
        tuple(asked(tmp_path / name) for asked in (paths.is_there, paths.is_folder, paths.is_file))
        for name in (".", "file", "missing", "nowhere")
    ]
    assert answers == [(True, True, False), (True, False, True), (False, False, False), (False, False, False)]


@pytest.mark.linux
def test_a_vault_in_a_folder_of_another_account_may_not_be_used(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    with shut(closed):
        with pytest.raises(errors.NoPermission, match="There is no permission to use"):
            Bundle.at(closed / "a.vault")
        assert not recurring.Destination(closed / "backups").is_there
        assert not places.is_vault(closed / "a.vault")


def test_one_place_that_cannot_be_reached_hides_no_other(tmp_path: Path, unseen: Path) -> None:
    here = tmp_path / "report.pdf"
    here.touch()
    left = [Exported("", "", "", "", str(one), "", ()) for one in (unseen, here)]
    around = destroying.around([BackedUp("", "", str(unseen), 0, "")], left)
    assert (around.backups, around.backups_away) == ((), (unseen,))
    assert (around.exports, around.exports_away) == ((here,), (unseen,))
    assert not recurring.Destination(unseen).is_there
    assert tidying.erased_with(unseen) == [unseen]
    assert disk_of(unseen) == disk_of(tmp_path)


@pytest.mark.parametrize(
    "words",
    ["list {} risk", "check {}", "salvage {} out", "restore {} new.vault", "backup {} out"],
)
def test_a_command_says_why_it_cannot_use_a_place(vault: Command, unseen: Path, words: str) -> None:
    assert vault(*words.format(unseen).split()) == 6
    assert str(unseen) in vault.err
    assert vault.err.count("\n") == 1


@pytest.mark.parametrize("command", ["lock", "reach"])
def test_so_does_one_without_a_passphrase(capsys: pytest.CaptureFixture[str], unseen: Path, command: str) -> None:
    assert main([command, str(unseen)]) == 6
    assert str(unseen) in capsys.readouterr().err
