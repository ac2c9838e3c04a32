"""How a field is edited: one small function for each kind of field."""

from __future__ import annotations

from functools import singledispatch

from vault.plans.fields import Choice, Choices, Field, Flag, Links, Number, Prose, Rows, Scale, Text, When
from vault.ui.desk import Desk
from vault.ui.editors.connections import LinksEditor
from vault.ui.editors.days import WhenEditor
from vault.ui.editors.editor import Editor, Unclear
from vault.ui.editors.lines import NumberEditor, ProseEditor, TextEditor
from vault.ui.editors.options import FEW_OPTIONS, ChoiceEditor, ChoicesEditor, FlagEditor, ScaleEditor, WordsEditor
from vault.ui.editors.steps import RowsEditor

__all__ = ["Editor", "Unclear", "editor"]


@singledispatch
def editor(field: Field, desk: Desk) -> Editor:
    """The editor of a field; it shows the empty value of its kind until `show_value`."""
    raise NotImplementedError(type(field).__name__)


editor.register(Text, TextEditor)
editor.register(Prose, ProseEditor)
editor.register(Choice, ChoiceEditor)
editor.register(Scale, ScaleEditor)
editor.register(When, WhenEditor)
editor.register(Flag, FlagEditor)
editor.register(Number, NumberEditor)
editor.register(Links, LinksEditor)
editor.register(Rows, RowsEditor)


@editor.register
def _choices(field: Choices, desk: Desk) -> Editor:
    return ChoicesEditor(field, desk) if 0 < len(field.options) <= FEW_OPTIONS else WordsEditor(field, desk)
