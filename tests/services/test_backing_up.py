"""A backup is opened and counted before anyone relies on it, and bringing it back overwrites nothing."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import begun
from vault.errors import (
    AlreadyThere,
    Cancelled,
    Damaged,
    DiskFull,
    NewerVersion,
    NotAVault,
    NotFound,
    ReadOnly,
    StorageFault,
    VaultError,
    WrongPassphrase,
)
from vault.plans.model import Incident
from vault.progress import Progress
from vault.services import backing_up, keyholding, passphrases
from vault.services.session import Session
from vault.storage import backups, bundle, database, migrate, shredding
from vault.storage.lockfile import Lock

PHRASE = b"one two three four five six"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "a.vault", PHRASE.decode(), by="N") as opened:
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


def repacked(made: Path, packing: int) -> bytes:
    """The same backup as somebody else's zip program would pack it, with much of nothing behind it."""
    with zipfile.ZipFile(made) as packed:
        keys, data = packed.read("keys.bin"), packed.read("data.db")
    with zipfile.ZipFile(made, "w", packing) as packed:
        packed.writestr("keys.bin", keys)
        packed.writestr("data.db", data + bytes(8 << 20))
    return made.read_bytes()


FLAGS = {"locked": 0x01, "patched": 0x20}  # of an entry, as APPNOTE.TXT 4.4.4 has them


@pytest.mark.parametrize("fault", ["swelling", "garbled", "locked", "patched", "unknown packing"])
def test_a_backup_that_could_swell_is_refused_before_anything_of_it_is_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup").path
    content = bytearray(repacked(made, zipfile.ZIP_STORED if fault in FLAGS else zipfile.ZIP_DEFLATED))
    if fault == "garbled":
        data = content.index(b"data.db") + len(b"data.db")
        content[data + 20 : data + 60] = bytes(range(200, 240))
    if fault in FLAGS or fault == "unknown packing":
        local, central = (6, 8) if fault in FLAGS else (8, 10)
        content[local] = content[content.index(b"PK\1\2") + central] = FLAGS.get(fault, 99)
    made.write_bytes(content)
    written: list[str] = []
    extract = backups._extract
    monkeypatch.setattr(backups, "_extract", lambda *given: (written.append(given[1]), extract(*given)))
    with pytest.raises(Damaged):
        backing_up.restore(made, tmp_path / "back.vault", bytearray(PHRASE))
    with pytest.raises(Damaged):
        backups.keys_in(made)
    assert written == []
    assert not (tmp_path / "back.vault").exists()


@pytest.mark.parametrize("links", [True, False])
def test_what_somebody_wrote_there_while_it_was_copied_is_left_as_it_is(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "b.backup"
    if not links:
        monkeypatch.setattr(bundle.os, "link", refused_by_the_stick)

    def meanwhile(done: int, total: int, what: str) -> None:
        target.write_text("theirs")

    with pytest.raises(AlreadyThere):
        backing_up.back_up(session, target, meanwhile)
    assert target.read_text() == "theirs"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.vault", "b.backup"]


def refused_by_the_stick(*_paths: object) -> None:
    raise PermissionError(errno.EPERM, "no links here")


def left_behind(folder: Path, *names: str) -> Path:
    """A passing folder as a kill leaves it."""
    folder.mkdir()
    for name in ("lock", *names):
        (folder / name).write_bytes(b"half")
    return folder


def test_what_a_kill_left_of_a_backup_is_removed_by_the_next_one_there(session: Session, tmp_path: Path) -> None:
    left_behind(tmp_path / ".0123abcd", "copy", "copy-wal", "copy-shm", "part")
    (left_behind(tmp_path / ".0123abce", "part") / "lock").unlink()  # killed while it was being removed
    (tmp_path / ".0123abcf").mkdir()  # killed before it was locked
    backing_up.back_up(session, tmp_path / "b.backup")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.vault", "b.backup"]


def test_what_a_kill_left_of_a_trial_is_removed_by_the_next_one_there(session: Session, tmp_path: Path) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup").path
    left_behind(tmp_path / ".0123abcd", "bundle")
    backing_up.try_again(session, made)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.vault", "b.backup"]


def test_nothing_else_that_is_hidden_is_taken_for_what_a_kill_left(session: Session, tmp_path: Path) -> None:
    busy = left_behind(tmp_path / ".0123abcd", "part")
    theirs = left_behind(tmp_path / ".89abcdef", "diary.txt")
    plain = tmp_path / ".7654321"
    plain.mkdir()
    lock = Lock.take(busy / "lock", busy)
    backing_up.back_up(session, tmp_path / "b.backup")
    lock.release()
    assert all(one.is_dir() for one in (busy, theirs, plain))
    backing_up.back_up(session, tmp_path / "c.backup")
    assert [one.is_dir() for one in (busy, theirs, plain)] == [False, True, True]


@pytest.mark.parametrize("what", ["a file", "a link to nothing", "no folder", "a file for a folder", "a full stick"])
def test_where_no_backup_can_be_written_it_is_said(
    session: Session, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b.backup"
    if what == "a file":
        target.write_bytes(b"mine")
    elif what == "a link to nothing":
        target.symlink_to(tmp_path / "nowhere")
    elif what == "no folder":
        target = tmp_path / "none" / "b.backup"
    elif what == "a file for a folder":
        (tmp_path / "stick").write_bytes(b"mine")
        target = tmp_path / "stick" / "b.backup"
    else:
        monkeypatch.setattr(zipfile.ZipFile, "writestr", _full)
    before = _listing(tmp_path)
    expected = {"no folder": NotFound, "a file for a folder": StorageFault, "a full stick": DiskFull}
    with pytest.raises(expected.get(what, AlreadyThere), match="none" if what == "no folder" else target.name):
        backing_up.back_up(session, target)
    assert _listing(tmp_path) == before
    assert session.backups() == []


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _listing(folder: Path) -> dict[str, bytes]:
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.endswith(("-wal", "-shm"))]
    return {str(one): one.read_bytes() for one in files} | {str(one): b"" for one in folder.iterdir()}


def test_a_backup_that_does_not_hold_what_the_vault_holds_is_thrown_away(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = backing_up.counts
    answers = iter([{"incident": 31}])
    monkeypatch.setattr(backing_up, "counts", lambda db: next(answers, None) or counted(db))
    with pytest.raises(Damaged, match="does not hold what the vault holds"):
        backing_up.back_up(session, tmp_path / "b.backup")
    assert not (tmp_path / "b.backup").exists()
    assert session.backups() == []


@pytest.mark.parametrize("check", ["broken_seals", "broken_order"])
def test_a_damaged_page_is_found_before_anyone_relies_on_the_backup(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    monkeypatch.setattr(database, check, lambda db, **_how: ["page: 3"])
    with pytest.raises(Damaged, match="page: 3"):
        backing_up.back_up(session, tmp_path / "b.backup")
    assert not (tmp_path / "b.backup").exists()


# --------------------------------------------------------------------------------- moving to newer tables


@pytest.fixture
def older(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A vault, and a program that has one migration more."""
    session.close()
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in migrate.files():
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    last = int(migrate.files()[-1].name[:4])
    (folder / f"{last + 1:04d}_later.sql").write_text("CREATE TABLE later (words TEXT);\n")
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return session.path


def before_it_moved(path: Path) -> list[Path]:
    return list(path.glob("before-*.backup"))


def test_a_backup_is_made_before_the_tables_move(older: Path, tmp_path: Path) -> None:
    with Session.open(older, bytearray(PHRASE)) as session:
        assert len(session.all("incident")) == 30
        assert session.submit(lambda work: work.db.execute("SELECT * FROM later").fetchall()).result() == []
    (backup,) = before_it_moved(older)
    assert backing_up.check_backup(backup, bytearray(PHRASE)).counts["incident"] == 30
    Session.open(older, bytearray(PHRASE)).close()
    assert before_it_moved(older) == [backup]


def purged(session: Session) -> None:
    one = session.all("incident")[0]
    assert session.purge([one.id]).result().backups == ()


def passphrase_changed(session: Session) -> None:
    mine = session.opened.position
    session.submit(lambda work: keyholding.change(session.opened, work, mine, bytearray(b"other words"))).result()


def recovery_renewed(session: Session) -> None:
    code = bytearray(passphrases.recovery_code(), "ascii")
    session.submit(lambda work: keyholding.new_recovery(session.opened, work, code)).result()


def somebody_left(session: Session) -> None:
    at = session.submit(lambda work: keyholding.add(session.opened, work, "Omar", bytearray(b"words of Omar"))).result()
    assert before_it_moved(session.path)
    session.submit(lambda work: keyholding.remove(session.opened, work, at)).result()


def backed_up_as_usual(session: Session) -> None:
    backing_up.back_up(session, session.path.parent / "usual.backup")


@pytest.mark.parametrize(
    "act",
    [purged, passphrase_changed, recovery_renewed, somebody_left, backed_up_as_usual],
    ids=lambda act: act.__name__,
)
def test_the_backup_from_before_the_tables_moved_outlives_nothing(
    older: Path, tmp_path: Path, act: Callable[[Session], None]
) -> None:
    with Session.open(older, bytearray(PHRASE)) as session:
        (backup,) = before_it_moved(older)
        os.link(backup, tmp_path / "same.backup")  # shows what became of its content
        act(session)
    assert not backup.exists()
    with pytest.raises(WrongPassphrase):
        backing_up.check_backup(tmp_path / "same.backup", bytearray(PHRASE))


def test_one_that_cannot_be_erased_is_named_by_a_purge(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session.open(older, bytearray(PHRASE)) as session:
        (backup,) = before_it_moved(older)
        monkeypatch.setattr(shredding, "strike", lambda files: shredding.Struck((), tuple(files)))
        monkeypatch.setattr(Path, "unlink", lambda *_given, **_named: None)
        assert session.purge([session.all("incident")[0].id]).result().backups == (str(backup),)
        monkeypatch.undo()


def test_it_is_checked_before_the_tables_move(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlike(*_given: object) -> dict[str, int]:
        return {"incident": 29}

    monkeypatch.setattr(backing_up, "counted_in", unlike)
    with pytest.raises(Damaged):
        Session.open(older, bytearray(PHRASE))
    assert before_it_moved(older) == []
    monkeypatch.undo()
    Session.open(older, bytearray(PHRASE)).close()


@pytest.mark.linux
def test_a_link_in_its_place_leads_to_nothing_that_is_erased(session: Session, tmp_path: Path) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup").path
    (session.path / "before-3.backup").symlink_to(made)
    purged_one = session.all("incident")[0]
    session.purge([purged_one.id]).result()
    assert backing_up.check_backup(made, bytearray(PHRASE)).counts["incident"] == 30


@pytest.mark.parametrize("left", ["copy", "part", ""])
def test_a_kill_while_the_tables_move_does_not_lock_anybody_out(older: Path, left: str) -> None:
    number = int(migrate.files()[-1].name[:4])
    name = f".before-{number}.backup.{left}" if left else f"before-{number}.backup"
    (older / name).write_bytes(b"half")
    with Session.open(older, bytearray(PHRASE)) as session:
        assert len(session.all("incident")) == 30
    (backup,) = before_it_moved(older)
    assert backing_up.check_backup(backup, bytearray(PHRASE)).counts["incident"] == 30


def test_tables_that_cannot_be_moved_stay_as_they_are(older: Path) -> None:
    later = migrate.files()[-1]
    later.write_text("CREATE TABLE later (words TEXT);\nCREATE TABLE incident (again TEXT);\n")
    with pytest.raises(dbapi2.Error, match="already exists"):
        Session.open(older, bytearray(PHRASE))
    later.write_text("CREATE TABLE later (words TEXT);\n")
    with Session.open(older, bytearray(PHRASE)) as session:
        assert len(session.all("incident")) == 30


def test_older_tables_are_not_moved_while_only_reading(older: Path) -> None:
    before = _listing(older)
    with pytest.raises(ReadOnly, match="must be writable once"):
        Session.open(older, bytearray(PHRASE), readonly=True)
    assert _listing(older) == before
    Session.open(older, bytearray(PHRASE)).close()


def test_newer_tables_are_refused_and_left_alone(session: Session) -> None:
    session.submit(lambda work: work.db.execute("PRAGMA user_version = 999")).result()
    session.close()
    before = _listing(session.path)
    for readonly in (False, True):
        with pytest.raises(NewerVersion, match="It has version 999; this program knows"):
            Session.open(session.path, bytearray(PHRASE), readonly=readonly)
    assert _listing(session.path) == before


def test_a_damaged_vault_is_not_told_as_a_damaged_backup(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Damaged(tmp_path / ".b.backup.copy", "A page is broken.")

    monkeypatch.setattr(backups, "copy_into", broken)
    with pytest.raises(Damaged, match=r"a\.vault is damaged\. A page is broken\."):
        backing_up.back_up(session, tmp_path / "b.backup")


def test_the_folder_of_the_last_backup_is_remembered(session: Session, tmp_path: Path) -> None:
    assert backing_up.last_place(session) is None
    stick = tmp_path / "stick"
    with pytest.raises(NotFound):
        backing_up.back_up_into(session, stick)
    assert not stick.exists()
    assert backing_up.last_place(session) is None
    stick.mkdir()
    made = backing_up.back_up_into(session, stick)
    assert made.path.parent == stick
    assert backing_up.last_place(session) == stick


def test_stopping_at_any_point_leaves_nothing(session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    seen: list[str] = []
    backing_up.back_up(session, stick, lambda _done, _total, what: seen.append(what))
    assert list(dict.fromkeys(seen)) == ["Copying ...", "Reading it again ..."]
    (made,) = stick.iterdir()
    before = sorted(tmp_path.iterdir())
    tasks = (
        lambda progress: backing_up.back_up(session, stick, progress),
        lambda progress: backing_up.restore(made, tmp_path / "back.vault", bytearray(PHRASE), progress=progress),
        lambda progress: backing_up.check_backup(made, bytearray(PHRASE), beside=tmp_path, progress=progress),
    )
    for task, steps in zip(tasks, (len(seen), 3, 2), strict=True):
        for at in range(steps):
            with pytest.raises(Cancelled):
                task(_stopping(at))
            assert [*stick.iterdir()] == [made]
            assert sorted(tmp_path.iterdir()) == before
    assert len(session.backups()) == 1


def _stopping(at: int) -> Progress:
    left = iter(range(at))

    def progress(_done: int, _total: int, _what: str) -> None:
        if next(left, None) is None:
            raise Cancelled

    return progress


def test_a_check_may_unpack_elsewhere_than_on_the_stick(session: Session, tmp_path: Path) -> None:
    stick, here = tmp_path / "stick", tmp_path / "here"
    for folder in (stick, here):
        folder.mkdir()
    made = backing_up.back_up(session, stick).path
    seen: set[tuple[int, int]] = set()

    def look(_done: int, _total: int, _what: str) -> None:
        seen.add((len([*stick.iterdir()]), len([*here.iterdir()])))

    backing_up.check_backup(made, bytearray(PHRASE), beside=here, progress=look)
    assert seen == {(1, 1)}
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("made_by", "where", "at"), [("_pack", 0, 400_000), ("_copied", 2, 20_000)], ids=["packed file", "copy"]
)
def test_what_came_out_altered_gets_no_name(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_by: str, where: int, at: int
) -> None:
    make = getattr(backups, made_by)

    def faulty(*given: Any) -> None:
        make(*given)
        content = bytearray(given[where].read_bytes())
        content[at] ^= 1
        given[where].write_bytes(content)

    monkeypatch.setattr(backups, made_by, faulty)
    with pytest.raises(Damaged):
        backing_up.back_up(session, tmp_path / "b.backup")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.vault"]
    assert session.backups() == []


@pytest.mark.linux
def test_the_keys_of_a_trial_are_overwritten_where_they_lay(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backing_up.back_up(session, tmp_path / "b.backup").path
    counted = backing_up.counted_in

    def seen(file: Path, *given: Any) -> dict[str, int]:
        os.link(file.parent / "keys.bin", tmp_path / "kept")
        return counted(file, *given)

    monkeypatch.setattr(backing_up, "counted_in", seen)
    backing_up.check_backup(made, bytearray(PHRASE))
    with zipfile.ZipFile(made) as packed:
        keys, left = packed.read("keys.bin"), (tmp_path / "kept").read_bytes()
    assert len(keys) == len(left)
    assert [at for at in range(0, len(keys), 512) if keys[at : at + 512] == left[at : at + 512]] == []
