"""A disk that is really full: what was saved stays, nothing half is kept, the sentence says so."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault.errors import StorageFault, WrongPassphrase
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


def _fill(place: Path) -> None:
    with (place / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


@pytest.mark.root
@pytest.mark.linux
def test_nothing_is_lost_on_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "a.vault"
    with Session.create(path, bytearray(PHRASE), profile=255, by="N") as session:
        kept = session.save(Incident(title="Kept before the disk was full")).result()
        _fill(small_disk)
        many = [(Incident(title=f"Row {n}", facts="word " * 400), str(n)) for n in range(400)]
        with pytest.raises(StorageFault):
            session.save_batch(many, "sheet", "import").result()
        assert not _tried(lambda: _save_until_full(session))
        with pytest.raises(StorageFault):
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
            lambda: again.submit(lambda work: keyholding.change(again.opened, work.db, mine, bytearray(other))).result()
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
