from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from tests.vaults import as_nobody
from vault.errors import AlreadyThere, Damaged, DiskFull, NotAVault, NotFound, StorageFault
from vault.storage import bundle as bundles
from vault.storage.bundle import Bundle, flush_folder, write_new


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    made = Bundle(tmp_path / "notes.vault")
    made.make()
    made.keys_file.write_bytes(b"keys")
    made.database.write_bytes(b"data")
    return made


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_layout_of_the_folder(bundle: Bundle) -> None:
    names = sorted(str(path.relative_to(bundle.path)) for path in bundle.path.rglob("*"))
    assert names == ["CURRENT", "README.txt", "g0001", "g0001/data.db", "g0001/keys.bin", "lock"]
    assert bundle.current.read_text() == "g0001\n"
    assert bundle.lock_file.stat().st_size == 0
    assert "as a whole" in (bundle.path / "README.txt").read_text()


def test_the_readme_is_neutral(bundle: Bundle) -> None:
    words = (bundle.path / "README.txt").read_text().casefold()
    assert not any(word in words for word in ("vault", "security", "human", "rights", "encrypt", "risk"))


@pytest.mark.linux
def test_nobody_else_may_look_in(bundle: Bundle) -> None:
    assert {mode(bundle.path), mode(bundle.folder)} == {0o700}
    assert {mode(file) for file in (bundle.current, bundle.lock_file, bundle.path / "README.txt")} == {0o600}


def test_the_vault_is_found_again(bundle: Bundle) -> None:
    assert Bundle.at(bundle.path) == Bundle.at(str(bundle.path)) == bundle
    assert Bundle.at(bundle.path).generation == "g0001"


def test_the_current_generation_is_the_one_named(bundle: Bundle) -> None:
    (bundle.path / "g0002").mkdir()
    assert Bundle.at(bundle.path).generation == "g0001"
    bundle.current.write_text("g0002\n")
    assert Bundle.at(bundle.path).generation == "g0002"


@pytest.mark.parametrize("words", [None, "", "g9\n", "../../etc", "\udcff"])
def test_one_generation_needs_nobody_to_name_it(bundle: Bundle, words: str | None) -> None:
    bundle.current.unlink()
    if words is not None:
        bundle.current.write_bytes(words.encode("utf-8", "surrogateescape"))
    assert Bundle.at(bundle.path) == bundle


@pytest.mark.parametrize("words", ["", "nonsense"])
def test_among_several_none_is_guessed(bundle: Bundle, words: str) -> None:
    (bundle.path / "g0002").mkdir()
    bundle.current.write_text(words)
    with pytest.raises(Damaged, match="CURRENT"):
        Bundle.at(bundle.path)


def test_a_generation_that_is_not_there(bundle: Bundle) -> None:
    bundle.current.write_text("g0007\n")
    with pytest.raises(Damaged, match="CURRENT"):
        Bundle.at(bundle.path)


def test_what_is_no_vault(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Bundle.at(tmp_path / "nothing")
    with pytest.raises(NotAVault, match="none of a vault's files"):
        Bundle.at(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAVault, match="single file"):
        Bundle.at(tmp_path / "file")
    (tmp_path / "file.zip").write_text("x")
    with pytest.raises(NotFound):
        Bundle.at(tmp_path / "file" / "inside")


def test_nothing_that_exists_is_replaced(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(AlreadyThere):
        bundle.make()
    with pytest.raises(FileExistsError):
        write_new(bundle.keys_file, b"other")
    assert bundle.keys_file.read_bytes() == b"keys"


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        Bundle(tmp_path / "b.vault").make()


@pytest.mark.linux
def test_what_may_be_written_is_found_out_as_the_user_who_asks(bundle: Bundle) -> None:
    assert bundle.writable
    with as_nobody(bundle.path):
        assert not bundle.writable


@pytest.mark.linux
def test_the_file_system_is_asked_to_overwrite_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, bytes]] = []

    def ioctl(descriptor: int, request: int, argument: bytes) -> bytes:
        asked.append((request, argument))
        return (0x10).to_bytes(8, "little")

    monkeypatch.setattr(bundles.fcntl, "ioctl", ioctl)
    Bundle(tmp_path / "b.vault").make()
    assert [(request, int.from_bytes(flags, "little")) for request, flags in asked] == [
        (0x80086601, 0),
        (0x40086602, 0x00800010),
    ]


@pytest.mark.linux
def test_a_file_system_without_that_flag_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ioctl(*_: object) -> bytes:
        raise OSError(errno.EOPNOTSUPP, "no")

    monkeypatch.setattr(bundles.fcntl, "ioctl", ioctl)
    Bundle(tmp_path / "b.vault").make()
    assert (tmp_path / "b.vault" / "g0001").is_dir()


@pytest.mark.linux
def test_settling_flushes_every_folder(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
    )
    bundle.settle()
    assert flushed == [str(bundle.folder), str(bundle.path), str(bundle.path.parent)]


def test_flushing_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        flush_folder(tmp_path / "none")


@pytest.mark.linux
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_where_folders_cannot_be_flushed_all_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    flush = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    flush_folder(tmp_path)
    bundle = Bundle(tmp_path / "b.vault")
    bundle.make()
    bundle.settle()


@pytest.mark.linux
def test_a_disk_that_fails_is_said_of_folders_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StorageFault):
        flush_folder(tmp_path)


def test_a_current_that_cannot_be_read_does_no_harm_to_the_only_generation(bundle: Bundle) -> None:
    bundle.current.unlink()
    bundle.current.mkdir()
    assert Bundle.at(bundle.path) == bundle
