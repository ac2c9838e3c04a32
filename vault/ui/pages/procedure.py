"""One procedure to be read in a hurry, and the same places as fields when it is edited."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.days import in_words
from vault.plans.fields import Rows
from vault.plans.model import Person, Procedure
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import Connections, empty
from vault.ui.forms import RecordForm
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import IconLabel, Words, small
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.step_table import StepTable
from vault.ui.sections import side_by_side

_HIDDEN = "•" * 7
_LOWER = 112
_STEPS = Procedure.fields["steps"]


class ProcedureView(QWidget):
    """Trigger and aim; steps; contacts, code words, and whether it still holds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = theme.current()
        assert isinstance(_STEPS, Rows)
        self._desk = desk
        self._shows_words = False
        self._one = Procedure()
        self.trigger, self.aim = Words("", wrap=True), Words("", wrap=True)
        self.steps = StepTable(_STEPS)
        self.no_steps = Words(_("No steps are written down yet."), "body", "muted")
        self.contacts, self.holds = Connections(desk, icons=False), QVBoxLayout()
        self.words = Words("", wrap=True)
        self.eye = Button("", "link", "eye", run=self.toggle_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.m"))
        column.addWidget(self._make_top())
        self._steps_card = Card(flush=True)
        self._steps_card.body.addWidget(self.steps)
        holder = QHBoxLayout()
        holder.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        holder.addWidget(self.no_steps)
        self._steps_card.body.addLayout(holder)
        self._steps_card.body.addStretch(1)
        column.addWidget(self._steps_card, 1)
        column.addLayout(self._make_lower())

    def _make_top(self) -> Card:
        look = theme.current()
        card, row = Card(), QHBoxLayout()
        row.setSpacing(look.px("space.xl"))
        for label, words in ((_("It begins when"), self.trigger), (_("It aims at"), self.aim)):
            part = QVBoxLayout()
            part.setSpacing(look.px(4))
            part.addWidget(small(label, "secondary", strong=True))
            part.addWidget(words)
            part.addStretch(1)
            row.addLayout(part, 1)
        card.body.addLayout(row)
        return card

    def _make_lower(self) -> QHBoxLayout:
        look = theme.current()
        row = QHBoxLayout()
        row.setSpacing(look.px("space.m"))
        hold = QWidget()
        hold.setLayout(self.holds)
        self.holds.setContentsMargins(0, 0, 0, 0)
        self.holds.setSpacing(look.px(3))
        words = QWidget()
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.px(3))
        inner.addWidget(self.words)
        inner.addWidget(small(_("Never part of an export"), wrap=True))
        inner.addStretch(1)
        for title, content, end in (
            (_("Contacts"), self.contacts, None),
            (_("Code words"), words, self.eye),
            (_("Does it still hold?"), hold, None),
        ):
            row.addWidget(_small_card(title, content, end), 1)
        return row

    def show_procedure(self, one: Procedure) -> None:
        """Show a procedure; its code words hide again."""
        if one.id != self._one.id:
            self._shows_words = False
        self._one = one
        for label, text in ((self.trigger, one.trigger), (self.aim, one.aim)):
            label.setText(text.strip() or _("nothing written down yet"))
            label.set_tone("" if text.strip() else "muted")
        self.steps.show_rows(one.steps)
        self.steps.setVisible(bool(one.steps))
        self.no_steps.setVisible(not one.steps)
        self._show_words()
        people = self._desk.session.find_many([link.id for link in one.contacts])
        self.contacts.show_records([(person, _channel(person)) for person in people], _("nobody yet"))
        self._show_holds(one)

    def toggle_words(self) -> None:
        """Show the code words, or hide them again."""
        self._shows_words = not self._shows_words
        self._show_words()

    def _show_words(self) -> None:
        lines = [line for line in self._one.code_words.splitlines() if line.strip()]
        if not self._shows_words:
            lines = [_covered(line) for line in lines]
        self.words.setText("\n".join(lines) or _("nothing written down yet"))
        self.words.set_tone("" if lines else "muted")
        self.eye.setVisible(bool(lines))
        self.eye.icon_name = "eye-off" if self._shows_words else "eye"
        self.eye.setText(_("Hide") if self._shows_words else _("Show"))
        self.eye.updateGeometry()

    def _show_holds(self, one: Procedure) -> None:
        empty(self.holds)
        today = self._desk.today()
        used, practised = in_words(one.used_on, today), in_words(one.practised_on, today)
        if used:
            self.holds.addWidget(_line("check", _("Used {day}").format(day=used), "good"))
        self.holds.addWidget(
            _line("check", _("Practised {day}").format(day=practised), "good")
            if practised
            else _line("circle-dashed", _("Never practised"), "late")
        )
        risks = self._desk.session.find_many([link.id for link in one.risks])
        numbers = ", ".join(str(risk.number) for risk in risks)
        self.holds.addWidget(
            _line("shield-alert", _("Answers risks {numbers}").format(numbers=numbers), "")
            if risks
            else _line("circle-dashed", _("Answers no risk yet"), "late")
        )
        self.holds.addStretch(1)


def in_place(form: RecordForm) -> None:
    """The same places as fields: trigger and aim on top, steps in the middle, the rest below."""
    look = theme.current()
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px("space.m"))
    for names in (
        (("title",), ("area", "phase"), ("trigger", "aim")),
        (("steps",),),
        (("contacts", "owner"), ("code_words", "materials"), ("practised_on", "used_on"), ("risks", "covers")),
        (("tags",), ("notes",)),
    ):
        card = Card()
        card.body.setSpacing(look.px("space.between_fields"))
        for pair in names:
            card.body.addLayout(side_by_side(form, pair))
        column.addWidget(card)
    outer = QVBoxLayout(form)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(form.problem)
    outer.addWidget(Scroll(inner))


def _small_card(title: str, content: QWidget, end: Button | None) -> Card:
    look = theme.current()
    card = Card()
    card.setFixedHeight(look.px(_LOWER))
    card.column.setContentsMargins(look.px(14), look.px(7), look.px(8), look.px(6))
    head = QHBoxLayout()
    head.addWidget(small(title, "secondary", strong=True), 1)
    if end:
        head.addWidget(end)
    head.addStrut(look.px(22))
    card.body.addLayout(head)
    card.body.setSpacing(look.px(2))
    card.body.addWidget(Scroll(content, title), 1)
    return card


def _line(icon: str, words: str, tone: str) -> QWidget:
    look = theme.current()
    ink = {"good": "success.text", "late": "attention.text"}.get(tone, "text.body")
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(7))
    row.addWidget(IconLabel(icon, 14, ink))
    row.addWidget(small(words, tone, wrap=True), 1)
    return made


def _covered(line: str) -> str:
    """ "We are fine •••••••": what it means stays, the words themselves do not."""
    meaning, colon, _secret = line.partition(":")
    return f"{meaning.strip()} {_HIDDEN}" if colon else _HIDDEN


def _channel(one: object) -> str:
    return one.hours if isinstance(one, Person) and len(one.hours) < 20 else ""
