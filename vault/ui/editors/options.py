"""Editors that offer what can be chosen: one, several, a step of a scale, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.plans import fold, scales
from vault.plans.display import option_words
from vault.plans.fields import Choice, Choices, Flag, Scale
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.editors.editor import Editor
from vault.ui.parts.chip_field import ChipField, Held
from vault.ui.parts.combo import Combo
from vault.ui.parts.fields import Check
from vault.ui.parts.labels import small
from vault.ui.parts.segments import Segments
from vault.ui.parts.suggestions import Suggestion
from vault.ui.parts.tick_chips import TickChips

#: up to so many options are chips to tick, more are looked for by typing
FEW_OPTIONS = 14
_LARGE_TEXT = 1.3


class ChoiceEditor(Editor):
    """One of the options, or none."""

    def __init__(self, field: Choice, desk: Desk) -> None:
        super().__init__(field, desk)
        self.combo = Combo([("", _("not said")), *((key, _(words)) for key, words in field.options)])
        self.combo.currentIndexChanged.connect(self._touch)
        self._hold(self.combo)

    def read(self) -> str:
        return self.combo.chosen()

    def _show(self, value: str) -> None:
        self.combo.choose(value)


class ChoicesEditor(Editor):
    """A few options to tick."""

    def __init__(self, field: Choices, desk: Desk) -> None:
        super().__init__(field, desk)
        self.chips = TickChips([(key, _(words)) for key, words in field.options])
        self.chips.changed.connect(self._touch)
        self._hold(self.chips, self.chips.first())

    def read(self) -> tuple[str, ...]:
        return self.chips.ticked()

    def _show(self, value: Sequence[str]) -> None:
        self.chips.tick(value)


class WordsEditor(Editor):
    """Several of many options, found by typing; words of one's own where the field has no options (tags)."""

    def __init__(self, field: Choices, desk: Desk) -> None:
        super().__init__(field, desk)
        self._options = dict(field.options)
        self._keys: list[str] = []
        self.box = ChipField(self._suggest)
        self.box.chosen.connect(self._add)
        self.box.written.connect(self._write)
        self.box.removed.connect(self._remove)
        self.box.typed.connect(self._touch)
        self._hold(self.box, self.box.line)
        self.box.keep_clear(self._fault)
        if not field.options:
            self.box.line.editingFinished.connect(self.box.take)

    def read(self) -> tuple[str, ...]:
        return tuple(self._keys)

    def _show(self, value: Sequence[str]) -> None:
        self._keys = list(value)
        self.box.set_held([Held(key, option_words(self._pairs(), key)) for key in self._keys])

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._options.items())

    def _suggest(self, text: str) -> list[Suggestion]:
        wanted = fold.words(text)
        return [
            Suggestion(key, _(words))
            for key, words in self._options.items()
            if key not in self._keys and _begins(fold.words(_(words)), wanted)
        ]

    def _write(self, text: str) -> None:
        if not self._options:
            self._add(text)

    def _add(self, key: str) -> None:
        if key not in self._keys:
            self._show([*self._keys, key])
            self._touch()

    def _remove(self, key: str) -> None:
        self._show([one for one in self._keys if one != key])
        self._touch()


class ScaleEditor(Editor):
    """Five worded steps side by side, or a box where they find no room."""

    def __init__(self, field: Scale, desk: Desk) -> None:
        super().__init__(field, desk)
        # nobody has to overrule the matrix: an empty level waits for nothing
        none = _("as the matrix says") if field.scale == "level" else _("not yet")
        steps = [("", none), *((str(step), scales.word(field.scale, step)) for step in scales.STEPS)]
        self.segments = self.combo = None
        if theme.current().text_size > _LARGE_TEXT:
            self.combo = Combo(steps)
            self.combo.currentIndexChanged.connect(self._touch)
            self._hold(self.combo)
        else:
            self.segments = Segments(steps)
            self.segments.changed.connect(self._touch)
            self._hold(self.segments)
            self._name_segments(steps)

    segments: Segments | None
    combo: Combo | None

    def _name_segments(self, steps: list[tuple[str, str]]) -> None:
        assert self.segments
        for key, words in steps:
            self.segments.button(key).setAccessibleName(f"{_(self.field.label)}: {words}")

    def read(self) -> int | None:
        chosen = self.segments.chosen() if self.segments else self.combo.chosen() if self.combo else ""
        return int(chosen) if chosen else None

    def put_cursor(self, at: int) -> None:
        if self.segments:
            self.segments.button(self.segments.chosen()).setFocus()
        else:
            super().put_cursor(at)

    def _show(self, value: int | None) -> None:
        key = str(value or "")
        if self.segments:
            self.segments.choose(key)
        elif self.combo:
            self.combo.choose(key)


class FlagEditor(Editor):
    """A box to tick, with its help below."""

    def __init__(self, field: Flag, desk: Desk) -> None:
        super().__init__(field, desk)
        look = theme.current()
        self.box = Check(_(field.label))
        self.box.toggled.connect(self._touch)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        if field.help:
            line = small(_(field.help), wrap=True)
            line.setContentsMargins(look.px(26), 0, 0, 0)
            self.box.setAccessibleDescription(_(field.help))
            column.addWidget(line)
        self._hold(holder, self.box, label=False, help=False)

    def rename(self, label: str) -> None:
        self.box.setText(label)
        self.box.setAccessibleName(label)

    def read(self) -> bool:
        return self.box.isChecked()

    def _show(self, value: Any) -> None:
        self.box.setChecked(bool(value))


def _begins(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
