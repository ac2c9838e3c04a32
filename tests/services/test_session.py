"""The one door: what is saved is there, what is refused changes nothing, what is undone is undone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import begun
from vault.errors import (
    AlreadyThere,
    Cancelled,
    ChangedElsewhere,
    DiskFull,
    InUse,
    InvalidRecord,
    NotFound,
    ReadOnly,
    Replaced,
    WrongPassphrase,
)
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Person, Place, Procedure, Risk
from vault.plans.query import Condition, Query
from vault.services.session import Change, Draft, Session
from vault.services.writing import Writing

PHRASE = b"one two three four five six"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.vault"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    with begun(path, PHRASE.decode(), organisation="River", by="Nadia") as opened:
        yield opened


def test_what_was_saved_is_there_after_unlocking(session: Session, path: Path) -> None:
    leila = session.save(Person(name="Leila")).result()
    told = session.save(Incident(title="Calls", people=(Link(leila.id, "affected"),))).result()
    session.close()
    with Session.open(path, bytearray(PHRASE)) as again:
        assert again.find(told.id) == told
        assert [one.title for one in again.all("organisation")] == ["River"]
        assert again.by == "Nadia"
        assert again.backlinks(leila.id) == [(told, "people")]


def test_a_second_window_is_refused_and_the_first_goes_on(session: Session, path: Path) -> None:
    with pytest.raises(InUse):
        Session.open(path, bytearray(PHRASE))
    assert session.save(Person(name="Leila")).result().number == 1


def test_a_wrong_passphrase_opens_nothing(session: Session, path: Path) -> None:
    session.close()
    with pytest.raises(WrongPassphrase):
        Session.open(path, bytearray(b"something else"))
    with pytest.raises(AlreadyThere):
        Session.create(path, bytearray(PHRASE), profile=255)


def test_nothing_is_said_to_be_saved_where_the_vault_is_no_more(session: Session, path: Path) -> None:
    session.save(Person(name="Leila")).result()
    elsewhere = path.rename(path.with_name("away"))
    with pytest.raises(NotFound):
        session.save(Person(name="Omar")).result()
    with pytest.raises(NotFound):
        session.save_draft(Draft("d", "person", "", "", {"name": "Omar"})).result()
    elsewhere.rename(path)
    assert session.save(Person(name="Noor")).result().number == 2


@pytest.mark.linux
def test_nothing_is_written_where_another_file_took_the_place_of_the_open_one(
    session: Session, path: Path, tmp_path: Path
) -> None:
    """As a program does that keeps a folder alike on two computers: what went on here would be lost without a word."""
    session.save(Person(name="Leila")).result()
    database = session.opened.bundle.database
    other = tmp_path / "from the other computer"
    session.submit(lambda work: work.fold_log()).result()
    other.write_bytes(database.read_bytes())
    came = other.read_bytes()
    other.replace(database)
    with pytest.raises(Replaced, match="Another program replaced"):
        session.save(Person(name="Omar")).result()
    with pytest.raises(Replaced), session.snapshot():
        pass
    assert [one.title for one in session.all("person")] == ["Leila"]
    session.close()
    assert database.read_bytes() == came
    with Session.open(path, bytearray(PHRASE)) as again:
        assert [one.title for one in again.all("person")] == ["Leila"]


def test_numbers_count_within_a_kind_and_are_never_given_twice(session: Session) -> None:
    first, second = (session.save(Risk(title=f"R{n}")).result() for n in range(2))
    assert (first.number, second.number) == (1, 2)
    session.purge([second.id]).result()
    assert session.save(Risk(title="R3")).result().number == 3


def test_a_score_keeps_its_reason(session: Session) -> None:
    risk = session.save(Risk(title="Stopped", probability=2, impact=4)).result()
    session.save(replace(risk, probability=4), why="Stopped twice in June").result()
    entry = session.history(risk.id)[0]
    assert (entry.why, entry.by, entry.action) == ("Stopped twice in June", "Nadia", "changed")
    assert entry.values == (("probability", 2, 4),)


def test_derived_values_are_listed_by(session: Session) -> None:
    session.save(Risk(title="High", probability=4, impact=4, residual_probability=1, residual_impact=1)).result()
    session.save(Risk(title="Medium", probability=3, impact=3)).result()
    by_level = session.page(Query("risk", sort=(("level_now", True),)))
    assert [one.title for one in by_level] == ["Medium", "High"]
    session.save(Action(title="Lock", state="done")).result()
    session.save(Action(title="Key", state="doing")).result()
    assert [one.title for one in session.page(Query("action", (Condition("open", "is", 1),)))] == ["Key"]


def test_half_of_a_residual_score_is_refused(session: Session) -> None:
    with pytest.raises(InvalidRecord) as told:
        session.save(Risk(title="R", residual_impact=3)).result()
    assert list(told.value.faults) == ["residual_probability"]
    with pytest.raises(InvalidRecord):
        session.save(Risk(title="R", level_override=5)).result()


def test_two_forms_on_one_record_do_not_overwrite_each_other(session: Session) -> None:
    one = session.save(Incident(title="First")).result()
    session.save(replace(one, title="Second")).result()
    with pytest.raises(ChangedElsewhere):
        session.save(replace(one, facts="written on an old state")).result()
    assert session.find(one.id).title == "Second"


def test_a_link_to_nothing_is_refused_whole(session: Session) -> None:
    with pytest.raises(InvalidRecord):
        session.save(Incident(title="Calls", people=(Link("01a20bde-0000-7000-8000-000000000000"),))).result()
    assert session.count(Query("incident")) == 0
    assert session.search("Calls") == []


def test_days_filter_by_their_text(session: Session) -> None:
    for text in ("1997", "1997-01", "1997-01-05", "2026-11-17T18:10", "unknown"):
        session.save(Incident(title=text, occurred=Day(text))).result()
    session.save(Incident(title="not answered")).result()

    def found(*conditions: Condition) -> set[str]:
        return {one.title for one in session.page(Query("incident", conditions))}

    assert found(Condition("occurred", "from", "1998")) == {"2026-11-17T18:10"}
    assert found(Condition("occurred", "until", "1997")) == {"1997", "1997-01", "1997-01-05"}
    assert found(Condition("occurred", "empty", True)) == {"not answered"}
    assert found(Condition("occurred", "is", "unknown")) == {"unknown"}
    newest = session.page(Query("incident", sort=(("occurred", True),)))
    assert newest[0].title == "2026-11-17T18:10"
    assert [one.title for one in newest][-2:] == ["unknown", "not answered"]


def test_undo_takes_back_one_act_after_the_other(session: Session) -> None:
    one = session.save(Place(name="Office")).result()
    session.save(replace(one, name="Old office")).result()
    session.trash([one.id]).result()
    assert session.undo().result()
    assert session.find(one.id).trashed_at == ""
    session.undo().result()
    assert session.find(one.id).title == "Office"
    session.undo().result()
    assert session.find(one.id).trashed_at
    assert session.undo().result() == ""


def test_undo_of_an_import_leaves_nothing_new_and_restores_what_changed(session: Session) -> None:
    known = session.save(Person(name="Leila")).result()
    rows = [(Person(name=f"P{n}"), str(n)) for n in range(2500)] + [(replace(known, name="Leyla"), "x")]
    session.save_batch(rows, "sheet", "2,501 rows imported").result()
    assert session.count(Query("person")) == 2501
    assert len(session.imported("sheet", "person")) == 2501
    session.undo().result()
    assert session.count(Query("person")) == 1
    assert session.count(Query("person", trashed=True)) == 0
    assert session.find(known.id).title == "Leila"
    names = {
        name for (name,) in session.submit(lambda w: w.db.execute("SELECT name FROM sqlite_schema").fetchall()).result()
    }
    assert "person_name" in names


def test_a_stopped_import_leaves_nothing(session: Session) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done >= 200:
            raise Cancelled

    rows = [(Person(name=f"P{n}"), str(n)) for n in range(3000)]
    with pytest.raises(Cancelled):
        session.save_batch(rows, "sheet", "rows", stop).result()
    assert session.count(Query("person")) == 0
    assert session.search("P1") == []
    assert session.save(Person(name="Leila")).result().number == 1


def test_every_commit_is_announced_once_and_no_failure_is(session: Session) -> None:
    heard: list[Change] = []
    session.on_change(heard.append)
    one = session.save(Place(name="Office")).result()
    with pytest.raises(InvalidRecord):
        session.save(Place()).result()
    session.undo().result()
    assert [(change.kinds, change.ids) for change in heard] == [(frozenset({"place"}), (one.id,))] * 2


def test_writing_happens_on_one_thread_that_is_not_this_one(session: Session) -> None:
    names = {session.submit(lambda work: threading.current_thread().name).result() for _ in range(5)}
    assert len(names) == 1
    assert threading.current_thread().name not in names


def test_drafts_survive_and_go_with_the_saved_form(session: Session, path: Path) -> None:
    session.save_draft(Draft("form-1", "incident", "", "", {"title": "Half a sen"})).result()
    session.close()
    with Session.open(path, bytearray(PHRASE)) as again:
        (draft,) = again.drafts()
        assert draft.plain == {"title": "Half a sen"}
        again.save(Incident(title="Half a sentence"), draft="form-1").result()
        assert again.drafts() == []


def test_reading_only_refuses_to_write_and_says_so(session: Session, path: Path) -> None:
    kept = session.save(Place(name="Office")).result()
    session.close()
    with Session.open(path, bytearray(PHRASE), readonly=True) as looking:
        assert looking.find(kept.id) == kept
        with pytest.raises(ReadOnly):
            looking.save(Place(name="Other")).result()


def test_a_missing_record_is_said_to_be_missing(session: Session) -> None:
    with pytest.raises(NotFound):
        session.find("nothing")
    assert session.find_many(["nothing"]) == []


def test_settings_stay_inside_the_vault(session: Session, path: Path) -> None:
    session.set_setting("lock_after", 7).result()
    session.close()
    with Session.open(path, bytearray(PHRASE)) as again:
        assert again.setting("lock_after") == 7
        assert again.setting("other", "none") == "none"


def test_a_vault_whose_log_cannot_be_folded_closes_all_the_same(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the log stays; what it holds was saved, so closing neither complains nor leaves a key behind."""

    def full(self: Writing) -> None:
        raise DiskFull(self.path)

    kept = session.save(Place(name="Office")).result()
    monkeypatch.setattr(Writing, "fold_log", full)
    session.close()
    session.close()
    with pytest.raises(ValueError, match="closed"):
        session.opened.key.secret()
    monkeypatch.undo()
    with Session.open(path, bytearray(PHRASE)) as again:
        assert again.find(kept.id) == kept


def test_a_fault_while_closing_still_wipes_the_keys(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Writing) -> None:
        raise KeyError

    monkeypatch.setattr(Writing, "fold_log", broken)
    with pytest.raises(KeyError):
        session.close()
    monkeypatch.undo()
    with pytest.raises(ValueError, match="closed"):
        session.opened.key.secret()
    Session.open(path, bytearray(PHRASE)).close()


def test_the_moment_of_the_last_change(path: Path) -> None:
    with Session.create(path, bytearray(PHRASE), profile=255) as made:
        assert made.last_change() == ""
        kept = made.save(Place(name="Bridge")).result()
        assert made.last_change() == kept.changed_at


def test_a_snapshot_is_one_state_for_another_thread_while_others_write(session: Session) -> None:
    session.save(Person(name="Leila")).result()
    seen: list[list[str]] = []
    begun, written = threading.Event(), threading.Event()

    def read() -> None:
        with session.snapshot() as snapshot:
            seen.append([one.title for one in snapshot.all("person")])
            begun.set()
            assert written.wait(20)
            seen.append([one.title for one in snapshot.all("person")])

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(20)
    session.save(Person(name="Omar")).result()
    written.set()
    thread.join()
    assert seen == [["Leila"], ["Leila"]]
    assert [one.title for one in session.all("person")] == ["Leila", "Omar"]


def test_steps_kept_before_a_column_was_added_are_filled_up_and_are_no_change(session: Session) -> None:
    kept = session.save(Procedure(title="Stopped", steps=(("Stop", "Driver", "", "Never drive on"),))).result()
    (old,) = session.find_many([kept.id])
    assert isinstance(old, Procedure)
    assert old.steps == (("Stop", "Driver", "", "Never drive on", "", ""),)
    session.save(replace(old, title="Stopped on the road")).result()
    assert [name for name, _before, _now in session.history(kept.id)[0].values] == ["title"]
