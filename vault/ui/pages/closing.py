"""Closing an incident: seven questions, whose answers become links, actions and a day to look again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.plans import closing
from vault.plans.days import in_words
from vault.plans.fields import Prose
from vault.plans.model import Action, Incident
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.editors.lines import ProseEditor
from vault.ui.facts import empty
from vault.ui.forms import RecordForm, Unfinished
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import IconLabel, Words, card_title, small
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.sections import side_by_side

_TELL = Prose(label=N_("Who must still be told"), name="tell")
#: key of a question -> the fields that hold the answer
_ASKED = {
    "ended": ("closed_as",),
    "risks": ("risks",),
    "procedure": ("procedures", "followed"),
    "told": ("told",),
    "donor": ("asked",),
    "people": ("stress",),
    "change": ("lesson", "follow_up_on"),
}
_NAMES = tuple(name for names in _ASKED.values() for name in names)
_WIDTH, _SIDE, _LEAST_WIDTH, _LEAST_HEIGHT = 640, 320, 520, 240


class ClosingPage(Page):
    """Nothing has to be answered but how it ended. Leaving keeps what was typed as a draft."""

    def __init__(self, desk: Desk, incident: Incident) -> None:
        super().__init__(_("Close “{title}”").format(title=incident.title))
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_(incident.many), desk.back), (str(incident.number), None)])
        self.tell = ProseEditor(_TELL, desk, lines=(1, 3))
        self.form = RecordForm(desk, incident, self._arrange, _NAMES, self._finish)
        self.form.also = lambda _made: self._actions()
        self.form.touched.connect(self._show_actions)
        self.form.kept_with = self._with_tell
        self.tell.touched.connect(lambda: self.form.put(told=self.form.editors["told"].read()))
        self.form.saved.connect(self._saved)
        self.leave_button = Button(_("Leave it open"), "quiet", run=desk.back)
        self.close_button = Button(_("Close the incident"), "main", hint="Ctrl+S", run=self.save)
        self.add_to_head(self.leave_button, self.close_button)
        self._lay_out()
        self.form.go_on(desk.session.draft_of(incident.id))
        self._put_tell_back()
        self.setFocusProxy(self.form.editors["closed_as"])
        self._show_actions()
        Follower(self, desk.changed, ("incident",))

    def reload(self) -> None:
        """Read the incident again, unless somebody types."""
        if not self.form.dirty:
            found = self.desk.session.find_many([self.form.base().id])
            for one in found:
                self.form.fill(one)
            self._show_actions()

    def _lay_out(self) -> None:
        look, inner, card = theme.current(), QWidget(), Card(flush=True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[look.px("space.card_side")] * 4)
        column.addWidget(self.form)
        card.body.addWidget(Scroll(inner))
        card.setMinimumSize(look.px(_LEAST_WIDTH), look.px(_LEAST_HEIGHT))
        card.setMaximumWidth(look.px(_WIDTH + 46))
        written, holder = Card(_("Written with it")), QVBoxLayout()
        written.setFixedWidth(look.px(_SIDE))
        self._written = QVBoxLayout()
        self._written.setSpacing(look.px("space.s"))
        written.body.addLayout(self._written)
        holder.addWidget(written)
        holder.addStretch(1)
        self.body.addWidget(card, 4)
        self.body.addLayout(holder)
        self.body.addStretch(1)

    def _arrange(self, form: RecordForm) -> None:
        look, rows = theme.current(), QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(look.px("space.between_fields"))
        rows.addWidget(form.problem)
        for n, (key, names) in enumerate(_ASKED.items()):
            if n:
                rows.addWidget(line())
            rows.addWidget(card_title(closing.WORDS.say(f"questions.{key}") or _(form.editors[names[0]].field.label)))
            rows.addLayout(side_by_side(form, names) if len(names) == 1 else _below(form, names))
            if names == ("told",):
                rows.addWidget(self.tell)
        form.editors["told"].rename(_("Who was told"))
        rows.addStretch(1)

    # ------------------------------------------------------------------ what comes of it

    def _now(self) -> Incident:
        try:
            made = self.form.record()
        except Unfinished:
            made = self.form.base()
        assert isinstance(made, Incident)
        return made

    def _finish(self, made: Record) -> Record:
        assert isinstance(made, Incident)
        return closing.closed(made, self.desk.today())

    def _actions(self) -> list[Action]:
        made = self._now()
        names = self.desk.session.titles(link.id for link in made.procedures)
        return closing.actions(made, self.tell.read(), names, self.desk.today())

    def _show_actions(self) -> None:
        empty(self._written)
        made, today = self._now(), self.desk.today()
        for one in self._actions():
            self._written.addWidget(_written_line("list-checks", one.title, in_words(one.due, today)))
        if made.follow_up_on:
            self._written.addWidget(_written_line("calendar", _("Look again"), in_words(made.follow_up_on, today)))
        if made.risks:
            told = _("The risks it touches are marked to be looked at again.")
            self._written.addWidget(_written_line("shield-alert", told, ""))
        if not self._written.count():
            nothing = _("Actions and days that come of your answers are shown here before anything is written.")
            self._written.addWidget(Words(nothing, "body", "muted", wrap=True))

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """Close the incident, once it is said how it ended."""
        ended = self.form.editors["closed_as"]
        if not ended.read():
            ended.show_fault(_("Say how it ended. All the rest can stay open."))
            ended.point_at()
            return
        self.form.put(closed_as=ended.read())
        self.form.save()

    def leave(self) -> bool:
        """What was typed becomes a draft of the incident; who must be told is kept with it."""
        if self.form.let_go():
            self.desk.say(_("It stays open. What you typed is kept as a draft, and Today shows it."))
        return True

    def _with_tell(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Who must still be told stands in no field of the incident: a draft keeps it with those who were, as what it
        is, so that nobody takes it for done."""
        words = self.tell.read().strip()
        if not words:
            return fields
        told = self.form.editors["told"].read()
        return fields | {"told": "\n".join(filter(None, (told, _still().format(who=words))))}

    def _put_tell_back(self) -> None:
        """Where a draft kept who must still be told, they are asked for again, and become an action."""
        told = self.form.editors["told"]
        before, mark, words = str(told.read()).rpartition(_still().format(who=""))
        if mark and "told" in self.form.draft(still_open=False).plain["fields"]:
            self.form.put(told=before.rstrip("\n"))
            self.tell.show_value(words)

    def _saved(self, made: Record) -> None:
        self.tell.show_value("")
        self.desk.back()
        self.desk.say(_("“{title}” is closed.").format(title=made.title), _("Undo"), self.desk.undo)


def _still() -> str:
    return _("Still to be told: {who}")


def _below(form: RecordForm, names: Sequence[str]) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(theme.current().px("space.between_fields"))
    for name in names:
        made.addLayout(side_by_side(form, (name,)))
    return made


def _written_line(icon: str, words: str, day: str) -> QWidget:
    made, text = QWidget(), QVBoxLayout()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().px("space.s"))
    text.setSpacing(0)
    row.addWidget(IconLabel(icon, 14))
    text.addWidget(Words(words, "body", wrap=True))
    if day:
        text.addWidget(small(day, "secondary"))
    row.addLayout(text, 1)
    return made
