"""A kill at every flush and rename of making new keys, and at many writes: one generation opens, nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security import killed
from tests.vaults import PHRASE, StillClock, phrase
from vault import paths
from vault.errors import WrongPassphrase
from vault.plans.model import Incident
from vault.services import checking, keyholding
from vault.services.session import Session
from vault.storage.bundle import Bundle
from vault.storage.kdf import TEST

OTHER = "garden canoe pepper morning"
CODE = re.compile(r"shown this once: (\S+)")
# at each of these, and at every n-th write
CALLS = {"fsync": 1, "mkdir": 1, "rename": 1, "unlink": 1, "rmdir": 1, "ftruncate": 1, "pwrite64": 7}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A vault with two keyholders and an incident."""
    path = tmp_path / "whole.vault"
    with Session.create(path, phrase(), profile=TEST, clock=StillClock(), by="N") as session:
        session.submit(lambda work: keyholding.add(session.opened, work, "Omar", phrase(OTHER))).result()
        session.save(Incident(title="the bridge was closed")).result()
    return path


def rotated_under(path: Path, watch: list[str]) -> tuple[bool, str]:
    """Make new keys under strace: whether the process lived to the end, and the opening code it told."""
    command = [sys.executable, "-m", "vault", "keys", str(path), "rotate", "--passphrase-stdin"]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, *watch, *command],
        input=f"{PHRASE}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,  # a hang is a fault as well
        cwd=Path(killed.__file__).parent.parent.parent,
        env=os.environ | {"VAULT_TEST": "1"},
    )
    found = CODE.search(done.stdout)
    return done.returncode == 0, found[1] if found else ""


def opening(path: Path, text: str) -> bool:
    """Whether a passphrase opens the vault; then it must be sound and hold the incident."""
    try:
        session = Session.open(path, phrase(text), clock=StillClock())
    except WrongPassphrase:
        return False
    with session:
        assert not [one for one in checking.check(session) if one.faults]
        assert [one.title for one in session.all("incident")] == ["the bridge was closed"]
        assert session.notices == ()
    return True


@pytest.mark.linux
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("call", list(CALLS))
def test_a_kill_while_new_keys_are_made(tmp_path: Path, whole: Path, call: str) -> None:
    path, seen = tmp_path / "notes.vault", list[tuple[bool, bool]]()
    for number in range(1, 2000, CALLS[call]):
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(whole, path)
        paths.seen().unlink(missing_ok=True)  # of the run before, whose keys were others
        ended, code = rotated_under(path, ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"])
        assert opening(path, PHRASE)
        assert [one.name for one in path.glob("g*")] == [Bundle.at(path).generation]
        seen.append((opening(path, OTHER), bool(code) and opening(path, code)))
        if ended:
            break
    assert ended
    assert all(old != new for old, new in seen), seen
    assert seen[-1] == (False, True)
    assert len(set(seen)) == 2 or call == "rmdir", "only the last was a kill: the calls are others now"
