"""One field and one button; the same words after every failure, and nothing of what was typed stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.pages.gates import in_gate, overlaps, said
from vault.errors import Damaged, InUse, NewerVersion, NotAVault, NotEnoughMemory, WrongPassphrase
from vault.services.unlocking import Opened
from vault.ui import keyboard
from vault.ui.pages.unlock import Unlock

CLICK = Qt.MouseButton.LeftButton
Key = Qt.Key
PATH = Path("/somewhere/Garden.vault")


class Lock:
    """Opens with one passphrase; keeps the bytes it was given, to look at them afterwards."""

    def __init__(self) -> None:
        self.given: list[bytearray] = []
        self.read: list[str] = []
        self.fault: Exception = WrongPassphrase()

    def __call__(self, path: Path, passphrase: bytearray) -> Opened:
        assert path == PATH
        self.given.append(passphrase)
        self.read.append(passphrase.decode())
        if self.read[-1] != "harbour velvet":
            raise self.fault
        return "opened"  # type: ignore[return-value]


@pytest.fixture
def lock() -> Lock:
    return Lock()


@pytest.fixture
def page(lock: Lock, qtbot: QtBot) -> Unlock:
    made = Unlock(PATH, lock)
    in_gate(made, qtbot)
    qtbot.waitUntil(made.field.line.hasFocus)
    return made


def tries(page: Unlock, qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(page.field.line, words)
    qtbot.keyClick(page.field.line, Key.Key_Return)
    qtbot.waitUntil(page.button.isEnabled)


def test_the_right_words_open(page: Unlock, lock: Lock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.opened) as told:
        qtbot.keyClicks(page.field.line, "harbour velvet")
        qtbot.mouseClick(page.button, CLICK)
    assert told.args == ["opened"]
    assert lock.given == [bytearray(len("harbour velvet"))]
    assert page.field.is_empty()


def test_nobody_goes_elsewhere_while_a_passphrase_is_worked_out(page: Unlock, lock: Lock, qtbot: QtBot) -> None:
    goes_on = threading.Event()
    page._unlocking = lambda path, passphrase: lock(path, passphrase) if goes_on.wait(30) else None  # type: ignore[assignment, return-value]
    went: list[str] = []
    page.elsewhere_asked.connect(lambda: went.append("elsewhere"))
    page.field.fill("wrong")
    page.button.click()
    assert [one.isEnabled() for one in page.others] == [False] * 3
    qtbot.mouseClick(page.others[0], CLICK)
    assert went == []
    goes_on.set()
    qtbot.waitUntil(page.button.isEnabled)
    qtbot.mouseClick(page.others[0], CLICK)
    assert went == ["elsewhere"]


def test_what_is_opened_for_a_page_that_is_gone_is_closed_again(page: Unlock, qtbot: QtBot) -> None:
    begun, goes_on, closed = threading.Event(), threading.Event(), threading.Event()

    class Open:
        def close(self) -> None:
            closed.set()

    def opens(*_given: object) -> Open:
        begun.set()
        goes_on.wait(30)
        return Open()

    page._unlocking = opens  # type: ignore[assignment]
    page.field.fill("harbour velvet")
    page.button.click()
    assert begun.wait(30)  # before, it would not be opened at all
    delete(page)
    goes_on.set()
    qtbot.waitUntil(closed.is_set)


def test_the_page_says_no_more_than_the_neutral_name(page: Unlock) -> None:
    assert "Garden" in said(page)
    assert "somewhere" not in said(page)


@pytest.mark.parametrize("words", ["x", "harbour velve", "HARBOUR VELVET", "снег", " "])
def test_every_failure_has_the_same_words(page: Unlock, lock: Lock, qtbot: QtBot, words: str) -> None:
    page.field.fill(words)
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: bool(page.wrong.text()))
    expected = "That did not open the file. Check Caps Lock and the keyboard language, then try again."
    assert page.wrong.text() == expected
    assert not page.notice.isVisible()
    assert page.field.is_empty()
    assert page.field.line.hasFocus()
    assert overlaps(page) == []
    assert not any(lock.given[0])


def test_the_sentence_goes_with_the_next_try(page: Unlock, qtbot: QtBot) -> None:
    tries(page, qtbot, "wrong")
    assert page.wrong.text()
    qtbot.keyClicks(page.field.line, "harbour velvet")
    with qtbot.waitSignal(page.opened):
        qtbot.keyClick(page.field.line, Key.Key_Return)
    assert page.wrong.text() == ""


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (InUse(PATH), "Another window or program has this file open."),
        (Damaged(PATH, "header"), "This file is damaged."),
        (NotAVault(PATH, "no keys"), "This is not a file of this program."),
        (NewerVersion(PATH), "This file was made by a newer version of this program."),
        (NotEnoughMemory(256), "There is not enough free memory to open this file."),
    ],
)
def test_what_is_no_wrong_passphrase_has_its_own_words(
    page: Unlock, lock: Lock, qtbot: QtBot, fault: Exception, sentence: str
) -> None:
    lock.fault = fault
    tries(page, qtbot, "anything")
    assert page.notice.text().startswith(sentence)
    assert page.wrong.text() == ""
    assert "header" not in said(page)
    assert overlaps(page) == []


def test_an_empty_field_is_not_tried(page: Unlock, lock: Lock, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.button, CLICK)
    qtbot.keyClick(page.field.line, Key.Key_Return)
    assert lock.given == []
    assert page.field.line.hasFocus()


def test_a_second_enter_while_it_opens_tries_nothing(page: Unlock, lock: Lock, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.field.line, "harbour velvet")
    with qtbot.waitSignal(page.opened):
        qtbot.keyClick(page.field.line, Key.Key_Return)
        page.field.entered.emit()
        assert not page.button.isEnabled()
    assert lock.read == ["harbour velvet"]


def test_caps_lock_is_told_while_it_is_on(page: Unlock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "caps_lock", lambda: True)
    qtbot.keyClicks(page.field.line, "A")
    assert "Caps Lock is on" in [chip.text() for chip in page.findChildren(type(page.field._caps)) if chip.isVisible()]
    monkeypatch.setattr(keyboard, "caps_lock", lambda: False)
    qtbot.keyClicks(page.field.line, "a")
    assert not page.field._caps.isVisible()


def test_the_eye_shows_what_is_typed_until_it_is_tried(page: Unlock, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.field.line, "harb")
    qtbot.mouseClick(page.field.eye, CLICK)
    assert page.field.line.displayText() == "harb"
    qtbot.keyClick(page.field.line, Key.Key_Return)
    assert not page.field.is_shown()
    qtbot.waitUntil(page.button.isEnabled)


@pytest.mark.parametrize(("words", "signal"), [("another file", "elsewhere_asked"), ("backup", "restore_asked")])
def test_there_are_other_ways(page: Unlock, qtbot: QtBot, words: str, signal: str) -> None:
    button = next(one for one in page.findChildren(type(page.button)) if words in one.text())
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(button, CLICK)
