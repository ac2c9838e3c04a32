from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vault.errors import InvalidRecord
from vault.plans.model import Incident, Place
from vault.plans.records import Record
from vault.services.session import Session
from vault.ui.bridge import Bridge, Follower
from vault.ui.desk import Desk


def test_a_change_arrives_on_the_thread_of_the_window(desk: Desk, session: Session, qtbot: QtBot) -> None:
    seen = []
    desk.changed.connect(lambda change: seen.append((threading.current_thread(), change)))
    saved = session.save(Place(name="Ford")).result()
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    thread, change = seen[0]
    assert thread is threading.main_thread()
    assert change.kinds == {"place"}
    assert change.ids == (saved.id,)


def test_an_answer_comes_to_who_asked(desk: Desk, session: Session, qtbot: QtBot) -> None:
    asker, got = QWidget(), []
    qtbot.addWidget(asker)
    desk.ask(session.save(Place(name="Ford")), asker, lambda record: got.append(record.title))
    qtbot.waitUntil(lambda: got == ["Ford"])


def test_the_answer_to_a_dead_widget_is_dropped(desk: Desk, session: Session, qtbot: QtBot) -> None:
    asker, other, got = QWidget(), QWidget(), []
    qtbot.addWidget(other)
    desk.ask(session.save(Place(name="Ford")), asker, got.append)
    delete(asker)
    desk.ask(session.save(Place(name="Mill")), other, lambda record: got.append(record.title))
    qtbot.waitUntil(lambda: bool(got))
    assert got == ["Mill"]


def test_what_is_written_after_the_window_has_gone_calls_nobody(session: Session, qtbot: QtBot) -> None:
    """While the bridge dies, the writer thread is in the middle of calling it."""
    asker, got = QWidget(), []
    qtbot.addWidget(asker)
    for n in range(100):
        bridge = Bridge(session, got.append)
        for _time in range(3):
            bridge.ask(session.save(Place(name=f"Ford {n}")), asker, got.append)
        last = session.save(Place(name="Mill"))
        delete(bridge)
        last.result()
    qtbot.wait(10)
    assert got == []
    assert len(session.all("place")) == 400


def test_an_error_goes_to_who_wants_it(desk: Desk, session: Session, qtbot: QtBot) -> None:
    asker, failed = QWidget(), []
    qtbot.addWidget(asker)
    desk.ask(session.save(Place()), asker, lambda _record: failed.append("saved"), failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], InvalidRecord)
    assert failed[0].faults == {"name": "This is needed."}


def test_an_error_nobody_waits_for_is_said_at_the_foot_of_the_page(
    desk: Desk, session: Session, qtbot: QtBot, monkeypatch: object
) -> None:
    said: list[str] = []
    desk.window = window = _Window(said)
    desk.ask(session.save(Place()), desk)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Something is still missing or unclear. Your text is kept here."]
    assert window.icon != "check"  # nothing has gone well
    desk.say("Done.")
    assert window.icon == "check"


def test_a_page_that_is_seen_reloads_for_its_kinds_only(
    desk: Desk, qtbot: QtBot, save: Callable[[Record], Record]
) -> None:
    page = _Page()
    qtbot.addWidget(page)
    Follower(page, desk.changed, ("incident",))
    save(Incident(title="A"))
    qtbot.wait(20)
    assert page.reloads == 0
    page.show()
    save(Place(name="B"))
    save(Incident(title="C"))
    qtbot.waitUntil(lambda: page.reloads == 1)


class _Page(QWidget):
    reloads = 0

    def reload(self) -> None:
        self.reloads += 1


class _Window:
    def __init__(self, said: list[str]) -> None:
        self._said = said

    def say(self, sentence: str, button: str = "", run: object = None, icon: str = "check") -> None:
        self._said.append(sentence)
        self.icon = icon
