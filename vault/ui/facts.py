"""A record to be read: its short facts in two columns, its connections, its history in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.plans import display
from vault.plans.comparing import field_lines
from vault.plans.days import Day, in_words
from vault.plans.fields import (
    HIDDEN,
    Choice,
    Choices,
    Field,
    Flag,
    Links,
    Number,
    Prose,
    Scale,
    Text,
    When,
)
from vault.plans.records import Record
from vault.services.session import Entry
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Words, small, tip

ICONS = {
    "actor": "compass",
    "threat": "triangle-alert",
    "analysis": "search",
    "factor": "scale",
    "incident": "notebook-pen",
    "review": "calendar-check",
    "drill": "siren",
    "risk": "shield-alert",
    "action": "list-checks",
    "procedure": "book-open",
    "decision": "scale",
    "plan": "book-open",
    "version": "circle-check",
    "person": "users-round",
    "place": "map-pin",
    "organisation": "house",
}
AREA_ICONS = {
    "travel": "car",
    "communication": "message-circle",
    "office": "building-2",
    "home": "house",
    "equipment": "laptop",
    "information": "eye-off",
    "detention": "scale",
    "gender": "hand-heart",
    "wellbeing": "leaf",
    "emergency": "siren",
    "family": "heart-handshake",
    "legal": "file-text",
    "community": "users-round",
    "other": "ellipsis",
}
_SHORT = (Choice, Choices, Scale, When, Number, Text)
_ACTIONS = {
    "created": N_("Written down"),
    "changed": N_("Changed"),
    "trashed": N_("Moved to the bin"),
    "restored": N_("Taken out of the bin"),
}
_LONGEST_LINK = 160
#: how high a link of one line is, in px at 100 %
LINK_HEIGHT = 22


def short_facts(one: Record, titles: Mapping[str, str], today: date) -> list[tuple[str, str]]:
    """(label, words) of every short field that says something, the title left out."""
    found = []
    for name, field in one.fields.items():
        value = getattr(one, name)
        if name == one.title_field or field.group == HIDDEN:
            continue
        if isinstance(field, Flag) and value:
            found.append((_(field.label), _("Yes")))
        elif isinstance(field, _SHORT) or (isinstance(field, Links) and field.group in ("people", "place")):
            words = display.shown(field, value, lambda id: titles.get(id, ""), today)
            if words:
                found.append((_(field.label), words))
    return found


def prose_facts(one: Record) -> list[tuple[Field, str]]:
    """(field, text) of every prose field that says something and is no secret."""
    return [
        (field, getattr(one, name))
        for name, field in one.fields.items()
        if isinstance(field, Prose) and field.group != HIDDEN and getattr(one, name).strip()
    ]


def linked_ids(one: Record) -> list[str]:
    """The ids of everything the record leads to, each once."""
    ids = (link.id for name, field in one.fields.items() if isinstance(field, Links) for link in getattr(one, name))
    return list(dict.fromkeys(ids))


class Facts(QWidget):
    """Labels at the start, values behind them."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(look.px(7))
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace what is shown."""
        empty(self._grid)
        for row, (label, words) in enumerate(facts):
            said = Words(label, "small", "secondary", wrap=True)
            said.setFixedWidth(theme.current().px(84))
            value = Words(words, "small", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(said, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)


class Connections(QWidget):
    """Links to other records, each with the kind of record it is as icon and what it is here as second words."""

    def __init__(self, desk: Desk, *, icons: bool = True) -> None:
        super().__init__()
        self._desk, self._icons, self._rest = desk, icons, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.current().px(4 if icons else 0))
        self._grid.setHorizontalSpacing(theme.current().px(7))
        self._grid.setColumnStretch(1, 1)

    def show_records(self, records: Sequence[tuple[Record, str]], nothing: str = "") -> None:
        """(record, what it is here); `nothing` is said where there are none."""
        empty(self._grid)
        self._grid.setRowStretch(self._rest, 0)
        self._rest = max(1, len(records))
        self._grid.setRowStretch(self._rest, 1)  # a high card leaves its room below them, not between
        if not records and nothing:
            self._grid.addWidget(Words(nothing, "body", "muted"), 0, 0, 1, 2)
        for row, (one, role) in enumerate(records):
            if self._icons:
                icon = IconLabel(ICONS.get(one.kind, "file-text"), 14, high=LINK_HEIGHT)
                self._grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
            words = f"{one.title} ({role})" if role else one.title
            link = LinkLine(words, partial(self._desk.open_record, one.id))
            self._grid.addWidget(link, row, 1, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)


class LinkLine(Button):
    """A link that goes on in the next line where there is no room; what nobody would read to its end is cut."""

    def __init__(self, words: str, run: Callable[[], object]) -> None:
        self._shown = words if len(words) <= _LONGEST_LINK else words[: _LONGEST_LINK - 1].rstrip() + "…"
        super().__init__(self._shown.replace("&", "&&"), "link", run=run)
        self.setAccessibleName(words)
        self.setToolTip(tip(words) if self._shown != words else "")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._font()).horizontalAdvance(self._shown)
        return QSize(words + 2 * self._edge() + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(40), super().sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        laid = self._laid(width)
        return int(super().sizeHint().height() + laid.boundingRect().height() - laid.lineAt(0).height())

    def _edge(self) -> int:
        return theme.current().px(4) + 1

    def _laid(self, width: int) -> QTextLayout:
        """The words in lines that fit a link of `width`."""
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self.layoutDirection())
        font = self._font()
        font.setUnderline(self.underMouse())
        laid = QTextLayout(self._shown, font)
        laid.setTextOption(option)
        room, height = max(1, width - 2 * self._edge()), 0.0
        laid.beginLayout()
        while (line := laid.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += line.height()
        laid.endLayout()
        return laid

    def _paint_content(self, painter: QPainter) -> None:
        laid = self._laid(self.width())
        painter.setPen(self._ink())
        laid.draw(painter, QPointF(self._edge(), (self.height() - laid.boundingRect().height()) / 2))


class History(QWidget):
    """Who changed what, when and why, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().px("space.m"))

    def show_entries(self, one: Record, entries: Sequence[Entry], titles: Mapping[str, str], today: date) -> None:
        """The changes of a record."""
        empty(self._column)
        for entry in entries:
            self._column.addWidget(_entry(one, entry, titles, today))
        self._column.addStretch(1)


def _entry(one: Record, entry: Entry, titles: Mapping[str, str], today: date) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().px(2))
    column.addWidget(small(f"{moment_words(entry.at, today)}, {entry.by}", "secondary"))
    column.addWidget(Words(_(_ACTIONS.get(entry.action, entry.action)), strong=True))
    for name, old, new in entry.values:
        for words in field_lines(one.fields, name, (old, new), lambda id: titles.get(id, ""), today, quoted=True):
            column.addWidget(small(words, "", wrap=True))
    if entry.why:
        column.addWidget(small(f"“{entry.why}”", "muted", wrap=True))
    return made


def moment_words(at: str, today: date) -> str:
    """A stored moment as a person reads it: "Tue 17 Nov, 18:10"."""
    moment = datetime.fromisoformat(at)
    return in_words(Day(f"{moment:%Y-%m-%dT%H:%M}"), today)


def empty(layout: QGridLayout | QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
