"""New keys on a disk that is really full: wherever the room ends, one whole file remains."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.security.test_full_disk import PHRASE, _fill, _tried, small_disk
from vault.plans.model import Incident
from vault.services import rotation
from vault.services.rotation import Wanted
from vault.services.session import Session

__all__ = ["small_disk"]


@pytest.mark.root
@pytest.mark.linux
@pytest.mark.parametrize("room", [0, 8, 64, 300, 420, 700, 1100, 1500, 2500])
def test_new_keys_on_a_full_disk_are_made_whole_or_not_at_all(small_disk: Path, tmp_path: Path, room: int) -> None:
    path = small_disk / "a.vault"
    with Session.create(path, bytearray(PHRASE), profile=255, by="N") as session:
        kept = session.save(Incident(title="Kept before the disk was full")).result()
    with Session.open(path, bytearray(PHRASE)) as session:
        _fill(small_disk, room)

        def rotate() -> None:
            wanted = Wanted(bytearray(PHRASE))
            session.submit(lambda work: rotation.rotate(work, session.opened, wanted)).result()

        made = _tried(rotate)
        assert made == (room == 2500) or room not in (0, 2500)
    (small_disk / "filler").unlink()
    with Session.open(path, bytearray(PHRASE)) as again:
        assert again.find(kept.id) == kept
        assert again.opened.bundle.generation == ("g0002" if made else "g0001")
        assert again.notices == ()
    assert [one.name for one in path.glob("g*")] == ["g0002" if made else "g0001"]
