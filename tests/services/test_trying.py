"""A backup is tried every month, and how long there was none on another disk is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import Calendar, begun
from vault.errors import Damaged
from vault.services import backing_up, places, recurring, trying
from vault.services.session import Session
from vault.storage import shredding


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def session(tmp_path: Path, clock: Calendar) -> Iterator[Session]:
    (tmp_path / "stick").mkdir()
    with begun(tmp_path / "a.vault", organisation="R", by="N", clock=clock) as opened:
        yield opened


def test_one_is_tried_every_month_and_what_it_holds_is_told(session: Session, clock: Calendar, tmp_path: Path) -> None:
    assert trying.try_one(session) is None
    made = backing_up.back_up(session, tmp_path / "stick").path
    assert trying.try_one(session) is None  # it was read again just now
    clock.later(days=29)
    assert trying.try_one(session) is None
    clock.later(days=1)
    tried = trying.try_one(session)
    assert tried is not None
    assert tried.path == made
    assert tried.verified is not None
    assert tried.verified.counts["organisation"] == 1
    assert session.backups()[0].verified_at == clock.stamp()
    assert trying.try_one(session) is None
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.vault", "stick"]


def test_one_that_went_bad_is_told_and_the_last_that_can_be_reached_is_tried(
    session: Session, clock: Calendar, tmp_path: Path
) -> None:
    reached, away = (backing_up.back_up(session, tmp_path / "stick").path for _ in range(2))
    trying.try_one(session)
    away.unlink()
    content = bytearray(reached.read_bytes())
    content[-4000] ^= 1
    reached.write_bytes(content)
    clock.later(days=31)
    tried = trying.try_one(session)
    assert tried is not None
    assert (tried.path, tried.verified) == (reached, None)
    assert isinstance(tried.error, Damaged)


def test_one_whose_keys_were_erased_cannot_be_relied_on(session: Session, clock: Calendar, tmp_path: Path) -> None:
    struck = backing_up.back_up(session, tmp_path / "stick").path
    trying.try_one(session)
    shredding.strike([struck])
    clock.later(days=31)
    with pytest.raises(Damaged, match="no passphrase opens it any more"):
        backing_up.try_again(session, struck)
    tried = trying.try_one(session)
    assert tried is not None
    assert (tried.path, tried.verified) == (struck, None)
    assert isinstance(tried.error, Damaged)
    assert not session.backups()[0].verified_at  # nothing says any more that it was read again and is whole


def test_in_place_of_one_that_went_bad_another_is_made_although_nothing_changed(
    session: Session, clock: Calendar, tmp_path: Path
) -> None:
    recurring.add(session, tmp_path / "stick").result()
    (bad,) = recurring.run(session).made
    trying.try_one(session)
    clock.later(days=31)
    assert not recurring.run(session).made
    content = bytearray(bad.path.read_bytes())
    content[-4000] ^= 1
    bad.path.write_bytes(content)
    trying.try_one(session)
    (good,) = recurring.run(session).made
    assert [one.place for one in session.backups()] == [str(good.path), str(bad.path)]
    assert [bool(one.verified_at) for one in session.backups()] == [True, False]


def test_only_one_on_another_disk_counts_as_elsewhere(
    session: Session, clock: Calendar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trying.days_without_one_elsewhere(session) is None
    backing_up.back_up(session, tmp_path / "stick")
    clock.later(days=14)
    assert trying.overdue_elsewhere(session) == 14
    monkeypatch.setattr(places, "same_disk", lambda one, other: False)
    backing_up.back_up(session, tmp_path / "stick")
    clock.later(days=12, hours=23)
    assert trying.days_without_one_elsewhere(session) == 13  # as people count: from one date to the other
    assert trying.overdue_elsewhere(session) == 0
    clock.later(days=1)
    assert trying.overdue_elsewhere(session) == 14
    session.set_setting(trying.REMIND, 30).result()
    assert trying.overdue_elsewhere(session) == 0


def test_one_that_was_made_by_a_clock_that_ran_ahead_does_not_keep_the_word_from_being_said_for_years(
    session: Session, clock: Calendar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backing_up.back_up(session, tmp_path / "stick")
    monkeypatch.setattr(places, "same_disk", lambda one, other: False)
    clock.later(days=3650)
    backing_up.back_up(session, tmp_path / "stick")
    assert trying.overdue_elsewhere(session) == 0
    clock.later(days=-3630)
    assert trying.overdue_elsewhere(session) == 20
