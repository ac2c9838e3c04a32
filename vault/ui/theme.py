"""The look as a value: colours, measures and fonts from `resources/theme/tokens.toml`.

`apply` fills QPalette, fonts and one style sheet. Painters ask `current()` each time they paint, so that a changed
theme needs no other wiring. Sizes and fonts grow with the text size; lines (1 and 2 px borders) do not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from vault.paths import resource

_KEPT_AS = "_look"  # an attribute of the application: its properties take long to read, and lists ask at every cell
_STYLED = "_fusion"  # another: its style is Fusion
_PAPER = "light."  # paper is white in every theme
_HOLE = re.compile(r"@([a-z_0-9.]+?)(-\d+)?@")
# What fontconfig answers when no desktop has chosen a font: then the tokens choose.
_NOBODYS_FONT = {"", "sans", "sans serif", "sans-serif", "helvetica", "monospace"}


@dataclass(frozen=True)
class Theme:
    """One look at one text size. `colours` maps "text.body" to "#1F2628", `measures` "size.control" to px at 100 %."""

    name: str
    text_size: float
    colours: Mapping[str, str]
    measures: Mapping[str, float]
    type_sizes: Mapping[str, tuple[float, int]]
    _fonts: dict[tuple[str, bool, bool], QFont] = field(default_factory=dict, compare=False, repr=False)

    def colour(self, name: str) -> QColor:
        """The colour of a role such as "text.muted"; raises KeyError for a role the tokens do not have."""
        return QColor(self.colours[name])

    def px(self, measure: str | float) -> int:
        """Pixels of a named measure ("size.control") or of a number, at this text size."""
        if isinstance(measure, str):
            value = self.measures[measure]
            return round(value) if measure.startswith("size.border") else round(value * self.text_size)
        return round(measure * self.text_size)

    def font(self, role: str = "body", *, strong: bool = False, fixed: bool = False) -> QFont:
        """The font of a role of `[type]` ("body", "small", "least", "card_title", "page_title", "meeting_text" ...).

        `strong` is semibold; `fixed` has letters of one width, for keys and paths.
        """
        made = self._fonts.get((role, strong, fixed))
        if made is None:  # a list that scrolls asks for thousands a second
            made = self._fonts[role, strong, fixed] = self._made_font(role, strong, fixed)
        return QFont(made)

    def _made_font(self, role: str, strong: bool, fixed: bool) -> QFont:
        pt, weight = self.type_sizes[role]
        font = QFont()
        font.setFamilies(list(_fixed_families() if fixed else _families()))
        font.setPointSizeF(pt * self.text_size)
        font.setWeight(QFont.Weight.DemiBold if strong or weight >= 600 else QFont.Weight.Normal)
        return font

    @property
    def is_contrast(self) -> bool:
        """Fills say little in this theme: shapes get outlines."""
        return self.name == "contrast"

    def style_sheet(self) -> str:
        """The filled QSS template; `@radius.card@` is a token, `@13@` px at this text size, `-2` takes off lines,
        `@start@` is left or right by the direction of reading."""
        template = resource("theme/style.qss").read_text("utf-8")
        return _HOLE.sub(self._fill, template)

    def _fill(self, hole: re.Match[str]) -> str:
        name, less = hole.group(1), int(hole.group(2) or 0)
        if name == "start":
            return "right" if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft else "left"
        if name.startswith(_PAPER):
            return load().colours[name.removeprefix(_PAPER)]
        if name in self.colours:
            return self.colours[name]
        return f"{self.px(float(name) if name.isdigit() else name) + less}px"

    def palette(self) -> QPalette:
        """The palette of every widget that no rule of the style sheet paints."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text.disabled"))
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole.HighlightedText, self.colour("text.disabled"))
        palette.setColor(disabled, QPalette.ColorRole.Base, self.colour("surface.sunken"))
        palette.setColor(disabled, QPalette.ColorRole.Button, self.colour("surface.sunken"))
        palette.setColor(disabled, QPalette.ColorRole.Accent, self.colour("line.medium"))
        return palette


_PALETTE = {
    QPalette.ColorRole.Window: "surface.page",
    QPalette.ColorRole.WindowText: "text.body",
    QPalette.ColorRole.Base: "surface.card",
    QPalette.ColorRole.AlternateBase: "surface.sunken",
    QPalette.ColorRole.Text: "text.body",
    QPalette.ColorRole.PlaceholderText: "text.placeholder",
    QPalette.ColorRole.Highlight: "surface.selected",
    QPalette.ColorRole.HighlightedText: "text.on_selected",
    QPalette.ColorRole.Button: "surface.card",
    QPalette.ColorRole.ButtonText: "text.body",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "accent.text",
    QPalette.ColorRole.ToolTipBase: "surface.tooltip",
    QPalette.ColorRole.ToolTipText: "text.on_tooltip",
    QPalette.ColorRole.Light: "surface.card",
    QPalette.ColorRole.Midlight: "surface.hover",
    QPalette.ColorRole.Mid: "line.soft",
    QPalette.ColorRole.Dark: "line.strong",
    QPalette.ColorRole.Shadow: "line.strong",
    QPalette.ColorRole.Accent: "accent.fill",
}


@lru_cache(maxsize=1)
def tokens() -> dict[str, Any]:
    """The design's figures as they stand in the file."""
    return tomllib.loads(resource("theme/tokens.toml").read_text("utf-8"))


def names() -> tuple[str, ...]:
    """The themes there are."""
    return tuple(tokens()["meta"]["themes"])


@lru_cache(maxsize=16)
def load(name: str = "light", text_size: float = 1.0) -> Theme:
    """The theme `name` at `text_size` (1.0 is 100 %). Raises KeyError for an unknown name."""
    data = tokens()
    colours = {f"{group}.{key}": value for group, keys in data["colour"][name].items() for key, value in keys.items()}
    measures = {
        f"{group}.{key}": float(value)
        for group in ("space", "radius", "size", "icon")
        for key, value in data[group].items()
        if isinstance(value, int | float)
    }
    type_sizes = {
        role: (float(entry["pt"]), int(entry.get("weight", 400)))
        for role, entry in data["type"].items()
        if isinstance(entry, dict) and "pt" in entry
    }
    return Theme(name, text_size, colours, measures, type_sizes)


def application(called: str) -> QApplication:
    """The application, drawn by Fusion from its beginning.

    Asked for it afterwards, Python would first make the six hundred names of QStyle, and who waits to type with it.
    """
    made = QApplication([called, "-style", "fusion"])
    setattr(made, _STYLED, True)
    return made


def apply(app: QApplication, theme_name: str = "light", text_size: float = 1.0) -> Theme:
    """Give the whole application a look. Colours reach open windows at once, a new text size those made afterwards."""
    return wear(app, load(theme_name, text_size))


def wear(app: QApplication, theme: Theme) -> Theme:
    """As `apply`, for a look that is made already."""
    if getattr(app, _KEPT_AS, None) == theme:
        return theme  # every widget there is would be styled anew
    setattr(app, _KEPT_AS, theme)
    if not hasattr(app, _STYLED):
        app.setStyle("Fusion")
        setattr(app, _STYLED, True)
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.style_sheet())
    return theme


def current() -> Theme:
    """The theme `apply` set last; the light one where nothing was applied."""
    return getattr(QGuiApplication.instance(), _KEPT_AS, None) or load()


def restyle(widget: QWidget, **properties: Any) -> None:
    """Set dynamic properties the style sheet selects by, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    listed = tokens()["type"]["families_latin"] + tokens()["type"]["families_arabic"]
    return _known(chosen, listed)


@lru_cache(maxsize=1)
def _fixed_families() -> tuple[str, ...]:
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return _known(chosen, tokens()["type"]["families_mono"])


def _known(chosen: str, listed: list[str]) -> tuple[str, ...]:
    present = set(QFontDatabase.families())
    first = [] if chosen.lower() in _NOBODYS_FONT else [chosen]
    return tuple(dict.fromkeys(first + [family for family in listed if family in present])) or (chosen,)
