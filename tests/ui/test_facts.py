"""What a record's page shows of it: every word of what it leads to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vault.plans.model import Person
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import Connections, LinkLine
from vault.ui.parts.labels import Words
from vault.ui.points import Point, Points
from vault.ui.tabbing import everything_in

WORDS = "Everybody in the villages knows who we are, and most of them would open their door at night"


def narrow(qtbot: QtBot, *parts: QWidget) -> QWidget:
    frame = QWidget()
    qtbot.addWidget(frame)
    column = QVBoxLayout(frame)
    for one in parts:
        column.addWidget(one)
    column.addStretch(1)
    frame.setFixedSize(180, 400)
    frame.show()
    qtbot.waitExposed(frame)
    return frame


def lines(link: LinkLine) -> list[str]:
    laid = link._laid(link.width())
    found = [laid.lineAt(n) for n in range(laid.lineCount())]
    return [laid.text()[one.textStart() : one.textStart() + one.textLength()].strip() for one in found]


def test_a_link_without_room_goes_on_in_the_next_line(desk: Desk, qtbot: QtBot) -> None:
    link = LinkLine(WORDS, lambda: None)
    _frame = narrow(qtbot, link)
    assert " ".join(lines(link)) == WORDS
    metrics = QFontMetrics(QFont(link._font()))
    assert all(metrics.horizontalAdvance(one) <= link.width() for one in lines(link))
    assert link.height() >= len(lines(link)) * metrics.height()


def test_what_came_from_a_file_and_never_ends_is_cut(desk: Desk, qtbot: QtBot) -> None:
    link = LinkLine("zebra " * 400, lambda: None)
    _frame = narrow(qtbot, link)
    assert len(" ".join(lines(link))) <= 160
    assert link.toolTip() == "zebra " * 400


def test_points_show_every_word_of_what_they_lead_to(desk: Desk, qtbot: QtBot) -> None:
    points = Points(desk, "shield-check", "What makes us strong", "good", "success.text", whole=True)
    points.show_points([Point(WORDS, id="x"), Point("Disks are encrypted")])
    _frame = narrow(qtbot, points)
    link = next(one for one in points.findChildren(LinkLine))
    assert link.height() >= len(lines(link)) * QFontMetrics(link._font()).height() > theme.current().px(22)


def test_links_stand_close_together_in_a_high_card(desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]) -> None:
    made = Connections(desk, icons=False)
    frame = narrow(qtbot)
    made.setParent(frame)
    made.setFixedSize(180, 400)
    made.show_records([(save(Person(name=name)), "") for name in ("Samir", "Leila")])
    made.show()
    qtbot.wait(20)
    first, second = [one for one in everything_in(made) if isinstance(one, LinkLine)]
    assert second.y() - first.y() < 2 * theme.current().px(22)


def test_columns_without_points_say_so_in_whole_words(desk: Desk, qtbot: QtBot) -> None:
    points = Points(desk, "shield-check", "What makes us strong", "good", "success.text", whole=True)
    points.show_points([])
    frame = narrow(qtbot, points)
    frame.setFixedWidth(140)
    qtbot.wait(20)
    said = next(one for one in everything_in(points) if isinstance(one, Words) and one.text().startswith("nothing"))
    assert said.width() <= 140
    assert said.height() >= 2 * QFontMetrics(said.font()).height()
