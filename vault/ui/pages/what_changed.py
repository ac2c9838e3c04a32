"""What changed since the last review, or in a stretch of time: in plain words, a record once."""

from __future__ import annotations

from datetime import date, timedelta

from vault.i18n import N_, _, plural
from vault.plans import comparing
from vault.plans.comparing import Difference
from vault.plans.days import Day, in_words
from vault.plans.records import KINDS
from vault.services.reviewing import last_review
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.facts import ICONS
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words
from vault.ui.parts.page import Page
from vault.ui.parts.rows import Row, RowList
from vault.ui.parts.segments import Segments

_REVIEW = "review"
_SPANS = (("30", N_("30 days")), ("91", N_("3 months")), ("365", N_("A year")))


class ChangesPage(Page):
    """For the beginning of a review: what is new, what went, what is said differently now. Enter opens a record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("What changed"), across=False)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_("Reviews"), desk.back), (_("What changed"), None)])
        self._reviewed = last_review(desk.session)
        first = [(_REVIEW, _("Since the last review"))] if self._reviewed else []
        self.span = Segments([*first, *((key, _(words)) for key, words in _SPANS)])
        self.span.changed.connect(self.reload)
        self.add_to_head(self.span)
        self.list = RowList()
        self.list.setAccessibleName(_("What changed"))
        self.list.opened.connect(self._open)
        self.nothing = Words(_("Nothing changed in this time."), "body", "muted")
        card = Card(flush=True)
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.list, 1)
        self.body.addWidget(card)
        self.setFocusProxy(self.span)
        Follower(self, desk.changed)

    def _open(self, id: str) -> None:
        self.desk.page_asked.emit(id)

    def since(self) -> date:
        """The day from which on changes are shown."""
        chosen = self.span.chosen()
        if chosen == _REVIEW and self._reviewed:
            return self._reviewed
        return self.desk.today() - timedelta(days=int(chosen))

    def reload(self, *_chosen: object) -> None:
        """Read the history again."""
        session, since = self.desk.session, self.since()
        found = session.differences(since)
        titles = session.titles({one.id for one in found} | comparing.linked(found))
        self.list.set_rows(rows(found, titles))
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        words = plural("{n} record changed since {{day}}.", "{n} records changed since {{day}}.", len(found))
        self.set_subtitle(words.format(day=in_words(Day.of(since), self.desk.today())))


def rows(found: list[Difference], titles: dict[str, str]) -> list[Row]:
    """A band a kind, in the order of the declarations; what changed in a record stands under it."""
    made: list[Row] = []
    for kind, cls in KINDS.items():
        some = [one for one in found if one.kind == kind]
        if some:
            made.append(Row(words=_(cls.many), band=True))
        for one in some:
            first, *fields = comparing.lines(one, lambda id: titles.get(id, ""))
            made.append(Row(words=first, icon=ICONS.get(kind, ""), key=one.id))
            made += [Row(words=line.strip(), key=one.id, under=True) for line in fields]
    return made
