"""A record at the end of a list: what is known, what it is connected with, and the ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vault.plans.fields import Link, Sharing
from vault.plans.model import Incident, Person
from vault.plans.records import Record
from vault.ui.desk import Desk
from vault.ui.pages.record import RecordPage
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.labels import Words
from vault.ui.record_panel import RecordPanel


def made(desk: Desk, qtbot: QtBot) -> RecordPanel:
    panel = RecordPanel(desk, [Button("Verify")])
    qtbot.addWidget(panel)
    panel.resize(372, 600)
    panel.show()
    return panel


def said(panel: RecordPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(Words) if label.isVisible())


def test_it_tells_what_is_known_and_who_points_here(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    leila = save(Person(name="Leila Haddad", phone="123", notes="Speaks French"))
    save(Incident(title="A call at night", people=(Link(leila.id, "affected"),)))
    panel = made(desk, qtbot)
    panel.show_record(desk.session.find(leila.id), "Verified yesterday")
    qtbot.waitUntil(lambda: "Speaks French" in said(panel))
    assert [
        word for word in ("Leila Haddad", "Verified yesterday", "123", "Speaks French") if word not in said(panel)
    ] == []
    buttons = [button.text() for button in panel.findChildren(QPushButton)]
    assert any("A call at night" in text for text in buttons)
    assert panel.record == desk.session.find(leila.id)


def test_another_record_leaves_nothing_of_the_first(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    first, other = save(Person(name="Leila", notes="Speaks French")), save(Person(name="Omar"))
    panel = made(desk, qtbot)
    panel.show_record(first, "Verified yesterday")
    panel.show_record(other)
    assert "Omar" in said(panel)
    assert [word for word in ("Leila", "French", "Verified yesterday") if word in said(panel)] == []


def test_the_foot_holds_what_can_be_done_and_the_way_to_the_page(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    opened: list[str] = []
    desk.open_record = opened.append  # type: ignore[method-assign, assignment]
    panel = made(desk, qtbot)
    one = save(Person(name="Leila"))
    panel.show_record(one)
    texts = [button.text() for button in panel.findChildren(Button) if button.text() in ("Verify", "Open")]
    assert texts == ["Verify", "Open"]
    next(button for button in panel.findChildren(Button) if button.text() == "Open").click()
    assert opened == [one.id]


def test_the_cross_puts_it_away(desk: Desk, qtbot: QtBot) -> None:
    panel = made(desk, qtbot)
    with qtbot.waitSignal(panel.closed):
        panel.findChild(IconButton).click()


def test_nothing_is_offered_to_be_for_oneself_alone_that_is_not_sealed(desk: Desk, qtbot: QtBot) -> None:
    page = RecordPage(desk, desk.session.save(Incident(title="Call")).result().id)
    qtbot.addWidget(page)
    offered = page.sharing_choices()
    assert Sharing.PRIVATE not in [level for _words, level in offered]
    assert [words for words, _level in offered] == ["As its fields say", "Our organisation", "Our security team"]
