"""What stands in a layout, without asking the layout for its items.

PySide 6.11 hands an item out as a child of the layout, and keeps it when Qt has deleted it, as Qt does with the item of
every widget that goes. Whatever comes to lie at that place in memory is then taken for the item: a text for a
`QWidgetItem`, and in the end the program is brought down (`tests/ui/pages/test_pages_stay.py`).
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QWidget, QWidgetItem


def in_order(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts right inside of `layout`, in the order in which they were put there."""
    around = layout.parentWidget()
    widgets = [one for one in around.children() if isinstance(one, QWidget)] if around else []
    inside: list[QWidget | QLayout] = [*widgets, *(one for one in layout.children() if isinstance(one, QLayout))]
    found = [(at, one) for one in inside if (at := layout.indexOf(one)) >= 0]
    return [one for _at, one in sorted(found, key=lambda pair: pair[0])]


def least(one: QWidget | QLayout) -> QSize:
    """The least size a layout gives it; nothing for a widget that does not show."""
    return one.minimumSize() if isinstance(one, QLayout) else QWidgetItem(one).minimumSize()
