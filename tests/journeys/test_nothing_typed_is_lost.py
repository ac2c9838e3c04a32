"""What was typed outlives a save that waits, a save that fails after its page was left, an undo, and the bin."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from vault.plans.fields import Link
from vault.plans.model import Analysis, Incident, Procedure
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.analysis import AnalysisPage
from vault.ui.pages.closing import ClosingPage
from vault.ui.pages.form import FormPage
from vault.ui.pages.starters import StartersPage

CTRL = Qt.KeyboardModifier.ControlModifier
Save = Callable[[Record], Record]


@pytest.fixture(autouse=True)
def time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two changes at the same moment could not be told apart."""
    seconds = count()
    begin = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
    monkeypatch.setattr(Tuesday, "now", lambda _clock: begin + timedelta(seconds=next(seconds)))


@pytest.fixture
def one(save: Save) -> Incident:
    return cast(Incident, save(Incident(title="A stop", state="acting")))


@contextmanager
def busy(session: Session) -> Iterator[None]:
    """Whoever saves has to wait until the block ends, as behind a slow stick."""
    over = threading.Event()
    session.submit(lambda _work: over.wait(30))
    yield
    over.set()


def fields(session: Session, kind: str) -> list[dict[str, Any]]:
    return [draft.plain["fields"] for draft in session.drafts() if draft.kind == kind]


def saved_first(window: MainWindow, desk: Desk, qtbot: QtBot, one: Incident) -> FormPage:
    """The form of an incident, in which somebody typed "First" and asked to save it."""
    desk.open_form(one)
    page = cast(FormPage, window.stage.currentWidget())
    page.form.put(facts="First")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    return page


def said(window: MainWindow) -> str:
    return window._messages.sentence()


@pytest.mark.parametrize("leaves", [True, False])
def test_what_is_typed_while_a_save_waits(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, one: Incident, leaves: bool
) -> None:
    with busy(session):
        page = saved_first(window, desk, qtbot, one)
        page.form.put(facts="First and second", notes="Third")
        if leaves:
            window.back()
    qtbot.waitUntil(lambda: bool(fields(session, "incident")))
    assert cast(Incident, session.find(one.id)).facts == "First"
    (draft,) = session.drafts()
    assert draft.record == one.id
    assert draft.plain["fields"] == {"facts": "First and second", "notes": "Third"}
    qtbot.waitUntil(lambda: "kept as a draft" in said(window))
    desk.open_draft(draft)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: cast(Incident, session.find(one.id)).facts == "First and second")
    qtbot.waitUntil(lambda: not session.drafts())


def test_what_a_new_record_was_given_while_it_was_saved_belongs_to_it(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    desk.open_form(Incident())
    page = cast(FormPage, window.stage.currentWidget())
    with busy(session):
        page.form.put(title="New")
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
        page.form.put(facts="Later")
        window.back()
    qtbot.waitUntil(lambda: bool(session.all("incident")) and bool(session.drafts()))
    (made,), (draft,) = session.all("incident"), session.drafts()
    assert (draft.record, draft.plain["fields"]) == (made.id, {"facts": "Later"})


def test_the_vault_closes_over_a_save_that_waits(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, one: Incident
) -> None:
    with busy(session):
        page = saved_first(window, desk, qtbot, one)
        page.form.put(facts="First and second")
        desk.keep()
    session.submit(lambda _work: None).result()
    assert fields(session, "incident") == [{"facts": "First and second"}]


@pytest.mark.parametrize("closes", [True, False])
def test_a_save_that_fails_after_its_page_was_left(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, one: Incident, closes: bool
) -> None:
    if closes:
        page: ClosingPage | AnalysisPage = ClosingPage(desk, one)
        desk.open_page(page)
        page.form.put(closed_as="acted", lesson="My lesson")
        session.save(replace(one, notes="Somebody else")).result()
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    else:
        other = session.save(Analysis(title="A stop", threats=(Link(one.id),), facts="old")).result()
        page = AnalysisPage(desk, other)
        desk.open_page(page)
        page.form.put(facts="My long story")
        session.save(replace(other, because="Somebody else")).result()
    window.back()
    kind, typed = ("incident", "My lesson") if closes else ("analysis", "My long story")
    qtbot.waitUntil(lambda: typed in str(fields(session, kind)))
    told = "Somebody changed this in the meantime. What you typed is kept as a draft."
    qtbot.waitUntil(lambda: said(window).startswith(told))


def test_after_an_undo_the_words_of_the_questions_stay(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, one: Incident
) -> None:
    desk.open_page(AnalysisPage(desk, Analysis(title="A stop", threats=(Link(one.id),))))
    page = cast(AnalysisPage, window.stage.currentWidget())
    page.form.put(facts="First words")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.all("analysis")))
    qtbot.waitUntil(lambda: not page.form.dirty)
    desk.undo()
    qtbot.waitUntil(lambda: not session.all("analysis"))
    page.form.put(facts="First words and a long story")
    window.back()
    qtbot.waitUntil(lambda: "long story" in str(fields(session, "analysis")))
    desk.open_draft(session.drafts()[0])
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), AnalysisPage))
    qtbot.waitUntil(lambda: "was in the bin and is back" in said(window))
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(
        lambda: [cast(Analysis, a).facts for a in session.all("analysis")] == ["First words and a long story"]
    )


def test_what_was_written_over_a_ready_procedure_outlives_its_undo(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot
) -> None:
    page = StartersPage(desk)
    desk.open_page(page)
    page.table.toggle(1)
    page.save()
    qtbot.waitUntil(lambda: bool(session.all("procedure")))
    procedure = session.all("procedure")[0]
    desk.open_form(procedure)
    plan = window.stage.page("plan")
    plan.form.put(title="Ours", aim="An hour of typing")  # type: ignore[union-attr]
    plan.stop_editing()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(fields(session, "procedure")))
    session.undo().result()
    assert session.all("procedure") == []
    (draft,) = session.drafts()
    desk.open_draft(draft)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.all("procedure")))
    made = cast(Procedure, session.all("procedure")[0])
    assert (made.title, made.aim) == ("Ours", "An hour of typing")


def test_a_draft_of_a_binned_record_brings_it_back(
    window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, one: Incident
) -> None:
    desk.open_form(one)
    cast(FormPage, window.stage.currentWidget()).form.put(facts="Typed")
    window.back()
    qtbot.waitUntil(lambda: bool(session.drafts()))
    session.trash([one.id]).result()
    desk.open_draft(session.drafts()[0])
    qtbot.waitUntil(lambda: isinstance(window.stage.currentWidget(), FormPage))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: cast(Incident, session.find(one.id)).facts == "Typed")
    assert not session.find(one.id).trashed_at
