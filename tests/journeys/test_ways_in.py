"""From no vault at all to one that is open: made, restored, looked around in, unlocked, opened for reading only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.ways import LONG, Start, click, focused, inside, press, shown, typed, unlock
from tests.ui.outside import PHRASE, World
from vault.errors import DiskFull, WrongPassphrase
from vault.plans.model import Incident, Organisation, Risk
from vault.services import backing_up, beginning, duress, places, sample, unlocking
from vault.services.session import Session
from vault.ui import idle
from vault.ui.application import Application
from vault.ui.pages.create import Create
from vault.ui.pages.create_steps import LockStep, NamesStep, PassphraseStep, PlaceStep, RecoveryStep
from vault.ui.pages.export import ReportsPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.look_around import LookAround
from vault.ui.pages.restore import Restore
from vault.ui.pages.unlock import Unlock
from vault.ui.pages.welcome import Welcome
from vault.ui.parts.banner import Banner
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Words

Key = Qt.Key


def step(page: Create, kind: type) -> None:
    assert isinstance(page.steps[page.at], kind)


def said(application: Application) -> list[str]:
    return [label.text() for label in application.gate.findChildren(Words)]


def button(application: Application, words: str) -> Button:
    return next(one for one in application.gate.findChildren(Button) if one.text() == words)


def words_of_banners(application: Application) -> list[str]:
    assert application.room is not None
    return [banner.words.text() for banner in application.room.window.findChildren(Banner)]


# ------------------------------------------------------------------ making one


def test_a_file_is_made_by_keys_alone_and_opens_with_both_secrets(start: Start, world: World, qtbot: QtBot) -> None:
    application = start()
    shown(application, Welcome)
    press(qtbot, Key.Key_Return)
    page = shown(application, Create)
    step(page, PlaceStep)
    typed(qtbot, "Garden", Key.Key_Return)
    step(page, PassphraseStep)
    typed(qtbot, page.passphrase.asked.drawn, Key.Key_Tab)
    typed(qtbot, page.passphrase.asked.drawn, Key.Key_Return)
    step(page, RecoveryStep)
    code, drawn = page.recovery.asked.code, page.passphrase.asked.drawn
    press(qtbot, Key.Key_Return)  # I have written it down
    typed(qtbot, code.lower().replace("-", " "), Key.Key_Return)
    step(page, LockStep)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    step(page, NamesStep)
    typed(qtbot, "River", Key.Key_Tab)
    assert not world.folder.exists()
    typed(qtbot, "Nadia", Key.Key_Return)
    room = inside(application, qtbot)
    path = places.at(world.folder, "Garden")
    assert (room.session.path, room.window.windowTitle()) == (path, "Garden")
    assert [one.name for one in room.session.all("organisation") if isinstance(one, Organisation)] == ["River"]
    assert (room.session.by, room.idle.minutes, room.session.setting("lock.minutes")) == ("Nadia", 10, 10)
    assert not application.gate.isVisible()
    room.close()
    for secret in (drawn, code):
        with unlocking.unlock(path, bytearray(secret, "utf-8"), clock=world.clock) as opened:
            assert opened.by_recovery == (secret == code)


def test_a_file_is_made_with_the_mouse_and_without_a_recovery_code(start: Start, world: World, qtbot: QtBot) -> None:
    application = start()
    click(qtbot, shown(application, Welcome).start)
    page = shown(application, Create)
    click(qtbot, page.next)
    click(qtbot, page.passphrase.asked.words.other)
    typed(qtbot, PHRASE, Key.Key_Tab)
    typed(qtbot, PHRASE)
    click(qtbot, page.next)
    click(qtbot, page.recovery.asked.choice.button("without"))
    click(qtbot, page.next)
    click(qtbot, page.next)
    click(qtbot, page.next)
    room = inside(application, qtbot)
    assert places.shown_name(room.session.path) == "Notes"
    assert room.session.all("organisation") == []
    assert [(one.role, one.name) for one in room.session.keyholders()] == [("keyholder", "")]


def test_the_keyboard_walks_the_first_steps_and_is_seen_all_the_way(start: Start, world: World, qtbot: QtBot) -> None:
    room = unlock(start(world.vault()), qtbot)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), Button))
    assert (focused().text(), focused().kind) == ("Talk it through", "main")
    qtbot.keyClick(focused(), Key.Key_Backtab)
    assert focused().text() == "Agreed already"
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: beginning.settled(room.session) != {})
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), Button) and focused().kind == "main")
    assert focused().isVisible()


def test_nothing_lies_on_the_disk_after_cancelling(start: Start, world: World, qtbot: QtBot) -> None:
    application = start()
    click(qtbot, shown(application, Welcome).start)
    page = shown(application, Create)
    click(qtbot, page.next)
    click(qtbot, page.cancel)
    shown(application, Welcome)
    assert not world.folder.exists()


def test_escape_leads_back_from_looking_around_and_from_restoring(start: Start, qtbot: QtBot) -> None:
    application = start()
    click(qtbot, shown(application, Welcome).look)
    shown(application, LookAround)
    press(qtbot, Key.Key_Escape)
    click(qtbot, shown(application, Welcome).bring_back)
    shown(application, Restore)
    press(qtbot, Key.Key_Escape)
    shown(application, Welcome)


def test_whoever_wanted_to_restore_before_unlocking_comes_back_to_unlocking(
    start: Start, world: World, qtbot: QtBot
) -> None:
    application = start(world.vault(), locked=True)
    shown(application, Unlock)
    click(qtbot, button(application, "Restore a backup"))
    click(qtbot, shown(application, Restore).cancel)
    shown(application, Unlock)
    assert "Locked. Type your passphrase to go on" in said(application)
    assert application.gate.windowTitle() == "Notes"


def test_a_folder_that_takes_nothing_is_said_and_the_answers_are_still_there(
    start: Start, world: World, qtbot: QtBot
) -> None:
    world.folder.write_text("a file where the folder should be")
    application = start()
    click(qtbot, shown(application, Welcome).start)
    page = shown(application, Create)
    page.passphrase.asked.first.fill(page.passphrase.asked.drawn)
    page.passphrase.asked.second.fill(page.passphrase.asked.drawn)
    page.recovery.asked.choice.button("without").click()
    page.names.organisation.setText("River")
    for _n in range(5):
        click(qtbot, page.next)
    qtbot.waitUntil(lambda: bool(page.notice.text()), timeout=LONG)
    step(page, NamesStep)
    assert page.names.organisation.text() == "River"
    assert page.next.isEnabled()
    assert application.room is None


# ------------------------------------------------------------------ one that is there


def test_the_one_vault_there_is_asks_for_its_passphrase_at_once(start: Start, world: World, qtbot: QtBot) -> None:
    world.vault("Garden")
    application = start()
    page = shown(application, Unlock)
    assert application.gate.windowTitle() == "Garden"
    assert focused() is page.field.line
    typed(qtbot, PHRASE, Key.Key_Return)
    room = inside(application, qtbot)
    assert room.window.stage.here == "today"


def test_of_several_vaults_one_is_chosen_by_keys(start: Start, world: World, qtbot: QtBot) -> None:
    for name in ("Garden", "Recipes"):
        world.vault(name)
    application = start()
    welcome = shown(application, Welcome)
    assert [row.words for row in welcome.list.rows()] == ["Garden", "Recipes"]
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    shown(application, Unlock)
    assert application.gate.windowTitle() == "Recipes"


def test_after_a_wrong_passphrase_the_right_one_still_opens(start: Start, world: World, qtbot: QtBot) -> None:
    application = start(world.vault())
    page = shown(application, Unlock)
    typed(qtbot, PHRASE.upper(), Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.wrong.text()), timeout=LONG)
    qtbot.waitUntil(page.field.line.hasFocus)
    typed(qtbot, PHRASE, Key.Key_Return)
    inside(application, qtbot)


def test_a_vault_that_is_open_elsewhere_is_said_and_opens_once_it_is_free(
    start: Start, world: World, qtbot: QtBot
) -> None:
    path = world.vault()
    application = start(path)
    page = shown(application, Unlock)
    with unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock):
        typed(qtbot, PHRASE, Key.Key_Return)
        qtbot.waitUntil(lambda: bool(page.notice.text()), timeout=LONG)
        assert page.notice.text().startswith("Another window or program has this file open.")
    unlock(application, qtbot)


def test_after_a_lock_the_fresh_window_waits_for_the_one_before_to_let_go(
    start: Start, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = world.vault()
    before = unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock)
    waited: list[float] = []

    def sleep(clock: object, seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            before.close()

    monkeypatch.setattr(type(world.clock), "sleep", sleep)
    application = start(path, locked=True)
    assert "Locked. Type your passphrase to go on" in said(application)
    unlock(application, qtbot)
    assert len(waited) >= 3


def test_a_backup_comes_back_beside_what_is_there(start: Start, world: World, qtbot: QtBot, tmp_path: Path) -> None:
    path = world.vault()
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        session.save(Incident(title="Silent calls")).result()
        backup = backing_up.back_up(session, tmp_path).path
    application = start(path)
    click(qtbot, button(application, "Restore a backup"))
    page = shown(application, Restore)
    assert page.name.text() == "Notes 2"
    page.set_file(backup)
    assert focused() is page.field.line
    typed(qtbot, PHRASE, Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(application.gate.page(), Unlock), timeout=LONG)
    assert application.gate.windowTitle() == "Notes 2"
    room = unlock(application, qtbot)
    assert [one.title for one in room.session.all("incident")] == ["Silent calls"]
    assert path.is_dir()


def test_a_duress_passphrase_of_the_file_that_was_asked_for_counts_where_a_backup_comes_back(
    start: Start, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    path, words = world.vault(), "quiet harbour lamps tonight"
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        backup = backing_up.back_up(session, tmp_path).path
    whose = bytearray(PHRASE, "utf-8"), bytearray(words, "utf-8")
    duress.set_up(path, *whose, backup=backup, clock=world.clock)
    application = start(path)
    click(qtbot, button(application, "Restore a backup"))
    page = shown(application, Restore)
    page.set_file(backup)
    typed(qtbot, words, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.wrong.text()), timeout=LONG)
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock)
    backing_up.check_backup(backup, bytearray(PHRASE, "utf-8"), clock=world.clock)


# ------------------------------------------------------------------ the sample


def test_a_look_around_is_a_sample_that_says_so_and_leads_to_ones_own(start: Start, world: World, qtbot: QtBot) -> None:
    application = start()
    click(qtbot, shown(application, Welcome).look)
    page = shown(application, LookAround)
    phrase = page.passphrase
    press(qtbot, Key.Key_Return)
    room = inside(application, qtbot)
    assert len(room.session.all("risk")) >= 25
    (banner,) = room.window.findChildren(Banner)
    assert banner.words.text().startswith("A sample: everything in it is invented.")
    assert banner.button is not None
    click(qtbot, banner.button)
    assert isinstance(application.gate.page(), Create)
    assert application.room is None
    assert application.gate.isVisible()
    with unlocking.unlock(places.at(world.folder, "Sample"), bytearray(phrase, "utf-8"), clock=world.clock):
        pass


# ------------------------------------------------------------------ reading only


def test_a_vault_for_reading_only_says_so_and_cannot_be_changed(start: Start, world: World, qtbot: QtBot) -> None:
    path = world.vault()
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        session.save(Risk(title="Raid", probability=3, impact=5)).result()
    application = start(path)
    application.enter(unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock, readonly=True))
    room = inside(application, qtbot)
    assert words_of_banners(application) == ["This file is open for reading only."]
    assert room.window.status.saved.text() == "Nothing can be changed"
    assert room.window._answer("undo") is None
    for screen in ("incidents", "risks", "plan", "network", "actions"):
        room.window.go(screen)
        page = room.window.stage.currentWidget()
        qtbot.keyClick(room.window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert room.window.stage.currentWidget() is page
        assert room.window._messages.sentence().startswith("This file is open for reading only.")
        if isinstance(page, IncidentsPage):
            assert not page.panel.isVisible()
    room.window.go("reports")
    reports = room.window.stage.currentWidget()
    assert isinstance(reports, ReportsPage)
    click(qtbot, reports.plan_button)
    assert room.window.stage.currentWidget() is reports
    assert room.window._messages.sentence().startswith("A report is written down in the file")
    room.window.go("risks")
    room.desk.trash(room.session.all("risk"))
    qtbot.waitUntil(lambda: "can be read but not changed" in room.window._messages.sentence())
    assert len(room.session.all("risk")) == 1


@pytest.mark.parametrize("what", ["the sample", "the settings"])
def test_where_the_first_writing_fails_the_file_is_closed_and_that_is_said(
    start: Start, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def full(*_given: object) -> None:
        raise DiskFull(world.folder)

    settings = {idle.SETTING: 2}
    application = start(path := world.vault())
    opened = unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock)
    with monkeypatch.context() as patched:
        patched.setattr(sample, "fill", full)
        if what == "the sample":
            application.ways.sampled.emit(opened, settings)
        else:
            patched.setattr(Session, "set_setting", full)
            application.ways.entered.emit(opened, settings)
    assert application.room is None
    assert "full" in shown(application, Unlock).notice.text()
    assert application.gate.isVisible()
    unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock).close()  # nobody holds it any more
    unlock(application, qtbot)
