"""One fold of text for index and query, any script.

SQLite's own tokenizers miss ё/е, ß/ss, Arabic vowel signs and words written without spaces, so text is folded
here and indexed as plain words: compatibility forms, no case, no marks, Chinese, Japanese and Korean as bigrams.
"""

from __future__ import annotations

import re
import unicodedata

#: letters that decomposition leaves alone and people type either way
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h",
        "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ی": "ي", "ۀ": "ه", "ە": "ه", "ٱ": "ا", "ـ": "",
        "'": "", "’": "", "ʼ": "", "\u200c": "", "\u200d": "", "\u00ad": "", "\u200b": "",
    }
)  # fmt: skip

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_IS_CJK = re.compile(f"[{_CJK}]")
_RUN = re.compile(f"[{_CJK}]+|[^{_CJK}]+")


_NOT_A_WORD = re.compile("[^0-9a-z]+")


def fold(text: str) -> str:
    """`text` without case, marks and compatibility forms, in the order it was written."""
    if text.isascii():
        return text.casefold().replace("'", "")
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    # Marks that only change how a letter sounds (accents, harakat, points) have a combining class; the vowel signs of
    # Indic scripts have none and stay, because words differ by them.
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", bare)  # Hangul goes back to syllables
    return composed.casefold().translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text in order; letters, digits and the marks that belong to them make a word."""
    folded = fold(text)
    if folded.isascii():
        return _NOT_A_WORD.sub(" ", folded).split()
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded).split()


def _pieces(word: str) -> list[list[str]]:
    """A word as runs of pieces: CJK runs as overlapping bigrams, any other run whole."""
    if word.isascii():
        return [[word]]
    runs = _RUN.findall(word)
    return [[run[i : i + 2] for i in range(len(run) - 1)] or [run] if _IS_CJK.match(run) else [run] for run in runs]


def index_words(text: str) -> str:
    """The words to index, separated by spaces. CJK runs become overlapping bigrams plus their last letter."""
    found: list[str] = []
    for word in words(text):
        for run in _pieces(word):
            found += run
            if _IS_CJK.match(run[0]) and len(run[-1]) > 1:
                found.append(run[-1][-1])
    return " ".join(found)


def query_words(text: str) -> list[list[str]]:
    """What was typed as a list of phrases: pieces that must stand side by side; the last piece of each is a prefix."""
    return [run for word in words(text) for run in _pieces(word)]
