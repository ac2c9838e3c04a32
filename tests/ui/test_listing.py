"""From the words looked for to what was found, by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from vault.i18n import N_
from vault.plans.model import Place
from vault.plans.query import Query
from vault.plans.records import Record
from vault.ui.desk import Desk
from vault.ui.listing import Listing, View
from vault.ui.parts.empty import Empty

Key = Qt.Key


@pytest.fixture
def listing(desk: Desk, save: Callable[[Record], Record], qtbot: QtBot) -> Iterator[Listing]:
    for name in ("Bridge road", "Office street", "Old bridge"):
        save(Place(name=name))
    window = QMainWindow()
    made = Listing(desk, (View("all", N_("All"), Query("place")),), lambda _key: Empty("Nothing yet."))
    window.setCentralWidget(made)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.reload()
    yield made
    window.hide()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Down])
def test_the_first_one_found_gets_the_keyboard(listing: Listing, qtbot: QtBot, key: Qt.Key) -> None:
    listing.look_for()
    qtbot.keyClicks(listing.search, "bri")
    qtbot.keyClick(listing.search, key)
    assert listing.table().hasFocus()
    one = listing.chosen_record()
    assert one is not None
    assert "ridge" in one.title
    with qtbot.waitSignal(listing.opened) as told:
        qtbot.keyClick(listing.table(), Key.Key_Return)
    assert told.args == [one.id]


def test_where_nothing_is_found_the_way_to_look_everywhere_does(listing: Listing, desk: Desk, qtbot: QtBot) -> None:
    listing.look_for()
    qtbot.keyClicks(listing.search, "zebra")
    qtbot.keyClick(listing.search, Key.Key_Return)
    everywhere = listing._nothing.example
    assert everywhere is not None
    assert everywhere.hasFocus()
    with qtbot.waitSignal(desk.search_asked) as told:
        qtbot.keyClick(everywhere, Key.Key_Return)
    assert told.args == ["zebra"]


def test_sentences_that_could_stand_in_its_place_do_not_make_a_page_higher(listing: Listing) -> None:
    assert not listing.hasHeightForWidth()
