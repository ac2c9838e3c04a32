"""Lists of records: windows on what the vault finds, never all of it at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from vault.i18n import _
from vault.plans.query import Query
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.cells import Cell, RowPainter
from vault.ui.desk import Desk
from vault.ui.parts.table import Table
from vault.ui.parts.table_head import TableHead

#: rows read at once: few, so that a jump to anywhere reads little that nobody looks at
_WINDOW = 8
_WINDOWS_KEPT = 128
#: px at 100 %: what a column that shares the rest gets at least, at the cost of the others
_LEAST_GROWING = 140
_ENOUGH_GROWING = 420
_Index = QModelIndex | QPersistentModelIndex
_LEFT_BUTTON = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class Seen:
    """What a column may look at beside the record: titles of the records it is linked to, and the day."""

    titles: Mapping[str, str]
    today: date

    def linked(self, record: Record, field: str) -> list[str]:
        """The titles of a field of links, in order."""
        return [self.titles[link.id] for link in getattr(record, field) if link.id in self.titles]


@dataclass(frozen=True)
class Column:
    """`words` are marked for translation. `width` is px at 100 %, 0 shares what is left. `sort` names what the list is
    sorted by when the head is pressed ("" for not at all), `descending` how at first. `links` are fields whose titles
    `cell` shows."""

    words: str
    cell: Callable[[Record, Seen], Cell]
    width: int = 0
    sort: str = ""
    descending: bool = False
    links: tuple[str, ...] = ()


class RecordsModel(QAbstractTableModel):
    """The records a query finds, read in windows when they are looked at."""

    def __init__(self, desk: Desk, columns: Sequence[Column], query: Query, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._columns, self._query = desk, tuple(columns), query
        self._count = 0
        self._windows: OrderedDict[int, tuple[list[Record], Seen]] = OrderedDict()

    def query(self) -> Query:
        """What is shown."""
        return self._query

    def show(self, query: Query) -> None:
        """Show what another query finds."""
        self.beginResetModel()
        self._query = query
        self._windows.clear()
        self._count = self._desk.session.count(query)
        self.endResetModel()

    def record(self, row: int) -> Record | None:
        """The record of a row; None when it went away in the meantime."""
        records, _seen = self._window(row // _WINDOW)
        at = row % _WINDOW
        return records[at] if at < len(records) else None

    def row_of(self, id: str) -> int:
        """The row of a record among those looked at, -1 when it is not there."""
        if not self._windows and self._count:
            self._window(0)
        for window, (records, _seen) in self._windows.items():
            for at, one in enumerate(records):
                if one.id == id:
                    return window * _WINDOW + at
        return -1

    def _window(self, number: int) -> tuple[list[Record], Seen]:
        if number not in self._windows:
            self._read(number, number)
        self._windows.move_to_end(number)
        return self._windows[number]

    def look(self, first: int, last: int) -> None:
        """Read what is missing of these rows in one go: they are about to be painted."""
        missing = [n for n in range(first // _WINDOW, last // _WINDOW + 1) if n not in self._windows]
        if missing:
            self._read(missing[0], missing[-1])

    def _read(self, first: int, last: int) -> None:
        records = self._desk.session.page(self._query, first * _WINDOW, (last + 1 - first) * _WINDOW)
        names = {name for column in self._columns for name in column.links}
        ids = {link.id for one in records for name in names for link in getattr(one, name)}
        seen = Seen(self._desk.session.titles(ids) if ids else {}, self._desk.today())
        for n in range(first, last + 1):
            at = (n - first) * _WINDOW
            self._windows[n] = records[at : at + _WINDOW], seen
        while len(self._windows) > _WINDOWS_KEPT:
            self._windows.popitem(last=False)

    def cells(self, row: int) -> list[Cell]:
        """What stands in the columns of a row; nothing when its record went away in the meantime."""
        records, seen = self._window(row // _WINDOW)
        at = row % _WINDOW
        return [column.cell(records[at], seen) for column in self._columns] if at < len(records) else []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cells = self.cells(index.row())
        return cells[index.column()].spoken() if cells else None

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self._columns[section].words)
        return None

    def sort_by(self, section: int) -> None:
        """Sort by a column, the other way round when it is sorted by already."""
        column = self._columns[section]
        if not column.sort:
            return
        was = next(iter(self._query.sort), ("", False))
        descending = not was[1] if was[0] == column.sort else column.descending
        self.show(replace(self._query, sort=((column.sort, descending),)))

    def sorted_by(self) -> tuple[int, bool]:
        """(column, descending) of the order shown; column -1 for none of them."""
        field, descending = next(iter(self._query.sort), ("", False))
        at = next((n for n, column in enumerate(self._columns) if field and column.sort == field), -1)
        return at, descending


class RecordsTable(Table):
    """The list itself. `record_opened(id)` on Enter or a double click, `picked(id)` on Space or a click, `chosen(id)`
    when the row changes ("" for none), `given_back()` on Esc, `counted(n)` whenever it was read anew."""

    record_opened = Signal(str)
    chosen = Signal(str)
    picked = Signal(str)
    given_back = Signal()
    counted = Signal(int)

    def __init__(self, desk: Desk, columns: Sequence[Column], query: Query, parent: QWidget | None = None) -> None:
        super().__init__(parent, TableHead)
        self._columns = tuple(columns)
        self.records = RecordsModel(desk, columns, query, self)
        self.setModel(self.records)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.sectionClicked.connect(self._sort)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.opened.connect(lambda _index: self.record_opened.emit(self.chosen_id()))

    def show_query(self, query: Query) -> None:
        """Show what a query finds; the chosen record stays chosen when it is still there."""
        chosen, row = self.chosen_id(), self.currentIndex().row()
        self.records.show(query)
        if not self.choose(chosen) and self.hasFocus() and self.records.rowCount():
            self.go_to(min(max(row, 0), self.records.rowCount() - 1))  # the keyboard has to be somewhere
        self._mark_order()
        self.counted.emit(self.records.rowCount())

    def reload(self) -> None:
        """Read again."""
        self.show_query(self.records.query())

    def chosen_record(self) -> Record | None:
        """The record of the row the keyboard is on."""
        index = self.currentIndex()
        return self.records.record(index.row()) if index.isValid() else None

    def chosen_id(self) -> str:
        one = self.chosen_record()
        return one.id if one else ""

    def chosen_records(self) -> list[Record]:
        """The records of all selected rows, or of the row the keyboard is on."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [one for row in rows or [self.currentIndex().row()] if row >= 0 and (one := self.records.record(row))]

    def choose(self, id: str) -> bool:
        """Go to a record without telling; False when it is not in what was read."""
        row = self.records.row_of(id) if id else -1
        blocked = self.blockSignals(True)
        if row >= 0:
            self.go_to(row)
            self.scrollTo(self.records.index(row, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self.blockSignals(blocked)
        return row >= 0

    def point_at(self, id: str) -> None:
        """Go to a record where it is in what was read; else stay where one is."""
        row = self.records.row_of(id)
        if row >= 0:
            self.go_to(row)
            self.scrollTo(self.records.index(row, 0))

    def choose_first(self) -> None:
        """Put the keyboard on the first row."""
        if self.records.rowCount():
            self.go_to(0)

    def go_to(self, row: int) -> None:
        """Choose a row and no other; `selectRow` finds none where one reads from right to left."""
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.records.index(row, 0), how)

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.chosen_id())

    def _sort(self, section: int) -> None:
        chosen = self.chosen_id()
        self.records.sort_by(section)
        self.choose(chosen)
        self._mark_order()

    def _mark_order(self) -> None:
        if isinstance(self.head, TableHead):
            self.head.mark(*self.records.sorted_by())

    # ------------------------------------------------------------------ painting, keys and mouse

    def paintEvent(self, event: QPaintEvent) -> None:
        """All visible rows at once: a delegate would be called, and ask the model, for every cell by itself."""
        painter, area = QPainter(self.viewport()), event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first >= 0:
            last = last if last >= 0 else self.records.rowCount() - 1
            self.records.look(first, last)
            rows = RowPainter(painter, self.layoutDirection())
            for row in range(first, last + 1):
                self._paint_row(rows, row)
        self.paint_focus(painter)

    def _paint_row(self, rows: RowPainter, row: int) -> None:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        chosen = self.selectionModel().isRowSelected(row)
        rows.ground(QRect(0, top, self.viewport().width(), height), chosen=chosen, hovered=self.hovered == row)
        for n, cell in enumerate(self.records.cells(row)):
            area = QRect(self.columnViewportPosition(n), top, self.columnWidth(n), height)
            rows.cell(area, cell, chosen=chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.chosen_id():
            self.picked.emit(self.chosen_id())
        elif event.key() == Qt.Key.Key_Escape:
            self.given_back.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == _LEFT_BUTTON and self.indexAt(event.position().toPoint()).isValid() and self.chosen_id():
            self.picked.emit(self.chosen_id())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        look = theme.current()
        fixed = [look.px(column.width) for column in self._columns]
        growing = fixed.count(0)
        least, room, taken = look.px(_LEAST_GROWING) * growing, self.viewport().width(), sum(fixed)
        if taken and taken + least > room:
            share = max(0, room - least) / taken
            fixed = [round(width * share) for width in fixed]
        spare = room - taken - look.px(_ENOUGH_GROWING) * growing
        if taken and spare > 0:  # an empty stretch behind a title helps nobody while the place beside it is cut
            fixed = [width + round(min(width / 2, spare * width / taken)) for width in fixed]
        left = max(room - sum(fixed), least)
        for n, width in enumerate(fixed):
            self.setColumnWidth(n, width or left // max(1, growing))
