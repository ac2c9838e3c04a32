"""Risks: written down, seen in the matrix, filtered by a square, scored anew with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link
from vault.plans.model import Action, Person, Procedure, Risk
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.dialogs.score import ScoreDialog
from vault.ui.facts import LinkLine
from vault.ui.main_window import MainWindow
from vault.ui.pages.form import FormPage
from vault.ui.pages.risks import RisksPage
from vault.ui.tabbing import everything_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow) -> RisksPage:
    window.go("risks")
    found = window.stage.currentWidget()
    assert isinstance(found, RisksPage)
    return found


def spoken(page: RisksPage, square: tuple[int, int]) -> str:
    return page.matrix.table.squares.spoken(square)


def click_square(qtbot: QtBot, page: RisksPage, square: tuple[int, int]) -> None:
    table = page.matrix.table
    where = table.visualRect(table.squares.at(square)).topLeft() + QPoint(10, 40)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_new_risk_stands_in_the_matrix_and_in_the_register(
    window: MainWindow, page: RisksPage, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    form = window.stage.currentWidget()
    assert isinstance(form, FormPage)
    editors = form.form.editors
    qtbot.keyClicks(editors["title"].line, "A field team is stopped")
    qtbot.mouseClick(editors["probability"].segments.button("4"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editors["impact"].segments.button("4"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.all("risk")))
    qtbot.waitUntil(lambda: spoken(page, (4, 4)) == "Likely, Severe: High, 1 risk")
    assert page.listing.table().records.index(0, 1).data() == "A field team is stopped"
    assert window.stage.currentWidget() is page


def test_no_square_of_the_matrix_is_cut_where_the_words_beside_it_are_wide(
    window: MainWindow, page: RisksPage, qtbot: QtBot
) -> None:
    window.resize(1366, 688)
    table = page.matrix.table
    qtbot.waitUntil(lambda: table.visibleRegion().boundingRect().width() == table.width())


def test_after_a_first_risk_was_written_the_focus_is_seen(
    window: MainWindow, page: RisksPage, session: Session, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "The gate is watched")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    qtbot.waitUntil(lambda: QApplication.focusWidget() in (page.chart_button, page.new_button, page.listing.table()))


def test_what_was_just_written_down_is_the_row_one_is_on(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    for title in ("Stopped", "Flood"):
        save(Risk(title=title, probability=4, impact=4))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 2)
    page.listing.take_focus()
    before = page.listing.table().chosen_record()
    assert before is not None
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "The gate is watched")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: window.stage.currentWidget() is page)
    qtbot.waitUntil(lambda: getattr(page.listing.chosen_record(), "title", "") == "The gate is watched")


def test_a_square_filters_the_register_and_its_chip_takes_the_filter_off(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Risk(title="Stopped", probability=4, impact=4))
    save(Risk(title="Flood", probability=2, impact=2))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 2)
    click_square(qtbot, page, (4, 4))
    assert page.listing.table().records.rowCount() == 1
    assert page.card.isVisible()
    (chip,) = page.listing.filters.chips()
    assert chip.text() == "Likely, Severe"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.listing.table().records.rowCount() == 2
    assert page.matrix.chosen_cell() is None


def test_an_empty_square_says_what_filters_and_how_to_clear_it(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Risk(title="Stopped", probability=4, impact=4))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    click_square(qtbot, page, (1, 1))
    assert page.listing._nothing.sentence.text() == "Nothing matches Very unlikely, Negligible."
    assert not page.card.isVisible()
    page.listing._nothing.button.click()
    assert page.listing.table().records.rowCount() == 1


def test_a_square_after_measures_filters_by_what_is_left(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Risk(title="Stopped", probability=4, impact=4, residual_probability=2, residual_impact=2))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    qtbot.mouseClick(page.modes.button("after"), Qt.MouseButton.LeftButton)
    click_square(qtbot, page, (2, 2))
    assert page.listing.table().records.rowCount() == 1
    qtbot.mouseClick(page.modes.button("before"), Qt.MouseButton.LeftButton)
    assert page.listing.table().records.rowCount() == 0


def test_another_score_wants_its_reason_and_keeps_it(
    window: MainWindow, page: RisksPage, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Risk(title="Stopped", probability=4, impact=4, reason="Stopped in June."))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    page.listing.table().selectRow(0)
    qtbot.mouseClick(page.card.score_button, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScoreDialog)
    qtbot.mouseClick(dialog.form.editors["probability"].segments.button("3"), Qt.MouseButton.LeftButton)
    dialog.save()
    assert dialog.why.fault() == "A few words are enough. They stay in the history."
    qtbot.keyClicks(dialog.why.text, "Going in pairs helps.")
    dialog.save()
    qtbot.waitUntil(lambda: session.find(one.id).probability == 3)
    entry = session.history(one.id)[0]
    assert entry.why == "Going in pairs helps."
    assert session.find(one.id).reason == "Going in pairs helps."
    qtbot.waitUntil(lambda: "Going in pairs helps." in page.card._reason.text())


def test_the_form_asks_for_the_reason_of_another_score_too(
    window: MainWindow, page: RisksPage, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Risk(title="Stopped", probability=4, impact=4))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    page.listing.table().selectRow(0)
    page.edit()
    form = window.stage.currentWidget()
    assert isinstance(form, FormPage)
    qtbot.mouseClick(form.form.editors["impact"].segments.button("2"), Qt.MouseButton.LeftButton)
    assert form.why.isVisible()
    window.run("save")
    assert session.find(one.id).impact == 4
    qtbot.keyClicks(form.why.text, "Less is carried now.")
    window.run("save")
    qtbot.waitUntil(lambda: session.find(one.id).impact == 2)
    assert session.history(one.id)[0].why == "Less is carried now."


def test_the_card_shows_what_makes_strong_and_what_is_done(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    one = save(Risk(title="Stopped", probability=4, impact=4, capacities="Pairs\n- Elders"))
    save(Action(title="Travel without lists", risks=(Link(one.id),)))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    page.reload()
    words = {
        one.accessibleName() or one.text() for one in everything_in(page.card) if isinstance(one, QLabel | LinkLine)
    }
    assert {"Pairs", "Elders", "Travel without lists"} <= words


def test_today_counts_what_is_missing_and_leads_to_its_cure(
    window: MainWindow, session: Session, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    joseph = save(Person(name="Joseph"))
    covered = save(Risk(title="Stopped", probability=4, impact=4, owner=(Link(joseph.id),)))
    save(Risk(title="Raid", probability=3, impact=5))
    save(Procedure(title="On the road", area="travel", risks=(Link(covered.id),)))
    window.go("today")
    page = window.stage.currentWidget()
    page.reload()
    links = {b.accessibleName(): b for b in page.health.findChildren(type(page.log_button))}
    assert "1 risk has no owner: Choose" in links
    assert "1 procedure never practised: Look" in links
    qtbot.mouseClick(links["1 risk has no owner: Choose"], Qt.MouseButton.LeftButton)
    risks = window.stage.currentWidget()
    assert isinstance(risks, RisksPage)
    assert [chip.text() for chip in risks.listing.filters.chips()] == ["Nobody looks after it"]
    assert risks.listing.table().records.rowCount() == 1


def test_tab_leads_over_the_whole_page_as_one_reads_it(
    window: MainWindow, page: RisksPage, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    save(Risk(title="A field team is stopped", probability=4, impact=4, state="identified"))
    qtbot.waitUntil(lambda: page.listing.table().records.rowCount() == 1)
    listing, card = page.listing, page.card
    way = [
        page.new_button,
        page.modes.button("both"),
        page.matrix.table,
        listing.search,
        listing.filter_button,
        listing.table(),
        card.score_button,
        card.open_button,
    ]
    page.new_button.setFocus()
    seen = [QApplication.focusWidget()]
    for _step in way[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == way
