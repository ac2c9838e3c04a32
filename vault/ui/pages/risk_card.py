"""The chosen risk below the register: why this score, what makes us vulnerable and strong, what we do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vault.i18n import _
from vault.plans.model import Action, Risk
from vault.services import formulas, health
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import moment_words
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import Elided
from vault.ui.points import Point, Points, points_of

_HEIGHT = 192


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
            Points(desk, "circle-dashed", _("What makes us vulnerable"), "late", "attention.text"),
            Points(desk, "shield-check", _("What makes us strong"), "good", "success.text"),
            Points(desk, "list-checks", _("What we do"), "accent", "accent.text"),
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
        actions = [other for other, _field in self._desk.session.backlinks(one.id) if isinstance(other, Action)]
        parts = formulas.of(self._desk.session, one)
        for column, points in zip(
            self._columns,
            (
                points_of(parts.weak),
                points_of(parts.strong) + points_of(parts.needed, needed=True),
                [Point(other.title, "" if other.open else "check", other.id) for other in actions],
            ),
            strict=True,
        ):
            column.show_points(points)

    def _scored(self, one: Risk) -> str:
        """The reason of the score, and who gave it when."""
        reason = f"“{one.reason.strip()}” " if one.reason.strip() else ""
        if one.level is None:
            return reason or _("Not scored yet.")
        entry = health.last_score(self._desk.session, one)
        if entry is None:
            return reason
        why = f"“{entry.why}” " if entry.why else reason
        return f"{why}{entry.by}, {moment_words(entry.at, self._desk.today())}"
