"""A page of a few steps: the line of steps, one thing at a time, and the way on at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QWidget,
)

from vault.i18n import N_, _
from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import small
from vault.ui.parts.page import Page
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.staying import Staying
from vault.ui.parts.steps import StepLine


class Wizard(Staying, Page):
    """Whoever takes it shows a step by `show_step` and says what the buttons do by `go_on` and `go_back`."""

    why_stay = N_("This page is at work. Wait until it is done, or press Stop.")

    def __init__(self, title: str, steps: Sequence[str], leave: Callable[[], object], subtitle: str = "") -> None:
        super().__init__(title, subtitle, across=False)
        self.step, self._by_button = -1, False
        self._shown: dict[int, QWidget] = {}  # the widget of each step that was reached
        self.steps, self.stack = StepLine(steps), QStackedWidget()
        self.note = small("", "secondary")
        self.progress = ProgressLine()
        self.leave_button = Button(_("Cancel"), "quiet", run=leave)
        self.back_button = Button(_("Back"), run=self.go_back)
        self.next_button = Button(_("Continue"), "main", run=self.go_on)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px("space.between_buttons"))
        row.addWidget(self.leave_button)
        row.addWidget(self.note, 1)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        self.body.addWidget(self.steps)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.progress)
        self.body.addLayout(row)

    def show_step(
        self,
        widget: QWidget,
        at: int,
        on: str,
        *,
        to: int | None = None,
        note: str = "",
        back: bool = True,
        by_button: bool = False,
    ) -> None:
        """Show `widget` as step `at` (from 0, up to `to`); `on` are the words of the button that leads on.

        `by_button`: what it does is not to be done by an Enter that was meant for a field.
        A step keeps its widget, and what was typed there, until another one takes its place.
        """
        if (old := self._shown.get(at)) is not widget:
            self._shown[at] = widget
            self.stack.addWidget(widget)
            if old is not None:
                self.stack.removeWidget(old)
                old.deleteLater()
        self.stack.setCurrentWidget(widget)
        self.steps.set_now(at, to)
        self.step, self._by_button = at, by_button
        self.note.setText(note)
        self.back_button.setVisible(back)
        self.next_button.setText(on)
        self.next_button.updateGeometry()
        self.wait(False)
        self.setFocusProxy(widget)  # the page may come to the front only after this
        widget.setFocus()

    def wait(self, waiting: bool) -> None:
        """While something long runs, only `Stop` leads anywhere."""
        self.working = waiting
        for button in (self.leave_button, self.back_button, self.next_button):
            button.setEnabled(not waiting)
        self.stack.setEnabled(not waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads on from what is filled in or ticked; in a list it says nothing about the whole step."""
        leads = isinstance(QApplication.focusWidget(), QLineEdit | QCheckBox | QRadioButton) and not self._by_button
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and leads and self.next_button.isVisible() and self.next_button.isEnabled():
            self.go_on()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """The button that leads on was pressed."""

    def go_back(self) -> None:
        """The button that leads back was pressed."""
