"""Who opens pages when the desk is asked for a record, a form, or what was being typed when the vault closed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from vault.errors import NotFound
from vault.i18n import _
from vault.plans.model import Analysis, Procedure
from vault.plans.records import KINDS, Record
from vault.services.session import Draft
from vault.ui.desk import Desk
from vault.ui.pages.analysis import AnalysisPage
from vault.ui.pages.form import FormPage
from vault.ui.pages.plan_writing import Write
from vault.ui.pages.quick_log import FIELDS
from vault.ui.pages.record import RecordPage
from vault.ui.pages.search import SearchPage


class Opener(QObject):
    """Lives as long as the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.record_asked.connect(self.open_record)
        desk.page_asked.connect(self.open_page)
        desk.form_asked.connect(self.open_form)
        desk.draft_asked.connect(self.open_draft)
        desk.search_asked.connect(self.open_search)

    def open_record(self, id: str) -> None:
        """A procedure opens in the plan, everything else on a page of its own."""
        record = self._desk.session.find(id)
        if record.kind == "procedure" and not record.trashed_at:
            self._desk.go("plan", record.id)
        else:
            self.open_page(id)

    def open_page(self, id: str) -> None:
        """The page with facts, connections and history, for any kind."""
        self._desk.open_page(RecordPage(self._desk, id))

    def open_form(self, record: Record, draft: Draft | None) -> None:
        """The form of a record, with what was typed before; a procedure is written in its place in the plan."""
        if not self._desk.may_write():
            return
        if isinstance(record, Procedure):
            self._desk.go("plan", Write(record, draft))
            return
        if isinstance(record, Analysis):
            self._desk.open_page(AnalysisPage(self._desk, record, draft))
            return
        self._desk.open_page(FormPage(self._desk, record, draft))

    def open_search(self, words: str) -> None:
        """The page that finds records of all kinds."""
        self._desk.open_page(SearchPage(self._desk, words))

    def open_draft(self, draft: Draft) -> None:
        """Go on with a draft where it was begun."""
        cls = KINDS.get(draft.kind)
        if cls is None:
            return
        if draft.record:
            try:
                record = self._desk.session.find(draft.record)
            except NotFound:
                record = cls()
            if record.trashed_at and self._desk.may_write():
                self._out_of_the_bin(record, draft)
            else:
                self._desk.open_form(record, draft)
        elif draft.kind == "incident" and set(draft.plain.get("fields", {})) <= set(FIELDS):
            self._desk.go("incidents", draft)
        else:
            self._desk.open_form(cls(), draft)

    def _out_of_the_bin(self, record: Record, draft: Draft) -> None:
        """What is saved from here would lie in the bin, where nobody looks for it."""
        desk = self._desk
        desk.ask(desk.session.restore([record.id]), desk, lambda _none: self._go_on(record.id, draft))

    def _go_on(self, id: str, draft: Draft) -> None:
        record = self._desk.session.find(id)
        self._desk.open_form(record, draft)
        self._desk.say(_("“{title}” was in the bin and is back.").format(title=record.title))
