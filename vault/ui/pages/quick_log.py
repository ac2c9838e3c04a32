"""Log something in a minute: what happened, when, about whom, where. The rest can wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from vault.i18n import _
from vault.plans.days import Day, in_words
from vault.plans.fields import Link
from vault.plans.headline import headline
from vault.plans.model import Incident
from vault.plans.query import Condition, Query
from vault.plans.questions import QUICK_LOG
from vault.plans.records import Record
from vault.services.session import Draft
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors import Unclear
from vault.ui.editors.days import WhenEditor
from vault.ui.editors.lines import ProseEditor
from vault.ui.forms import RecordForm
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Sentence, Words, card_title, small
from vault.ui.parts.side_panel import SidePanel

FIELDS = ("facts", "occurred", "people", "place", "may_mean_nothing")


class QuickLog(SidePanel):
    """`saved(Record)` when an incident was written down."""

    saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.form = RecordForm(desk, Incident(), self._arrange, FIELDS, self._finish)
        self._ask_in_short_words()
        self.form.stand_in = {"title": "facts"}
        self.form.saved.connect(self._done)
        self.form.touched.connect(lambda: self.written.say(""))
        self.form.editors["place"].touched.connect(self._look_back)
        self.save_button = Button(_("Save"), "main", hint="Ctrl+S", run=self.save)
        details, close = (
            Button(_("Add details"), "quiet", run=self.add_details),
            Button(_("Close"), run=self.close_panel),
        )
        head = card_title(_("Log something")), small(QUICK_LOG.say("intro"), "secondary")
        self.lay_out(head, self.form, (details,), (close, self.save_button))

    def _arrange(self, form: RecordForm) -> None:
        look = theme.current()
        column = QVBoxLayout(form)
        column.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(8))
        column.setSpacing(look.px("space.between_fields"))
        self.written = Sentence("good")
        column.addWidget(self.written)
        column.addWidget(form.problem)
        for name in ("facts", "occurred"):
            column.addWidget(form.editors[name])
        pair = QHBoxLayout()
        pair.setSpacing(look.px("space.m"))
        for name in ("people", "place"):
            pair.addWidget(form.editors[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pair)
        column.addWidget(form.editors["may_mean_nothing"])
        self._before = _Before(self._connect)
        column.addWidget(self._before)
        column.addStretch(1)

    def _ask_in_short_words(self) -> None:
        editors = self.form.editors
        for name in ("facts", "occurred", "people", "place"):
            words = QUICK_LOG.say(f"questions.{name}")
            if words:
                editors[name].rename(words)
        facts, occurred = editors["facts"], editors["occurred"]
        if isinstance(facts, ProseEditor):
            facts.text.set_least(5)
        if isinstance(occurred, WhenEditor):
            occurred.line.setPlaceholderText(QUICK_LOG.say("hints.occurred"))

    # ------------------------------------------------------------------ what happens

    def begin(self, draft: Draft | None = None) -> None:
        """Put the cursor into the first field, with what was typed before."""
        if draft:
            self.form.restore(draft)
            return
        self.form.editors["facts"].setFocus()

    def save(self) -> None:
        """Write the incident down."""
        self.form.save()

    def add_details(self) -> None:
        """Go on in the full form, with what is typed so far."""
        self.form.keep()
        draft = self.form.draft(still_open=True)
        facts = draft.plain["fields"].get("facts", "")
        draft.plain["fields"] |= {"title": headline(facts)} if facts else {}
        self.form.forget()
        self.closed.emit()
        self.desk.open_form(Incident(state="noted"), draft)

    def close_panel(self) -> None:
        """Put the panel away; what is typed stays in it, and as a draft."""
        if self.form.let_go():
            self.desk.say(_("What you typed is kept as a draft. Today shows it."))
        self.closed.emit()

    def reload(self) -> None:
        """Forget what was finished elsewhere: its draft is gone."""
        if self.form.dirty and self.form.was_kept and not self._has_draft():
            self.form.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _has_draft(self) -> bool:
        return any(draft.id == self.form.draft_id for draft in self.desk.session.drafts())

    def _finish(self, record: Record) -> Record:
        """The title is the first sentence; without words it says what is missing. Without a day it is today's."""
        assert isinstance(record, Incident)
        return replace(
            record,
            title=record.title or headline(record.facts),
            occurred=record.occurred or Day.of(self.desk.today()),
            state=record.state or "noted",
        )

    def _done(self, record: Record) -> None:
        """Say so inside the panel: a message at the foot would lie over its Save button."""
        self.form.forget()
        self._before.show_incident(None, "")
        self.written.say(_("Written down as incident {n}.").format(n=record.number))
        self.saved.emit(record)
        self.form.editors["facts"].setFocus()

    # ------------------------------------------------------------------ what happened there before

    def _look_back(self) -> None:
        place = self.form.editors["place"]
        try:
            links = place.read()
        except Unclear:
            return
        found: list[Record] = []
        if links:
            where = (Condition("place", "is", links[0].id),)
            found = self.desk.session.page(Query("incident", where, (("occurred", True),)), 0, 1)
        one = found[0] if found else None
        day = in_words(one.occurred, self.desk.today()) if isinstance(one, Incident) else ""
        self._before.show_incident(one, day)

    def _connect(self, earlier: Record) -> None:
        """Join the incident that is being written to an earlier one."""
        self.form.join(earlier=(Link(earlier.id, "same"),))


class _Before(QFrame):
    """The last incident at the same place, and a link that joins them: `join(earlier)`."""

    def __init__(self, join: Callable[[Record], object]) -> None:
        super().__init__()
        look = theme.current()
        self._join = join
        self._one: Record | None = None
        self.setProperty("card", "well")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(9))
        row.setSpacing(look.px(9))
        row.addWidget(IconLabel("git-compare-arrows"), 0, Qt.AlignmentFlag.AlignTop)
        self._words: QLabel = Words("", "small", "secondary", wrap=True)
        self.button = Button(_("Join them"), "link", run=self._press)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(words, 1)
        self.hide()

    def show_incident(self, one: Record | None, day: str) -> None:
        """Say which incident was there before; None hides the box."""
        self._one = one
        self.setVisible(one is not None)
        if one:
            said = _("The last one there: {n}, {day}: {title}")
            self._words.setText(said.format(n=one.number, day=day, title=one.title))
            self.button.setText(_("Join them"))
            self.button.setEnabled(True)

    def _press(self) -> None:
        if self._one:
            self._join(self._one)
            self.button.setText(_("Joined"))
            self.button.setEnabled(False)
