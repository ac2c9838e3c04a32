"""The editor of ordered tables, such as the steps of a procedure."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vault.i18n import _
from vault.plans.fields import Rows
from vault.ui import tabbing, theme
from vault.ui.desk import Desk
from vault.ui.editors.editor import Editor
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.flow import Flow
from vault.ui.parts.table_head import TableHead

_LEAST_ROWS = 3
#: how the room is shared: what to do needs most
_SHARES = {"step": 2.2, "who": 1.05, "fallback": 1.95, "channel": 0.9, "because": 1.55}
_CELL_SIDE, _CELL_TOP = 14, 5


class RowsEditor(Editor):
    """A table one writes into. Enter goes on to the next row, Alt+Up and Alt+Down move a row, Ctrl+Del removes it."""

    def __init__(self, field: Rows, desk: Desk) -> None:
        super().__init__(field, desk)
        self._keys = [key for key, _words in field.columns]
        self.table = _Cells(0, len(field.columns))
        delegate = _CellDelegate(self.table)
        delegate.typed.connect(self._touch)
        self.table.setItemDelegate(delegate)
        self.head = TableHead(self.table)
        self.table.setHorizontalHeader(self.head)
        self.table.setHorizontalHeaderLabels([_(words) for _key, words in field.columns])
        self.table.setShowGrid(True)
        self.table.setTabKeyNavigation(True)
        self.table.setWordWrap(True)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setFixedWidth(theme.current().px(34))
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.table.itemChanged.connect(self._written)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column.addWidget(card)
        column.addWidget(self._make_buttons())
        self._hold(holder, self.table)
        self._fit()

    def _make_buttons(self) -> QWidget:
        made = QWidget()
        flow = Flow(made)
        flow.addWidget(Button(_("Add a row"), "other", "plus", small=True, run=self.add_row))
        flow.addWidget(Button(_("Move up"), "quiet", small=True, hint="Alt+Up", run=partial(self.move_row, -1)))
        flow.addWidget(Button(_("Move down"), "quiet", small=True, hint="Alt+Down", run=partial(self.move_row, 1)))
        flow.addWidget(Button(_("Take the row out"), "quiet", small=True, run=self.remove_row))
        return made

    def read(self) -> tuple[tuple[str, ...], ...]:
        rows = (tuple(cell.strip() for cell in row) for row in self._cells())
        return tuple(row for row in rows if any(row))

    def kept(self) -> Any:
        return [list(row) for row in self._cells()]

    def add_row(self) -> None:
        """A new row below the one that is being written."""
        at = self.table.currentRow() + 1 or self.table.rowCount()
        rows = self._cells()
        rows.insert(at, ("",) * self.table.columnCount())
        self._put(rows)
        self._write_in(at)
        self._touch()

    def move_row(self, by: int) -> None:
        """The row that is being written, one up (-1) or down (1)."""
        at, rows = self.table.currentRow(), self._cells()
        if at < 0 or not 0 <= at + by < len(rows):
            return
        rows.insert(at + by, rows.pop(at))
        self._put(rows, (at + by, self.table.currentColumn()))
        self._touch()

    def remove_row(self) -> None:
        """The row that is being written."""
        at, rows = self.table.currentRow(), self._cells()
        if at < 0:
            return
        rows.pop(at)
        self._put(rows, (min(at, len(rows) - 1), 0))
        self._touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._share_width()
        if watched is not self.table or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, held = event.key(), event.modifiers()
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.table.setFocus()  # out of the cell: what is typed there is taken first
            self.move_row(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete and held & Qt.KeyboardModifier.ControlModifier:
            self.remove_row()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QTimer.singleShot(0, self, self._next_row)  # Qt takes what is typed into the cell only after this key
        else:
            return False
        return True

    def _next_row(self) -> None:
        at = self.table.currentRow() + 1
        if at >= self.table.rowCount():
            self.add_row()
        else:
            self._write_in(at)

    def _write_in(self, row: int) -> None:
        self.table.setFocus()
        self.table.setCurrentCell(row, 0)
        self.table.edit(self.table.currentIndex())

    def _show(self, value: tuple[tuple[str, ...], ...]) -> None:
        self._put([tuple(row) for row in value] or [("",) * self.table.columnCount()])

    def _put(self, rows: list[tuple[str, ...]], current: tuple[int, int] | None = None) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for r, row in enumerate(rows):
            for c in range(self.table.columnCount()):
                self.table.setItem(r, c, QTableWidgetItem(row[c] if c < len(row) else ""))
        self.table.blockSignals(False)
        if current and current[0] >= 0:
            self.table.setCurrentCell(*current)
        self._fit()

    def _cells(self) -> list[tuple[str, ...]]:
        columns = range(self.table.columnCount())
        return [tuple(self._text(r, c) for c in columns) for r in range(self.table.rowCount())]

    def _text(self, row: int, column: int) -> str:
        if (row, column) == (self.table.currentRow(), self.table.currentColumn()):
            typed = self.table.typed()
            if typed is not None:
                return typed  # Qt puts it into the item only when the cell is left
        item = self.table.item(row, column)
        return item.text() if item else ""

    def _written(self, _item: QTableWidgetItem) -> None:
        self._fit()
        self._touch()

    def _share_width(self) -> None:
        shares = [_SHARES.get(key, 1.0) for key in self._keys]
        part = self.table.viewport().width() / sum(shares)
        for column, share in enumerate(shares):
            self.table.setColumnWidth(column, int(part * share))
        self._fit()

    def _fit(self) -> None:
        self.table.resizeRowsToContents()
        look = theme.current()
        heights = [max(self.table.rowHeight(r), look.px("size.row")) for r in range(self.table.rowCount())]
        for r, height in enumerate(heights):
            self.table.setRowHeight(r, height)
        least = _LEAST_ROWS * look.px("size.row")
        self.table.setFixedHeight(max(sum(heights), least) + look.px("size.row_head") + 2)


class _Cells(QTableWidget):
    """Tab goes from cell to cell and leaves after the last one, where Qt would begin again at the first for ever."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        if self._ends(forward=forward):
            return tabbing.step(self.window(), forward=forward)
        return super().focusNextPrevChild(forward)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802
        hints = QAbstractItemDelegate.EndEditHint
        leads = {hints.EditNextItem: True, hints.EditPreviousItem: False}.get(hint)
        if leads is None or not self._ends(forward=leads):
            super().closeEditor(editor, hint)
            return
        super().closeEditor(editor, hints.NoHint)
        tabbing.step(self.window(), forward=leads)

    def typed(self) -> str | None:
        """What stands in the cell that is being written; None while none is."""
        if self.state() != self.State.EditingState:
            return None
        lines = (one for one in self.viewport().children() if isinstance(one, QLineEdit))
        return next((line.text() for line in lines if not line.isHidden()), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0 and self.rowCount():
            self.setCurrentCell(0, 0)
        super().focusInEvent(event)

    def _ends(self, *, forward: bool) -> bool:
        last = (self.rowCount() - 1, self.columnCount() - 1)
        return self.currentRow() < 0 or (self.currentRow(), self.currentColumn()) == (last if forward else (0, 0))


class _CellDelegate(QStyledItemDelegate):
    """`typed` with every letter, so that a draft is kept of what no cell has yet."""

    typed = Signal()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need in the width there is; Qt forgets the room around them."""
        table, look = self.parent(), theme.current()
        assert isinstance(table, QTableWidget)
        width = max(look.px(40), table.columnWidth(index.column()) - 2 * look.px(_CELL_SIDE))
        metrics, wrap = QFontMetrics(table.font()), Qt.TextFlag.TextWordWrap
        words = metrics.boundingRect(QRect(0, 0, width, 10_000), wrap, str(index.data() or ""))
        return QSize(width, words.height() + 2 * look.px(_CELL_TOP))

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        made = super().createEditor(parent, option, index)
        if isinstance(made, QLineEdit):
            made.textEdited.connect(self.typed)
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The whole cell: without this, the style would leave out the room around its words."""
        editor.setGeometry(option.rect)
