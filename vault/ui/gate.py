"""The window before a vault is open: welcome, unlock, create, restore. It has no menus and says nothing of content."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vault.ui import icons, tabbing, theme
from vault.ui.parts.scroll import Scroll

_BORDERS = QSize(64, 64)  # what a title bar, a taskbar and borders take of the smallest screen
_TITLE_BAR = 40


class Gate(QWidget):
    """Shows one page at a time; `closed` is sent when the person closes the window."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        QTimer.singleShot(0, self, self._show_icon)  # once the field has the keyboard
        least = QSize(int(look.measures["size.min_window_width"]), int(look.measures["size.min_window_height"]))
        usual = QSize(int(look.measures["size.target_window_width"]), int(look.measures["size.target_window_height"]))
        self.setMinimumSize(least - _BORDERS)
        self.resize(usual.boundedTo(self.screen().availableSize() - QSize(0, _TITLE_BAR)))
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _show_icon(self) -> None:
        self.setWindowIcon(icons.icon("file-text", icons.NAV))

    def page(self) -> QWidget | None:
        """What is shown."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show `page` and let go of the one before."""
        before = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        page.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        return tabbing.step(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


class Mark(QWidget):
    """The neutral sign above a title: a sheet of notes on a tinted square."""

    def __init__(self, icon: str = "file-text") -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(icons.extent(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent.tint"))
        painter.drawRoundedRect(self.rect(), look.px(12), look.px(12))
        inner = self.rect()
        inner.setSize(icons.extent(26))
        inner.moveCenter(self.rect().center())
        icons.paint(painter, self._icon, inner, look.colour("accent.text"))


def middle(content: QWidget) -> QWidget:
    """`content` in the middle of the window, a little above it; it scrolls where the window is too low."""
    look = theme.current()
    inner = QWidget()
    inner.setProperty("page", "inner")
    column = QVBoxLayout(inner)
    column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(26))
    column.addStretch(1)
    column.addLayout(centred(content))
    column.addStretch(1)
    return Scroll(inner)


def centred(widget: QWidget) -> QHBoxLayout:
    """`widget` between two stretches: alone in a column it would be as high as its words are across the window."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
