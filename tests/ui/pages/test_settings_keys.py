"""Passphrases: whose they are, and what changing them does to the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Tuesday
from tests.ui.pages.conftest import PHRASE, Furnish, opens, settings_of
from vault.services import keyholding
from vault.services.session import Session
from vault.ui.pages.key_pages import AddKeyholder, ChangePassphrase, KeyPage, NewCode
from vault.ui.pages.name_page import ChangeName
from vault.ui.pages.settings_keys import PassphrasesSection
from vault.ui.parts.labels import Words
from vault.ui.parts.new_passphrase import NewPassphrase
from vault.ui.room import Room

CLICK = Qt.MouseButton.LeftButton
NEW = "walrus quilt thunder marble acrobat"
OTHER = "garden velvet morning canoe pepper"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"


def section_of(room: Room) -> PassphrasesSection:
    section = cast(PassphrasesSection, settings_of(room, "passphrases").section())
    QApplication.processEvents()  # rows are shown by the loop
    return section


def button(section: PassphrasesSection, name: str, words: str) -> QWidget:
    return next(one for one in section.buttons() if one.accessibleName() == f"{name}: {words}")


def said(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(Words) if one.isVisible() and one.text()]


def page_of(room: Room, kind: type[KeyPage]) -> KeyPage:
    page = room.window.stage.currentWidget()
    assert isinstance(page, kind)
    return page


def type_own(qtbot: QtBot, asked: NewPassphrase, phrase: str = OTHER) -> None:
    """Words of one's own, twice."""
    qtbot.mouseClick(asked.words.other, CLICK)
    for field in (asked.first, asked.second):
        qtbot.keyClicks(field.line, phrase)


def done(qtbot: QtBot, room: Room, page: KeyPage) -> None:
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: room.window.stage.currentWidget() is not page)


def add_maria(session: Session) -> None:
    session.submit(
        lambda work: keyholding.add(session.opened, work, "Maria", bytearray(OTHER, "ascii"), clock=session.clock)
    ).result()


@pytest.fixture
def recovered(tmp_path: Path) -> Iterator[Session]:
    """A vault whose keyholder forgot her passphrase, opened with the code on paper."""
    made = Session.create(
        tmp_path / "r",
        bytearray(b"forgotten"),
        profile=255,
        by="Nadia",
        recovery=bytearray(CODE, "ascii"),
        clock=Tuesday(),
    )
    made.close()
    with Session.open(tmp_path / "r", bytearray(CODE, "ascii"), clock=Tuesday()) as opened:
        yield opened


def test_ones_own_key_is_marked_and_only_others_can_be_taken_away(room: Room, session: Session) -> None:
    add_maria(session)
    section = section_of(room)
    assert {"Nadia", "Maria"} <= set(said(section))
    assert [one.accessibleName() for one in section.buttons()] == [
        "Nadia: Change my passphrase",
        "Nadia: Change my name",
        "Maria: Take the key away",
    ]
    assert section.places.text() == "Room for 3 more"


def test_the_only_key_cannot_be_taken_away(room: Room) -> None:
    assert not any("Take" in one.text() for one in section_of(room).buttons())


def test_a_new_passphrase_opens_the_file_and_the_old_one_does_not(room: Room, session: Session, qtbot: QtBot) -> None:
    pressed = button(section_of(room), "Nadia", "Change my passphrase")
    pressed.setFocus()
    qtbot.keyClick(pressed, Qt.Key.Key_Return)
    page = page_of(room, ChangePassphrase)
    qtbot.keyClicks(page.proof.line, PHRASE)
    type_own(qtbot, page.asked)  # type: ignore[attr-defined]
    done(qtbot, room, page)
    qtbot.waitUntil(pressed.hasFocus)
    room.close()
    assert opens(session.path, OTHER)
    assert not opens(session.path, PHRASE)


def test_the_words_that_were_drawn_have_to_be_typed(room: Room, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(section_of(room), "Nadia", "Change my passphrase"), CLICK)
    page = page_of(room, ChangePassphrase)
    drawn = page.asked.drawn  # type: ignore[attr-defined]
    qtbot.keyClicks(page.proof.line, PHRASE)
    qtbot.mouseClick(page.button, CLICK)
    assert "Type the passphrase, so that your fingers know it." in said(page)
    for field in (page.asked.first, page.asked.second):  # type: ignore[attr-defined]
        qtbot.keyClicks(field.line, drawn)
    done(qtbot, room, page)
    room.close()
    assert opens(session.path, drawn)


@pytest.mark.parametrize("proof", ["something else", OTHER], ids=["a wrong one", "another keyholder's"])
def test_only_ones_own_passphrase_proves_who_one_is_and_any_other_locks(
    room: Room, session: Session, qtbot: QtBot, proof: str
) -> None:
    add_maria(session)
    qtbot.mouseClick(button(section_of(room), "Nadia", "Change my passphrase"), CLICK)
    page = page_of(room, ChangePassphrase)
    qtbot.keyClicks(page.proof.line, proof)
    type_own(qtbot, page.asked, NEW)  # type: ignore[attr-defined]
    with qtbot.waitSignal(room.lock_asked):
        qtbot.mouseClick(page.button, CLICK)
    assert page.asked.first.is_empty()  # type: ignore[attr-defined]
    assert page.proof.is_empty()
    room.close()
    assert opens(session.path, PHRASE)
    assert not opens(session.path, NEW)


def test_without_the_passphrase_of_now_nothing_is_asked_of_the_file(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(section_of(room), "Nadia", "Change my passphrase"), CLICK)
    page = page_of(room, ChangePassphrase)
    type_own(qtbot, page.asked)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.button, CLICK)
    assert page.proof_wrong.text() == "Type what you opened this file with first."
    assert page.asked.first.line.text() == OTHER  # type: ignore[attr-defined]
    qtbot.waitUntil(page.proof.line.hasFocus)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.window.stage.currentWidget() is not page
    assert page.asked.first.is_empty()  # type: ignore[attr-defined]


def test_a_keyholder_is_added_with_a_name_and_a_passphrase(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    qtbot.mouseClick(section.add, CLICK)
    page = page_of(room, AddKeyholder)
    assert isinstance(page, AddKeyholder)
    qtbot.keyClicks(page.proof.line, PHRASE)
    type_own(qtbot, page.asked)
    qtbot.mouseClick(page.button, CLICK)
    assert page.field.wrong() == "A name is needed."
    qtbot.keyClicks(page.name, "Maria")
    done(qtbot, room, page)
    qtbot.waitUntil(lambda: "Maria" in said(section))
    room.close()
    assert opens(session.path, OTHER)
    assert opens(session.path, PHRASE)


def test_a_passphrase_that_opens_the_file_already_is_refused_where_it_was_typed(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(section_of(room).add, CLICK)
    page = page_of(room, AddKeyholder)
    assert isinstance(page, AddKeyholder)
    qtbot.keyClicks(page.proof.line, PHRASE)
    qtbot.keyClicks(page.name, "Maria")
    type_own(qtbot, page.asked, PHRASE)
    qtbot.mouseClick(page.button, CLICK)
    qtbot.waitUntil(lambda: page.asked.wrong.text() == "This passphrase opens the file already. Choose another.")
    assert page.name.text() == "Maria"


def test_a_key_that_was_taken_away_opens_nothing(room: Room, session: Session, qtbot: QtBot) -> None:
    add_maria(session)
    section = section_of(room)
    maria = next(one for one in session.keyholders() if one.name == "Maria")
    question = section.ask_to_remove(maria)
    assert question.keep.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert len(keyholding.people(session.keyholders())) == 2
    question = section.ask_to_remove(maria)
    qtbot.mouseClick(question.act, CLICK)
    qtbot.waitUntil(lambda: "Maria" not in said(section))
    room.close()
    assert not opens(session.path, OTHER)
    assert opens(session.path, PHRASE)


def test_five_keyholders_are_all_there_can_be(room: Room, session: Session) -> None:
    for n in range(4):
        session.submit(
            lambda work, n=n: keyholding.add(session.opened, work, f"P{n}", bytearray(b"phrase %d" % n))
        ).result()
    section = section_of(room)
    assert not section.add.isVisible()
    assert section.places.text() == "All 5 places are taken. To add somebody, take a key away first."


def test_a_new_recovery_code_takes_the_place_of_the_old_one(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    assert "There is none" in said(section)
    codes = []
    for words in ("Make a recovery code", "Make a new code"):
        assert section.new_code.text() == words
        qtbot.mouseClick(section.new_code, CLICK)
        page = page_of(room, NewCode)
        assert isinstance(page, NewCode)
        codes.append(page.asked.code)
        qtbot.keyClicks(page.proof.line, PHRASE)
        qtbot.mouseClick(page.button, CLICK)
        assert page.asked.wrong.text() == "Write the code on paper first, then type it from there."
        qtbot.mouseClick(page.asked.written, CLICK)
        qtbot.keyClicks(page.asked.typed.line, codes[-1].lower())
        done(qtbot, room, page)
    room.close()
    assert [opens(session.path, code) for code in codes] == [False, True]


def test_who_came_in_by_the_recovery_code_gives_a_keyholder_a_new_passphrase(
    recovered: Session, furnish: Furnish, qtbot: QtBot
) -> None:
    room = furnish(recovered)
    section = section_of(room)
    assert any(words.startswith("This file was opened with the recovery code.") for words in said(section))
    qtbot.mouseClick(button(section, "Nadia", "Set a new passphrase"), CLICK)
    page = page_of(room, ChangePassphrase)
    assert page.proof.line.accessibleName() == "The recovery code"
    qtbot.keyClicks(page.proof.line, CODE)
    type_own(qtbot, page.asked)  # type: ignore[attr-defined]
    done(qtbot, room, page)
    room.close()
    assert opens(recovered.path, OTHER)
    assert not opens(recovered.path, "forgotten")
    assert opens(recovered.path, CODE)


def test_ones_name_can_be_changed_but_not_left_empty(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    qtbot.mouseClick(button(section, "Nadia", "Change my name"), CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, ChangeName)
    page.name.clear()
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.field.wrong() == "A name is needed.")
    qtbot.keyClicks(page.name, "Nadia R.")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Nadia R." in said(section))
    assert keyholding.people(session.keyholders())[0].since


def test_a_file_that_cannot_be_changed_shows_who_holds_a_key_and_nothing_to_press(
    session: Session, furnish: Furnish
) -> None:
    session.close()
    with Session.open(session.path, bytearray(PHRASE, "ascii"), clock=Tuesday(), readonly=True) as opened:
        section = section_of(furnish(opened))
        assert "Nadia" in said(section)
        assert "This file is open for reading only. Nothing here can be changed." in said(section)
        assert not section.buttons()
        assert not section.add.isVisible()
        assert not section.new_code.isVisible()
