"""Earlier incidents and threats that are like the one on the page, each with its reasons, to be joined with one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.days import MONTHS, in_words
from vault.plans.likeness import Alike, event_day
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import LinkLine, empty
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.chips import Chip
from vault.ui.parts.flow import Flow
from vault.ui.parts.labels import Words, small
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.time_strip import TimeStrip

_WIDTH = 290


class Earlier(Card):
    """`joined(Record)` when somebody joins one, `parted(id)` when it is taken out again."""

    joined = Signal(object)
    parted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Earlier, and similar"), flush=True)
        look = theme.current()
        self._desk = desk
        self._held: frozenset[str] = frozenset()
        self._found: tuple[Alike, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._rows: list[QFrame] = []
        self.setFixedWidth(look.px(_WIDTH))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._list)
        self._about = small(_("Found by place, actor, person, kind and words"), "secondary", wrap=True)
        self._about.setContentsMargins(look.px(16), 0, look.px(16), look.px(10))
        self.body.addWidget(self._about)
        self.body.addWidget(line())
        self.body.addWidget(Scroll(inner), 1)
        self._strip, self._span = TimeStrip(), small("", "secondary")
        self._span.setContentsMargins(look.px(16), look.px(8), look.px(16), 0)
        self.body.addWidget(line())
        self.body.addWidget(self._span)
        self.body.addWidget(self._strip)

    def show_alike(self, subject: Record, found: Sequence[Alike], held: frozenset[str]) -> None:
        """The list; `held` are the ids that are joined already."""
        self._found, self._held = tuple(found), held
        self._redraw()
        self._show_time(subject)

    def show_held(self, held: frozenset[str]) -> None:
        """Only what is joined has changed; the focus stays where it is."""
        self._held = held
        for id, button in self.buttons.items():
            _say_joined(button, id in held)
        for alike, row in zip(self._found, self._rows, strict=True):
            _tint(row, alike.record.id in held)

    def _redraw(self) -> None:
        empty(self._list)
        self.buttons.clear()
        self._rows.clear()
        for alike in self._found:
            row = self._row(alike)
            self._rows.append(row)
            self._list.addWidget(row)
            self._list.addWidget(line())
        if not self._found:
            nothing = Words(_("Nothing like it is written down yet."), "body", "muted", wrap=True)
            nothing.setContentsMargins(*[theme.current().px(16)] * 4)
            self._list.addWidget(nothing)
        self._list.addStretch(1)

    def _row(self, alike: Alike) -> QFrame:
        look, one = theme.current(), alike.record
        made = QFrame()
        column, top, chips = QVBoxLayout(made), QHBoxLayout(), QWidget()
        column.setContentsMargins(look.px(14), look.px(7), look.px(14), look.px(8))
        column.setSpacing(look.px(2))
        when = in_words(event_day(one), self._desk.today())
        kind = "" if one.kind == "incident" else f"{_(one.words)} "
        top.addWidget(small(", ".join(filter(None, (f"{kind}{one.number}", when))), "secondary"), 1)
        button = Button("", "link", run=partial(self._toggle, one))
        self.buttons[one.id] = button
        _say_joined(button, one.id in self._held)
        button.setAccessibleDescription(one.title)
        top.addWidget(button)
        flow = Flow(chips, gap=5)
        for reason in alike.reasons:
            flow.addWidget(Chip(_(reason)))
        column.addLayout(top)
        column.addWidget(LinkLine(one.title, partial(self._desk.open_record, one.id)))
        column.addWidget(chips)
        _tint(made, one.id in self._held)
        return made

    def _toggle(self, one: Record) -> None:
        if one.id in self._held:
            self.parted.emit(one.id)
        else:
            self.joined.emit(one)

    def _show_time(self, subject: Record) -> None:
        day = event_day(subject)
        now = day.first if day else None
        days = [found.first for alike in self._found if (found := event_day(alike.record)) and found.first]
        shown = bool(now and days)
        if now and days:
            self._strip.show_days(days, now)
            begin, end = (_(MONTHS[one.month - 1]) for one in (min(days), now))
            self._span.setText(_("{begin} to {end}").format(begin=begin, end=end) if begin != end else begin)
        self._strip.setVisible(shown)
        self._span.setVisible(shown)


def _say_joined(button: Button, is_joined: bool) -> None:
    button.setText(_("joined") if is_joined else _("Join"))
    button.icon_name = "check" if is_joined else ""
    button.updateGeometry()
    button.update()


def _tint(row: QFrame, is_joined: bool) -> None:
    theme.restyle(row, card="tint" if is_joined else "")
