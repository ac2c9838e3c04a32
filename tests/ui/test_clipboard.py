"""What is copied is marked as a secret and taken away again, and nothing that others copied is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.test_watchers import Runtime
from vault.ui import clipboard as copied
from vault.ui.clipboard import HINTS, ClipboardKeeper
from vault.ui.cocoa import Cocoa

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture(autouse=True)
def owner(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose it is: the platform without a screen does not know."""
    owners = ["ours"]
    monkeypatch.setattr(
        ClipboardKeeper, "_owns", lambda _keeper, mode: mode is QClipboard.Mode.Clipboard and owners == ["ours"]
    )
    return owners


@pytest.fixture(params=["linux", "win32", "other"])
def keeper(clipboard: QClipboard, request: pytest.FixtureRequest) -> Iterator[ClipboardKeeper]:
    made = ClipboardKeeper(clipboard, system=request.param)
    yield made
    delete(made)


def hints_of(keeper: ClipboardKeeper) -> dict[str, bytes]:
    return dict(keeper._hints)


def test_what_is_copied_from_a_field_is_marked_as_a_secret(
    keeper: ClipboardKeeper, clipboard: QClipboard, qtbot: QtBot
) -> None:
    field = QLineEdit("Leila")
    qtbot.addWidget(field)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == "Leila"
    board = clipboard.mimeData()
    assert {hint: board.data(hint).data() for hint in hints_of(keeper)} == hints_of(keeper)


def test_only_the_words_of_it_are_kept(keeper: ClipboardKeeper, clipboard: QClipboard, qtbot: QtBot) -> None:
    if not hints_of(keeper):
        pytest.skip("nothing is put there again")
    text = QTextEdit("<b>Leila</b> came")
    qtbot.addWidget(text)
    text.selectAll()
    text.copy()
    assert clipboard.text() == "Leila came"
    assert not clipboard.mimeData().hasHtml()


def test_after_fifteen_seconds_it_is_gone(keeper: ClipboardKeeper, clipboard: QClipboard) -> None:
    clipboard.setText("0123-4567")
    assert keeper._timer.isActive()
    assert keeper._timer.interval() == 15_000
    keeper._timer.timeout.emit()
    assert clipboard.text() == ""


def test_at_a_lock_it_goes_at_once(keeper: ClipboardKeeper, clipboard: QClipboard) -> None:
    clipboard.setText("0123-4567")
    keeper.clear()
    assert clipboard.text() == ""
    assert not keeper._timer.isActive()


def test_what_another_program_put_there_stays(keeper: ClipboardKeeper, clipboard: QClipboard, owner: list[str]) -> None:
    clipboard.setText("ours")
    owner[:] = ["theirs"]
    clipboard.setText("theirs")
    assert not keeper._timer.isActive()
    keeper.clear()
    assert clipboard.text() == "theirs"
    assert not any(clipboard.mimeData().hasFormat(hint) for hint in hints_of(keeper))


def test_a_picture_is_left_as_it_is(keeper: ClipboardKeeper, clipboard: QClipboard) -> None:
    picture = QMimeData()
    picture.setData("image/png", os.urandom(8))
    clipboard.setMimeData(picture)
    assert clipboard.mimeData().hasFormat("image/png")


def test_windows_hears_of_it_in_its_own_formats() -> None:
    names = " ".join(HINTS["win32"])
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert f'value="{name}"' in names


def test_a_mac_hears_of_it_by_a_message() -> None:
    runtime = Runtime()
    copied.conceal_on_mac(Cocoa(runtime))
    assert runtime.sent[-1] == (
        "NSPasteboard generalPasteboard",
        "addTypes:owner:",
        "NSArray arrayWithObject: org.nspasteboard.ConcealedType",
        "",
    )


def test_the_one_of_this_system_marks_and_clears(clipboard: QClipboard, qapp: QApplication) -> None:
    keeper = copied.keeper(clipboard, qapp)
    clipboard.setText("0123-4567")
    keeper.clear()
    assert clipboard.text() == ""
    delete(keeper)
