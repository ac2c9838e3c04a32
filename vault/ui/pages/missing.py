"""All that is missing or does not fit, with why it matters and the way to each record."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.beginnings import BEGINNINGS
from vault.plans.health import ORPHAN, UNCOVERED, Finding
from vault.services import health
from vault.services.session import Draft, new_id
from vault.ui import tabbing, theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.facts import LinkLine, empty
from vault.ui.pages.coverage import CoveragePage
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.empty import Empty
from vault.ui.parts.labels import small
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll

_SHOWN = 6


class MissingPage(Page):
    """A card a finding, the weightiest first; "Mend the first" leads to the fields of the first record.

    `above`: the words of the page it was opened from, "" for Today.
    """

    def __init__(self, desk: Desk, above: str = "") -> None:
        super().__init__(_("What is missing"), across=False)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(above or _("Today"), desk.back), (_("What is missing"), None)])
        self.found: list[Finding] = []
        log = partial(desk.go, "incidents", "log")
        self._all: set[str] = set()
        inner = QWidget()
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.current().px("space.m"))
        self._list = Scroll(inner)
        self.nothing = Empty(
            _("Nothing to look through yet."), BEGINNINGS.say("missing"), _("Log something"), log, icon="list-checks"
        )
        self.body.addWidget(self._list)
        self.body.addWidget(self.nothing)
        Follower(self, desk.changed)

    def reload(self) -> None:
        """Look again."""
        self.found = health.findings(self.desk.session)
        with tabbing.keeping_focus(self):
            empty(self._cards)
            for one in self.found:
                self._cards.addWidget(self._card(one))
        begun = bool(self.found) or health.begun(self.desk.session)
        if self.found:
            self.set_subtitle(_("The weightiest first. None of it has to be done today."))
        elif begun:
            self.set_subtitle(_("Nothing is missing that this program can see."))
        else:
            self.set_subtitle("")
        self._list.setVisible(begun)
        self.nothing.setVisible(not begun)
        self._cards.addStretch(1)

    def _card(self, one: Finding) -> Card:
        card = Card(one.sentence())
        if one.rule.key in (UNCOVERED, ORPHAN):
            card.head.addWidget(Button(_("Join risks and procedures"), small=True, run=self.show_coverage))
        card.head.addWidget(self._cure(one))
        card.body.addWidget(small(one.rule.why, "secondary", wrap=True))
        shown = one.records if one.rule.key in self._all else one.records[:_SHOWN]
        for record in shown:
            card.body.addWidget(LinkLine(f"{record.number}. {record.title}", partial(self.desk.open_record, record.id)))
        left = len(one.records) - len(shown)
        if left:
            more = Button(_("Show {n} more").format(n=left), "quiet", run=partial(self._show_all, one.rule.key))
            card.body.addWidget(more)
        return card

    def _cure(self, one: Finding) -> Button:
        first = one.records[0]
        button = Button(_("Mend the first"), small=True, run=partial(self._mend, one))
        button.setAccessibleDescription(f"{one.sentence()}: {first.title}")
        return button

    def _mend(self, one: Finding) -> None:
        """Its form, with the cursor where it is mended; what was typed there before comes first."""
        first = one.records[0]
        begun = {"fields": {}, "focus": one.rule.cure, "cursor": 0}
        draft = self.desk.session.draft_of(first.id) or Draft(new_id(), first.kind, first.id, "", begun)
        self.desk.open_form(first, draft)

    def show_coverage(self) -> None:
        """Risks and procedures side by side, to be joined."""
        self.desk.open_page(CoveragePage(self.desk))

    def _show_all(self, key: str) -> None:
        self._all.add(key)
        self.reload()
