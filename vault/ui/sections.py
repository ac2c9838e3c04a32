"""How the editors of a form stand on a page: one column, short things in pairs, a heading before what comes last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vault.i18n import N_, _
from vault.plans.fields import Choice, Field, Number, Text, When
from vault.ui import theme
from vault.ui.forms import RecordForm
from vault.ui.parts.labels import card_title

#: groups of fields that begin a part of the form with a heading of its own
HEADINGS = {
    "answers": N_("Questions donors ask"),
    "wording": N_("For donors"),
    "more": N_("More"),
}
_PAIRED_TEXTS = ("contact", "region", "code")


def in_sections(form: RecordForm) -> None:
    """The usual arrangement of a whole form."""
    look = theme.current()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px("space.between_fields"))
    column.addWidget(form.problem)
    heading = ""
    for names in pairs([form.editors[name].field for name in form.editors]):
        words = HEADINGS.get(form.editors[names[0]].field.group, heading)
        if words != heading:
            heading = words
            title = card_title(_(words))
            title.setContentsMargins(0, look.px("space.s"), 0, 0)
            column.addWidget(title)
        column.addLayout(side_by_side(form, names))
    column.addStretch(1)


def side_by_side(form: RecordForm, names: Sequence[str]) -> QHBoxLayout:
    """Editors in a row, with equal room; a lone short one takes half of it."""
    row = QHBoxLayout()
    row.setSpacing(theme.current().px("space.m"))
    for name in names:
        row.addWidget(form.editors[name], 1, Qt.AlignmentFlag.AlignTop)
    if len(names) == 1 and is_short(form.editors[names[0]].field):
        row.addStretch(1)
    return row


def pairs(fields: Sequence[Field]) -> Iterator[list[str]]:
    """The names of fields, short neighbours of one part together."""
    waiting: Field | None = None
    for field in fields:
        if waiting and is_short(field) and HEADINGS.get(field.group) == HEADINGS.get(waiting.group):
            yield [waiting.name, field.name]
            waiting = None
            continue
        if waiting:
            yield [waiting.name]
        waiting = field if is_short(field) else None
        if not waiting:
            yield [field.name]
    if waiting:
        yield [waiting.name]


def is_short(field: Field) -> bool:
    """Whether half of a form is room enough."""
    if isinstance(field, Text):
        return field.group in _PAIRED_TEXTS and not field.help
    return isinstance(field, Choice | When | Number)
