"""The last look at a finished report: is anything in the file that must not leave?

A hit on a name refuses the file, and so does any part a clean report never has. A hit on a term that is also an
ordinary word is a question with its context; the answer is written into the register of exports.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from vault.plans.fold import fold
from vault.plans.withheld import Term, digits_of, folded_words
from vault.reports.reading import Reading, read

Kind = Literal["name", "word", "trace"]

#: terms up to this many letters must be words of their own; longer ones are found inside others as well
_SHORT = 5
_GRAM = _SHORT + 1
_AROUND = 60
_LEAST_STEM = 3

#: borders inside a word: digits, and a capital behind a small letter
_INSIDE = re.compile(r"\d+|(?<=[^\W\d_A-Z])(?=[A-Z])")
#: letters that other cases of a name put another in place of; of the Cyrillic ones some are folded to Latin
_ENDING = re.compile(r"(?<=[^\W\d_]{3})[aeiouyийьюяσ]$")

# Scripts without spaces between words: there every term may stand inside a run of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` "word" asks for a decision; "name" and "trace" refuse the file.

    `where` is "page 2", "stream", "string", "font" or "file"; `context` holds the words around, a line a place.
    """

    term: str
    where: str
    context: str
    kind: Kind


class _Text:
    """A text as a stack to search: its folded words, the same without spaces, and the numbers in it."""

    def __init__(self, where: str, text: str) -> None:
        self.where, self.text = where, text
        self.tokens = folded_words(text)
        self.whole = frozenset((*self.tokens, *_without_endings(text), *_taken_apart(text), *_put_together(text)))
        self.spaced = f" {' '.join(self.tokens)} "
        self.joined = "".join(self.tokens)
        self.grams = frozenset(map("".join, zip(*(self.joined[at:] for at in range(_GRAM)), strict=False)))
        self.numbers = " ".join(digits_of(text))

    def holds(self, term: Term, plain: Collection[str] = frozenset()) -> bool:
        """Whether the term is in the text, straight or turned round.

        A short word that is only another one backwards ("nor" for Ron) is no hit when it is one of the `plain` words.
        """
        if any(number in self.numbers for number in term.digits):
            return True
        return any(self._has(words) for words in _orders(term)) or self._has_backwards(_backwards(term), plain)

    def _has(self, words: tuple[str, ...]) -> bool:
        joined = "".join(words)
        if len(joined) > _SHORT:
            return joined[:_GRAM] in self.grams and joined in self.joined
        if _UNSPACED.search(joined):
            return joined in self.joined
        return words[0] in self.whole if len(words) == 1 else f" {' '.join(words)} " in self.spaced

    def _has_backwards(self, words: tuple[str, ...], plain: Collection[str]) -> bool:
        if len("".join(words)) <= _SHORT and all(word in plain for word in words):
            return False
        return self._has(words)

    def only_by_chance(self, term: Term) -> bool:
        """Whether a single word is there only across the borders of others, as "Andrea" is in "land reasons"."""
        if len(term.words) != 1 or any(number in self.numbers for number in term.digits):
            return False
        borders = set(accumulate((len(token) for token in self.tokens), initial=0))
        spans = [span for words in (term.words, _backwards(term)) for span in self._spans(words[0])]
        return bool(spans) and not any(
            {begin, end} <= borders or borders.isdisjoint(range(begin + 1, end)) for begin, end in spans
        )

    def _spans(self, word: str) -> Iterator[tuple[int, int]]:
        begin = self.joined.find(word)
        while begin >= 0:
            yield begin, begin + len(word)
            begin = self.joined.find(word, begin + 1)

    def contexts(self, term: Term) -> str:
        """Up to three places with the words around them, a line each."""
        loose = r"[^\w]*".join(re.escape(letter) for letter in "".join(term.words))
        edge = r"\b" if len("".join(term.words)) <= _SHORT else ""
        flat = " ".join(self.text.split())
        folded = "".join(_folded_letter(letter) for letter in flat)  # letter for letter, so that places agree
        places = list(re.finditer(f"{edge}{loose}{edge}", folded))[:3] if loose else []
        return "\n".join(f"… {flat[max(0, at.start() - _AROUND) : at.end() + _AROUND].strip()} …" for at in places)


def _folded_letter(letter: str) -> str:
    return (fold(letter) or " ")[0]


def _without_endings(text: str) -> Iterator[str]:
    """What stands before an apostrophe: Omar in "Omar's"."""
    for chunk in text.split():
        for before in re.split("['’]", chunk)[:-1]:
            yield from folded_words(before)[-1:]


def _taken_apart(text: str) -> Iterator[str]:
    """What digits and capitals set apart inside a word: Omar in "omar77" and in "#FreeOmar"."""
    for chunk in re.findall(r"\w+", text):
        pieces = _INSIDE.sub(" ", chunk)
        if pieces != chunk:
            yield from folded_words(pieces)


def _put_together(text: str) -> Iterator[str]:
    """Short words that were drawn or split apart: Omar in "O m a r", "O.m.a.r." and "Om-ar"."""
    for chunk in (*re.findall(r"\b\w(?: \w\b)+", text), *text.split()):
        words = folded_words(chunk)
        if len(words) > 1 and len("".join(words)) <= _SHORT:
            yield "".join(words)


def _orders(term: Term) -> Iterator[tuple[str, ...]]:
    if term.words:
        yield term.words
    if len(term.words) > 1:
        yield term.words[::-1]


def _backwards(term: Term) -> tuple[str, ...]:
    return tuple(word[::-1] for word in term.words[::-1])


def check(
    pdf: bytes,
    terms: Sequence[Term],
    *,
    fixed: Iterable[str] = (),
    typed: Iterable[str] = (),
    ordinary: Collection[str] = frozenset(),
) -> list[Finding]:
    """Everything in the file that must not leave, or about which someone has to decide.

    `fixed` are the report's own texts, `typed` those a person wrote for it, `ordinary` folded words of the language.
    """
    reading = read(pdf)
    found = [Finding("", "file", trace, "trace") for trace in dict.fromkeys(reading.traces)]
    found += _left_over_letters(reading)
    texts = (
        _Text("page", "\n".join(reading.pages)),
        _Text("stream", "\n".join(reading.streams)),
        _Text("string", "\n".join(reading.strings)),
    )
    own, written = _Text("fixed", "\n".join(fixed)), _Text("typed", "\n".join(typed))
    plain = frozenset(ordinary) | own.whole | written.whole
    strange = frozenset().union(*(text.whole for text in texts)) - own.whole - frozenset(ordinary)
    grown = frozenset().union(*(_grown_together(text.text) for text in texts))
    for term in terms:
        hit = next((text for text in texts if text.holds(term, plain)), None)
        if hit is not None:
            found += _judged(term, hit, own, written, ordinary, reading)
        else:
            found += _declined(term, strange, grown, reading)
    return found


def _grown_together(text: str) -> Iterator[str]:
    """The words of tags and addresses, which are written without blanks: #JUSTICEFOROMAR."""
    for chunk in text.split():
        if "#" in chunk or "@" in chunk:
            yield from folded_words(chunk)


def _declined(term: Term, strange: Collection[str], grown: Collection[str], reading: Reading) -> Iterator[Finding]:
    """A question where a name may stand with an ending that no word of the language has, or within a tag.

    Omars, Ивану, Светлану, #JUSTICEFOROMAR.
    """
    if len(term.words) != 1 or term.digits:
        return
    stem = _ENDING.sub("", term.words[0])
    if len(stem) < _LEAST_STEM or (len(stem) > _SHORT and stem == term.words[0]):
        return  # a longer one is found inside other words anyway
    longest = len(stem) + (1 if len(stem) == _LEAST_STEM and stem.isascii() else 2)
    declined = next((word for word in sorted(strange) if word.startswith(stem) and len(word) <= longest), None)
    declined = declined or next((word for word in sorted(grown) if term.words[0] in word), None)
    if declined is not None:
        seen = Term(declined, (declined,))
        pages = ((n, _Text("", text)) for n, text in enumerate(reading.pages, 1))
        where, context = next(
            ((f"page {n}", one.contexts(seen)) for n, one in pages if one.holds(seen)), ("stream", "")
        )
        yield Finding(term.text, where, context or declined, "word")


def _judged(
    term: Term, hit: _Text, own: _Text, written: _Text, ordinary: Collection[str], reading: Reading
) -> Iterator[Finding]:
    """The finding about a term that is in the file; none when it is there only as a label of the report."""
    labelled = own.holds(term)
    if labelled and not written.holds(term) and hit.where != "string":
        return
    common = len(term.words) == 1 and not term.digits and (labelled or term.words[0] in ordinary)
    kind: Kind = "word" if common or term.shared or hit.only_by_chance(term) else "name"
    where = next((f"page {n}" for n, text in enumerate(reading.pages, 1) if _Text("", text).holds(term)), hit.where)
    yield Finding(term.text, where, (written if written.holds(term) else hit).contexts(term), kind)


def _left_over_letters(reading: Reading) -> Iterator[Finding]:
    """Letters the fonts were given although no page shows them: what is left of a name that was taken out."""
    seen = set(fold("".join(set("".join(reading.pages)))))
    left = sorted(one for one in reading.letters if not one.isascii() and one.isalpha() and not set(fold(one)) <= seen)
    if left:
        yield Finding("".join(left), "font", "", "trace")
