"""Backups that make themselves: when one is due, that it is whole, and that nothing but their own old ones go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.vaults import BEGIN, Calendar, begun, phrase
from vault.errors import Cancelled, NotFound, ReadOnly
from vault.plans.model import Incident
from vault.services import backing_up, recurring
from vault.services.recurring import Keep, Made, Ran
from vault.services.session import Draft, Session


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def session(tmp_path: Path, clock: Calendar, stick: Path) -> Iterator[Session]:
    with begun(tmp_path / "a.vault", by="N", clock=clock) as opened:
        recurring.add(opened, stick).result()
        yield opened


def write(session: Session, title: str = "I") -> None:
    session.save(Incident(title=title)).result()


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_the_first_is_made_at_once_and_the_next_when_a_day_is_over_and_something_changed(
    session: Session, clock: Calendar, stick: Path
) -> None:
    write(session)
    (first,) = recurring.run(session).made
    assert first.counts["incident"] == 1
    assert names(stick) == [first.path.name]
    assert not first.path.name.startswith("a")
    write(session)
    clock.later(hours=23)
    assert recurring.run(session) == Ran()
    clock.later(hours=1)
    assert len(recurring.run(session).made) == 1
    clock.later(days=3)
    assert recurring.run(session) == Ran()
    assert len(names(stick)) == 2


def test_one_that_was_taken_away_is_made_again_although_nothing_changed(
    session: Session, clock: Calendar, stick: Path
) -> None:
    (first,) = recurring.run(session).made
    clock.later(days=2)
    first.path.unlink()
    (second,) = recurring.run(session).made
    assert names(stick) == [second.path.name]
    clock.later(days=2)
    stick.rename(stick.with_name("in the drawer"))
    assert recurring.run(session) == Ran()


@pytest.mark.parametrize("then", ["", "Y"])
@pytest.mark.parametrize("last", [False, True])
def test_what_was_erased_and_what_came_in_its_place_are_changes(
    session: Session, clock: Calendar, stick: Path, then: str, last: bool
) -> None:
    write(session)
    write(session, "X")
    assert recurring.run(session).made
    clock.later(days=2)
    going = max(session.all("incident"), key=lambda one: one.number if last else -one.number)
    session.purge([going.id]).result()
    if then:
        write(session, then)
    (made,) = recurring.run(session).made
    assert made.counts["incident"] == 1 + bool(then)


def test_where_somebody_was_is_no_change(session: Session, clock: Calendar) -> None:
    recurring.run(session)
    clock.later(days=2)
    session.set_setting("window.place", {"screen": "risks"}).result()
    assert recurring.run(session) == Ran()


def test_a_clock_put_back_keeps_no_backup_waiting(session: Session, clock: Calendar) -> None:
    clock.later(days=400)
    recurring.run(session)
    clock.times.append(BEGIN)
    write(session)
    assert len(recurring.run(session).made) == 1


def test_a_folder_that_is_not_there_is_told_and_keeps_no_other_waiting(
    session: Session, tmp_path: Path, stick: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    recurring.add(session, other).result()
    away = stick.rename(tmp_path / "in the drawer")
    ran = recurring.run(session)
    assert ran.away == [stick]
    assert [one.path.parent for one in ran.made] == [other]
    assert not stick.exists()
    away.rename(stick)
    assert [one.path.parent for one in recurring.run(session).made] == [stick]


def test_what_goes_wrong_in_one_folder_is_told(session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise NotFound(stick)

    monkeypatch.setattr(backing_up, "back_up", refused)
    ((folder, error),) = recurring.run(session).failed
    assert folder == stick
    assert isinstance(error, NotFound)
    monkeypatch.undo()
    assert len(recurring.run(session).made) == 1


def test_what_was_typed_where_the_clock_shows_less_is_backed_up(session: Session, stick: Path) -> None:
    def typed(id: str, at: str, words: str) -> None:
        session.save_draft(Draft(id, "incident", "", at, {"fields": {"title": words}})).result()

    typed("a", "2026-11-26T18:00:00.000+09:00", "Silent calls")
    typed("b", "2026-11-26T17:00:00.000+09:00", "A car")
    assert len(recurring.run(session).made) == 1
    assert recurring.run(session, timedelta()).made == []
    typed("b", "2026-11-26T08:00:00.000-05:00", "A car waited")
    assert [one.id for one in session.drafts()] == ["b", "a"]
    assert len(recurring.run(session, timedelta()).made) == 1


def test_one_that_was_stopped_is_made_the_next_time(session: Session, stick: Path) -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        recurring.run(session, progress=stop)
    assert names(stick) == []
    assert len(recurring.run(session).made) == 1


def test_only_one_of_each_day_week_and_month_stays(session: Session, clock: Calendar, stick: Path) -> None:
    recurring.set_keep(session, Keep(2, 2, 2)).result()
    clock.later(days=28)
    for _day in range(42):
        write(session)
        recurring.run(session)
        clock.later(days=1)
    (one,) = recurring.destinations(session)
    # 11 March is the last day; its week began on the 9th; February is over
    assert [made.at[:10] for made in one.made] == ["2026-02-28", "2026-03-08", "2026-03-10", "2026-03-11"]
    assert names(stick) == sorted(made.name for made in one.made)
    assert {Path(noted.place).name for noted in session.backups()} == set(names(stick))


def test_what_was_not_made_by_itself_is_never_deleted(session: Session, clock: Calendar, stick: Path) -> None:
    recurring.set_keep(session, Keep(1, 1, 1)).result()
    by_hand = backing_up.back_up(session, stick).path
    tried = recurring.run(session).made[0].path
    recurring.spare(session, tried)
    replaced, foreign = (_next(session, clock) for _ in range(2))
    replaced.write_text("somebody else's")
    with Session.create(stick.parent / "b.vault", phrase(), profile=255, by="N") as other:
        foreign.unlink()
        backing_up.back_up(other, foreign)
    ordinary = _next(session, clock)
    last = _next(session, clock)
    assert not ordinary.exists()
    assert set(names(stick)) == {one.name for one in (by_hand, tried, replaced, foreign, last)}
    assert replaced.read_text() == "somebody else's"


@pytest.mark.linux
@pytest.mark.parametrize("way", ["folder", "file"])
def test_what_a_person_reached_by_another_way_stays_too(
    session: Session, clock: Calendar, stick: Path, way: str
) -> None:
    recurring.set_keep(session, Keep(1, 1, 1))
    tried, folder, link = _next(session, clock), stick.with_name("way"), stick.with_name("tried.backup")
    folder.symlink_to(stick)
    link.symlink_to(tried)
    recurring.spare(session, folder / tried.name if way == "folder" else link)
    for _day in range(3):
        _next(session, clock)
    assert tried.exists()


def _next(session: Session, clock: Calendar) -> Path:
    clock.later(hours=25)
    write(session)
    return recurring.run(session).made[0].path


def test_what_a_person_spares_while_a_round_is_running_stays(session: Session, clock: Calendar, stick: Path) -> None:
    recurring.set_keep(session, Keep(1, 1, 1))
    named = _next(session, clock)
    clock.later(hours=25)
    write(session)
    asked: list[str] = []

    def meanwhile(_done: int, _total: int, what: str) -> None:
        if not asked:
            recurring.spare(session, named)
        asked.append(what)

    (last,) = recurring.run(session, progress=meanwhile).made
    assert asked
    assert names(stick) == sorted((named.name, last.path.name))
    assert [one.name for one in recurring.destinations(session)[0].made] == [last.path.name]
    _next(session, clock)
    assert named.exists()


def test_a_folder_that_is_let_go_while_a_round_is_running_stays_let_go(session: Session, stick: Path) -> None:
    def meanwhile(_done: int, _total: int, _what: str) -> None:
        recurring.remove(session, stick)

    assert len(recurring.run(session, progress=meanwhile).made) == 1
    assert recurring.destinations(session) == []


def test_what_somebody_took_away_is_not_counted_any_more(session: Session, clock: Calendar, stick: Path) -> None:
    recurring.set_keep(session, Keep(1, 1, 1)).result()
    _next(session, clock).unlink()
    last = _next(session, clock)
    assert [one.name for one in recurring.destinations(session)[0].made] == [last.name]


def test_what_somebody_moved_elsewhere_is_still_known_to_exist(session: Session, clock: Calendar, stick: Path) -> None:
    recurring.set_keep(session, Keep(1, 1, 1))
    moved = _next(session, clock)
    moved.rename(stick.parent / "kept.backup")
    last = _next(session, clock)
    assert [one.place for one in session.backups()] == [str(last), str(moved)]


def test_the_empty_place_of_a_disk_is_not_taken_for_the_disk(
    session: Session, clock: Calendar, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = True
    monkeypatch.setattr(os.path, "ismount", lambda place: mounted and Path(place) == stick)
    first = _next(session, clock)
    mounted = False
    first.rename(stick.parent / "on the stick")
    clock.later(hours=25)
    write(session)
    assert recurring.run(session) == Ran(away=[stick])
    assert names(stick) == []
    mounted = True
    (stick.parent / "on the stick").rename(first)
    last = _next(session, clock)
    assert names(stick) == sorted((first.name, last.name))


def test_a_folder_that_was_emptied_gets_backups_again(session: Session, clock: Calendar, stick: Path) -> None:
    _next(session, clock).unlink()
    last = _next(session, clock)
    assert names(stick) == [last.name]


def test_the_one_made_last_always_stays(clock: Calendar) -> None:
    made = [Made("early", "2026-05-01T09:00:00+00:00"), Made("after the clock was put back", "2020-01-01T09:00+00:00")]
    assert "after the clock was put back" in recurring.staying(made, Keep(1, 1, 1))
    assert recurring.staying([], Keep()) == set()


def test_a_folder_is_chosen_once_and_let_go_with_what_is_in_it(session: Session, stick: Path) -> None:
    recurring.add(session, stick).result()
    assert [one.folder for one in recurring.destinations(session)] == [stick]
    recurring.run(session)
    recurring.remove(session, stick).result()
    assert recurring.destinations(session) == []
    assert len(names(stick)) == 1
    with pytest.raises(NotFound):
        recurring.add(session, stick / "nowhere").result()


def test_at_least_one_of_each_stays(session: Session) -> None:
    assert recurring.keep(session) == Keep(7, 4, 12)
    recurring.set_keep(session, Keep(0, -1, 3)).result()
    assert recurring.keep(session) == Keep(1, 1, 3)


def test_a_file_open_for_reading_only_makes_none(session: Session, stick: Path) -> None:
    session.close()
    with Session.open(session.path, phrase(), readonly=True) as reading:
        recurring.spare(reading, stick / "any.backup")
        with pytest.raises(ReadOnly):
            recurring.run(reading)


# --------------------------------------------------------------------------------------------------- trying one


def test_a_backup_is_tried_with_the_key_of_the_open_file_and_that_is_noted(
    session: Session, clock: Calendar, stick: Path
) -> None:
    write(session)
    made = recurring.run(session).made[0].path
    write(session)
    clock.later(days=40)
    assert backing_up.try_again(session, made).counts["incident"] == 1
    assert session.backups()[0].verified_at == clock.stamp()
    assert names(stick) == [made.name]
    assert names(session.path.parent) == ["a.vault", "stick"]
