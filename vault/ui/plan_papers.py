"""The plan on paper: all of it as a booklet, a procedure as a poster, whom to call as a card to fold.

Code words are never printed: a sheet on a wall, or in a pocket that is searched, is read by others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from vault.i18n import _
from vault.plans import display
from vault.plans.days import in_words
from vault.plans.deciding import HEADS, Line
from vault.plans.fields import Rows
from vault.plans.model import Person, Plan, Procedure
from vault.plans.model.risks import RISK_AREA
from vault.plans.papers import PAPERS
from vault.plans.query import Query
from vault.services import planning
from vault.services.session import Session
from vault.ui import printing
from vault.ui.desk import Desk
from vault.ui.printing import Paper

_STEPS = Procedure.fields["steps"]
_POSTER_SCALES = (1.8, 1.6, 1.4, 1.2, 1.0, 0.85, 0.7)
_DECISION_SHARES = (1.5, 1.1, 1.0, 1.0, 1.0, 2.0)
_CARD_WIDE, _CARD_MOST = 38, 8  # per cent of the page's width; people on a card


def poster(one: Procedure) -> QTextDocument:
    """When it begins, what to do, who does it: in the largest letters that leave it on one page."""
    tried = (_poster(one, scale) for scale in _POSTER_SCALES)
    return next((made for made in tried if made.fits_a_page()), _poster(one, _POSTER_SCALES[-1])).document


def _poster(one: Procedure, scale: float) -> Paper:
    made = Paper(scale)
    made.title(one.title)
    if one.trigger.strip():
        made.line(_("It begins when: {words}").format(words=one.trigger.strip()), strong=True)
    for n, row in enumerate(one.steps, 1):
        step = _named(row)
        made.line(f"{n}.  {step['step']}", strong=True)
        made.line(", ".join(filter(None, (step["who"], step["by_when"]))), inset=True)
        if step["fallback"]:
            made.line(_("If that is not possible: {words}").format(words=step["fallback"]), inset=True)
    return made


def booklet(plan: Plan | None, procedures: Sequence[Procedure]) -> QTextDocument:
    """Every procedure under its area, with its steps as a table; the plan's own facts first."""
    made = Paper()
    _head(made, plan)
    _areas(made, procedures)
    return made.document


def personal(plan: Plan, procedures: Sequence[Procedure], people: Sequence[Person]) -> QTextDocument:
    """One person's plan to keep at hand: what it says itself, its procedures, and whom to call."""
    made = Paper()
    _head(made, plan)
    for line in filter(None, (line.strip() for line in plan.notes.splitlines())):
        made.line(line)
    _areas(made, procedures)
    if people:
        numbers = [[one.alias or one.name, one.phone] for one in people]
        made.head(_("Call in this order"), partial(made.table, [_("Who"), _("Number")], numbers), large=True)
    return made.document


def _head(made: Paper, plan: Plan | None) -> None:
    made.title(plan.title if plan else _("Security plan"))
    if plan:
        for name in ("version", "state", "in_force_from", "review_on", "agreed_by", "kept_where"):
            words = display.shown(plan.fields[name], getattr(plan, name))
            if words:
                made.line(f"{_(plan.fields[name].label)}: {words}")


def _areas(made: Paper, procedures: Sequence[Procedure]) -> None:
    for area, words in (*RISK_AREA, ("", _("No area yet"))):
        some = [one for one in procedures if one.area == area]
        if some:
            made.head(_(words), partial(_procedure, made, some[0]), large=True)
        for one in some[1:]:
            _procedure(made, one)


def _procedure(made: Paper, one: Procedure) -> None:
    made.head(one.title, partial(_told, made, one))
    practised = in_words(one.practised_on)
    made.line(_("Last practised: {day}").format(day=practised) if practised else _("Never practised"))


def _told(made: Paper, one: Procedure) -> None:
    told = ((_("It begins when"), one.trigger), (_("It aims at"), one.aim), (_("Materials"), one.materials))
    for label, text in told:
        if text.strip():
            made.line(f"{label}: {text.strip()}")
    if one.steps:
        assert isinstance(_STEPS, Rows)
        rows = [_named(row) for row in one.steps]
        shown = [(key, _(words)) for key, words in _STEPS.columns if any(row[key] for row in rows)]
        made.table([words for _key, words in shown], [[row[key] for key, _words in shown] for row in rows])


def card(people: Iterable[Person]) -> QTextDocument:
    """A card for the pocket, folded in the middle: whom to call, in the order to call them."""
    made = Paper()
    rows = [[one.alias or one.name, one.phone] for one in list(people)[:_CARD_MOST]]
    made.table([_("Call in this order"), _("Number")], rows, wide=_CARD_WIDE)
    made.line(PAPERS.say("card"))
    return made.document


def decisions(lines: Iterable[Line]) -> QTextDocument:
    """Who decides what, on one page laid across."""
    made = Paper()
    made.heading(_("Who decides"))
    made.table([_(words) for words in HEADS], [line.cells for line in lines], shares=_DECISION_SHARES)
    made.line(f"{_('For us alone.')} {PAPERS.say('decisions')}")
    return made.document


def _named(row: Sequence[str]) -> dict[str, str]:
    assert isinstance(_STEPS, Rows)
    cells = [*row, *[""] * len(_STEPS.columns)]
    return {key: cells[n].strip() for n, (key, _words) in enumerate(_STEPS.columns)}


def offered(
    desk: Desk, asker: QWidget, one: Procedure | None, plan: Plan | None, limited: Plan | None = None
) -> list[tuple[str, Callable[[], object]] | None]:
    """The entries of a menu for what there is to print; a line before them. `limited`: a plan beside the whole one."""
    session = desk.session
    hand = partial(hand_over, desk, asker)
    items: list[tuple[str, Callable[[], object]] | None] = [None]
    if one:
        items.append((_("Print it as a poster"), lambda: hand(poster(one))))
    if limited:
        words = _("Print the personal plan") if limited.level == "personal" else _("Print this plan")
        items.append((words, lambda: hand(of_plan(session, limited))))
    elif session.count(Query("procedure")):
        items.append((_("Print the whole plan"), lambda: hand(booklet(plan, _procedures(session)))))
    if planning.to_call(session):
        items.append((_("Print a card of whom to call"), lambda: hand(card(planning.to_call(session)))))
    return items if len(items) > 1 else []


def of_plan(session: Session, plan: Plan) -> QTextDocument:
    """The booklet of a plan beside the whole one; a personal one with what it says itself, and whom to call."""
    procedures = planning.inside(plan, _procedures(session))
    if plan.level != "personal":
        return booklet(plan, procedures)
    return personal(plan, procedures, planning.to_call(session))


def _procedures(session: Session) -> list[Procedure]:
    return [one for one in session.all("procedure") if isinstance(one, Procedure)]


def hand_over(desk: Desk, asker: QWidget, made: QTextDocument, *, across: bool = False, told: str = "") -> None:
    """To a printer that a person chooses; said where there is none. `told`: what is said of it afterwards."""
    if not printing.has_printer():
        desk.refuse(_("There is no printer set up on this computer. Add one in its settings, then print again."))
        return
    told = told or _("It was handed to the printer. Fetch it at once: whoever holds it reads it.")
    printing.ask(asker, made, lambda: desk.say(told), across=across)
