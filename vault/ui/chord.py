"""The keys, chosen by a person, that destroy the file at once; there are none until somebody chooses them."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit

from vault.i18n import N_, _
from vault.ui.actions import ACTIONS
from vault.ui.everywhere import Everywhere

#: the setting, inside the vault, that keeps them
SETTING = "destroy.keys"

ONE = N_("Press the keys once, all together.")
FEW = N_("Take two of Ctrl, Alt, Shift and one more key, so that nobody presses them by accident.")
TAKEN = N_("These keys do something else here: {what}.")
SYSTEM = N_("Many computers keep these keys for themselves. Choose others.")

_HELD = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.MetaModifier,
)
_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Shift, Qt.Key.Key_Meta})
_FEWEST_HELD = 2
#: what desktops take before a program sees it: with Ctrl and Alt, keys that end sessions or change screens
_OF_SYSTEM = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape, Qt.Key.Key_Tab} | {
    Qt.Key(Qt.Key.Key_F1.value + n) for n in range(12)
}


class Chord(Everywhere):
    """`pressed` when the chosen `keys` are, in any window; `keep(keys)` writes a choice down, "" for none."""

    pressed = Signal()

    def __init__(self, keys: str, keep: Callable[[str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keys, self._keep = keys, keep

    def choose(self, keys: str) -> None:
        """These from now on; "" for none."""
        self.keys = keys
        self._keep(keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.keys or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if pressed(event) != QKeySequence(self.keys):
            return False
        self.pressed.emit()
        return True


class KeysEdit(QKeySequenceEdit):
    """Takes keys as the chord hears them; Qt's own field leaves out what it holds for a way to type a sign."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            super().keyPressEvent(event)
        else:
            self.setKeySequence(pressed(event))


def pressed(event: QKeyEvent) -> QKeySequence:
    """The keys of an event: the same whether they are chosen or used, and wherever on the keyboard they lie."""
    held = reduce(or_, (one.value for one in _HELD if event.modifiers() & one), 0)
    return QKeySequence(held | event.key())


def fault(keys: QKeySequence) -> str:
    """Why these cannot be the keys, in words; "" when they can."""
    if keys.count() != 1:
        return _(ONE)
    chosen: QKeyCombination = keys[0]  # type: ignore[index]  # the stubs do not know it
    if sum(bool(chosen.keyboardModifiers() & held) for held in _HELD) < _FEWEST_HELD:
        return _(FEW)
    kept = keys.toString(QKeySequence.SequenceFormat.PortableText)
    if chosen.key() in _OF_SYSTEM or QKeySequence(kept) != keys:
        return _(SYSTEM)
    taken = next((one for one in ACTIONS if any(keys == QKeySequence(other) for other in one.keys)), None)
    return _(TAKEN).format(what=_(taken.words)) if taken else ""


def shown(keys: str) -> str:
    """Keys that were kept, as people of this system write them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
