"""Fields for finding: one to type into, and the one in the navigation that opens the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStyle, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.buttons import Button

_WAIT_MS = 60


class SearchField(QLineEdit):
    """Says what is typed a moment after the last key (`searched`); Esc clears it, a second Esc goes to the page."""

    searched = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._glass, self._cross = QAction(self), QAction(_("Clear"), self)
        self._draw()
        self.addAction(self._glass, self.ActionPosition.LeadingPosition)
        self._cross.triggered.connect(self.clear)
        self.addAction(self._cross, self.ActionPosition.TrailingPosition)
        self._cross.setVisible(False)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        for item, name in ((self._glass, "search"), (self._cross, "x")):
            item.setIcon(icons.icon(name, colour="text.secondary"))

    def _changed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._wait.start()

    def _tell(self) -> None:
        self.searched.emit(self.text())


class FindButton(Button):
    """Looks like a field, opens the palette: "Find or go to  Ctrl+K". `narrow` shows the icon alone."""

    def __init__(self, words: str, hint: str, run: Callable[[], object]) -> None:
        super().__init__(words, "other", "search", hint, run=run)
        self._narrow = False
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, theme.current().px("size.control"))

    def _paint_content(self, painter: QPainter) -> None:
        look, side = theme.current(), theme.current().px(15)
        at = self.rect().adjusted(look.px(10), 0, -look.px(10), 0)
        if self._narrow:
            icons.paint(
                painter,
                self.icon_name,
                QRect(0, 0, side, side).translated((self.width() - side) // 2, (self.height() - side) // 2),
                look.colour("text.secondary"),
            )
            return
        icon = QRect(at.x(), at.y(), side, at.height())
        icons.paint(painter, self.icon_name, self._mirrored(icon), look.colour("text.secondary"))
        words = at.adjusted(side + look.px(7), 0, 0, 0)
        start = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        end = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text.placeholder"))
        painter.drawText(self._mirrored(words), start | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(look.font("least"))
        painter.setPen(look.colour("text.muted"))
        painter.drawText(self._mirrored(words), end | Qt.AlignmentFlag.AlignVCenter, self.hint)

    def _mirrored(self, where: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), where)
