"""The third step of an import: what would become of every row, and which side holds where a row differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.plans import display
from vault.plans.records import KINDS, Record
from vault.services.importing import Row
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import Facts, linked_ids
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Sentence, Words, card_title, small
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.segments import Segments
from vault.ui.parts.table import SMALL, TONE, Table

_PANEL = 340
_Index = QModelIndex | QPersistentModelIndex
#: state of a row -> words, tone
_STATES = {
    "new": (N_("New"), "good"),
    "changed": (N_("Changed"), "accent"),
    "unchanged": (N_("Same as here"), "muted"),
    "refused": (N_("Left out"), "danger"),
}
_LONGEST = 400
_ALL, _TOLD = "all", "told"


class RowsStep(QWidget):
    """`decisions`: number of a changed row -> take it from the file (True) or leave it as it is here (False).

    `decided` is sent when something was decided.
    """

    decided = Signal()

    def __init__(self, desk: Desk, rows: Sequence[Row]) -> None:
        super().__init__()
        self._desk, self.rows = desk, list(rows)
        self.decisions: dict[int, bool] = {}
        self.model = _Rows(self.decisions, self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Rows"))
        self.views = Segments(self._views())
        self.views.changed.connect(self.show_view)
        self.panel = _RowPanel(desk)
        self.panel.take.clicked.connect(lambda: self.decide([self.panel.row], True))
        self.panel.leave.clicked.connect(lambda: self.decide([self.panel.row], False))
        self.ask = Sentence("late")
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.show_view("changed" if self.undecided() else _ALL)
        self.setFocusProxy(self.table)

    def _views(self) -> list[tuple[str, str]]:
        count = Counter[str](row.state for row in self.rows)
        told = sum(bool(row.messages) for row in self.rows)
        found = [(_ALL, _("All {n}").format(n=len(self.rows)))]
        found += [(state, f"{_(words)} {count[state]}") for state, (words, _tone) in _STATES.items() if count[state]]
        return [*found, (_TOLD, _("To look at {n}").format(n=told))] if told else found

    def _lay_out(self) -> None:
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.m"))
        head = QHBoxLayout()
        head.setSpacing(look.px("space.between_buttons"))
        head.addWidget(self.views)
        head.addStretch(1)
        self.leave_all = Button(_("Leave all as they are here"), small=True, run=lambda: self._decide_all(False))
        self.take_all = Button(_("Take all from the file"), small=True, run=lambda: self._decide_all(True))
        for button in (self.leave_all, self.take_all):
            head.addWidget(button)
        column.addLayout(head)
        for button in (self.leave_all, self.take_all):
            button.setVisible(bool(self.changed()))
        column.addWidget(self.ask)
        middle, card = QHBoxLayout(), Card(flush=True)
        middle.setSpacing(look.px("space.between_cards"))
        card.body.addWidget(self.table, 1)
        middle.addWidget(card, 1)
        middle.addWidget(self.panel)
        column.addLayout(middle, 1)

    def changed(self) -> list[Row]:
        """The rows that differ from what is kept here."""
        return [row for row in self.rows if row.state == "changed"]

    def undecided(self) -> int:
        """How many of them wait for a word."""
        return sum(row.number not in self.decisions for row in self.changed())

    def count(self) -> int:
        """How many rows would be written."""
        return sum(row.state == "new" or self.decisions.get(row.number, False) for row in self.rows)

    def show_view(self, key: str) -> None:
        """Show the rows of one state."""
        self.views.choose(key)
        self.model.show([row for row in self.rows if key in (_ALL, row.state) or (key == _TOLD and row.messages)])
        self.table.set_widths(64, 120, 0, 240)
        self.table.selectRow(0)
        self._tell()

    def decide(self, rows: Sequence[Row | None], take: bool) -> None:
        """Say which side holds for these rows."""
        self.decisions.update({row.number: take for row in rows if row is not None})
        self.model.look_again()
        self.panel.tell(self.decisions)
        self._tell()
        self.decided.emit()

    def _decide_all(self, take: bool) -> None:
        self.decide(self.changed(), take)

    def _tell(self) -> None:
        left = self.undecided()
        self.ask.say(
            plural(
                "{n} row differs from what is kept here. Say which of the two holds.",
                "{n} rows differ from what is kept here. Say which of the two holds.",
                left,
            )
            if left
            else ""
        )

    def _show_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.panel.show_row(self.model.rows[now.row()], self.decisions)


class _Rows(QAbstractTableModel):
    def __init__(self, decisions: dict[int, bool], parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._decisions = decisions
        self._heads = (_("Row"), _("State"), _("Name"), _("What there is to say"))

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def look_again(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self._heads) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._heads[section] if wanted else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(row.number), self._state(row), row.record.title if row.record else "", _said(row))[column]
        if role == TONE:
            return ("muted", _STATES[row.state][1], "", "secondary")[column]
        return column in (0, 3) if role == SMALL else None

    def _state(self, row: Row) -> str:
        decided = self._decisions.get(row.number)
        if decided is None:
            return _(_STATES[row.state][0])
        return _("Changed, taken") if decided else _("Changed, left")


def _said(row: Row) -> str:
    fields = KINDS[row.record.kind].fields if row.record else {}
    names = [_(fields[name].label) if name in fields else name for name in row.differing]
    return " ".join([*([", ".join(names)] if names else []), *row.messages])


class _RowPanel(Card):
    """One row: what it becomes, what there is to say, and both sides of what differs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.row: Row | None = None
        look = theme.current()
        self.setFixedWidth(look.px(_PANEL))
        self.body.setSpacing(look.px("space.s"))
        self.name, self.state = card_title(""), small("", "secondary")
        self.name.setWordWrap(True)
        self.told = Words("", tone="late", wrap=True)
        self.facts = Facts()
        self.leave = Button(_("Leave as it is here"), small=True)
        self.take = Button(_("Take from the file"), small=True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px("space.s"))
        for widget in (self.name, self.state, self.told, self.facts):
            column.addWidget(widget)
        column.addStretch(1)
        self.body.addWidget(Scroll(inner), 1)
        row = QHBoxLayout()
        row.setSpacing(look.px("space.between_buttons"))
        row.addWidget(self.leave)
        row.addWidget(self.take)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_row(self, row: Row, decisions: dict[int, bool]) -> None:
        self.row = row
        self.name.setText(row.record.title if row.record else _("Row {n}").format(n=row.number))
        self.told.setText("\n".join(row.messages))
        self.told.setVisible(bool(row.messages))
        self.facts.show_facts(list(self.lines(row)))
        self.tell(decisions)

    def tell(self, decisions: dict[int, bool]) -> None:
        """Say what was decided of the row shown."""
        if self.row is None:
            return
        row, decided = self.row, decisions.get(self.row.number)
        said = [_("Row {n}").format(n=row.number), _(_STATES[row.state][0])]
        if decided is not None:
            said.append(_("taken from the file") if decided else _("left as it is here"))
        self.state.setText(" · ".join(said))
        for button in (self.leave, self.take):
            button.setVisible(row.state == "changed")

    def lines(self, row: Row) -> Iterator[tuple[str, str]]:
        """(label, words) of what the row becomes; of a changed one, both sides of what differs."""
        if row.record is None:
            return
        titles = self._titles(row)
        if row.state != "changed":
            for name in row.record.fields:
                if name == row.record.title_field:
                    continue
                if shown := self._shown(row.record, name, titles):
                    yield _(row.record.fields[name].label), shown
            return
        old = self._desk.session.find(row.record.id)
        for name in filter(row.record.fields.__contains__, row.differing):
            yield (
                _(row.record.fields[name].label),
                _("Here: {words}").format(words=self._shown(old, name, titles) or _("nothing")),
            )
            yield "", _("In the file: {words}").format(words=self._shown(row.record, name, titles) or _("nothing"))

    def _titles(self, row: Row) -> dict[str, str]:
        assert row.record is not None
        ids = linked_ids(row.record)
        if row.state == "changed":
            ids = [*ids, *linked_ids(self._desk.session.find(row.record.id))]
        return self._desk.session.titles(ids) | {one.id: one.title for one in row.brings}

    def _shown(self, one: Record, name: str, titles: dict[str, str]) -> str:
        value = getattr(one, name)
        if not value:
            return ""
        text = display.shown(one.fields[name], value, lambda id: titles.get(id, ""), self._desk.today())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
