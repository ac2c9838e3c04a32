"""Bad input gets a clear sentence and changes nothing: every case, by the command line, word for word."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import PHRASE, Command, state_of, vault_command, vault_file  # noqa: F401 - fixtures
from vault.services import sample as samples
from vault.services.session import Session
from vault.storage import kdf

DAMAGED = "{file} is damaged. {detail} Nothing was changed; restore a backup."
NEWER = (
    "{file} was made by a newer version of this program. Its key settings are not known here. Nothing was changed;"
    " use the newer version."
)
UNREADABLE = "Its key file cannot be read."
PARTLY = "Part of its key file is missing or was changed."
NOT_ITS_KEY = "It does not open with this vault's key."
CUT_OFF = "It is empty or cut off."

Change = Callable[[bytes], "bytes | None"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with something in it."""
    path = tmp_path_factory.mktemp("made") / "a.vault"
    with Session.create(path, bytearray(PHRASE.encode()), organisation="River", profile=255, by="Nadia") as session:
        samples.fill(session)
    return path


@pytest.fixture
def sample(made: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "a.vault"))


# --------------------------------------------------------------------------------------------- spoilt vaults


def flipped(content: bytes) -> bytes:
    changed = bytearray(content)
    for place in range(0x9000, len(changed), 997):
        changed[place] ^= 0x40
    return bytes(changed)


def header_with(at: int, *numbers: int) -> Change:
    """Both headers saying something else, with right checksums."""

    def change(content: bytes) -> bytes:
        changed = bytearray(content)
        for start in (0, 0x4000):
            struct.pack_into(f"<{len(numbers)}I", changed, start + at, *numbers)
            block = changed[start : start + 0x3FE0]
            changed[start + 0x3FE0 : start + 0x4000] = hashlib.sha256(block).digest()
        return bytes(changed)

    return change


def plain(_content: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE incident (title)")
        return bytes(db.serialize())


SPOILT: list[tuple[str, str, Change, int, str]] = [
    ("keys.bin", "cut off in the header", lambda content: content[:1000], 4, UNREADABLE),
    ("keys.bin", "cut off in the middle", lambda content: content[: len(content) // 2], 4, PARTLY),
    ("keys.bin", "too long", lambda content: content + b"x", 4, PARTLY),
    ("keys.bin", "bits turned over", flipped, 4, PARTLY),
    ("keys.bin", "empty", lambda content: b"", 4, UNREADABLE),
    ("keys.bin", "missing", lambda content: None, 4, "Its key file is missing."),
    ("keys.bin", "something else", lambda content: b"%PDF-1.7" * 40_000, 4, UNREADABLE),
    ("keys.bin", "3 GB of memory", header_with(0x2C, 3 << 20, 3, 4), 7, NEWER),
    ("keys.bin", "an unknown profile", header_with(0x28, 9, 3 << 20, 3, 4), 7, NEWER),
    ("keys.bin", "a newer format", header_with(0x08, 2), 7, NEWER),
    ("data.db", "cut off in the header", lambda content: content[:1000], 4, CUT_OFF),
    ("data.db", "cut off in the middle", lambda content: content[: len(content) // 8192 * 4096], 4, NOT_ITS_KEY),
    ("data.db", "bits turned over", flipped, 4, NOT_ITS_KEY),
    ("data.db", "empty", lambda content: b"", 4, CUT_OFF),
    ("data.db", "missing", lambda content: None, 4, "It is missing."),
    ("data.db", "something else", lambda content: b"%PDF-1.7" * 40_000, 4, NOT_ITS_KEY),
]

COMMANDS = [("check",), ("list", "incident"), ("search", "motorbike"), ("backup", "OUT"), ("export", "--all", "OUT")]


def run_all(vault: Command, path: Path, out: Path) -> set[tuple[int, str]]:
    """Every command on a vault: what it returned and the one sentence it said."""
    told = set()
    for name, *more in COMMANDS:
        told.add((vault(name, path, *(out if one == "OUT" else one for one in more)), vault.err))
        assert vault.out == ""
        assert not out.exists()
    return told


@pytest.mark.parametrize(
    ("name", "change", "code", "words"),
    [pytest.param(name, change, code, words, id=f"{name}: {what}") for name, what, change, code, words in SPOILT],
)
def test_a_spoilt_vault(
    vault: Command,
    sample: Path,
    tmp_path: Path,
    name: str,
    change: Change,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoilt = sample / "g0001" / name
    content = change(spoilt.read_bytes())
    if content is None:
        spoilt.unlink()
    else:
        spoilt.write_bytes(content)
    if code == 7:
        monkeypatch.setattr(kdf, "core", lambda *_: pytest.fail("memory was asked for"))
    before = state_of(tmp_path)
    said = sample if name == "keys.bin" else spoilt
    sentence = NEWER.format(file=said) if code == 7 else DAMAGED.format(file=said, detail=words)
    assert run_all(vault, sample, tmp_path / "out") == {(code, sentence + "\n")}
    assert state_of(tmp_path) == before


def test_a_plain_database_in_its_place(vault: Command, sample: Path, tmp_path: Path) -> None:
    database = sample / "g0001" / "data.db"
    database.write_bytes(plain(b""))
    before = state_of(tmp_path)
    sentence = "is not a vault. It is an ordinary database without encryption; nothing was written to it."
    assert run_all(vault, sample, tmp_path / "out") == {(3, f"{database} {sentence}\n")}
    assert state_of(tmp_path) == before


@pytest.mark.parametrize("name", ["keys.bin", "data.db"])
def test_a_file_of_another_vault(vault: Command, sample: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "b.vault"
    assert vault("create", other, "--kdf-profile", 255) == 0
    (sample / "g0001" / name).write_bytes((other / "g0001" / name).read_bytes())
    before = state_of(tmp_path)
    sentence = DAMAGED.format(file=sample / "g0001" / "data.db", detail=NOT_ITS_KEY)
    assert run_all(vault, sample, tmp_path / "out") == {(4, sentence + "\n")}
    assert state_of(tmp_path) == before


def test_a_database_of_a_newer_program(vault: Command, sample: Path, tmp_path: Path) -> None:
    with Session.open(sample, bytearray(PHRASE.encode())) as session:
        session.submit(lambda work: work.db.execute("PRAGMA user_version = 999")).result()
    before = state_of(tmp_path)
    ((code, said),) = run_all(vault, sample, tmp_path / "out")
    assert code == 7
    assert f"{sample} was made by a newer version of this program. It has version 999; this program knows" in said
    assert state_of(tmp_path) == before


@pytest.mark.parametrize("lines", [("wrong words",), ("",), (), ("x" * 5000,), (PHRASE.upper(),)])
def test_a_wrong_passphrase(vault: Command, sample: Path, tmp_path: Path, lines: tuple[str, ...]) -> None:
    before = state_of(tmp_path)
    for name, *more in COMMANDS:
        out = (tmp_path / "out" if one == "OUT" else one for one in more)
        assert vault(name, sample, *out, lines=lines) == 3
        assert vault.err == "That passphrase did not open the vault. Nothing was changed.\n"
    assert state_of(tmp_path) == before


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        ("nothing", 6, "{path} is not there."),
        ("a file", 3, "{path} is not a vault. A vault is a folder; this is a single file."),
        ("an empty folder", 3, "{path} is not a vault. The folder holds none of a vault's files."),
        ("a foreign folder", 3, "{path} is not a vault. The folder holds none of a vault's files."),
        ("two generations", 4, "{path} is damaged. The file CURRENT does not name one of the vault's folders."),
    ],
)
def test_what_is_no_vault(vault: Command, tmp_path: Path, what: str, code: int, words: str) -> None:
    path = tmp_path / "x.vault"
    if what == "a file":
        path.write_text("words")
    elif what != "nothing":
        path.mkdir()
    if what == "a foreign folder":
        (path / "photo.jpg").write_bytes(b"\xff\xd8")
    if what == "two generations":
        (path / "g0001").mkdir()
        (path / "g0002").mkdir()
    before = state_of(tmp_path)
    answers = run_all(vault, path, tmp_path / "out")
    if what == "a file":  # `check` looks at backups as well
        answers.remove((3, f"{path} is not a vault. It is not a backup of a vault.\n"))
    ((told, said),) = answers
    assert told == code
    assert said.startswith(words.format(path=path))
    assert state_of(tmp_path) == before


# ------------------------------------------------------------------------------------------- spoilt backups


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        ("nothing", 6, "{path} is not there."),
        ("a text", 3, "{path} is not a vault. It is not a backup of a vault."),
        ("empty", 3, "{path} is not a vault. It is not a backup of a vault."),
        ("a folder", 3, "{path} is not a vault. It is not a backup of a vault."),
        ("cut off", 3, "{path} is not a vault. It is not a backup of a vault."),
        ("bits turned over", 4, "{path} is damaged. The backup is cut off or altered."),
        ("a key file too short", 4, "{path} is damaged. The backup is cut off or altered."),
    ],
)
def test_a_spoilt_backup(vault: Command, sample: Path, tmp_path: Path, what: str, code: int, words: str) -> None:
    path = tmp_path / "b.backup"
    assert vault("backup", sample, path) == 0
    content = path.read_bytes()
    path.unlink()
    if what == "a folder":
        path.mkdir()
    elif what == "a key file too short":
        import zipfile

        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("keys.bin", b"x" * 1000)
            packed.writestr("data.db", b"y" * 8192)
    elif what != "nothing":
        spoilt = {"a text": b"words", "empty": b"", "cut off": content[:-500], "bits turned over": flipped(content)}
        path.write_bytes(spoilt[what])
    before = state_of(tmp_path)
    assert vault("restore", path, tmp_path / "back.vault") == code
    assert vault.err.startswith(words.format(path=path))
    assert vault.err.count("\n") == 1
    assert state_of(tmp_path) == before


# ------------------------------------------------------------------------------------------------ spreadsheets


REFUSED = [
    ("NUL bytes", b"title,facts\na,b\nc\0,d\n", "Line 3 of the file holds a NUL byte, so it is no table of text."),
    (
        "10 MB in a cell",
        b"title\n" + b"x" * 10_000_000 + b"\n",
        "Row 2 holds a cell of more than a million characters.",
    ),
    ("no rows", b"title,facts\n", "This table has headings but no rows."),
    ("empty", b"", "This file is empty."),
    ("only blanks", b" \n\n  \n", "This file is empty."),
    ("UTF-16 without its mark", "title\na\n".encode("utf-16-le"), "This file looks like UTF-16 without its mark."),
    ("half a letter", b"\xff\xfe\xfa" * 7, "Line 1 of the file cannot be read as utf-16."),
    ("a workbook cut off", b"PK\x03\x04" + bytes(100), "This workbook is damaged"),
    ("an open quotation", b'title\n"never closed\n', "A quotation mark in row 2 is never closed."),
]


@pytest.mark.parametrize(("content", "words"), [pytest.param(raw, words, id=what) for what, raw, words in REFUSED])
def test_a_sheet_that_is_refused(vault: Command, file: Path, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "sheet.csv").write_bytes(content)
    before = state_of(tmp_path)
    assert vault("import", file, "incident", tmp_path / "sheet.csv", "--source", "s") == 1
    assert words in vault.err
    assert vault.err.count("\n") == 1
    assert vault("import", file, "incident", tmp_path / "sheet.csv", "--source", "s", "--dry-run") == 1
    assert state_of(tmp_path) == before


KEPT = [
    ("ragged", b"id,title,facts\n1,A\n2,B,b,c\n3,C,c\n", ["A", "B", "C"], "Row 2: new. This row has 2 of 3 cells"),
    (
        "wrong encoding",
        b"id,title\n1,Gr\xe9bizi\n",
        ["Grébizi"],
        "The encoding was taken to be cp1252; look at the rows",
    ),
    ("formulas", b'id,title\n1,"=HYPERLINK(""x"")"\n', ['=HYPERLINK("x")'], "Row 2: new."),
    (
        "two of one name",
        b"title,title\na,b\n",
        ["a"],
        "2 columns are called “title”; they are told apart as “title (2)”.",
    ),
]


@pytest.mark.parametrize(
    ("content", "titles", "words"), [pytest.param(raw, titles, words, id=what) for what, raw, titles, words in KEPT]
)
def test_a_sheet_that_asks_for_a_look(
    vault: Command, file: Path, tmp_path: Path, content: bytes, titles: list[str], words: str
) -> None:
    """It can be brought in, nothing of it is lost, and what is doubtful is said before anything is written."""
    (tmp_path / "sheet.csv").write_bytes(content)
    before = state_of(tmp_path)
    assert vault("import", file, "incident", tmp_path / "sheet.csv", "--source", "s", "--dry-run") == 0
    assert words in vault.out
    assert "Nothing was written." in vault.out
    assert state_of(tmp_path) == before
    assert vault("import", file, "incident", tmp_path / "sheet.csv", "--source", "s") == 0
    assert vault("list", file, "incident", "--json") == 0
    assert [one["title"] for one in json.loads(vault.out)] == titles
    assert vault("check", file) == 0


@pytest.mark.parametrize(
    ("name", "words"), [("none.csv", "{path} is not there."), ("a.vault", "{path} could not be written or read.")]
)
def test_a_sheet_that_is_not_there(vault: Command, file: Path, tmp_path: Path, name: str, words: str) -> None:
    before = state_of(tmp_path)
    assert vault("import", file, "incident", tmp_path / name, "--source", "s") == 6
    assert vault.err.startswith(words.format(path=tmp_path / name))
    assert state_of(tmp_path) == before


def test_a_wrong_map_changes_nothing(vault: Command, file: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_bytes(b"title\na\n")
    (tmp_path / "map.toml").write_text("[columns\n")
    before = state_of(tmp_path)
    for name in ("map.toml", "none.toml"):
        assert vault("import", file, "incident", tmp_path / "sheet.csv", "--source", "s", "--map", tmp_path / name) in (
            1,
            6,
        )
        assert name in vault.err
    assert state_of(tmp_path) == before


# ----------------------------------------------------------------------------------------------------- ways out


PLACES = [
    ("a file that is there", 6, "{place} is already there and was left as it is. Choose another name."),
    ("a link to nothing", 6, "{place} is already there and was left as it is. Choose another name."),
    ("a missing folder", 6, "{parent} is not there."),
    (
        "a file for a folder",
        6,
        "{place} could not be written or read. {parent} is a file, and a folder is needed there.",
    ),
    ("a name too long", 6, "{place} could not be written or read. File name too long."),
]
WAYS = [
    ("--report", ("export", "FILE", "--report", "nhrf-plan", "OUT")),
    ("--all", ("export", "FILE", "--all", "OUT")),
    ("backup", ("backup", "FILE", "OUT")),
    ("restore", ("restore", "BACKUP", "OUT")),
    ("create", ("create", "OUT", "--kdf-profile", "255")),
]


def place_of(tmp_path: Path, what: str) -> Path:
    place = tmp_path / "out"
    if what == "a file that is there":
        place.write_text("mine")
    elif what == "a link to nothing":
        place.symlink_to(tmp_path / "nowhere")
    elif what == "a missing folder":
        place = tmp_path / "none" / "out"
    elif what == "a file for a folder":
        (tmp_path / "stick").write_text("mine")
        place = tmp_path / "stick" / "out"
    else:
        place = tmp_path / ("n" * 300)
    return place


@pytest.mark.parametrize("arguments", [pytest.param(arguments, id=way) for way, arguments in WAYS])
@pytest.mark.parametrize(("what", "code", "words"), PLACES)
def test_a_place_that_cannot_be_written(
    vault: Command, sample: Path, tmp_path: Path, arguments: tuple[str, ...], what: str, code: int, words: str
) -> None:
    backup = tmp_path / "b.backup"
    assert vault("backup", sample, backup) == 0
    place = place_of(tmp_path, what)
    if arguments[0] == "create" and what == "a missing folder":
        pytest.skip("a new vault may need the folders above it, and makes them")
    before = state_of(tmp_path)
    named = {"FILE": sample, "OUT": place, "BACKUP": backup}
    assert vault(*(named.get(one, one) for one in arguments)) == code
    assert vault.err == words.format(place=place, parent=place.parent) + "\n"
    assert state_of(tmp_path) == before


def as_nobody(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command as a user who owns nothing here."""
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "vault"]
    return subprocess.run(
        [*command, *map(str, arguments), "--passphrase-stdin"],
        input=f"{PHRASE}\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=Path(__file__).parent.parent,
    )


@pytest.mark.linux
@pytest.mark.root
@pytest.mark.shown
def test_a_vault_in_a_folder_that_may_not_be_entered_is_told_so(sample: Path, tmp_path: Path) -> None:
    opened_up(tmp_path, *tmp_path.parents)
    closed = tmp_path / "closed"
    shutil.copytree(sample, closed / "a.vault")
    closed.chmod(0o700)
    refused = as_nobody("list", closed / "a.vault", "risk")
    if refused.returncode in (126, 127):
        pytest.skip("the interpreter itself is for root only here")
    assert (refused.returncode, refused.stdout) == (6, "")
    assert "There is no permission to use" in refused.stderr


def opened_up(*places: Path) -> None:
    """Readable for everybody, writable for the owner alone."""
    for one in places:
        one.chmod(one.stat().st_mode | (0o055 if one.is_dir() else 0o044))


@pytest.mark.linux
@pytest.mark.root
@pytest.mark.shown
def test_without_permission_to_write_it_opens_for_reading(vault: Command, sample: Path, tmp_path: Path) -> None:
    opened_up(sample, *sample.rglob("*"), tmp_path, *tmp_path.parents)
    (tmp_path / "sheet.csv").write_bytes(b"title\na\n")
    outside = tmp_path / "everybody"
    outside.mkdir()
    outside.chmod(0o777)
    before = state_of(tmp_path)
    told = as_nobody("list", sample, "risk")
    if told.returncode in (126, 127):
        pytest.skip("the interpreter itself is for root only here")
    assert told.returncode == 0, told.stderr
    assert "A field team is stopped" in told.stdout
    for arguments in (
        ("import", sample, "incident", tmp_path / "sheet.csv", "--source", "s"),
        ("export", sample, "--report", "nhrf-plan", outside / "plan.pdf"),
        ("backup", sample, outside / "b.backup"),
        ("keys", sample, "remove", "1"),
    ):
        refused = as_nobody(*arguments)
        assert (refused.returncode, refused.stdout) == (6, "")
        assert f"{sample} can be read but not written." in refused.stderr
        assert refused.stderr.count("\n") == 1
    for arguments in (("export", sample, "--all", tmp_path / "out"), ("create", tmp_path / "mine.vault")):
        refused = as_nobody(*arguments)
        assert refused.returncode == 6
        assert "There is no permission to use" in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert state_of(tmp_path) == before
    assert list(outside.iterdir()) == []
