"""It locks whatever goes on: a dialog asks, a table comes in, a backup or a report is made, a passphrase is changed."""

from __future__ import annotations

import csv
import dataclasses
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.journeys.test_locking import key_anywhere, locked
from tests.journeys.ways import LONG, Start, click, typed, unlock
from tests.ui.outside import PHRASE, World
from vault.errors import WrongPassphrase
from vault.plans.model import Incident, Place
from vault.services import bulk, exporting, keyholding, unlocking
from vault.services.session import Session
from vault.services.writing import Writing
from vault.storage import backups
from vault.ui.pages.export_plan import ExportPlan
from vault.ui.pages.import_wizard import COLUMNS, DONE, ROWS, ImportWizard
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.key_pages import ChangePassphrase
from vault.ui.room import Room

#: counts until somebody stops it
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
OTHER = "walnut copper lagoon thistle amber nineteen"


@pytest.fixture
def path(world: World) -> Path:
    return world.vault()


@pytest.fixture
def room(start: Start, path: Path, qtbot: QtBot) -> Room:
    return unlock(start(path), qtbot)


class Held:
    """Stands at a point of the work on another thread until the window locks."""

    def __init__(self) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def stand(self) -> None:
        self.begun.set()
        assert self.goes_on.wait(30)


@pytest.fixture
def held(room: Room, monkeypatch: pytest.MonkeyPatch) -> Held:
    made, stop = Held(), room.session.stop

    def stop_and_go_on() -> None:
        stop()
        made.goes_on.set()

    monkeypatch.setattr(room.session, "stop", stop_and_go_on)
    return made


def lock(room: Room, qtbot: QtBot) -> None:
    key_anywhere(qtbot, room.window, Qt.Key.Key_L)


def reopened(path: Path, world: World, phrase: str = PHRASE) -> Session:
    return Session.open(path, bytearray(phrase, "utf-8"), clock=world.clock)


# ------------------------------------------------------------------ dialogs


def test_a_dialog_for_files_over_a_half_typed_form_holds_nothing_up(
    room: Room, world: World, path: Path, qtbot: QtBot
) -> None:
    room.window.run("new")
    typed(qtbot, "Two men at the g")
    room.desk.open_page(page := ImportWizard(room.desk))
    page.file.choose.click()
    dialog = room.window.findChildren(QFileDialog)[0]
    qtbot.waitUntil(dialog.isActiveWindow)
    key_anywhere(qtbot, dialog, Qt.Key.Key_L)
    assert locked(room.parent(), world, path)
    with reopened(path, world) as session:
        assert [draft.plain["fields"] for draft in session.drafts()] == [{"facts": "Two men at the g"}]


# ------------------------------------------------------------------ long work


def test_an_import_is_taken_back_whole(
    room: Room, held: Held, world: World, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in = bulk.bring_in

    def never_done(work: Writing, *rest: object) -> object:
        brought = bring_in(work, *rest)
        assert work.db.execute("SELECT count(*) FROM record").fetchone()[0] >= 40
        held.begun.set()
        work.db.execute(ENDLESS).fetchone()
        return brought

    monkeypatch.setattr(bulk, "bring_in", never_done)
    source = tmp_path / "sheet.csv"
    with source.open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet).writerows([("id", "title", "occurred"), *((n, f"Call {n}", "2026-01-05") for n in range(40))])
    wizard = ImportWizard(room.desk)
    room.desk.open_page(wizard)
    wizard.read(source)
    qtbot.waitUntil(lambda: wizard.file.sheet is not None and wizard.file.choose.isEnabled(), timeout=LONG)
    wizard.file.source.setText("Sheet")
    for step in (COLUMNS, ROWS):
        click(qtbot, wizard.next_button)
        qtbot.waitUntil(lambda step=step: wizard.step == step and wizard.next_button.isEnabled(), timeout=LONG)
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(held.begun.is_set, timeout=LONG)
    lock(room, qtbot)
    assert locked(room.parent(), world, path)
    assert wizard.step != DONE
    with reopened(path, world) as session:
        assert session.all("incident") == []


def test_a_backup_leaves_no_file(
    room: Room, held: Held, world: World, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_into = backups.copy_into

    def slowly(*rest: object) -> None:
        copy_into(*rest)
        held.stand()

    monkeypatch.setattr(backups, "copy_into", slowly)
    (tmp_path / "stick").mkdir()
    room.desk.go("settings", "backups")
    room.window.stage.currentWidget().section().back_up(tmp_path / "stick")
    qtbot.waitUntil(held.begun.is_set, timeout=LONG)
    lock(room, qtbot)
    assert locked(room.parent(), world, path)
    assert list((tmp_path / "stick").iterdir()) == []
    with reopened(path, world) as session:
        assert session.backups() == []


def test_a_report_is_not_finished(
    room: Room, held: Held, world: World, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_done(seen: object, *rest: object) -> None:
        held.begun.set()
        seen._reader.execute(ENDLESS).fetchone()  # type: ignore[attr-defined]

    monkeypatch.setattr(exporting, "_prepared", never_done)
    page = ExportPlan(room.desk)
    room.desk.open_page(page)
    click(qtbot, page.next_button)
    qtbot.waitUntil(held.begun.is_set, timeout=LONG)
    lock(room, qtbot)
    assert locked(room.parent(), world, path)


def test_what_was_saved_just_before_is_there(room: Room, held: Held, world: World, path: Path, qtbot: QtBot) -> None:
    room.session.submit(lambda work: held.stand())
    room.desk.ask(room.session.save(Incident(title="Calls")), room.desk)
    lock(room, qtbot)
    assert locked(room.parent(), world, path)
    with reopened(path, world) as session:
        assert [one.title for one in session.all("incident")] == ["Calls"]


# ------------------------------------------------------------------ a passphrase


def changing(room: Room, qtbot: QtBot) -> ChangePassphrase:
    page = ChangePassphrase(room.desk, room.session.opened.position)
    room.desk.open_page(page)
    page.proof.fill(PHRASE)
    click(qtbot, page.asked.words.other)
    page.asked.first.fill(OTHER)
    page.asked.second.fill(OTHER)
    click(qtbot, page.button)
    return page


def test_a_change_of_passphrase_that_is_not_proved_yet_does_not_happen(
    room: Room, held: Held, world: World, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = unlocking.attempt

    def slowly(*rest: object) -> object:
        held.stand()
        return attempt(*rest)

    monkeypatch.setattr(unlocking, "attempt", slowly)
    changing(room, qtbot)
    qtbot.waitUntil(held.begun.is_set, timeout=LONG)
    lock(room, qtbot)
    monkeypatch.setattr(unlocking, "attempt", attempt)
    assert locked(room.parent(), world, path)
    with pytest.raises(WrongPassphrase):
        reopened(path, world, OTHER)


def test_a_change_of_passphrase_under_way_is_finished_and_never_half(
    room: Room, held: Held, world: World, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = keyholding.change

    def slowly(*rest: object, **more: object) -> None:
        held.stand()
        change(*rest, **more)

    monkeypatch.setattr(keyholding, "change", slowly)
    changing(room, qtbot)
    qtbot.waitUntil(held.begun.is_set, timeout=LONG)
    lock(room, qtbot)
    assert world.left == [0]
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    with pytest.raises(WrongPassphrase):
        reopened(path, world)
    with reopened(path, world, OTHER) as session:
        assert not session.readonly


def test_where_no_fresh_instance_can_be_started_this_one_ends_all_the_same(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError("no more processes")

    application = room.parent()
    monkeypatch.setattr(application, "_outside", dataclasses.replace(world.outside(), spawn=fail))
    with pytest.raises(OSError, match="no more processes"):
        application.lock()
    assert world.left == [0]
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())


def test_it_locks_while_a_whole_name_stands_in_a_field(room: Room, world: World, path: Path, qtbot: QtBot) -> None:
    room.session.save(Place(name="Ford")).result()
    room.window.run("new")
    page = room.window.stage.currentWidget()
    assert isinstance(page, IncidentsPage)
    line = page.panel.form.editors["place"].box.line
    line.setFocus()
    qtbot.keyClicks(line, "Ford")
    lock(room, qtbot)
    assert locked(room.parent(), world, path)
