"""Check 30: what is in a vault can be had without this program, and every vault ever released still opens."""

from __future__ import annotations

import ast
import io
import os
import shutil
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from tests.security import first_vault, independent_reader, known_answer
from tests.vaults import CODE, StillClock, database_of, phrase
from vault.plans.model import Incident
from vault.plans.records import KINDS
from vault.services import backing_up, checking, sample
from vault.services.session import Session
from vault.services.unlocking import unlock

MUSEUM = Path(__file__).parent.parent / "museum"
#: vault of the museum -> the words that open it
MUSEUM_PHRASES = {
    "known-answer.vault": (known_answer.PASSPHRASE, known_answer.RECOVERY),
    "first.vault": (first_vault.PASSPHRASE, first_vault.RECOVERY),
}
READER = Path(independent_reader.__file__)


def counted(path: Path, text: str) -> dict[str, int]:
    """Rows of every table, as the other reader finds them."""
    connection = independent_reader.database(path, text)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    connection.close()
    return counts


def ours(path: Path, text: str) -> dict[str, int]:
    """The same, as the program finds them."""
    with unlock(path, phrase(text), clock=StillClock(), readonly=True) as opened:
        db = database_of(opened)
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        db.close()
    return counts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "notes.vault"
    with Session.create(path, phrase(), profile=255, recovery=phrase(CODE), by="N") as session:
        sample.fill(session)
    return path


def test_the_script_is_short_and_stands_on_other_libraries_only() -> None:
    source = READER.read_text(encoding="utf-8")
    tree = ast.parse(source)
    imports = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imports - set(sys.stdlib_module_names) == {"apsw", "Crypto", "cryptography"}
    words = tokenize.generate_tokens(io.StringIO(source).readline)
    passing = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    assert len({token.start[0] for token in words if token.type not in passing}) <= 60


@pytest.mark.parametrize("text", ["  lantern drift\u00a0onion", CODE, CODE.lower().replace("0", "o").replace("-", " ")])
def test_a_vault_of_today_opens_with_the_script(made: Path, text: str) -> None:
    counts = counted(made, text)
    assert counts == ours(made, text)
    assert counts["record"] > 100
    assert {kind for kind in KINDS if counts[kind]} >= {"person", "place", "incident", "risk", "action", "procedure"}


def test_it_reads_the_words_too(made: Path) -> None:
    connection = independent_reader.database(made, "lantern drift onion")
    titles = {title for (title,) in connection.execute("SELECT title FROM incident WHERE trashed_at = ''")}
    connection.close()
    with Session.open(made, phrase(), clock=StillClock(), readonly=True) as session:
        assert titles == {one.title for one in session.all("incident")}


def test_a_backup_laid_out_as_a_folder_opens_with_the_script(made: Path, tmp_path: Path) -> None:
    with Session.open(made, phrase(), clock=StillClock()) as session:
        backup = backing_up.back_up(session, tmp_path / "b.backup").path
    folder = tmp_path / "back" / "g0001"
    shutil.unpack_archive(backup, folder, "zip")
    (folder.parent / "CURRENT").write_text("g0001\n")
    assert counted(folder.parent, "lantern drift onion")["record"] == ours(made, "lantern drift onion")["record"]


def test_as_a_person_runs_it(made: Path) -> None:
    """In a process of its own that cannot import the program."""
    done = subprocess.run(
        [sys.executable, "-I", READER, made],
        input="lantern drift onion\n",
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env=os.environ | {"PYTHONPATH": ""},
    )
    told = dict(line.rsplit(maxsplit=1) for line in done.stdout.removeprefix("Passphrase: ").splitlines())
    assert {name: int(count) for name, count in told.items()} == ours(made, "lantern drift onion")


@pytest.mark.parametrize(
    ("fault", "said"),
    [("words", "wrong passphrase"), ("shred area", "damaged"), ("slot", "altered")],
)
def test_it_is_no_less_careful_than_the_program(made: Path, tmp_path: Path, fault: str, said: str) -> None:
    path = tmp_path / "copy.vault"
    shutil.copytree(made, path)
    file = path / "g0001" / "keys.bin"
    content = bytearray(file.read_bytes())
    if fault == "shred area":
        content[0x9000] ^= 1
    elif fault == "slot":
        _forge(content)
    file.write_bytes(content)
    with pytest.raises(SystemExit, match=said):
        independent_reader.database(path, "other words" if fault == "words" else "lantern drift onion")


def _forge(content: bytearray) -> None:
    """Change the filler, as somebody with an editor could, and mend the checksums."""
    import hashlib

    for start in (0, 0x4000):
        content[start + 0x3100] ^= 1
        content[start + 0x3FE0 : start + 0x4000] = hashlib.sha256(content[start : start + 0x3FE0]).digest()


# ------------------------------------------------------------------------------------------------- the museum


def test_the_words_of_every_vault_in_the_museum_are_known() -> None:
    assert {one.name for one in MUSEUM.iterdir() if one.is_dir()} == set(MUSEUM_PHRASES)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, both in MUSEUM_PHRASES.items() for text in both])
def test_every_vault_of_the_museum_opens_with_both_readers(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    shutil.copytree(MUSEUM / name, path)
    counts = counted(path, text)
    assert counts
    assert counts == ours(path, text)


def test_the_first_vault_goes_on_as_if_it_were_of_today(tmp_path: Path) -> None:
    path = tmp_path / "first.vault"
    shutil.copytree(MUSEUM / "first.vault", path)
    with Session.open(path, phrase(first_vault.PASSPHRASE), clock=StillClock()) as session:
        assert session.notices == ()
        assert not [one for one in checking.check(session) if one.faults]
        assert [one.title for one in session.all("incident")] == [first_vault.CHANGED]
        assert [one.title for one in session.search("李")] == ["Лейла 李"]
        assert [entry.why for entry in session.history(session.all("incident")[0].id)] == ["Seen again", ""]
        assert session.imported("sheet", "person")
        assert [draft.plain for draft in session.drafts()] == [{"title": "Half a sen"}]
        assert session.save(Incident(title="Of today")).result().number == 2
