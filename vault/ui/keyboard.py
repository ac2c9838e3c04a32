"""What the keyboard will type: whether Caps Lock is on, and in which layout. "" and None where nobody can tell."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication, QNativeInterface

from vault.i18n import _

_USE_CORE_KEYBOARD = 0x100  # XkbUseCoreKbd
_CAPS_LOCK = 0x14  # VK_CAPITAL


class _KeyState(ctypes.Structure):
    """XkbStateRec"""

    _fields_ = (
        ("group", ctypes.c_ubyte),
        ("locked_group", ctypes.c_ubyte),
        ("base_group", ctypes.c_ushort),
        ("latched_group", ctypes.c_ushort),
        ("mods", ctypes.c_ubyte),
        ("base_mods", ctypes.c_ubyte),
        ("latched_mods", ctypes.c_ubyte),
        ("locked_mods", ctypes.c_ubyte),
        ("compat_state", ctypes.c_ubyte),
        ("grab_mods", ctypes.c_ubyte),
        ("compat_grab_mods", ctypes.c_ubyte),
        ("lookup_mods", ctypes.c_ubyte),
        ("compat_lookup_mods", ctypes.c_ubyte),
        ("ptr_buttons", ctypes.c_ushort),
    )


def caps_lock() -> bool | None:
    """Whether Caps Lock is on; None where the system does not tell."""
    if sys.platform == "win32":
        return bool(getattr(ctypes, "windll").user32.GetKeyState(_CAPS_LOCK) & 1)  # noqa: B009
    state = _x_state()
    return None if state is None else bool(state.locked_mods & 0b10)


def layout() -> str:
    """The layout in words ("English (UK)"), "" where the system does not tell."""
    state = _x_state()
    if state is not None:
        names = _x_layouts()
        return _in_words(names[state.group]) if state.group < len(names) else ""
    place = QGuiApplication.inputMethod().locale()
    return "" if place.language() == QLocale.Language.C else _named(place)


def _in_words(code: str) -> str:
    """X names layouts by country ("gb", "us") or language ("ara")."""
    if code in _X_ENGLISH:
        return _("English ({country})").format(country=_X_ENGLISH[code])
    country = QLocale.codeToTerritory(code)
    if country == QLocale.Country.AnyCountry:
        return code.upper()
    return _named(QLocale(QLocale.Language.AnyLanguage, country))


_X_ENGLISH = {"us": "US", "gb": "UK", "au": "Australia", "nz": "New Zealand", "za": "South Africa", "ng": "Nigeria"}


def _named(place: QLocale) -> str:
    language = QLocale.languageToString(place.language())
    country = QLocale.territoryToString(place.territory())
    return f"{language} ({country})" if country and place.territory() != QLocale.Country.AnyCountry else language


@lru_cache(maxsize=1)
def _x() -> Any:
    name = ctypes.util.find_library("X11") or "libX11.so.6"
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def _x_display() -> int:
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication) or QGuiApplication.platformName() != "xcb":
        return 0
    native = app.nativeInterface()
    return int(native.display()) if isinstance(native, QNativeInterface.QX11Application) else 0


def _x_state() -> _KeyState | None:
    display = _x_display()
    if not display or _x() is None:
        return None
    state = _KeyState()
    wrong = _x().XkbGetState(ctypes.c_void_p(display), _USE_CORE_KEYBOARD, ctypes.byref(state))
    return None if wrong else state


def _x_layouts() -> list[str]:
    """The layouts of _XKB_RULES_NAMES: rules, model, layouts, variants, options, each ended by a zero byte."""
    x, display = _x(), ctypes.c_void_p(_x_display())
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    x.XInternAtom.restype = ctypes.c_ulong
    atom = x.XInternAtom(display, b"_XKB_RULES_NAMES", 1)
    kind, width, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    content = ctypes.c_void_p()
    if not atom:
        return []
    root = ctypes.c_ulong(x.XDefaultRootWindow(display))
    x.XGetWindowProperty(
        display, root, ctypes.c_ulong(atom), ctypes.c_long(0), ctypes.c_long(1024), 0, ctypes.c_ulong(0),
        ctypes.byref(kind), ctypes.byref(width), ctypes.byref(count), ctypes.byref(left), ctypes.byref(content),
    )  # fmt: skip
    if not content.value:
        return []
    parts = ctypes.string_at(content, count.value).split(b"\0")
    x.XFree(content)
    return parts[2].decode("ascii", "replace").split(",") if len(parts) > 2 else []
