"""The head of a table: its words, the chevron of the order there is, the right way round in both directions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.table_head import TableHead


@pytest.fixture
def head(qtbot: QtBot, qapp: QApplication) -> TableHead:
    theme.apply(qapp)
    table = QTableView()
    qtbot.addWidget(table, before_close_func=lambda _table, kept=table: None)
    model = QStandardItemModel(0, 2, table)
    model.setHorizontalHeaderLabels(["When", "Where"])
    made = TableHead(table)
    table.setHorizontalHeader(made)
    table.setModel(model)
    table.verticalHeader().hide()
    table.resize(400, 200)
    made.resizeSection(0, 200)
    made.resizeSection(1, 190)
    table.show()
    return made


def section(head: TableHead, at: int) -> QImage:
    return (
        head.viewport().grab().toImage().copy(head.sectionViewportPosition(at), 0, head.sectionSize(at), head.height())
    )


def ink(picture: QImage) -> list[int]:
    """Where across something dark stands."""
    ys = range(2, picture.height() - 2)
    return [x for x in range(picture.width()) if any(picture.pixelColor(x, y).lightness() < 130 for y in ys)]


def test_it_is_as_high_as_the_design_says(head: TableHead) -> None:
    assert head.sizeHint().height() == theme.current().px("size.row_head")


def test_only_the_sorted_column_has_a_chevron_and_it_turns(head: TableHead) -> None:
    bare = section(head, 0), section(head, 1)
    head.mark(0, descending=True)
    down = section(head, 0)
    assert down != bare[0]
    assert section(head, 1) == bare[1]
    head.mark(0, descending=False)
    assert section(head, 0) not in (down, bare[0])
    head.mark(-1, descending=False)
    assert section(head, 0) == bare[0]


def test_words_begin_where_lines_begin(head: TableHead, qapp: QApplication) -> None:
    assert ink(section(head, 0))[0] < 30
    head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert ink(section(head, 0))[-1] > head.sectionSize(0) - 30


def test_words_that_are_too_long_are_shortened_and_stay_in_their_column(head: TableHead) -> None:
    model = head.model()
    model.setHeaderData(1, Qt.Orientation.Horizontal, "Where exactly it happened, in every detail there is")
    assert ink(section(head, 1))[-1] < head.sectionSize(1) - 3
