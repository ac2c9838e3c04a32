"""Lists as windows on the vault: order, keys, focus, and that nothing reads all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Person, Place, Risk
from vault.plans.query import Condition, Query
from vault.plans.records import KINDS, Record
from vault.services.session import Session
from vault.ui import theme
from vault.ui.cells import SIDE
from vault.ui.columns import age_words, columns, state_chip
from vault.ui.desk import Desk
from vault.ui.filters import Filter
from vault.ui.listing import Listing, View, Wanted
from vault.ui.parts.chips import chip_size
from vault.ui.parts.empty import Empty
from vault.ui.tables import RecordsTable

NEWEST = (("occurred", True),)


def table_of(desk: Desk, qtbot: QtBot, query: Query) -> RecordsTable:
    made = RecordsTable(desk, columns(query.kind), query)
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.show_query(query)
    made.show()
    return made


def titles(table: RecordsTable) -> list[str]:
    found = (table.records.record(row) for row in range(table.records.rowCount()))
    return [one.title for one in found if one]


@pytest.fixture
def many(session: Session) -> list[Record]:
    """Four hundred and fifty incidents, the last the newest."""
    days = [Day(f"{1900 + n // 10}-{n % 10 + 1:02d}") for n in range(450)]
    return session.save_all([Incident(title=f"Sign {n:03d}", occurred=day) for n, day in enumerate(days)]).result()


def test_a_list_reads_the_windows_that_are_looked_at_and_no_more(
    desk: Desk, session: Session, qtbot: QtBot, many: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    page = session.page

    def counted(query: Query, offset: int = 0, limit: int = 200) -> list[Record]:
        asked.append((offset, limit))
        return page(query, offset, limit)

    monkeypatch.setattr(session, "page", counted)
    table = table_of(desk, qtbot, Query("incident", sort=NEWEST))
    qtbot.waitExposed(table)
    table.grab()
    read = sum(limit for _offset, limit in asked)
    shown = table.viewport().height() // table.rowHeight(0) + 2
    assert {offset for offset, _limit in asked} == {0}
    assert read <= shown + 16
    asked.clear()
    table.scrollToBottom()
    table.grab()
    assert len(asked) == 1
    assert asked[0][0] + asked[0][1] >= 450
    assert asked[0][1] <= shown + 2 * 16
    assert table.records.record(449).title == "Sign 000"  # type: ignore[union-attr]


def test_the_row_the_keyboard_is_on_can_be_read(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    for n in range(3):
        save(Risk(title=f"R{n}", probability=4, impact=4))
    table = table_of(desk, qtbot, Query("risk"))
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.choose_first()
    seen, area = table.viewport().grab().toImage(), table.visualRect(table.records.index(0, 0))
    assert seen.pixel(area.left() + 9, area.center().y() + 9) == theme.current().colour("surface.selected").rgb()
    ring = theme.current().colour("focus.ring").rgb()
    assert ring in {seen.pixel(area.left() + 9, area.top() + n) for n in range(3)}


def test_a_head_sorts_and_sorts_the_other_way(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    for title in ("b", "C", "a"):
        save(Incident(title=title))
    table = table_of(desk, qtbot, Query("incident"))
    table.horizontalHeader().sectionClicked.emit(1)
    assert titles(table) == ["a", "b", "C"]
    table.horizontalHeader().sectionClicked.emit(1)
    assert titles(table) == ["C", "b", "a"]
    assert table.records.sorted_by() == (1, True)


def test_the_chosen_row_stays_chosen_when_the_list_is_read_again(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    for title in ("a", "b"):
        save(Incident(title=title, occurred=Day("2026-01-01")))
    table = table_of(desk, qtbot, Query("incident", sort=(("title", False),)))
    table.selectRow(1)
    chosen = table.chosen_id()
    save(Incident(title="aa"))
    table.reload()
    assert table.chosen_id() == chosen
    assert table.currentIndex().row() == 2


def test_enter_opens_space_picks_escape_gives_back(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    one = save(Incident(title="a"))
    table = table_of(desk, qtbot, Query("incident"))
    table.selectRow(0)
    for key, signal in ((Qt.Key.Key_Return, table.record_opened), (Qt.Key.Key_Space, table.picked)):
        with qtbot.waitSignal(signal) as told:
            qtbot.keyClick(table, key)
        assert told.args == [one.id]
    with qtbot.waitSignal(table.given_back):
        qtbot.keyClick(table, Qt.Key.Key_Escape)


def test_a_row_is_chosen_where_one_reads_from_right_to_left(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Incident(title="a"))
    table = table_of(desk, qtbot, Query("incident"))
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitExposed(table)
    assert table.choose(one.id)
    assert table.chosen_id() == one.id


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_columns_that_can_be_read_and_sorted(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record], kind: str
) -> None:
    save(KINDS[kind](**{KINDS[kind].title_field: "Something"}))
    table = table_of(desk, qtbot, Query(kind))
    last = table.records.rowCount() - 1
    shown = [str(table.records.index(last, n).data()) for n in range(table.records.columnCount())]
    assert any("Something" in words for words in shown)
    for n in range(table.records.columnCount()):
        table.records.sort_by(n)
    assert table.records.rowCount() >= 1
    table.grab()


def test_cells_say_levels_lateness_and_age(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    joseph = save(Person(name="Joseph", emergency_roles=("lawyer",), checked_on=Day("2026-04-18"), agreed="agreed"))
    save(Risk(title="Raid", probability=4, impact=4, residual_probability=3, residual_impact=3))
    save(Action(title="Lock", due=Day("2026-11-18"), owner=(Link(joseph.id),)))
    risks = table_of(desk, qtbot, Query("risk"))
    assert risks.records.cells(0)[2].levels == (4, 3)
    assert risks.records.index(0, 2).data() == "High Medium"
    actions = table_of(desk, qtbot, Query("action"))
    assert actions.records.index(0, 3).data() == "6 days late"
    assert actions.records.index(0, 2).data() == "Joseph"
    people = table_of(desk, qtbot, Query("person"))
    assert people.records.index(0, 3).data() == "7 months"
    assert people.records.cells(0)[3].late


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day"), (12, "12 days"), (22, "3 weeks"), (95, "3 months"), (800, "2 years")],
)
def test_ages_are_told_coarsely(days: int, words: str) -> None:
    assert age_words(days) == words


def test_a_listing_searches_filters_and_says_when_nothing_fits(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    place = save(Place(name="Bridge road"))
    save(Incident(title="Bags searched", place=(Link(place.id),), state="closed"))
    save(Incident(title="Silent calls", state="noted"))
    views = (View("all", "All", Query("incident", sort=NEWEST), ("state",)),)
    listing = Listing(desk, views, lambda _view: Empty("Nothing", ""))
    qtbot.addWidget(listing)
    listing.show()
    listing.reload()
    qtbot.keyClicks(listing.search, "sil")
    qtbot.waitUntil(lambda: titles(listing.table()) == ["Silent calls"])
    listing.narrow("state", Filter("State: Closed", (Condition("state", "is", "closed"),)))
    assert listing.table().records.rowCount() == 0
    assert listing._nothing.sentence.text() == "Nothing matches “sil” in State: Closed."
    listing._nothing.button.click()
    qtbot.waitUntil(lambda: len(titles(listing.table())) == 2)
    listing.show_wanted(Wanted(filter=Filter("Open", (Condition("state", "is", "noted"),))))
    assert titles(listing.table()) == ["Silent calls"]


def test_the_filter_menu_offers_the_values_of_its_fields(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Incident(title="Old", occurred=Day("2023-05"), severity="minor"))
    save(Incident(title="New", occurred=Day("2026-11-20"), severity="serious"))
    views = (View("all", "All", Query("incident", sort=NEWEST), ("occurred", "severity")),)
    listing = Listing(desk, views, lambda _view: Empty("Nothing", ""))
    qtbot.addWidget(listing)
    listing.show()
    listing.reload()
    listing._open_menu()
    when, serious = (action.menu() for action in listing.filter_menu.actions())
    next(one for one in when.actions() if one.text() == "2023").trigger()
    assert titles(listing.table()) == ["Old"]
    next(one for one in serious.actions() if one.text().endswith("Serious")).trigger()
    assert titles(listing.table()) == []
    listing.filters.chips()[0].click()
    assert titles(listing.table()) == ["New"]
    listing.filter_menu.close()


def test_where_there_is_room_no_column_is_cut_for_an_empty_stretch(desk: Desk, qtbot: QtBot) -> None:
    table = table_of(desk, qtbot, Query("incident", sort=NEWEST))
    table.resize(700, 400)
    when, what, where, state = (table.columnWidth(n) for n in range(4))
    table.resize(1100, 400)
    room = table.viewport().width()
    wide = [table.columnWidth(n) for n in range(4)]
    assert [wide[0], wide[2], wide[3]] == [round(1.5 * one) for one in (when, where, state)]
    assert wide[1] > what
    assert sum(wide) <= room


def test_the_keyboard_stays_in_a_list_whose_row_has_gone(
    desk: Desk, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    for title in ("First", "Second", "Third"):
        save(Incident(title=title, state="noted"))
    table = table_of(desk, qtbot, Query("incident", (Condition("state", "is", "noted"),), (("title", False),)))
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.go_to(1)
    chosen = table.chosen_record()
    assert chosen is not None
    assert chosen.title == "Second"
    save(replace(chosen, state="closed"))
    table.reload()
    now = table.chosen_record()
    assert now is not None
    assert now.title == "Third"


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_the_columns_of_incidents_have_room_for_an_hour_and_for_the_usual_states(
    qapp: QApplication, size: float
) -> None:
    theme.apply(qapp, "light", size)
    look, (when, *_between, state) = theme.current(), columns("incident")
    edges = 2 * look.px(SIDE)
    hour = QFontMetrics(look.font("small")).horizontalAdvance("about Thu 12 Nov, 11:00")
    assert hour + edges <= look.px(when.width)
    for key in ("noted", "looking", "acting", "watching", "closed"):
        assert chip_size(state_chip("incident", key)[0]).width() + edges <= look.px(state.width)
    theme.apply(qapp)
