"""Five short questions: what is wrong is said where it is wrong, and nobody goes on with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.outside import TEST_PROFILE
from tests.ui.pages.gates import in_gate, overlaps, said
from vault.errors import DiskFull
from vault.services import passphrases, places
from vault.services.unlocking import Opened
from vault.storage.kdf import Proposal
from vault.ui.gate import Gate
from vault.ui.pages.create import Answers, Create

CLICK = Qt.MouseButton.LeftButton
Key = Qt.Key
PLACE, PASSPHRASE, RECOVERY, LOCK, NAMES = range(5)


class Founded:
    """Takes the answers instead of making a vault."""

    def __init__(self) -> None:
        self.answers: list[tuple[Path, str, str | None, str, str, int, dict[str, object]]] = []
        self.kept: list[Answers] = []
        self.fault: Exception | None = None

    def __call__(self, answers: Answers) -> Opened:
        recovery = None if answers.recovery is None else answers.recovery.decode()
        self.answers.append(
            (
                answers.path,
                answers.passphrase.decode(),
                recovery,
                answers.organisation,
                answers.by,
                answers.profile,
                answers.settings,
            )
        )
        self.kept.append(answers)
        if self.fault:
            raise self.fault
        return None  # type: ignore[return-value]


@pytest.fixture
def founded() -> Founded:
    return Founded()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vaults"


@pytest.fixture
def page(folder: Path, founded: Founded, qtbot: QtBot) -> Create:
    made = Create(folder, founded, lambda: Proposal(TEST_PROFILE, 0.1))
    in_gate(made, qtbot)
    return made


def on(page: Create, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.next, CLICK)


def answered(page: Create, qtbot: QtBot, step: int) -> None:
    """Answer everything before `step`."""
    if step > PASSPHRASE:
        for field in (page.passphrase.asked.first, page.passphrase.asked.second):
            field.fill(page.passphrase.asked.drawn)
    if step > RECOVERY:
        page.recovery.asked.choice.button("without").click()
    for _n in range(step):
        on(page, qtbot)
    assert page.at == step


# ------------------------------------------------------------------ name and place


def test_the_cursor_waits_in_the_first_field_with_the_proposed_name_selected(page: Create, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.place.name.hasFocus)
    assert page.place.name.selectedText() == "Notes"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "A name is needed."),
        ("   ", "A name is needed."),
        ("a/b", "A name may not hold any of"),
        ("..", "A name may not hold any of"),
        ("con:", "A name may not hold any of"),
        ("Taken", "There is a file of this name already."),
    ],
)
def test_a_name_that_cannot_be_is_said_below_it(
    page: Create, qtbot: QtBot, folder: Path, name: str, sentence: str
) -> None:
    places.at(folder, "Taken").mkdir(parents=True)
    page.place.name.setText(name)
    on(page, qtbot)
    assert page.at == PLACE
    assert page.place.field.wrong().startswith(sentence)
    qtbot.waitUntil(page.place.name.hasFocus)
    page.place.name.setText("Garden")
    assert page.place.field.wrong() == ""
    on(page, qtbot)
    assert page.at == PASSPHRASE


def test_the_proposed_name_is_free(folder: Path, founded: Founded, qtbot: QtBot) -> None:
    places.at(folder, "Notes").mkdir(parents=True)
    page = Create(folder, founded, lambda: Proposal(TEST_PROFILE, 0.1))
    in_gate(page, qtbot)
    assert page.place.name.text() == "Notes 2"


def test_another_place_is_taken_and_one_that_is_copied_away_is_warned_of(
    page: Create, qtbot: QtBot, tmp_path: Path
) -> None:
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    page.place._ask()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    line.setText(str(cloud))
    qtbot.keyClick(line, Key.Key_Return)
    assert "Dropbox copies this folder to other computers" in said(page)
    assert page.place.path == cloud / "Notes.vault"
    assert overlaps(page) == []
    on(page, qtbot)
    assert page.at == PASSPHRASE  # a warning, not a wall


# ------------------------------------------------------------------ passphrase


def test_tab_leads_from_one_field_to_the_other_and_not_to_a_button(page: Create, qtbot: QtBot) -> None:
    gate = Gate()
    qtbot.addWidget(gate)
    gate.show_page(page)
    gate.show()
    gate.activateWindow()
    answered(page, qtbot, PASSPHRASE)
    asked = page.passphrase.asked
    qtbot.waitUntil(asked.first.line.hasFocus)
    qtbot.keyClick(asked.first.line, Key.Key_Tab)
    assert asked.second.line.hasFocus()
    qtbot.keyClick(asked.second.line, Key.Key_Tab)
    assert asked.first.eye.hasFocus()
    qtbot.keyClick(asked.first.eye, Key.Key_Tab)
    assert asked.second.eye.hasFocus()
    qtbot.keyClick(asked.second.eye, Key.Key_Tab)
    assert page.isAncestorOf(focused := QApplication.focusWidget())  # and on to the buttons, not around for ever
    assert not asked.isAncestorOf(focused)


def test_enter_after_the_first_time_leads_to_the_second(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, PASSPHRASE)
    asked = page.passphrase.asked
    qtbot.keyClicks(asked.first.line, asked.drawn)
    qtbot.keyClick(asked.first.line, Key.Key_Return)
    assert page.at == PASSPHRASE
    assert asked.wrong.text() == "Type it once more, in the second field."
    assert asked.second.line.hasFocus()


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("", "", "Type the passphrase, so that your fingers know it."),
        ("one two", "one three", "The two fields differ."),
        ("one two", "one two", "These are not the six words above."),
    ],
)
def test_the_drawn_words_are_typed_twice(page: Create, qtbot: QtBot, first: str, second: str, sentence: str) -> None:
    answered(page, qtbot, PASSPHRASE)
    page.passphrase.asked.first.fill(first)
    page.passphrase.asked.second.fill(second)
    on(page, qtbot)
    assert page.at == PASSPHRASE
    assert page.passphrase.asked.wrong.text().startswith(sentence)
    assert overlaps(page) == []


def test_weak_words_of_ones_own_are_told_once_and_then_taken(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, PASSPHRASE)
    asked = page.passphrase.asked
    qtbot.mouseClick(asked.words.other, CLICK)
    assert asked.first.line.hasFocus()
    for field in (asked.first, asked.second):
        qtbot.keyClicks(field.line, "blue kettle")
    assert asked.strength.verdict.text() == "Less than a day"
    on(page, qtbot)
    assert page.at == PASSPHRASE
    assert asked.wrong.text() == "This one is found in less than a day. Add words, or continue all the same."
    on(page, qtbot)
    assert page.at == RECOVERY
    assert page.rail._steps[PASSPHRASE].detail.text() == "Your own words"


def test_other_words_make_one_begin_anew(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, PASSPHRASE)
    asked = page.passphrase.asked
    before = asked.drawn
    asked.first.fill(before)
    qtbot.mouseClick(asked.words.again, CLICK)
    assert asked.drawn != before
    assert asked.first.is_empty()
    assert asked.first.line.hasFocus()
    assert asked.drawn in said(page)


# ------------------------------------------------------------------ recovery code


def test_the_code_is_shown_large_and_asked_for_before_going_on(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, RECOVERY)
    asked = page.recovery.asked
    qtbot.waitUntil(asked.written.hasFocus)
    assert asked.code in said(page)
    on(page, qtbot)
    assert page.at == RECOVERY
    assert asked.wrong.text() == "Write the code on paper first, then type it from there."
    qtbot.keyClick(asked.written, Key.Key_Return)
    assert asked.wrong.text() == ""
    assert asked.typed.line.hasFocus()
    assert asked.code not in said(page)
    on(page, qtbot)
    assert asked.wrong.text() == "Type the code from your paper, so that we know it is right there."


@pytest.mark.parametrize("how", ["slip", "other"])
def test_a_code_typed_wrongly_is_told_apart_from_another_one(page: Create, qtbot: QtBot, how: str) -> None:
    answered(page, qtbot, RECOVERY)
    asked = page.recovery.asked
    qtbot.mouseClick(asked.written, CLICK)
    last = "0" if asked.code[-1] != "0" else "1"
    typed = asked.code[:-1] + last if how == "slip" else passphrases.recovery_code()
    qtbot.keyClicks(asked.typed.line, typed)
    qtbot.keyClick(asked.typed.line, Key.Key_Return)
    assert page.at == RECOVERY
    expected = "There is a slip in it." if how == "slip" else "This is another code."
    assert asked.wrong.text().startswith(expected)
    assert asked.typed.line.hasFocus()
    assert overlaps(page) == []


def test_small_letters_and_spaces_will_do(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, RECOVERY)
    asked = page.recovery.asked
    qtbot.mouseClick(asked.written, CLICK)
    qtbot.keyClicks(asked.typed.line, asked.code.lower().replace("-", "  "))
    on(page, qtbot)
    assert page.at == LOCK


def test_without_a_code_it_is_said_what_that_means(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, RECOVERY)
    on(page, qtbot)  # a fault is said
    qtbot.mouseClick(page.recovery.asked.choice.button("without"), CLICK)
    assert page.recovery.asked.wrong.text() == ""
    assert "everything in the file is lost" in said(page)
    on(page, qtbot)
    assert page.at == LOCK
    assert page.rail._steps[RECOVERY].detail.text() == "None"


# ------------------------------------------------------------------ the end


def test_the_answers_are_handed_over_and_both_secrets_wiped_afterwards(
    page: Create, founded: Founded, folder: Path, qtbot: QtBot
) -> None:
    answered(page, qtbot, NAMES)
    page.lock.asked.button("30").click()
    page.names.organisation.setText("  River ")
    page.names.person.setText("Nadia")
    assert "It needs" in said(page)
    phrase = page.passphrase.asked.drawn
    with qtbot.waitSignal(page.made) as told:
        on(page, qtbot)
    assert founded.answers == [
        (folder / "Notes.vault", phrase, None, "River", "Nadia", TEST_PROFILE, {"lock.minutes": 30})
    ]
    assert told.args == [None, {"lock.minutes": 30}]
    assert founded.kept[0].passphrase == bytearray(len(phrase))


def test_a_full_disk_is_said_and_every_answer_is_still_there(page: Create, founded: Founded, qtbot: QtBot) -> None:
    founded.fault = DiskFull(Path("/x"))
    answered(page, qtbot, NAMES)
    page.names.person.setText("Nadia")
    phrase = page.passphrase.asked.drawn
    on(page, qtbot)
    qtbot.waitUntil(lambda: bool(page.notice.text()))
    assert page.notice.text().startswith("The disk is full")
    assert (page.at, page.names.person.text()) == (NAMES, "Nadia")
    founded.fault = None
    with qtbot.waitSignal(page.made):
        on(page, qtbot)
    assert [one[1] for one in founded.answers] == [phrase, phrase]


def test_back_leads_through_what_was_answered(page: Create, qtbot: QtBot) -> None:
    answered(page, qtbot, NAMES)
    for step in (LOCK, RECOVERY, PASSPHRASE, PLACE):
        qtbot.mouseClick(page.back, CLICK)
        assert page.at == step
        assert overlaps(page) == []
    assert not page.back.isVisible()
    assert not page.passphrase.asked.first.is_empty()


def test_the_time_of_opening_is_measured_even_where_measuring_fails(
    folder: Path, founded: Founded, qtbot: QtBot
) -> None:
    def fail() -> Proposal:
        raise OSError

    page = Create(folder, founded, fail)
    in_gate(page, qtbot)
    answered(page, qtbot, NAMES)
    with qtbot.waitSignal(page.made):
        on(page, qtbot)
    assert founded.answers[0][5] == 1
