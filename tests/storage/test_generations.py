"""Which folder is the living one, and which ones go: by what is written in them, never by their names alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import as_nobody, database_of, made
from vault.errors import Damaged, DiskFull
from vault.services.unlocking import Opened
from vault.storage import generations, registers
from vault.storage.bundle import Bundle
from vault.storage.database import Connection


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with made(tmp_path / "notes.vault") as one:
        yield one


@pytest.fixture
def db(opened: Opened) -> Iterator[Connection]:
    one = database_of(opened)
    yield one
    one.close()


def other(tmp_path: Path, opened: Opened, name: str) -> bytes:
    """Another generation in the folder; its salt."""
    folder = opened.bundle.path / name
    with made(tmp_path / f"{name} of another") as one:
        one.bundle.folder.rename(folder)
        return one.keyfile.header.salt


def names(opened: Opened) -> list[str]:
    return sorted(one.name for one in opened.bundle.path.iterdir() if one.is_dir())


def test_a_generation_that_current_names_gets_its_name(opened: Opened) -> None:
    path = opened.bundle.path
    (path / "g0001").rename(path / "g0002.new")
    (path / "CURRENT").write_text("g0002\n")
    assert Bundle.at(path).generation == "g0002"
    assert names(opened) == ["g0002"]


@pytest.mark.linux
def test_on_a_medium_that_cannot_be_written_it_is_read_as_it_is(opened: Opened) -> None:
    path = opened.bundle.path
    (path / "g0001").rename(path / "g0002.new")
    (path / "CURRENT").write_text("g0002\n")
    with as_nobody(path):
        assert Bundle.at(path).generation == "g0002.new"


def test_one_that_current_does_not_name_is_never_taken_for_the_living_one(opened: Opened) -> None:
    path = opened.bundle.path
    (path / "g0002.new").mkdir()
    assert Bundle.at(path).generation == "g0001"
    (path / "CURRENT").write_text("g0003\n")
    with pytest.raises(Damaged):
        Bundle.at(path)


def test_the_next_number_follows_the_highest(opened: Opened) -> None:
    assert generations.following(opened.bundle).generation == "g0002.new"
    (opened.bundle.path / "g0007").mkdir()
    (opened.bundle.path / "g0009.new").mkdir()
    assert generations.following(opened.bundle).generation == "g0010.new"


def test_only_what_the_database_names_goes(opened: Opened, db: Connection, tmp_path: Path) -> None:
    replaced = other(tmp_path, opened, "g0004")
    other(tmp_path, opened, "g0005")
    begun = other(tmp_path, opened, "g0006.new")
    other(tmp_path, opened, "g0007.new")
    generations.note_replaced(db, replaced)
    generations.note_building(db, begun)
    generations.settle(db, opened.bundle)
    assert names(opened) == ["g0001", "g0005", "g0007.new"]
    assert generations.others(opened.bundle) == ["g0005", "g0007.new"]


def test_what_is_odd_about_one_spares_no_other(opened: Opened, db: Connection, tmp_path: Path) -> None:
    path = opened.bundle.path
    (path / "g0000").write_text("a stray file")
    (path / "g0002.new").write_text("another")
    replaced = other(tmp_path, opened, "g0004")
    broken, old = path / "before-1.backup", path / "before-2.backup"
    broken.write_bytes(b"")
    with zipfile.ZipFile(broken, "w") as packed:
        packed.writestr("keys.bin", b"cut off")
        packed.writestr("data.db", b"")
    keys = (path / "g0004" / "keys.bin").read_bytes()
    with zipfile.ZipFile(old, "w") as packed:
        packed.writestr("keys.bin", keys)
        packed.writestr("data.db", b"")
    generations.note_replaced(db, replaced)
    generations.settle(db, opened.bundle)
    assert names(opened) == ["g0001"]
    assert not old.exists()
    assert broken.exists()
    assert generations.others(opened.bundle) == []


def test_a_file_is_no_generation_but_its_name_is_taken(opened: Opened) -> None:
    path = opened.bundle.path
    (path / "g0007").touch()
    (path / "CURRENT").unlink()
    assert Bundle.at(path).generation == "g0001"
    assert generations.following(opened.bundle).generation == "g0008.new"


def test_one_that_came_into_force_is_not_one_that_was_begun(opened: Opened, db: Connection, tmp_path: Path) -> None:
    generations.note_building(db, other(tmp_path, opened, "g0002"))
    generations.settle(db, opened.bundle)
    assert names(opened) == ["g0001", "g0002"]


def test_its_own_salt_never_costs_the_living_one_anything(opened: Opened, db: Connection) -> None:
    generations.note_replaced(db, opened.keyfile.header.salt)
    before = opened.bundle.keys_file.read_bytes()
    generations.settle(db, opened.bundle)
    assert opened.bundle.keys_file.read_bytes() == before


def test_one_that_was_struck_is_still_known(opened: Opened, db: Connection, tmp_path: Path) -> None:
    replaced = other(tmp_path, opened, "g0004")
    generations.strike(Bundle(opened.bundle.path, "g0004"))
    generations.note_replaced(db, replaced)
    generations.settle(db, opened.bundle)
    assert names(opened) == ["g0001"]


@pytest.mark.parametrize("left", [0, 100, 20_000, 100_000])
def test_an_unfinished_one_with_half_a_key_file_opens_for_nobody_and_goes(
    opened: Opened, db: Connection, left: int
) -> None:
    half = opened.bundle.path / "g0002.new"
    half.mkdir()
    (half / "keys.bin").write_bytes(bytes(left))
    (half / "data.db").write_bytes(b"x")
    generations.settle(db, opened.bundle)
    assert names(opened) == ["g0001"]


def test_a_link_is_not_followed(opened: Opened, db: Connection, tmp_path: Path) -> None:
    replaced = other(tmp_path, opened, "g0004")
    (opened.bundle.path / "g0004").rename(tmp_path / "elsewhere")
    (opened.bundle.path / "g0004").symlink_to(tmp_path / "elsewhere")
    generations.note_replaced(db, replaced)
    generations.settle(db, opened.bundle)
    assert (tmp_path / "elsewhere" / "keys.bin").exists()


def test_a_switch_that_fails_leaves_current_as_it_was(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generations, "write_new", full)
    with pytest.raises(DiskFull):
        generations.switch(Bundle(opened.bundle.path, "g0002.new"))
    assert opened.bundle.current.read_text() == "g0001\n"


def test_counts_are_of_every_table(opened: Opened, db: Connection) -> None:
    found = generations.counts(db)
    assert found["note"] == 1
    assert found["keyholder"] == 8
    registers.put_setting(db, "one more", 1)
    assert generations.counts(db)["setting"] == found["setting"] + 1
