"""Where a passphrase is typed: taken once, hidden, without undo, copy or guesses by an input method."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from vault.ui.parts.passphrase_field import PassphraseField


@pytest.fixture
def field(qtbot: QtBot) -> PassphraseField:
    made = PassphraseField()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def test_take_gives_bytes_and_leaves_nothing(field: PassphraseField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.line, "harbour velvet")
    field.line.reveal(True)
    taken = field.take()
    assert isinstance(taken, bytearray)
    assert taken == b"harbour velvet"
    assert field.is_empty()
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    assert not field.line.isUndoAvailable()
    field.line.undo()
    assert field.is_empty()


def test_other_scripts_come_as_utf8(field: PassphraseField) -> None:
    field.fill("снег ثلج")
    assert field.take().decode() == "снег ثلج"


def test_hidden_until_the_eye_is_opened(field: PassphraseField) -> None:
    field.fill("harbour")
    assert field.line.displayText() != "harbour"
    field.line.reveal(True)
    assert field.line.displayText() == "harbour"


def test_what_is_typed_on_the_eye_does_not_get_into_the_passphrase(field: PassphraseField, qtbot: QtBot) -> None:
    field.fill("harbour")
    field.eye.setFocus()
    qtbot.keyClicks(field.eye, "velvet")
    assert field.take() == b"harbour"


@pytest.mark.parametrize("shown", [False, True])
def test_input_methods_learn_nothing(field: PassphraseField, shown: bool) -> None:
    field.line.reveal(shown)
    hints = field.line.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText
    assert field.line.contextMenuPolicy() == Qt.ContextMenuPolicy.NoContextMenu


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_what_is_shown_cannot_be_copied(field: PassphraseField, qtbot: QtBot, key: Qt.Key) -> None:
    QApplication.clipboard().setText("other")
    field.fill("harbour")
    field.line.reveal(True)
    field.line.selectAll()
    qtbot.keyClick(field.line, key, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "other"
    assert field.line.text() == "harbour"


def test_undo_does_nothing(field: PassphraseField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.line, "ab")
    qtbot.keyClick(field.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.line.text() == "ab"


def test_tells_of_typing_and_enter(field: PassphraseField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.line, "a")
    with qtbot.waitSignal(field.entered):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)


def test_compares_with_another(field: PassphraseField, qtbot: QtBot) -> None:
    other = PassphraseField()
    qtbot.addWidget(other)
    other.fill("harbour velvet")
    field.fill("harbour")
    assert field.starts(other)
    assert not field.same_as(other)
    field.fill("harbour velvet")
    assert field.same_as(other)
