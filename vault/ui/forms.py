"""A form made from the declarations of a record kind. What is typed is kept as a draft a second after the last key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from vault.errors import InvalidRecord
from vault.i18n import _
from vault.plans.fields import Link
from vault.plans.records import KINDS, Record, faults
from vault.services.session import Draft, new_id
from vault.ui.desk import Desk
from vault.ui.editors import Editor, Unclear, editor
from vault.ui.parts.labels import Sentence
from vault.ui.words import told

_KEEP_AFTER_MS = 1000


class Unfinished(Exception):
    """The form holds no record yet; `faults` maps field name to the (translated) sentence about it."""

    def __init__(self, found: dict[str, str]) -> None:
        self.faults = found
        super().__init__(", ".join(found))


class RecordForm(QWidget):
    """Editors for `record` (a new one has no id), for the fields `names` (all of them when empty).

    `arrange(form)` lays the editors out. `finish` completes the record before it is checked and saved. `touched` is
    sent whenever a person changes something, `saved(Record)` when the record is in the vault.
    """

    touched = Signal()
    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        record: Record,
        arrange: Callable[[RecordForm], None],
        names: Sequence[str] = (),
        finish: Callable[[Record], Record] | None = None,
    ) -> None:
        super().__init__()
        self.desk, self._record, self._finish = desk, record, finish
        self.draft_id = new_id()
        self.why: Callable[[], str] = lambda: ""
        #: what else is written when the record is, because of it
        self.also: Callable[[Record], Sequence[Record]] = lambda _made: ()
        #: what its draft keeps beside the fields: where a new record belongs
        self.beside: dict[str, str] = {}
        self.problem = Sentence("error")
        self._touched: set[str] = set()
        self._since: set[str] = set()
        self._saving: _UnderWay | None = None
        self.was_kept = False
        #: a field the form does not show -> the one that makes it
        self.stand_in: dict[str, str] = {}
        self._joined: dict[str, tuple[Link, ...]] = {}
        #: changes what a draft keeps, where a page asks for more than the form
        self.kept_with: Callable[[dict[str, Any]], dict[str, Any]] = lambda fields: fields
        fields = KINDS[record.kind].fields
        self.editors: dict[str, Editor] = {name: editor(fields[name], desk) for name in names or fields}
        for name, one in self.editors.items():
            one.touched.connect(lambda name=name: self._touch(name))
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        desk.keeping.connect(self.keep)
        arrange(self)
        self.fill(record)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self._touched)

    def fill(self, record: Record) -> None:
        """Show a record; what was typed before is let go."""
        self._record = record
        self._touched.clear()
        self._since.clear()
        for name, one in self.editors.items():
            one.show_value(getattr(record, name))
        self.problem.say("")

    def base(self) -> Record:
        """The record as it was before anything was typed."""
        return self._record

    def put(self, **values: Any) -> None:
        """Fill in some fields as if a person had."""
        for name, value in values.items():
            self.editors[name].show_value(value)
            self._touch(name)

    def record(self) -> Record:
        """The record with what was typed; fields nobody touched stay as they are. Raises Unfinished."""
        values: dict[str, Any] = {}
        found: dict[str, str] = {}
        for name in self._touched:
            try:
                values[name] = self.editors[name].read()
            except Unclear as fault:
                found[name] = str(fault.args[0])
        values |= self._joined
        made = replace(self._record, **values)
        made = self._finish(made) if self._finish else made
        found = {name: _(sentence) for name, sentence in faults(made).items()} | found
        if found:
            raise Unfinished(found)
        return made

    def show_faults(self, found: dict[str, str]) -> None:
        """Say below each field what is wrong and go to the first one."""
        found = {self.stand_in.get(name, name): sentence for name, sentence in found.items()}
        first: Editor | None = None
        for name, one in self.editors.items():
            one.show_fault(found.get(name, ""))
            first = first or (one if name in found else None)
        others = [sentence for name, sentence in found.items() if name not in self.editors]
        self.problem.say(" ".join(others))
        if first:
            first.point_at(first.cursor_place())

    # ------------------------------------------------------------------ saving

    def save(self) -> bool:
        """Save; False when something is missing, which is then said. `saved` follows when it is done."""
        if self._saving:
            return True
        try:
            made = self.record()
        except Unfinished as fault:
            self.show_faults(fault.faults)
            return False
        self._timer.stop()
        self._since.clear()
        self._saving = under_way = _UnderWay(self.desk, self, self.draft(still_open=False))
        future = self.desk.session.save(made, why=self.why(), draft=self.draft_id, also=self.also(made))
        self.desk.ask(future, self.desk, under_way.done, under_way.failed)
        self.desk.ask(future, self, self._done, self._failed)
        return True

    def _done(self, record: Record) -> None:
        self._saving = None
        self._record = record
        self._touched = set(self._since)  # typed while it was being saved: not a part of it
        self.keep(still_open=False)
        typed = self.dirty
        self.saved.emit(record)
        if typed:
            self.desk.refuse(_("What you typed while it was being saved is kept as a draft. Today shows it."))

    def _failed(self, error: BaseException) -> None:
        self._saving = None
        self._timer.start()
        if isinstance(error, InvalidRecord):
            self.show_faults(error.faults)
        else:
            self.problem.say(told(error).whole())

    # ------------------------------------------------------------------ drafts

    def keep(self, *, still_open: bool = True) -> None:
        """Write the draft now, when there is something to keep."""
        self._timer.stop()
        given = self._saving is not None and not self._since
        if not self.dirty or given or self.desk.session.readonly:
            return
        self.was_kept = True
        future = self.desk.session.save_draft(self.draft(still_open=still_open))
        self.desk.ask(future, self, lambda _done: self.desk.kept.emit(_("Draft saved a moment ago")))

    def draft(self, *, still_open: bool) -> Draft:
        """What is typed now; `still_open` has it opened again when the vault opens."""
        focused = self._focused()
        fields = {name: self._kept(name) for name in sorted(self._touched | self._given())}
        for name, links in self._joined.items():
            fields[name] = [{"id": link.id, "role": link.role} for link in links]
        cursor = self.editors[focused].cursor_place() if focused else 0
        told = {"fields": self.kept_with(fields), "focus": focused, "cursor": cursor, "open": still_open}
        plain = {**self.beside, **told}
        return Draft(self.draft_id, self._record.kind, self._record.id, "", plain)

    def join(self, **links: tuple[Link, ...]) -> None:
        """Connect the record that is being written with others, in fields the form does not show."""
        self._joined |= links
        self._timer.start()

    def forget(self) -> None:
        """Begin anew with an empty form and a draft of its own; the draft of before is left as it is."""
        self._timer.stop()
        self.draft_id = new_id()
        self.was_kept = False
        self._joined.clear()
        self.fill(KINDS[self._record.kind]())

    def _given(self) -> set[str]:
        """What a new record came with (the area of a procedure): no record to find it in again."""
        one = self._record
        return set() if one.id else {name for name in self.editors if getattr(one, name) != getattr(type(one)(), name)}

    def _kept(self, name: str) -> Any:
        return self.editors[name].kept()

    def _focused(self) -> str:
        focused: QObject | None = QApplication.focusWidget()
        while focused is not None:
            name = next((name for name, one in self.editors.items() if one is focused), "")
            if name:
                return name
            focused = focused.parent()
        return ""

    def restore(self, draft: Draft) -> None:
        """Show what a draft kept, over the record; the cursor goes where it was."""
        self.draft_id = draft.id
        for name, kept in draft.plain.get("fields", {}).items():
            if name in self.editors:
                self.editors[name].put_back(kept)
                self._touched.add(name)
        focus = draft.plain.get("focus", "")
        if focus in self.editors:
            QTimer.singleShot(0, self, lambda: self.editors[focus].point_at(int(draft.plain.get("cursor", 0))))

    def go_on(self, draft: Draft | None) -> None:
        """Go on with a draft that was left, where this form has every field of it; another one stays a draft."""
        if draft and set(draft.plain.get("fields", {})) <= set(self.editors):
            self.restore(draft)

    def let_go(self) -> bool:
        """Leave the form: what was typed becomes a draft. Whether there was anything."""
        if self._saving:
            self._saving.leave(self.draft(still_open=False), self._since)
            return False
        kept = self.dirty
        self.keep(still_open=False)
        return kept

    def discard(self) -> None:
        """Give up what was typed, and its draft."""
        self._timer.stop()
        self._touched.clear()
        self.desk.ask(self.desk.session.discard_draft(self.draft_id), self)

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._since.add(name)
        self._timer.start()
        self.touched.emit()


class _UnderWay:
    """What a form gave to be saved, until it is known whether it was: by then the form may have been left."""

    def __init__(self, desk: Desk, form: RecordForm, given: Draft) -> None:
        self._desk, self._form, self._given = desk, form, given
        self._left, self._typed = False, set[str]()

    def leave(self, draft: Draft, typed: set[str]) -> None:
        """The form is left with this in it, of which `typed` came after what was given."""
        self._left, self._given, self._typed = True, draft, set(typed)

    def done(self, record: Record) -> None:
        """What was typed after it is kept as a draft of the record there is now."""
        self._desk.kept.emit(_("Everything saved"))
        if self._typed:
            fields = {name: kept for name, kept in self._given.plain["fields"].items() if name in self._typed}
            self._keep(replace(self._given, record=record.id, plain=self._given.plain | {"fields": fields}))

    def failed(self, error: BaseException) -> None:
        """A form that is still there says it itself, and keeps what is in it."""
        if self._left or not isValid(self._form):
            self._keep(self._given, told(error).sentence + " ")

    def _keep(self, draft: Draft, why: str = "") -> None:
        kept = why + _("What you typed is kept as a draft. Today shows it.")
        self._desk.ask(self._desk.session.save_draft(draft), self._desk, lambda _none: self._desk.refuse(kept))


def draft_words(draft: Draft) -> str:
    """What a draft is about, for lists: its title, or the first words typed."""
    cls = KINDS.get(draft.kind)
    fields = draft.plain.get("fields", {})
    names = [cls.title_field, *fields] if cls else list(fields)
    texts = (fields.get(name) for name in names)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
