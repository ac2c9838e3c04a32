"""Risks: the matrix beside the register. A square filters the list, the list marks the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from vault.i18n import N_, _, plural
from vault.plans import scales
from vault.plans.beginnings import BEGINNINGS
from vault.plans.days import in_words
from vault.plans.model import Risk
from vault.plans.query import Condition, Query
from vault.services import planning
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.dialogs.score import ScoreDialog
from vault.ui.filters import Filter
from vault.ui.listing import Listing, View
from vault.ui.pages.chart import ChartPage
from vault.ui.pages.list_page import ListPage
from vault.ui.pages.risk_card import RiskCard
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.empty import Empty
from vault.ui.parts.marks import Drawing, Mark, Square
from vault.ui.parts.matrix import AFTER, BEFORE, BOTH, RiskMatrix
from vault.ui.parts.mini_matrix import LevelLegend
from vault.ui.parts.segments import Segments

_HIGHEST = (("level_now", True),)
_FILTERS = ("area", "state", "treatment", "acceptable", "owner", "review_on")
_SQUARE = "square"


class RisksPage(ListPage):
    """Before and after measures as marks, the list beside them, the chosen risk below it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "risks", _("Risks"))
        self._marks: list[Mark] = []
        self.new_button = Button(_("New risk"), "main", "plus", run=self.new_record)
        self.chart_button = Button(_("Chart"), run=self.show_chart)
        self.chart_button.setAccessibleDescription(_("Threats, weak and strong points, a row a threat"))
        self.add_to_head(self.chart_button, self.new_button)
        self.matrix = RiskMatrix()
        self.modes = Segments([(BEFORE, _("Before")), (AFTER, _("After")), (BOTH, _("Both"))], BOTH)
        views = (View("all", N_("Risks"), Query("risk", sort=_HIGHEST), _FILTERS),)
        self.put_list(
            Listing(desk, views, self._empty, title=_("Register")), ("risk", "action", "person", "threat", "factor")
        )
        self.card = RiskCard(desk)
        self._lay_out()
        self._listen()

    def show_chart(self) -> None:
        """One row a threat."""
        self.desk.open_page(ChartPage(self.desk))

    def _lay_out(self) -> None:
        look = theme.current()
        left = Card(_("Matrix"))
        left.head.addWidget(self.modes)
        left.body.addWidget(self.matrix, 0, Qt.AlignmentFlag.AlignHCenter)
        left.body.addWidget(line())
        left.body.addWidget(LevelLegend())
        left.body.addStretch(1)
        left.setFixedWidth(max(look.px(472), left.minimumSizeHint().width()))  # the words of the axis may be wide
        right = QVBoxLayout()
        right.setSpacing(look.px("space.between_cards"))
        right.addWidget(self.listing, 1)
        right.addWidget(self.card)
        self.body.addWidget(left)
        self.body.addLayout(right)
        self.body.setStretch(1, 1)

    def _listen(self) -> None:
        self.matrix.cellChosen.connect(self._square_chosen)
        self.modes.changed.connect(self._mode_changed)
        self.listing.chosen.connect(self._show_chosen)
        self.listing.filters.changed.connect(self._filters_changed)
        self.listing.counted.connect(lambda _count: self._show_chosen())
        self.card.score_asked.connect(self.change_score)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read matrix and register again."""
        risks = [one for one in self.desk.session.all("risk") if isinstance(one, Risk)]
        self._marks = marks_of(risks)
        self.matrix.set_marks(self._marks)
        square = self.matrix.chosen_cell()
        if square:
            self.listing.filters.set(_SQUARE, self._in_square(square), tell=False)
        self.set_subtitle(self._summary(len(risks)))
        self.listing.reload()
        if not self.listing.chosen_record():
            self.listing.table().choose_first()
        self._show_chosen()

    def _summary(self, count: int) -> str:
        if not count:
            return _("What may happen, how likely it is, how much harm it would do.")
        words = plural("{n} risk.", "{n} risks.", count)
        plan = planning.whole(self.desk.session)
        if plan and plan.review_on and plan.review_on.last:
            day = in_words(plan.review_on, self.desk.today())
            late = plan.review_on.last < self.desk.today()
            said = _("The review was due {day}.") if late else _("Next review {day}.")
            words += " " + said.format(day=day)
        return words

    def _show_chosen(self, _id: str = "") -> None:
        one = self.listing.chosen_record()
        risk = one if isinstance(one, Risk) else None
        self.matrix.choose_mark(risk.number if risk else None)
        self.card.show_risk(risk)

    def _mode_changed(self, mode: str) -> None:
        self.matrix.set_mode(mode)
        square = self.matrix.chosen_cell()
        if square:
            self._square_chosen(*square)

    def _square_chosen(self, probability: int | None, impact: int | None) -> None:
        """Narrow the register to a square; None shows all again."""
        if probability is None or impact is None:
            self.listing.narrow(_SQUARE, None)
        else:
            self.listing.narrow(_SQUARE, self._in_square((probability, impact)))
        if not self.listing.chosen_record():
            self.listing.table().choose_first()
        self._show_chosen()

    def _in_square(self, square: Square) -> Filter:
        """The risks that have a mark in a square, as the matrix shows them now."""
        words = f"{scales.word('probability', square[0])}, {scales.word('impact', square[1])}"
        placed = Drawing(tuple(self._marks), self.modes.chosen()).placed().get(square, [])
        numbers = tuple(dict.fromkeys(number for number, _kind in placed))
        return Filter(words, (Condition("number", "in", numbers),))

    def _filters_changed(self) -> None:
        if not self.listing.filters.has(_SQUARE):
            self.matrix.choose_cell(None)

    # ------------------------------------------------------------------ what the window and the buttons ask

    def new_record(self) -> None:
        """A new risk; a chosen square gives its score."""
        square = self.matrix.chosen_cell()
        probability, impact = square or (None, None)
        self.desk.open_form(Risk(probability=probability, impact=impact, state="identified"))

    def change_score(self) -> None:
        """Score the chosen risk anew, with a reason that stays."""
        one = self.listing.chosen_record()
        if isinstance(one, Risk) and self.desk.may_write():
            ScoreDialog(self, self.desk, one).open()

    def show_wanted(self, wanted: object) -> None:
        """Show what another page asks for, and the chosen risk of it; or the chart."""
        super().show_wanted(wanted)
        self._show_chosen()
        if wanted == "chart":
            self.show_chart()

    def _empty(self, _view: str) -> Empty:
        return Empty(
            _("No risk is written down yet."),
            BEGINNINGS.say("risks"),
            _("New risk"),
            self.new_record,
            _("Start with an example"),
            self._start_with_example,
            icon="shield-alert",
        )

    def _start_with_example(self) -> None:
        self.desk.open_form(
            Risk(
                title=BEGINNINGS.say("risk_example"),
                area="travel",
                probability=4,
                impact=3,
                state="identified",
            )
        )


def marks_of(risks: Sequence[Risk]) -> list[Mark]:
    """The marks of all risks that are scored and not closed."""
    return [
        Mark(one.number, (one.probability, one.impact), _after(one))
        for one in risks
        if one.probability and one.impact and one.live
    ]


def _after(one: Risk) -> Square | None:
    if one.residual_probability and one.residual_impact:
        return one.residual_probability, one.residual_impact
    return None
