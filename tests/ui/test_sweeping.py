"""Garbage is collected on the thread of the window only, as long as there is a window."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vault.ui import sweeping
from vault.ui.sweeping import Sweeper


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sweeping, "_LIVING", set())  # windows of other tests may not be gone yet
    yield
    gc.enable()


def test_no_thread_collects_while_a_sweeper_lives(qtbot: QtBot) -> None:
    parent = QObject()
    Sweeper(parent)
    assert not gc.isenabled()
    delete(parent)
    assert gc.isenabled()


def test_of_two_sweepers_the_one_that_is_left_goes_on(qtbot: QtBot) -> None:
    application, desk = QObject(), QObject()
    Sweeper(application)
    Sweeper(desk)
    delete(desk)
    assert not gc.isenabled()
    delete(application)
    assert gc.isenabled()


def test_what_has_piled_up_is_collected(qtbot: QtBot) -> None:
    parent = QObject()
    sweeper = Sweeper(parent)
    for _n in range(gc.get_threshold()[0] + 100):
        ring: list[object] = []
        ring.append(ring)
    before = gc.get_count()[0]
    sweeper._timer.timeout.emit()
    assert gc.get_count()[0] < before
    delete(parent)
