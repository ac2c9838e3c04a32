"""Check 7: whatever write or flush the system refuses is told of, what was there still opens, nothing else changed.

The system is made to refuse by strace, at the first call, the second, and so on until none is left: once only, as a
worn stick does, and from there on, as a disk does that is full or that the system has made read-only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.security.test_canaries import environment
from tests.vaults import PHRASE, StillClock, phrase
from vault.errors import WrongPassphrase
from vault.plans.model import Incident
from vault.services import backing_up, checking, keyholding
from vault.services.session import Session
from vault.storage.kdf import TEST

OTHER, NEW = "garden canoe pepper morning", "new words here"
KEPT = "the bridge was closed"
ROWS = 40
SAVE = """
import sys
from vault.cli.terminal import said
from vault.errors import VaultError
from vault.plans.model import Incident
from vault.services.session import Session
try:
    with Session.open(sys.argv[1], bytearray(sys.stdin.readline().strip(), "utf-8")) as session:
        session.save(Incident(title="saved")).result()
        print("saved", flush=True)
except VaultError as fault:
    sys.exit(said(str(fault), fault.exit_code))
"""
VAULT = ("-m", "vault")
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "save": (("-c", SAVE, "FILE"), ""),
    "import": ((*VAULT, "import", "FILE", "person", "SHEET", "--source", "s", "--passphrase-stdin"), ""),
    "change": ((*VAULT, "keys", "FILE", "change", "--passphrase-stdin"), NEW),
    "backup": ((*VAULT, "backup", "FILE", "BACKUP", "--passphrase-stdin"), ""),
    "rotate": ((*VAULT, "keys", "FILE", "rotate", "--passphrase-stdin"), ""),
}
CALLS = ("pwrite64", "fsync,fdatasync", "write")
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES")
NEEDS_STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault of two keyholders and an incident, and a table."""
    folder = tmp_path_factory.mktemp("refused")
    for name in ("home", "tmp", "run", "whole"):
        (folder / name).mkdir(mode=0o700)
    with Session.create(folder / "whole" / "a.vault", phrase(), profile=TEST, clock=StillClock(), by="N") as session:
        session.submit(lambda work: keyholding.add(session.opened, work, "Omar", phrase(OTHER))).result()
        session.save(Incident(title=KEPT, facts="words " * 300)).result()
    rows = "".join(f"{number},Somebody {number}\n" for number in range(ROWS))
    (folder / "whole" / "sheet.csv").write_text(f"id,name\n{rows}")
    return folder


@dataclass
class Tried:
    """How an act ended whose calls were refused, and how often one was."""

    act: str
    folder: Path
    code: int
    err: str
    refused: list[str]

    @property
    def speechless(self) -> bool:
        """Whether it was the terminal that refused, which is another matter."""
        return any(re.search(r"\bwrite\([12],", line) for line in self.refused)

    @property
    def vault(self) -> Path:
        return self.folder / "a.vault"


def tried(place: Path, act: str, call: str, fault: str, when: str) -> Tried:
    """Do it, with one call or more ending in `fault`: `error=` what the system says, or `signal=`."""
    folder, trace = place / "now", place / "trace"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "whole", folder)
    words, more = ACTS[act]
    named = {"FILE": folder / "a.vault", "SHEET": folder / "sheet.csv", "BACKUP": folder / "b.backup"}
    watch = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", trace, *watch, sys.executable, *(named.get(one, one) for one in words)],
        input=f"{PHRASE}\n{more}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,  # a hang is a fault as well
        cwd=CHECKOUT,
        env=environment(place),
    )
    refused = [line for line in trace.read_text().splitlines() if line.endswith("(INJECTED)")]
    return Tried(act, folder, done.returncode, done.stderr, refused)


def verify(one: Tried) -> None:
    """It was said or it was done; never neither, and never half of it."""
    assert "Traceback" not in one.err, one.err
    assert "inside the program" not in one.err, one.err
    texts = {text for text in (PHRASE, OTHER, NEW) if opens(one, text)}
    titles, people = content(one, next(iter(texts & {PHRASE, NEW})))
    assert KEPT in titles
    if one.code:
        assert one.code == 6, one
        assert one.err.count("\n") == 1
        assert re.search(r"disk|written|write|permission", one.err), one.err
        uncertain = "the new passphrase may hold" in one.err
        assert texts == {PHRASE, OTHER} or (uncertain and texts == {NEW, OTHER}), (texts, one.err, one.refused)
        assert (titles - {KEPT}, people) == (set(), 0)
        verify_beside(one)
        return
    assert texts == {{"change": NEW}.get(one.act, PHRASE), *({OTHER} if one.act != "rotate" else ())}, (texts, one)
    assert titles == {KEPT, *(["saved"] if one.act == "save" else [])}
    assert people == (ROWS if one.act == "import" else 0)
    if one.act == "backup":
        assert backing_up.check_backup(one.folder / "b.backup", phrase()).counts["incident"] == 1


def verify_beside(one: Tried) -> None:
    """Nothing is left of a backup that failed, unless it was whole and only its name or the note of it could not be
    kept: then it stays, because it may be the last one."""
    left = {file.name for file in one.folder.iterdir()} - {"a.vault", "sheet.csv"}
    assert left <= ({"b.backup"} if one.act == "backup" else set())
    if left:
        assert backing_up.check_backup(one.folder / "b.backup", phrase()).counts["incident"] == 1


def opens(one: Tried, text: str) -> bool:
    try:
        Session.open(one.vault, phrase(text), clock=StillClock()).close()
    except WrongPassphrase:
        return False
    return True


def content(one: Tried, text: str) -> tuple[set[str], int]:
    with Session.open(one.vault, phrase(text), clock=StillClock()) as session:
        assert not [found for found in checking.check(session) if found.faults]
        return {record.title for record in session.all("incident")}, len(session.all("person"))


@pytest.mark.linux
@NEEDS_STRACE
@pytest.mark.parametrize("act", ACTS)
def test_a_disk_that_refuses_everything_is_told_of(place: Path, act: str) -> None:
    one = tried(place, act, "pwrite64", "error=ENOSPC", "1+")
    assert one.refused
    assert one.code == 6, one
    verify(one)


def numbers() -> Iterator[int]:
    """Each of the first calls, then every fifth: what comes after them is page after page of a copy."""
    return chain(range(1, 40), range(40, 3000, 5))


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
@pytest.mark.parametrize(("call", "end"), [(c, e) for c in CALLS for e in ("", "+") if (c, e) != ("write", "+")])
@pytest.mark.parametrize("act", ACTS)
def test_each_write_and_each_flush_may_be_refused(place: Path, act: str, call: str, end: str) -> None:
    ends = set()
    for number in numbers():
        one = tried(place, act, call, f"error={ERRORS[number % len(ERRORS)]}", f"{number}{end}")
        if not one.refused:
            break
        if not one.speechless:
            verify(one)
            ends.add(one.code)
    assert (one.refused, one.code) == ([], 0)
    verify(one)
    assert 6 in ends or call == "write"
