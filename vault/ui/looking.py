"""Which look is on: what was chosen inside the vault, and what the system asks for until then.

A file that is not open yet can tell nothing of its people's choice, and nothing of it lies outside: so the system
decides first, and again where "as the system" was chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from vault.ui import system_contrast, theme
from vault.ui.theme import Theme

#: the choice that leaves it to the system
AS_SYSTEM = "system"
#: per cent
TEXT_SIZES = (100, 125, 150, 175, 200)
#: what a vault keeps of it
THEME, TEXT_SIZE = "window.theme", "window.text_size"

_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "contrast": Qt.ColorScheme.Dark}


class Looking(QObject):
    """`resized` follows another text size, when every widget has heard of it; colours need no word."""

    resized = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme, self.text_size = AS_SYSTEM, TEXT_SIZES[0]
        self._at_it = False
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._show()

    def begin(self, setting: Callable[[str, Any], Any]) -> None:
        """Take up what a vault keeps; what is missing or unknown there is as in a new one."""
        wanted, size = setting(THEME, AS_SYSTEM), setting(TEXT_SIZE, TEXT_SIZES[0])
        self.theme = wanted if wanted in (AS_SYSTEM, *theme.names()) else AS_SYSTEM
        self.text_size = size if size in TEXT_SIZES else TEXT_SIZES[0]
        self._show()

    def end(self) -> None:
        """The vault closed and this program stays: the system decides again."""
        self.theme, self.text_size = AS_SYSTEM, TEXT_SIZES[0]
        self._show()

    def choose_theme(self, name: str) -> None:
        """From now on `AS_SYSTEM` or one of the themes."""
        self.theme = name
        self._show()

    def choose_text_size(self, per_cent: int) -> None:
        """From now on one of `TEXT_SIZES`."""
        self.text_size = per_cent
        self._show()

    def _follow(self) -> None:
        if self.theme == AS_SYSTEM and not self._at_it:
            self._show()

    def _show(self) -> None:
        self._tell_system()
        before, app = theme.current(), QApplication.instance()
        assert isinstance(app, QApplication)
        now = theme.wear(app, self._wanted(app))
        if now.text_size != before.text_size:
            self.resized.emit()

    def _wanted(self, app: QApplication) -> Theme:
        size = self.text_size / 100
        if self.theme != AS_SYSTEM:
            return theme.load(self.theme, size)
        name = as_system(QGuiApplication.styleHints())
        return (system_contrast.own(app, size) if name == "contrast" else None) or theme.load(name, size)

    def _tell_system(self) -> None:
        """The title bar is the system's, and should not stay white above a dark window."""
        hints, self._at_it = QGuiApplication.styleHints(), True
        if self.theme == AS_SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(_SCHEMES[self.theme])
        self._at_it = False


def as_system(hints: QStyleHints) -> str:
    """The theme nearest to what the system is set to; the light one where it does not tell."""
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
