"""After a review or a drill: what was found, what comes of it, and the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import holding
from vault.plans.days import in_words
from vault.plans.model import Drill, Procedure, Review
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors.days import WhenEditor
from vault.ui.forms import RecordForm, Unfinished
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.what_changed import ChangesPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.sections import in_sections

_OF_REVIEW = ("held_on", "people", "findings", "changes", "actions", "rhythm")
_OF_DRILL = ("held_on", "type", "people", "times", "worked", "failed", "actions", "rhythm")
_WIDTH, _SIDE, _LEAST_WIDTH, _LEAST_HEIGHT = 640, 290, 520, 240


class HoldingPage(Page):
    """Saving marks it as held, plans the next by its rhythm, and notes on procedures that they were practised."""

    def __init__(self, desk: Desk, one: Review | Drill) -> None:
        super().__init__(one.title)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_(one.many), desk.back), (str(one.number), None)])
        names = _OF_REVIEW if isinstance(one, Review) else _OF_DRILL
        self.form = RecordForm(desk, one, in_sections, names, self._finish)
        held = self.form.editors["held_on"]
        assert isinstance(held, WhenEditor)
        held.line.setPlaceholderText(_("today, if you leave this empty"))
        self.form.also = self._also
        self.form.saved.connect(self._saved)
        self.form.touched.connect(self._show_next)
        self.leave_button = Button(_("Leave, keep the draft"), "quiet", run=desk.back)
        self.save_button = Button(_("It was held"), "main", hint="Ctrl+S", run=self.save)
        self.add_to_head(self.leave_button, self.save_button)
        self.looks: dict[str, Button] = {}
        if isinstance(one, Review):
            self.looks["changed"] = self._look(_("What changed"), lambda: ChangesPage(desk))
            self.looks["missing"] = self._look(_("What is missing"), lambda: MissingPage(desk, one.title))
        self._lay_out()
        self.form.go_on(desk.session.draft_of(one.id))
        self.setFocusProxy(next(iter(self.form.editors.values())))
        self._show_next()

    def _lay_out(self) -> None:
        look, inner, card = theme.current(), QWidget(), Card(flush=True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[look.px("space.card_side")] * 4)
        column.addWidget(self.form)
        card.body.addWidget(Scroll(inner))
        card.setMinimumSize(look.px(_LEAST_WIDTH), look.px(_LEAST_HEIGHT))
        card.setMaximumWidth(look.px(_WIDTH + 46))
        side, after = QVBoxLayout(), Card(_("After it"))
        after.setFixedWidth(look.px(_SIDE))
        self.next = Words("", "body", "secondary", wrap=True)
        after.body.addWidget(self.next)
        if self.looks:
            side.addWidget(self._agenda())
        side.addWidget(after)
        side.addStretch(1)
        self.body.addWidget(card, 4)
        self.body.addLayout(side)
        self.body.addStretch(1)

    def _look(self, words: str, page: Callable[[], Page]) -> Button:
        return Button(words, "link", run=lambda: self.desk.open_page(page()))

    def _agenda(self) -> Card:
        """What a review begins with; coming back finds here what was typed."""
        made = Card(_("To begin with"))
        made.setFixedWidth(theme.current().px(_SIDE))
        for button in self.looks.values():
            made.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _finish(self, made: Record) -> Record:
        assert isinstance(made, Review | Drill)
        return holding.held(made, self.desk.today())

    def _also(self, made: Record) -> list[Record]:
        assert isinstance(made, Review | Drill)
        after = holding.following(made, self.desk.today())
        found: list[Record] = [after] if after else []
        if isinstance(made, Drill):
            linked = self.desk.session.find_many([link.id for link in made.procedures])
            found += holding.practised(
                made, [one for one in linked if isinstance(one, Procedure) and not one.trashed_at]
            )
        return found

    def _show_next(self) -> None:
        try:
            made = self.form.record()
        except Unfinished:
            return
        assert isinstance(made, Review | Drill)
        after = holding.following(made, self.desk.today())
        words = [_("No next one is planned: it has no rhythm.")]
        if after:
            words = [_("The next one is planned for {day}.").format(day=in_words(after.planned_on, self.desk.today()))]
        if isinstance(made, Drill) and made.procedures:
            words.append(_("Its procedures are noted as practised."))
        self.next.setText(" ".join(words))

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """It was held."""
        # also where nothing was typed: that it was held is news enough
        self.form.put(held_on=self.form.editors["held_on"].read())
        self.form.save()

    def leave(self) -> bool:
        """What was typed becomes a draft."""
        if self.form.let_go():
            self.desk.say(_("What you typed is kept as a draft. Today shows it."))
        return True

    def _saved(self, made: Record) -> None:
        self.desk.back()
        self.desk.say(_("“{title}” was held.").format(title=made.title), _("Undo"), self.desk.undo)
