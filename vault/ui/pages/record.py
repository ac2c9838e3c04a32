"""One record on its own page: what is known, what it is connected with, and who changed what and why."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vault.errors import NotFound
from vault.i18n import _
from vault.plans.days import Day
from vault.plans.fields import SHARING_WORDS, Link, Rows, Sharing
from vault.plans.model import Analysis, Drill, Incident, Review, Risk
from vault.plans.records import KINDS, Record
from vault.services import formulas
from vault.services.session import Purged
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.columns import state_chip
from vault.ui.desk import Desk
from vault.ui.erasing import ask_purge
from vault.ui.facts import Connections, Facts, History, empty, linked_ids, moment_words, prose_facts, short_facts
from vault.ui.pages.closing import ClosingPage
from vault.ui.pages.holding import HoldingPage
from vault.ui.pages.prompts import PromptsPage
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.card import Card
from vault.ui.parts.chips import Chip
from vault.ui.parts.labels import Words, prose, small
from vault.ui.parts.level_chips import LevelChip
from vault.ui.parts.menus import menu_of
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.step_table import StepTable
from vault.ui.points import Points, points_of

#: what the five questions are asked about
_LOOKED_AT = ("threat", "incident")
#: what the three columns of a risk show
_IN_FORMULA = ("vulnerabilities", "capacities")

_LEAST_WORK, _LEAST_HEIGHT = 420, 220


class RecordPage(Page):
    """Shows the record with the id `record_id`; follows its changes, and closes when it is erased."""

    def __init__(self, desk: Desk, record_id: str) -> None:
        super().__init__("")
        self.desk, self.record_id = desk, record_id
        self.way_back = desk.back
        self.record: Record | None = None
        self._lay_out()
        self._make_head_end()
        Follower(self, desk.changed)

    def _make_head_end(self) -> None:
        self.state = Chip("")
        self.level = LevelChip(1)
        self.more = IconButton("ellipsis", _("More"))
        self.more.clicked.connect(self._open_menu)
        self.restore_button = Button(_("Take out of the bin"), "main", "undo-2", run=self._restore)
        self.edit_button = Button(_("Edit"), "main", "pencil", "F2", run=self.edit)
        self.analyse_button = Button(_("Look at it together"), icon="circle-help", run=self.analyse)
        self.close_button = Button(_("Close the incident"), run=self.close_incident)
        self.hold_button = Button(_("It was held"), icon="check", run=self.hold)
        self.prompts_button = Button(_("Prompts"), icon="circle-help", run=self.show_prompts)
        self.setFocusProxy(self.edit_button)
        asked = (self.analyse_button, self.close_button, self.hold_button, self.prompts_button)
        buttons = (self.more, self.restore_button, *asked, self.edit_button)
        self.add_to_head(self.level, self.state, *buttons)

    def _lay_out(self) -> None:
        look = theme.current()
        self.facts, self.connected, self.history_list = Facts(), Connections(self.desk), History()
        self._facts_card = Card(_("What is known"))
        self._facts_card.body.addWidget(self.facts)
        self._connected_card = Card(_("Connected"))
        self._connected_card.body.addWidget(self.connected)
        side = _scrolled(self._facts_card, self._connected_card)
        side.setFixedWidth(look.px(282))
        self._work = QVBoxLayout()
        work = Card(flush=True)
        work.body.addWidget(_scroll_of(self._work))
        if look.text_size > 1:  # its own bar hides how much room it needs
            work.setMinimumSize(look.px(_LEAST_WORK), look.px(_LEAST_HEIGHT))
        self.history_card = Card(_("History"), flush=True)
        holder = QVBoxLayout()
        holder.addWidget(self.history_list)
        holder.addStretch(1)
        self._told = _scroll_of(holder, top=0)
        self.history_card.body.addWidget(self._told)
        self.history_card.setFixedWidth(look.px(290))
        self.body.addWidget(side)
        self.body.addWidget(work, 1)
        self.body.addWidget(self.history_card)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read the record again."""
        try:
            self.record = self.desk.session.find(self.record_id)
        except NotFound:
            self.record = None
            return
        one, today = self.record, self.desk.today()
        session = self.desk.session
        entries = session.history(one.id)
        named = {
            str(link["id"])
            for entry in entries
            for _name, *values in entry.values
            for value in values
            if isinstance(value, list)
            for link in value
            if isinstance(link, dict)
        }
        titles = session.titles([*linked_ids(one), *named])
        self.set_title(one.title)
        self.set_path([(_(one.many), self.desk.back), (str(one.number), None)])
        self._show_state(one)
        self.facts.show_facts([*short_facts(one, titles, today), *self._about(one)])
        self._show_connections(one)
        self._show_work(one)
        self.history_list.show_entries(one, entries, titles, today)

    def _about(self, one: Record) -> list[tuple[str, str]]:
        seen_by = _(SHARING_WORDS[one.sharing]) if one.sharing is not None else ""
        written = f"{moment_words(one.created_at, self.desk.today())}, {one.created_by}"
        return [*([(_("Who may see it"), seen_by)] if seen_by else []), (_("Written"), written)]

    def _show_state(self, one: Record) -> None:
        state = getattr(one, "state", "")
        if one.trashed_at:
            self.state.show_state(_("In the bin"), "plain", "trash-2")
        elif state:
            self.state.show_state(*state_chip(one.kind, state))
        self.state.setVisible(bool(state or one.trashed_at))
        level = one.level_now if isinstance(one, Risk) else None
        if level:
            self.level.show_level(level)
        self.level.setVisible(bool(level))
        self.edit_button.setVisible(not one.trashed_at)
        self.restore_button.setVisible(bool(one.trashed_at))
        self.analyse_button.setVisible(one.kind in _LOOKED_AT and not one.trashed_at)
        self.prompts_button.setVisible(isinstance(one, Risk) and not one.trashed_at)
        self.hold_button.setVisible(isinstance(one, Review | Drill) and one.open and not one.trashed_at)
        self.close_button.setVisible(isinstance(one, Incident) and one.state != "closed" and not one.trashed_at)

    def _show_connections(self, one: Record) -> None:
        session = self.desk.session
        leading: list[tuple[Record, str]] = [(other, "") for other in session.find_many(linked_ids(one))]
        known = {other.id for other, _role in leading}
        back = [
            (other, _(KINDS[other.kind].fields[name].label).lower())
            for other, name in session.backlinks(one.id)
            if other.id not in known
        ]
        self.connected.show_records(leading + back)
        self._connected_card.setVisible(bool(leading or back))

    def _show_work(self, one: Record) -> None:
        empty(self._work)
        texts = prose_facts(one)
        if isinstance(one, Risk):
            self._work.addWidget(self._formula(one))
            texts = [(field, text) for field, text in texts if field.name not in _IN_FORMULA]
        for field, text in texts:
            self._work.addWidget(small(_(field.label), "secondary", strong=True))
            words = prose(text, "")
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._work.addWidget(words)
            self._work.addSpacing(theme.current().px("space.s"))
        for name, field in one.fields.items():
            if isinstance(field, Rows) and getattr(one, name):
                table = StepTable(field)
                table.show_rows(getattr(one, name))
                self._work.addWidget(table)
        if not texts and not isinstance(one, Risk):
            self._work.addWidget(Words(_("Nothing more is written down yet."), "body", "muted"))
        self._work.addStretch(1)

    def _formula(self, one: Risk) -> QWidget:
        """Threats, weak and strong points in three columns."""
        parts, made = formulas.of(self.desk.session, one), QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, theme.current().px("space.m"))
        strong = points_of(parts.strong) + points_of(parts.needed, needed=True)
        for icon, title, tone, ink, points in (
            ("triangle-alert", _("Threats"), "secondary", "text.secondary", points_of(parts.threats)),
            ("circle-dashed", _("What makes us vulnerable"), "late", "attention.text", points_of(parts.weak)),
            ("shield-check", _("What makes us strong"), "good", "success.text", strong),
        ):
            column = Points(self.desk, icon, title, tone, ink, whole=True)
            column.show_points(points)
            row.addWidget(column, 1)
        return made

    # ------------------------------------------------------------------ what the window and the buttons ask

    def edit(self) -> None:
        """Open the form."""
        if self.record and not self.record.trashed_at:
            self.desk.open_form(self.record, self.desk.session.draft_of(self.record_id))

    def analyse(self) -> None:
        """The five questions about it: those of today are gone on with, older ones stay as they are."""
        if self.record:
            today, session = Day.of(self.desk.today()), self.desk.session
            made = [one for one, _name in session.backlinks(self.record_id) if isinstance(one, Analysis)]
            begun = next((one for one in made if one.made_on == today), None)
            about = (Link(self.record_id),)
            one = begun or Analysis(title=self.record.title, threats=about, made_on=today)
            self.desk.open_form(one, session.draft_of(one.id))

    def close_incident(self) -> None:
        """The questions before it is closed."""
        if isinstance(self.record, Incident) and self.desk.may_write():
            self.desk.open_page(ClosingPage(self.desk, self.record))

    def show_prompts(self) -> None:
        """Things to look at when asking what makes us vulnerable or strong in the face of a risk."""
        if isinstance(self.record, Risk):
            self.desk.open_page(PromptsPage(self.desk, self.record))

    def hold(self) -> None:
        """What was found in a review or a drill, and the next one."""
        if isinstance(self.record, Review | Drill) and self.desk.may_write():
            self.desk.open_page(HoldingPage(self.desk, self.record))

    def delete(self) -> None:
        """Move the record to the bin and go back."""
        if self.record and not self.record.trashed_at:
            self.desk.trash([self.record], self.desk.back)

    def history(self) -> None:
        """Go to the history."""
        self._told.setFocus()

    def look_for(self) -> None:
        """Find anything."""
        self.desk.look_everywhere()

    def _restore(self) -> None:
        if self.record:
            self.desk.restore([self.record])

    def _open_menu(self) -> None:
        if not self.record:
            return
        menu = menu_of(self.more, [(_("History"), self.history), None])
        stricter = menu.addMenu(_("Who may see it"))
        for words, level in self.sharing_choices():
            item = stricter.addAction(words)
            item.setCheckable(True)
            item.setChecked(level == self.record.sharing)
            item.triggered.connect(partial(self._share, level))
        menu.addSeparator()
        if not self.record.trashed_at:
            menu.addAction(_("Move to the bin")).triggered.connect(self.delete)
        menu.addAction(_("Erase for good")).triggered.connect(self.ask_purge)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def sharing_choices(self) -> list[tuple[str, Sharing | None]]:
        """What the record can be bound to; None leaves it to its fields.

        Never "only me": every keyholder opens every record, and what is not kept must not be promised (0036).
        """
        levels = [level for level in Sharing if level not in (Sharing.PRIVATE, Sharing.DONOR)]
        return [(_("As its fields say"), None), *((_(SHARING_WORDS[level]), level) for level in reversed(levels))]

    def _share(self, level: Sharing | None, _checked: bool = False) -> None:
        if self.record:
            self.desk.ask(self.desk.session.save(replace(self.record, sharing=level)), self)

    def ask_purge(self) -> None:
        """Ask before erasing for good, naming the backups that still hold it."""
        if self.record:
            ask_purge(self, self.desk, [self.record], self._purged)

    def _purged(self, _what: Purged) -> None:
        self.desk.back()


def _scroll_of(column: QVBoxLayout, top: int = 14) -> QScrollArea:
    look = theme.current()
    inner = QWidget()
    column.setContentsMargins(look.px(16), look.px(top), look.px(16), look.px(14))
    column.setSpacing(look.px(4))
    inner.setLayout(column)
    return Scroll(inner)


def _scrolled(*cards: QWidget) -> QScrollArea:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().px("space.between_cards"))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return Scroll(inner)
