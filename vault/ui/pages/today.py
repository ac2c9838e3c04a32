"""Today: one next step, what is due, the risks in small, what is missing in the plan, what is kept for you."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import MONTHS, weekday_words
from vault.services import beginning, health, reviewing
from vault.services import due as due_list
from vault.services.due import Due
from vault.services.health import Standing
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.pages.first_steps import FirstSteps
from vault.ui.pages.today_cards import DueCard, HealthCard, KeptCard, StepCard
from vault.ui.parts.beside import Beside
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import small
from vault.ui.parts.mini_matrix import MatrixWithLegend
from vault.ui.parts.page import Page

_AHEAD = timedelta(days=30)
_FINISHED_MONTHS = 4
_LEAST_WIDTH = 540


class TodayPage(Page):
    """The five first steps in a new vault; the usual Today afterwards."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Today"))
        self.desk = desk
        self.log_button = Button(_("Log something"), "other", "plus", "Ctrl+N", run=self.new_record)
        self.skip_button = Button(_("Skip to the full plan"), "quiet", run=self._skip_all)
        self.add_to_head(self.log_button, self.skip_button)
        self.step, self.due = StepCard(desk), DueCard(desk)
        self.health, self.kept = HealthCard(desk), KeptCard(desk)
        self.first_steps = FirstSteps(desk, self.reload, self.new_record)
        self._everyday = self._usual()
        for one in (self._everyday, self.first_steps):  # no stack: it is as high as the one that is not shown
            self.body.addWidget(one)
        Follower(self, desk.changed)

    def _usual(self) -> QWidget:
        look = theme.current()
        made, left, right = Beside(), QVBoxLayout(), QVBoxLayout()
        row = made.row
        for layout in (row, left, right):
            layout.setSpacing(look.px("space.between_cards"))
        self.step.setMinimumWidth(look.px(_LEAST_WIDTH))  # with large words what stands beside it goes below
        left.addWidget(self.step)
        left.addWidget(self.due, 1)
        row.addLayout(left, 1)
        self.matrix = MatrixWithLegend()
        self._matrix_words = small("", "secondary", wrap=True)
        risks = Card(_("Risks now"))
        risks.add_link(_("Open the register"), lambda: self.desk.go("risks"))
        risks.body.addWidget(self.matrix)
        risks.body.addWidget(self._matrix_words)
        right.addWidget(risks)
        right.addWidget(self.health)
        right.addWidget(self.kept, 1)
        side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(look.px(356))
        row.addWidget(side)
        return made

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Ask the vault again; quick, whatever its size."""
        new = beginning.is_new(self.desk.session)
        self._everyday.setVisible(not new)
        self.first_steps.setVisible(new)
        self.skip_button.setVisible(new)
        self.log_button.setVisible(not new)
        if new:
            self.set_title(_("Five small steps before any form"))
            self.set_subtitle(BEGINNINGS.say("today"))
            self.first_steps.reload()
            self._stand_first_steps()
            return
        self.set_title(_("Today"))
        today = self.desk.today()
        waiting = due_list.due(self.desk.session, today, today + _AHEAD)
        self.set_subtitle(self._summary(waiting, today))
        found = health.standing(self.desk.session)
        self.step.show_steps(reviewing.next_steps(self.desk.session, today, waiting, found))
        self.due.show_due(waiting, today)
        self.health.show_health(found)
        self.kept.reload()
        self._show_risks(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand_first_steps()

    def _stand_first_steps(self) -> None:
        self.first_steps.stand(self.width() - 2 * theme.current().px("space.page_side"))

    def _show_risks(self, found: Standing) -> None:
        squares = reviewing.risk_squares(found.risks)
        self.matrix.set_counts(squares)
        risks = plural("{n} risk, after measures.", "{n} risks, after measures.", squares.total())
        self._matrix_words.setText(_("Up: likelihood. Across: impact. {risks}").format(risks=risks))

    def _summary(self, waiting: list[Due], today: date) -> str:
        monday = today - timedelta(days=today.weekday())
        near = [one for one in waiting if one.day < monday + timedelta(days=14)]
        late = sum(one.day < today for one in near)
        words = [weekday_words(today) + "."]
        if near:
            due = plural("{n} thing is due", "{n} things are due", len(near))
            words.append(_("{due}, {late} of them late.").format(due=due, late=late) if late else due + ".")
        else:
            words.append(_("Nothing is due."))
        begin = _months_before(today, _FINISHED_MONTHS)
        finished = reviewing.finished_since(self.desk.session, begin)
        if finished:
            since = plural("{n} action finished since {{month}}.", "{n} actions finished since {{month}}.", finished)
            words.append(since.format(month=_(MONTHS[begin.month - 1])))
        return " ".join(words)

    # ------------------------------------------------------------------ what the window and the buttons ask

    def new_record(self) -> None:
        """Log something."""
        self.desk.go("incidents", "log")

    def look_for(self) -> None:
        """Find anything."""
        self.desk.look_everywhere()

    def _skip_all(self) -> None:
        self.desk.ask(beginning.skip_all(self.desk.session), self, lambda _done: self.reload())


def _months_before(today: date, months: int) -> date:
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
