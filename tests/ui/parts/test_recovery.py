"""A recovery code whole or in pieces: shown, put on paper, read back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.services import pieces
from vault.ui import printing, theme
from vault.ui.parts.labels import Words
from vault.ui.parts.recovery import NewRecovery
from vault.ui.parts.scroll import Scroll

CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def part(qtbot: QtBot, qapp: QApplication) -> NewRecovery:
    theme.apply(qapp)
    made = NewRecovery(must=True)
    qtbot.addWidget(made)
    made.resize(860, 600)
    made.show()
    return made


def shown(part: NewRecovery) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in part.findChildren(Words) if label.isVisible()).replace("\u00a0", " ")


def test_the_code_can_be_split_and_made_whole_again(part: NewRecovery, qtbot: QtBot) -> None:
    assert part.code in shown(part)
    qtbot.mouseClick(part.splitting, CLICK)
    assert part.code not in shown(part)
    assert all(word in shown(part) for piece in part.pieces for word in piece.split())
    assert pieces.join(part.pieces[:2]) == bytearray(part.code.replace("-", ""), "ascii")
    assert part.copied() == bytearray(part.code, "ascii")
    qtbot.mouseClick(part.splitting, CLICK)
    QApplication.processEvents()
    assert part.code in shown(part)
    assert part.pieces == []


def test_one_piece_has_to_be_typed_from_its_paper(part: NewRecovery, qtbot: QtBot) -> None:
    qtbot.mouseClick(part.splitting, CLICK)
    assert part.fault() == "Write the code on paper first, then type it from there."
    qtbot.mouseClick(part.written, CLICK)
    assert part.typed.line.accessibleName() == "Type one of the pieces from its paper"
    assert part.fault() == "Type one piece from its paper, so that we know it is right there."
    part.typed.fill(part.code)
    assert part.fault().endswith("is not a word of a piece. Compare it with the paper.")
    part.typed.fill(" ".join(part.pieces[1].split()[:-1]))
    assert part.fault() == "There is a slip in it, or a word is missing. A piece has 22 words."
    part.typed.fill(pieces.split(part.code)[0])
    assert part.fault() == "This is a piece of another code. Look at the ones shown here again."
    part.typed.fill(part.pieces[2].upper())
    assert part.fault() == ""


def test_what_has_to_be_done_next_stands_in_view(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    part = NewRecovery(must=True)
    around = Scroll(part)
    qtbot.addWidget(around)
    around.resize(860, 300)
    around.show()
    part.splitting.setFocus()
    qtbot.keyClick(part.splitting, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: part.splitting.visibleRegion().boundingRect().height() == part.splitting.height())
    qtbot.mouseClick(part.written, CLICK)
    qtbot.wait(50)  # every arrangement has settled
    qtbot.waitUntil(lambda: part.typed.visibleRegion().boundingRect().height() == part.typed.height())
    assert around.verticalScrollBar().maximum() == 0  # the pieces keep no room behind it


def test_without_a_printer_it_is_copied_by_hand(
    part: NewRecovery, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    qtbot.mouseClick(part.print, CLICK)
    assert "No printer is set up on this computer. Copy it by hand." in shown(part)


@pytest.mark.parametrize("split", [False, True])
def test_what_is_printed_is_what_is_shown(
    part: NewRecovery, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, split: bool
) -> None:
    asked: list[QTextDocument] = []
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask", lambda _asker, made, printed: (asked.append(made), printed()))
    if split:
        qtbot.mouseClick(part.splitting, CLICK)
    qtbot.mouseClick(part.print, CLICK)
    (made,) = asked
    made.setPageSize(QSizeF(643, 955))
    assert made.pageCount() == (3 if split else 1)
    told = made.toPlainText().replace("\u00a0", " ")
    words = [word for piece in part.pieces for word in piece.split()] if split else [part.code]
    assert all(word in told and word in shown(part) for word in words)
    assert "Handed to the printer. Fetch it at once." in shown(part)
