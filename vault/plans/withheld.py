"""What must not be found in a report: the terms that name people, places and the organisation, and code words.

Terms are folded, so that case, marks and compatibility forms do not hide one. The region and country names and the
codes that an audience may see are taken off the list; everything else typed about people and places stays on it. What
is a name of somebody as well (Jordan, in Jordan) stays on it as a question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any
from unicodedata import digit, normalize

from vault.plans import fold
from vault.plans.fields import HIDDEN, Choices, Field, Prose, Rows, Sharing, Text
from vault.plans.model import Actor, Person
from vault.plans.records import Record
from vault.plans.redaction import TYPED_GROUPS, Audience, leaves, may_leave

#: kinds whose typed fields give terms; of the other kinds only what is secret does
NAMING_KINDS = ("person", "place", "organisation")

#: (kind, group) of which words count beside the whole: of people all, of the others those that are not common
_PEOPLE = (("person", "identity"),)
_THINGS = (("place", "identity"), ("place", "contact"), ("organisation", "identity"))

#: categories of a person who is rather a body, named after its country or town
_BODIES = frozenset(
    ("defenders", "local_ngo", "international_ngo", "donor", "embassy", "un", "institution", "police", "authority")
)

#: words that join names and say nothing alone
_JOINING = frozenset(
    "a al an and at bin da das de del den der di do dos du e el en et for ibn in la las le les los of og on or och "
    "the to u und van von with y".split()
)

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_HANDLE = re.compile(r"\w{5,}")
# Cyrillic and Greek letters that look like Latin ones: whoever changes keyboards within a word types them by mistake,
# here or there, so they are one letter everywhere
_LOOK_ALIKES = str.maketrans("аеорсухіјѕвкмнтαβεζηικμορτυχ", "aeopcyxijsbkmhtabezhikmoptyx")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_UNSEEN = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f]")  # marks that change nothing one could see
_HOST = re.compile(r"(?<=@)[\w-]+(?:\.[\w-]+)+")
_PIECES = re.compile(r"[\n;,.!?:=()\[\]“”\"„«»]+")
_LEAST_DIGITS = 6
_LEAST_SENTENCE = 4
_LEAST_PIECE = 4


@dataclass(frozen=True, slots=True)
class Term:
    """`text` as it stands in the vault, its folded words, and the digits of the numbers in it (six and more).

    `shared`: the words may leave as a region, a code or our own name, but somebody has this name too; or they are one
    letter or the name of a mail service, which are often something else.
    """

    text: str
    words: tuple[str, ...]
    digits: tuple[str, ...] = ()
    shared: bool = False


def folded_words(text: str) -> list[str]:
    """As `fold.words`, quick where the text is plain."""
    found: list[str] = []
    known: dict[str, list[str]] = {}
    for chunk in text.split():
        words = known.get(chunk)
        if words is None:
            plain = chunk.isascii()
            known[chunk] = words = _ASCII_WORD.findall(chunk.replace("'", "").lower()) if plain else _words(chunk)
        found += words
    return found


def _words(chunk: str) -> list[str]:
    return [word.translate(_LOOK_ALIKES) for word in fold.words(_UNSEEN.sub("", chunk))]


def digits_of(text: str) -> Iterator[str]:
    """Runs of digits that are written as one number, without what separates them."""
    for run in re.findall(r"\d(?:(?:[^\w\n]|_){0,5}\d)*", normalize("NFKD", text)):
        digits = re.sub(r"\D", "", run)
        yield digits if digits.isascii() else "".join(str(digit(character)) for character in digits)


def withheld_terms(
    records: Iterable[Record],
    keyholders: Iterable[str],
    audience: Audience,
    *,
    named: str = "",
    ordinary: Collection[str] = frozenset(),
) -> tuple[Term, ...]:
    """Everything the finished report may not contain. `named` is the real name when this export may carry it.

    `records` are the unredacted ones: people, places, organisations and those with code words. `ordinary` are folded
    words of the language: as one part of several ("Old Mill Road") they name no place and no organisation.
    """
    held = list(records)
    allowed = {word for text in (*_shared_names(held, audience), named) for word in folded_words(text)}
    texts = [(name, True) for keyholder in keyholders for name in _names(normalize("NFC", keyholder))]
    for one in held:
        somebody = isinstance(one, Person) and one.category not in _BODIES
        for field in one.fields.values():
            if not (may_leave(one, audience) and leaves(field, one.kind, audience)):
                names = somebody and field.group == "identity"
                texts += ((text, names) for text in _terms(field, one.kind, getattr(one, field.name), ordinary))
    named_words = folded_words(named)
    terms: dict[tuple[str, ...], Term] = {}
    for text, names in texts:
        digits = tuple(dict.fromkeys(_number_groups(text)))
        names = names and not _common(text, ordinary)  # "Upper valley" and the Valley Fund have only a word in common
        for words in _spellings(text):
            free = set(words) <= allowed or list(words) == named_words
            letter = len("".join(words)) == 1  # the code name K
            if (words and (names or not (free or letter))) or digits:
                terms[words] = Term(text.strip(), words, digits, shared=(free or letter) and not digits)
    hosts = {found for text, _names in texts for found in _HOST.findall(text)}  # ours, or what half the world has
    for text in (*_asked_about(held, ordinary), *hosts):
        words = tuple(folded_words(text))
        terms.setdefault(words, Term(text.strip(), words, shared=True))
    return tuple(terms.values())


def _asked_about(held: list[Record], ordinary: Collection[str]) -> Iterator[str]:
    """Names of actors: often of a body that a report may speak of, sometimes of a person. Whoever exports decides."""
    for one in held:
        if isinstance(one, Actor) and folded_words(one.name) and not _common(one.name, ordinary):
            yield normalize("NFC", one.name)


def _spellings(text: str) -> Iterator[tuple[str, ...]]:
    """The words, and once more as they stand where a keyboard lacks their letters: Müller and Mueller."""
    yield tuple(folded_words(text))
    plain = text.casefold()
    spelled_out = plain.translate(_SPELLED_OUT)
    if spelled_out != plain:
        yield tuple(folded_words(spelled_out))


def _shared_names(held: list[Record], audience: Audience) -> Iterator[str]:
    """Regions and countries of every place that is not kept stricter, and the codes of the organisation."""
    for one in held:
        for field in one.fields.values():
            region = field.group == "region" and (one.sharing is None or one.sharing >= Sharing.DONOR)
            code = field.group in TYPED_GROUPS and may_leave(one, audience) and leaves(field, one.kind, audience)
            if region or (code and field.group == "code"):
                yield str(getattr(one, field.name))


def _number_groups(text: str) -> Iterator[str]:
    # two numbers side by side are one run of digits in a text, but two numbers in a field
    for number in (run for part in (text, *re.split(r"[,;/|\n]", text)) for run in digits_of(part)):
        if len(number) >= _LEAST_DIGITS:
            yield number
        if len(number) > 9:
            yield number[-8:]  # the same number without its country


def _terms(field: Field, kind: str, value: Any, ordinary: Collection[str]) -> Iterator[str]:
    if kind not in NAMING_KINDS and field.group != HIDDEN:
        return
    for text in (normalize("NFC", one) for one in _typed(field, value)):  # a loose mark is no letter of a word
        if (kind, field.group) in _PEOPLE:
            yield from _names(text, ordinary if _describes(text) else ())
        elif (kind, field.group) in _THINGS:
            yield from _names(text, ordinary)
        elif field.group == HIDDEN:
            yield from _pieces(text)
        else:
            yield from _phrases(text, ordinary)


def _names(text: str, ordinary: Collection[str] = ()) -> Iterator[str]:
    """The whole, its pieces, and every word that could name something alone."""
    yield text
    yield from (piece for piece in _pieces(text) if len(piece) > 1 and not _common(piece, ordinary))
    words = [part for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text) for part in {word, *_parts(word)}]
    for word in words if len(words) > 1 else ():
        said_alone = len(word) > 1 and not word.isdigit() and word.casefold() not in _JOINING
        if said_alone and not _common(word, ordinary):
            yield word


def _parts(word: str) -> Iterator[str]:
    """Jean and Luc of Jean-Luc, Neill of O'Neill."""
    for part in word.split("-"):
        yield part
        yield from (piece for piece in re.split("['’]", part) if len(piece) >= _LEAST_PIECE)


def _common(text: str, ordinary: Collection[str]) -> bool:
    words = folded_words(text)
    return len(words) == 1 and words[0] in ordinary


def _describes(text: str) -> bool:
    """Whether a person's name is rather a description: "Guard of No. 12", "Witness from the fields"."""
    plain = [word for word in text.split() if word.islower() and word not in _JOINING]
    return bool(plain) or any(character.isdigit() for character in text)


def _pieces(text: str) -> Iterator[str]:
    """The whole and what its punctuation sets apart."""
    yield text
    yield from (piece.strip() for piece in _PIECES.split(text) if piece.strip())


def _phrases(text: str, ordinary: Collection[str]) -> Iterator[str]:
    """Whole addresses, numbers and handles, and what is as long as a sentence: not every word of running text."""
    for word in text.split():
        name, at, _host = word.partition("@")
        if at or "_" in word:
            yield word.strip(".,;:()")
            yield name if len(name) > 3 and not _common(name, ordinary) else word
    yield from (word for word in _HANDLE.findall(text) if re.search(r"\d", word) and re.search(r"[^\W\d]", word))
    for piece in _PIECES.split(text):
        if len(folded_words(piece)) >= _LEAST_SENTENCE or any(True for _n in _number_groups(piece)):
            yield piece


@singledispatch
def _typed(field: Field, value: Any) -> tuple[str, ...]:
    """The texts a person typed into a field; what is chosen from a list names nobody."""
    return ()


@_typed.register(Text)
@_typed.register(Prose)
def _one_text(field: Text | Prose, value: str) -> tuple[str, ...]:
    return (value,)


@_typed.register
def _free_words(field: Choices, value: tuple[str, ...]) -> tuple[str, ...]:
    return () if field.options else value


@_typed.register
def _cells(field: Rows, value: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(cell for row in value for cell in row)
