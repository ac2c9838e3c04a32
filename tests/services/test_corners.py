"""What happens seldom: somebody else was quicker, a record is gone, a header was forged while the vault was open."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import CODE, StillClock, begun, made, phrase
from vault.errors import AlreadyThere, StorageFault
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Person, Risk
from vault.plans.query import Condition, Query
from vault.services import about, checking, connections, exporting, founding
from vault.services import due as due_list
from vault.services.session import Draft, Session
from vault.storage import container


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "a.vault"
    with begun(path, by="N", recovery=CODE, clock=StillClock()) as opened:
        yield opened


# ------------------------------------------------------------------------------------------------ records


def test_a_record_in_the_bin_can_be_changed_and_stays_out_of_the_search(session: Session) -> None:
    one = session.save(Incident(title="Calls")).result()
    session.trash([one.id]).result()
    session.save(replace(session.find(one.id), title="Calls at night")).result()
    assert session.search("night") == []
    session.restore([one.id]).result()
    assert [found.title for found in session.search("night")] == ["Calls at night"]
    assert not [look for look in checking.check(session) if look.faults]


def test_undo_steps_over_what_was_erased(session: Session) -> None:
    first, second = session.save_all([Person(name="Leila"), Person(name="Amina")]).result()
    session.purge([first.id]).result()
    assert session.undo().result()
    assert session.find(second.id).trashed_at
    assert session.count(Query("person")) == 0


def test_a_draft_forgets_whom_a_purge_erased(session: Session) -> None:
    leila, amina = session.save_all([Person(name="Leila"), Person(name="Amina")]).result()
    people = [{"id": leila.id, "role": ""}, {"id": amina.id, "role": ""}]
    plain = {"title": "half", "people": people, "more": [{"deep": people}]}
    session.save_draft(Draft("new", "incident", "", "", plain)).result()
    session.save_draft(Draft("hers", "person", leila.id, "", {"name": "Leila B"})).result()
    session.save_draft(Draft("other", "incident", "", "", {"title": "untouched"})).result()
    session.purge([leila.id]).result()
    kept = {draft.id: draft.plain for draft in session.drafts()}
    assert set(kept) == {"new", "other"}
    assert leila.id not in str(kept)
    assert kept["new"]["people"] == [{"id": amina.id, "role": ""}]
    assert session.draft_of("") is None


def test_a_filter_of_days_takes_several_and_one_of_nothing_is_a_fault(session: Session) -> None:
    for text in ("1997", "1998", "unknown"):
        session.save(Incident(title=text, occurred=Day(text))).result()
    several = Query("incident", (Condition("occurred", "in", ("1997", "unknown")),))
    assert {one.title for one in session.page(several)} == {"1997", "unknown"}
    with pytest.raises(ValueError, match="has no field ghost"):
        session.page(Query("incident", (Condition("ghost", "is", 1),)))


def test_reading_goes_on_while_only_looking(session: Session) -> None:
    one = session.save(Person(name="Leila")).result()
    told = session.save(Incident(title="Calls", people=(Link(one.id),))).result()
    session.close()
    with Session.open(session.path, phrase(CODE), clock=StillClock(), readonly=True) as looking:
        assert looking.by == "Keyholder"
        assert looking.backlinks(one.id) == [(told, "people")]
        assert looking.opened.by_recovery
        assert looking.look(lambda work: work.by) == "Keyholder"


# ------------------------------------------------------------------------------------------ what is to be done


def test_a_draft_that_is_given_up_is_gone(session: Session) -> None:
    session.save_draft(Draft("form", "incident", "", "", {"title": "half"})).result()
    session.discard_draft("form").result()
    assert session.drafts() == []


def test_a_vault_tells_what_deriving_its_key_costs(session: Session) -> None:
    assert session.opened.profile == 255


def test_a_reader_that_cannot_be_opened_leaves_nothing_open(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.close()
    whole = connections.connect

    def refused(path: Path, spec: bytearray, **how: bool) -> object:
        if how.get("readonly"):
            raise StorageFault(path, "gone")
        return whole(path, spec, **how)

    with monkeypatch.context() as patch:
        patch.setattr(connections, "connect", refused)
        with pytest.raises(StorageFault, match="gone"):
            Session.open(session.path, phrase(), clock=StillClock())
    Session.open(session.path, phrase(), clock=StillClock()).close()


def test_a_new_vault_that_cannot_be_read_is_not_left_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, path = connections.connect, tmp_path / "new.vault"

    def refused(path: Path, spec: bytearray, **how: bool) -> object:
        if how.get("readonly"):
            raise StorageFault(path, "gone")
        return whole(path, spec, **how)

    with monkeypatch.context() as patch:
        patch.setattr(connections, "connect", refused)
        with pytest.raises(StorageFault, match="gone"):
            Session.create(path, phrase(), profile=255, clock=StillClock())
    Session.open(path, phrase(), clock=StillClock()).close()


def test_what_a_kill_left_of_a_new_vault_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_opened: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_given, **_named: None)
        with pytest.raises(KeyboardInterrupt):
            founding.create(tmp_path / "a.vault", phrase(), profile=255, clock=StillClock(), fill=killed)
    assert list(tmp_path.rglob("keys.bin"))
    founding.create(tmp_path / "b.vault", phrase(), profile=255, clock=StillClock()).close()
    assert [one.name for one in tmp_path.iterdir()] == ["b.vault"]


def test_a_month_that_is_not_over_is_not_due(session: Session) -> None:
    today, until = session.clock.now().date(), session.clock.now().date().replace(month=12, day=8)
    session.save(Action(title="In December", due=Day("2026-12"), state="agreed")).result()
    session.save(Risk(title="Later", review_on=Day("2026-12"), probability=1, impact=1)).result()
    assert due_list.due(session, today, until) == []


def test_several_incidents_to_look_at_are_one_line(session: Session) -> None:
    today = session.clock.now().date()
    for title in ("First", "Second"):
        session.save(Incident(title=title, state="looking")).result()
    due = due_list.due(session, today, today)
    assert [(one.title, one.because) for one in due] == [("Look again at 2 incidents", "The first: First")]


# ------------------------------------------------------------------------------------------ somebody was quicker


def test_a_vault_that_appeared_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.vault"
    with pytest.raises(AlreadyThere):
        founding.create(path, phrase(), profile=255, clock=StillClock(), fill=lambda _opened: path.write_text("mine"))
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False])
def test_a_report_that_appeared_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path, whole = tmp_path / "plan.pdf", os.link

    def link(part: Path, target: Path) -> None:
        path.write_text("mine")
        if not links:
            raise OSError(errno.EPERM, "a stick without links")
        whole(part, target)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(AlreadyThere):
        exporting._write_new(path, b"%PDF")
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


# ------------------------------------------------------------------------------------------ what is looked after


def test_a_key_file_forged_while_the_vault_is_open_is_found(session: Session) -> None:
    file = session.opened.keyfile.path
    content = bytearray(file.read_bytes())
    for start in (container.A, container.B):
        content[start + 0x3100] ^= 1
        block = bytes(content[start : start + 0x3FE0])
        content[start + 0x3FE0 : start + 0x4000] = hashlib.sha256(block).digest()
    file.write_bytes(content)
    faults = {look.what: look.faults for look in checking.check(session)}
    assert faults["key file"] == ("It was altered by something other than this program.",)


def test_tables_of_an_older_version_are_named(session: Session) -> None:
    session.submit(lambda work: work.db.execute("PRAGMA user_version = 0")).result()
    faults = {look.what: look.faults for look in checking.check(session)}
    assert faults["tables"] == ("The tables are of an older version.",)


def test_a_library_that_does_not_tell_its_version_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    known = about.libraries()
    monkeypatch.setattr(about, "STANDS_ON", (*about.STANDS_ON, "not-there-at-all"))
    assert about.libraries() == known


def test_the_recovery_code_is_known_as_such(tmp_path: Path) -> None:
    with made(tmp_path / "b.vault") as opened:
        assert not opened.by_recovery
