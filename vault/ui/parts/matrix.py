"""The risk matrix: likelihood upwards, impact along the line of reading, every risk as a mark before and after.

The twenty-five squares are a table, so that the keyboard and screen readers find what the eye sees. Marks and arrows
are painted over it by `marks`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from vault.i18n import _
from vault.ui import theme
from vault.ui.parts import level_chips
from vault.ui.parts.labels import small
from vault.ui.parts.marks import Mark, Square, paint_marks
from vault.ui.parts.squares import LEVEL, Squares

BEFORE, AFTER, BOTH = "before", "after", "both"
_WORDS_WIDTH, _WORDS_EDGE, _WORDS_HEIGHT, _SYMBOL, _CORNER = 88, 14, 24, 11, 5


class RiskMatrix(QWidget):
    """The table with its axis words. `cellChosen(probability, impact)` gives 1 to 5 each, or None twice when the
    choice was taken back."""

    cellChosen = Signal(object, object)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.table = _Table()
        self.table.chosen.connect(self.cellChosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        column.addWidget(small(_("Likelihood"), "secondary", strong=True))
        column.addWidget(self.table)
        impact = small(_("Impact"), "secondary", strong=True)
        impact.setContentsMargins(0, 0, look.px(2), 0)
        column.addWidget(impact, 0, Qt.AlignmentFlag.AlignTrailing)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """The risks to show; the chosen square and risk stay chosen if they are still there."""
        self.table.squares.set_marks(marks)

    def set_mode(self, mode: str) -> None:
        """What the marks tell: `BEFORE` measures, `AFTER`, or `BOTH` with arrows."""
        self.table.squares.set_mode(mode)

    def choose_mark(self, number: int | None) -> None:
        """Draw the arrow of a risk stronger and above the others; None lets go."""
        self.table.squares.choose(number)

    def choose_cell(self, square: Square | None) -> None:
        """Mark a square as chosen without a signal."""
        self.table.choose(square)

    def chosen_cell(self) -> Square | None:
        """(probability, impact) of the chosen square."""
        return self.table.chosen_square()


class _Table(QTableView):
    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.squares = Squares(self)
        # never Qt's own (`parts/table.py`)
        self.foot, self.side = QHeaderView(Qt.Orientation.Horizontal, self), QHeaderView(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self.foot)
        self.setVerticalHeader(self.side)
        self.setModel(self.squares)
        self.setItemDelegate(_SquareDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Risk matrix"))
        self._measure()

    def _measure(self) -> None:
        look = theme.current()
        width, height = look.px("size.matrix_cell_width"), look.px("size.matrix_cell_height")
        for header, side in ((self.foot, width), (self.side, height)):
            header.setProperty("bare", True)
            header.setMinimumSectionSize(1)
            header.setDefaultSectionSize(side)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.side.setDefaultAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        words = self._words_width()
        self.side.setFixedWidth(words)
        self.foot.setFixedHeight(look.px(_WORDS_HEIGHT))
        self.setFixedSize(5 * width + words, 5 * height + look.px(_WORDS_HEIGHT))

    def _words_width(self) -> int:
        """Room for the longest word of the likelihood, in the letters of this system."""
        look, model = theme.current(), self.model()
        font = QFontMetrics(look.font("small"))
        told = (str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount()))
        return max(look.px(_WORDS_WIDTH), *(font.horizontalAdvance(words) + look.px(_WORDS_EDGE) for words in told))

    def updateGeometries(self) -> None:  # noqa: N802
        """The words of the columns stand below them, as on a graph."""
        super().updateGeometries()
        foot, side = self.foot, self.side
        left, right = (0, side.width()) if self.isRightToLeft() else (side.width(), 0)
        self.setViewportMargins(left, 0, right, foot.height())
        area = self.viewport().geometry()
        side.setGeometry(area.right() + 1 if right else 0, area.top(), side.width(), area.height())
        foot.setGeometry(area.left(), area.bottom() + 1, area.width(), foot.height())

    def selectionCommand(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Moving about chooses nothing: Space, Enter and the mouse do."""
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def choose(self, square: Square | None) -> None:
        index = self.squares.at(square) if square else QModelIndex()
        if square:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.selectionModel().clearSelection()
        self.viewport().update()

    def chosen_square(self) -> Square | None:
        chosen = self.selectionModel().selectedIndexes()
        return self.squares.square(chosen[0]) if chosen else None

    def _press(self, index: QModelIndex) -> None:
        """Choose a square, or let go of it when it was the chosen one."""
        square = self.squares.square(index) if index.isValid() else None
        square = None if square == self.chosen_square() else square
        self.choose(square)
        self.chosen.emit(*(square or (None, None)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._press(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self.chosen_square():
            self.choose(None)
            self.chosen.emit(None, None)
        else:
            super().keyPressEvent(event)
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            start = self.squares.at((3, 3))
            self.selectionModel().setCurrentIndex(start, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_rings(painter)
        paint_marks(painter, self.squares.drawing(), lambda square: QRectF(self.visualRect(self.squares.at(square))))

    def _paint_rings(self, painter: QPainter) -> None:
        chosen = self.chosen_square()
        if chosen:
            _paint_ring(painter, self.visualRect(self.squares.at(chosen)), "text.body")
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            _paint_ring(painter, self.visualRect(current), "focus.ring")


class _SquareDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        look, level = theme.current(), index.data(LEVEL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = option.rect.adjusted(1, 1, -1, -1)
        radius = look.px("radius.level")
        painter.setBrush(look.colour(f"risk.{level}"))
        painter.setPen(QPen(look.colour("line.strong"), 1) if look.is_contrast else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(square, radius, radius)
        side, inset = look.px(_SYMBOL), look.px(_CORNER)
        corner = QRect(square.x() + inset, square.y() + inset, side, side)
        painter.setOpacity(0.75)
        corner = QStyle.visualRect(option.direction, square, corner)
        level_chips.paint_symbol(painter, QRectF(corner), level, look.colour(f"risk.{level}_on"))
        painter.restore()


def _paint_ring(painter: QPainter, cell: QRect, colour: str) -> None:
    look = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    area, radius = QRectF(cell), look.px("radius.level")
    painter.setPen(QPen(look.colour("mark.halo"), 1))
    painter.drawRoundedRect(area.adjusted(4, 4, -4, -4), radius - 1, radius - 1)
    painter.setPen(QPen(look.colour(colour), 3))
    painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), radius, radius)
