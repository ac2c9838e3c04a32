"""One sentence and one button at the foot of the window, for ten seconds: "Radio Valley is in the bin ... Undo"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QStyle, QWidget

from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Words

SHOWN_MS = 10_000
_LEAST_HEIGHT = 50
_SIDE = 14


class MessageBar(QFrame):
    """Lies in the free end of `line`, where it hides nothing; what is too long for that, over the foot of `page`.

    Holds while the mouse or the focus is on it; a new sentence replaces the old. `frame` is around both.
    """

    def __init__(self, frame: QWidget, page: QWidget, line: QWidget, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(frame)
        look = theme.current()
        self._frame, self._page, self._line = frame, page, line
        self._run: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=shown_ms)
        self._timer.timeout.connect(self._end_unless_held)
        self.setProperty("bar", "message")
        row = QHBoxLayout(self)
        row.setSpacing(look.px(12))
        self._icon = IconLabel("check")
        self._words = Words("", wrap=True)
        self.button = Button("", "link")
        self.button.clicked.connect(self._press)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.button.installEventFilter(self)
        for around in (page, line):
            around.installEventFilter(self)
        self.hide()

    def say(
        self, sentence: str, button: str = "", run: Callable[[], object] | None = None, icon: str = "check"
    ) -> None:
        """Show and announce `sentence`; `button` ("Undo") calls `run` and ends the message."""
        self._run = run
        self._icon.set_icon("undo-2" if button and icon == "check" else icon)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.updateGeometry()
        self.show()
        self.raise_()
        self._place()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def sentence(self) -> str:
        """What is said now; "" while nothing is shown."""
        return self._words.text() if self.isVisible() else ""

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in (self._page, self._line) and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.button and event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif watched is self.button and event.type() == QEvent.Type.FocusOut:
            self._timer.start()
        return False

    def _press(self) -> None:
        run, self._run = self._run, None
        self.hide()
        if run:
            run()

    def _end_unless_held(self) -> None:
        if self.underMouse() or self.button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        line, edges = self._line, self.contentsMargins()
        inside = self._measure(theme.current().px(_SIDE), 0, wrap=False)
        width = inside.sizeHint().width() + edges.left() + edges.right()
        if width <= line.width() - line.sizeHint().width():
            at = QRect(line.width() - width, 1, width, line.height() - 1)
            around, at = line, QStyle.visualRect(self.layoutDirection(), line.rect(), at)
        else:
            around, at = self._page, self._over_the_page()
        self.setGeometry(at.translated(around.mapTo(self._frame, QPoint())))

    def _over_the_page(self) -> QRect:
        look = theme.current()
        side = look.px("space.page_side")
        width = self._page.width() - 2 * side
        inside = self._measure(look.px(_SIDE), look.px(10), wrap=True)
        height = max(inside.totalHeightForWidth(width), look.px(_LEAST_HEIGHT))
        return QRect(side, self._page.height() - height - look.px("space.m"), width, height)

    def _measure(self, side: int, above: int, *, wrap: bool) -> QLayout:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(side, above, side, above)
        self._words.setWordWrap(wrap)
        layout.invalidate()
        return layout
