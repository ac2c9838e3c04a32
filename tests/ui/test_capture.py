"""Pictures of the screen: every window is left out of them where the system can, for ten minutes not when wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.test_watchers import Runtime
from vault.ui import capture
from vault.ui.capture import MacShield, ScreenGuard, WindowsShield
from vault.ui.cocoa import Cocoa


class Fake:
    """What a system was told last of each window."""

    def __init__(self) -> None:
        self.hidden: dict[int, bool] = {}

    def hide(self, window: int) -> None:
        self.hidden[window] = True

    def show(self, window: int) -> None:
        self.hidden[window] = False


@pytest.fixture
def shield() -> Fake:
    return Fake()


@pytest.fixture
def guard(shield: Fake, qapp: QApplication) -> Iterator[ScreenGuard]:
    made = ScreenGuard(shield)
    yield made
    delete(made)


def test_windows_dialogs_and_menus_are_left_out_before_they_show(
    guard: ScreenGuard, shield: Fake, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for made in (window, QDialog(window), QMenu(window)):
        number = int(made.winId())
        assert shield.hidden[number]
        assert not made.isVisible()


def test_a_window_of_before_is_left_out_as_well(qtbot: QtBot) -> None:
    window, shield = QWidget(), Fake()
    qtbot.addWidget(window)
    number = int(window.winId())
    delete(ScreenGuard(shield))
    assert shield.hidden[number]


def test_for_ten_minutes_pictures_may_be_taken(guard: ScreenGuard, shield: Fake, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    number = int(window.winId())
    with qtbot.waitSignal(guard.changed):
        guard.allow()
    assert guard.allows
    assert not shield.hidden[number]
    later = QDialog(window)
    assert not shield.hidden[int(later.winId())]
    assert guard._allowed.interval() == 10 * 60 * 1000
    with qtbot.waitSignal(guard.changed):
        guard._allowed.timeout.emit()
    assert not guard.allows
    assert shield.hidden == dict.fromkeys(shield.hidden, True)


def test_where_the_system_cannot_nothing_is_promised(qtbot: QtBot) -> None:
    guard = ScreenGuard(None)
    assert not guard.works
    guard.allow()
    guard.forbid()
    delete(guard)


@pytest.mark.linux
def test_linux_cannot(qapp: QApplication) -> None:
    guard = capture.guard(qapp)
    assert not guard.works
    delete(guard)


class User32:
    def __init__(self, *, knows: tuple[int, ...]) -> None:
        self.knows = knows
        self.calls: list[tuple[int, int]] = []

    def SetWindowDisplayAffinity(self, window: Any, how: int) -> int:  # noqa: N802
        self.calls.append((window.value, how))
        return int(how in self.knows)


def test_windows_is_told_to_leave_it_out_or_an_old_one_to_paint_it_black() -> None:
    new, old = User32(knows=(0, 1, 0x11)), User32(knows=(0, 1))
    WindowsShield(new).hide(7)
    WindowsShield(old).hide(7)
    WindowsShield(new).show(7)
    assert new.calls == [(7, 0x11), (7, 0)]
    assert old.calls == [(7, 0x11), (7, 1)]


def test_the_window_of_a_view_is_shared_with_nobody_on_a_mac() -> None:
    runtime = Runtime(["", "read only", "the view"])
    shield = MacShield(Cocoa(runtime))
    shield.hide(2)
    shield.show(2)
    assert [sent for sent in runtime.sent if sent[1] != "window"] == [
        ("the view window", "setSharingType:", ""),
        ("the view window", "setSharingType:", "read only"),
    ]
