"""Under pressure, in the window: setting up, trying out, removing; what a duress passphrase looks like; destroying."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPdfWriter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.ways import Start, click, inside, shown, unlock
from tests.ui.outside import PHRASE, World
from tests.ui.pages.gates import overlaps
from vault.errors import WrongPassphrase
from vault.services import backing_up, destroying, duress, tidying, unlocking
from vault.services.limits import LIMITS
from vault.services.session import Session
from vault.services.tidying import Rest
from vault.storage import backups, shredding
from vault.ui import chord, printing
from vault.ui.actions import Action
from vault.ui.application import Application
from vault.ui.dialogs.question import Question
from vault.ui.pages.chord_page import ChordPage
from vault.ui.pages.destroy_page import DestroyPage
from vault.ui.pages.duress_setup import BACKUP, DONE, ELSE, READ, WORDS, DuressSetup
from vault.ui.pages.key_pages import ChangePassphrase
from vault.ui.pages.rehearsal import Rehearse
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.settings_pressure import PressureSection, card
from vault.ui.pages.unlock import Unlock
from vault.ui.pages.welcome import Welcome
from vault.ui.parts.buttons import Button
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.room import Room

DURESS = "the kettle sings at noon"
WRONG = "wrong words are these now"


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[Rest]:
    """The rest is done at once."""
    began: list[Rest] = []

    def at_once(rest: Rest) -> None:
        began.append(rest)
        tidying.do(rest)

    monkeypatch.setattr(tidying, "start", at_once)
    monkeypatch.setattr(tidying, "_PAUSE", 0)  # what cannot be removed is tried again for a minute
    return began


@pytest.fixture
def path(world: World) -> Path:
    return world.vault()


@pytest.fixture
def survivor(world: World, path: Path, tmp_path: Path) -> Path:
    (tmp_path / "abroad").mkdir()
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        return backing_up.back_up(session, tmp_path / "abroad" / "far.backup").path


def armed(world: World, path: Path, survivor: Path, **how: object) -> None:
    passphrase, phrase = bytearray(PHRASE, "utf-8"), bytearray(DURESS, "utf-8")
    duress.set_up(path, passphrase, phrase, backup=survivor, clock=world.clock, **how)  # type: ignore[arg-type]


def opens(path: Path, text: str, world: World) -> bool:
    try:
        unlocking.unlock(path, bytearray(text, "utf-8"), clock=world.clock, heed=False).close()
    except WrongPassphrase:
        return False
    return True


def section(room: Room) -> PressureSection:
    room.window.run("pressure")
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    return cast(PressureSection, page.section())


def fill(field: PassphraseField, text: str) -> None:
    field.line.setText(text)


# ------------------------------------------------------------------------------------------------ setting it up


def test_from_reading_to_a_duress_passphrase_that_was_tried_out(
    start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot
) -> None:
    room = unlock(start(path), qtbot)
    click(qtbot, section(room).set_up)
    page = cast(DuressSetup, room.window.stage.currentWidget())
    qtbot.waitUntil(lambda: bool(page.read.reach.text()))
    page.go_on()
    assert page.step == READ
    assert page.read.wrong.text() == "Tick both when they are true."
    click(qtbot, page.read.understood)
    click(qtbot, page.read.agreed)
    assert overlaps(page) == []
    page.go_on()
    assert page.step == BACKUP
    page.go_on()
    assert page.backup.wrong.text() == "Choose a backup first."
    page.backup.set_file(survivor)
    page.go_on()
    assert "Type the passphrase" in page.backup.wrong.text()
    fill(page.backup.proof, PHRASE)
    page.go_on()
    qtbot.waitUntil(lambda: page.step == WORDS)
    assert "holds" in page.backup.whole.text()
    assert overlaps(page) == []
    for first, second, said in (
        ("two words", "two words", duress.FEW_WORDS),
        (DURESS, "the kettle sings at one", "The two are not the same."),
    ):
        fill(page.words.first, first)
        fill(page.words.second, second)
        page.go_on()
        assert page.step == WORDS
        assert page.words.wrong.text() == said
    fill(page.words.first, PHRASE + " more")
    fill(page.words.second, PHRASE + " more")
    page.go_on()
    assert page.step == ELSE
    page.go_on()
    qtbot.waitUntil(lambda: page.step == WORDS)  # the vault refused it, and what was typed is there
    assert page.words.wrong.text() == duress.SIMILAR
    assert not page.words.first.is_empty()
    fill(page.words.first, DURESS)
    fill(page.words.second, DURESS)
    page.go_on()
    assert page.step == ELSE
    page.also._traces.setFocus()
    qtbot.keyClick(page.also._traces, Qt.Key.Key_Return)
    assert page.next_button.isEnabled()  # nothing runs: the last step is taken by its button alone
    page.next_button.setFocus()
    qtbot.keyClick(page.next_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == DONE)
    assert cast(Button, room.window.focusWidget()).text() == "Try it out"
    assert page.words.first.is_empty()
    assert page.backup.proof.is_empty()
    room.desk.open_page(Rehearse(room.desk))
    trial = cast(Rehearse, room.window.stage.currentWidget())
    trial.try_out()
    assert trial.answer.text() == "Type what is to be tried."
    for text, said in ((PHRASE, "opens the file"), (WRONG, "just a wrong passphrase"), (DURESS, "worthless")):
        fill(trial.field, text)
        trial.try_out()
        qtbot.waitUntil(lambda said=said: said in trial.answer.text())  # type: ignore[misc]
    assert "keys.bin" in trial.files.text()
    assert overlaps(trial) == []
    room.close()
    assert opens(path, PHRASE, world)
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(path, bytearray(DURESS, "utf-8"), clock=world.clock)
    assert not opens(path, PHRASE, world)


def test_a_wrong_passphrase_in_the_set_up_locks(
    start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot
) -> None:
    armed(world, path, survivor)
    room = unlock(start(path), qtbot)
    page = DuressSetup(room.desk)
    room.desk.open_page(page)
    page._show(BACKUP)
    page.backup.set_file(survivor)
    fill(page.backup.proof, DURESS)
    page.go_on()
    qtbot.waitUntil(lambda: bool(world.left))
    assert world.spawned == [path]
    assert opens(path, PHRASE, world)  # this field never destroys anything


def test_tab_leads_from_one_field_to_the_other(start: Start, path: Path, qtbot: QtBot) -> None:
    room = unlock(start(path), qtbot)
    page = DuressSetup(room.desk)
    room.desk.open_page(page)
    page._show(WORDS)
    qtbot.keyClicks(page.words.first.line, DURESS)
    qtbot.keyClick(page.words.first.line, Qt.Key.Key_Tab)
    assert page.words.second.line.hasFocus()
    qtbot.keyClicks(page.words.second.line, DURESS)
    qtbot.keyClick(page.words.second.line, Qt.Key.Key_Return)
    assert page.step == ELSE


def test_another_file_is_asked_for_only_where_one_opens(
    start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot
) -> None:
    room = unlock(start(path), qtbot)
    page = DuressSetup(room.desk)
    room.desk.open_page(page)
    page._show(WORDS)
    fill(page.words.first, DURESS)
    fill(page.words.second, DURESS)
    click(qtbot, page.words.outcome.button("other"))
    assert page.words.choose_other.isVisible()
    page.go_on()
    assert page.words.wrong.text() == "Choose the other file first."
    page.words.set_other(path)
    page.go_on()
    assert page.step == ELSE
    page.go_back()
    click(qtbot, page.words.outcome.button("wrong"))
    assert page.words.other is None


def test_what_else_is_offered_lies_there_and_never_beside_the_backup_that_stays(
    start: Start, world: World, path: Path, survivor: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "stick").mkdir()
    report = tmp_path / "plan.pdf"
    report.write_bytes(b"%PDF")
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        backing_up.back_up(session, tmp_path / "stick" / "a.backup")
        gone = backing_up.back_up(session, tmp_path / "gone.backup").path
        session.record_export("nhrf-plan", "nhrf", str(report), "00").result()
    gone.unlink()
    room = unlock(start(path), qtbot)
    page = DuressSetup(room.desk)
    room.desk.open_page(page)
    qtbot.waitUntil(lambda: bool(page.also._folders))
    page.also.spare(survivor)
    assert list(page.also._folders) == [tmp_path / "stick"]
    page._show(ELSE)
    assert page.also._folders[tmp_path / "stick"].hasFocus()
    click(qtbot, page.also._folders[tmp_path / "stick"])
    assert page.also.folders() == [tmp_path / "stick"]
    page.also.spare(survivor)  # one went back and tried the backup out again
    assert page.also.folders() == [tmp_path / "stick"]
    assert page.also.exports() == ()
    click(qtbot, page.also._exports)
    assert page.also.exports() == (report,)
    assert page.also._away.text() == "1 backup of the register is not here now."
    assert overlaps(page) == []


def test_removing_asks_first(start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot) -> None:
    armed(world, path, survivor)
    room = unlock(start(path), qtbot)
    click(qtbot, section(room).remove)
    asked = cast(Question, QApplication.activeModalWidget())
    click(qtbot, asked.keep)
    click(qtbot, section(room).remove)
    asked = cast(Question, QApplication.activeModalWidget())
    click(qtbot, asked.act)
    qtbot.waitUntil(lambda: room.window._messages.sentence() == "No duress passphrase holds any more.")
    room.close()
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(path, bytearray(DURESS, "utf-8"), clock=world.clock)
    assert opens(path, PHRASE, world)


# ---------------------------------------------------------------------------------------- what it looks like


def picture(application: Application, qtbot: QtBot, text: str) -> bytes:
    page = cast(Unlock, application.gate.page())
    fill(page.field, text)
    click(qtbot, page.button)
    qtbot.waitUntil(page.button.isEnabled)
    qtbot.waitUntil(page.field.line.hasFocus)
    page.field.line.clearFocus()  # a cursor blinks
    shot = application.gate.grab().toImage()
    return bytes(shot.constBits())


def test_wrong_and_duress_look_the_same_to_the_pixel(
    start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot
) -> None:
    """Check 15."""
    armed(world, path, survivor)
    application = start(path)
    wrong, after_duress, wrong_again = (picture(application, qtbot, text) for text in (WRONG, DURESS, PHRASE))
    assert wrong == after_duress == wrong_again
    assert len(set(wrong)) > 20  # a picture, not one colour
    assert not opens(path, PHRASE, world)


def test_another_file_opens(
    start: Start, world: World, path: Path, survivor: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, bytearray(DURESS, "utf-8"), profile=255, clock=world.clock, by="N").close()
    armed(world, path, survivor, outcome="other", other=other)
    application = start(path)
    page = cast(Unlock, application.gate.page())
    fill(page.field, DURESS)
    click(qtbot, page.button)
    assert inside(application, qtbot).session.path == other


def test_there_was_never_a_file(start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot) -> None:
    armed(world, path, survivor, outcome="welcome")
    application = start(path)
    page = cast(Unlock, application.gate.page())
    fill(page.field, DURESS)
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: isinstance(application.gate.page(), Welcome))
    assert not path.exists()


@pytest.mark.parametrize("outcome", ["wrong", "other", "welcome"])
def test_inside_an_open_file_it_locks_like_a_wrong_one(
    start: Start, world: World, path: Path, survivor: Path, tmp_path: Path, qtbot: QtBot, outcome: str
) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, bytearray(DURESS, "utf-8"), profile=255, clock=world.clock, by="N").close()
    armed(world, path, survivor, outcome=outcome, other=other if outcome == "other" else None)
    room = unlock(start(path), qtbot)
    page = ChangePassphrase(room.desk, room.session.opened.position)
    room.desk.open_page(page)
    fill(page.proof, DURESS)
    for field in (page.asked.first, page.asked.second):
        fill(field, page.asked.drawn)
    page.save()
    qtbot.waitUntil(lambda: bool(world.left))
    assert world.spawned == [{"wrong": path, "other": other, "welcome": None}[outcome]]
    assert path.exists() == (outcome != "welcome")
    if path.exists():
        assert not opens(path, PHRASE, world)


# --------------------------------------------------------------------------------------------- destroying by hand


def test_destroying_takes_one_word_and_no_more(
    start: Start, world: World, path: Path, survivor: Path, tmp_path: Path, qtbot: QtBot, done: list[Rest]
) -> None:
    listed = tmp_path / "near.backup"
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        backing_up.back_up(session, listed)
    room = unlock(start(path), qtbot)
    click(qtbot, section(room).by_hand)
    page = cast(DestroyPage, room.window.stage.currentWidget())
    qtbot.waitUntil(page.backups.isVisible)
    assert page.backups.text() == "Also 2 backups that lie here"
    assert overlaps(page) == []
    click(qtbot, page.button)
    assert page.field.wrong() == "Type “destroy” here first."
    assert path.exists()
    click(qtbot, page.backups)
    page.typed.setText("Destroy ")
    qtbot.keyClick(page.typed, Qt.Key.Key_Return)
    assert world.spawned == [None]
    assert world.left == [0]
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    assert not path.exists()
    assert done[-1].orders.traces
    for backup in (listed, survivor):
        with pytest.raises(WrongPassphrase):
            backing_up.check_backup(backup, bytearray(PHRASE, "utf-8"), clock=world.clock)


def test_keeping_the_file_is_the_filled_button(start: Start, path: Path, qtbot: QtBot) -> None:
    room = unlock(start(path), qtbot)
    page = DestroyPage(room.desk, lambda orders: pytest.fail("not asked for"))
    room.desk.open_page(page)
    assert isinstance(page.keep, Button)
    click(qtbot, page.keep)
    assert room.window.stage.currentWidget() is not page
    assert path.exists()


def test_for_reading_only_nothing_is_set_or_removed(start: Start, world: World, path: Path, qtbot: QtBot) -> None:
    application = start(path)
    application.enter(unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock, readonly=True))
    shown = section(inside(application, qtbot))
    assert not shown.set_up.isEnabled()
    assert not shown.remove.isEnabled()
    assert shown.rehearse.isEnabled()
    assert not shown.choose_keys.isEnabled()


def test_keys_of_a_file_that_can_only_be_read_are_turned_off_until_it_closes(
    start: Start, world: World, path: Path, qtbot: QtBot
) -> None:
    with Session.open(path, bytearray(PHRASE, "utf-8"), clock=world.clock) as session:
        session.set_setting(chord.SETTING, "Ctrl+Alt+Shift+W").result()
    application = start(path)
    application.enter(unlocking.unlock(path, bytearray(PHRASE, "utf-8"), clock=world.clock, readonly=True))
    room = inside(application, qtbot)
    click(qtbot, section(room).choose_keys)
    assert room.window._messages._words.text().startswith("Turned off until this file closes.")
    assert not section(room).choose_keys.isEnabled()
    press_chord(qtbot, room.window)
    assert world.left == []


def sealed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys cannot be written over, whoever asks."""
    real_open, real_access = backups.open_keys, os.access

    def refused(file: Path) -> object:
        if file.is_relative_to(path):
            raise OSError(errno.EROFS, "sealed")
        return real_open(file)

    monkeypatch.setattr(shredding.strike, "__defaults__", (refused,))
    monkeypatch.setattr(shutil, "rmtree", lambda *_given, **_more: None)
    monkeypatch.setattr(
        os, "access", lambda file, mode, **_: not Path(file).is_relative_to(path) and real_access(file, mode)
    )


def test_a_file_that_cannot_be_written_over_is_said_not_to_be_destroyed(
    start: Start, world: World, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    room = unlock(start(path), qtbot)
    sealed(path, monkeypatch)
    click(qtbot, section(room).by_hand)
    page = cast(DestroyPage, room.window.stage.currentWidget())
    assert page.cannot.text().startswith("This file cannot be destroyed from here")
    assert not page.button.isEnabled()
    page.typed.setText("destroy")
    page.destroy_now()
    assert (world.left, world.kept, world.spawned) == ([], [], [])
    assert overlaps(page) == []


@pytest.mark.parametrize("how", ["by hand", "by keys"])
def test_what_was_missed_is_asked_for_again_and_never_looks_destroyed(
    start: Start, world: World, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, how: str
) -> None:
    room = unlock(start(path), qtbot)
    sealed(path, monkeypatch)
    if how == "by hand":
        room._house().destroy(destroying.at_once())
        assert (world.kept, world.spawned, world.left) == ([path], [], [0])
        application = start()
        application.start(world.kept[0], kept=True)
        assert "could not be destroyed" in shown(application, Unlock).wrong.text()
    else:
        room.chord.pressed.emit()  # somebody may be looking: as after a lock
        assert (world.kept, world.spawned, world.left) == ([], [path], [0])


# ------------------------------------------------------------------------------------------------------ keys


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", chord.ONE),
        ("Ctrl+K, Ctrl+D", chord.ONE),
        ("D", chord.FEW),
        ("Ctrl+D", chord.FEW),
        ("Ctrl+Shift+Alt+Del", chord.SYSTEM),
        ("Ctrl+Alt+F2", chord.SYSTEM),
    ],
)
def test_keys_that_cannot_be_chosen(keys: str, said: str) -> None:
    assert chord.fault(QKeySequence(keys)) == said


def test_keys_of_the_program_cannot_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chord.fault(QKeySequence("Ctrl+Alt+Shift+W")) == ""
    monkeypatch.setattr(chord, "ACTIONS", [Action("x", "file", "Do that", ("Ctrl+Alt+Shift+W",))])
    assert chord.fault(QKeySequence("Ctrl+Alt+Shift+W")) == "These keys do something else here: Do that."


def press_chord(qtbot: QtBot, window: QWidget) -> None:
    handle = window.windowHandle()
    assert handle is not None
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(handle, Qt.Key.Key_W, held)


def choose(room: Room, survivor: Path, qtbot: QtBot) -> None:
    click(qtbot, section(room).choose_keys)
    page = cast(ChordPage, room.window.stage.currentWidget())
    page.backup.set_file(survivor)
    fill(page.backup.proof, PHRASE)
    page.save()
    assert page.field.wrong() == chord.ONE
    page.keys.setKeySequence(QKeySequence("Ctrl+Alt+Shift+W"))
    assert overlaps(page) == []
    held = page.field.parentWidget()
    assert held.height() - page.field.geometry().bottom() > 60  # the room that is left lies below everything
    click(qtbot, page.button)
    qtbot.waitUntil(lambda: room.chord.keys == "Ctrl+Alt+Shift+W")


def test_keys_destroy_only_once_they_are_chosen_and_stay_chosen(
    start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot
) -> None:
    room = unlock(start(path), qtbot)
    press_chord(qtbot, room.window)
    assert world.left == []
    choose(room, survivor, qtbot)
    assert "destroys this file at once" in section(room)._keys._title.text()
    room.close()
    room = unlock(start(path), qtbot)
    section(room).ask_to_remove()
    asked = cast(Question, QApplication.activeModalWidget())
    press_chord(qtbot, asked)  # also while something is asked
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())
    assert world.spawned == [None]
    assert world.left == [0]
    assert not path.exists()
    assert survivor.exists()


CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("key", "text", "held", "kept"),
    [
        (Qt.Key.Key_5, "5", CTRL_ALT | Qt.KeyboardModifier.KeypadModifier, "Ctrl+Alt+5"),
        (Qt.Key.Key_Exclam, "!", CTRL_ALT | Qt.KeyboardModifier.ShiftModifier, "Ctrl+Alt+Shift+!"),
        (Qt.Key.Key_W, "\x17", CTRL_ALT | Qt.KeyboardModifier.ShiftModifier, "Ctrl+Alt+Shift+W"),
    ],
)
def test_keys_that_were_taken_destroy_when_they_are_pressed(
    key: Qt.Key, text: str, held: Qt.KeyboardModifier, kept: str, qtbot: QtBot
) -> None:
    field = chord.KeysEdit()
    field.setMaximumSequenceLength(1)
    qtbot.addWidget(field)
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, held, text))
    keys = field.keySequence()
    assert (keys.toString(), chord.fault(keys)) == (kept, "")
    listening = chord.Chord(keys.toString(), lambda _keys: None)
    with qtbot.waitSignal(listening.pressed):
        assert listening.eventFilter(field, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def test_keys_are_turned_off_at_one_press(start: Start, world: World, path: Path, survivor: Path, qtbot: QtBot) -> None:
    room = unlock(start(path), qtbot)
    choose(room, survivor, qtbot)
    shown = section(room)
    qtbot.waitUntil(lambda: shown.choose_keys.text() == "Turn it off")
    click(qtbot, shown.choose_keys)
    assert room.chord.keys == ""
    press_chord(qtbot, room.window)
    assert world.left == []
    assert path.exists()


def test_a_backup_that_does_not_open_gives_no_keys(
    start: Start, world: World, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    text = tmp_path / "text.backup"
    text.write_text("words")
    room = unlock(start(path), qtbot)
    page = ChordPage(room.desk, lambda keys: pytest.fail("not chosen"))
    page.keys.setKeySequence(QKeySequence("Ctrl+Alt+Shift+Q"))
    page.keys.clear()
    (inner,) = [one for one in page.keys.children() if isinstance(one, QLineEdit)]
    assert inner.placeholderText() == "Press them once"
    room.desk.open_page(page)
    page.backup.set_file(text)
    fill(page.backup.proof, PHRASE)
    page.keys.setKeySequence(QKeySequence("Ctrl+Alt+Shift+W"))
    page.save()
    qtbot.waitUntil(lambda: page.backup.wrong.text() == duress.NO_BACKUP)
    assert page.backup.isEnabled()


def test_the_card_is_one_page_with_every_limit_and_tells_nothing_of_this_file(
    start: Start,
    world: World,
    path: Path,
    survivor: Path,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    armed(world, path, survivor)
    printer = QPdfWriter(str(tmp_path / "card.pdf"))
    document = printing.document([card()])
    document.print_(printer)
    said = " ".join(document.toPlainText().split())
    assert document.pageCount() == 1
    assert all(sentence in said for sentence in LIMITS)
    shown = section(unlock(start(path), qtbot))
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    click(qtbot, shown.print_card)
    assert "no printer" in shown.desk.window._messages.sentence()  # type: ignore[union-attr]
    asked: list[object] = []
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask", lambda asker, made, printed: asked.append(made.toPlainText()))
    click(qtbot, shown.print_card)
    assert asked == [document.toPlainText()]
