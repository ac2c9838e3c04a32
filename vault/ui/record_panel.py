"""A record at the end of a list: its facts, what can be done with it at once, and the way to its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import Connections, Facts, empty, linked_ids, prose_facts, short_facts
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Words, card_title, prose, small
from vault.ui.parts.side_panel import SidePanel


class RecordPanel(SidePanel):
    """`acts` are buttons of the page, in the foot before "Open"."""

    def __init__(self, desk: Desk, acts: Sequence[Button] = ()) -> None:
        super().__init__()
        self._desk = desk
        self.record: Record | None = None
        self._title = card_title("")
        self._title.setWordWrap(True)
        self._second = small("", "secondary")
        self._facts, self._connections = Facts(), Connections(desk)
        self._texts = QVBoxLayout()
        self.lay_out((self._title, self._second), self._middle(), (), (*acts, Button(_("Open"), run=self._open)))

    def _middle(self) -> QWidget:
        look, inner = theme.current(), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(12))
        column.setSpacing(look.px("space.m"))
        self._texts.setSpacing(look.px(2))
        column.addWidget(self._facts)
        column.addLayout(self._texts)
        column.addWidget(self._connections)
        column.addStretch(1)
        return inner

    def show_record(self, one: Record, second: str = "") -> None:
        """Show a record; `second` stands below its title."""
        self.record = one
        session = self._desk.session
        titles = session.titles(linked_ids(one))
        self._title.setText(one.title)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._facts.show_facts(short_facts(one, titles, self._desk.today()))
        empty(self._texts)
        for field, text in prose_facts(one):
            label: Words = small(_(field.label), "secondary", strong=True)
            self._texts.addWidget(label)
            self._texts.addWidget(prose(text, ""))
        linked = session.find_many(linked_ids(one))
        back = [other for other, _field in session.backlinks(one.id) if other.id not in linked_ids(one)]
        self._connections.show_records([(other, "") for other in [*linked, *back][:12]])

    def _open(self) -> None:
        if self.record:
            self._desk.open_record(self.record.id)
