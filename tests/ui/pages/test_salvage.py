"""A damaged file is said to be, and what can be read of it is saved from where that is said."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.outside import PHRASE, World
from vault.plans.model import Incident
from vault.plans.records import KINDS, Record
from vault.services import unlocking
from vault.services.salvaging import Salvaged
from vault.services.session import Session
from vault.ui import theme
from vault.ui.application import Application
from vault.ui.pages.check_file import CheckFile
from vault.ui.pages.salvage import Salvage, lost_words, read_words
from vault.ui.pages.unlock import Unlock
from vault.ui.record_screens import record_screens
from vault.ui.vigil import Vigil

CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "vaults")


@pytest.fixture
def path(world: World) -> Path:
    made = world.vault()
    with Session.open(made, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        session.save_all([Incident(title=f"I {n}") for n in range(60)]).result()
    return made


@pytest.fixture
def application(world: World, path: Path, qtbot: QtBot, qapp: QApplication) -> Application:
    theme.apply(qapp)
    made = Application(record_screens, world.outside())
    qtbot.addWidget(made.gate)
    made.start(path)
    return made


def damage(path: Path, page: int) -> None:
    database = path / "g0001" / "data.db"
    content = bytearray(database.read_bytes())
    content[(page - 1) * 4096 + 200] ^= 1
    database.write_bytes(content)


def unlock(application: Application, qtbot: QtBot, words: str = PHRASE) -> Unlock:
    page = application.gate.page()
    assert isinstance(page, Unlock)
    page.field.fill(words)
    qtbot.mouseClick(page.button, CLICK)
    return page


def held_records() -> list[Record]:
    """Those in the memory of this process; other tests may have left some."""
    return [one for one in gc.get_objects() if isinstance(one, Record)]


def test_what_is_damaged_offers_to_save_what_can_be_read_and_forgets_it_afterwards(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    damage(path, 1)
    page = unlock(application, qtbot, "wrong words here")
    qtbot.waitUntil(lambda: bool(page.wrong.text()), timeout=30_000)
    assert not page.salvage.isVisible()
    unlock(application, qtbot)
    qtbot.waitUntil(lambda: "damaged" in application.gate.page().notice.text(), timeout=30_000)  # type: ignore[union-attr]
    shown = application.gate.page()
    assert isinstance(shown, Unlock)
    qtbot.mouseClick(shown.salvage, CLICK)
    salvage = application.gate.page()
    assert isinstance(salvage, Salvage)
    qtbot.waitUntil(salvage.choose.hasFocus)
    qtbot.mouseClick(salvage.button, CLICK)
    assert salvage.wrong.text() == "Choose a folder first."
    (tmp_path / "out").mkdir()
    salvage.set_folder(tmp_path / "out")
    salvage.field.fill("wrong words here")
    qtbot.mouseClick(salvage.button, CLICK)
    qtbot.waitUntil(lambda: bool(salvage.wrong.text()), timeout=30_000)
    salvage.field.fill(PHRASE)
    before = held_records()
    qtbot.mouseClick(salvage.button, CLICK)
    qtbot.waitUntil(lambda: salvage.saved.text() == "61 records were read and saved.", timeout=30_000)
    assert salvage.counts.text() in (
        "Complete: Incidents: 60, Organisation: 1",
        "Complete: Incidents: 60, Organisations: 1",
    )
    assert salvage.lost.text() == ""
    assert (tmp_path / "out" / "incident.csv").is_file()
    assert world.left == []
    assert (salvage.button.text(), salvage.button.hasFocus()) == ("Close", True)
    assert not any(one.isVisible() for one in (salvage.cancel, salvage.field, salvage.choose, salvage.warning))
    assert salvage.field.is_empty()
    gc.collect()
    assert [one for one in held_records() if not any(one is other for other in before)] == []
    qtbot.mouseClick(salvage.button, CLICK)
    assert (world.spawned, world.left) == ([path], [0])
    assert not application.gate.isVisible()


def test_where_nothing_was_read_cancel_leads_back(application: Application, world: World, path: Path) -> None:
    application.ways.show_salvage(path)
    salvage = application.gate.page()
    assert isinstance(salvage, Salvage)
    salvage.cancel.click()
    assert isinstance(application.gate.page(), Unlock)
    assert world.left == []


def test_one_that_turns_out_to_be_damaged_while_it_is_open_is_closed_and_its_process_ends(
    application: Application, world: World, path: Path, qtbot: QtBot
) -> None:
    pages = (path / "g0001" / "data.db").stat().st_size // 4096
    damage(path, pages)
    unlock(application, qtbot)
    qtbot.waitUntil(lambda: application.room is not None, timeout=30_000)
    room = application.room
    assert room is not None
    room.window.run("check")
    page = room.window.stage.currentWidget()
    assert isinstance(page, CheckFile)
    qtbot.waitUntil(page.salvage.isVisible, timeout=30_000)
    qtbot.mouseClick(page.salvage, CLICK)
    assert (world.salvaging, world.spawned, world.left) == ([path], [], [0])
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    application.start(path, salvage=True)  # as the fresh instance does
    assert isinstance(application.gate.page(), Salvage)
    assert application.gate.isVisible()
    unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock).close()


def begun(application: Application, path: Path, folder: Path) -> Salvage:
    application.ways.show_salvage(path)
    page = application.gate.page()
    assert isinstance(page, Salvage)
    page.set_folder(folder)
    page.field.fill(PHRASE)
    page.button.click()
    return page


def vigil(application: Application) -> Vigil:
    (found,) = application.gate.findChildren(Vigil)
    return found


def test_after_quiet_minutes_it_locks_and_not_while_it_reads(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = begun(application, path, tmp_path / "out")
    with qtbot.waitSignal(page.progress._task.progressed, timeout=30_000):  # type: ignore[union-attr]
        world.clock.let_pass(4 * 60)
    assert vigil(application).idle.seconds_left() == 5 * 60
    qtbot.waitUntil(lambda: bool(page.saved.text()), timeout=30_000)
    vigil(application).idle.alive()
    world.clock.let_pass(5 * 60 - 1)
    vigil(application).idle.look()
    assert world.left == []
    world.clock.let_pass(1)
    vigil(application).idle.look()
    assert (world.spawned, world.left) == ([path], [0])
    assert (tmp_path / "out" / "README.txt").is_file()


def test_a_lock_while_it_reads_leaves_nothing_half_saved(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = begun(application, path, tmp_path / "out")
    with qtbot.waitSignal(page.progress._task.progressed, timeout=30_000):  # type: ignore[union-attr]
        pass
    vigil(application).asked.emit()
    assert (world.spawned, world.left) == ([path], [0])
    assert not application.gate.isVisible()
    assert not list(tmp_path.glob("**/.????????"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("how", ["closed", "ended by the system"])
def test_a_window_that_closes_while_it_reads_leaves_nothing_half_saved(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot, how: str
) -> None:
    page = begun(application, path, tmp_path / "out")
    with qtbot.waitSignal(page.progress._task.progressed, timeout=30_000):  # type: ignore[union-attr]
        pass
    if how == "closed":
        application.gate.close()
    else:
        application.end()
    assert not list(tmp_path.glob("**/*.part"))
    assert not (tmp_path / "out").exists()
    assert not application.gate.isVisible()
    qtbot.waitUntil(lambda: world.left == [0])
    assert world.spawned == []


@pytest.mark.parametrize("how", ["stopped", "failed"])
def test_after_the_right_passphrase_the_way_back_leads_through_a_fresh_instance(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot, how: str
) -> None:
    if how == "failed":
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine")
    page = begun(application, path, tmp_path / "out")
    if how == "stopped":
        page.progress.stop.click()
    qtbot.waitUntil(page.button.isEnabled, timeout=30_000)
    assert bool(page.notice.text()) == (how == "failed")
    page.cancel.click()
    assert (world.spawned, world.left) == ([path], [0])


def test_with_a_wrong_passphrase_there_is_nothing_to_lock(
    application: Application, world: World, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    application.ways.show_salvage(path)
    page = application.gate.page()
    assert isinstance(page, Salvage)
    page.set_folder(tmp_path / "out")
    page.field.fill("wrong words here")
    page.button.click()
    qtbot.waitUntil(lambda: bool(page.wrong.text()), timeout=30_000)
    assert not application.gate.findChildren(Vigil)
    page.cancel.click()
    assert world.left == []


def test_what_is_lost_is_said_for_each_kind_and_in_words_for_people() -> None:
    made = Salvaged(
        Path("out"), {"incident": 57, "person": 60, "risk": 2}, 12, 0,
        {"incident": ("a", "b", "c"), "": ("d",)}, {"incident": ("e",)}, ("risk", "links", "history"), 20, True,
    )  # fmt: skip
    assert read_words(made) == "Complete: People: 60\nPerhaps complete: Risks: 2"
    assert lost_words(made).split("\n") == [
        "Incidents: 3 of 60 could not be read.",
        "1 record could not be read, and nobody can say of which kind it is.",
        "Incidents: 1 could be read only in part.",
        "missing.json names them.",
        "More may be missing than is known: Risks, connections between records, the history.",
        "What was saved last could not be read.",
    ]
    everything = replace(made, gaps=(*KINDS, "links"))
    assert "known: records of every kind, connections between records." in lost_words(everything)
