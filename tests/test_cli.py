"""The command line as scripts use it: what it prints, what it returns, what it leaves alone."""

from __future__ import annotations

import csv
import getpass
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pyrage
import pytest
from openpyxl import Workbook

from tests.commands import PHRASE, Command, vault_command, vault_file, write  # noqa: F401 - fixtures
from vault import cli
from vault.errors import NotFound
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Procedure
from vault.services import destroying
from vault.services.session import Session

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


def test_patterns_of_the_log(vault: Command, file: Path, tmp_path: Path) -> None:
    sheet = write(
        tmp_path / "in.csv",
        ("id", "title", "occurred", "category", "place"),
        *((str(n), f"Stopped {n}", f"2024-01-0{n}T10:00", "stop", "Bridge road") for n in range(1, 6)),
        ("6", "Calls at night", "2024-01", "calls", ""),
    )
    assert vault("import", file, "incident", sheet, "--source", "book") == 0
    assert vault("patterns", file) == 0
    assert "Bridge road: 5 of 6." in vault.out
    assert "place: Bridge road 5" in vault.out
    assert vault("patterns", file, "--json") == 0
    told = json.loads(vault.out)
    assert (told["incidents"], told["place"], told["week"]) == (6, {"Bridge road": 5}, {"2024-01-01": 5})
    assert vault("patterns", file, "--days", "1", "--json") == 0
    assert json.loads(vault.out)["incidents"] == 0
    assert vault("patterns", file, "--days", "-1") != 0


def test_two_of_one_name_count_together_in_data(vault: Command, file: Path, tmp_path: Path) -> None:
    actors = write(tmp_path / "a.csv", ("id", "name"), ("1", "Guards"), ("2", "Guards"))
    assert vault("import", file, "actor", actors, "--source", "book") == 0
    with Session.open(file, bytearray(PHRASE.encode())) as session:
        for n, actor in enumerate(session.all("actor")):
            session.save(Incident(title=f"I {n}", occurred=Day("2024-01-01"), actors=(Link(actor.id),))).result()
    assert vault("patterns", file, "--json") == 0
    assert json.loads(vault.out)["actor"] == {"Guards": 2}


def test_more_days_than_there_were_are_all_days(vault: Command, file: Path) -> None:
    assert vault("patterns", file, "--days", "99999999") == 0


def test_code_words_are_in_no_list(vault: Command, file: Path) -> None:
    with Session.open(file, bytearray(PHRASE.encode())) as session:
        session.save(Procedure(title="Going away", code_words="bluebird", aim="To be safe")).result()
    for arguments in (("list", file, "procedure"), ("search", file, "going")):
        assert vault(*arguments, "--json") == 0
        assert "To be safe" in vault.out
        assert "bluebird" not in vault.out
        assert vault(*arguments) == 0
        assert "bluebird" not in vault.out
    for command in ("due", "health", "patterns"):
        assert vault(command, file, "--json") == 0
        assert "bluebird" not in vault.out
    assert vault("diff", file, "--since", "2020-01-01") == 0
    assert "bluebird" not in vault.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_with_few_letters_is_told_all_the_same(file: Path, encoding: str) -> None:
    title = "\u0642\u0641\u0644 \U0001f510 Ω"
    with Session.open(file, bytearray(PHRASE.encode())) as session:
        session.save(Action(title=title, due=Day("2020-01-01"), state="agreed")).result()
    letters = {**os.environ, "PYTHONIOENCODING": encoding}
    said = run("due", file, env=letters)
    assert (said.returncode, said.stderr) == (0, "")
    assert "2020-01-01" in said.stdout
    data = run("due", file, "--json", env=letters)
    assert [one["title"] for one in json.loads(data.stdout)] == [title]


def test_what_is_due(vault: Command, file: Path, tmp_path: Path) -> None:
    assert vault("due", file) == 0
    assert vault.out.strip() == "Nothing is due."
    sheet = write(tmp_path / "in.csv", ("id", "title", "due", "state"), ("1", "Buy a safe", "2020-01-05", "agreed"))
    assert vault("import", file, "action", sheet, "--source", "book") == 0
    assert vault("due", file) == 0
    assert vault.out.startswith("2020-01-05 (")
    assert vault.out.strip().endswith("days late): Buy a safe")
    assert vault("due", file, "--days", "0", "--json") == 0
    assert [(one["kind"], one["title"], one["day"]) for one in json.loads(vault.out)] == [
        ("action", "Buy a safe", "2020-01-05")
    ]
    assert vault("due", file, "--days", "-1") != 0
    many = [(str(n), f"Buy lock {n}", "2020-01-05", "agreed") for n in range(2, 302)]
    more = write(tmp_path / "more.csv", ("id", "title", "due", "state"), *many)
    assert vault("import", file, "action", more, "--source", "book") == 0
    assert vault("due", file, "--json") == 0
    assert len(json.loads(vault.out)) == 301  # a script takes it for all there is


@pytest.mark.linux
def test_output_that_finds_no_room_is_told_and_is_no_fault_of_the_program(file: Path) -> None:
    command = [sys.executable, "-m", "vault", "due", str(file), "--passphrase-stdin"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, input=f"{PHRASE}\n", stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (6, "Not everything could be written out: No space left on device.\n")


@pytest.mark.linux
def test_without_anything_to_read_a_passphrase_from_nothing_begins(file: Path) -> None:
    closed = ["sh", "-c", '"$@" <&-', "sh", sys.executable, "-m", "vault", "due", str(file), "--passphrase-stdin"]
    done = subprocess.run(closed, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Stopped. Nothing half done was left.\n"


def test_import_takes_a_sheet_of_a_workbook(vault: Command, file: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Old").append(["id", "title"])
    book["Old"].append([7, "Gate open"])
    book.save(tmp_path / "in.xlsx")
    asked = ("import", file, "incident", tmp_path / "in.xlsx", "--source", "book")
    assert vault(*asked, "--sheet", "None") == 1
    assert vault(*asked, "--sheet", "Old") == 0
    assert "in.xlsx: 1 row, from the sheet “Old”." in vault.out
    assert "Other sheets were left out: “Sheet”." in vault.out
    assert vault(*asked) == 0
    assert "1 unchanged" in vault.out
    assert vault("list", file, "incident", "--json") == 0
    assert [one["title"] for one in json.loads(vault.out)] == ["Gate open"]


def test_health_and_what_changed(vault: Command, file: Path, tmp_path: Path) -> None:
    sheet = write(tmp_path / "in.csv", ("id", "title", "probability", "impact"), ("1", "A team is stopped", "5", "5"))
    assert vault("import", file, "risk", sheet, "--source", "book") == 0
    assert vault("health", file) == 0
    assert "1 high risk has no action." in vault.out
    assert "  1: A team is stopped" in vault.out
    assert vault("health", file, "--json") == 0
    assert {"high", "owner", "uncovered"} <= {one["key"] for one in json.loads(vault.out)}
    assert vault("diff", file, "--since", "yesterday") == 0
    assert "New: Risk “A team is stopped”" in vault.out
    assert vault("diff", file, "--since", "2 months ago", "--until", "yesterday") == 0
    assert " until " in vault.out
    assert vault("diff", file, "--since", "yesterday", "--until", "2 months ago") == 2
    assert "The last day comes before the first." in vault.err
    assert "New: Risk" not in vault.out
    for day in ("9999-01-01", "the day of nobody", "unknown"):
        assert vault("diff", file, "--since", day) != 0


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


def test_what_left_is_written_down_so_that_the_window_finds_it(
    vault: Command, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert vault("export", file, "--all", "all") == 0
    assert vault("export", file, "--report", "nhrf-plan", "plan.pdf") == 0
    assert vault("backup", file, "b.backup") == 0
    monkeypatch.chdir("/")
    with Session.open(file, bytearray(PHRASE.encode())) as session:
        around = destroying.around(session.backups(), session.exports())
    assert around.backups == (tmp_path / "b.backup",)
    assert around.exports == (tmp_path / "plan.pdf", tmp_path / "all")
    assert not around.backups_away
    assert not around.exports_away


def test_a_report_speaks_of_the_period_one_names(vault: Command, file: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "plan.pdf"
    assert vault("export", file, "--report", "nhrf-plan", pdf, "--period", "2024-01/2024-06") == 0
    assert "January 2024 to June 2024" in pypdf.PdfReader(pdf).pages[0].extract_text()
    assert vault("export", file, "--report", "nhrf-plan", tmp_path / "b.pdf", "--period", "soon") == 2
    assert "“soon” is no period" in vault.err
    assert not (tmp_path / "b.pdf").exists()


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


def test_reach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Dropbox").mkdir()
    for place, begins in ((tmp_path, "A wipe "), (tmp_path / "Dropbox", "A wipe does not reach everything here.")):
        assert cli.main(["reach", str(place)]) == 0
        said = capsys.readouterr().out
        assert said.startswith(begins)
        assert len(said.splitlines()) == 3
    assert cli.main(["reach", str(tmp_path / "none")]) == 6


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


def code_of(line: str) -> str:
    return line.rsplit(" ", 1)[1].strip()


def test_whoever_has_an_opening_code_chooses_a_passphrase_first(vault: Command, file: Path) -> None:
    assert vault("keys", file, "add", "Joseph", "--one-time") == 0
    code, own = code_of(vault.out), "other words of my own entirely"
    assert vault("list", file, "risk", lines=(code,)) == 2
    assert "Choose a passphrase of your own first" in vault.err
    assert vault("keys", file, "rotate", lines=(code,)) == 1
    assert vault("keys", file, "change", lines=(code, own)) == 0
    assert vault("list", file, "risk", lines=(code,)) == 3
    assert vault("list", file, "risk", lines=(own,)) == 0


def test_new_keys(vault: Command, tmp_path: Path) -> None:
    file, other = tmp_path / "b.vault", "other words of my own entirely"
    assert vault("create", file, "--kdf-profile", 255, "--name", "Nadia", "--print-recovery") == 0
    paper = code_of(vault.out.splitlines()[-1])
    assert vault("keys", file, "add", "Joseph", lines=(PHRASE, other)) == 0
    assert vault("keys", file, "rotate") == 0
    opening, recovery = (code_of(line) for line in vault.out.splitlines()[:2])
    assert "Opening code of Joseph" in vault.out
    assert "duress passphrase" in vault.out
    assert [one.name for one in file.glob("g*")] == ["g0002"]
    for text in (other, paper):
        assert vault("list", file, "risk", lines=(text,)) == 3
    for text in (PHRASE, recovery):
        assert vault("list", file, "risk", lines=(text,)) == 0
    assert vault("keys", file, "change", "--before", lines=(opening, "words that are new to me", "not it")) == 1
    assert vault("keys", file, "change", "--before", lines=(opening, "words that are new to me", other)) == 0
    assert vault("list", file, "risk", lines=("words that are new to me",)) == 0


def test_with_the_recovery_code_no_new_keys_are_made(vault: Command, tmp_path: Path) -> None:
    file = tmp_path / "b.vault"
    assert vault("create", file, "--kdf-profile", 255, "--print-recovery") == 0
    paper = code_of(vault.out.splitlines()[-1])
    assert vault("keys", file, "rotate", lines=(paper,)) == 1
    assert vault.out == ""
    assert [one.name for one in file.glob("g*")] == ["g0001"]


def test_a_recovery_code_opens(vault: Command, tmp_path: Path) -> None:
    assert vault("create", tmp_path / "r.vault", "--kdf-profile", 255, "--print-recovery") == 0
    code = vault.out.strip().rpartition(" ")[2]
    assert vault("check", tmp_path / "r.vault", lines=(code.lower().replace("-", " "),)) == 0


# ---------------------------------------------------------------------------------------------------- refusals


def test_the_command_is_hardened_before_a_passphrase_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(cli, "harden", lambda: calls.append("hardened"))
    monkeypatch.setattr(getpass, "getpass", lambda _question: calls.append("asked") or "x")
    monkeypatch.setattr(sys, "argv", ["vault", "check", "/nowhere"])
    assert cli.main() == NotFound.exit_code
    assert calls == ["hardened", "asked"]


def test_no_text_of_somebody_elses_table_steers_the_terminal(vault: Command, file: Path, tmp_path: Path) -> None:
    title = "Gate\x1b]52;c;eA==\x07 \x9b2J \u202egnp.exe"
    sheet = write(tmp_path / "in.csv", ("id", "title", "odd\x1b[2J"), ("1", title, "note"))
    said = ""
    for command in (("import", file, "incident", sheet, "--source", "book"), ("list", file, "incident")):
        assert vault(*command) == 0
        said += vault.out + vault.err
    assert vault("search", file, "gate", "--json") == 0
    assert json.loads(vault.out)[0]["title"] == title
    assert [sign for sign in "\x1b\x07\x9b\u202e" if sign in said + vault.out] == []
    assert "Gate\ufffd]52" in said


def test_a_passphrase_from_a_file_marked_as_utf_8_is_the_one_typed_in_the_window(vault: Command, file: Path) -> None:
    assert vault("list", file, "risk", lines=(f"\ufeff{PHRASE}\r",)) == 0


def test_a_new_passphrase_is_typed_twice_and_two_that_differ_change_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = iter([PHRASE, f"{PHRASE}s"])
    monkeypatch.setattr(getpass, "getpass", lambda _question: next(answers))
    assert cli.main(["create", str(tmp_path / "a.vault")]) == cli.USAGE
    assert "The two were not the same. Nothing was changed." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_the_input_at_a_question_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", nobody)
    assert cli.main(["check", "/nowhere"]) == cli.STOPPED
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every path is text")
def test_a_folder_whose_name_is_no_text_takes_a_backup_and_a_report(vault: Command, file: Path, tmp_path: Path) -> None:
    stick = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    stick.mkdir()
    assert vault("backup", file, stick / "one.backup") == 0
    assert vault("export", file, "--report", "nhrf-plan", stick / "plan.pdf") == 0
    assert "caf\ufffd" in vault.out
    assert vault("export", file, "--all", stick / "all") == 0
    assert {one.name for one in stick.iterdir()} == {"one.backup", "plan.pdf", "all"}


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


# --------------------------------------------------------------------------------------------- whole processes


def run(
    *arguments: object, lines: tuple[str, ...] = (PHRASE,), env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vault", *map(str, arguments), "--passphrase-stdin"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
        env=env,
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


def test_a_backup_for_a_partner_by_the_command_line(vault: Command, file: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(f"# comment\n{identity}\n")
    (tmp_path / "wrong.txt").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    made, given = tmp_path / "b.backup", ("--identity", tmp_path / "identity.txt")
    assert vault("backup", file, made, "--partner", "age1nobody") == 1
    assert vault("backup", file, made, "--partner", str(identity.to_public())) == 0
    assert vault("check", made, *given) == 0
    assert vault("check", made) == 2
    assert vault("check", made, "--identity", tmp_path / "wrong.txt") == 3
    assert vault("check", made, "--identity", made) == 3
    assert vault("restore", made, tmp_path / "back.vault", *given, lines=("new words here",)) == 0
    assert vault("check", tmp_path / "back.vault", lines=("new words here",)) == 0
    assert vault("restore", made, tmp_path / "back.vault", *given, lines=("new words here",)) == 6
    own = tmp_path / "own.backup"
    assert vault("backup", file, own) == 0
    assert vault("check", own) == 0
    assert vault("check", own, lines=("wrong words",)) == 3


def test_what_can_be_read_of_a_damaged_vault_is_saved(vault: Command, file: Path, tmp_path: Path) -> None:
    assert vault("sample", file) == 0
    assert vault("salvage", file, tmp_path / "whole") == 0
    assert "Nothing is known to be missing." in vault.out
    data = file / "g0001" / "data.db"
    content = bytearray(data.read_bytes())
    content[100] ^= 1
    data.write_bytes(content)
    assert vault("check", file) == 4
    assert vault("salvage", file, tmp_path / "out") == 1
    assert "Nothing is known to be missing." in vault.out
    assert (tmp_path / "out" / "incident.json").read_bytes() == (tmp_path / "whole" / "incident.json").read_bytes()
    assert vault("salvage", file, tmp_path / "out") == 6
    assert vault("salvage", file, tmp_path / "other", lines=("wrong words",)) == 3
    data.write_bytes(content[: len(content) * 3 // 4])
    assert vault("salvage", file, tmp_path / "rest") == 1
    assert "Not read: " in vault.out
    assert "More may be missing than is known: " in vault.out
