from __future__ import annotations

import math

import pytest

from vault.paths import resource
from vault.services import passphrases
from vault.services.passphrases import (
    NOT_JUDGED,
    entropy,
    generate,
    guesses_a_second,
    is_recovery_code,
    recovery_code,
    strength,
)
from vault.storage.keys import CROCKFORD, canonical


def test_the_list_is_the_one_its_entropy_is_reckoned_from() -> None:
    words = resource("words/en.txt").read_text("ascii").split()
    assert len(words) == len(set(words)) == 7776
    assert all(word.replace("-", "").isalpha() and word == word.lower() for word in words)
    assert entropy() == pytest.approx(77.549, abs=0.001)
    assert entropy(4) == pytest.approx(4 * math.log2(7776))


def test_its_licence_lies_beside_it() -> None:
    note = resource("words/LICENSE.txt").read_text()
    assert "CC BY 3.0" in note
    assert "Electronic Frontier" in note


def test_generated_words() -> None:
    words = set(resource("words/en.txt").read_text("ascii").split())
    drawn = generate()
    assert len(drawn.split(" ")) == 6
    assert set(drawn.split(" ")) <= words
    assert canonical(drawn) == drawn.encode()
    assert len(generate(4).split()) == 4
    assert len({generate() for _ in range(50)}) == 50


def test_chance_comes_from_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases.secrets, "choice", lambda things: things[0])
    assert generate() == " ".join(["abacus"] * 6)
    assert recovery_code() == "-".join(["0000"] * 7)


def test_a_recovery_code_reads_well_and_is_recognised() -> None:
    code = recovery_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert set("".join(groups)) <= set(CROCKFORD)
    assert is_recovery_code(code)
    assert is_recovery_code(f"  {code.lower().replace('-', ' ')} ")
    assert recovery_code() != recovery_code()


@pytest.mark.parametrize(
    "text", ["lantern drift onion velvet sixteen harbour", "A" * 28, "0" * 27, "correct horse battery staple"]
)
def test_ordinary_text_is_no_recovery_code(text: str) -> None:
    assert not is_recovery_code(text)


def test_a_slip_in_a_recovery_code_is_seen() -> None:
    code = recovery_code()
    other = "0" if code[5] != "0" else "1"
    assert not is_recovery_code(code[:5] + other + code[6:])
    assert not is_recovery_code(code[:-1])
    assert not is_recovery_code("")


@pytest.mark.parametrize("profile", [0, 1, 2, 3])
def test_six_drawn_words_are_longer_than_anyone_can_try(profile: int) -> None:
    drawn = generate()
    told = strength(f" {drawn.replace(' ', '  ')}", profile, drawn=drawn)
    assert told.marks == 5
    assert told.verdict == "Longer than anyone can try"
    assert told.seconds == pytest.approx(7776**6 / 2 / guesses_a_second(profile))


def test_the_exact_answer_is_only_for_the_drawn_words() -> None:
    drawn = generate()
    assert strength("password", drawn=drawn).marks == 1
    assert strength("x" * 5000, drawn=drawn).marks <= 4


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed(text: str) -> None:
    told = strength(text)
    assert (told.marks, told.verdict, told.judged) == (0, "", True)


@pytest.mark.parametrize(
    "text", ["hello", "maria1987", "Tr0ub4dor&3", "12345678901234567890", "aaaaaaaaaaaaaaaaaaaaaaa"]
)
def test_what_people_choose_is_found_soon(text: str) -> None:
    assert strength(text).marks == 1
    assert strength(text).verdict == "Less than a day"


def test_an_estimate_never_promises_what_only_chance_can() -> None:
    told = strength("we walked along the river until the lamps were lit in the village")
    assert told.marks == 4
    assert "estimate" in told.because


def test_more_words_are_never_weaker() -> None:
    words = "tidal uncle marble seven lantern".split()
    marks = [strength(" ".join(words[:count])).marks for count in range(1, 6)]
    assert marks == sorted(marks)
    assert marks[0] < marks[-1]


@pytest.mark.parametrize(
    "text", ["пароль один два три", "كلمة السر الطويلة", "密码密码密码", "abc नमस्ते", "ßchön und gut", "æble"]
)
def test_other_scripts_are_not_judged(text: str) -> None:
    told = strength(text)
    assert told == NOT_JUDGED
    assert not told.judged
    assert (told.marks, told.seconds) == (0, None)


def test_accents_do_not_make_a_word_unknown_or_strong() -> None:
    assert strength("pàsswörd") == strength("password")


def test_a_stronger_profile_gives_more_time() -> None:
    rates = [guesses_a_second(profile) for profile in (0, 1, 2, 3)]
    assert rates == sorted(rates, reverse=True)
    assert guesses_a_second(1) == pytest.approx(2e7)


def test_very_long_text_is_judged_quickly_by_its_beginning() -> None:
    start = "correct horse battery staple " * 3
    assert strength(start + "x" * 100_000) == strength(start[:72])
