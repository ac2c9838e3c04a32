"""What is erased for good leaves nothing behind, not even where its name was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.vaults import Calendar, begun
from vault.errors import ChangedElsewhere
from vault.plans.model import Person
from vault.services import backing_up
from vault.services.session import Purged, Session
from vault.services.writing import Writing


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "a.vault") as opened:
        yield opened


def test_what_was_answered_about_a_name_goes_with_the_name(session: Session) -> None:
    rain = session.save(Person(name="Hope Rain")).result()
    rain = session.save(replace(rain, name="Grace Rain")).result()
    answers = ("Grace: thanks to nobody", "Hope: what we do", "Office: the room")
    session.record_export("nhrf-plan", "nhrf", "/media/plan.pdf", "00", answers).result()
    session.purge([rain.id]).result()
    (one,) = session.exports()
    assert (one.place, one.decisions) == ("/media/plan.pdf", ("Office: the room",))


def test_what_was_erased_during_a_backup_leaves_the_log_when_the_backup_is_done(
    session: Session, tmp_path: Path
) -> None:
    log = session.opened.bundle.database.with_name("data.db-wal")
    omar = session.save(Person(name="Omar")).result()
    told: list[Purged] = []

    def meanwhile(_done: int, _total: int, _what: str) -> None:
        if not told:
            told.append(session.purge([omar.id]).result())
            assert log.stat().st_size > 0

    made = backing_up.back_up(session, tmp_path / "b.backup", meanwhile)
    session.submit(lambda work: None).result()
    assert told[0].backups == (str(made.path),)
    session.purge([]).result()
    assert session.purge([session.save(Person(name="Nadia")).result().id]).result().backups == ()


def test_nobody_who_writes_waits_for_a_reader_after_something_was_erased(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded, whole = list[str](), Writing.fold_log

    def fold(work: Writing) -> bool:
        folded.append("reading" if reading else "")
        return whole(work)

    monkeypatch.setattr(Writing, "fold_log", fold)
    log = session.opened.bundle.database.with_name("data.db-wal")
    omar = session.save(Person(name="Omar")).result()
    reading = True
    with session.snapshot() as one:
        with session.snapshot() as two:
            assert one.all("person") == two.all("person") == [omar]  # from here on both see this state
            session.purge([omar.id]).result()
            assert two.all("person")
        session.submit(lambda work: None).result()
        assert one.all("person")
        assert log.stat().st_size > 0
        reading = False
    session.submit(lambda work: None).result()
    assert folded == [""]
    assert log.stat().st_size == 0


def test_a_log_that_somebody_else_still_reads_is_folded_with_the_next_reading(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    omar, whole = session.save(Person(name="Omar")).result(), Writing.fold_log
    monkeypatch.setattr(Writing, "fold_log", lambda work: False)
    session.purge([omar.id]).result()
    monkeypatch.setattr(Writing, "fold_log", whole)
    log = session.opened.bundle.database.with_name("data.db-wal")
    assert log.stat().st_size > 0
    with session.snapshot():
        pass
    session.submit(lambda work: None).result()
    assert log.stat().st_size == 0


def test_a_record_that_was_erased_is_not_saved_back_from_where_it_was_still_open(session: Session) -> None:
    omar = session.save(Person(name="Omar")).result()
    session.purge([omar.id]).result()
    with pytest.raises(ChangedElsewhere):
        session.save(replace(omar, phone="1")).result()
    with pytest.raises(ChangedElsewhere):
        session.save_batch([(replace(omar, phone="1"), "7")], "old sheet", "import").result()
    assert session.all("person") == []


def test_a_backup_that_still_holds_it_is_named_wherever_one_was_when_it_was_made(tmp_path: Path) -> None:
    clock = Calendar([datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=3)))])
    with Session.create(tmp_path / "b.vault", bytearray(b"lantern drift onion"), profile=255, clock=clock) as session:
        session.record_backup("drawer", 1, True).result()
        clock.times.append(datetime(2026, 11, 23, 22, 45, tzinfo=UTC))  # a quarter of an hour later
        omar = session.save(Person(name="Omar")).result()
        clock.times.append(datetime(2026, 11, 24, 2, 0, tzinfo=timezone(timedelta(hours=3))))
        session.record_backup("stick", 1, True).result()
        clock.times.append(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
        session.record_backup("box", 1, True).result()
        assert [one.place for one in session.backups_holding([omar])] == ["box", "stick"]
        assert session.purge([omar.id]).result().backups == ("box", "stick")


def test_a_backup_that_still_holds_it_is_named_although_the_clock_was_put_back_before_it(tmp_path: Path) -> None:
    clock = Calendar([datetime(2026, 11, 24, 9, tzinfo=UTC)])
    with begun(tmp_path / "b.vault", clock=clock) as session:
        session.record_backup("drawer", 1, True).result()
        clock.later(days=365)  # by a slip
        omar = session.save(Person(name="Omar")).result()
        clock.later(days=-364)
        session.save(Person(name="Nadia")).result()
        session.record_backup("stick", 1, True).result()
        assert [one.place for one in session.backups_holding([omar])] == ["stick"]
        assert session.purge([omar.id]).result().backups == ("stick",)


def test_no_words_of_an_act_name_what_was_erased(session: Session) -> None:
    omar = session.save(Person(name="Hope Rain"), also=[Person(name="Omar")]).result()
    session.save(replace(omar, name="Grace Rain"), also=[Person(name="Nadia")]).result()
    session.purge([omar.id]).result()
    assert session.undo().result() == "Several records changed"
    assert [one.title for one in session.all("person")] == ["Omar"]
    told = session.submit(lambda work: work.db.execute("SELECT what FROM batch").fetchall()).result()
    assert not [what for (what,) in told if "Rain" in what]
