"""The chosen risk below the register: why this score, what makes us vulnerable and strong, what we do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.model import Action, Risk
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import empty, moment_words
from vault.ui.pages.form import SCORES
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import Elided, IconLabel, Words, small
from vault.ui.parts.scroll import Scroll

_HEIGHT = 192
_MOST = 8


class RiskCard(Card):
    """`score_asked` when the score is to be changed."""

    score_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(flush=True)
        look = theme.current()
        self._desk = desk
        self._id = ""
        self.setFixedHeight(look.px(_HEIGHT))
        self._title = Elided("", "card_title", strong=True)
        self._reason = Elided("", "small", "secondary")
        self.score_button = Button(_("Change score"), "other", "pencil", run=self.score_asked.emit)
        self.open_button = Button(_("Open"), run=lambda: desk.open_record(self._id))
        self.body.addLayout(self._make_head())
        self.body.addWidget(line())
        self._columns = [
            _Points("circle-dashed", _("What makes us vulnerable"), "late", "attention.text"),
            _Points("shield-check", _("What makes us strong"), "good", "success.text"),
            _Points("list-checks", _("What we do"), "accent", "accent.text"),
        ]
        row = QHBoxLayout()
        row.setSpacing(0)
        for n, column in enumerate(self._columns):
            if n:
                row.addWidget(line(upright=True))
            row.addWidget(column, 1)
        self.body.addLayout(row, 1)

    def _make_head(self) -> QHBoxLayout:
        look = theme.current()
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(look.px(15), look.px(11), look.px(15), look.px(11))
        row.setSpacing(look.px("space.between_buttons"))
        words.setSpacing(look.px(2))
        words.addWidget(self._title)
        words.addWidget(self._reason)
        row.addLayout(words, 1)
        row.addWidget(self.score_button)
        row.addWidget(self.open_button)
        return row

    def show_risk(self, one: Risk | None) -> None:
        """Show a risk; None hides the card."""
        self.setVisible(one is not None)
        if one is None:
            return
        self._id = one.id
        self._title.setText(f"{one.number}. {one.title}")
        self._reason.setText(self._scored(one))
        actions = [other for other, field in self._desk.session.backlinks(one.id) if isinstance(other, Action)]
        for column, points in zip(
            self._columns,
            (
                [(point, "") for point in _lines(one.vulnerabilities)],
                [(point, "") for point in _lines(one.capacities)],
                [(other.title, "" if other.open else "check") for other in actions],
            ),
            strict=True,
        ):
            column.show_points(points)

    def _scored(self, one: Risk) -> str:
        """The reason of the score, and who gave it when."""
        reason = f"“{one.reason.strip()}” " if one.reason.strip() else ""
        if one.level is None:
            return reason or _("Not scored yet.")
        for entry in self._desk.session.history(one.id):
            if entry.action == "created" or any(name in SCORES for name, _old, _new in entry.values):
                why = f"“{entry.why}” " if entry.why else reason
                return f"{why}{entry.by}, {moment_words(entry.at, self._desk.today())}"
        return reason


def _lines(text: str) -> list[str]:
    return [line.strip("-• ") for line in text.splitlines() if line.strip("-• ")]


class _Points(QWidget):
    """A heading with an icon, and points below it."""

    def __init__(self, icon: str, title: str, tone: str, ink: str) -> None:
        super().__init__()
        look = theme.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.px(14), look.px(9), look.px(6), look.px(6))
        outer.setSpacing(look.px(4))
        head = QHBoxLayout()
        head.setSpacing(look.px(6))
        head.addWidget(IconLabel(icon, 14, ink))
        head.addWidget(Words(title, "small", tone, strong=True), 1)
        outer.addLayout(head)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        outer.addWidget(Scroll(inner, title), 1)

    def show_points(self, points: list[tuple[str, str]]) -> None:
        """(words, icon); a point without an icon gets a dot."""
        empty(self._column)
        for words, icon in points[:_MOST]:
            self._column.addWidget(_point(words, icon))
        if not points:
            self._column.addWidget(small(_("nothing written down yet")))
        self._column.addStretch(1)


def _point(words: str, icon: str) -> QWidget:
    look = theme.current()
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(6))
    dot = IconLabel(icon, 14, "success.text") if icon else Words("•")
    dot.setFixedWidth(look.px(14))
    row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Words(words, wrap=True), 1)
    return made
