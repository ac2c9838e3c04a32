"""Things beside each other that stand below each other where there is no room, so that nothing scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from vault.ui import placed


class Beside(QWidget):
    """Fill `row`; it turns by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them: the rest can go below."""
        widest = max((placed.least(one).width() for one in placed.in_order(self.row)), default=0)
        edges = self.row.contentsMargins()
        return QSize(widest + edges.left() + edges.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._stand()
        return done

    def _stand(self) -> None:
        stand(self.row, self.row.contentsRect().width())


def stand(row: QBoxLayout, room: int) -> None:
    """Turn `row` by whether all that is in it fits beside each other in `room` px."""
    widths = (placed.least(one).width() for one in placed.in_order(row))
    needed = sum(widths) + row.spacing() * max(0, row.count() - 1)
    direction = QBoxLayout.Direction
    wanted = direction.LeftToRight if needed <= room else direction.TopToBottom
    if row.direction() != wanted:
        row.setDirection(wanted)
