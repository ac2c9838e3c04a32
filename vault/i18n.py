"""Translation for every layer without Qt: `N_` marks a text, `_` translates it at the moment it is shown.

Translated text is never stored. The source texts are English. Content is not translated here: each language has files
of its own (`vault/content.py`).
"""

from __future__ import annotations

import gettext

from vault.paths import resource

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:
    """Mark a text for translation where it is declared."""
    return text


def _(text: str) -> str:
    """The text in the chosen language."""
    return _catalogue.gettext(text) if text else ""


def plural(one: str, many: str, n: int) -> str:
    """The form of the chosen language for `n` things, with `{n}` filled in."""
    return _catalogue.ngettext(one, many, n).format(n=n)


def language() -> str:
    """The chosen language: also the folder of the content."""
    return _language


def choose(language: str) -> None:
    """Use `language` ("en", "es"); falls back to English where there is no catalogue."""
    global _catalogue, _language
    _language = language
    _catalogue = gettext.translation("vault", resource("i18n"), languages=[language], fallback=True)
