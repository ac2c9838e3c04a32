"""A kill at any moment: the vault opens, what was acknowledged is there, nothing is there by halves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security import killed
from tests.vaults import StillClock, phrase
from vault.errors import WrongPassphrase
from vault.services import checking
from vault.services.session import Session


def kill(folder: Path, seed: int, count: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.killed", folder, str(seed), str(count)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30 * count,  # a hang is a fault as well
        cwd=Path(killed.__file__).parent.parent.parent,
        env=os.environ | {"VAULT_TEST": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.linux
def test_a_vault_survives_being_killed(tmp_path: Path) -> None:
    told = kill(tmp_path, seed=1, count=12)
    assert "saved=0" not in told
    assert "imported=0" not in told
    assert "thinned=0" not in told


@pytest.mark.linux
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_more_vaults_survive_it(tmp_path: Path, seed: int) -> None:
    """One after the other: all of a vault is compared after every kill, and it grows."""
    assert "saved=0" not in kill(tmp_path, seed, count=40)


@pytest.mark.parametrize("loss", ["saved", "imported", "text"])
def test_the_search_for_losses_finds_one(tmp_path: Path, loss: str) -> None:
    """What was acknowledged and is not there, half an import, a passphrase of which nothing is known."""
    path, known = tmp_path / "notes.vault", killed.Known()
    with Session.create(path, phrase(killed.FIRST), profile=killed.TEST, by="N") as session:
        if loss == "saved":
            known.saved.add("1-1")
        elif loss == "imported":
            (tmp_path / "sheet.csv").write_text("id,name\n1,Somebody\n")
            killed.bring_in(session, killed.Journal(tmp_path / "journal"), "1-1", tmp_path)
        else:
            killed.change_passphrase(session, killed.Journal(tmp_path / "other"), "1-1", tmp_path)
    with pytest.raises(AssertionError):
        killed.verify(tmp_path, known)


@pytest.mark.linux
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("call", ["pwrite64", "fsync"])
def test_a_kill_at_every_single_write_of_a_passphrase_change(tmp_path: Path, call: str) -> None:
    """Check 6: not at a moment nobody chose, but at each of them."""
    whole, path = tmp_path / "whole.vault", tmp_path / "notes.vault"
    Session.create(whole, phrase(), profile=killed.TEST, by="N").close()
    seen = []
    for number in range(1, 200):
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(whole, path)
        ended = changed_under(path, ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"])
        seen.append(opening(path))
        if ended:
            break
    assert seen[-1] == {"new words here"}
    assert all(len(texts) == 1 for texts in seen), seen
    assert len(seen) > 4


def changed_under(path: Path, watch: list[str]) -> bool:
    """Change the passphrase under strace; whether the process lived to the end."""
    command = [sys.executable, "-m", "vault", "keys", str(path), "change", "--passphrase-stdin"]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, *watch, *command],
        input="lantern drift onion\nnew words here\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,  # a hang is a fault as well
        cwd=Path(killed.__file__).parent.parent.parent,
        env=os.environ | {"VAULT_TEST": "1"},
    )
    return done.returncode == 0


def opening(path: Path) -> set[str]:
    """The passphrases that open a vault, which must be sound."""
    found = set()
    for text in ("lantern drift onion", "new words here"):
        try:
            Session.open(path, phrase(text), clock=StillClock()).close()
        except WrongPassphrase:
            continue
        with Session.open(path, phrase(text), clock=StillClock()) as session:
            assert not [one for one in checking.check(session) if one.faults]
        found.add(text)
    return found
