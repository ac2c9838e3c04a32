"""Fonts, colours and measures of paper, in points; A4."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from html import escape
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, getRegisteredFontNames, registerFont
from reportlab.pdfbase.ttfonts import TTFont

from vault.errors import ExportRefused
from vault.paths import resource

REGULAR, STRONG = "NotoSans", "NotoSans-Bold"
_FILES = {REGULAR: "fonts/NotoSans-Regular.ttf", STRONG: "fonts/NotoSans-Bold.ttf"}

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE, TOP, BOTTOM = 22 * mm, 27 * mm, 21 * mm
INNER_WIDTH, INNER_HEIGHT = PAGE_WIDTH - 2 * SIDE, PAGE_HEIGHT - TOP - BOTTOM

#: scripts that come out right letter by letter; the others need joining or another direction
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "MODIFIER", "MASCULINE", "FEMININE", "MICRO", "OHM", "KELVIN", "ANGSTROM")


@lru_cache(maxsize=1)
def _tokens() -> dict[str, dict[str, str]]:
    with resource("theme/tokens.toml").open("rb") as file:
        light: dict[str, dict[str, str]] = tomllib.load(file)["colour"]["light"]
    return light


@lru_cache(maxsize=64)
def colour(name: str) -> Color:
    """The light colour of a role such as "text.muted"; paper is always light."""
    group, _dot, role = name.partition(".")
    return HexColor(_tokens()[group][role])


def load_fonts() -> None:
    """Make the shipped fonts known to the paper library; the second time is free."""
    known = getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            registerFont(TTFont(name, str(resource(file))))


def printable(text: str) -> str:
    """`text` composed, without invisible characters, tabs as spaces.

    Raises ExportRefused in words when a letter would come out as an empty box, unjoined or in the wrong order.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(_visible(character) for character in composed)
    glyphs = getFont(REGULAR).face.charToGlyph  # type: ignore[attr-defined]  # only of fonts from files
    for character in sorted(set(seen) - {"\n"}):
        if ord(character) not in glyphs or not _letter_by_letter(character):
            raise ExportRefused(_refusal(character))
    return seen


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if category in ("Zs", "Zl", "Zp") or character == "\t":
        return "\u00a0" if character in "\u00a0\u202f\u2007" else " "
    return "" if category in ("Cf", "Cc", "Cs") else character


def _letter_by_letter(character: str) -> bool:
    if unicodedata.category(character)[0] != "L":
        return unicodedata.bidirectional(character) not in ("R", "AL", "AN") and not 0x900 <= ord(character) <= 0xDFF
    return unicodedata.name(character, "").startswith(_SCRIPTS)


def _refusal(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0].capitalize()
    sign = f"“{character}” ({script})" if script else f"U+{ord(character):04X}"
    return (
        f"A report can be printed in Latin, Greek and Cyrillic letters for now; a text in it holds the sign {sign}. "
        "Nothing was written. Write the wording for donors in one of these."
    )


def markup(text: str) -> str:
    """`text` for a Paragraph: escaped, line breaks kept."""
    return escape(text, quote=False).replace("\n", "<br/>")


def _style(name: str, size: float, leading: float, **attributes: Any) -> ParagraphStyle:
    base: dict[str, Any] = {
        "fontName": REGULAR,
        "textColor": colour("text.body"),
        "splitLongWords": 1,
        "allowWidows": 0,
    }
    return ParagraphStyle(name, fontSize=size, leading=leading, **(base | attributes))


@lru_cache(maxsize=1)
def styles() -> dict[str, ParagraphStyle]:
    """The text styles: title, under, heading, body, quiet, cell, head."""
    muted, accent = colour("text.muted"), colour("accent.text")
    made = (
        _style("title", 20, 26, fontName=STRONG, spaceAfter=1),
        _style("under", 11, 15, textColor=colour("text.secondary"), spaceAfter=12),
        _style("heading", 12.5, 17, fontName=STRONG, textColor=accent, spaceBefore=16, spaceAfter=5),
        _style("body", 10, 14.5, spaceAfter=7),
        _style("quiet", 8.5, 12, textColor=muted, spaceBefore=1, spaceAfter=7),
        _style("cell", 9, 12.5),
        _style("below", 9, 12.5, textColor=colour("text.secondary")),
        _style("head", 8.5, 11, fontName=STRONG, textColor=colour("text.secondary")),
        _style("head_of_numbers", 8.5, 11, fontName=STRONG, textColor=colour("text.secondary"), alignment=TA_RIGHT),
        _style("name", 9.5, 13.5, textColor=muted),
        _style("value", 9.5, 13.5),
    )
    return {style.name: style for style in made}
