"""A backup is opened and counted before anyone relies on it, and bringing it back overwrites nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault.errors import AlreadyThere, Damaged, NotAVault, VaultError, WrongPassphrase
from vault.plans.model import Incident
from vault.services import backing_up
from vault.services.session import Session

PHRASE = b"one two three four five six"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "a.vault", bytearray(PHRASE), profile=255, by="N") as opened:
        opened.save_all([Incident(title=f"I{n}") for n in range(30)]).result()
        yield opened


def test_a_backup_is_verified_and_written_down(session: Session, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    made = backing_up.back_up(session, tmp_path / "stick")
    assert made.counts["incident"] == 30
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in (tmp_path / "stick").iterdir()] == [made.path.name]
    (noted,) = session.backups()
    assert (noted.place, noted.size) == (str(made.path), made.path.stat().st_size)
    assert noted.verified_at
    assert b"SQLite format 3" not in made.path.read_bytes()


def test_it_comes_back_whole_and_only_where_nothing_is(session: Session, tmp_path: Path) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup")
    session.close()
    back = backing_up.restore(made.path, tmp_path / "back.vault", bytearray(PHRASE))
    with Session.open(back.path, bytearray(PHRASE)) as again:
        assert len(again.all("incident")) == 30
        assert again.search("I7")
    with pytest.raises(AlreadyThere):
        backing_up.restore(made.path, back.path, bytearray(PHRASE))


def test_a_wrong_passphrase_brings_nothing_back(session: Session, tmp_path: Path) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WrongPassphrase):
        backing_up.restore(made.path, tmp_path / "back.vault", bytearray(b"wrong"))
    with pytest.raises(WrongPassphrase):
        backing_up.check_backup(made.path, bytearray(b"wrong"))
    assert sorted(tmp_path.iterdir()) == before
    assert backing_up.check_backup(made.path, bytearray(PHRASE)).counts["incident"] == 30


@pytest.mark.parametrize("fault", ["cut", "flipped", "foreign", "text", "three entries"])
def test_a_broken_backup_is_refused(session: Session, tmp_path: Path, fault: str) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup").path
    content = bytearray(made.read_bytes())
    if fault == "cut":
        made.write_bytes(content[: len(content) // 2])
    elif fault == "flipped":
        content[400_000] ^= 1
        made.write_bytes(content)
    elif fault == "text":
        made.write_text("not a backup")
    else:
        with zipfile.ZipFile(made, "w") as packed:
            packed.writestr("keys.bin", b"x" * 294_912)
            packed.writestr("data.db" if fault == "foreign" else "../evil", b"y" * 8192)
            if fault == "three entries":
                packed.writestr("data.db", b"")
    before = made.read_bytes()
    with pytest.raises(VaultError) as told:
        backing_up.restore(made, tmp_path / "back.vault", bytearray(PHRASE))
    assert isinstance(told.value, (Damaged, NotAVault))
    assert not (tmp_path / "back.vault").exists()
    assert made.read_bytes() == before
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]
