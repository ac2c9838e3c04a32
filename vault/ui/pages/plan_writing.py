"""The fields of a procedure in its place in the plan; what is typed becomes a draft when one leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from vault.i18n import _
from vault.plans.fields import Link
from vault.plans.model import Plan, Procedure
from vault.plans.records import Record
from vault.services.session import Draft, Session, new_id
from vault.ui.desk import Desk
from vault.ui.forms import RecordForm
from vault.ui.pages.procedure import in_place


@dataclass(frozen=True)
class Write:
    """Asks the plan to open the fields of a procedure, with what was typed before."""

    record: Procedure
    draft: Draft | None = None


class Writing(QFrame):
    """Holds one form at a time. `saved(record)` when what was typed is in the vault."""

    saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.form: RecordForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self, one: Procedure, draft: Draft | None, plan: str) -> None:
        """Open the fields of a procedure; a new one will belong to the plan with the id `plan`, where there is one.

        What was typed before belongs where it did then.
        """
        plan = str(draft.plain.get("plan", "")) if draft else plan
        if plan and not one.id:
            self.form = RecordForm(self._desk, one, in_place, (), _known)
            self.form.also = partial(_into, self._desk.session, plan)
            self.form.beside = {"plan": plan}
        else:
            self.form = RecordForm(self._desk, one, in_place)
        self.form.saved.connect(self._saved)
        self._column.addWidget(self.form)
        if draft:
            self.form.restore(draft)

    def leave(self) -> None:
        """What was typed becomes a draft."""
        if self.form and self.form.let_go():
            self._desk.say(_("What you typed is kept as a draft. Today shows it."))
        self._close()

    def _saved(self, record: Record) -> None:
        self._close()
        self.saved.emit(record)

    def _close(self) -> None:
        if self.form:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None


def _known(one: Record) -> Record:
    """With an id before it is saved, so that a plan can lead to it."""
    return one if one.id else replace(one, id=new_id())


def _into(session: Session, plan: str, made: Record) -> Sequence[Record]:
    """The plan as it is now, with a new procedure at its end."""
    found = session.find_many([plan])
    one = found[0] if found else None
    return [replace(one, procedures=(*one.procedures, Link(made.id)))] if isinstance(one, Plan) else []
