"""The form of a whole record, new or being changed, over the page one came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import triggers
from vault.plans.days import Day
from vault.plans.fields import Link, Prose
from vault.plans.model import Review, Risk
from vault.plans.model.risks import SCORES
from vault.plans.records import Record
from vault.services import versions
from vault.services.session import Draft
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors.lines import ProseEditor
from vault.ui.forms import RecordForm, Unfinished
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words, small
from vault.ui.parts.menus import menu_of
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.sections import in_sections

_WHY = Prose(label="", name="why")
_WIDTH, _LEAST_WIDTH, _LEAST_HEIGHT = 640, 560, 240


class FormPage(Page):
    """`then(record)` is called once the record is in the vault and the page is closed."""

    def __init__(
        self, desk: Desk, record: Record, draft: Draft | None = None, then: Callable[[Record], object] | None = None
    ) -> None:
        kind = _(record.words)
        super().__init__(_("New {kind}").format(kind=kind.lower()) if not record.id else record.title)
        self.desk, self._then, self._before = desk, then, record
        self.way_back = desk.back
        self.set_path([(_(record.many), desk.back), (str(record.number) if record.id else _("New"), None)])
        self.form = RecordForm(desk, record, in_sections)
        self.form.also = partial(versions.following, desk.session)
        self.form.saved.connect(self._saved)
        self.form.touched.connect(self._look_at_score)
        self._make_buttons()
        self._lay_out()
        self.setFocusProxy(next(iter(self.form.editors.values())))
        if draft:
            self.form.restore(draft)
            self._look_at_score()

    def _make_buttons(self) -> None:
        self.more = IconButton("ellipsis", _("More"))
        self._menu = menu_of(self.more, [(_("Throw away what I typed"), self.discard)])
        self.more.clicked.connect(lambda: self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.leave_button = Button(_("Leave, keep the draft"), "quiet", run=self.desk.back)
        self.save_button = Button(_("Save"), "main", "save", "Ctrl+S", run=self.save)
        self.add_to_head(self.more, self.leave_button, self.save_button)

    def _lay_out(self) -> None:
        look = theme.current()
        self.why = ProseEditor(_WHY, self.desk, lines=(2, 6))
        self.why.rename(_("Why does the score change? (needed)"))
        self.form.why = self.why.read
        self._why_card = Card(kind="tint")
        self._why_card.body.addWidget(self.why)
        self._why_card.hide()
        inner = QWidget()
        column = QVBoxLayout(inner)
        side = look.px("space.card_side")
        column.setContentsMargins(side, look.px("space.card_top"), side, look.px("space.card_top"))
        column.addWidget(self._why_card)
        column.addWidget(self.form)
        column.addStretch(1)
        card = Card(flush=True)
        card.body.addWidget(Scroll(inner))
        card.setMinimumSize(look.px(_LEAST_WIDTH), look.px(_LEAST_HEIGHT))
        card.setMaximumWidth(look.px(_WIDTH + 46))
        self.body.addWidget(card, 4)
        self.body.addWidget(self._make_helper())
        self.body.addStretch(1)

    def _make_helper(self) -> QWidget:
        look = theme.current()
        card = Card(_("Kept as you type"))
        card.setFixedWidth(look.px(290))
        card.body.addWidget(
            Words(
                _("What you write stays here as a draft, also when you leave, lock, or the power goes."),
                "body",
                "secondary",
                wrap=True,
            )
        )
        card.body.addWidget(small(_("Only what is marked as needed has to be filled in."), wrap=True))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.addWidget(card)
        column.addStretch(1)
        row.addLayout(column)
        return holder

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """Save, unless something is missing."""
        if self._why_card.isVisibleTo(self) and not self.why.read():
            self.why.show_fault(_("A few words are enough. They stay in the history."))
            self.why.point_at()
            return
        self.form.save()

    def leave(self) -> bool:
        """What was typed becomes a draft."""
        if self.form.let_go():
            self.desk.say(_("What you typed is kept as a draft. Today shows it."))
        return True

    def discard(self) -> None:
        """Give up what was typed."""
        self.form.discard()
        self.desk.back()
        self.desk.say(_("What you typed was thrown away."))

    def _saved(self, record: Record) -> None:
        self.desk.back()
        if not self._before.id:
            self.desk.made.emit(record)
        if self._then:
            self._then(record)
        found = triggers.trigger(self._before if self._before.id else None, record)
        if found:
            review = Review(
                title=_("After: {title}").format(title=record.title), reason=(found.reason,), about=(Link(record.id),),
                state="planned", rhythm="once", planned_on=Day.of(self.desk.today()),
            )  # fmt: skip
            self.desk.say(found.words, _("Plan a review"), lambda: self.desk.open_form(review))
            return
        self.desk.say(_("“{title}” is saved.").format(title=record.title), _("Undo"), self.desk.undo)

    def _look_at_score(self) -> None:
        """A changed score asks for its reason."""
        before = self.form.base()
        if not isinstance(before, Risk) or not before.id or before.level is None:
            return
        try:
            now = self.form.record()
        except Unfinished:
            return
        self._why_card.setVisible(any(getattr(before, name) != getattr(now, name) for name in SCORES))
