"""The start of the plan: which plan is shown, its areas with their procedures, and who decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from vault.i18n import _
from vault.plans import display
from vault.plans.model import Plan, Procedure
from vault.plans.model.risks import EXPECTED_AREAS, RISK_AREA
from vault.ui import icons, theme
from vault.ui.facts import AREA_ICONS
from vault.ui.parts.area_tree import AreaTree, Branch
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.card import Card
from vault.ui.parts.labels import tip
from vault.ui.parts.menus import menu_of

_NO_AREA = ""
_WIDTH = 236
_SIDES = 40  # what the chooser needs beside its words


class PlanChooser(Button):
    """Says which plan is shown, and opens the list of them. `plan_chosen(id)`, "" for the organisation's."""

    plan_chosen = Signal(str)

    def __init__(self, begin: Callable[[], object]) -> None:
        super().__init__("", icon="chevron-down", small=True, run=self.open_menu)
        self._begin, self._whole = begin, ""
        self._plans: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_plans(self, whole: Plan | None, others: Sequence[Plan], shown: str) -> None:
        """`whole`: the organisation's; `shown`: the id of another, "" for the organisation's."""
        self._plans = [("", _worded(whole) if whole else _("All procedures"))]
        self._plans += [(one.id, _worded(one)) for one in others]
        named = next((one for one in others if one.id == shown), whole)
        self._whole = named.title if named else _("All procedures")
        said = dict(self._plans).get(shown, self._plans[0][1])
        self.setAccessibleName(_("Which plan is shown: {plan}").format(plan=said))
        self._cut()

    def open_menu(self) -> None:
        """All plans, and the way to a new one."""
        items: list[tuple[str, Callable[[], object]] | None] = [
            (words.replace("&", "&&"), partial(self.plan_chosen.emit, id)) for id, words in self._plans
        ]
        menu = menu_of(self, [*items, None, (_("New plan"), self._begin)])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(120), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        look = theme.current()
        room = self.width() - look.px(icons.BUTTON + _SIDES)
        metrics = QFontMetrics(look.font("body"))
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(room, look.px(40)))
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(tip(self._whole) if shown != self._whole else "")


class PlanAreas(Card):
    """A card. `tree` tells what is chosen in it, `chooser` which plan."""

    def __init__(
        self,
        start_ready: Callable[[], object],
        write: Callable[[], object],
        decide: Callable[[], object],
        begin: Callable[[], object],
    ) -> None:
        super().__init__()
        look = theme.current()
        self.tree, self.chooser = AreaTree(), PlanChooser(begin)
        self.tree.setAccessibleName(_("Areas"))
        self.decides_button = Button(_("Who decides"), "quiet", "scale", run=decide)
        self.setFixedWidth(look.px(_WIDTH))
        self.column.setContentsMargins(*[look.px(9)] * 4)
        self.column.insertLayout(0, self.head)
        self.head.setSpacing(look.px(2))
        self.head.addWidget(self.chooser, 1)
        self.head.addSpacing(look.px(4))
        self.head.addWidget(IconButton("copy", _("Start from a ready one"), "quiet", small=True, run=start_ready))
        self.head.addWidget(IconButton("plus", _("New procedure"), "quiet", small=True, run=write))
        self.body.setContentsMargins(0, look.px(4), 0, 0)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(self.decides_button)

    def show_tree(self, procedures: Sequence[Procedure], chosen: str, *, whole: bool) -> None:
        """The areas of these procedures; with `whole`, also the expected ones that have none."""
        by_area: dict[str, list[Procedure]] = {}
        for one in procedures:
            by_area.setdefault(one.area, []).append(one)
        rows = []
        for key, words in (*RISK_AREA, (_NO_AREA, _("No area yet"))):
            inside = by_area.get(key, [])
            if inside or (whole and key in EXPECTED_AREAS):
                area = Branch(key or "none", _(words), AREA_ICONS.get(key, "circle-dashed"), len(inside))
                rows.append((area, [Branch(one.id, one.title) for one in inside]))
        self.tree.show_areas(rows, chosen)


def _worded(one: Plan) -> str:
    level = display.shown(Plan.fields["level"], one.level)
    return f"{level}: {one.title}" if level else one.title
