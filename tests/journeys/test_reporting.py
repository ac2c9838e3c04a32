"""A report leaves in six steps: seen exactly as it will be, checked, decided, written, and written down."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from tests.journeys.ways import LONG, click, focused
from vault import app
from vault.plans.days import Day
from vault.plans.model import Action, Incident, Organisation, Person, Risk
from vault.plans.records import Record
from vault.services import exporting
from vault.services.session import Session
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.main_window import MainWindow
from vault.ui.pages.export import ReportsPage
from vault.ui.pages.export_plan import _SCALE, LOOK, WHERE_TO, WRITTEN, ExportPlan
from vault.ui.pages.export_view import DrawnPages
from vault.ui.parts.labels import Words

Key = Qt.Key
Save = Callable[[Record], Record]


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The open window, with the reports."""
    made = MainWindow("Notes", app.pages(desk))
    qtbot.addWidget(made)
    desk.window = made
    made.resize(1366, 742)
    made.show()
    made.go("reports")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()


@pytest.fixture
def reports(window: MainWindow) -> ReportsPage:
    page = window.stage.currentWidget()
    assert isinstance(page, ReportsPage)
    return page


@pytest.fixture
def plan(save: Save) -> None:
    """Something that may leave, and much that may not."""
    save(Person(name="Zofia Nowak", phone="+48 601 234 567"))
    save(
        Risk(
            title="Zofia is arrested",
            area="travel",
            probability=4,
            impact=4,
            donor_wording="Two colleagues travel together.",
        )
    )
    save(Action(title="Move Zofia", donor_wording="We keep less on paper."))
    save(Incident(title="Zofia followed", occurred=Day("2026-10-03"), category=("followed",)))


def ours(session: Session, **values: str) -> None:
    one = session.all("organisation")[0]
    assert isinstance(one, Organisation)
    session.save(replace(one, **values)).result()


def wizard(window: MainWindow) -> ExportPlan:
    page = window.stage.currentWidget()
    assert isinstance(page, ExportPlan)
    return page


def to_preview(window: MainWindow, reports: ReportsPage, qtbot: QtBot, period: str = "year") -> ExportPlan:
    click(qtbot, reports.plan_button)
    page = wizard(window)
    page.period.button(period).click()
    click(qtbot, page.next_button)
    qtbot.waitUntil(lambda: page.step == LOOK, timeout=LONG)
    return page


def said(page: ExportPlan) -> str:
    shown = page.stack.currentWidget()
    assert shown is not None
    return " ".join(label.text() for label in shown.findChildren(Words))


def answer(qtbot: QtBot, path: Path) -> None:
    """Type a place into the dialog that asks for one."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    line.setText(str(path))
    qtbot.keyClick(line, Key.Key_Return)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


# ------------------------------------------------------------------ the six steps


def test_the_pages_speak_of_whom_the_report_declares(
    window: MainWindow, reports: ReportsPage, desk: Desk, plan: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, audience = exporting.REPORTS["nhrf-plan"]
    other = replace(audience, words="Lanternfund", full_name="The Lantern Fund")
    monkeypatch.setitem(exporting.REPORTS, "nhrf-plan", (title, other))
    assert "For: The Lantern Fund." in " ".join(label.text() for label in ReportsPage(desk).findChildren(Words))
    page = to_preview(window, reports, qtbot)
    assert "What Lanternfund will see" in said(page)


def test_a_report_leaves_as_it_was_seen_and_is_written_down(
    window: MainWindow, reports: ReportsPage, plan: None, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    assert reports.nothing.isVisible()
    page = to_preview(window, reports, qtbot)
    assert "Leak check: clean" in said(page)
    assert session.exports() == []
    (drawn,) = page.stack.findChildren(DrawnPages)
    seen = [image for _label, image in drawn._pages]
    click(qtbot, page.next_button)
    assert page.step == WHERE_TO
    target = tmp_path / "out.pdf"
    page.write_to(target)
    assert page.step == WRITTEN
    assert str(target) in said(page)
    pdf = target.read_bytes()
    again = exporting.pages(pdf, _SCALE)
    assert [(one.width(), one.height()) for one in seen] == [(one.width, one.height) for one in again]
    text = text_of(pdf)
    assert "Two colleagues travel together." in text
    assert "We keep less on paper." in text
    assert [word for word in ("Zofia", "Nowak", "601", "arrested", "River", "Nadia") if word in text] == []
    click(qtbot, page.next_button)
    assert window.stage.currentWidget() is reports
    line = [str(reports.model.index(0, column).data()) for column in range(5)]
    assert line == ["Redacted plan for NHRF", "NHRF", f"out.pdf, in {tmp_path}", "Tue 24 Nov, 09:41", "Nadia"]
    assert not reports.nothing.isVisible()


def test_the_whole_way_by_keys_alone(
    window: MainWindow, reports: ReportsPage, plan: None, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    reports.plan_button.setFocus()
    qtbot.keyClick(focused(), Key.Key_Return)
    page = wizard(window)
    qtbot.waitUntil(page.next_button.hasFocus)
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == LOOK, timeout=LONG)
    qtbot.waitUntil(page.next_button.hasFocus)
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(page.place_button.hasFocus)
    qtbot.keyClick(focused(), Key.Key_Return)
    answer(qtbot, tmp_path / "report-2026-11-24.pdf")
    qtbot.waitUntil(lambda: page.step == WRITTEN)
    assert (tmp_path / "report-2026-11-24.pdf").is_file()
    window.activateWindow()  # what a window manager does when a dialog closes
    qtbot.waitUntil(page.next_button.hasFocus)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert window.stage.currentWidget() is reports


def test_what_the_vault_holds_is_shown_with_what_is_taken_out_struck_through(
    window: MainWindow, reports: ReportsPage, plan: None, qtbot: QtBot
) -> None:
    page = to_preview(window, reports, qtbot)
    (held,) = page.stack.findChildren(QTextBrowser)
    struck: list[str] = []
    block = held.document().begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            if part.fragment().charFormat().fontStrikeOut():
                struck.append(part.fragment().text())
            part += 1
        block = block.next()
    assert {"Zofia is arrested", "Move Zofia", "River"} <= set(struck)
    assert "Two colleagues travel together." not in struck
    assert "Two colleagues travel together." in held.toPlainText()


def test_the_period_and_the_name_go_into_the_report(
    window: MainWindow, reports: ReportsPage, plan: None, qtbot: QtBot
) -> None:
    click(qtbot, reports.plan_button)
    page = wizard(window)
    page.period.button("quarter").click()
    page.real_name.click()
    click(qtbot, page.next_button)
    qtbot.waitUntil(lambda: page.step == LOOK, timeout=LONG)
    text = text_of(page.pdf)
    assert "River" in text
    assert "August 2026 to November 2026" in text


def test_back_leads_to_the_questions_and_leaving_leaves_nothing(
    window: MainWindow, reports: ReportsPage, plan: None, session: Session, qtbot: QtBot
) -> None:
    page = to_preview(window, reports, qtbot, "half")
    click(qtbot, page.next_button)
    click(qtbot, page.back_button)
    assert page.step == LOOK
    assert page.next_button.isEnabled()
    click(qtbot, page.back_button)
    assert page.step == 0
    assert page.next_button.isEnabled()
    assert page.period.chosen() == "half"
    click(qtbot, page.leave_button)
    assert window.stage.currentWidget() is reports
    assert session.exports() == []


# ------------------------------------------------------------------ the leak check


def test_step_five_is_closed_until_an_ordinary_word_is_decided_and_the_answer_stands_in_the_register(
    window: MainWindow, reports: ReportsPage, session: Session, save: Save, qtbot: QtBot, tmp_path: Path
) -> None:
    save(Person(name="Hope Acorn"))
    ours(session, please_do="We plant an acorn each year.")
    page = to_preview(window, reports, qtbot)
    assert "Leak check: 1 place to look at" in said(page)
    assert "plant an acorn each" in said(page)
    assert not page.next_button.isEnabled()
    qtbot.mouseClick(page.next_button, Qt.MouseButton.LeftButton)
    assert page.step == LOOK
    assert page.decide_button is not None
    qtbot.waitUntil(page.decide_button.hasFocus)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert "Leak check: clean" in said(page)
    qtbot.waitUntil(page.next_button.hasFocus)
    click(qtbot, page.next_button)
    page.write_to(tmp_path / "out.pdf")
    assert session.exports()[0].decisions == ("Acorn: an ordinary word here, left in",)


def test_a_withheld_name_keeps_step_five_closed_and_says_what_to_change(
    window: MainWindow, reports: ReportsPage, plan: None, session: Session, qtbot: QtBot
) -> None:
    ours(session, please_do="Ask Zofia.")
    page = to_preview(window, reports, qtbot)
    assert "a withheld name is in it" in said(page)
    assert "“Zofia”" in said(page)
    assert "Change the wording for donors, then come back." in said(page)
    assert not page.next_button.isEnabled()
    assert page.decide_button is None
    ours(session, please_do="Ask us.")
    click(qtbot, page.back_button)
    click(qtbot, page.next_button)
    qtbot.waitUntil(lambda: page.step == LOOK, timeout=LONG)
    assert page.next_button.isEnabled()


# ------------------------------------------------------------------ places that do not work


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("there.pdf", "There is already something at"),
        ("nowhere/out.pdf", "is not there."),
        ("there.pdf/out.pdf", "The disk could not be read or written."),
    ],
)
def test_a_place_that_does_not_work_is_said_and_the_pages_are_still_here(
    window: MainWindow,
    reports: ReportsPage,
    plan: None,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    bad: str,
    sentence: str,
) -> None:
    (tmp_path / "there.pdf").write_bytes(b"theirs")
    page = to_preview(window, reports, qtbot)
    click(qtbot, page.next_button)
    page.write_to(tmp_path / bad)
    assert sentence in window._messages.sentence()
    assert page.step == WHERE_TO
    assert (tmp_path / "there.pdf").read_bytes() == b"theirs"
    assert session.exports() == []
    page.write_to(tmp_path / "good.pdf")
    assert page.step == WRITTEN
    assert [one.place for one in session.exports()] == [str(tmp_path / "good.pdf")]


def test_another_period_is_typed_in_words(window: MainWindow, reports: ReportsPage, plan: None, qtbot: QtBot) -> None:
    click(qtbot, reports.plan_button)
    page = wizard(window)
    click(qtbot, page.period.button("other"))
    qtbot.waitUntil(page.days.hasFocus)
    click(qtbot, page.next_button)
    assert page.days_field.wrong() == "Say it as a month, a year, or from one month to another."
    assert page.step == 0
    qtbot.keyClicks(page.days, "Jan 2025 to Mar 2025")
    assert page.days_field.wrong() == ""
    click(qtbot, page.next_button)
    qtbot.waitUntil(lambda: page.step == LOOK, timeout=LONG)
    assert "January 2025 to March 2025" in text_of(page.pdf)


def test_drawing_that_is_stopped_leads_back_to_the_questions(
    window: MainWindow, reports: ReportsPage, session: Session, qtbot: QtBot
) -> None:
    session.save_all([Incident(title=f"Call {n}", occurred=Day("2026-10-03")) for n in range(1500)]).result()
    click(qtbot, reports.plan_button)
    page = wizard(window)
    click(qtbot, page.next_button)
    click(qtbot, page.progress.stop)
    qtbot.waitUntil(page.next_button.isEnabled, timeout=LONG)
    assert page.step == 0
    assert page.prepared is None


# ------------------------------------------------------------------ everything, readable


def test_writing_everything_can_be_stopped_and_leaves_nothing(
    window: MainWindow, reports: ReportsPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    session.save_all([Incident(title=f"Call {n}") for n in range(1500)]).result()
    target = tmp_path / "stick"
    target.mkdir()
    reports.write_all(target)
    assert not reports.all_button.isEnabled()
    click(qtbot, reports.progress.stop)
    qtbot.waitUntil(reports.all_button.isEnabled, timeout=LONG)
    assert window._messages.sentence() == "Stopped. Nothing was written."
    assert list(target.iterdir()) == []
    assert session.exports() == []


def test_everything_readable_is_asked_for_written_and_written_down(
    window: MainWindow, reports: ReportsPage, plan: None, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    click(qtbot, reports.all_button)
    answer(qtbot, tmp_path)
    made = tmp_path / "readable-2026-11-24"
    qtbot.waitUntil(made.is_dir, timeout=LONG)
    qtbot.waitUntil(lambda: reports.model.rowCount() == 1, timeout=LONG)
    risks = json.loads((made / "risk.json").read_text("utf-8"))
    assert [one["title"] for one in risks] == ["Zofia is arrested"]
    with (made / "risk.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Zofia is arrested"]
    assert reports.model.index(0, 0).data() == "Everything, readable"
    assert "These files are not encrypted." in window._messages.sentence()
    reports.write_all(tmp_path)
    qtbot.waitUntil(lambda: "There is already something at" in window._messages.sentence(), timeout=LONG)
    assert len(session.exports()) == 1


def test_what_left_can_be_erased_and_the_register_goes_on_saying_that_it_left(
    window: MainWindow, reports: ReportsPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    kept, gone = tmp_path / "kept.pdf", tmp_path / "gone.pdf"
    for file in (kept, gone):
        file.write_bytes(b"%PDF a plan")
        session.record_export("nhrf-plan", "nhrf", str(file), "00").result()
    reports.reload()
    assert not reports.erase.isEnabled()
    reports.table.setCurrentIndex(reports.model.index(0, 0))  # the latest stands first
    click(qtbot, reports.erase)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Question)
    click(qtbot, asked.keep)
    assert gone.exists()
    click(qtbot, reports.erase)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Question)
    click(qtbot, asked.act)
    qtbot.waitUntil(lambda: "The file is gone." in window._messages.sentence())
    assert not gone.exists()
    assert kept.read_bytes() == b"%PDF a plan"
    assert len(session.exports()) == 2
    click(qtbot, reports.erase)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Question)
    click(qtbot, asked.act)  # its stick may be elsewhere, with the file as it was
    qtbot.waitUntil(lambda: "is not there" in window._messages.sentence())
