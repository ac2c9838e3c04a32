"""Today in a new vault: five small things to agree on before any form."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.plans import first_steps
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import Day, in_words
from vault.plans.first_steps import FirstStep
from vault.plans.query import Condition, Query
from vault.services import beginning
from vault.ui import tabbing, theme
from vault.ui.desk import Desk
from vault.ui.facts import AREA_ICONS, empty
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import RoundIcon, card_title, prose, small

_HEIGHT, _SIDE = 88, 340
_ANY_WIDTH = 16_777_215  # what Qt calls no limit


class FirstSteps(QWidget):
    """`settled` is called when a step was agreed or left for later, `log` when somebody wants to log something."""

    def __init__(self, desk: Desk, settled: Callable[[], object], log: Callable[[], object]) -> None:
        super().__init__()
        look = theme.current()
        self._desk, self._settled, self._room = desk, settled, 0
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(look.px("space.between_cards"))
        self._card = Card(flush=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        self._card.body.addLayout(self._steps)
        left = QVBoxLayout()
        left.addWidget(self._card)
        left.addStretch(1)
        self._halves.addLayout(left, 1)
        self._beside = self._side(log)
        self._halves.addWidget(self._beside)

    def stand(self, room: int) -> None:
        """Put what stands beside the steps below them where `room` (px) is too narrow for both."""
        wide = theme.current().px(_SIDE)
        self._room = room
        beside = self._card.minimumSizeHint().width() + self._halves.spacing() + wide <= room
        if beside != (self._halves.direction() == QBoxLayout.Direction.LeftToRight):
            self._beside.setMinimumWidth(wide if beside else 0)
            self._beside.setMaximumWidth(wide if beside else _ANY_WIDTH)
            directions = QBoxLayout.Direction
            self._halves.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.stand(self._room)  # other steps, other words: only now is it known how wide they are
        return super().event(event)

    def _side(self, log: Callable[[], object]) -> QWidget:
        look = theme.current()
        side = QWidget()
        side.setFixedWidth(look.px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.between_cards"))
        if BEGINNINGS.say("heavy"):
            heavy = Card(BEGINNINGS.say("heavy"))
            heavy.body.addWidget(prose(BEGINNINGS.say("heavy_prose")))
            column.addWidget(heavy)
        happened = Card(_("Something happened already?"))
        happened.body.addWidget(prose(BEGINNINGS.say("happened")))
        happened.body.addLayout(_alone(Button(_("Log something"), "other", "plus", "Ctrl+N", run=log)))
        bring = Card(_("Bring what you have"))
        bring.body.addWidget(
            prose(_("A spreadsheet of risks or contacts can come in as it is. You see every line before it is kept."))
        )
        bring.body.addLayout(_alone(Button(_("Import"), "other", "file-text", run=lambda: self._desk.run("import"))))
        for card in (happened, bring):
            column.addWidget(card)
        column.addStretch(1)
        return side

    def reload(self) -> None:
        """Show how far it is."""
        focused = QApplication.focusWidget()
        left = focused is not None and self._card.isAncestorOf(focused)
        empty(self._steps)
        found = beginning.settled(self._desk.session)
        steps = first_steps.shipped()
        next_area = next((step.area for step in steps if step.area not in found), "")
        for n, step in enumerate(steps):
            if n:
                self._steps.addWidget(line())
            self._steps.addWidget(self._row(step, found.get(step.area, ""), is_next=step.area == next_area))
        if left:  # what had the focus is gone: on to the next step, once it shows
            QTimer.singleShot(0, self, lambda: tabbing.begin(self._card))

    def _row(self, step: FirstStep, state: str, *, is_next: bool) -> QWidget:
        look = theme.current()
        made = QFrame()
        if is_next:
            made.setProperty("card", "tint")
        made.setMinimumHeight(look.px(_HEIGHT))
        row, words = QHBoxLayout(made), QVBoxLayout()
        row.setContentsMargins(look.px(20), look.px(10), look.px(20), look.px(10))
        row.setSpacing(look.px(18))
        words.setSpacing(look.px(1))
        words.addStretch(1)
        title = card_title(step.title)
        title.setWordWrap(True)  # so that what stands beside the steps stays beside them in wide letters too
        words.addWidget(title)
        words.addWidget(small(self._detail(step, state), "secondary", wrap=True))
        words.addStretch(1)
        row.addWidget(_picture(step, state, is_next=is_next))
        row.addLayout(words, 1)
        for widget in self._end(step, state, is_next=is_next):
            row.addWidget(widget)
        return made

    def _detail(self, step: FirstStep, state: str) -> str:
        if state.startswith(beginning.AGREED):
            day = in_words(Day(state.partition(":")[2]), self._desk.today())
            return _("Agreed on {day}").format(day=day)
        return _("Left for later") if state else step.detail

    def _end(self, step: FirstStep, state: str, *, is_next: bool) -> list[QWidget]:
        if state:
            return [Button(_("Look again"), "link", run=lambda: self._look_again(step))]
        if not is_next:
            minutes = small(plural("{n} minute", "{n} minutes", step.minutes), "secondary")
            return [minutes, Button(_("Talk it through"), "link", run=lambda: self.talk(step))]
        session, area = self._desk.session, step.area
        return [
            Button(_("Not now"), "quiet", run=lambda: self._keep(beginning.skip(session, area))),
            Button(_("Agreed already"), run=lambda: self._keep(beginning.agree(session, area, self._desk.today()))),
            Button(_("Talk it through"), "main", run=lambda: self.talk(step)),
        ]

    def talk(self, step: FirstStep) -> None:
        """Open a procedure of the area, with a beginning to change."""
        self._desk.open_form(step.begun())

    def _look_again(self, step: FirstStep) -> None:
        written = self._desk.session.page(Query("procedure", (Condition("area", "is", step.area),)), 0, 1)
        if written:
            self._desk.open_record(written[0].id)
        else:
            self._keep(beginning.open_again(self._desk.session, step.area))

    def _keep(self, future: Future[None]) -> None:
        self._desk.ask(future, self, lambda _done: self._settled())


def _picture(step: FirstStep, state: str, *, is_next: bool) -> RoundIcon:
    if state.startswith(beginning.AGREED):
        return RoundIcon("check", 40, "success.tint", "success.text")
    if is_next:
        return RoundIcon(AREA_ICONS[step.area])
    return RoundIcon(AREA_ICONS[step.area], 40, "accent.tint", "accent.text")


def _alone(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
