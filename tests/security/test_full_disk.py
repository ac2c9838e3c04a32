"""A disk that is really full: what was saved stays, nothing half is kept, the sentence says so."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import Command, state_of, vault_command  # noqa: F401 - a fixture
from vault.errors import DiskFull, StorageFault, WrongPassphrase
from vault.plans.model import Incident
from vault.plans.query import Query
from vault.services import backing_up, keyholding
from vault.services.session import Session

PHRASE = b"one two three four five six"
SIZE = 6 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(place: Path, room: int = 0) -> None:
    """Fill the disk up to `room` KiB."""
    with (place / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - 1024 * room))


@pytest.mark.root
@pytest.mark.linux
def test_nothing_is_lost_on_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "a.vault"
    with Session.create(path, bytearray(PHRASE), profile=255, by="N") as session:
        kept = session.save(Incident(title="Kept before the disk was full")).result()
        _fill(small_disk)
        many = [(Incident(title=f"Row {n}", facts="word " * 400), str(n)) for n in range(400)]
        with pytest.raises(DiskFull, match=r"The disk holding .*a\.vault is full\. The last change was not written"):
            session.save_batch(many, "sheet", "import").result()
        assert not _tried(lambda: _save_until_full(session))
        with pytest.raises(DiskFull, match=r"The disk holding .*/b\.backup is full"):
            backing_up.back_up(session, small_disk / "b.backup")
        assert not [file.name for file in small_disk.iterdir() if "backup" in file.name]
        before = session.count(Query("incident"))
        assert session.find(kept.id) == kept
    with Session.open(path, bytearray(PHRASE)) as again:
        assert again.count(Query("incident")) == before
        assert again.search("Row") == []
        assert again.find(kept.id) == kept
        _fill(small_disk)
        mine, other = again.opened.position, b"six five four three two one"
        changed = _tried(
            lambda: again.submit(lambda work: keyholding.change(again.opened, work, mine, bytearray(other))).result()
        )
    works, refused = (other, PHRASE) if changed else (PHRASE, other)
    with pytest.raises(WrongPassphrase):
        Session.open(path, bytearray(refused))
    with Session.open(path, bytearray(works)) as still:
        assert still.find(kept.id) == kept


def _tried(work: Callable[[], object]) -> bool:
    """Whether it worked; a full disk is the only thing that may stop it."""
    try:
        work()
    except StorageFault:
        return False
    return True


def _save_until_full(session: Session) -> None:
    for n in range(200):
        session.save(Incident(title=f"Too much {n}", facts="word " * 4000)).result()


@pytest.mark.root
@pytest.mark.linux
@pytest.mark.parametrize(
    ("room", "arguments"),
    [
        (0, ("check", "FILE")),
        (0, ("import", "FILE", "incident", "SHEET", "--source", "s")),
        (300, ("import", "FILE", "incident", "SHEET", "--source", "s")),
        (200, ("backup", "FILE", "DISK/b.backup")),
        (1200, ("backup", "FILE", "DISK/b.backup")),
        (200, ("export", "FILE", "--all", "DISK/all")),
        (80, ("export", "FILE", "--report", "nhrf-plan", "DISK/plan.pdf")),
        (200, ("create", "DISK/other.vault", "--kdf-profile", "255")),
        (400, ("create", "DISK/other.vault", "--kdf-profile", "255")),
        (200, ("restore", "BACKUP", "DISK/back.vault")),
        (400, ("restore", "BACKUP", "DISK/back.vault")),
    ],
    ids=lambda value: " ".join(value[:3:2]) if isinstance(value, tuple) else str(value),
)
def test_the_command_line_says_so_and_leaves_everything_as_it_was(
    vault: Command, small_disk: Path, tmp_path: Path, room: int, arguments: tuple[str, ...]
) -> None:
    words = PHRASE.decode()
    file, backup, sheet = small_disk / "a.vault", tmp_path / "a.backup", tmp_path / "sheet.csv"
    assert vault("create", file, "--kdf-profile", 255, lines=(words,)) == 0
    assert vault("sample", file, lines=(words,)) == 0
    assert vault("backup", file, backup, lines=(words,)) == 0
    sheet.write_text("id,title,facts\n" + "".join(f"{n},Row {n},{'word ' * 400}\n" for n in range(400)))
    _fill(small_disk, room)
    before = state_of(small_disk)
    named = {"FILE": file, "SHEET": sheet, "BACKUP": backup}
    given = [named.get(one, one.replace("DISK", str(small_disk))) for one in arguments]
    assert vault(*given, lines=(words,)) == 6
    assert vault.err.startswith("The disk holding ")
    assert "is full. The last change was not written; what was saved before is kept." in vault.err
    assert "/." not in vault.err  # a place the person named, no passing file
    assert vault.err.count("\n") == 1
    assert state_of(small_disk) == before
    (small_disk / "filler").unlink()
    assert vault("check", file, lines=(words,)) == 0


@pytest.mark.root
@pytest.mark.linux
@pytest.mark.parametrize("room", [0, 36, 40, 48, 64])
def test_a_passphrase_is_changed_whole_or_not_at_all(vault: Command, small_disk: Path, room: int) -> None:
    """The key file is overwritten in place and needs no room; the note in the database may."""
    words, other = PHRASE.decode(), "six five four three two one"
    file = small_disk / "a.vault"
    assert vault("create", file, "--kdf-profile", 255, lines=(words,)) == 0
    _fill(small_disk, room)
    before = state_of(small_disk)
    changed = vault("keys", file, "change", lines=(words, other))
    if changed:
        assert changed == 6
        assert vault.err.startswith("The disk holding ")
        assert "is full. The last change was not written" in vault.err
        keys = "a.vault/g0001/keys.bin"  # may have been written twice: forth and back
        assert {**state_of(small_disk), keys: ""} == {**before, keys: ""}
    (small_disk / "filler").unlink()
    right, wrong = (words, other) if changed else (other, words)
    assert vault("check", file, lines=(right,)) == 0
    assert vault("check", file, lines=(wrong,)) == 3
