"""The five questions about a threat or an incident, in any order; what is answered keeps itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.errors import NotFound
from vault.i18n import _
from vault.plans import display
from vault.plans.days import in_words
from vault.plans.fields import Choice, Link, When
from vault.plans.model import Analysis, Incident
from vault.plans.model.threats import QUESTIONS, looked_at
from vault.plans.questions import ANALYSIS
from vault.plans.records import Record
from vault.services.session import Draft
from vault.ui import theme
from vault.ui.bridge import Follower
from vault.ui.columns import state_chip
from vault.ui.desk import Desk
from vault.ui.editors.connections import LinksEditor
from vault.ui.facts import Connections, Facts, linked_ids, short_facts
from vault.ui.forms import RecordForm, Unfinished
from vault.ui.pages.closing import ClosingPage
from vault.ui.pages.earlier import Earlier
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.card import Card, line
from vault.ui.parts.chips import Chip
from vault.ui.parts.folds import Fold
from vault.ui.parts.labels import card_title, small
from vault.ui.parts.menus import menu_of
from vault.ui.parts.page import Page, column
from vault.ui.parts.scroll import Scroll

#: key of a question -> the fields below it
_ASKED = {
    "facts": ("facts", "facts_unknown"),
    "before": ("pattern", "tendency", "earlier", "pattern_unknown"),
    "want": ("objective", "objective_words"),
    "behind": ("behind", "actors", "behind_unknown"),
    "further": ("conclusion", "confidence", "because", "why_a_threat", "look_again"),
}
_ABOUT = {"about": ("made_on", "by")}
_FOLDS = tuple((_ASKED | _ABOUT).items())
_UNKNOWN = ("facts_unknown", "pattern_unknown", "behind_unknown")
#: fields that are called otherwise inside the questions
_CALLED = dict.fromkeys(_UNKNOWN, "unknown") | {"objective": "want", "conclusion": "carried_out"}
_NAMES = tuple(name for _key, names in _FOLDS for name in names)
_SIDE, _LONGEST_TOLD = 252, 400


class AnalysisPage(Page):
    """Leaving saves; a word that is no answer yet stays as a draft. Escape goes back, as "Take a break" does."""

    def __init__(self, desk: Desk, analysis: Analysis, draft: Draft | None = None) -> None:
        super().__init__(analysis.title or _("Five questions"))
        self.desk, self.way_back = desk, desk.back
        self._discarded = False
        analysis = self._begun(analysis, draft)
        self.subject = self._find_subject(analysis)
        self.folds: list[Fold] = []
        self.form = RecordForm(desk, analysis, self._arrange, _NAMES)
        self.form.join(threats=analysis.threats)  # in no field of the form, and a draft has to know it
        self.form.touched.connect(self._show_answers)
        self.form.saved.connect(self._saved)
        self.form.also = self._moved_on
        self.earlier = Earlier(desk)
        self.earlier.joined.connect(self._join)
        self.earlier.parted.connect(self._part)
        self._name_page(analysis)
        self._lay_out()
        if draft:
            self.form.restore(draft)
        self.setFocusProxy(self.folds[0].head)
        self.open_question(self._first_open())
        self._show_answers()
        desk.kept.connect(self._say_kept)
        Follower(self, desk.changed, ("incident", "threat", "action", "risk"))

    def _begun(self, analysis: Analysis, draft: Draft | None) -> Analysis:
        """A new one that a draft brings back is about what it was about when the file closed."""
        kept = [one for one in draft.plain.get("fields", {}).get("threats", []) if "id" in one] if draft else []
        if not analysis.threats and kept:
            titles = self.desk.session.titles(one["id"] for one in kept)
            # what an undo erased meanwhile is left out: with a link to nothing the answers could never be saved
            about = tuple(Link(one["id"], one["role"]) for one in kept if one["id"] in titles)
            title = next(iter(titles.values()), "") or _("Five questions")
            return replace(analysis, threats=about, title=title)
        return analysis

    def _find_subject(self, analysis: Analysis) -> Record | None:
        found = self.desk.session.find_many([link.id for link in analysis.threats])
        return found[0] if found else None

    # ------------------------------------------------------------------ how it lies

    def _name_page(self, analysis: Analysis) -> None:
        one = self.subject
        self.set_title(one.title if one else analysis.title)
        path = [(_(one.many), self.desk.back), (str(one.number), None)] if one else [(_(analysis.many), self.desk.back)]
        self.set_path(path)
        self.state = Chip("")
        self.more = IconButton("ellipsis", _("More"))
        self._menu = menu_of(self.more, [(_("Throw away what I typed"), self.discard)])
        self.more.clicked.connect(lambda: self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.close_button = Button(_("Close the incident"), run=self.close_incident)
        self.add_to_head(self.state, self.more, self.close_button)

    def _lay_out(self) -> None:
        self.facts, self.connected = Facts(), Connections(self.desk)
        known, linked = Card(_("What is known")), Card(_("Connected"))
        known.body.addWidget(self.facts)
        linked.body.addWidget(self.connected)
        self._known, self._linked = known, linked
        side = Scroll(column(known, linked, stretch=True))
        side.setFixedWidth(theme.current().px(_SIDE))
        self.body.addWidget(side)
        self.body.addWidget(self._make_questions(), 1)
        self.body.addWidget(self.earlier)

    def _make_questions(self) -> Card:
        look = theme.current()
        card, head, words = Card(flush=True), QHBoxLayout(), QVBoxLayout()
        head.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        words.addWidget(card_title(_("Five questions")))
        words.addWidget(small(ANALYSIS.say("intro"), "secondary"))
        self.progress = small("", "secondary")
        head.addLayout(words, 1)
        head.addWidget(self.progress)
        card.body.addLayout(head)
        card.body.addWidget(line())
        card.body.addWidget(Scroll(self.form), 1)
        card.body.addWidget(line())
        card.body.addLayout(self._make_foot())
        return card

    def _make_foot(self) -> QHBoxLayout:
        look, foot = theme.current(), QHBoxLayout()
        foot.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        foot.setSpacing(look.px("space.between_buttons"))
        self.kept = small(_("It keeps itself. You can stop here and come back."), "secondary", wrap=True)
        self.break_button = Button(_("Take a break"), run=self.desk.back)
        self.next_button = Button(_("Next question"), "main", run=self.next_question)
        foot.addWidget(self.kept, 1)
        foot.addWidget(self.break_button)
        foot.addWidget(self.next_button)
        return foot

    def _arrange(self, form: RecordForm) -> None:
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        form.problem.setContentsMargins(*[theme.current().px(10)] * 4)
        rows.addWidget(form.problem)
        for n, (key, names) in enumerate(_FOLDS):
            words = ANALYSIS.say(f"questions.{key}") or _(form.editors[names[0]].field.label)
            fold = Fold(str(n + 1) if n < len(_ASKED) else "…", words)
            fold.asked.connect(lambda n=n: self.open_question(-1 if self.folds[n].is_open else n))
            if n == 0:
                self.written = small("", "secondary", wrap=True)
                self.written.hide()
                fold.body.addWidget(self.written)
            _put_fields(fold, form, names)
            self.folds.append(fold)
            rows.addWidget(fold)
        rows.addStretch(1)
        for name, key in _CALLED.items():
            words = ANALYSIS.say(f"words.{key}")
            if words:
                form.editors[name].rename(words)
        for name in ("facts", "pattern", "behind"):
            form.editors[name].ask_without_words()

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read what it is about again; what is typed is left alone."""
        if self.subject is None:
            self.close_button.hide()
            self._known.hide()
            self._linked.hide()
            self.state.hide()
            return
        session = self.desk.session
        try:
            one = self.subject = session.find(self.subject.id)
        except NotFound:
            return
        self._say_written(one)
        self.facts.show_facts(short_facts(one, session.titles(linked_ids(one)), self.desk.today()))
        links = [(other, "") for other in session.find_many(linked_ids(one)) if other.kind != "place"]
        known = {other.id for other, _role in links}
        links += [(other, "") for other, _name in session.backlinks(one.id) if other.id not in known]
        links = [(other, role) for other, role in links if other.kind not in ("analysis", "person")]
        self.connected.show_records(links)
        self._linked.setVisible(bool(links))
        state = getattr(one, "state", "")
        if state:
            self.state.show_state(*state_chip(one.kind, state))
        self.state.setVisible(bool(state))
        self.close_button.setVisible(isinstance(one, Incident) and state != "closed")
        self.earlier.show_alike(one, session.alike(one), self._joined())

    def _say_written(self, one: Record) -> None:
        """What was written down at once stands above the first question: nobody has to type it again."""
        told = " ".join((one.facts if isinstance(one, Incident) else getattr(one, "description", "")).split())
        told = told if len(told) <= _LONGEST_TOLD else told[: _LONGEST_TOLD - 1].rstrip() + "…"
        self.written.setText(_("Written down so far: {words}").format(words=told))
        self.written.setVisible(bool(told))

    def _show_answers(self) -> None:
        made = self._now()
        for n, (key, names) in enumerate(_ASKED.items()):
            answered = any(getattr(made, name) for name in QUESTIONS[n])
            first = _first_words(made, names) if answered else ANALYSIS.say(f"hints.{key}")
            self.folds[n].head.show_state(first, answered=answered, is_open=self.folds[n].is_open)
        told = ", ".join(filter(None, (in_words(made.made_on, self.desk.today()), self._who(made))))
        self.folds[-1].head.show_state(told, answered=bool(made.by), is_open=self.folds[-1].is_open)
        self.progress.setText(_("{n} of 5 answered").format(n=made.answered))
        last = made.answered == len(_ASKED) or self._next() is None
        self.next_button.setText(_("Finish") if last else _("Next question"))
        self.earlier.show_held(self._joined())

    def _now(self) -> Analysis:
        """What is answered so far; a field that cannot be read yet counts as it was."""
        try:
            made = self.form.record()
        except Unfinished:
            made = self.form.base()
        assert isinstance(made, Analysis)
        return made

    def _who(self, made: Analysis) -> str:
        titles = self.desk.session.titles(link.id for link in made.by)
        return ", ".join(titles.values())

    def _say_kept(self, _words: str) -> None:
        at = f"{self.desk.session.clock.now():%H:%M}"
        self.kept.setText(_("Kept at {time}. You can stop here and come back.").format(time=at))

    # ------------------------------------------------------------------ the questions

    def open_question(self, n: int) -> None:
        """Open one question and close the others; -1 closes all."""
        for at, fold in enumerate(self.folds):
            fold.show_open(at == n)
        if n >= 0:
            first = self.form.editors[_FOLDS[n][1][0]]
            QTimer.singleShot(0, first, first.setFocus)
        self._show_answers()

    def next_question(self) -> None:
        """The next one without an answer, or the end."""
        wanted = self._next()
        if wanted is None:
            self.desk.back()
        else:
            self.open_question(wanted)

    def _next(self) -> int | None:
        here = next((n for n, fold in enumerate(self.folds) if fold.is_open), -1)
        order = [*range(here + 1, len(_ASKED)), *range(max(here, 0))]
        return next((n for n in order if not self.folds[n].head.answered), None)

    def _first_open(self) -> int:
        made = self._now()
        return next((n for n in range(len(_ASKED)) if not any(getattr(made, name) for name in QUESTIONS[n])), 0)

    def _joined(self) -> frozenset[str]:
        return frozenset(link.id for link in self._links().links())

    def _links(self) -> LinksEditor:
        made = self.form.editors["earlier"]
        assert isinstance(made, LinksEditor)
        return made

    def _join(self, one: Record) -> None:
        self._links().add(one, "")
        self._show_answers()

    def _part(self, id: str) -> None:
        left = tuple(link for link in self._links().links() if link.id != id)
        self.form.put(earlier=left)
        self._show_answers()

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """Save now."""
        self.form.save()

    def close_incident(self) -> None:
        """What is answered is saved; then the questions before it is closed."""
        if isinstance(self.subject, Incident):
            self.desk.open_page(ClosingPage(self.desk, self.subject))

    def leave(self) -> bool:
        """What is answered is saved; where something cannot be read yet, all of it stays as a draft."""
        if self._discarded or not self.form.dirty:
            return True
        self.form.save()
        if self.form.let_go():  # not while it is being saved
            self.desk.say(_("What you typed is kept as a draft. Today shows it."))
        return True

    def discard(self) -> None:
        """Give up what was typed since it was opened."""
        self._discarded = True
        self.form.discard()
        self.desk.back()
        self.desk.say(_("What you typed was thrown away."))

    def _saved(self, _made: Record) -> None:
        self.desk.say(_("The answers are saved."), _("Undo"), self.desk.undo)

    def _moved_on(self, made: Record) -> list[Record]:
        """What it is about stands further on after it."""
        assert isinstance(made, Analysis)
        found = self.desk.session.find_many([link.id for link in made.threats])
        pairs = [(one, looked_at(one, made)) for one in found if not one.trashed_at]
        return [further for one, further in pairs if further != one]


def _put_fields(fold: Fold, form: RecordForm, names: Sequence[str]) -> None:
    """Short fields that follow each other stand in pairs."""
    waiting: QWidget | None = None
    for name in names:
        one = form.editors[name]
        is_short = isinstance(one.field, Choice | When)
        if waiting is not None:
            pair = QHBoxLayout()
            pair.setSpacing(theme.current().px("space.m"))
            pair.addWidget(waiting, 1, Qt.AlignmentFlag.AlignTop)
            if is_short:
                pair.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
            else:
                pair.addStretch(1)
            fold.body.addLayout(pair)
            waiting = None
            if is_short:
                continue
        if is_short:
            waiting = one
        else:
            fold.body.addWidget(one)
    if waiting is not None:
        fold.body.addWidget(waiting)


def _first_words(made: Analysis, names: Sequence[str]) -> str:
    """The answer in a line."""
    parts = []
    for name in names:
        field, value = made.fields[name], getattr(made, name)
        if name in _UNKNOWN:
            parts += [ANALYSIS.say("words.unknown") or _(field.label)] if value else []
        elif isinstance(value, str) and value:
            parts.append(display.shown(field, value).splitlines()[0].rstrip("."))
    return ". ".join(parts)
