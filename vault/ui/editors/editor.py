"""What every editor of a field has: label, help, a sentence about what is wrong, and the value in and out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import exchange
from vault.plans.fields import Field
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.parts.labels import Sentence, Words, field_label, small
from vault.ui.tabbing import bring_into_view


class Unclear(ValueError):
    """What is typed is no value yet; `args[0]` is the sentence to show below the field."""


class Editor(QWidget):
    """One field of a record. `touched` is sent whenever a person changes something.

    Subclasses make their control, call `_hold`, and know how to show and read a value.
    """

    touched = Signal()

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field, self.desk = field, desk
        self._muted = False
        self._control: QWidget = self
        self._fault = Sentence("error")

    def _hold(self, control: QWidget, focus: QWidget | None = None, *, label: bool = True, help: bool = True) -> None:  # noqa: A002
        """Put the control under its label; `focus` is the widget a person types into."""
        look = theme.current()
        self._control, target = control, focus or control
        self.setFocusProxy(target)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.label_to_field"))
        words = _(self.field.label)
        target.setAccessibleName(words)
        if label:
            shown = _("{label} (needed)").format(label=words) if self.field.required else words
            self.label = field_label(shown, target)
            column.addWidget(self.label)
        column.addWidget(control)
        if help and self.field.help:
            target.setAccessibleDescription(_(self.field.help))
            self.help = small(_(self.field.help), wrap=True)
            column.addWidget(self.help)
        column.addWidget(self._fault)
        self._column = column

    help: Words | None = None

    def rename(self, label: str) -> None:
        """Ask for the field in other words (already translated), without its help."""
        self.label.setText(label)
        if self.help:
            self.help.hide()
        (self.focusProxy() or self).setAccessibleName(label)

    def ask_without_words(self) -> None:
        """Leave out label and help where the page asks already; screen readers still hear both."""
        self.label.hide()
        if self.help:
            self.help.hide()

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        self._muted = True
        try:
            self._show(value)
        finally:
            self._muted = False
        self.show_fault("")

    def read(self) -> Any:
        """The value as it stands. Raises Unclear."""
        raise NotImplementedError

    def kept(self) -> Any:
        """What a draft keeps: plain data, also of what is no value yet."""
        return exchange.to_plain(self.field, self.read())

    def put_back(self, kept: Any) -> None:
        """Show what a draft kept."""
        self.show_value(exchange.from_plain(self.field, kept))

    def show_fault(self, sentence: str) -> None:
        """Say below the field what is wrong; "" takes it back."""
        theme.restyle(self._control, wrong=bool(sentence))
        self._fault.say(sentence)

    def fault(self) -> str:
        """The sentence shown now."""
        return self._fault.text()

    def cursor_place(self) -> int:
        """Where the cursor stands, for drafts."""
        return 0

    def put_cursor(self, at: int) -> None:
        """Put the cursor back, and the focus with it."""
        self.setFocus()

    def point_at(self, at: int = 0) -> None:
        """Put the cursor there, and have the page show the field with what is said below it."""
        self.put_cursor(at)
        QTimer.singleShot(0, self, lambda: bring_into_view(self))  # a sentence that was just said has its place then

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _touch(self) -> None:
        """Connect the control's signals to this."""
        if not self._muted:
            self.show_fault("")
            self.touched.emit()
