"""Steps as a real table: a numbered disc, what to do, who, by when, and what if that is not possible."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vault.i18n import _
from vault.plans.fields import Rows
from vault.ui import theme
from vault.ui.parts.table import Table
from vault.ui.parts.table_head import TableHead

_Index = QModelIndex | QPersistentModelIndex
#: how the room is shared: what to do needs most, who least
_SHARES = {"step": 3.0, "who": 1.35, "by_when": 1.25, "fallback": 2.15, "channel": 1.2, "because": 2.05}
#: columns that only show where some step says something in them
_OPTIONAL = ("channel", "because")
_NUMBER_WIDTH, _LEAST, _DISC, _PAD = 40, 50, 24, 12


class StepTable(Table):
    """Rows of texts under the columns of `field`, numbered, as high as their words need.

    `whole`: never less high than all its rows, for a place that scrolls itself.
    """

    def __init__(self, field: Rows, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent, TableHead)
        self._whole = whole
        self._columns = field.columns
        self._steps = _Steps(field, self)
        self.setModel(self._steps)
        self.setItemDelegate(_StepDelegate(self))
        self.head.setSectionsClickable(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(theme.current().px(_LEAST))
        self.setAccessibleName(_(field.label))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace what is shown; a row shorter than the table is filled up."""
        self._steps.replace(rows)
        for column, (key, _words) in enumerate(self._columns, 1):
            nothing = not any(row[column - 1 : column] and row[column - 1] for row in rows)
            self.setColumnHidden(column, key in _OPTIONAL and nothing)
        self._share_width()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(400), self.verticalHeader().length() + look.px("size.row_head") + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        number = theme.current().px(_NUMBER_WIDTH)
        shares = {
            column: _SHARES.get(key, 1.0)
            for column, (key, _words) in enumerate(self._columns, 1)
            if not self.isColumnHidden(column)
        }
        part = (self.viewport().width() - number) / sum(shares.values())
        self.setColumnWidth(0, number)
        for column, share in shares.items():
            self.setColumnWidth(column, round(part * share))
        self.resizeRowsToContents()
        if self._whole:
            self.setMinimumHeight(self.sizeHint().height())


class _Steps(QAbstractTableModel):
    def __init__(self, field: Rows, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._rows: list[Sequence[str]] = []

    def replace(self, rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._field.columns) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == 0:
            return str(index.row() + 1)
        row = self._rows[index.row()]
        return row[index.column() - 1] if index.column() <= len(row) else ""

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section:
            return _(self._field.columns[section - 1][1])
        return None


class _StepDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look, table = theme.current(), self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, StepTable) else look.px(200)
        room = QRect(0, 0, max(look.px(40), width - look.px(14 + 8)), 10_000)
        font = look.font("small" if self._last(index) else "body")
        option.fontMetrics = type(option.fontMetrics)(font)
        words = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(width, max(look.px(_LEAST), words.height() + 2 * look.px(_PAD)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, area = theme.current(), option.rect
        painter.save()
        painter.setPen(QPen(look.colour("line.soft"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == 0:
            side = look.px(_DISC)
            disc = QRect(area.x() + look.px(16), area.y() + (area.height() - side) // 2, side, side)
            disc = QStyle.visualRect(option.direction, area, disc)
            painter.setBrush(look.colour("accent.tint"))
            painter.setPen(QPen(look.colour("line.strong"), 1) if look.is_contrast else Qt.PenStyle.NoPen)
            painter.drawEllipse(disc)
            painter.setFont(look.font("small", strong=True))
            painter.setPen(look.colour("accent.text"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        else:
            painter.setFont(look.font("small" if self._last(index) else "body"))
            painter.setPen(look.colour("text.secondary" if self._last(index) else "text.body"))
            side_flag = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
            flags = (
                side_flag | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap
            )
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name reads its own way
            painter.drawText(area.adjusted(look.px(14), 0, -look.px(8), 0), flags, str(index.data()))
        painter.restore()

    @staticmethod
    def _last(index: _Index) -> bool:
        """What is read after the rest: what if not, by what way, and why."""
        return index.column() >= min(4, index.model().columnCount() - 1)
