"""The text of a file nobody said the encoding of."""

from __future__ import annotations

import codecs
import locale
from dataclasses import dataclass

from vault.errors import ImportRefused
from vault.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TABLES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
#: the last resort of the order, and what a line that is no UTF-8 is read as among lines that are
_LAST = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """`certain` is False when the encoding was only guessed, and letters beyond ASCII want a look."""

    text: str
    encoding: str
    certain: bool


def decoded(raw: bytes, encoding: str = "") -> Decoded:
    """The text by its mark, as UTF-8, in the system's code page, as cp1252: the first that fits.

    Raises ImportRefused for what is no text, or not in `encoding` when one is given.
    """
    _refuse_no_table(raw)
    if encoding:
        return Decoded(_by_wish(raw, encoding), encoding, True)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(_by_wish(raw, name), name.removesuffix("-sig"), True)
    if b"\0" in raw:
        raise ImportRefused(_nul_words(raw))
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        return _guessed(raw)


def _refuse_no_table(raw: bytes) -> None:
    for start, words in _NO_TABLES:
        if raw.startswith(start):
            raise ImportRefused(
                _("This file is {what}, not a table of text. Save it as CSV there and choose the CSV.").format(
                    what=_(words)
                )
            )


def _by_wish(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        raise ImportRefused(_("There is no encoding called “{name}”.").format(name=encoding)) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        words = _("Line {line} of the file cannot be read as {name}. Choose another encoding.")
        raise ImportRefused(words.format(line=line, name=encoding)) from None


def _nul_words(raw: bytes) -> str:
    if raw[:400].count(b"\0") >= len(raw[:400]) // 3:
        return _("This file looks like UTF-16 without its mark. Save it as CSV UTF-8, or choose the encoding.")
    line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
    return _("Line {line} of the file holds a NUL byte, so it is no table of text. Save it again as CSV.").format(
        line=line
    )


def _guessed(raw: bytes) -> Decoded:
    mixed = _mixed(raw)
    if mixed:
        return Decoded(mixed, f"utf-8 + {_LAST}", False)
    for name in dict.fromkeys((locale.getencoding().lower(), _LAST)):
        try:
            return Decoded(raw.decode(name), name, False)
        except (UnicodeDecodeError, LookupError):
            pass
    raise ImportRefused(
        _("The encoding of this file could not be found. Save it as CSV UTF-8, or choose the encoding.")
    )


def _mixed(raw: bytes) -> str:
    """The text of a file put together from several: most of its lines beyond ASCII are UTF-8, the others are not."""
    lines = raw.split(b"\n")
    good, texts = 0, []
    for line in lines:
        try:
            texts.append(line.decode("utf-8"))
            good += 0 if line.isascii() else 1
        except UnicodeDecodeError:
            texts.append("")
    beyond = sum(not line.isascii() for line in lines)
    if good * 2 <= beyond:
        return ""
    try:
        return "\n".join(text or line.decode(_LAST) for text, line in zip(texts, lines, strict=True))
    except UnicodeDecodeError:
        return ""
