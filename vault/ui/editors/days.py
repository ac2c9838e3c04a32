"""The editor of days: typed in words, repeated in words, with a calendar beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.day_words import DayNotUnderstood, repeated, understood
from vault.plans.days import Day, in_words
from vault.plans.fields import When
from vault.ui import icons
from vault.ui.desk import Desk
from vault.ui.editors.editor import Editor, Unclear
from vault.ui.parts.labels import small

#: how long a draft may lie before somebody goes on with it
_LATER = (timedelta(days=1), timedelta(days=7), timedelta(days=366))


class WhenEditor(Editor):
    """A line for "yesterday", "3 Nov", "about June"; below it stands what was understood."""

    def __init__(self, field: When, desk: Desk) -> None:
        super().__init__(field, desk)
        self._ahead = field.group == "due"
        self._shown: tuple[str, Day | None] = ("", None)
        self._typed_on = desk.today()  # "yesterday" means the day before that one, however late it is saved
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("in two weeks, 3 Dec") if self._ahead else _("yesterday, 3 Nov, 1997"))
        self._opener = QAction(_("Choose in a calendar"), self)
        self._draw()
        self._opener.triggered.connect(self.open_calendar)
        self.line.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        self.line.textChanged.connect(self._repeat)
        self.line.textEdited.connect(self._touch)
        self.line.editingFinished.connect(self._say_what_is_wrong)
        self.said = small("", wrap=True)
        self._hold(self.line)
        self._column.insertWidget(2, self.said)
        self.said.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._opener.setIcon(icons.icon("calendar", colour="text.secondary"))

    def read(self) -> Day | None:
        text, value = self._shown
        if self.line.text() == text:
            return value
        try:
            return understood(self.line.text(), self._typed_on, ahead=self._ahead)
        except DayNotUnderstood as fault:
            raise Unclear(fault.args[0]) from None

    def kept(self) -> Any:
        """What was typed; where it would mean another day later on, the day that it means now."""
        text = self.line.text()
        try:
            day = self.read()
            later = [understood(text, self._typed_on + after, ahead=self._ahead) for after in _LATER]
        except (Unclear, DayNotUnderstood):
            return text
        return text if all(one == day for one in later) else _typed(day, self._typed_on, self._ahead)

    def put_back(self, kept: Any) -> None:
        self.line.setText(str(kept or ""))

    def cursor_place(self) -> int:
        return self.line.cursorPosition()

    def put_cursor(self, at: int) -> None:
        self.line.setFocus()
        self.line.setCursorPosition(at)

    def open_calendar(self) -> None:
        """A small month to choose a day in."""
        try:
            value = self.read()
        except Unclear:
            value = None
        begin = (value and value.first) or self.desk.today()
        _Calendar(self, begin, self.line).open_below(self.line)

    def choose(self, day: date) -> None:
        """Take a day from the calendar."""
        self.line.setText(in_words(Day.of(day)))
        self._touch()
        self.line.setFocus()

    def _show(self, value: Day | None) -> None:
        text = _typed(value, self.desk.today(), self._ahead)
        self._shown = (text, value)
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self._repeat()

    def _repeat(self) -> None:
        self._typed_on = self.desk.today()
        try:
            day = self.read()
        except Unclear:
            day = None
        words = repeated(self.line.text(), day, self.desk.today()) if day else ""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _say_what_is_wrong(self) -> None:
        try:
            self.read()
        except Unclear as fault:
            self.show_fault(fault.args[0])


def _typed(day: Day | None, today: date, ahead: bool) -> str:
    """A day as a person could have typed it; its own text where these words would be read as something else."""
    words = in_words(day)
    try:
        return words if understood(words, today, ahead=ahead) == day else day.text if day else ""
    except DayNotUnderstood:
        return day.text if day else ""


class _Calendar(QFrame):
    def __init__(self, editor: WhenEditor, begin: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self.month = QCalendarWidget()
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setSelectedDate(QDate(begin.year, begin.month, begin.day))
        self.month.activated.connect(self._take)
        self.month.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.month)

    def open_below(self, line: QWidget) -> None:
        self.adjustSize()
        corner = line.mapToGlobal(line.rect().bottomLeft())
        room = self.screen().availableGeometry()
        left = min(corner.x(), room.right() - self.width())
        above = line.mapToGlobal(line.rect().topLeft()).y() - self.height()
        self.move(left, corner.y() + 2 if corner.y() + self.height() < room.bottom() else above - 2)
        self.show()
        self.month.setFocus()

    def _take(self, day: QDate) -> None:
        self._editor.choose(date(day.year(), day.month(), day.day()))
        self.close()
