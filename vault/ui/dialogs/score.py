"""Scoring a risk anew: the steps, what level comes of them, and the reason, which stays in the history."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans.fields import Prose
from vault.plans.model import Risk
from vault.plans.records import Record
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors.lines import ProseEditor
from vault.ui.forms import RecordForm, Unfinished
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import IconLabel, Words, card_title, secondary, small
from vault.ui.parts.level_chips import LevelChip

FIELDS = ("probability", "impact", "residual_probability", "residual_impact")


class ScoreDialog(QDialog):
    """Saves the score itself; closes when it is kept."""

    def __init__(self, parent: QWidget, desk: Desk, risk: Risk) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Change score"))
        self._scored = risk.level is not None
        self.form = RecordForm(desk, risk, self._arrange, FIELDS, self._finish)
        self.why = ProseEditor(Prose(label="", name="why"), desk, lines=(2, 4))
        self.why.rename(_("Why? (needed)") if self._scored else _("Why this score?"))
        self.form.why = self.why.read
        self.form.saved.connect(lambda _record: self.accept())
        self.form.touched.connect(self._show_levels)
        self.before, self.after = LevelChip(1), LevelChip(1)
        self._arrow = IconLabel("arrow-right", 14)
        self._unscored = small(_("not scored yet"))
        column = QVBoxLayout(self)
        side = look.px("space.xl")
        column.setContentsMargins(side, look.px("space.page_bottom"), side, look.px("space.page_bottom"))
        column.setSpacing(look.px("space.m"))
        column.addWidget(card_title(_("Change score")))
        title: Words = secondary(f"{risk.number}. {risk.title}", wrap=True)
        column.addWidget(title)
        column.addWidget(self.form)
        column.addLayout(self._make_levels())
        column.addWidget(self.why)
        column.addLayout(self._make_foot())
        self._show_levels()

    def _arrange(self, form: RecordForm) -> None:
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space.between_fields"))
        column.addWidget(form.problem)
        for name in FIELDS:
            column.addWidget(form.editors[name])

    def _make_levels(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px("space.s"))
        for widget in (self._unscored, self.before, self._arrow, self.after):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px("space.between_buttons"))
        row.addStretch(1)
        row.addWidget(Button(_("Leave it as it was"), run=self.reject))
        self.save_button = Button(_("Keep the score"), "main", hint="Ctrl+S", run=self.save)
        self.save_button.setShortcut("Ctrl+S")
        row.addWidget(self.save_button)
        return row

    def _show_levels(self) -> None:
        try:
            risk = self.form.record()
        except Unfinished:
            return
        if not isinstance(risk, Risk):
            return
        for chip, level in ((self.before, risk.level), (self.after, risk.residual_level)):
            chip.setVisible(level is not None)
            if level:
                chip.show_level(level)
        self._arrow.setVisible(risk.level is not None and risk.residual_level is not None)
        self._unscored.setVisible(risk.level is None)

    def _finish(self, record: Record) -> Record:
        """The newest reason is the one that stands beside the score."""
        assert isinstance(record, Risk)
        return replace(record, reason=self.why.read() or record.reason)

    def save(self) -> None:
        """Keep the score with its reason."""
        if self._scored and not self.why.read():
            self.why.show_fault(_("A few words are enough. They stay in the history."))
            self.why.put_cursor(0)
            return
        self.form.save()

    def reject(self) -> None:
        """Leave without changing the score; the draft of it goes too."""
        if self.form.dirty:
            self.form.discard()
        super().reject()
