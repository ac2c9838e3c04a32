"""Buttons, named by verb and object. One `main` a page at most; `danger` never has focus or Enter by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from vault.ui import icons, theme
from vault.ui.parts.labels import tip

_GAP = 7
_BUSY_AFTER_MS = 400
_PADDING = {"link": 1, "status": 6, "small": 10}
_HEIGHT = {"link": 22, "status": 24}
_SMALL_TYPE = ("link", "status")
#: kind -> colour at rest, colour while pressed or chosen
_INK = {
    "main": ("accent.on", "accent.on"),
    "other": ("text.body", "text.on_selected"),
    "quiet": ("accent.text", "text.on_selected"),
    "link": ("accent.text", "accent.text"),
    "danger": ("danger.text", "danger.on"),
    "status": ("text.secondary", "text.on_selected"),
}


def on_click(button: QAbstractButton, run: Callable[[], object]) -> None:
    """Call `run` on every click, without the state Qt sends along."""

    def call() -> None:
        run()

    button.clicked.connect(call)


class Button(QPushButton):
    """A button with an icon before and a key after its words.

    `kind` is "main", "other", "quiet", "link", "status" or "danger". `hint` is a shortcut shown in the button
    ("Ctrl+S"); it binds nothing. `run` is called on click.
    """

    def __init__(
        self,
        words: str,
        kind: str = "other",
        icon: str = "",
        hint: str = "",
        *,
        small: bool = False,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.kind, self.icon_name, self.hint = kind, icon, hint
        self._square = False
        self._rest_words = words
        self._busy = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._busy_words = ""
        self._busy.timeout.connect(self._show_busy)
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if run:
            on_click(self, run)

    def set_kind(self, kind: str) -> None:
        """Fill or empty the button: the page's own one gives its fill to an open panel's."""
        self.kind = kind
        theme.restyle(self, kind=kind)

    def set_busy(self, words: str) -> None:
        """After 400 ms show `words` ("Saving ...") in place of the button's own, as wide as before; "" ends it."""
        self._busy_words = words
        self.setEnabled(not words)
        if words:
            self._rest_words = self.text()
            self._busy.start()
            return
        self._busy.stop()
        self.setText(self._rest_words)
        self.setMinimumWidth(0)

    def _show_busy(self) -> None:
        self.setMinimumWidth(self.width())
        self.setText(self._busy_words)

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = look.px(_HEIGHT.get(self.kind) or ("size.control_small" if self._small else "size.control"))
        if self._square:
            return QSize(height, height)
        padding = _PADDING.get("small" if self._small else self.kind, 13)
        width = self._content_width() + 2 * look.px(padding) + 2
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        # late, here and below: nobody who waits to type need wait for the names of QStyle (`theme.application`)
        from PySide6.QtGui import QIcon
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.kind == "main" and self.hasFocus():
            self._paint_inner_line(painter)
        self._paint_content(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as everywhere else; Qt does so in dialogs alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    @property
    def _small(self) -> bool:
        return bool(self.property("small"))

    def _font(self) -> QFont:
        return theme.current().font("small" if self.kind == "link" else "body", strong=self.kind == "main")

    def _paint_inner_line(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setPen(QPen(look.colour("accent.on"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = look.px("radius.button") - 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), radius, radius)

    def _ink(self) -> QColor:
        look = theme.current()
        if not self.isEnabled():
            return look.colour("text.disabled")
        pressed = self.isDown() or self.isChecked()
        if pressed and self.kind == "quiet" and not look.is_contrast:
            return look.colour("accent.text")
        return look.colour(_INK[self.kind][1 if pressed else 0])

    def _pieces(self) -> list[tuple[str, int]]:
        """What stands in the button from start to end, with its width: icon, words, key, chevron."""
        look = theme.current()
        pieces: list[tuple[str, int]] = []
        if self.icon_name:
            pieces.append(("icon", look.px(icons.INLINE if self.kind in _SMALL_TYPE else icons.BUTTON)))
        if self.text() and not self._square:
            plain = self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
            pieces.append(("words", QFontMetrics(self._font()).horizontalAdvance(plain)))
        if self.hint:
            pieces.append(("hint", QFontMetrics(look.font("least")).horizontalAdvance(self.hint)))
        if self.menu() is not None:
            pieces.append(("menu", look.px(icons.BUTTON)))
        return pieces

    def _content_width(self) -> int:
        pieces = self._pieces()
        return sum(width for _piece, width in pieces) + theme.current().px(_GAP) * max(0, len(pieces) - 1)

    def _paint_content(self, painter: QPainter) -> None:
        from PySide6.QtWidgets import QStyle

        look = theme.current()
        at = (self.width() - self._content_width()) // 2
        for piece, width in self._pieces():
            where = QRect(at, 0, width, self.height())
            where = QStyle.visualRect(self.layoutDirection(), self.rect(), where)
            self._paint_piece(painter, piece, where)
            at += width + look.px(_GAP)

    def _paint_piece(self, painter: QPainter, piece: str, where: QRect) -> None:
        look, ink = theme.current(), self._ink()
        if piece == "icon":
            icons.paint(painter, self.icon_name, where, ink)
        elif piece == "menu":
            icons.paint(painter, "chevron-down", where, ink)
        elif piece == "hint":
            painter.setFont(look.font("least"))
            painter.setPen(look.colour("text.muted") if self.isEnabled() and self.kind == "other" else ink)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, self.hint)
        else:
            self._paint_words(painter, where, ink)

    def _paint_words(self, painter: QPainter, where: QRect, ink: QColor) -> None:
        from PySide6.QtWidgets import QStyle

        shown = self.style().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, None, self)
        flag = Qt.TextFlag.TextShowMnemonic if shown else Qt.TextFlag.TextHideMnemonic
        painter.setFont(self._font())
        painter.setPen(ink)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | flag, self.text())
        if self.kind == "link" and self.underMouse():
            y = where.center().y() + painter.fontMetrics().ascent() // 2 + 1.5
            painter.drawLine(QPointF(where.left(), y), QPointF(where.right(), y))


class IconButton(Button):
    """A square button with an icon alone; `words` is its accessible name and its tooltip."""

    def __init__(
        self,
        icon: str,
        words: str,
        kind: str = "other",
        *,
        small: bool = False,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", kind, icon, small=small, run=run, parent=parent)
        self._square = True
        self.setProperty("square", True)
        self.setAccessibleName(words)
        self.setToolTip(tip(words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
