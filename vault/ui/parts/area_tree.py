"""The plan as a tree: areas with their icons and how many procedures they have, the procedures below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from vault.i18n import _
from vault.ui import icons, theme

_Index = QModelIndex | QPersistentModelIndex
_BRANCH = Qt.ItemDataRole.UserRole
_PAD, _INDENT, _AREA_HEIGHT, _LEAF_HEIGHT = 9, 36, 32, 30


@dataclass(frozen=True)
class Branch:
    """A row. Areas have an icon and a count (0 shows "none yet"); leaves have neither. `key` is what `chosen` tells."""

    key: str
    words: str
    icon: str = ""
    count: int | None = None


class _Branches(QAbstractItemModel):
    """The rows as values. Items of Qt's own tree are objects that Qt deletes and Python looks after as well: now and
    then one was freed twice, and the program with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._areas: list[tuple[Branch, list[Branch]]] = []

    def show(self, areas: Sequence[tuple[Branch, Sequence[Branch]]]) -> None:
        """From now on these."""
        self.beginResetModel()
        self._areas = [(area, list(leaves)) for area, leaves in areas]
        self.endResetModel()

    def areas(self) -> Iterator[QModelIndex]:
        """The rows of the areas."""
        return (self.index(n, 0) for n in range(len(self._areas)))

    def branch(self, index: _Index) -> Branch:
        """What a row shows."""
        above = index.internalId()
        return self._areas[above - 1][1][index.row()] if above else self._areas[index.row()][0]

    def find(self, key: str) -> QModelIndex:
        """The row of a key, leaves before areas; none where it is not there."""
        leaves = (below for area in self.areas() for below in self._below(area))
        return next((one for one in (*leaves, *self.areas()) if self.branch(one).key == key), QModelIndex())

    def _below(self, area: QModelIndex) -> Iterator[QModelIndex]:
        return (self.index(n, 0, area) for n in range(self.rowCount(area)))

    # the id of a row is 0 for an area, and for a leaf the number of its area, counted from 1

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not 0 <= row < self.rowCount(parent) or column:
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._areas)
        return 0 if parent.internalId() else len(self._areas[parent.row()][1])

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        branch = self.branch(index)
        if role == Qt.ItemDataRole.AccessibleTextRole and branch.count is not None:
            return f"{branch.words}, {branch.count or _('none yet')}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return branch.words
        return branch if role == _BRANCH else None


class AreaTree(QTreeView):
    """`area_chosen(key)` and `leaf_chosen(key)` when the keyboard or the mouse comes to a row."""

    area_chosen = Signal(str)
    leaf_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.branches = _Branches(self)
        self.setModel(self.branches)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_BranchDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_areas(self, areas: Sequence[tuple[Branch, Sequence[Branch]]], chosen: str) -> None:
        """Areas with their leaves; the one with the key `chosen` is chosen and its area open, without a signal."""
        opened = set(self.opened())
        blocked = self.blockSignals(True)
        self.branches.show(areas)
        here = self.branches.find(chosen)
        if here.isValid():
            self.setCurrentIndex(here)
            opened.add(self.branches.branch(here.parent() if here.parent().isValid() else here).key)
        for area in self.branches.areas():
            self.setExpanded(area, self.branches.branch(area).key in opened)
        self.blockSignals(blocked)

    def opened(self) -> list[str]:
        """The keys of the areas whose leaves are shown."""
        return [self.branches.branch(area).key for area in self.branches.areas() if self.isExpanded(area)]

    def _tell(self, index: QModelIndex) -> None:
        if not index.isValid() or self.signalsBlocked():
            return
        branch = self.branches.branch(index)
        if branch.icon:
            self.setExpanded(index, True)
            self.area_chosen.emit(branch.key)
        else:
            self.leaf_chosen.emit(branch.key)


class _BranchDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        branch = index.data(_BRANCH)
        return QSize(0, theme.current().px(_AREA_HEIGHT if branch.icon else _LEAF_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, branch = theme.current(), index.data(_BRANCH)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px("radius.field")
        if chosen or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("surface.selected" if chosen else "surface.hover"))
            painter.drawRoundedRect(option.rect, radius, radius)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius)
        self._paint_branch(painter, option, branch, chosen=chosen)
        painter.restore()

    def _paint_branch(self, painter: QPainter, option: QStyleOptionViewItem, branch: Branch, *, chosen: bool) -> None:
        look = theme.current()
        ink = look.colour(
            "accent.text"
            if chosen and not look.is_contrast
            else "text.on_selected"
            if chosen
            else "text.body"
            if branch.icon
            else "text.secondary"
        )
        at = option.rect.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        if branch.icon:
            side = look.px(icons.BUTTON)
            where = QRect(at.x(), at.y(), side, at.height())
            icons.paint(painter, branch.icon, QStyle.visualRect(option.direction, option.rect, where), ink)
            at.setLeft(at.left() + side + look.px(10))
        else:
            at.setLeft(option.rect.x() + look.px(_INDENT))
        if branch.count is not None:
            room = at.width() - QFontMetrics(look.font(strong=chosen)).horizontalAdvance(branch.words) - look.px(8)
            taken = self._paint_count(painter, option, at, branch.count, room)
            at.setRight(
                at.right() - taken - look.px(4)
            )  # less than above: a width is rounded, words must not be cut for it
        painter.setFont(look.font(strong=chosen))
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(branch.words, Qt.TextElideMode.ElideRight, at.width())
        side_flag = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        where = QStyle.visualRect(option.direction, option.rect, at)
        painter.drawText(where, side_flag | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, at: QRect, count: int, room: int) -> int:
        """The number at the end of the row, or "none yet" with a dashed circle where it fits; the width it took."""
        look = theme.current()
        painter.setFont(look.font("small"))
        whole = QFontMetrics(painter.font()).horizontalAdvance(_("none yet")) + look.px(icons.INLINE + 4)
        words = str(count) if count or whole > room else _("none yet")
        ink = look.colour("text.secondary" if count else "attention.text")
        painter.setPen(ink)
        width = QFontMetrics(painter.font()).horizontalAdvance(words)
        where = QRect(at.right() - width + 1, at.y(), width, at.height())
        painter.drawText(QStyle.visualRect(option.direction, option.rect, where), Qt.AlignmentFlag.AlignCenter, words)
        if count:
            return width
        side = look.px(icons.INLINE)
        mark = QRect(where.x() - side - look.px(4), at.y(), side, at.height())
        icons.paint(painter, "circle-dashed", QStyle.visualRect(option.direction, option.rect, mark), ink)
        return width + side + look.px(4)
