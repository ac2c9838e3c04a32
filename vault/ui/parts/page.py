"""The anatomy of a page: a head of 72 px or more with title, second line and buttons, and a body with margins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vault.ui import icons, placed, theme
from vault.ui.parts.beside import stand
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Title, TwoLines, Words
from vault.ui.parts.scroll import Scroll

#: what lies above and below the words of a head: a way, a title and a line under it need more than its usual height
_HEAD_EDGE = 8
#: a title gets so much of a head before its buttons go below it
_TITLE_SHARE = 0.4


class Page(QWidget):
    """A page of the main window. Put cards into `body`: side by side (`across`) or below each other.

    `title` is what the window calls the page; `reload` is called each time it comes to the front; `way_back` is what
    Escape does where nothing on the page wants it.
    """

    way_back: Callable[[], object] | None = None

    def __init__(self, title: str, subtitle: str = "", *, across: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.title = title
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px("space.page_side"), 0, look.px("space.page_side"), 0)
        column.setSpacing(0)
        column.addWidget(self._make_head(title, subtitle))
        inner = QWidget()
        self.body: QHBoxLayout | QVBoxLayout = QHBoxLayout(inner) if across else QVBoxLayout(inner)
        self.body.setSpacing(look.px("space.between_cards" if across else "space.m"))
        self.body.setContentsMargins(0, 0, 0, look.px("space.page_bottom"))
        # Nothing scrolls at the usual sizes; large text on a small screen does, rather than fold over itself.
        scroll = Scroll(inner)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        self._across, self._inner, self._scroll = across, inner, scroll
        if across:
            inner.installEventFilter(self)

    def _make_head(self, title: str, subtitle: str) -> QWidget:
        look = theme.current()
        head = QWidget()
        head.setMinimumHeight(look.px("size.page_head"))
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space.between_buttons"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, look.px(_HEAD_EDGE), 0, look.px(_HEAD_EDGE))
        self._path = QHBoxLayout()
        self._path.setSpacing(look.px(4))
        self._title = Title(title)
        self._subtitle = TwoLines(subtitle, "body", "secondary")
        words.addStretch(1)
        words.addLayout(self._path)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._subtitle.setVisible(bool(subtitle))
        self.head_end = QHBoxLayout()
        self.head_end.setSpacing(look.px("space.between_buttons"))
        row.addLayout(self.head_end)
        row.setAlignment(self.head_end, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._head, self._head_row = head, row
        head.installEventFilter(self)
        return head

    def set_title(self, title: str) -> None:
        """Change the title, for instance to the name of the record shown."""
        self.title = title
        self._title.setText(title)

    def set_subtitle(self, words: str) -> None:
        """The line under the title; "" leaves it out."""
        self._subtitle.setText(words)
        self._subtitle.setVisible(bool(words))

    def set_path(self, steps: Sequence[tuple[str, Callable[[], object] | None]]) -> None:
        """The way here, above the title: (words, where it leads); the last one usually leads nowhere."""
        while (item := self._path.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # until it is gone it would be seen below the new one
                widget.deleteLater()
        for n, (words, run) in enumerate(steps):
            if n:
                self._path.addWidget(IconLabel("chevron-right", icons.INLINE - 1))
            self._path.addWidget(Button(words, "link", run=run) if run else Words(words, "small", "secondary"))
        self._path.addStretch(1)

    def add_to_head(self, *widgets: QWidget) -> None:
        """Buttons and chips at the end of the head, the main one last."""
        for widget in widgets:
            self.head_end.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.way_back is not None:
            self.way_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn_head()
        if self._across:
            self._stand_as_there_is_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what is in the head or in the cards has grown since
            if watched is self._head:
                self._turn_head()
            else:
                self._stand_as_there_is_room()
        return False

    def _turn_head(self) -> None:
        """Buttons that would leave the title no room stand below it; large words need that soon."""
        room, direction = self.width() - 2 * theme.current().px("space.page_side"), QBoxLayout.Direction
        title = min(self._title.sizeHint().width(), int(room * _TITLE_SHARE))
        taken = self.head_end.sizeHint().width() + self._head_row.spacing()
        wanted = direction.LeftToRight if title + taken <= room else direction.TopToBottom
        if self._head_row.direction() != wanted:
            self._head_row.setDirection(wanted)
            edge = theme.current().px(_HEAD_EDGE) if wanted == direction.TopToBottom else 0
            self._head_row.setContentsMargins(0, 0, 0, edge)

    def _stand_as_there_is_room(self) -> None:
        """Cards that do not fit beside each other stand below each other, so that nothing scrolls sideways."""
        stand(self.body, self.width() - 2 * theme.current().px("space.page_side"))
        below = self.body.direction() == QBoxLayout.Direction.TopToBottom
        self._open_scrolls(below)
        # a scroll area does not ask how high words are that go on in the next line
        least = self.body.minimumHeightForWidth(self._scroll.viewport().width()) if below else 0
        if self._inner.minimumHeight() != max(least, 0):
            self._inner.setMinimumHeight(max(least, 0))

    def _open_scrolls(self, below: bool) -> None:
        """What scrolls beside other cards is as high as what is in it below them: there the page scrolls."""
        for one in placed.in_order(self.body):
            if not isinstance(one, Scroll) or (inner := one.widget()) is None:
                continue
            inner.installEventFilter(self)  # once only, however often it is asked for
            layout = inner.layout()
            high = inner.sizeHint().height()
            if layout is not None and layout.hasHeightForWidth():
                high = layout.heightForWidth(one.width())
            least = high if below else 0
            if one.minimumHeight() != least:
                one.setMinimumHeight(least)

    def reload(self) -> None:
        """Show what the vault holds now. Pages that show records replace this."""


def column(*widgets: QWidget, width: int = 0, stretch: bool = False) -> QWidget:
    """Cards below each other with the usual gap; `width` px at 100 % fixes it, `stretch` leaves the rest empty."""
    look = theme.current()
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(look.px("space.between_cards"))
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    if width:
        made.setFixedWidth(look.px(width))
    return made
