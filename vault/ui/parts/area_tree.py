"""The plan as a tree: areas with their icons and how many procedures they have, the procedures below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
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


class AreaTree(QTreeWidget):
    """`area_chosen(key)` and `leaf_chosen(key)` when the keyboard or the mouse comes to a row."""

    area_chosen = Signal(str)
    leaf_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_BranchDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._tell)

    def show_areas(self, areas: Sequence[tuple[Branch, Sequence[Branch]]], chosen: str) -> None:
        """Areas with their leaves; the one with the key `chosen` is chosen and its area open, without a signal."""
        opened = {self._branch(item).key for item in self._tops() if item.isExpanded()}
        blocked = self.blockSignals(True)
        self.clear()
        for area, leaves in areas:
            top = self._item(area)
            self.addTopLevelItem(top)
            for leaf in leaves:
                below = self._item(leaf)
                top.addChild(below)
                if leaf.key == chosen:
                    self.setCurrentItem(below)
            inside = any(leaf.key == chosen for leaf in leaves)
            top.setExpanded(inside or area.key in opened)
            if area.key == chosen:
                self.setCurrentItem(top)
                top.setExpanded(True)
        self.blockSignals(blocked)

    def _tops(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(n) for n in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _item(self, branch: Branch) -> QTreeWidgetItem:
        item = QTreeWidgetItem([branch.words])
        item.setData(0, _BRANCH, branch)
        if branch.count is not None:
            said = str(branch.count) if branch.count else _("none yet")
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{branch.words}, {said}")
        return item

    def _branch(self, item: QTreeWidgetItem) -> Branch:
        found = item.data(0, _BRANCH)
        assert isinstance(found, Branch)
        return found

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        branch = self._branch(item)
        if branch.icon:
            item.setExpanded(True)
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
