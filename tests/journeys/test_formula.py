"""A risk shows what it is made of, and the chart can be printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.formula import CHART
from vault.plans.model import Factor, Risk, Threat
from vault.plans.records import Record
from vault.ui import printing
from vault.ui.main_window import MainWindow
from vault.ui.pages.chart import ChartPage
from vault.ui.pages.record import RecordPage
from vault.ui.pages.risks import RisksPage

CLICK = Qt.MouseButton.LeftButton
Save = Callable[[Record], Record]


def test_the_chart_and_its_way_back(
    window: MainWindow, qtbot: QtBot, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("risks")
    page = cast(RisksPage, window.stage.currentWidget())
    qtbot.mouseClick(page.chart_button, CLICK)
    chart = cast(ChartPage, window.stage.currentWidget())
    assert chart.nothing.isVisible()
    assert not chart.print_button.isVisible()
    risk = save(Risk(title="Stopped on the road"))
    save(Threat(title="Next time the bags stay", risks=(Link(risk.id),)))
    qtbot.waitUntil(lambda: chart.rows == [("Stopped on the road", "Next time the bags stay", "", "", "")])
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    qtbot.mouseClick(chart.print_button, CLICK)
    assert (
        window._messages.sentence()
        == "There is no printer set up on this computer. Add one in its settings, then print again."
    )
    qtbot.keyClick(QApplication.focusWidget() or chart, Qt.Key.Key_Escape)
    assert window.stage.currentWidget() is page


def test_a_risk_has_three_columns(window: MainWindow, save: Save) -> None:
    risk = save(Risk(title="Stopped on the road", vulnerabilities="One road only"))
    save(Factor(title="A lawyer who comes at night", side="strong", risks=(Link(risk.id),)))
    window.stage.currentWidget().desk.open_record(risk.id)  # type: ignore[union-attr]
    page = cast(RecordPage, window.stage.currentWidget())
    said = [widget.accessibleName() or widget.text() for widget in page._work.parentWidget().findChildren(object)  # type: ignore[attr-defined]
            if hasattr(widget, "text")]  # fmt: skip
    assert "One road only" in said
    assert "A lawyer who comes at night" in said


def test_the_printed_table_has_its_head_on_every_page(tmp_path: Path, qapp: QApplication) -> None:
    printer, file = QPrinter(), tmp_path / "chart.pdf"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    heads = [words for _key, words in CHART]
    paper = printing.Paper()
    paper.table(heads, [(f"risk {n}\nand more", "t", "w", "s", "n") for n in range(60)])
    paper.document.print_(printer)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file)]
    assert len(pages) > 1
    assert all("Strengths we need" in " ".join(page.split()) for page in pages)
    assert "risk 59" in pages[-1]
