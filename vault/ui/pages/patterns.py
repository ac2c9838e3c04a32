"""Patterns of the incident log: when, where, of what kind, by whom and against whom; the same on a time line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.plans import display, patterns
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import MONTHS, WEEKDAYS, Day, in_words
from vault.plans.likeness import event_day
from vault.plans.model.incidents import Incident
from vault.plans.query import Condition, Query
from vault.plans.records import Record
from vault.services import patterns as found_patterns
from vault.services.patterns import Patterns, top
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.desk import Desk
from vault.ui.facts import ICONS, empty
from vault.ui.parts.bars import Bars
from vault.ui.parts.card import Card
from vault.ui.parts.empty import Empty
from vault.ui.parts.heat_calendar import HeatCalendar
from vault.ui.parts.labels import Words, small
from vault.ui.parts.page import Page
from vault.ui.parts.rows import Row, RowList
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.segments import Segments

_VIEWS = (("patterns", N_("Patterns")), ("timeline", N_("Time line")))
_SPANS = (("91", N_("3 months")), ("365", N_("A year")), ("0", N_("Everything")))
_CARDS = (
    ("weekday", N_("Weekday")),
    ("hour", N_("Time of day")),
    ("kind", N_("Kind")),
    ("place", N_("Place")),
    ("actor", N_("Who may be behind it")),
    ("people", N_("Whom it was about")),
)
_LISTED = 400
_NOTHING = 2  # in the stack, behind the two views


class PatternsPage(Page):
    """A person chooses the time; everything follows the log."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Patterns"), across=False)
        self.desk, self.way_back = desk, desk.back
        self.set_path([(_("Incidents"), desk.back), (_("Patterns"), None)])
        self.view = Segments([(key, _(words)) for key, words in _VIEWS])
        self.span = Segments([(key, _(words)) for key, words in _SPANS], "365")
        for one in (self.view, self.span):
            one.changed.connect(self.reload)
        self.add_to_head(self.view, self.span)
        self.told = QVBoxLayout()
        self.calendar = HeatCalendar()
        self.calendar.chosen.connect(self._show_day)
        self.bars = {key: Bars() for key, _words in _CARDS}
        self.hours = small("", "secondary", wrap=True)
        self.timeline = RowList()
        self.timeline.setAccessibleName(_("Time line"))
        self.timeline.opened.connect(desk.open_record)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_patterns())
        self._stack.addWidget(self._make_timeline())
        self._stack.addWidget(self._make_empty())
        self.body.addWidget(self._stack)
        self.setFocusProxy(self.view)
        Follower(self, desk.changed, ("incident", "threat", "analysis", "place", "actor", "person"))

    def _make_patterns(self) -> QWidget:
        look, inner = theme.current(), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.between_cards"))
        first, year = Card(_("What stands out")), Card(_("A year, day by day"))
        self.told.setSpacing(look.px(4))
        first.body.addLayout(self.told)
        year.body.addWidget(self.calendar)
        grid = QGridLayout()
        grid.setSpacing(look.px("space.between_cards"))
        for n, (key, words) in enumerate(_CARDS):
            card = Card(_(words))
            card.body.addWidget(self.bars[key])
            if key == "hour":
                card.body.addWidget(self.hours)
            card.body.addStretch(1)
            grid.addWidget(card, n // 2, n % 2)
        for widget in (first, year):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addStretch(1)
        return Scroll(inner)

    def _make_timeline(self) -> QWidget:
        card, row, holder = Card(flush=True), QHBoxLayout(), QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self.timeline)
        row.addWidget(card)
        return holder

    def _make_empty(self) -> QWidget:
        log = partial(self.desk.go, "incidents", "log")
        why = BEGINNINGS.say("patterns")
        self.nothing = Empty(_("Nothing written down yet."), why, _("Log something"), log, icon="calendar")
        return self.nothing

    # ------------------------------------------------------------------ what is shown

    def reload(self, *_chosen: object) -> None:
        """Count again."""
        is_list = self.view.chosen() == "timeline"
        some = any(self.desk.session.count(Query(kind)) for kind in ("incident", *(["threat"] if is_list else [])))
        self._stack.setCurrentIndex(_NOTHING if not some else 1 if is_list else 0)
        self.span.setVisible(some and not is_list)
        if not some:
            self.set_subtitle("")
        elif is_list:
            self._show_timeline()
        else:
            self._show_patterns(found_patterns.found(self.desk.session, int(self.span.chosen())))

    def _show_patterns(self, found: Patterns) -> None:
        counts, names, today = found.counts, found.names, self.desk.today()
        empty(self.told)
        for sentence in (found.change, *found.told):
            self.told.addWidget(Words(sentence, "body", wrap=True))
        self.calendar.show_days(found_patterns.year(self.desk.session), today)
        weekdays = patterns.weekdays(counts)
        self.bars["weekday"].show_bars([(_(WEEKDAYS[day]), n) for day, n in weekdays.items()])
        hours = patterns.parts_of_day(counts)
        self.bars["hour"].show_bars([(_(words), n) for words, n in hours.items()])
        told = _("The hour of {n} of {total} is written down.")
        self.hours.setText(told.format(n=sum(hours.values()), total=counts.total))
        for key, counted, words in (
            ("kind", counts.kinds, found_patterns.kind_words()),
            ("place", counts.places, names),
            ("actor", counts.actors, names),
            ("people", counts.people, names),
        ):
            self.bars[key].show_bars(top(dict(counted), words) or [(_("nothing written down"), 0)])
        self.set_subtitle(_("Counted from what was written down. Quiet weeks may be weeks in which nobody wrote."))

    def _show_day(self, day: date) -> None:
        """The time line, at the incidents of a day."""
        where = (Condition("occurred", "from", day.isoformat()), Condition("occurred", "until", day.isoformat()))
        found = self.desk.session.page(Query("incident", where, (("occurred", True),)), 0, 1)
        self.view.choose("timeline")
        self.reload()
        if found:
            self.timeline.choose(found[0].id)
        self.timeline.setFocus()

    def _show_timeline(self) -> None:
        session, today = self.desk.session, self.desk.today()
        events: list[Record] = [
            *session.page(Query("incident", sort=(("occurred", True),)), 0, _LISTED),
            *session.page(Query("threat", sort=(("received", True),)), 0, _LISTED),
        ]
        events.sort(key=lambda one: _begin(event_day(one)), reverse=True)
        self.timeline.set_rows(_rows(events, today))
        self.set_subtitle(_("Incidents and threats, the latest first. Enter opens one."))


def _rows(events: Sequence[Record], today: date) -> list[Row]:
    rows: list[Row] = []
    band = ""
    for one in events:
        day = event_day(one)
        first = day.first if day else None
        words = f"{_(MONTHS[first.month - 1])} {first.year}" if first else _("Day unknown")
        if words != band:
            band = words
            rows.append(Row(words=words, band=True))
        rows.append(
            Row(
                words=one.title,
                second=_kind_words(one),
                icon=ICONS[one.kind],
                end=in_words(day, today),
                key=one.id,
            )
        )
    return rows


def _kind_words(one: Record) -> str:
    name = "category" if isinstance(one, Incident) else "type"
    return display.shown(one.fields[name], getattr(one, name)) or _(one.words)


def _begin(day: Day | None) -> date:
    first = day.first if day else None
    return first or date.min
