"""The versions of a plan with who agreed on them, and what is different between any two, in plain words."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.plans import comparing
from vault.plans.days import in_words
from vault.plans.model import Plan, PlanVersion
from vault.plans.versions import is_agreed, proposed
from vault.services import versions
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.columns import state_chip
from vault.ui.desk import Desk
from vault.ui.facts import ICONS
from vault.ui.pages.what_changed import rows
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.combo import OneOfMany
from vault.ui.parts.labels import Words
from vault.ui.parts.page import Page
from vault.ui.parts.rows import Row, RowList

_LIST, _BOX = 330, 170
#: the two ends that are no version
_BEGINNING, _NOW = "beginning", "now"


class VersionsPage(Page):
    """Versions at the start; at the end what changed between the two that are chosen. Enter opens what is meant."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        super().__init__(_("Versions of “{plan}”").format(plan=plan.title))
        self.desk, self.way_back, self._plan = desk, desk.back, plan
        self._versions: list[PlanVersion] = []
        self.set_path([(_("Plan"), desk.back), (_("Versions"), None)])
        self.record_button = Button(_("Record a version"), "main", "plus", run=self.new_record)
        self.add_to_head(self.record_button)
        self.list, self.found = RowList(), RowList()
        for listed, name in ((self.list, _("Versions")), (self.found, _("What is different"))):
            listed.setAccessibleName(name)
            listed.opened.connect(self._open)
        self.nothing, self.none = Words("", "body", "muted", wrap=True), Words("", "body", "muted", wrap=True)
        self.older, self.newer = OneOfMany(()), OneOfMany(())
        for box in (self.older, self.newer):
            box.changed.connect(self._compare)
        self._lay_out()
        Follower(self, desk.changed)

    def _lay_out(self) -> None:
        look = theme.current()
        listed = _card(_("Versions"), [], self.list, self.none)
        listed.setFixedWidth(look.px(_LIST))
        ends = QHBoxLayout()
        ends.setSpacing(look.px("space.s"))
        for words, box in ((_("From"), self.older), (_("to"), self.newer)):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words)
            box.setMinimumWidth(look.px(_BOX))
            ends.addWidget(label)
            ends.addWidget(box)
        ends.addStretch(1)
        self.body.addWidget(listed)
        self.body.addWidget(_card(_("What is different"), [ends], self.found, self.nothing), 1)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read the versions again, and compare what is chosen."""
        (kept,) = self.desk.session.find_many([self._plan.id]) or [self._plan]
        assert isinstance(kept, Plan)
        self._plan, self._versions = kept, versions.of(self.desk.session, kept)
        self.list.set_rows([self._row(one) for one in self._versions])
        self.list.setVisible(bool(self._versions))
        self.none.setVisible(not self._versions)
        self.none.setText(_("No version is recorded yet. Record one when the team has agreed on the plan."))
        self._offer()
        self._compare()

    def _row(self, one: PlanVersion) -> Row:
        signed = plural("{n} signed", "{n} signed", len(one.signatures)) if one.signatures else _("nobody signed yet")
        day = in_words(one.agreed_on, self.desk.today()) if one.agreed_on else ""
        second = ", ".join(part for part in (day, signed) if part)
        chip = state_chip("version", one.state) if one.state else None
        title = _("Version {name}").format(name=one.title)
        return Row(words=title, second=second, icon=ICONS["version"], chip=chip, key=one.id)

    def _offer(self) -> None:
        """The two ends in words; what was chosen stays chosen, and at first it is the last version and now."""
        agreed = [one for one in self._versions if is_agreed(one)]
        named = [(one.id, _("Version {name}").format(name=one.title)) for one in agreed]
        older, newer = [*named, (_BEGINNING, _("The beginning"))], [(_NOW, _("As it stands now")), *named]
        for box, choices in ((self.older, older), (self.newer, newer)):
            chosen = box.chosen()
            with QSignalBlocker(box):
                box.clear()
                for key, words in choices:
                    box.addItem(words, key)
                box.setCurrentIndex(max(0, box.findData(chosen)))

    def _compare(self, *_chosen: object) -> None:
        session = self.desk.session
        known = {one.id: one for one in self._versions}
        older, newer = known.get(self.older.chosen()), known.get(self.newer.chosen())
        found = versions.differences(session, self._plan, older, newer)
        titles = session.titles({one.id for one in found} | comparing.linked(found))
        self.found.set_rows(rows(found, titles))
        self.found.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.nothing.setText(_("There is no difference between the two."))
        words = plural("{n} thing is different.", "{n} things are different.", len(found))
        self.set_subtitle(words if found else _("Nothing is different between the two that are chosen."))

    # ------------------------------------------------------------------ what the window and the buttons ask

    def new_record(self) -> None:
        """The next version: what the plan is now, and who agrees to it."""
        if self.desk.may_write():
            self.desk.open_form(proposed(self._plan, self._versions, self.desk.today()))

    def _open(self, id: str) -> None:
        self.desk.page_asked.emit(id)


def _card(title: str, above: list[QHBoxLayout], listed: RowList, nothing: Words) -> Card:
    look, card, inner = theme.current(), Card(title, flush=True), QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(look.px(16), 0, look.px(16), look.px(10))
    for row in above:
        column.addLayout(row)
    column.addWidget(nothing)
    card.body.addWidget(inner)
    card.body.addWidget(listed, 1)
    card.body.addStretch(0)
    return card
