"""A plan of another level is begun: from a ready one with its procedures, or with empty fields."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.plans import display, ready_plans, starters
from vault.plans.model import Plan, Procedure
from vault.plans.ready_plans import ReadyPlan
from vault.plans.records import Record
from vault.services import planning
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.facts import empty
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import IconLabel, Words, small
from vault.ui.parts.lines import WORDS, Cell, Lines
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.table import SMALL, TONE, Table
from vault.ui.parts.table_head import TableHead

_LEAST, _LEAST_HEIGHT = 360, 240


class NewPlanPage(Page):
    """The ready plans at the start, what is in the one that is looked at at the end. Enter begins it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New plan"))
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_("Plan"), desk.back), (_("New plan"), None)])
        self.set_subtitle(_("It begins as a draft of your own. Change names, times and ways to fit you."))
        self._ready = ready_plans.shipped()
        self._starters = {one.key: one for one in starters.shipped()}
        self.table = Table(None, TableHead)
        self.table.setAccessibleName(_("Ready plans"))
        self.table.head.setSectionsClickable(False)
        self.lines = Lines(self.table, (_("Plan"), _("Level")), [_cells(one) for one in self._ready])
        self.table.setModel(self.lines)
        self.table.set_widths(0, 150)
        self.name, self.about = Words("", "card_title", wrap=True), Words("", wrap=True)
        self.contains, self.procedures = QVBoxLayout(), QVBoxLayout()
        self.own_button = Button(_("Begin with nothing in it"), "quiet", run=self.begin_empty)
        self.begin_button = Button(_("Begin this plan"), "main", "plus", run=self.save)
        self.add_to_head(self.own_button, self.begin_button)
        self._lay_out()
        self.table.opened.connect(lambda _index: self.save())
        self.table.selectionModel().currentRowChanged.connect(self._look)
        self.setFocusProxy(self.table)
        Follower(self, desk.changed, ("procedure",))

    def _lay_out(self) -> None:
        look = theme.current()
        left, right, inner = Card(flush=True), Card(flush=True), QWidget()
        left.setMinimumSize(look.px(_LEAST), look.px(_LEAST_HEIGHT))
        right.setMinimumSize(look.px(_LEAST), look.px(_LEAST_HEIGHT))
        left.body.addWidget(self.table)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[look.px(16)] * 4)
        column.setSpacing(look.px(6))
        column.addWidget(self.name)
        column.addWidget(self.about)
        for label, lines in ((_("What it should say"), self.contains), (_("Procedures in it"), self.procedures)):
            column.addSpacing(look.px(6))
            column.addWidget(small(label, "secondary", strong=True))
            lines.setSpacing(look.px(4))
            column.addLayout(lines)
        column.addStretch(1)
        right.body.addWidget(Scroll(inner))
        self.body.addWidget(left, 2)
        self.body.addWidget(right, 3)

    def reload(self) -> None:
        """Look again which of its procedures are there already."""
        self.begin_button.setEnabled(bool(self._ready))
        if self._ready and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._look()

    def _look(self, *_rows: QModelIndex) -> None:
        one = self._chosen()
        empty(self.contains)
        empty(self.procedures)
        if one is None:
            return
        self.name.setText(one.title)
        self.about.setText(one.about)
        for words in one.contains:
            self.contains.addWidget(_line("chevron-right", words))
        plan = [each for each in self.desk.session.all("procedure") if isinstance(each, Procedure)]
        inside = [self._starters[key] for key in one.starters if key in self._starters]
        there = starters.present(inside, plan)
        for starter in inside:
            words = _("{title} (there already, it is used as it is)") if starter.key in there else "{title}"
            self.procedures.addWidget(_line("book-open", words.format(title=starter.title)))

    def _chosen(self) -> ReadyPlan | None:
        at = self.table.currentIndex().row()
        return self._ready[at] if 0 <= at < len(self._ready) else None

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """Begin the plan that is looked at, with its procedures, all at once."""
        one = self._chosen()
        if one is None or not self.begin_button.isEnabled() or not self.desk.may_write():
            return
        self.begin_button.setEnabled(False)
        future = planning.begin(self.desk.session, one, self._starters)
        self.desk.ask(future, self, self._begun, self._failed)

    def begin_empty(self) -> None:
        """The form of a plan that holds nothing yet."""
        self.desk.open_form(Plan(state="draft"))

    def _begun(self, made: list[Record]) -> None:
        desk, (*copies, plan) = self.desk, made
        desk.go("plan", plan)
        told = _("“{title}” is begun.").format(title=plan.title)
        if copies:
            told += " " + plural("{n} procedure came with it.", "{n} procedures came with it.", len(copies))
        desk.say(told, _("Undo"), desk.undo)

    def _failed(self, error: BaseException) -> None:
        self.begin_button.setEnabled(True)
        self.desk.complain(error)


def _cells(one: ReadyPlan) -> list[Cell]:
    level = display.shown(Plan.fields["level"], one.level)
    return [one.title, {WORDS: level, TONE: "secondary", SMALL: True}]


def _line(icon: str, words: str) -> QWidget:
    look, made = theme.current(), QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(8))
    row.addWidget(IconLabel(icon, 14, "text.secondary"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Words(words, wrap=True), 1)
    return made
