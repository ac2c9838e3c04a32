"""Forms of every kind: what goes in comes out of the vault again; nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.test_editors import example
from vault.plans.days import Day
from vault.plans.model import Incident, Person, Procedure, Risk
from vault.plans.records import KINDS, Record
from vault.services.session import Session
from vault.ui.desk import Desk
from vault.ui.forms import RecordForm, Unfinished, draft_words
from vault.ui.pages.procedure import in_place
from vault.ui.sections import in_sections, pairs


def form_of(desk: Desk, qtbot: QtBot, record: Record, **more: Any) -> RecordForm:
    made = RecordForm(desk, record, more.pop("arrange", in_sections), **more)
    qtbot.addWidget(made)
    made.show()
    return made


def saved(form: RecordForm, qtbot: QtBot) -> Record:
    with qtbot.waitSignal(form.saved) as signal:
        assert form.save()
    found: Record = signal.args[0]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_of_every_kind_carries_every_field_into_the_vault(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record], kind: str
) -> None:
    values = {name: example(field, save) for name, field in KINDS[kind].fields.items()}
    form = form_of(desk, qtbot, KINDS[kind]())
    form.put(**values)
    kept = session.find(saved(form, qtbot).id)
    assert {name: getattr(kept, name) for name in values} == values


@pytest.mark.parametrize("kind", KINDS)
def test_saving_an_untouched_form_changes_nothing(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record], kind: str
) -> None:
    values: dict[str, Any] = {name: example(field, save) for name, field in KINDS[kind].fields.items()}
    one = save(KINDS[kind](**values))
    form = form_of(desk, qtbot, one)
    saved(form, qtbot)
    assert len(session.history(one.id)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_every_kind_brings_every_field_back(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record], kind: str
) -> None:
    values = {name: example(field, save) for name, field in KINDS[kind].fields.items()}
    form = form_of(desk, qtbot, KINDS[kind]())
    form.put(**values)
    form.keep()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    (draft,) = session.drafts()
    again = form_of(desk, qtbot, KINDS[kind]())
    again.restore(draft)
    made = again.record()
    assert {name: getattr(made, name) for name in values} == values
    saved(again, qtbot)
    assert session.drafts() == []


def test_text_that_no_editor_would_write_survives_an_edit_of_another_field(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title=" two\tspaces ", facts="a\u2028b\r\n c \n", occurred=Day("2026-11-03/2026-11-05")))
    form = form_of(desk, qtbot, one)
    form.put(severity="minor")
    saved(form, qtbot)
    kept = session.find(one.id)
    assert kept == replace(one, severity="minor", changed_at=kept.changed_at)


def test_what_is_missing_is_said_at_its_field_which_gets_the_focus(desk: Desk, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot, Risk())
    form.activateWindow()
    form.put(area="travel", level_override=4)
    assert not form.save()
    assert form.editors["title"].fault() == "This is needed."
    assert form.editors["override_reason"].fault() == "Say in a few words why the matrix is wrong here."
    qtbot.waitUntil(form.editors["title"].line.hasFocus)
    qtbot.keyClicks(form.editors["title"].line, "X")
    assert form.editors["title"].fault() == ""


def test_what_is_no_value_yet_keeps_the_form_from_saving_but_not_the_draft(
    desk: Desk, session: Session, qtbot: QtBot
) -> None:
    form = form_of(desk, qtbot, Incident(title="Calls"))
    qtbot.keyClicks(form.editors["occurred"].line, "32 November")
    assert not form.save()
    with pytest.raises(Unfinished):
        form.record()
    form.keep()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    assert session.drafts()[0].plain["fields"] == {"title": "Calls", "occurred": "32 November"}


def test_showing_a_record_is_not_typing(desk: Desk, session: Session, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot, Incident(title="Calls", harm=("fear",), occurred=Day("2026")))
    assert not form.dirty
    form.keep()
    assert not form.let_go()
    qtbot.wait(30)
    assert session.drafts() == []


def test_a_record_changed_in_the_meantime_is_not_overwritten_and_the_text_stays(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="Calls"))
    form = form_of(desk, qtbot, one)
    session.submit(lambda work: work.db.execute("UPDATE incident SET changed_at = 'later'")).result()
    form.put(title="Four calls")
    form.save()
    qtbot.waitUntil(lambda: bool(form.problem.text()))
    assert form.problem.text().startswith("Somebody changed this in the meantime.")
    assert form.editors["title"].read() == "Four calls"
    assert session.find(one.id).title == "Calls"


def test_throwing_away_removes_the_draft(desk: Desk, session: Session, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot, Person())
    form.put(name="Leila")
    form.keep()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    form.discard()
    qtbot.waitUntil(lambda: session.drafts() == [])


def test_a_form_that_is_left_while_it_saves_leaves_no_draft_to_speak_of(desk: Desk, qtbot: QtBot) -> None:
    said: list[str] = []
    desk.kept.connect(said.append)
    form = RecordForm(desk, Incident(title="Bags searched"), in_sections)
    form.put(facts="Two guards")
    with qtbot.waitSignal(desk.kept):
        form.keep()
    assert form.save()
    delete(form)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[-1] == "Everything saved"


def test_a_form_that_is_left_still_has_it_told_that_nothing_was_saved_and_keeps_what_was_typed(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(desk, "refuse", told.append)
    form = RecordForm(desk, save(Incident(title="Bags searched")), in_sections)
    session.submit(lambda work: work.db.execute("UPDATE incident SET changed_at = 'later'")).result()
    form.put(facts="Two guards")
    assert form.save()
    delete(form)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].startswith("Somebody changed this in the meantime. What you typed is kept as a draft.")
    assert session.drafts()[0].plain["fields"] == {"facts": "Two guards"}


def test_the_places_of_a_procedure_hold_every_field(desk: Desk, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot, Procedure(), arrange=in_place)
    outside = [name for name, one in form.editors.items() if not form.isAncestorOf(one)]
    assert outside == []


def test_short_fields_stand_in_pairs_and_nothing_is_left_out() -> None:
    for cls in KINDS.values():
        rows = list(pairs(list(cls.fields.values())))
        assert [name for row in rows for name in row] == list(cls.fields)
        assert all(len(row) <= 2 for row in rows)
    assert ["trend", "acceptable"] in list(pairs(list(Risk.fields.values())))


def test_a_draft_is_named_by_its_title_or_first_words(desk: Desk, session: Session, qtbot: QtBot) -> None:
    form = form_of(desk, qtbot, Incident())
    form.put(facts="Two men")
    assert draft_words(form.draft(still_open=True)) == "Two men"
    form.put(title="Motorbike")
    assert draft_words(form.draft(still_open=True)) == "Motorbike"
