"""The plan on paper, re-read from a PDF: complete, in order, and never with a code word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from vault.plans import deciding
from vault.plans.days import Day
from vault.plans.model import Person, Plan, Procedure
from vault.plans.records import Record
from vault.services import planning
from vault.services.session import Session
from vault.ui import plan_papers, printing
from vault.ui.desk import Desk

RAID = Procedure(
    title="Somebody knocks with a paper", area="office", trigger="Officers at the door", code_words="blue kettle",
    steps=(("Call the lawyer", "Samir", "At once", "Leila calls"), ("Stay with each officer", "Everyone", "", "")),
    practised_on=Day("2026-11-01"),
)  # fmt: skip
WHY = "Someone must know"
TRIP = Procedure(title="Before we leave", area="travel", steps=(("Say where", "Leader", "", "", "", WHY),))


def read(document: QTextDocument, file: Path, app: QApplication) -> list[str]:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printing.settle(document, printer)
    document.print_(printer)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(file)]


def test_a_poster_is_one_page_without_code_words(tmp_path: Path, qapp: QApplication) -> None:
    (page,) = read(plan_papers.poster(RAID), tmp_path / "a.pdf", qapp)
    assert "It begins when: Officers at the door" in page
    assert page.index("Call the lawyer") < page.index("Samir, At once") < page.index("Stay with each officer")
    assert "If that is not possible: Leila calls" in page
    assert "kettle" not in page


def test_a_poster_of_many_steps_is_one_page_in_smaller_letters(tmp_path: Path, qapp: QApplication) -> None:
    steps = tuple((f"Do what comes as number {n}", "Everyone", "", "Do without") for n in range(9))
    (page,) = read(plan_papers.poster(Procedure(title="Raid", steps=steps)), tmp_path / "a.pdf", qapp)
    assert "number 8" in page


def test_the_booklet_has_every_procedure_under_its_area(tmp_path: Path, qapp: QApplication) -> None:
    plan = Plan(title="Security plan", version="4", agreed_by="Everyone")
    text = " ".join(read(plan_papers.booklet(plan, [RAID, TRIP]), tmp_path / "a.pdf", qapp))
    assert "Agreed by: Everyone" in text
    assert text.index("Travel and field work") < text.index("Before we leave") < text.index("Somebody knocks")
    assert "Someone must know" in text
    assert "Never practised" in text
    assert "kettle" not in text


@pytest.mark.parametrize("steps", [1, 3, 7])
def test_no_heading_is_parted_from_the_steps_below_it(tmp_path: Path, qapp: QApplication, steps: int) -> None:
    areas = ("travel", "office", "home")
    many = [
        Procedure(title=f"Procedure number {n}.", area=areas[n // 12], aim="Everyone comes back. " * (n % 5),
                  steps=tuple((f"First of {n}." if m == 0 else "More. " * m,) for m in range(steps)))
        for n in range(36)
    ]  # fmt: skip
    pages = read(plan_papers.booklet(None, many), tmp_path / "a.pdf", qapp)
    assert len(pages) > 3
    begun = {n: page for page, text in enumerate(pages) for n in range(36) if f"Procedure number {n}." in text}
    first = {n: page for page, text in enumerate(pages) for n in range(36) if f"First of {n}." in text}
    assert begun == first
    heads = {area: page for page, text in enumerate(pages) for area in ("Office", "Home") if area in text}
    assert heads == {"Office": begun[12], "Home": begun[24]}
    assert max(len(text) for text in pages) < 3 * min(len(text) for text in pages[:-1])  # pages are filled


def test_a_personal_plan_says_what_it_says_and_whom_to_call(tmp_path: Path, qapp: QApplication) -> None:
    plan = Plan(title="Mine", level="personal", notes="For me.\n\n- My medicine\n", version="2")
    people = [Person(name="Samir", alias="Otter", phone="+47 1"), Person(name="Ruth", phone="+47 2")]
    text = " ".join(read(plan_papers.personal(plan, [RAID], people), tmp_path / "a.pdf", qapp))
    assert text.index("Mine") < text.index("- My medicine") < text.index("Call the lawyer") < text.index("Otter")
    assert text.index("+47 1") < text.index("Ruth")
    assert "Samir, " not in text.partition("Call in this order")[2]
    assert "kettle" not in text


def test_who_decides_is_one_page_across(tmp_path: Path, qapp: QApplication) -> None:
    lines = deciding.table([], deciding.shipped(), lambda id: "")
    printer = QPrinter()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    plan_papers.decisions(lines).print_(printer)
    (page,) = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = " ".join(page.get_textpage().get_text_bounded().split())
    assert text.count("Nobody named yet") == len(lines)
    assert "nothing is published yet" in text


def test_a_hundred_procedures_of_many_steps_are_all_there(tmp_path: Path, qapp: QApplication) -> None:
    many = [
        Procedure(title=f"Procedure number {n}.", area="home", steps=tuple((f"step{n}x{m}.",) for m in range(20)))
        for n in range(100)
    ]  # fmt: skip
    text = " ".join(read(plan_papers.booklet(None, many), tmp_path / "a.pdf", qapp))
    text = text.replace(" ", "")  # where a word ends is the reader's guess
    assert [n for n in range(100) if f"Procedurenumber{n}." not in text] == []
    assert [(n, m) for n in range(100) for m in range(20) if f"step{n}x{m}." not in text] == []


def test_a_card_holds_those_who_agreed_in_their_order(
    session: Session, save: Callable[[Record], Record], tmp_path: Path, qapp: QApplication
) -> None:
    for name, order, agreed, phone in (
        ("Second", 2, "agreed", "+47 2"), ("First", 1, "agreed", "+47 1"), ("Asked", 1, "asked", "+47 3"),
        ("Silent", 1, "agreed", ""), ("Later", None, "agreed", "+47 4"),
    ):  # fmt: skip
        save(Person(name=name, call_order=order, agreed=agreed, phone=phone, emergency_roles=("legal",)))
    people = planning.to_call(session)
    assert [one.name for one in people] == ["First", "Second", "Later"]
    (page,) = read(plan_papers.card(people), tmp_path / "a.pdf", qapp)
    assert page.index("First") < page.index("+47 1") < page.index("Second")


def test_where_there_is_no_printer_that_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    monkeypatch.setattr(desk, "refuse", lambda sentence, *_more: said.append(sentence))
    plan_papers.hand_over(desk, None, QTextDocument())  # type: ignore[arg-type]
    assert said == ["There is no printer set up on this computer. Add one in its settings, then print again."]
