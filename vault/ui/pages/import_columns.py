"""The second step of an import: where each column goes, and what its words mean there."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.plans.fields import When
from vault.plans.mapping import parsed
from vault.services import importing
from vault.services.importing import LEFT_OUT, REST, SHARING, Mapping, Sheet
from vault.ui import theme
from vault.ui.pages.import_values import ValuesCard
from vault.ui.parts.card import Card
from vault.ui.parts.combo import Combo
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import Elided, Sentence, small
from vault.ui.parts.lines import WORDS, Cell, Lines
from vault.ui.parts.table import SMALL, TONE, Table

_PANEL = 400
_SAMPLES = 3


class ColumnsStep(QWidget):
    """`mapping` is what the person has made of the proposal."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        super().__init__()
        self.sheet, self.mapping = sheet, mapping
        self._words = dict(importing.targets(mapping.kind))
        self.table, self.model = Table(), Lines(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Columns"))
        self.table.selectionModel().currentRowChanged.connect(self._show_column)
        self.doubts = Sentence("late")
        self.identifier = Combo([("", _("everything it says")), *((name, name) for name in sheet.headings)])
        self.identifier.choose(mapping.identifier)
        self.identifier.activated.connect(self._take_options)
        self.order = Combo([("dmy", _("day first")), ("mdy", _("month first"))])
        self.order.activated.connect(self._take_options)
        self.order_field = Field(_("Days are written"), self.order)
        self.keep_rest = Check(_("Keep what goes nowhere in the notes"))
        self.keep_rest.setChecked(mapping.keep_rest)
        self.keep_rest.toggled.connect(self._take_options)
        self.heading, self.samples = Elided("", "card_title"), small("", "secondary", wrap=True)
        self.target = Combo([(LEFT_OUT, _("Left out")), (REST, _("Notes")), *self._words.items()])
        self.target.activated.connect(self._take_target)
        self.table.opened.connect(lambda _index: self.target.setFocus())
        self.values = ValuesCard()
        self.values.meant.connect(self._take_values)
        self._lay_out()
        self._fill()
        self.table.selectRow(0)
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space.between_cards"))
        start, columns = QVBoxLayout(), Card(flush=True)
        start.setSpacing(look.px("space.m"))
        columns.body.addWidget(self.table, 1)
        start.addWidget(columns, 1)
        start.addWidget(self.doubts)
        options = QHBoxLayout()
        options.setSpacing(look.px("space.m"))
        options.addWidget(Field(_("A row is known again by"), self.identifier), 1)
        options.addWidget(self.order_field, 1)
        options.addWidget(self.keep_rest, 1)
        start.addLayout(options)
        row.addLayout(start, 1)
        row.addWidget(self._panel())

    def _panel(self) -> Card:
        look, card = theme.current(), Card()
        card.setFixedWidth(look.px(_PANEL))
        card.body.setSpacing(look.px("space.m"))
        for widget in (self.heading, self.samples, Field(_("Goes to"), self.target), self.values):
            card.body.addWidget(widget, int(widget is self.values))
        card.body.addStretch(0)
        return card

    # ------------------------------------------------------------------ what is shown

    def _fill(self) -> None:
        lines: list[tuple[Cell, ...]] = []
        for heading in self.sheet.headings:
            samples = " · ".join(self._samples(heading))
            lines.append((heading, "", {WORDS: samples, SMALL: True, TONE: "muted"}))
        self.model.show(lines, (_("Column"), _("Goes to"), _("The first of it")))
        self.table.set_widths(190, 210, 0)
        self._tell_targets()

    def _samples(self, heading: str) -> list[str]:
        return [" ".join(text.split())[:80] for text in self.sheet.samples(heading, _SAMPLES)]

    def _tell_targets(self) -> None:
        for row, heading in enumerate(self.sheet.headings):
            target = self.mapping.column(heading).target
            tone = "muted" if target in (REST, LEFT_OUT) else "accent"
            self.model.tell(row, 1, {WORDS: self._goes(target), TONE: tone})
        self.doubts.say(" ".join(importing.doubts(self._without_letters(), self.mapping)))
        self.order_field.setVisible(self._has_days())
        self.order.choose(self.mapping.order or "dmy")

    def _without_letters(self) -> Sheet:
        """The letters were looked at in the step before."""
        return replace(self.sheet, doubtful=())

    def _goes(self, target: str) -> str:
        if target == SHARING:
            return _("Who may see it")
        if target == LEFT_OUT or (target == REST and not self.mapping.keep_rest):
            return _("Left out")
        return self._words[target] if target else _("Notes")

    def _has_days(self) -> bool:
        targets = (parsed(self.mapping.kind, column.target) for column in self.mapping.columns)
        return any(target and isinstance(target.field, When) and not target.part for target in targets)

    def _heading(self) -> str:
        return self.sheet.headings[max(0, self.table.currentIndex().row())]

    def _show_column(self, _now: QModelIndex, _before: QModelIndex) -> None:
        heading = self._heading()
        column = self.mapping.column(heading)
        self.heading.setText(heading)
        samples = self._samples(heading)
        count = len({text for text in self.sheet.column(heading) if text.strip()})
        self.samples.setText(
            " · ".join(samples) + "\n" + plural("{n} different value", "{n} different values", count)
            if samples
            else _("All its cells are empty.")
        )
        self.target.choose(column.target, self._goes(column.target))
        self._show_values()

    def _show_values(self) -> None:
        heading = self._heading()
        target = parsed(self.mapping.kind, self.mapping.column(heading).target)
        rows = importing.value_table(self.sheet, self.mapping, heading)
        self.values.show_values(rows, getattr(target.field, "options", ()) if target else ())

    # ------------------------------------------------------------------ what is changed

    def _take_target(self) -> None:
        heading = self._heading()
        self.mapping = self.mapping.with_target(heading, self.target.chosen()).with_values(heading, {})
        self._tell_targets()
        self._show_values()

    def _take_values(self, text: str, keys: tuple[str, ...]) -> None:
        heading = self._heading()
        known = dict(self.mapping.column(heading).values)
        self.mapping = self.mapping.with_values(heading, {**known, text: keys})

    def _take_options(self) -> None:
        order: Literal["", "dmy", "mdy"] = self.mapping.order
        if self.sender() is self.order:
            order = "mdy" if self.order.chosen() == "mdy" else "dmy"
        self.mapping = replace(
            self.mapping, identifier=self.identifier.chosen(), keep_rest=self.keep_rest.isChecked(), order=order
        )
        self._tell_targets()
