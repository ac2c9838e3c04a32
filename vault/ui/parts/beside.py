"""Things beside each other that stand below each other where there is no room, so that nothing scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget


class Beside(QWidget):
    """Fill `row`; it turns by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of them: the rest can go below."""
        items = (self.row.itemAt(n) for n in range(self.row.count()))
        widest = max((item.minimumSize().width() for item in items if item is not None), default=0)
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
    items = [item for n in range(row.count()) if (item := row.itemAt(n)) is not None]
    needed = sum(item.minimumSize().width() for item in items) + row.spacing() * max(0, len(items) - 1)
    direction = QBoxLayout.Direction
    wanted = direction.LeftToRight if needed <= room else direction.TopToBottom
    if row.direction() != wanted:
        row.setDirection(wanted)
