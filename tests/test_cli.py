"""The command line as scripts use it: what it prints, what it returns, what it leaves alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest

from vault.cli import main

PHRASE = "lantern drift onion velvet harbour sixteen"


class Command:
    """`vault` in this process, passphrases on standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object, lines: tuple[str, ...] = (PHRASE,)) -> int:
        typed = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in lines).encode()))
        self._monkeypatch.setattr(sys, "stdin", typed)
        try:
            code = main([*map(str, arguments), "--passphrase-stdin"])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def file(vault: Command, tmp_path: Path) -> Path:
    path = tmp_path / "a.vault"
    assert vault("create", path, "--organisation", "River", "--kdf-profile", 255, "--name", "Nadia") == 0
    return path


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as sheet:
        csv.writer(sheet).writerows(rows)
    return path


def state_of(folder: Path) -> dict[str, str]:
    """Digest of every file, by name; SQLite's passing files are not counted."""
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.endswith(("-wal", "-shm"))]
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


# ------------------------------------------------------------------------------------------------ the main job


def test_from_nothing_to_a_clean_pdf(vault: Command, file: Path, tmp_path: Path) -> None:
    assert vault("sample", file) == 0
    assert vault("check", file) == 0
    assert "sound" in vault.out
    counts = {}
    for kind in ("person", "place", "incident", "risk", "procedure", "action"):
        assert vault("list", file, kind, "--json") == 0
        counts[kind] = json.loads(vault.out)
    assert len(counts["person"]) >= 12
    assert len(counts["place"]) >= 8
    assert len(counts["incident"]) >= 60
    assert len(counts["risk"]) >= 25
    assert counts["procedure"]
    assert counts["action"]
    assert {"name", "alias", "phone", "email"} <= set(counts["person"][0])
    assert {"title", "occurred", "facts", "category", "place"} <= set(counts["incident"][0])
    pdf = tmp_path / "plan.pdf"
    assert vault("export", file, "--report", "nhrf-plan", pdf) == 0
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert len(text) > 500
    for person in counts["person"]:
        for word in (person["name"], person["phone"], person["email"]):
            assert not word or word not in text
    before = pdf.read_bytes()
    assert vault("export", file, "--report", "nhrf-plan", pdf) == 6
    assert pdf.read_bytes() == before
    assert vault("sample", file) == 2


def test_import_list_search_and_export_all(vault: Command, file: Path, tmp_path: Path) -> None:
    sheet = write(
        tmp_path / "in.csv",
        ("id", "title", "occurred", "facts", "category", "place"),
        ("1", "Motorbike at the gate", "1997", "=cmd()", "watched", "Office"),
        ("2", "Calls at night", "1997-01", "Ångström called", "calls", ""),
        ("3", "Stopped at the bridge", "1997-01-05", "Bags searched", "stop", "Bridge road"),
    )
    assert vault("import", file, "incident", sheet, "--source", "book", "--dry-run") == 0
    assert vault("list", file, "incident", "--json") == 0
    assert json.loads(vault.out) == []
    assert vault("import", file, "incident", sheet, "--source", "book") == 0
    assert vault("import", file, "incident", sheet, "--source", "book") == 0
    assert vault("list", file, "incident", "--json") == 0
    assert [one["occurred"] for one in json.loads(vault.out)] == ["1997", "1997-01", "1997-01-05"]
    assert vault("list", file, "incident", "--where", "category=stop", "--json") == 0
    assert [one["title"] for one in json.loads(vault.out)] == ["Stopped at the bridge"]
    assert vault("list", file, "incident", "--where", "place=Office", "--json") == 0
    assert len(json.loads(vault.out)) == 1
    assert vault("search", file, "mot", "--json") == 0
    assert len(json.loads(vault.out)) == 1
    out = tmp_path / "all"
    assert vault("export", file, "--all", out) == 0
    texts = "".join(one.read_text(encoding="utf-8-sig") for one in out.iterdir())
    for words in ("Motorbike at the gate", "Ångström called", "Bridge road", "cmd()"):
        assert words in texts
    with (out / "incident.csv").open(encoding="utf-8-sig", newline="") as made:
        assert not [cell for row in csv.reader(made) for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert vault("export", file, "--all", out) == 6


def test_changed_rows_ask_first(vault: Command, file: Path, tmp_path: Path) -> None:
    head = ("id", "title", "facts")
    vault("import", file, "incident", write(tmp_path / "1.csv", head, ("1", "A", "old")), "--source", "s")
    newer = write(tmp_path / "2.csv", head, ("1", "A", "new"), ("2", "B", "more"))
    assert vault("import", file, "incident", newer, "--source", "s") == 1
    vault("list", file, "incident", "--json")
    assert [one["facts"] for one in json.loads(vault.out)] == ["old"]
    assert vault("import", file, "incident", newer, "--source", "s", "--changed", "keep") == 0
    vault("list", file, "incident", "--json")
    assert [one["facts"] for one in json.loads(vault.out)] == ["old", "more"]
    assert vault("import", file, "incident", newer, "--source", "s", "--changed", "take") == 0
    vault("list", file, "incident", "--json")
    assert [one["facts"] for one in json.loads(vault.out)] == ["new", "more"]


def test_backup_and_restore(vault: Command, file: Path, tmp_path: Path) -> None:
    vault("sample", file)
    assert vault("backup", file, tmp_path / "b.backup") == 0
    assert "incident" in vault.out
    assert vault("restore", tmp_path / "b.backup", tmp_path / "back.vault") == 0
    assert vault("check", tmp_path / "back.vault") == 0
    assert vault("restore", tmp_path / "b.backup", file) == 6
    assert vault("restore", tmp_path / "b.backup", tmp_path / "c.vault", lines=("wrong words",)) == 3
    assert not (tmp_path / "c.vault").exists()
    assert vault("backup", file, tmp_path / "b.backup") == 6


def test_keys(vault: Command, file: Path) -> None:
    other = "seven other words stand here now"
    assert vault("keys", file, "list") == 0
    assert "Nadia" in vault.out
    assert vault("keys", file, "add", "Joseph", lines=(PHRASE, other)) == 0
    assert vault("keys", file, "list", lines=(other,)) == 0
    joseph = next(line.split()[0] for line in vault.out.splitlines() if "Joseph" in line)
    assert vault("keys", file, "change", lines=(PHRASE, "changed by now entirely")) == 0
    assert vault("check", file) == 3
    assert vault("keys", file, "remove", joseph, lines=("changed by now entirely",)) == 0
    assert vault("check", file, lines=(other,)) == 3
    assert vault("keys", file, "remove", 99, lines=("changed by now entirely",)) == 1


def test_a_recovery_code_opens(vault: Command, tmp_path: Path) -> None:
    assert vault("create", tmp_path / "r.vault", "--kdf-profile", 255, "--print-recovery") == 0
    code = vault.out.strip().rpartition(" ")[2]
    assert vault("check", tmp_path / "r.vault", lines=(code.lower().replace("-", " "),)) == 0


# ---------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "FILE", "ghost"),
        ("list", "FILE", "risk", "--where", "ghost=1"),
        ("list", "FILE", "risk", "--where", "area=ghost"),
        ("list", "FILE", "risk", "--where", "nothing"),
        ("export", "FILE"),
        ("export", "FILE", "--report", "ghost", "x.pdf"),
        ("import", "FILE", "risk", "x.csv"),
        ("create", "x.vault", "--kdf-profile", "9"),
        ("dance",),
    ],
)
def test_usage_is_two(vault: Command, file: Path, arguments: tuple[str, ...]) -> None:
    assert vault(*(str(file) if one == "FILE" else one for one in arguments)) == 2
    assert vault.err


def test_wrong_missing_and_foreign(vault: Command, file: Path, tmp_path: Path) -> None:
    before = state_of(file)
    assert vault("check", file, lines=("wrong words",)) == 3
    assert vault.err.count("\n") == 1
    assert vault("check", file, lines=()) == 3
    (tmp_path / "folder").mkdir()
    assert vault("check", tmp_path / "folder") == 3
    write(tmp_path / "single.vault", ("x",))
    assert vault("check", tmp_path / "single.vault") == 3
    assert vault("check", tmp_path / "missing.vault") == 6
    assert vault("create", file, "--kdf-profile", 255) == 6
    assert state_of(file) == before


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(0x9000, len(content), 997):
        content[place] ^= 0x40
    path.write_bytes(content)


def _plain(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")


def _hostile(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in (0, 0x4000):
        struct.pack_into("<III", content, start + 0x2C, 3 * 1024 * 1024, 3, 4)
        content[start + 0x3FE0 : start + 0x4000] = hashlib.sha256(content[start : start + 0x3FE0]).digest()
    path.write_bytes(content)


def _newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in (0, 0x4000):
        struct.pack_into("<I", content, start + 8, 2)
        content[start + 0x3FE0 : start + 0x4000] = hashlib.sha256(content[start : start + 0x3FE0]).digest()
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "fault", "code"),
    [
        ("keys.bin", _cut, {4}),
        ("keys.bin", _empty, {4}),
        ("keys.bin", _flip, {4}),
        ("keys.bin", Path.unlink, {4}),
        ("keys.bin", _hostile, {4, 7}),
        ("keys.bin", _newer, {7}),
        ("data.db", _cut, {4}),
        ("data.db", _empty, {4}),
        ("data.db", _flip, {4}),
        ("data.db", Path.unlink, {4}),
        ("data.db", _plain, {3}),
    ],
)
def test_a_broken_vault_is_told_and_left_alone(
    vault: Command, file: Path, name: str, fault: object, code: set[int]
) -> None:
    vault("sample", file)
    fault(file / "g0001" / name)  # type: ignore[operator]
    before = state_of(file)
    assert vault("check", file) in code
    assert vault.err.strip()
    assert state_of(file) == before


def test_a_foreign_key_file_opens_nothing(vault: Command, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.vault"
    vault("create", other, "--kdf-profile", 255)
    (file / "g0001" / "keys.bin").write_bytes((other / "g0001" / "keys.bin").read_bytes())
    before = state_of(file)
    assert vault("check", file) == 4
    assert state_of(file) == before


def test_a_newer_database_is_refused(vault: Command, file: Path) -> None:
    from vault.services.session import Session

    with Session.open(file, bytearray(PHRASE.encode())) as session:
        session.submit(lambda work: work.db.execute("PRAGMA user_version = 999")).result()
    assert vault("check", file) == 7


@pytest.mark.parametrize(
    "content",
    [b"", b"id,title\r\n", b"\x00\x01\x02,\x00\n\x00", b"title\n" + b"x" * (11 * 1024 * 1024), b"\xff\xfe\xfa" * 7],
    ids=["empty", "no rows", "NUL", "10 MB in a cell", "no encoding"],
)
def test_a_sheet_that_cannot_be_read_changes_nothing(
    vault: Command, file: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    assert vault("import", file, "incident", tmp_path / "bad.csv", "--source", "s") == 1
    assert vault.err.strip()
    vault("list", file, "incident", "--json")
    assert json.loads(vault.out) == []


def test_a_missing_sheet_is_told(vault: Command, file: Path, tmp_path: Path) -> None:
    assert vault("import", file, "incident", tmp_path / "none.csv", "--source", "s") in (1, 6)
    assert vault.err.strip()


# --------------------------------------------------------------------------------------------- whole processes


def run(*arguments: object, lines: tuple[str, ...] = (PHRASE,)) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vault", *map(str, arguments), "--passphrase-stdin"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )


def test_the_command_line_loads_no_qt_and_no_paper() -> None:
    program = (
        "import sys, vault.cli\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'PySide6', 'shiboken6', 'reportlab'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout.strip() == "[]"


def test_a_vault_in_use_is_five(file: Path) -> None:
    from vault.services.session import Session

    with Session.open(file, bytearray(PHRASE.encode())):
        done = run("check", file)
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1


def test_a_kill_in_the_middle_of_an_import_leaves_a_sound_vault(vault: Command, file: Path, tmp_path: Path) -> None:
    rows = [(str(n), f"Row {n}", f"Something happened {n} " * 20) for n in range(6000)]
    sheet = write(tmp_path / "long.csv", ("id", "title", "facts"), *rows)
    command = [sys.executable, "-m", "vault", "import", file, "incident", sheet, "--source", "s", "--passphrase-stdin"]
    log = file / "g0001" / "data.db-wal"
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=Path(__file__).parent.parent) as child:
        assert child.stdin
        child.stdin.write(f"{PHRASE}\n".encode())
        child.stdin.close()
        until = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < until and not (log.exists() and log.stat().st_size > 200_000):
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
    assert vault("check", file) == 0
    vault("list", file, "incident", "--json")
    assert len(json.loads(vault.out)) in (0, 6000)


@pytest.mark.linux
@pytest.mark.root
def test_a_folder_that_cannot_be_written_opens_for_reading(vault: Command, file: Path, tmp_path: Path) -> None:
    vault("sample", file)
    for one in [file, *file.rglob("*"), *tmp_path.parents, tmp_path]:
        one.chmod(one.stat().st_mode | (0o055 if one.is_dir() else 0o044))
    before = state_of(file)
    environment = {**os.environ, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            sys.executable,
            "-m",
            "vault",
            "list",
            file,
            "risk",
            "--passphrase-stdin",
        ],
        input=f"{PHRASE}\n",
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=Path(__file__).parent.parent,
    )
    if "Permission denied" in done.stderr and "python" in done.stderr:
        pytest.skip("the interpreter itself is for root only here")
    assert done.returncode == 0, done.stderr
    assert "A field team is stopped" in done.stdout
    assert state_of(file) == before
