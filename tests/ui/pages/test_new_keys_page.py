"""New keys in the window: who is here types, who is not gets a code, and the file locks onto the new ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import PHRASE, Furnish, opens, settings_of
from vault.services import keyholding, one_time, passphrases
from vault.services.session import Session
from vault.ui.dialogs.question import Question
from vault.ui.pages.key_pages import AddKeyholder, KeyPage
from vault.ui.pages.new_keys_page import MakeNewKeys
from vault.ui.pages.settings_keys import PassphrasesSection
from vault.ui.parts.labels import Words
from vault.ui.room import Room

CLICK = Qt.MouseButton.LeftButton
MARIA, OMAR = "garden velvet morning canoe pepper", "walrus quilt thunder marble acrobat"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"


@pytest.fixture
def room(session: Session, furnish: Furnish) -> Room:
    """Nadia's vault, with keys of Maria and Omar and a code on paper."""
    for name, text in (("Maria", MARIA), ("Omar", OMAR)):
        session.submit(
            lambda work, name=name, text=text: keyholding.add(
                session.opened, work, name, bytearray(text, "ascii"), clock=session.clock
            )
        ).result()
    with_code(session)
    return furnish(session)


def with_code(session: Session) -> None:
    session.submit(
        lambda work: keyholding.new_recovery(session.opened, work, bytearray(CODE, "ascii"), clock=session.clock)
    ).result()


def section_of(room: Room) -> PassphrasesSection:
    section = cast(PassphrasesSection, settings_of(room, "passphrases").section())
    QApplication.processEvents()
    return section


@pytest.fixture
def page(room: Room, qtbot: QtBot) -> MakeNewKeys:
    qtbot.mouseClick(section_of(room).make_keys, CLICK)
    shown = room.window.stage.currentWidget()
    assert isinstance(shown, MakeNewKeys)
    return shown


def one_of(session: Session, name: str) -> list[str]:
    return [one.name for one in session.keyholders() if one.name == name]


def asked(page: KeyPage) -> Question:
    found = [one for one in page.findChildren(Question) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def fill(page: MakeNewKeys, qtbot: QtBot, maria: str = MARIA) -> None:
    """Maria is here, Omar is not, the recovery code is written down."""
    qtbot.keyClicks(page.proof.line, PHRASE)
    first = next(one for one in page.others if one.name == "Maria")
    first.here.button("here").click()
    qtbot.keyClicks(first.field.line, maria)
    assert page.recovery is not None
    page.recovery.written.click()
    qtbot.keyClicks(page.recovery.typed.line, page.recovery.code)


def test_who_is_here_types_and_who_is_not_gets_a_code(
    page: MakeNewKeys, room: Room, session: Session, qtbot: QtBot
) -> None:
    fill(page, qtbot)
    omar = next(one for one in page.others if one.name == "Omar")
    assert omar.code.isVisible()
    assert not omar.field.isVisible()
    assert page.recovery is not None
    codes = omar.code.code, page.recovery.code
    qtbot.mouseClick(page.button, CLICK)
    question = asked(page)
    assert "Omar" in " ".join(label.text() for label in question.findChildren(Words))
    with qtbot.waitSignal(room.lock_asked, timeout=20_000):
        qtbot.mouseClick(question.act, CLICK)
        assert page.progress.isVisible()  # everything is encrypted anew: that takes its time
    assert page.proof.is_empty()
    room.close()
    assert all(opens(session.path, text) for text in (PHRASE, MARIA, *codes))
    assert not any(opens(session.path, text) for text in (OMAR, CODE))


def test_the_codes_can_be_looked_at_again_first(page: MakeNewKeys, session: Session, qtbot: QtBot) -> None:
    fill(page, qtbot)
    qtbot.mouseClick(page.button, CLICK)
    question = asked(page)
    assert question.keep.isDefault()
    qtbot.mouseClick(question.keep, CLICK)
    assert session.opened.bundle.generation == "g0001"
    assert page.button.isEnabled()
    assert not page.findChild(QDialog).isVisible()


def test_what_is_missing_is_said_where_it_is(page: MakeNewKeys, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.button, CLICK)
    assert page.proof_wrong.text() == "Type what you opened this file with first."
    qtbot.keyClicks(page.proof.line, PHRASE)
    maria = next(one for one in page.others if one.name == "Maria")
    maria.here.button("here").click()
    qtbot.mouseClick(page.button, CLICK)
    assert maria.wrong.text() == "Let this person type, or choose that they are not here."
    maria.here.button("away").click()
    qtbot.mouseClick(page.button, CLICK)
    assert page.recovery is not None
    assert page.recovery.wrong.text() == "Write the code on paper first, then type it from there."


def test_somebody_elses_passphrase_is_told_beside_the_name(page: MakeNewKeys, session: Session, qtbot: QtBot) -> None:
    fill(page, qtbot, maria=OMAR)
    qtbot.mouseClick(page.button, CLICK)
    qtbot.mouseClick(asked(page).act, CLICK)
    maria = next(one for one in page.others if one.name == "Maria")
    qtbot.waitUntil(lambda: maria.wrong.text() == "This passphrase belongs to another keyholder.")
    assert [one.name for one in session.path.glob("g*")] == ["g0001"]


def test_who_has_a_code_already_gets_another(room: Room, session: Session, qtbot: QtBot) -> None:
    first = bytearray(passphrases.recovery_code(), "ascii")
    session.submit(
        lambda work: keyholding.add(session.opened, work, "Amina", first, code=True, clock=session.clock)
    ).result()
    qtbot.mouseClick(section_of(room).make_keys, CLICK)
    shown = room.window.stage.currentWidget()
    assert isinstance(shown, MakeNewKeys)
    assert [one.name for one in shown.others if not one.here.button("here").isEnabled()] == ["Amina"]


def test_a_wrong_passphrase_locks(page: MakeNewKeys, room: Room, session: Session, qtbot: QtBot) -> None:
    fill(page, qtbot, maria="nobody knows this one")
    qtbot.mouseClick(page.button, CLICK)
    with qtbot.waitSignal(room.lock_asked):
        qtbot.mouseClick(asked(page).act, CLICK)
    room.close()
    assert opens(session.path, MARIA)


@pytest.fixture
def recovered(session: Session) -> Iterator[Session]:
    """The vault opened with the code on paper."""
    with_code(session)
    session.close()
    with Session.open(session.path, bytearray(CODE, "ascii"), clock=session.clock) as opened:
        yield opened


def test_whoever_came_in_by_the_recovery_code_is_not_offered_new_keys(recovered: Session, furnish: Furnish) -> None:
    assert not section_of(furnish(recovered)).make_keys.isVisible()


def test_after_a_key_was_taken_away_new_keys_are_one_press_away(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    omar = next(one for one in session.keyholders() if one.name == "Omar")
    said: list[tuple[str, str]] = []
    room.window.say = lambda words, button="", run=None: said.append((words, button))  # type: ignore[method-assign]
    qtbot.mouseClick(section.ask_to_remove(omar).act, CLICK)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [("Omar cannot open this file any more.", "Make new keys as well")]


def test_somebody_who_is_not_here_is_added_with_a_code(room: Room, session: Session, qtbot: QtBot) -> None:
    section = section_of(room)
    qtbot.mouseClick(section.add, CLICK)
    page = room.window.stage.currentWidget()
    assert isinstance(page, AddKeyholder)
    assert not page.code.isVisible()
    page.here.button("away").click()
    assert page.code.isVisible()
    assert not page.asked.isVisible()
    assert passphrases.is_recovery_code(page.code.code)
    code = page.code.code
    qtbot.keyClicks(page.proof.line, PHRASE)
    qtbot.keyClicks(page.name, "Amina")
    qtbot.mouseClick(page.button, CLICK)
    question = asked(page)
    assert "Amina" in " ".join(label.text() for label in question.findChildren(Words))
    assert one_of(session, "Amina") == []  # nothing holds before it is on paper
    qtbot.mouseClick(question.act, CLICK)
    qtbot.waitUntil(lambda: room.window.stage.currentWidget() is not page)
    amina = next(one for one in session.keyholders() if one.name == "Amina")
    assert session.setting(one_time.setting(amina.position)) is True
    lines = [label.text() for label in section.findChildren(Words)]
    assert sum("no passphrase chosen yet" in line for line in lines) == 1
    room.close()
    assert opens(session.path, code)
