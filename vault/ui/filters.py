"""The filters of a list: a menu made from the fields of its kind, and a chip with a cross for each that is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from vault.i18n import _
from vault.plans import scales
from vault.plans.fields import Choice, Choices, Field, Flag, Scale, When
from vault.plans.query import Condition
from vault.plans.records import KINDS
from vault.ui.parts.chips import ChipButton
from vault.ui.parts.flow import Flow


@dataclass(frozen=True)
class Filter:
    """Conditions that are on together, and the words of their chip (translated)."""

    words: str
    where: tuple[Condition, ...]


class Filters(QWidget):
    """The chips of what is on; `changed` when one was added or taken off. Takes no room while nothing is on."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self._on: dict[str, Filter] = {}
        self._chips: list[ChipButton] = []
        self.hide()

    def where(self) -> tuple[Condition, ...]:
        """All conditions that are on."""
        return tuple(condition for one in self._on.values() for condition in one.where)

    def words(self) -> str:
        """What is on, in words."""
        return ", ".join(one.words for one in self._on.values())

    def set(self, key: str, one: Filter | None, *, tell: bool = True) -> None:
        """Put a filter in the place `key`, or take it off."""
        if one is None:
            self._on.pop(key, None)
        else:
            self._on[key] = one
        self._redraw()
        if tell:
            self.changed.emit()

    def has(self, key: str) -> bool:
        """Whether a filter is on in the place `key`."""
        return key in self._on

    def clear(self) -> None:
        """Take all off."""
        self._on.clear()
        self._redraw()
        self.changed.emit()

    def chips(self) -> Sequence[ChipButton]:
        return self._chips

    def _redraw(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for key, one in self._on.items():
            chip = ChipButton(one.words, cross=True, run=partial(self.set, key, None))
            self._chips.append(chip)
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._on))
        self.updateGeometry()


def fill_menu(menu: QMenu, kind: str, names: Sequence[str], filters: Filters, today: date) -> None:
    """Offer the values of some fields of a kind; choosing one turns its filter on."""
    for name in names:
        field = KINDS[kind].fields[name]
        part = menu.addMenu(_(field.label))
        for one in choices(field, today):
            item = part.addAction(one.words)
            item.triggered.connect(partial(_turn_on, filters, name, one))


def _turn_on(filters: Filters, name: str, one: Filter, _checked: bool = False) -> None:
    filters.set(name, one)


def choices(field: Field, today: date) -> list[Filter]:
    """What a field can be filtered by."""
    label = _(field.label)
    if isinstance(field, Choice | Choices):
        return [_equal(label, field.name, key, _(words)) for key, words in field.options]
    if isinstance(field, Scale):
        return [_equal(label, field.name, step, scales.word(field.scale, step)) for step in reversed(scales.STEPS)]
    if isinstance(field, When):
        return [
            _since(field.name, today - timedelta(days=30), _("the last 30 days")),
            _since(field.name, today - timedelta(days=365), _("the last twelve months")),
            *(_in_year(field.name, year) for year in range(today.year, today.year - 4, -1)),
            Filter(_("{field}: nothing said").format(field=label), (Condition(field.name, "empty", True),)),
        ]
    if isinstance(field, Flag):
        return [_equal(label, field.name, 1, _("Yes")), _equal(label, field.name, 0, _("No"))]
    return [Filter(_("{field}: nothing said").format(field=label), (Condition(field.name, "empty", True),))]


def _equal(label: str, name: str, value: object, words: str) -> Filter:
    return Filter(f"{label}: {words}", (Condition(name, "is", value),))


def _since(name: str, begin: date, words: str) -> Filter:
    return Filter(words, (Condition(name, "from", begin.isoformat()),))


def _in_year(name: str, year: int) -> Filter:
    return Filter(str(year), (Condition(name, "from", str(year)), Condition(name, "until", str(year))))
