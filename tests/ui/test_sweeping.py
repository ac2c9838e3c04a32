"""Garbage is collected on the thread of the window only, once there was a window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vault.ui import sweeping
from vault.ui.sweeping import Sweeper


def test_python_collects_nothing_by_itself_once_there_was_a_sweeper(qtbot: QtBot) -> None:
    parent = QObject()
    Sweeper(parent)
    assert not gc.isenabled()
    delete(parent)
    assert not gc.isenabled()  # others may live, and Qt may be in the middle of destroying this one's


def test_there_is_one_for_the_whole_program(qapp: QApplication) -> None:
    for _window in range(3):
        sweeping.begin()
    assert not gc.isenabled()
    assert len([one for one in qapp.children() if isinstance(one, Sweeper)]) == 1


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
