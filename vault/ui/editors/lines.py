"""Editors one types into: a line, many lines, a number."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from vault.i18n import _
from vault.plans.fields import Field
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors.editor import Editor, Unclear

_LONGEST_LINE = 2000


class TextEditor(Editor):
    """One line."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self.line = QLineEdit(maxLength=_LONGEST_LINE)
        self.line.textEdited.connect(self._touch)
        self._hold(self.line)

    def read(self) -> Any:
        return self.line.text().strip()

    def kept(self) -> Any:
        return self.line.text()

    def cursor_place(self) -> int:
        return self.line.cursorPosition()

    def put_cursor(self, at: int) -> None:
        self.line.setFocus()
        self.line.setCursorPosition(at)

    def _show(self, value: Any) -> None:
        # what came from a file may be longer than anybody types; nothing of it is cut off
        self.line.setMaxLength(max(_LONGEST_LINE, len(value)))
        self.line.setText(value)
        self.line.setCursorPosition(0)


class NumberEditor(TextEditor):
    """A whole number in the unit of the field."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self.line.setPlaceholderText(_(field.unit))

    def read(self) -> int | None:
        text = self.line.text().replace(" ", "")
        if not text:
            return None
        try:
            number = int(text)
        except ValueError:
            raise Unclear(_("Write a whole number, such as 12.")) from None
        if abs(number) >= 1 << 53:
            raise Unclear(_("That number is too large."))
        return number

    def put_back(self, kept: Any) -> None:
        self.line.setText(str(kept or ""))

    def _show(self, value: int | None) -> None:
        self.line.setText("" if value is None else str(value))


class ProseEditor(Editor):
    """Many lines; grows with what is written."""

    def __init__(self, field: Field, desk: Desk, lines: tuple[int, int] = (3, 14)) -> None:
        super().__init__(field, desk)
        self.text = GrowingText(*lines)
        self.text.textChanged.connect(self._touch)
        self._hold(self.text)

    def read(self) -> str:
        return self.text.toPlainText().strip()

    def kept(self) -> Any:
        return self.text.toPlainText()

    def cursor_place(self) -> int:
        return self.text.textCursor().position()

    def put_cursor(self, at: int) -> None:
        self.text.setFocus()
        cursor = self.text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setPosition(min(at, cursor.position()))
        self.text.setTextCursor(cursor)

    def _show(self, value: str) -> None:
        self.text.setPlainText(value)


class GrowingText(QPlainTextEdit):
    """As high as what is written, between `least` and `most` lines."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(theme.current().px(3))
        self.textChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(200), self.height())

    def set_least(self, lines: int) -> None:
        """Be at least so many lines high."""
        self._least = lines
        self._grow()

    def _grow(self) -> None:
        # a document of plain text measures its height in lines
        lines = min(max(self._least, round(self.document().size().height())), self._most)
        height = lines * QFontMetrics(self.font()).lineSpacing() + theme.current().px(20)
        if height != self.height():
            self.setFixedHeight(height)
