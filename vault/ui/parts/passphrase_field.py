"""Where a passphrase is typed. What is typed stays here until it is taken, once, as bytes that can be wiped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import keyboard, theme
from vault.ui.parts.buttons import IconButton
from vault.ui.parts.chips import Chip
from vault.ui.parts.labels import IconLabel, field_label, small

_LOOK_AGAIN_MS = 400
_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PassphraseField(QWidget):
    """A field with an eye to reveal, whether Caps Lock is on, and the keyboard's language (`with_keyboard`).

    `edited` after each change, `entered` on Enter, `revealed` when the eye was used. `tall` is the height of the
    unlock page.
    """

    edited = Signal()
    entered = Signal()
    revealed = Signal(bool)

    def __init__(
        self, label: str = "", *, tall: bool = False, with_keyboard: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.line = _Line(tall)
        self.line.textChanged.connect(self.edited)
        self.line.returnPressed.connect(self.entered)
        self.line.caps.connect(self._show_caps)
        self.line.looked.connect(self._show_keyboard)
        self.line.revealed.connect(self.revealed)
        self.eye = self.line.eye
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.label_to_field"))
        self._label = field_label(label or _("Passphrase"), self.line)
        column.addWidget(self._label)
        column.addWidget(self.line)
        column.addWidget(self._below(with_keyboard))
        self._show_keyboard()
        self.setFocusProxy(self.line)

    def _below(self, with_keyboard: bool) -> QWidget:
        """Caps Lock is always told; the keyboard's language where there is room for it."""
        look, below = theme.current(), QWidget()
        self._caps = Chip(_("Caps Lock is on"), "late", "arrow-big-up")
        self._caps.hide()
        self._keyboard = small("", "secondary")
        self._keyboard_icon = IconLabel("keyboard", 15)
        row = QHBoxLayout(below)
        row.setContentsMargins(0, look.px("space.label_to_field") if with_keyboard else 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(self._caps)
        if with_keyboard:
            language = QHBoxLayout()
            language.setSpacing(look.px(6))
            language.addWidget(self._keyboard_icon)
            language.addWidget(self._keyboard)
            row.addLayout(language)
            row.addStrut(look.px(24))
        row.addStretch(1)
        self._with_keyboard = with_keyboard
        return below

    def take(self) -> bytearray:
        """What was typed, as UTF-8, copied once; the field is empty and hidden afterwards. Wipe it when done."""
        taken = bytearray(self.line.text(), "utf-8")
        self.clear()
        return taken

    def copied(self) -> bytearray:
        """What was typed, as UTF-8, while the field keeps it. Wipe it when done."""
        return bytearray(self.line.text(), "utf-8")

    def clear(self) -> None:
        """Forget what was typed, and how: `setText` also empties the undo history."""
        self.line.setText("\0" * len(self.line.text()))
        self.line.setText("")
        self.line.reveal(False)

    def set_label(self, label: str) -> None:
        """Ask for something else."""
        self._label.setText(label)
        self.line.setAccessibleName(label)

    def reveal(self, shown: bool) -> None:
        """Show the letters, or dots."""
        self.line.reveal(shown)

    def is_shown(self) -> bool:
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    def is_empty(self) -> bool:
        return not self.line.text()

    def same_as(self, other: PassphraseField) -> bool:
        """Whether both fields hold the same."""
        return self.line.text() == other.line.text()

    def starts(self, other: PassphraseField) -> bool:
        """Whether what `other` holds begins with this field's text."""
        return other.line.text().startswith(self.line.text())

    def fill(self, words: str) -> None:
        """Type for the person: words drawn by chance."""
        self.line.setText(words)

    def _show_caps(self, on: bool) -> None:
        self._caps.setVisible(on)

    def _show_keyboard(self) -> None:
        if not self._with_keyboard:
            return  # neither label has a place in the window: shown, it would be a window of its own
        name = keyboard.layout()
        self._keyboard.setText(_("Keyboard: {name}").format(name=name) if name else "")
        self._keyboard_icon.setVisible(bool(name))


class _Line(QLineEdit):
    """`caps` tells whether Caps Lock is on; `looked` comes each time the keyboard was asked, while it has the focus."""

    caps = Signal(bool)
    looked = Signal()
    revealed = Signal(bool)

    def __init__(self, tall: bool) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("tall", tall)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # keys and codes are never mirrored
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(_HINTS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        side = look.px("size.least_click_area")
        self.setTextMargins(0, 0, side, 0)
        self.eye = IconButton("eye", _("Show what is typed"), "quiet", small=True, run=self._turn, parent=self)
        self.eye.setCheckable(True)
        self._caps_on: bool | None = None
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self._look_at_keyboard)

    def reveal(self, shown: bool) -> None:
        """Show the letters, or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.setInputMethodHints(_HINTS)
        self.eye.setChecked(shown)
        self.eye.icon_name = "eye-off" if shown else "eye"
        self.eye.setAccessibleName(_("Hide what is typed") if shown else _("Show what is typed"))
        self.eye.setToolTip(self.eye.accessibleName())
        self.eye.update()
        self.revealed.emit(shown)

    def _turn(self) -> None:
        self.reveal(self.echoMode() == QLineEdit.EchoMode.Password)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and _would_tell(event):
            event.accept()  # the key ends here and does nothing
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.eye.hasFocus():
            event.ignore()  # a key the eye has no use for was not meant for the passphrase
            return
        self._look_at_caps(event)
        if not _would_tell(event):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Qt copies a selection that can be read to the X11 selection here, where every program can take it.
        if self.echoMode() == QLineEdit.EchoMode.Password:
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look_at_keyboard()
        self._watch.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._watch.stop()

    def _look_at_keyboard(self) -> None:
        known = keyboard.caps_lock()
        if known is not None:
            self._tell_caps(known)
        self.looked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size: QSize = self.eye.sizeHint()
        top, inset = (self.height() - size.height()) // 2, theme.current().px(4)
        self.eye.setGeometry(self.width() - size.width() - inset, top, size.width(), size.height())

    def _look_at_caps(self, event: QKeyEvent) -> None:
        """Where the system does not tell the state of Caps Lock, a letter in the wrong case does, then the key."""
        if keyboard.caps_lock() is not None:
            self._look_at_keyboard()
            return
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._caps_on is not None:
            self._tell_caps(not self._caps_on)
        elif len(letter) == 1 and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell_caps(letter.isupper() != shift)

    def _tell_caps(self, on: bool) -> None:
        if on != self._caps_on:
            self._caps_on = on
            self.caps.emit(on)


def _would_tell(event: QKeyEvent) -> bool:
    """Whether a key would bring back, or give to others, what was typed."""
    from PySide6.QtGui import QKeySequence  # late: the field has to be there at once

    keys = QKeySequence.StandardKey
    return any(event.matches(key) for key in (keys.Undo, keys.Redo, keys.Copy, keys.Cut))
