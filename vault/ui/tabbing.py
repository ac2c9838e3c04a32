"""Tab goes through a window as one reads it.

Qt goes by when widgets were made, so a list made late would come after the foot of the window. It also enters whatever
hands its focus on (a page to its list) in the middle, so that nobody reached what stands before that with Tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLayout, QRadioButton, QScrollArea, QWidget

from vault.ui import placed


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop in `window`, or to the one before; False where there is none."""
    here = QApplication.focusWidget() or window
    order = list(_within(window))
    at = order.index(here) if here in order else -1
    after = [*order[at + 1 :], *order[: max(at, 0)]]
    stop = next((one for one in (after if forward else reversed(after)) if _stops_at(one)), None)
    if stop is None:
        return False
    stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(stop)
    return True


def begin(part: QWidget) -> None:
    """Give the focus to where the eye goes first in `part`: its filled button, else the first place Tab stops at."""
    stops = [one for one in _within(part) if _stops_at(one)]
    main = [one for one in stops if one.property("kind") == "main"]
    if stops:
        (main or stops)[0].setFocus()


def _within(widget: QWidget) -> Iterator[QWidget]:
    """What is to be seen in `widget`, as one reads it; what a part names in `tab_last` comes after all else in it."""
    last: tuple[QWidget, ...] = getattr(widget, "tab_last", ())
    for child in _children(widget):
        if child.isVisible() and not child.isWindow():
            yield from (one for one in (child, *_within(child)) if one not in last)
    yield from (one for one in last if one.isVisible())


def _children(widget: QWidget) -> list[QWidget]:
    layout = widget.layout()
    laid_out = list(_laid_out(layout)) if layout else []
    return laid_out + [one for one in widget.children() if isinstance(one, QWidget) and one not in laid_out]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for one in placed.in_order(layout):
        if isinstance(one, QLayout):
            yield from _laid_out(one)
        else:
            yield one


def _stops_at(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    if isinstance(widget, QRadioButton) and not widget.isChecked():
        return widget.group() is None or widget.group().checkedButton() is None  # arrows lead there from the chosen one
    return not isinstance(widget, QScrollArea) or _is_for_reading(widget)


def _is_for_reading(area: QScrollArea) -> bool:
    """Whether the keys have to scroll it: there is more than is to be seen, and nothing in it that Tab leads to."""
    if area.verticalScrollBar().maximum() == 0:
        return False
    # also what does not show yet: a page that has just come to the front would be taken for bare text
    return not any(_stops_at(one) for one in everything_in(area) if one.isVisibleTo(area))


def everything_in(widget: QWidget) -> Iterator[QWidget]:
    """As `findChildren(QWidget)` would give it; that makes PySide 6.11 lose who owns whom, so that Python later frees
    parts of a page that is still shown (`tests/ui/pages/test_pages_stay.py`)."""
    for child in widget.children():
        if isinstance(child, QWidget):
            yield child
            yield from everything_in(child)


@contextmanager
def keeping_focus(part: QWidget) -> Iterator[None]:
    """Of what is made anew in `part`, what has the same accessible name gets the focus that the one before had."""
    now, before = QApplication.focusWidget(), set(everything_in(part))
    name = now.accessibleName() if now is not None and now in before else ""
    yield
    again = [one for one in everything_in(part) if one.accessibleName() == name and one not in before]
    if name and again:
        QTimer.singleShot(0, again[0], again[0].setFocus)  # it shows only then


def bring_into_view(widget: QWidget) -> None:
    """Have what it scrolls in show it, at the place it takes once everything has found its own."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
