"""Long work: one answer, on the thread of the window, dropped when nobody is left to hear it."""

from __future__ import annotations

import logging
import threading

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vault.errors import Cancelled, WrongPassphrase
from vault.progress import Progress
from vault.ui import tasks
from vault.ui.tasks import Task


@pytest.fixture
def asker(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_result_comes_on_the_windows_thread(asker: QWidget, qtbot: QtBot) -> None:
    heard: list[tuple[object, int]] = []
    worked: list[int] = []

    def work(progress: Progress) -> str:
        worked.append(threading.get_ident())
        return "done"

    tasks.start(work, asker, lambda result: heard.append((result, threading.get_ident())), heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("done", threading.get_ident())]
    assert worked != [threading.get_ident()]


def test_progress_is_told_in_order(asker: QWidget, qtbot: QtBot) -> None:
    seen: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> None:
        for n in range(3):
            progress(n, 3, "rows")

    task = Task(work, asker)
    task.progressed.connect(lambda *given: seen.append(given))
    with qtbot.waitSignal(task.finished):
        task.start()
    assert seen == [(0, 3, "rows"), (1, 3, "rows"), (2, 3, "rows")]


def test_an_error_of_the_person_comes_as_it_is(asker: QWidget, qtbot: QtBot) -> None:
    failed: list[Exception] = []

    def work(progress: Progress) -> None:
        raise WrongPassphrase

    tasks.start(work, asker, failed.append, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], WrongPassphrase)


def test_an_error_of_ours_is_logged_without_its_words(
    asker: QWidget, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    failed: list[Exception] = []

    def work(progress: Progress) -> None:
        raise ValueError("Advocate Idris")

    with caplog.at_level(logging.ERROR):
        tasks.start(work, asker, failed.append, failed.append)
        qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ValueError)
    assert "ValueError" in caplog.text
    assert "Idris" not in caplog.text


def test_stopping_ends_at_the_next_progress(asker: QWidget, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        go_on.wait(5)
        progress(1, 2, "rows")
        return "never"

    task = Task(work, asker)
    with qtbot.waitSignal(task.stopped), qtbot.assertNotEmitted(task.finished):
        task.start()
        assert begun.wait(5)
        task.cancel()
        go_on.set()


def test_stopped_before_it_began(asker: QWidget, qtbot: QtBot) -> None:
    worked: list[str] = []
    task = Task(lambda progress: worked.append("worked"), asker)
    task.cancel()
    with qtbot.waitSignal(task.stopped):
        task.start()
    assert worked == []


def test_a_dead_asker_hears_nothing_and_stops_the_work(qtbot: QtBot) -> None:
    asker = QWidget()
    heard: list[object] = []
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        go_on.wait(5)
        try:
            progress(1, 2, "rows")
        except Cancelled:
            ended.set()
            raise
        return "too late"

    tasks.start(work, asker, heard.append, heard.append)
    assert begun.wait(5)
    delete(asker)
    go_on.set()
    assert ended.wait(5)
    assert QThreadPool.globalInstance().waitForDone(5000)
    qtbot.wait(1)
    assert heard == []


@pytest.mark.parametrize("when", ["while it works", "before it is heard"])
def test_what_nobody_receives_is_put_away_once(qtbot: QtBot, when: str) -> None:
    asker = QWidget()
    begun, goes_on, away, heard = threading.Event(), threading.Event(), list[object](), list[object]()

    def work(progress: Progress) -> str:
        begun.set()
        goes_on.wait(30)
        return "open"

    tasks.start(work, asker, heard.append, heard.append, away.append)
    assert begun.wait(30)
    if when == "before it is heard":
        goes_on.set()
        QThreadPool.globalInstance().waitForDone()
    delete(asker)
    goes_on.set()
    qtbot.waitUntil(lambda: away == ["open"])
    QThreadPool.globalInstance().waitForDone()
    assert (away, heard) == (["open"], [])


def test_what_is_received_is_not_put_away(qtbot: QtBot) -> None:
    asker = QWidget()
    away, heard = list[object](), list[object]()
    tasks.start(lambda _progress: "open", asker, heard.append, heard.append, away.append)
    qtbot.waitUntil(lambda: heard == ["open"])
    delete(asker)
    QThreadPool.globalInstance().waitForDone()
    assert away == []
