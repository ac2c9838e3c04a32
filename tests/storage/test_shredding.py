"""Key files and backups that open for nobody afterwards, and look as before."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tests.vaults import CODE, NOBODY, PHRASE, StillClock, as_nobody, closed, opens, phrase
from vault.errors import StorageFault, VaultError
from vault.services import unlocking
from vault.storage import backups, container, shredding
from vault.storage.bundle import Bundle
from vault.storage.database import connect

PUBLIC = slice(0x28, 0x80)  # key settings, floor and number of slots: what does not count writes


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return closed(tmp_path / "a.vault", recovery=CODE)


def keys_of(vault: Path) -> Path:
    return Bundle.at(vault).keys_file


def backed_up(vault: Path, target: Path) -> Path:
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as opened:
        db = connect(opened.bundle.database, opened.key.database_spec())
        backups.write(db, opened.bundle, opened.key.database_spec(), target)
        db.close()
    return target


def opens_restored(backup: Path, folder: Path) -> bool:
    bundle = Bundle(folder)
    backups.unpack(backup, bundle)
    return opens(folder, PHRASE)


def test_it_looks_as_before_and_opens_for_nobody(vault: Path) -> None:
    before, date = keys_of(vault).read_bytes(), keys_of(vault).stat().st_mtime_ns
    struck = shredding.strike(shredding.key_files(Bundle.at(vault)))
    after = keys_of(vault).read_bytes()
    assert struck == shredding.Struck((keys_of(vault),))
    assert len(after) == len(before)
    assert after[PUBLIC] == before[PUBLIC]
    assert after[:0x20] == before[:0x20]
    assert keys_of(vault).stat().st_mtime_ns == date
    assert container.read(keys_of(vault)).whole
    assert not opens(vault, PHRASE)
    assert not opens(vault, CODE)
    secret = [*range(0x80, 0x4000, 64), *range(0x4080, len(before), 64)]
    shared = [at for at in secret if before[at : at + 64] == after[at : at + 64]]
    assert shared == []


def test_every_generation_and_the_backups_beside_them(vault: Path, tmp_path: Path) -> None:
    second = vault / "g0002"
    second.mkdir()
    (second / "keys.bin").write_bytes(keys_of(vault).read_bytes())
    backup = backed_up(vault, vault / "before-2.backup")
    files = shredding.key_files(Bundle.at(vault))
    assert files == [vault / "g0001" / "keys.bin", second / "keys.bin", backup]
    assert shredding.strike(files).missed == ()
    assert not opens_restored(backup, tmp_path / "b.vault")
    (vault / "CURRENT").write_text("g0002\n")
    assert not opens(vault, PHRASE)


def test_what_cannot_be_read_spares_nothing_else(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd, backup = vault / "a.backup", backed_up(vault, vault / "before-2.backup")
    odd.touch()
    (vault / "g0000").touch()
    (vault / "g0002").mkdir()
    (vault / "way.backup").symlink_to(backed_up(vault, tmp_path / "abroad.backup"))
    os.mkfifo(vault / "g0002" / "keys.bin")  # opening it would wait for ever
    whole = backups.is_backup

    def refused(file: Path) -> bool:
        if file == odd:
            raise StorageFault(file)
        return whole(file)

    monkeypatch.setattr(backups, "is_backup", refused)
    assert shredding.key_files(Bundle.at(vault)) == [keys_of(vault), backup]


def test_a_folder_that_cannot_be_listed_does_not_spare_the_keys(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = Bundle.at(vault)

    def refused(_folder: Path, *_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    monkeypatch.setattr(Path, "glob", refused)
    assert shredding.key_files(bundle) == [bundle.keys_file]


def test_a_backup_stays_a_backup(vault: Path, tmp_path: Path) -> None:
    backup = backed_up(vault, tmp_path / "b.backup")
    size, date = backup.stat().st_size, backup.stat().st_mtime_ns
    with zipfile.ZipFile(backup) as packed:
        data = packed.read("data.db")
    assert opens_restored(backup, tmp_path / "b.vault")
    assert shredding.strike([backup]).reached == (backup,)
    assert backups.is_backup(backup)
    assert (backup.stat().st_size, backup.stat().st_mtime_ns) == (size, date)
    with zipfile.ZipFile(backup) as packed:
        assert packed.testzip() is None
        assert packed.read("data.db") == data
    assert not opens_restored(backup, tmp_path / "c.vault")


@pytest.mark.linux
@pytest.mark.root
def test_a_file_that_its_owner_protected_from_being_changed(vault: Path, tmp_path: Path) -> None:
    backup = backed_up(vault, tmp_path / "b.backup")
    backup.chmod(0o444)
    other = tmp_path / "of somebody else"
    other.write_bytes(backup.read_bytes())
    other.chmod(0o444)
    for parent in tmp_path.parents:
        parent.chmod(parent.stat().st_mode | 0o011)
    os.chown(tmp_path, NOBODY, NOBODY)
    os.chown(backup, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        assert [shredding.within_reach(one) for one in (backup, other, tmp_path / "gone")] == [True, False, False]
        struck = shredding.strike([backup, other])
    finally:
        os.seteuid(0)
    assert struck == shredding.Struck((backup,), (other,))
    assert backup.stat().st_mode & 0o777 == 0o444
    assert not opens_restored(backup, tmp_path / "c.vault")


@pytest.mark.parametrize("order", [("data.db", "keys.bin"), ("keys.bin", "data.db")])
def test_a_backup_somebody_packed_anew(vault: Path, tmp_path: Path, order: tuple[str, ...]) -> None:
    whole, again = backed_up(vault, tmp_path / "b.backup"), tmp_path / "again.backup"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as target:
        for name in order:
            entry = zipfile.ZipInfo(name)
            entry.extra, entry.comment = b"\xfe\xca\x04\x00abcd", b"a word"
            target.writestr(entry, source.read(name))
    assert shredding.strike([again]).reached == (again,)
    with zipfile.ZipFile(again) as packed:
        assert packed.testzip() is None
    assert not opens_restored(again, tmp_path / "c.vault")


def test_nothing_else_is_touched_and_nothing_is_raised(vault: Path, tmp_path: Path) -> None:
    text, empty, packed = tmp_path / "text", tmp_path / "empty", tmp_path / "packed.zip"
    text.write_text("words")
    empty.touch()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as deflated:
        deflated.writestr("keys.bin", bytes(container.SIZE))
        deflated.writestr("data.db", b"")
    files = [text, tmp_path / "none", empty, tmp_path, packed]
    before = {file: file.read_bytes() for file in (text, empty, packed)}
    struck = shredding.strike([*files, keys_of(vault)])
    assert struck == shredding.Struck((keys_of(vault),), tuple(files))
    assert {file: file.read_bytes() for file in before} == before
    assert not opens(vault, PHRASE)


class Refusing:
    """A medium that refuses from its `left`th write on."""

    def __init__(self, path: Path, left: int) -> None:
        self._whole, self._left = backups.open_keys(path), left

    def read(self, at: int, size: int) -> bytes:
        return self._whole.read(at, size)

    def write(self, at: int, content: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(28, "full")
        self._whole.write(at, content)

    def flush(self) -> None:
        self._whole.flush()

    def close(self) -> None:
        self._whole.close()


@pytest.mark.parametrize("left", range(5))
def test_a_file_that_fails_does_not_spare_the_next(vault: Path, tmp_path: Path, left: int) -> None:
    other = closed(tmp_path / "b.vault")
    first, second = keys_of(vault), keys_of(other)
    struck = shredding.strike(
        [first, second], lambda path: Refusing(path, left) if path == first else backups.open_keys(path)
    )
    assert not opens(other, PHRASE)
    assert struck.missed == (() if left else (first,))
    assert _closed_for_good(vault) is (left > 0)


def _closed_for_good(vault: Path) -> bool:
    try:
        return not opens(vault, PHRASE)
    except VaultError:
        return True


@pytest.mark.linux
def test_what_may_not_be_written_is_missed(vault: Path) -> None:
    with as_nobody(vault):
        assert shredding.strike([keys_of(vault)]).missed == (keys_of(vault),)
    assert opens(vault, PHRASE)
