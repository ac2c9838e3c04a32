"""Points under a heading: the parts of a risk beside each other, each leading to its record where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.formula import Part
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import LINK_HEIGHT, LinkLine, empty
from vault.ui.parts.labels import IconLabel, Words, small
from vault.ui.parts.scroll import Scroll

_MOST = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A point; without an icon it has a dot, with an id it leads to its record."""

    words: str
    icon: str = ""
    id: str = ""


def points_of(parts: Sequence[Part], *, needed: bool = False) -> list[Point]:
    """The parts of a risk as points; what is only needed says so."""
    if needed:
        return [Point(_("{words} (needed)").format(words=part.words), "circle-dashed", part.id) for part in parts]
    return [Point(part.words, "", part.id) for part in parts]


class Points(QWidget):
    """A heading with an icon, and points below it: the first of them that scroll, or `whole` all of them."""

    def __init__(self, desk: Desk, icon: str, title: str, tone: str, ink: str, *, whole: bool = False) -> None:
        super().__init__()
        look = theme.current()
        self._desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.px(14), look.px(9), look.px(6), look.px(6))
        outer.setSpacing(look.px(4))
        head = QHBoxLayout()
        head.setSpacing(look.px(6))
        head.addWidget(IconLabel(icon, 14, ink), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(title, "small", tone, strong=True, wrap=whole), 1)
        self._most = None if whole else _MOST
        outer.addLayout(head)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        outer.addWidget(inner if whole else Scroll(inner, title), 1)

    def show_points(self, points: Sequence[Point]) -> None:
        """Replace what is shown."""
        empty(self._column)
        for one in points[: self._most]:
            self._column.addWidget(self._line(one))
        if not points:
            self._column.addWidget(small(_("nothing written down yet"), wrap=True))
        self._column.addStretch(1)

    def _line(self, one: Point) -> QWidget:
        look = theme.current()
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        high = LINK_HEIGHT if one.id else 0
        dot = IconLabel(one.icon, 14, "success.text", high) if one.icon else Words("•")
        dot.setFixedWidth(look.px(14))
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        if one.id:
            dot.setMinimumHeight(look.px(high))
            row.setSpacing(look.px(1))  # the edge of a link takes the rest
            link = LinkLine(one.words, partial(self._desk.open_record, one.id))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            row.addStretch(1)
        else:
            row.addWidget(Words(one.words, wrap=True), 1)
        return made
