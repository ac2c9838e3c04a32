"""An open vault as a window: what stands above its pages, in its title and at its foot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from vault.plans.model import Person, Plan
from vault.plans.records import KINDS
from vault.services import sample, unlocking
from vault.services.session import Session
from vault.ui import theme
from vault.ui.actions import ACTIONS
from vault.ui.pages.chart import ChartPage
from vault.ui.pages.coverage import CoveragePage
from vault.ui.pages.decisions import DecisionsPage
from vault.ui.pages.form import FormPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.new_plan import NewPlanPage
from vault.ui.pages.patterns import PatternsPage
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.risks import RisksPage
from vault.ui.pages.search import SearchPage
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.starters import StartersPage
from vault.ui.pages.versions import VersionsPage
from vault.ui.parts.banner import Banner
from vault.ui.record_screens import record_screens
from vault.ui.room import Room, backup_age

PHRASE = b"one two three four five six"


@pytest.fixture
def rooms(qtbot: QtBot, qapp: QApplication) -> Iterator[list[Room]]:
    theme.apply(qapp)
    made: list[Room] = []
    yield made
    for one in made:
        one.close()


def room_of(session: Session, rooms: list[Room], qtbot: QtBot) -> Room:
    made = Room(session, record_screens)
    qtbot.addWidget(made.window)
    rooms.append(made)
    made.show()
    return made


def banners(room: Room) -> list[str]:
    return [one.words.text() for one in room.window.findChildren(Banner)]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("", "No backup yet"),
        ("2026-11-24T09:00:00+00:00", "Backup made today"),
        ("2026-11-25T09:00:00+00:00", "Backup made today"),
        ("2036-11-24T09:00:00+00:00", "Backup of unknown age"),
        ("2026-11-23T23:59:00+00:00", "Backup 1 day old"),
        ("2026-10-24T09:00:00+00:00", "Backup 31 days old"),
        ("2026-11-24T01:30:00+03:00", "Backup 1 day old"),
    ],
)
def test_the_age_of_the_last_backup_is_counted_in_days_of_this_place(at: str, words: str) -> None:
    assert backup_age(at, datetime(2026, 11, 24, 9, 41, tzinfo=UTC)) == words


def test_the_foot_tells_of_locking_backups_and_saving(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    session.record_backup("blue stick", 1, True).result()
    status = room_of(session, rooms, qtbot).window.status
    assert status.lock.text() == "Locks in 5:00"
    assert status.backup.text() == "Backup made today"
    assert status.saved.text() == "Everything saved"


def test_the_title_is_the_name_of_the_file_or_another_neutral_one_and_never_the_organisation(
    session: Session, rooms: list[Room], qtbot: QtBot
) -> None:
    room = room_of(session, rooms, qtbot)
    assert room.window.windowTitle() == "v"
    room.set_name("Recipes")
    assert room.window.windowTitle() == "Recipes"
    qtbot.waitUntil(lambda: session.setting("window.name", "") == "Recipes")
    room.set_name("")
    assert room.window.windowTitle() == "v"


def test_an_ordinary_vault_has_no_banner(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    assert banners(room_of(session, rooms, qtbot)) == []


def test_a_sample_says_so_above_every_page(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    sample.fill(session)
    room = room_of(session, rooms, qtbot)
    (banner,) = room.window.findChildren(Banner)
    for screen in ("incidents", "risks"):
        room.window.go(screen)
        assert banner.isVisible()
    assert banner.button is not None
    with qtbot.waitSignal(room.own_asked):
        banner.button.click()


def test_what_was_noticed_while_opening_is_said(
    session: Session, tmp_path: Path, rooms: list[Room], qtbot: QtBot
) -> None:
    session.close()
    opened = unlocking.unlock(tmp_path / "v", bytearray(PHRASE), clock=Tuesday())
    opened.notices = (unlocking.ALTERED,)
    opened.readonly = True
    with Session(opened, clock=Tuesday()) as again:
        room = room_of(again, rooms, qtbot)
        assert banners(room) == [unlocking.ALTERED]
        assert room.window.status.saved.text() == "Nothing can be changed"
        room.close()


def test_the_palette_finds_records_and_opens_them(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    session.save(Person(name="Leila Haddad")).result()
    room = room_of(session, rooms, qtbot)
    room.window.go("settings")
    (choice,) = room._find("lei")
    assert (choice.words, choice.detail) == ("Leila Haddad", "Person")
    choice.run()
    page = room.window.stage.currentWidget()
    assert isinstance(page, RecordPage)
    assert page.title == "Leila Haddad"
    assert room.window.stage.here == "network"  # and back leads there, as the way above the title says


def test_something_can_be_logged_and_found_from_any_page(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    room = room_of(session, rooms, qtbot)
    room.window.go("settings")
    room.window.run("new")
    assert room.window.stage.here == "incidents"
    page = room.window.stage.currentWidget()
    assert isinstance(page, IncidentsPage)
    assert page.panel.isVisible()
    room.window.go("settings")
    room.window.run("find")
    assert isinstance(room.window.stage.currentWidget(), SearchPage)


def test_closing_twice_closes_once(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    room = room_of(session, rooms, qtbot)
    room.close()
    room.close()
    assert not room.window.isVisible()


@pytest.mark.parametrize("key", ["passphrases", "backups", "locking", "about"])
def test_every_section_of_the_settings_is_found_by_its_name(
    session: Session, rooms: list[Room], qtbot: QtBot, key: str
) -> None:
    window = room_of(session, rooms, qtbot).window
    window.run(key)
    page = window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    assert page.section().key == key


PLAN_PAGES = {"decides": DecisionsPage, "coverage": CoveragePage, "missing": MissingPage, "versions": VersionsPage}


@pytest.mark.parametrize(("key", "page"), PLAN_PAGES.items())
def test_pages_of_the_plan_are_reached_from_anywhere_and_lead_back_to_it(
    session: Session, rooms: list[Room], qtbot: QtBot, key: str, page: type[QWidget]
) -> None:
    session.save(Plan(title="Our plan", level="organisation")).result()
    window = room_of(session, rooms, qtbot).window
    window.go("today")
    window.run(key)
    assert isinstance(window.stage.currentWidget(), page)
    window.run(key)  # once more over itself
    window.back()
    assert isinstance(window.stage.currentWidget(), PlanPage)


def test_versions_of_a_plan_without_a_name_begin_with_the_name(
    session: Session, rooms: list[Room], qtbot: QtBot
) -> None:
    window = room_of(session, rooms, qtbot).window
    window.run("versions")
    page = window.stage.currentWidget()
    assert isinstance(page, FormPage)
    assert "level" in page.form.editors


BEGUN = {one.key: one for one in ACTIONS if one.screen}


@pytest.mark.parametrize("key", BEGUN)
def test_what_is_begun_from_anywhere_opens_its_form_over_its_screen(
    session: Session, rooms: list[Room], qtbot: QtBot, key: str
) -> None:
    session.save(Plan(title="Our plan", level="organisation")).result()
    window = room_of(session, rooms, qtbot).window
    window.go("settings")
    window.run(key)
    assert window.stage.here == BEGUN[key].screen
    front = window.stage.currentWidget()
    kind = key.removeprefix("new_")
    if kind == "log":
        assert isinstance(front, IncidentsPage)
        assert front.panel.isVisible()
    elif kind == "procedure":
        assert isinstance(front, PlanPage)
        assert front.form is not None
    elif kind in ("ready", "plan"):
        assert isinstance(front, {"ready": StartersPage, "plan": NewPlanPage}[kind])
    else:
        assert isinstance(front, FormPage)
        assert front.title == f"New {KINDS[kind].words.lower()}"


def test_nothing_is_begun_in_a_file_that_is_only_read(session: Session, rooms: list[Room], qtbot: QtBot) -> None:
    session.close()
    with Session.open(session.path, bytearray(PHRASE), clock=Tuesday(), readonly=True) as opened:
        window = room_of(opened, rooms, qtbot).window
        window.go("settings")
        for key in BEGUN:
            window.run(key)
            assert window.stage.here == "settings"
        rooms.pop().close()


@pytest.mark.parametrize(
    ("key", "page", "below"), [("patterns", PatternsPage, IncidentsPage), ("chart", ChartPage, RisksPage)]
)
def test_patterns_and_the_chart_are_reached_from_anywhere(
    session: Session, rooms: list[Room], qtbot: QtBot, key: str, page: type, below: type
) -> None:
    window = room_of(session, rooms, qtbot).window
    window.run(key)
    assert isinstance(window.stage.currentWidget(), page)
    window.back()
    assert isinstance(window.stage.currentWidget(), below)
