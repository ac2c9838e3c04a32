"""Passphrases drawn by chance, recovery codes, and how long a typed passphrase would withstand guessing."""

from __future__ import annotations

import math
import secrets
import unicodedata
from dataclasses import dataclass, replace

from vault.i18n import N_
from vault.paths import resource
from vault.storage import kdf
from vault.storage.keys import CROCKFORD, RECOVERY_LENGTH, NotAPassphrase, canonical, checksum, recovery_form
from vault.storage.keys import wipe as wipe  # for whoever asks for a passphrase as well

WORDS = 6
MARKS = 5
MARKS_BEGIN = "strength."  # how the settings of `marks_setting` begin

_GROUP = 4
_JUDGED = 72  # characters zxcvbn looks at; its time grows with the square

# Ten thousand of today's largest graphics cards, each about a thousand guesses a second at 3 passes over 512 MiB.
_GUESSES, _PASSES_TIMES_KIB = 1e7, 3 * 512 * 1024
_DAY = 86_400.0
_YEAR = 365.25 * _DAY


@dataclass(frozen=True, slots=True)
class Strength:
    """How long guessing takes, to be shown: filled marks (0 to 5), the time, and a line under it.

    `seconds` is the average for someone with the files and ten thousand computers; None when nobody can tell.
    """

    marks: int
    verdict: str
    because: str
    seconds: float | None = None

    @property
    def judged(self) -> bool:
        return self.seconds is not None


_TIERS = (
    (
        _DAY,
        1,
        N_("Less than a day"),
        N_("Someone with many computers finds it soon. Add words that have no connection."),
    ),
    (_YEAR, 2, N_("Less than a year"), N_("One or two more words make it much harder.")),
    (100 * _YEAR, 3, N_("Some years"), N_("Thousands of computers could find it in time. One more word helps a lot.")),
    (10_000 * _YEAR, 4, N_("Longer than a lifetime"), N_("Even with thousands of computers.")),
    (math.inf, MARKS, N_("Longer than anyone can try"), N_("Even with thousands of computers.")),
)
_ESTIMATED = N_("An estimate. It does not hold for a line from a song, a book or a saying.")
NOTHING = Strength(0, "", "", 0.0)
NOT_JUDGED = Strength(
    0,
    N_("We cannot judge this one"),
    N_(
        "This estimate only knows Latin letters. Six words without any connection are a good measure in every language."
    ),
)


def generate(words: int = WORDS) -> str:
    """`words` words drawn by chance from the shipped list, with one blank between them."""
    every = _listed()
    return " ".join(secrets.choice(every) for _ in range(words))


def entropy(words: int = WORDS) -> float:
    """Bits of chance in a generated passphrase."""
    return words * math.log2(len(_listed()))


def recovery_code() -> str:
    """A new recovery code: 26 letters drawn by chance and a checksum of two, in seven groups of four."""
    letters = bytearray("".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LENGTH)).encode())
    code = (letters + checksum(letters)).decode()
    wipe(letters)
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def is_recovery_code(typed: str) -> bool:
    """Whether `typed` is a recovery code without a slip of the pen, in any case and grouping."""
    form = recovery_form(bytearray(unicodedata.normalize("NFKD", typed), "utf-8", "replace"))
    if form is None:
        return False
    wipe(form)
    return True


def strength(text: str, profile: int = kdf.DEFAULT, *, drawn: str = "") -> Strength:
    """How long guessing `text` takes in a vault of that key profile.

    When it is the passphrase `drawn` by `generate`, the answer is exact; otherwise it is an estimate of what people
    choose, from the first 72 characters.
    """
    if not text.strip():
        return NOTHING
    if drawn and same(text, drawn):
        return _told(2 ** (entropy(len(drawn.split())) - 1) / guesses_a_second(profile))
    plain = _without_accents(text)
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return NOT_JUDGED
    # Loads dictionaries of 1.5 MB, which only the choice of a passphrase needs.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    return _estimated(float(zxcvbn(plain[:_JUDGED])["guesses"]) / guesses_a_second(profile))


def marks_of(passphrase: bytearray, profile: int) -> int | None:
    """The marks of a passphrase that is being set; None when nobody can tell."""
    judged = strength(passphrase.decode("utf-8", "replace"), profile)
    return judged.marks if judged.judged else None


def marks_setting(position: int) -> str:
    """The setting, inside the vault, that remembers the marks of the passphrase at a position of the key file."""
    return f"{MARKS_BEGIN}{position}"


def guesses_a_second(profile: int) -> float:
    """What an attacker with ten thousand large computers tries a second."""
    cost = kdf.profile(profile)
    return _GUESSES * _PASSES_TIMES_KIB / (cost.passes * cost.memory)


def _told(seconds: float) -> Strength:
    marks, verdict, because = next(tier[1:] for tier in _TIERS if seconds < tier[0])
    return Strength(marks, verdict, because, seconds)


def _estimated(seconds: float) -> Strength:
    """Never the last tier: whoever chose the words, the estimate cannot know where they were taken from."""
    told = _told(min(seconds, 10_000 * _YEAR - 1))
    return told if told.marks < MARKS - 1 else replace(told, because=_ESTIMATED)


def same(one: str, other: str) -> bool:
    """Whether both open the same: blanks, case and grouping of a recovery code do not matter."""
    try:
        forms = canonical(one), canonical(other)
    except NotAPassphrase:
        return False
    same = secrets.compare_digest(*forms)
    wipe(*forms)
    return same


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _listed() -> list[str]:
    return resource("words/en.txt").read_text("ascii").split()
