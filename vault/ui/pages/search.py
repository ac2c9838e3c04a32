"""What was found everywhere, by kind of record, while one types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from vault.i18n import _
from vault.plans import display
from vault.plans.days import in_words
from vault.plans.model import Action, Incident, Person, Place, Procedure, Risk
from vault.plans.records import KINDS, Record
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.columns import state_chip
from vault.ui.desk import Desk
from vault.ui.facts import ICONS
from vault.ui.parts.card import Card
from vault.ui.parts.empty import Empty
from vault.ui.parts.page import Page
from vault.ui.parts.rows import Row, RowList
from vault.ui.parts.search_field import SearchField

_MOST = 100


class SearchPage(Page):
    """Enter goes to what was found first, or opens the row; Esc goes back."""

    def __init__(self, desk: Desk, words: str = "") -> None:
        super().__init__(_("Find"), _("Every word may be a beginning. What lies in the bin is not looked through."))
        self.desk = desk
        self.way_back = desk.back
        self.field = SearchField(_("Words, a name, a place"))
        self.list = RowList()
        self.list.setAccessibleName(_("What was found"))
        self.nothing = Empty("", "", icon="search")
        self._stack = QStackedWidget()
        card = Card(flush=True)
        card.body.addWidget(self._stack)
        for widget in (self.nothing, self.list):
            self._stack.addWidget(widget)
        column = QVBoxLayout()
        column.setSpacing(theme.current().px("space.m"))
        column.addWidget(self.field)
        column.addWidget(card, 1)
        self.body.addLayout(column)
        self.setFocusProxy(self.field)
        self.field.searched.connect(self._look)
        self.field.returnPressed.connect(self._go_to_first)
        self.list.opened.connect(self._open)
        self.field.setText(words)
        Follower(self, desk.changed)

    def _look(self, _words: str) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Look again."""
        words = self.field.text().strip()
        found = self.desk.session.search(words, limit=_MOST) if words else []
        self.list.set_rows(self._rows(found))
        self._stack.setCurrentWidget(self.list if found else self.nothing)
        if words:
            said = _("Nothing matches “{words}”.").format(words=words)
            self.nothing.tell(said, _("Try the beginning of a word, or fewer words."))
        else:
            self.nothing.tell(
                _("What do you look for?"), _("A few letters are enough: a name, a place, what happened.")
            )

    def _rows(self, found: list[Record]) -> list[Row]:
        rows: list[Row] = []
        for kind, cls in KINDS.items():
            inside = [one for one in found if one.kind == kind]
            if inside:
                rows.append(Row(words=_(cls.many), band=True))
                rows += [self._row(one) for one in inside]
        return rows

    def _row(self, one: Record) -> Row:
        state = getattr(one, "state", "")
        return Row(
            words=one.title,
            second=self._second(one),
            icon=ICONS.get(one.kind, ""),
            chip=state_chip(one.kind, state) if state else None,
            key=one.id,
        )

    def _second(self, one: Record) -> str:
        today = self.desk.today()
        if isinstance(one, Incident):
            return in_words(one.occurred, today)
        if isinstance(one, Action):
            return in_words(one.due, today)
        if isinstance(one, Person | Place):
            return display.shown(one.fields["category"], one.category)
        if isinstance(one, Risk | Procedure):
            return display.shown(one.fields["area"], one.area)
        return ""

    # ------------------------------------------------------------------ keys

    def look_for(self) -> None:
        """Go to the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self._go_to_first()
        else:
            super().keyPressEvent(event)

    def _go_to_first(self) -> None:
        if self.list.rows():
            self.list.choose_first()
            self.list.setFocus()

    def _open(self, key: object) -> None:
        self.desk.open_record(str(key))
