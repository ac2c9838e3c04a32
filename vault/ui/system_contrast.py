"""High contrast in the colours that somebody chose in the system: a contrast theme of Windows has six, and means them.

Where ours has a ground it is the system's ground, and what is drawn on it is the system's ink; only what is chosen,
links and what is disabled have a colour of their own. Levels of risk keep their symbol and word, and lose their fill.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from vault.ui import theme
from vault.ui.theme import Theme

_ROLE, _GROUP = QPalette.ColorRole, QPalette.ColorGroup
#: roles of ours that are neither ground nor ink -> what they are in the system's palette
_OTHERS = {
    "surface.selected": (_GROUP.Active, _ROLE.Highlight),
    "text.on_selected": (_GROUP.Active, _ROLE.HighlightedText),
    "focus.ring": (_GROUP.Active, _ROLE.Highlight),
    "accent.text": (_GROUP.Active, _ROLE.Link),
    "text.disabled": (_GROUP.Disabled, _ROLE.Text),
}
_GROUNDS = ("surface.hover", *(f"risk.{level}" for level in range(1, 6)))
_INKS = tuple(f"risk.{level}_on" for level in range(1, 6))
#: what words need against their ground at least, and what is chosen (WCAG 2.2, success criteria 1.4.6 and 1.4.3)
_LEAST, _LEAST_CHOSEN = 7.0, 4.5


def own(app: QApplication, text_size: float) -> Theme | None:
    """The contrast theme in the colours of this system; None where it has none of its own, or none that can be read."""
    if sys.platform == "win32":
        return of(_palette_of(app), text_size)
    return None


def _palette_of(app: QApplication) -> QPalette:
    """What the system wants; what we gave the application hides it, and is given back."""
    ours = app.palette()
    app.setPalette(QPalette())
    systems = app.palette()
    app.setPalette(ours)
    return systems


def of(palette: QPalette, text_size: float) -> Theme | None:
    """The contrast theme in the colours of a palette; None where its ink is hard to read on its ground."""
    ours, ground, ink = theme.load("contrast", text_size), palette.color(_ROLE.Base), palette.color(_ROLE.Text)
    chosen, on_chosen = palette.color(_ROLE.Highlight), palette.color(_ROLE.HighlightedText)
    if ratio(ground, ink) < _LEAST or ratio(chosen, on_chosen) < _LEAST_CHOSEN or chosen == ground:
        return None
    colours = {name: ground if colour == ours.colours["surface.page"] else ink for name, colour in ours.colours.items()}
    colours |= dict.fromkeys(_GROUNDS, ground) | dict.fromkeys(_INKS, ink)
    colours |= {name: palette.color(*where) for name, where in _OTHERS.items()}
    return replace(ours, colours={name: colour.name() for name, colour in colours.items()})


def ratio(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
