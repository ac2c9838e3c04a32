"""What every page works with: the open vault, and the window around the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vault.i18n import _, plural
from vault.plans.records import Record
from vault.services.session import Draft, Purged, Session
from vault.ui import sweeping
from vault.ui.bridge import Bridge
from vault.ui.words import told

T = TypeVar("T")


class Window(Protocol):
    """What the desk needs of the window."""

    def go(self, key: str) -> bool: ...
    def open(self, page: QWidget) -> bool: ...
    def back(self) -> bool: ...
    def run(self, key: str) -> None: ...
    def say(
        self, sentence: str, button: str = "", run: Callable[[], object] | None = None, icon: str = "check"
    ) -> None: ...


class Desk(QObject):
    """Pages read from `session`, write through `ask`, and go elsewhere through the desk.

    `changed(Change)` follows every committed write. `record_asked(id)`, `page_asked(id)`, `form_asked(record, draft)`,
    `draft_asked(draft)` and `search_asked(words)` are answered by whoever opens pages; `screen_asked(key, wanted)`
    carries what a screen should show. `keeping()` asks open forms to write their drafts at once; `kept(words)` says
    what was saved last. `made(record)`: a form saved a new record and closed. `shut_out(error)`: a wrong passphrase
    was given inside.
    """

    record_asked = Signal(str)
    form_asked = Signal(object, object)
    draft_asked = Signal(object)
    page_asked = Signal(str)
    search_asked = Signal(str)
    screen_asked = Signal(str, object)
    keeping = Signal()
    kept = Signal(str)
    made = Signal(object)
    shut_out = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.bridge = Bridge(session, self.complain, self)
        self.changed = self.bridge.changed
        self.window: Window | None = None
        sweeping.begin()

    def today(self) -> date:
        """The day it is here."""
        return self.session.clock.now().date()

    # ------------------------------------------------------------------ writing

    def may_write(self) -> bool:
        """Whether a form may open; where the vault is open for reading only, that is said instead."""
        if self.session.readonly:
            self.refuse(_("This file is open for reading only. What is typed could not be kept: nothing was opened."))
        return not self.session.readonly

    def ask(
        self,
        future: Future[T],
        asker: QObject,
        done: Callable[[T], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """The result of a write on this thread, unless `asker` has died; errors are told at the foot of the page."""
        self.bridge.ask(future, asker, done or (lambda _result: None), failed)

    def trash(self, records: Sequence[Record], then: Callable[[], object] | None = None) -> None:
        """Move records to the bin, and offer to undo it."""
        if not records:
            return
        sentence = (
            _("“{title}” is in the bin.").format(title=records[0].title)
            if len(records) == 1
            else plural("{n} record is in the bin.", "{n} records are in the bin.", len(records))
        )
        self.ask(self.session.trash([one.id for one in records]), self, partial(self._trashed, sentence, then))

    def _trashed(self, sentence: str, then: Callable[[], object] | None, _result: None) -> None:
        if then:
            then()
        self.say(sentence, _("Undo"), self.undo)

    def restore(self, records: Sequence[Record]) -> None:
        """Take records out of the bin."""
        sentence = (
            _("“{title}” is back.").format(title=records[0].title)
            if len(records) == 1
            else plural("{n} record is back.", "{n} records are back.", len(records))
        )
        self.ask(
            self.session.restore([one.id for one in records]),
            self,
            lambda _result: self.say(sentence, _("Undo"), self.undo),
        )

    def purge(self, ids: Sequence[str], then: Callable[[Purged], object]) -> None:
        """Erase for good; asking is the caller's."""
        self.ask(self.session.purge(ids), self, then)

    def undo(self) -> None:
        """Take back the last thing done, and say what it was."""
        self.ask(self.session.undo(), self, self._undone)

    def _undone(self, what: str) -> None:
        self.say(_("Undone: {what}").format(what=what) if what else _("There is nothing to undo."))

    # ------------------------------------------------------------------ going elsewhere

    def say(self, sentence: str, button: str = "", run: Callable[[], object] | None = None) -> None:
        """One sentence at the foot of the page, with one button."""
        if self.window:
            self.window.say(sentence, button, run)

    def refuse(self, sentence: str) -> None:
        """As `say`, of what was not done and why: no mark of success stands before it."""
        if self.window:
            self.window.say(sentence, icon="circle-alert")

    def complain(self, error: BaseException) -> None:
        """Tell what went wrong, calmly."""
        self.refuse(told(error).whole())

    def go(self, key: str, wanted: object = None) -> None:
        """Bring a screen to the front; `wanted` tells it what to show (a filter, a record's id)."""
        if self.window and self.window.go(key) and wanted is not None:
            self.screen_asked.emit(key, wanted)

    def open_page(self, page: QWidget) -> None:
        """Show a page over the screen one is at."""
        if self.window:
            self.window.open(page)

    def back(self) -> None:
        """Close the page opened last."""
        if self.window:
            self.window.back()

    def run(self, key: str) -> None:
        """Do an action of the window ("import", "backup")."""
        if self.window:
            self.window.run(key)

    def open_record(self, id: str) -> None:
        """Show a record on its own page."""
        self.record_asked.emit(id)

    def open_form(self, record: Record, draft: Draft | None = None) -> None:
        """Show the form of a new or an existing record, with what was typed before."""
        self.form_asked.emit(record, draft)

    def open_draft(self, draft: Draft) -> None:
        """Go on with what was typed before."""
        self.draft_asked.emit(draft)

    def resume(self) -> None:
        """Open again what was being typed when the vault closed."""
        still_open = [draft for draft in self.session.drafts() if draft.plain.get("open")]
        if still_open and not self.session.readonly:
            self.open_draft(still_open[0])

    def look_everywhere(self, words: str = "") -> None:
        """Show the page that finds records of all kinds."""
        self.search_asked.emit(words)

    def keep(self) -> None:
        """Have every open form write its draft now, before the vault closes."""
        self.keeping.emit()
