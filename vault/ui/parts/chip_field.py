"""A field that holds chips and a line to type more of them: people, places, kinds, tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QStyle, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.chips import ChipButton, chip_size
from vault.ui.parts.flow import Flow
from vault.ui.parts.suggestions import Suggestion, Suggestions

# Not when a list closes or the window comes back: it would open itself again.
_COMES_TO_TYPE = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
# Neither does who goes to the list of suggestions, or to another window, leave the line.
_STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)

#: chips made at once; a thousand of them would keep the window waiting at every change
SHOWN = 100


@dataclass(frozen=True)
class Held:
    """One chip: `words` as shown; `menu` are (words, what to do) offered when the chip is pressed."""

    key: str
    words: str
    menu: tuple[tuple[str, Callable[[], object]], ...] = ()


class ChipField(QFrame):
    """Chips with a cross, and a line behind them.

    `suggest(text)` gives what may be meant; `chosen(key)` is sent for one of these, `written(text)` for Enter on words
    that no suggestion fits, `removed(key)` for a cross or Backspace at the start of the line, `left(text)` when the
    focus goes on and words stay behind.
    """

    chosen = Signal(str)
    written = Signal(str)
    removed = Signal(str)
    typed = Signal()
    left = Signal(str)

    def __init__(self, suggest: Callable[[str], Sequence[Suggestion]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._chips: list[HeldChip] = []
        self._held: Sequence[Held] = ()
        self._more: list[ChipButton] = []
        self._shows_all = False
        self.line = QLineEdit()
        self.line.setProperty("bare", True)
        self.line.setMinimumWidth(look.px(24))
        self.line.setFixedHeight(look.px(24))
        self.line.installEventFilter(self)
        self._flow = Flow(self, gap=4, last_grows=True)
        self._flow.setContentsMargins(look.px(7), look.px(4), look.px(7), look.px(4))
        self._flow.addWidget(self.line)
        self._suggestions = Suggestions(self, self.line, suggest)
        self._suggestions.chosen.connect(self._choose)
        self.line.textEdited.connect(self._edited)
        self.setFocusProxy(self.line)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_held(self, held: Sequence[Held]) -> None:
        """Show these chips, of very many the last until somebody asks for all; the line keeps what is typed."""
        self._held = held
        for chip in (*self._chips, *self._more):
            self._flow.removeWidget(chip)
            chip.deleteLater()
        left = 0 if self._shows_all else max(0, len(held) - SHOWN)
        self._chips = [HeldChip(one, self) for one in held[left:]]
        for chip in self._chips:
            chip.removed.connect(self.removed)
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Backspace in the line does the same for the keyboard
        self._more = [self._make_more(left)] if left else []
        for n, one in enumerate((*self._more, *self._chips)):
            self._flow.insert(n, one)
            one.show()
        self.updateGeometry()

    def _make_more(self, left: int) -> ChipButton:
        made = ChipButton(_("Show {n} more").format(n=left), parent=self)
        made.clicked.connect(self.show_all)
        return made

    def show_all(self) -> None:
        """Show every chip, which takes a while for thousands."""
        self._shows_all = True
        self.set_held(self._held)

    def held(self) -> Sequence[HeldChip]:
        """The chips as they stand."""
        return self._chips

    def keep_clear(self, said: QWidget) -> None:
        """Have the suggestions open below `said` while it says something."""
        self._suggestions.clear_of = said

    def open_suggestions(self) -> None:
        """Offer what fits the line, without waiting for a key."""
        self._suggestions.offer(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _COMES_TO_TYPE:
                self._offer_what_is_left()
            if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
                self._tell_what_is_left()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self.open_suggestions()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _offer_what_is_left(self) -> None:
        """Words that were left behind unchosen: whoever is sent back to them sees what they can become."""
        if self.line.text().strip() and self.isVisible():
            self.open_suggestions()

    def _tell_what_is_left(self) -> None:
        if text := self.line.text().strip():
            self.left.emit(text)

    def _key(self, event: QKeyEvent) -> bool:
        empty = not self.line.text()
        if event.key() == Qt.Key.Key_Backspace and empty and self._chips:
            self.removed.emit(self._chips[-1].held.key)
            return True
        if event.key() == Qt.Key.Key_Down:
            self.open_suggestions()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not empty:
            self.take()
            return True
        return False

    def take(self) -> None:
        """Take what is typed: the first suggestion, or the words themselves."""
        text = self.line.text().strip()
        first = self._suggestions.first(text)
        if first:
            self._choose(first.key)
        elif text:
            self.line.clear()
            self.written.emit(text)

    def clear_line(self) -> None:
        """Let go of what is typed, and of what it may mean."""
        self.line.clear()
        self._suggestions.close()

    def _choose(self, key: str) -> None:
        self.clear_line()
        self.chosen.emit(key)

    def _edited(self, text: str) -> None:
        self.typed.emit()
        self._suggestions.offer(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        self.open_suggestions()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px("size.control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wrong, focused = bool(self.property("wrong")), self.line.hasFocus()
        edge = "focus.ring" if focused else "danger.fill" if wrong else "line.strong"
        width, inset = (2, 1.0) if focused or wrong else (1, 0.5)
        painter.setBrush(look.colour("surface.card"))
        painter.setPen(QPen(look.colour(edge), width))
        radius = look.px("radius.field")
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), radius, radius)


class HeldChip(ChipButton):
    """A chip in a field: the cross (or Backspace, Del) takes it away, the words open its menu."""

    removed = Signal(str)

    def __init__(self, held: Held, parent: QWidget) -> None:
        super().__init__(held.words, cross=True, parent=parent)
        self.held = held
        self.setAccessibleName(held.words)
        self.setAccessibleDescription(_("Backspace takes it away"))
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = chip_size(self.text()).width() + look.px(icons.INLINE) + look.px(5)
        return QSize(width, look.px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit(self.held.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setDown(False)
        if self.rect().contains(event.position().toPoint()):
            self.press(event.position().toPoint())

    def press(self, at: QPoint) -> None:
        """What a click at `at` does."""
        if not self.held.menu or self._on_cross(at):
            self.removed.emit(self.held.key)
        else:
            self.open_menu()

    def open_menu(self) -> None:
        """Offer what can be said about this chip."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, run in self.held.menu:
            menu.addAction(words).triggered.connect(lambda _on=False, run=run: run())
        menu.addSeparator()
        menu.addAction(_("Take away")).triggered.connect(lambda: self.removed.emit(self.held.key))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_cross(self, at: QPoint) -> bool:
        side = theme.current().px(icons.INLINE + 14)
        cross = QRect(self.width() - side, 0, side, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), cross).contains(at)
