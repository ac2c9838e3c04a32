"""The cards of Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.clock import days_since, is_ahead
from vault.i18n import N_, _, plural
from vault.plans.days import Day, in_words, late_words
from vault.plans.model import Risk
from vault.plans.reasons import REASONS
from vault.plans.records import KINDS
from vault.services import planning, trying
from vault.services.due import Due
from vault.services.health import Standing
from vault.services.reviewing import Step, highest
from vault.services.session import Draft
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import ICONS, empty, moment_words
from vault.ui.forms import draft_words
from vault.ui.listing import Wanted, without
from vault.ui.pages.missing import MissingPage
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import Elided, IconLabel, RoundIcon, Words, small
from vault.ui.parts.rows import Row, RowList

_STEP_ICONS = {**ICONS, "person": "phone", "uncovered": "book-open", "procedure": "siren", "backup": "archive-restore"}
_STEP_BUTTONS = {
    "action": N_("Open action"),
    "person": N_("Open contact"),
    "risk": N_("Open risk"),
    "uncovered": N_("Write one"),
    "procedure": N_("Open procedure"),
    "backup": N_("Back up now"),
}
_LISTS = {
    "person": ("network", "check"),
    "incident": ("incidents", "open"),
    "action": ("actions", "late"),
    "risk": ("risks", ""),
}
_KEPT_DRAFTS = 3


class StepCard(Card):
    """One next step and why; "Later" shows the next best. Hidden when there is nothing to suggest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(kind="tint")
        look = theme.current()
        self._desk, self._steps = desk, list[Step]()
        self._left: set[tuple[str, str]] = set()
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(look.px("space.l"))
        words.setSpacing(look.px(1))
        self._icon = QHBoxLayout()
        self._title = Elided("", "card_title", strong=True)
        self._because = small("", "secondary", wrap=True)
        words.addWidget(small(_("One next step"), "accent", strong=True))
        words.addWidget(self._title)
        words.addWidget(self._because)
        self.later = Button(_("Later"), "quiet", run=self._next)
        self.act = Button("", "main", run=self._do)
        row.addLayout(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.later)
        row.addWidget(self.act)
        self.body.addLayout(row)

    def show_steps(self, steps: list[Step]) -> None:
        """Show the first step that was not left for later."""
        self._steps = [one for one in steps if (one.kind, one.id) not in self._left]
        self.setVisible(bool(self._steps))
        if not self._steps:
            return
        one = self._steps[0]
        while (item := self._icon.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._icon.addWidget(RoundIcon(_STEP_ICONS.get(one.kind, "check")))
        self._title.setText(one.title)
        self._because.setText(one.because)
        self.act.setText(_(_STEP_BUTTONS[one.kind]))
        self.act.updateGeometry()

    def _next(self) -> None:
        self._left.add((self._steps[0].kind, self._steps[0].id))
        self.show_steps(self._steps)

    def _do(self) -> None:
        one = self._steps[0]
        if one.kind == "backup":
            self._desk.run("backup")
        elif one.kind == "uncovered":
            risk = self._desk.session.find(one.id)
            assert isinstance(risk, Risk)
            self._desk.open_form(planning.answering(risk))
        else:
            self._desk.open_record(one.id)


class DueCard(Card):
    """Late, this week, next week; the rest of the month when asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Due"), flush=True)
        self._desk, self._all = desk, False
        self._due: list[Due] = []
        self._today = desk.today()
        self.more = self.add_link(_("Show the next 30 days"), self._toggle)
        self.list = RowList()
        self.list.setAccessibleName(_("Due"))
        self.list.opened.connect(self._open)
        self.nothing = Words(_("Nothing is due in the next two weeks."), "body", "muted")
        self.nothing.setContentsMargins(theme.current().px(16), 0, 0, theme.current().px(16))
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)

    def show_due(self, waiting: list[Due], today: date) -> None:
        """Show what is due, in bands."""
        self._due, self._today = waiting, today
        rows = self._rows()
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _rows(self) -> list[Row]:
        monday = self._today - timedelta(days=self._today.weekday())
        ends = (
            (_("Late"), self._today, "clock", "late"),
            (_("This week"), monday + timedelta(days=7), "", ""),
            (_("Next week"), monday + timedelta(days=14), "", ""),
            (_("Later"), monday + timedelta(days=60), "", ""),
        )
        rows: list[Row] = []
        left = list(self._due)
        for words, end, icon, tone in ends if self._all else ends[:3]:
            inside, left = [one for one in left if one.day < end], [one for one in left if one.day >= end]
            if inside:
                rows.append(Row(words=words, band=True, icon=icon, tone=tone))
                rows += [self._row(one, late=tone == "late") for one in inside]
        return rows

    def _row(self, one: Due, *, late: bool) -> Row:
        chip = (late_words((self._today - one.day).days), "late") if late else None
        day = in_words(Day.of(one.day), self._today)
        return Row(words=one.title, second=one.because, icon=ICONS.get(one.kind, ""), chip=chip, end=day, key=one)

    def _toggle(self) -> None:
        self._all = not self._all
        self.more.setText(_("Show two weeks") if self._all else _("Show the next 30 days"))
        self.more.updateGeometry()
        self.show_due(self._due, self._today)

    def _open(self, key: object) -> None:
        if not isinstance(key, Due):
            return
        if key.id:
            self._desk.open_record(key.id)
        else:
            screen, view = _LISTS[key.kind]
            self._desk.go(screen, Wanted(view))


class HealthCard(Card):
    """What is missing, each with the way to mend it, and what is well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Health of the plan"))
        self._desk = desk
        self._bare: Risk | None = None  # the highest one without a procedure
        self.all = self.add_link(_("What is missing"), lambda: desk.open_page(MissingPage(desk)))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.current().px(6))
        self.body.addLayout(self._lines)

    def show_health(self, found: Standing) -> None:
        """Show the counts."""
        empty(self._lines)
        self._bare = highest(found.uncovered)
        unowned, unpractised, uncovered = (len(few) for few in (found.unowned, found.unpractised, found.uncovered))
        no_owner = plural("risk has no owner", "risks have no owner", unowned)
        never = plural("procedure never practised", "procedures never practised", unpractised)
        no_procedure = plural("risk has no procedure", "risks have no procedure", uncovered)
        self._say(unowned, no_owner, _("Choose"), self._choose_owners)
        self._say(unpractised, never, _("Look"), partial(self._desk.go, "plan"))
        self._say(uncovered, no_procedure, _("Write one"), self._write_procedure)
        if found.risks and not found.unowned:
            self._praise(_("every risk has somebody who looks after it"))
        if found.procedures and not found.unpractised:
            self._praise(_("every procedure was practised"))
        if found.risks and not found.uncovered:
            self._praise(_("every risk has a procedure"))
        if not found.risks and not found.procedures:
            self._lines.addWidget(small(_("Nothing to look after yet."), "secondary"))

    def _say(self, count: int, words: str, cure: str, run: Callable[[], object]) -> None:
        if not count:
            return
        look = theme.current()
        row = QHBoxLayout()
        number = Words(str(count), strong=True)
        number.setFixedWidth(look.px(24))
        row.addWidget(number)
        row.addWidget(Words(words), 1)
        link = Button(cure, "link", run=run)
        link.setAccessibleName(f"{count} {words}: {cure}")
        row.addWidget(link)
        self._lines.addWidget(_held(row))

    def _praise(self, words: str) -> None:
        row = QHBoxLayout()
        mark = IconLabel("check", 16, "success.text")
        row.addWidget(mark)
        row.addSpacing(theme.current().px(2))
        row.addWidget(Words(words, "body", "good"), 1)
        self._lines.addWidget(_held(row))

    def _choose_owners(self) -> None:
        self._desk.go("risks", Wanted(filter=without("owner", _("Nobody looks after it"))))

    def _write_procedure(self) -> None:
        if self._bare:
            self._desk.open_form(planning.answering(self._bare))


class KeptCard(Card):
    """Drafts, and how old the backup is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Kept for you"))
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.current().px("space.s"))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def reload(self) -> None:
        """Read drafts and backups again."""
        empty(self._lines)
        for draft in self._desk.session.drafts()[:_KEPT_DRAFTS]:
            self._lines.addWidget(self._draft(draft))
            self._lines.addWidget(line())
        self._lines.addWidget(self._backup())
        if days := trying.overdue_elsewhere(self._desk.session):
            self._lines.addWidget(line())
            self._lines.addWidget(self._elsewhere(days))

    def _draft(self, draft: Draft) -> QWidget:
        kind = _(KINDS[draft.kind].words) if draft.kind in KINDS else draft.kind
        words = draft_words(draft)
        title = _("Draft: “{words}”").format(words=words) if words else _("Draft without words yet")
        saved = moment_words(draft.saved_at, self._desk.today())
        link = Button(_("Continue"), "link")
        link.setAccessibleName(f"{title}: {_('Continue')}")
        link.clicked.connect(lambda: self._desk.open_draft(draft))
        return _kept("pencil", title, _("{kind}, saved {moment}").format(kind=kind, moment=saved), link)

    def _backup(self) -> QWidget:
        made = self._desk.session.backups()
        link = Button(_("Back up now"), "link", run=lambda: self._desk.run("backup"))
        if not made:
            return _kept("archive-restore", _("No backup yet"), REASONS.say("kept.no_backup"), link)
        now = self._desk.session.clock.now()
        days = days_since(made[0].at, now)
        age = _("from today") if not days else plural("{n} day old", "{n} days old", days)
        if is_ahead(made[0].at, now):
            age = _("of unknown age")
        checked = _("{age}, opened and checked") if made[0].verified_at else _("{age}, not checked")
        return _kept("archive-restore", _("Backup: {place}").format(place=made[0].place), checked.format(age=age), link)

    def _elsewhere(self, days: int) -> QWidget:
        link = Button(_("Make one"), "link", run=lambda: self._desk.go("settings", "away"))
        link.setAccessibleName(_("Make a backup to put away elsewhere"))
        title = plural("No backup elsewhere for {n} day", "No backup elsewhere for {n} days", days)
        return _kept("usb", title, REASONS.say("kept.elsewhere"), link)


def _kept(icon: str, title: str, second: str, link: Button) -> QWidget:
    look = theme.current()
    row, words = QHBoxLayout(), QVBoxLayout()
    row.setSpacing(look.px("space.s"))
    words.setSpacing(0)
    words.addWidget(Elided(title))
    words.addWidget(Elided(second, "small", "secondary"))
    row.addWidget(IconLabel(icon))
    row.addLayout(words, 1)
    row.addWidget(link)
    return _held(row)


def _held(layout: QHBoxLayout) -> QWidget:
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made
