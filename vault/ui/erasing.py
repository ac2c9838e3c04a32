"""The question before records are erased for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vault.i18n import _, plural
from vault.plans.records import Record
from vault.services.session import Purged
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.facts import moment_words


def ask_purge(
    parent: QWidget, desk: Desk, records: Sequence[Record], then: Callable[[Purged], object] | None = None
) -> Question:
    """The question before records are erased for good; `then(what)` once they are."""
    kept = desk.session.backups_holding(records)
    holding = [f"{one.place} ({moment_words(one.at, desk.today())})" for one in kept]
    lines = [_("It goes with its history, its drafts and everything the search knows of it. Nobody can bring it back.")]
    if holding:
        lines.append(_("These backups still hold it: {places}.").format(places=", ".join(holding)))
    count = len(records)
    title = (
        _("Erase “{title}” for good?").format(title=records[0].title)
        if count == 1
        else plural("Erase {n} record for good?", "Erase {n} records for good?", count)
    )
    act = _("Erase for good") if count == 1 else plural("Erase {n} record", "Erase {n} records", count)
    keep = _("Keep it") if count == 1 else _("Keep them")

    def run() -> None:
        desk.purge([one.id for one in records], partial(_erased, desk, then))

    question = Question(parent, title, " ".join(lines), keep, act, run, number=count)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.open()
    return question


def _erased(desk: Desk, then: Callable[[Purged], object] | None, what: Purged) -> None:
    if then:
        then(what)
    desk.say(plural("One record was erased for good.", "{n} records were erased for good.", what.count))
