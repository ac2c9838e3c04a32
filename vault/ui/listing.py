"""A list of records with the bar above it: views at the start, search and filter at the end, words when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.columns import columns
from vault.ui.desk import Desk
from vault.ui.filters import Filter, Filters, fill_menu
from vault.ui.parts.beside import Beside
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.combo import OneOfMany
from vault.ui.parts.empty import Empty
from vault.ui.parts.search_field import SearchField
from vault.ui.parts.segments import Segments
from vault.ui.tables import Column, RecordsTable

#: views side by side; more of them are a box to choose from
_MOST_SEGMENTS = 6


@dataclass(frozen=True)
class View:
    """One segment above a list: what it shows, and by which fields it can be filtered. `words` are marked."""

    key: str
    words: str
    query: Query
    filters: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What another page asks a list to show: a view, and a filter with its words."""

    view: str = ""
    filter: Filter | None = None


class Listing(QWidget):
    """`opened(id)`, `chosen(id)`, `picked(id)` and `given_back()` as in `RecordsTable`; `counted(n)` after it was read.

    `empty` stands in place of a view that holds nothing at all. With a `title` the bar is the head of the card.
    """

    opened = Signal(str)
    chosen = Signal(str)
    picked = Signal(str)
    given_back = Signal()
    counted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        views: Sequence[View],
        empty: Callable[[str], Empty],
        *,
        title: str = "",
        several: bool = False,
    ) -> None:
        super().__init__()
        self._desk, self._views, self._several = desk, {view.key: view for view in views}, several
        self._make_empty = empty
        self._tables: dict[str, RecordsTable] = {}
        self._sorted: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._empties: dict[str, Empty] = {}
        choices = [(view.key, _(view.words)) for view in views]
        self.segments: Segments | OneOfMany | None = None
        if len(views) > 1:
            self.segments = (OneOfMany if len(views) > _MOST_SEGMENTS else Segments)(choices)
        self.search = SearchField(_("Find in this list"))
        self.filters = Filters()
        self.filter_button = Button(_("Filter"), "other", "filter")
        self.filter_menu = QMenu(self.filter_button)
        self._stack = QStackedWidget()
        everywhere = _("Look everywhere")
        self._nothing = Empty("", "", _("Clear the filter"), self.clear, everywhere, self._look_everywhere)
        self._stack.addWidget(self._nothing)
        self._lay_out(title)
        self._listen()

    def _lay_out(self, title: str) -> None:
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.m"))
        self.card = Card(title, flush=True)
        around = Beside()
        self.bar = self.card.head if title else around.row
        self.bar.setSpacing(look.px("space.s"))
        if self.segments:
            self.bar.addWidget(self.segments)
        if not title:
            self.bar.addStretch(1)
        self.search.setMaximumWidth(look.px(190))
        self.search.setMinimumWidth(look.px(110))
        self.bar.addWidget(self.search, 2)
        self.bar.addWidget(self.filter_button)
        if title:
            self.filters.setContentsMargins(look.px(15), 0, look.px(15), look.px(10))
            self.card.body.addWidget(self.filters)
        else:
            column.addWidget(around)
            column.addWidget(self.filters)
        self.card.body.addWidget(self._stack, 1)
        column.addWidget(self.card, 1)
        self.column = column

    def _listen(self) -> None:
        if self.segments:
            self.segments.changed.connect(self._turn)
        self.search.searched.connect(self._look)
        self.search.returnPressed.connect(self._go_to_found)
        self.filters.changed.connect(self.reload)
        self.filter_button.clicked.connect(self._open_menu)
        self.filter_button.setVisible(any(view.filters for view in self._views.values()))

    def hasHeightForWidth(self) -> bool:
        return False  # its list scrolls: sentences that could stand in its place must not make the page higher

    # ------------------------------------------------------------------ what is shown

    def view(self) -> View:
        """The view that is on."""
        return self._views[self.segments.chosen() if self.segments else next(iter(self._views))]

    def table(self) -> RecordsTable:
        """The list of the view that is on."""
        view = self.view()
        key = view.query.kind + ("-" + view.key if view.columns else "")
        if key not in self._tables:
            self._tables[key] = self._make_table(view)
        return self._tables[key]

    def _make_table(self, view: View) -> RecordsTable:
        made = RecordsTable(self._desk, view.columns or columns(view.query.kind), view.query)
        made.setAccessibleName(_(view.words))
        if self._several:
            made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.record_opened.connect(self.opened)
        made.chosen.connect(self.chosen)
        made.picked.connect(self.picked)
        made.given_back.connect(self._give_back)
        self._stack.addWidget(made)
        self.setFocusProxy(made)
        return made

    def query(self) -> Query:
        """What the list shows now: the view, narrowed by words and filters, in the order a person chose."""
        view, table = self.view(), self.table()
        order = table.records.query().sort if table.records.query().kind == view.query.kind else view.query.sort
        return replace(
            view.query,
            where=view.query.where + self.filters.where(),
            words=self.search.text().strip(),
            sort=order or view.query.sort,
        )

    def reload(self) -> None:
        """Read again."""
        table = self.table()
        table.show_query(self.query())
        count = table.records.rowCount()
        narrowed = bool(self.filters.where() or self.search.text().strip())
        self._stack.setCurrentWidget(table if count else self._nothing if narrowed else self._empty())
        if not count and narrowed:
            self._say_nothing_fits()
        self.counted.emit(count)

    def _look(self, _words: str) -> None:
        if self.isVisible():  # a page that comes to the front is read anyway
            self.reload()

    def _go_to_found(self) -> None:
        """From the words looked for to what was found: the first row, or the way to look everywhere."""
        self.reload()
        if self.table().records.rowCount():
            self.table().choose_first()
            self.take_focus()
        elif self._nothing.example and self._nothing.isVisible():
            self._nothing.example.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._go_to_found()
        else:
            super().keyPressEvent(event)

    def show_wanted(self, wanted: Wanted) -> None:
        """Show what another page asks for."""
        if wanted.view and self.segments:
            self.segments.choose(wanted.view)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.filters.clear()
        if wanted.filter:
            self.filters.set("wanted", wanted.filter)
        self.reload()

    def clear(self) -> None:
        """Take off every filter and the words looked for."""
        self.search.clear()
        self.filters.clear()
        self.search.setFocus()

    def narrow(self, key: str, one: Filter | None) -> None:
        """Turn a filter on or off from outside (a square of the matrix)."""
        self.filters.set(key, one)

    def look_for(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def chosen_record(self) -> Record | None:
        """The record of the chosen row."""
        return self.table().chosen_record()

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self.table().setFocus()

    def count(self, view: str) -> int:
        """How many records a view holds without filters."""
        return self._desk.session.count(self._views[view].query)

    def name_view(self, key: str, words: str) -> None:
        """Change the words of a segment, for instance to tell how many there are."""
        if self.segments:
            self.segments.name(key, words)

    def _turn(self) -> None:
        self.filters.clear()
        self.chosen.emit(self.table().chosen_id())

    def _give_back(self) -> None:
        if self.search.text():
            self.search.clear()
        self.given_back.emit()

    def _empty(self) -> Empty:
        key = self.view().key
        if key not in self._empties:
            self._empties[key] = self._make_empty(key)
            self._stack.addWidget(self._empties[key])
        return self._empties[key]

    def _say_nothing_fits(self) -> None:
        words = self.search.text().strip()
        said = [f"“{words}”"] if words else []
        if self.filters.words():
            said.append(self.filters.words())
        self._nothing.tell(
            _("Nothing matches {filter}.").format(filter=_(" in ").join(said)),
            _("The list holds more. Clear the filter to see all of it."),
        )

    def _look_everywhere(self) -> None:
        self._desk.look_everywhere(self.search.text().strip())

    def _open_menu(self) -> None:
        self.filter_menu.clear()
        view = self.view()
        fill_menu(self.filter_menu, view.query.kind, view.filters, self.filters, self._desk.today())
        self.filter_menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))


def without(name: str, label: str) -> Filter:
    """Records in which a field says nothing; `label` is the words of the chip."""
    return Filter(label, (Condition(name, "empty", True),))
