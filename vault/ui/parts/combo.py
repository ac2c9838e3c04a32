"""A box to choose one of several things, with the chevron of the icon set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QWidget

from vault.ui import icons, theme


class Combo(QComboBox):
    """`choices` are (key, words). The wheel scrolls the page, not the choice, unless the box has the focus."""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for key, words in choices:
            self.addItem(words, key)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own gives the focus to whatever the wheel turns over
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def chosen(self) -> str:
        """The key of what is chosen."""
        return str(self.currentData() or "")

    def choose(self, key: str, words: str = "") -> None:
        """Choose by key; a key that is not there is added with `words`."""
        at = self.findData(key)
        if at < 0:
            self.addItem(words or key, key)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px("size.control"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        side = look.px(icons.BUTTON)
        end = QRect(self.width() - side - look.px(9), 0, side, self.height())
        end = QStyle.visualRect(self.layoutDirection(), self.rect(), end)
        role = "text.secondary" if self.isEnabled() else "text.disabled"
        icons.paint(QPainter(self), "chevron-down", end, look.colour(role))


class OneOfMany(Combo):
    """What `parts.segments.Segments` is for a few, for more than fit side by side."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(choices)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(lambda _index: self.changed.emit(self.chosen()))

    def choose(self, key: str, words: str = "") -> None:
        """Choose without a signal."""
        with QSignalBlocker(self):
            super().choose(key, words)

    def name(self, key: str, words: str) -> None:
        """Say something else, for instance how many there are."""
        self.setItemText(self.findData(key), words)
