"""Checks 20 and 26: what was written into a vault stands in clear nowhere else, and nobody is talked to about it.

A whole day with a vault happens in a process of its own, with a home of its own, and ends in a kill.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest

from tests.security import whole_session
from tests.security.whole_session import CANARIES, PHRASE, Places
from vault.services.session import Session

SHARED = [Path("/var/tmp"), Path("/dev/shm")]  # noqa: S108 - looked at, not written to
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
OPENED = re.compile(r'\b(?:open|openat|creat)\((?:AT_FDCWD[^,]*, )?"([^"]+)"(?:\.\.\.)?(?:, ([A-Z_|0-9]+))?')
NEEDS_STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@dataclass(frozen=True)
class Day:
    """A day that is over: where it happened, and what strace saw of it."""

    folder: Path
    shared: list[Path]
    trace: str = ""

    @property
    def at(self) -> Places:
        return Places(self.folder)


def environment(folder: Path) -> dict[str, str]:
    """Of a process that has a home and a place for passing files of its own in `folder`."""
    return {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "VAULT_TEST": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def lived(way: str, folder: Path, watched_by: tuple[str, ...] = ()) -> Day:
    for name in ("home", "tmp", "run", "out", "source"):
        (folder / name).mkdir(mode=0o700)
    with (folder / "source" / "sheet.csv").open("w", encoding="utf-8", newline="") as sheet:
        rows = [("id", "title", "occurred", "facts")]
        rows += [(str(n), f"{CANARIES[n % 4]} came", "2026-01-05", f"={CANARIES[1]}") for n in range(40)]
        csv.writer(sheet).writerows(rows)
    before = set(shared_files())
    done = subprocess.run(
        [*watched_by, sys.executable, "-m", whole_session.__name__, way, folder],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(whole_session.__file__).parent.parent.parent,
    )
    assert "done" in done.stdout, done.stderr[-3000:]
    assert done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
    trace = folder / "trace"
    return Day(folder, sorted(set(shared_files()) - before), trace.read_text() if trace.exists() else "")


def shared_files() -> Iterator[Path]:
    """What others may leave their passing files in."""
    for folder in SHARED:
        if folder.is_dir():
            yield from (one for one in folder.rglob("*") if one.is_file())


def hits(files: list[Path]) -> list[str]:
    """Files in which a canary or the passphrase stands, in any of the encodings, in any case."""
    forms = {
        form
        for words in (*CANARIES, PHRASE, "zephyrine", "quagmire")
        for case in (words, words.lower(), words.upper(), words.casefold())
        for form in (case.encode(encoding) for encoding in ENCODINGS)
    }
    found = []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError:
            continue  # somebody else's, and gone already
        found += [f"{file.name}: {form!r}" for form in forms if form in content]
    return found


def files_of(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


@pytest.fixture(scope="module", params=["command", "window"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    return lived(request.param, tmp_path_factory.mktemp(request.param))


def test_nothing_stands_in_clear_anywhere(day: Day) -> None:
    kept = [*files_of(day.folder / "home"), *files_of(day.folder / "tmp"), *files_of(day.folder / "run")]
    assert hits([*kept, *files_of(day.folder / "out"), *day.shared]) == []
    assert {file.name for file in kept} >= {"keys.bin", "data.db"}
    assert (day.folder / "home" / "notes.vault" / "g0001" / "data.db-wal").stat().st_size  # the kill left its log


def test_nothing_is_left_in_passing_places(day: Day) -> None:
    assert files_of(day.folder / "tmp") == []
    assert files_of(day.folder / "run") == []
    outside = [one for one in files_of(day.folder / "home") if day.at.vault not in one.parents]
    assert [one.relative_to(day.folder / "home") for one in outside] == [Path(".local/state/Notes/seen")]
    assert outside[0].stat().st_size == 64  # one number, sealed (8.8)
    assert sorted(one.name for one in (day.folder / "out").iterdir()) == ["b.backup", "plan.pdf"]


def test_the_redacted_plan_holds_none_of_it(day: Day, tmp_path: Path) -> None:
    """Neither its words nor any of its streams, decoded."""
    reader = pypdf.PdfReader(day.at.report)
    (tmp_path / "text").write_text(" ".join(page.extract_text() for page in reader.pages), encoding="utf-8")
    for number in range(1, len(reader.xref[0]) + 1):
        read = getattr(reader.get_object(number), "get_data", None)
        if read:
            (tmp_path / str(number)).write_bytes(read())
    assert (tmp_path / "text").stat().st_size > 500
    assert hits(files_of(tmp_path)) == []


def test_the_canaries_were_really_there(day: Day) -> None:
    """The readable export of the same day is full of them, and the killed vault opens to them again."""
    told = "".join(one.read_text(encoding="utf-8-sig") for one in files_of(day.at.everything))
    assert all(canary in told for canary in CANARIES)
    assert hits(files_of(day.at.everything)) != []
    with Session.open(day.at.vault, bytearray(PHRASE, "utf-8")) as session:
        assert len(session.all("incident")) > 90
        assert any(canary in str(draft.plain) for draft in session.drafts() for canary in CANARIES)
        assert [one.place for one in session.backups()] == [str(day.at.backup)]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("case", [str, str.upper, str.casefold])
def test_the_scan_finds_what_it_looks_for(tmp_path: Path, encoding: str, case: Callable[[str], str]) -> None:
    for number, canary in enumerate(CANARIES):
        (tmp_path / str(number)).write_bytes(os.urandom(1001) + case(canary).encode(encoding) + os.urandom(777))
    assert len({hit.split(":")[0] for hit in hits(files_of(tmp_path))}) == len(CANARIES)


# ----------------------------------------------------------------------------------------- seen by the system


@pytest.fixture(scope="module", params=["command", "window"])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The same day under strace: about half a minute."""
    folder = tmp_path_factory.mktemp(request.param)
    calls = "trace=openat,open,creat,network"
    return lived(request.param, folder, ("strace", "-f", "-qq", "-s", "512", "-e", calls, "-o", str(folder / "trace")))


def opened_for_writing(trace: str) -> set[str]:
    found = set()
    for path, flags in OPENED.findall(trace):
        if not flags or {"O_WRONLY", "O_RDWR", "O_CREAT"} & set(flags.split("|")):
            found.add(path)
    return found


def talked_to(trace: str) -> set[str]:
    """The families of all sockets that were made."""
    return set(re.findall(r"\bsocket(?:pair)?\((\w+)", trace))


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
def test_files_are_written_in_the_vault_and_where_a_person_said(watched: Day) -> None:
    written = opened_for_writing(watched.trace)
    folder = re.escape(str(watched.folder))
    expected = re.compile(
        rf"{folder}/home/(\.[0-9a-f]{{8}}/bundle|notes\.vault)/(README\.txt|CURRENT|lock|g0001/(keys\.bin|data\.db(-wal|-shm|-journal)?))"
        rf"|{folder}/home/\.[0-9a-f]{{8}}/lock"
        rf"|{folder}/out/\.([0-9a-f]{{8}}/.*|b\.backup\..*)"
        rf"|{folder}/\.[0-9a-f]{{8}}/(lock|readable/([a-z_]+\.(json|csv)|README\.txt))"
        rf"|{folder}/home/\.local/state/Notes/seen\.[0-9a-f]{{8}}"
        r"|/dev/(null|tty|ptmx)|/proc/self/.*"
    )
    assert {path for path in written if not expected.fullmatch(path)} == set()
    assert len([path for path in written if path.endswith("notes.vault/g0001/data.db")]) == 1
    assert "etilqs" not in watched.trace


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
def test_nobody_is_talked_to(watched: Day) -> None:
    assert talked_to(watched.trace) <= {"AF_UNIX"}
    assert not re.search(r"\bconnect\([^)]*AF_INET", watched.trace)


@pytest.mark.linux
@NEEDS_STRACE
def test_strace_sees_what_it_is_asked_about(tmp_path: Path) -> None:
    """Otherwise an empty trace would be taken for a good one."""
    program = (
        "import socket, tempfile\n"
        "open('plain.txt', 'w').write('x')\n"
        "tempfile.TemporaryFile(prefix='etilqs_')\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))\n"
    )
    calls = "trace=openat,open,creat,network"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", calls, "-o", "trace", sys.executable, "-c", program], cwd=tmp_path, check=True
    )
    trace = (tmp_path / "trace").read_text()
    assert "plain.txt" in opened_for_writing(trace)
    assert talked_to(trace) == {"AF_INET"}
    assert re.search(r"\bconnect\([^)]*AF_INET", trace)
