"""What the words and codes of one column mean: choices of a field, or a tag that keeps the code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.display import option_words
from vault.ui import theme
from vault.ui.parts.combo import Combo
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import field_label
from vault.ui.parts.lines import WORDS, Lines
from vault.ui.parts.table import SMALL, TONE, Table

Keys = tuple[str, ...]
_BETWEEN = "\x1f"


class ValuesCard(QWidget):
    """`meant(text, keys)` when somebody says what a word of the table means; no keys keep it as a tag."""

    meant = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, int, Keys]] = []
        self._options: tuple[tuple[str, str], ...] = ()
        self.table, self.model = Table(), Lines(self)
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.meaning = Combo()
        self.table.opened.connect(lambda _index: self.meaning.setFocus())
        self.meaning.activated.connect(self._take)
        self.meaning_field = Field(_("It means"), self.meaning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space.s"))
        column.addWidget(field_label(_("What its words mean"), self.table))
        column.addWidget(self.table, 1)
        column.addWidget(self.meaning_field)

    def show_values(self, rows: Sequence[tuple[str, int, Keys]], options: tuple[tuple[str, str], ...]) -> None:
        """(word, number of rows, option keys) of a column; hidden for a column without choices."""
        self.setVisible(bool(rows))
        self._rows, self._options = list(rows), options
        heads = (_("In the file"), _("Rows"), _("Means"))
        quiet = {SMALL: True, TONE: "muted"}
        self.model.show([(text, {WORDS: str(count), **quiet}, "") for text, count, _keys in rows], heads)
        self.meaning.clear()
        if not rows:
            return
        self.meaning.addItem(_("Keep it as a tag"), "")
        for key, words in options:
            self.meaning.addItem(_(words), key)
        for n, (_text, _count, keys) in enumerate(rows):
            self._tell(n, keys)
        self.table.set_widths(110, 60, 0)
        self.table.selectRow(0)

    def _tell(self, row: int, keys: Keys) -> None:
        words = self._words(keys) or _("a tag")
        self.model.tell(row, 2, {WORDS: words, TONE: "" if keys else "muted"})

    def _words(self, keys: Keys) -> str:
        return ", ".join(option_words(self._options, key) for key in keys)

    def _show_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            keys = self._rows[now.row()][2]
            self.meaning.choose(_BETWEEN.join(keys), self._words(keys))

    def _take(self) -> None:
        row = self.table.currentIndex().row()
        text, count, _keys = self._rows[row]
        keys = tuple(filter(None, self.meaning.chosen().split(_BETWEEN)))
        self._rows[row] = text, count, keys
        self._tell(row, keys)
        self.meant.emit(text, keys)
