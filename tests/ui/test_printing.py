"""What goes on paper, and that it goes nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vault.services import pieces
from vault.ui import printing, theme
from vault.ui.parts import paper

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


def pages(document: QTextDocument, file: Path) -> list[str]:
    """The letters on each page when it is printed; how far apart they are, no reader tells reliably."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    document.print_(printer)
    return [together(page.extract_text().replace("\ufb01", "fi")) for page in PdfReader(file).pages]


def together(text: str) -> str:
    return "".join(text.split())


def test_the_sheet_has_the_code_and_says_nothing_of_the_file(tmp_path: Path) -> None:
    (page,) = pages(printing.document([paper.code_sheet(CODE)]), tmp_path / "a.pdf")
    assert CODE in page
    assert page.startswith("Recoverycode")
    assert together("Whoever has this paper can open the file") in page
    assert together("Made on:") in page


def test_each_piece_has_a_page_of_its_own(tmp_path: Path) -> None:
    made = pieces.split(CODE)
    found = pages(printing.document(paper.piece_sheets(made)), tmp_path / "a.pdf")
    assert len(found) == 3
    for number, (page, piece) in enumerate(zip(found, made, strict=True), 1):
        words = "".join(f"{at}{word}" for at, word in enumerate(piece.split(), 1))
        assert page.startswith(f"Piece{number}of3{words}Two")


def test_what_was_printed_can_be_typed_as_it_stands_there() -> None:
    made = pieces.split(CODE)
    typed = ["\n".join(paper.numbered(one)).replace("\u00a0", " ") for one in made[:2]]
    assert pieces.join(typed) == bytearray(CODE.replace("-", ""), "ascii")


def test_a_printer_that_writes_a_file_gets_nothing(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert not printing.to_paper(printer)


def test_the_dialog_offers_no_file(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asker, printed = QWidget(), list[str]()
    qtbot.addWidget(asker)
    monkeypatch.setattr(printing.QDialog, "open", lambda _dialog: None)
    dialog = printing.ask(asker, printing.document([paper.code_sheet(CODE)]), lambda: printed.append("printed"))
    assert not dialog.testOption(dialog.PrintDialogOption.PrintToFile)
    dialog.accepted.emit(QPrinter())  # what this computer offers without a printer is a file
    assert printed == []


@pytest.mark.linux
def test_the_print_service_is_never_asked_by_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a setting says; `tests/security/test_no_network.py` sees it from outside."""
    monkeypatch.setenv("CUPS_SERVER", "printers.example.org")
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", lambda: [os.environ["CUPS_SERVER"]])
    assert printing.has_printer()
    assert os.environ["CUPS_SERVER"].startswith("/run/")
