"""Shipped content: every file holds to the rules, a fault is named, and a file with one is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault import content, i18n
from vault.content import Source, Texts
from vault.errors import FaultyContent
from vault.paths import resource
from vault.plans import closing, components, deciding, first_steps, ready_plans, scales, signs, starters, triggers
from vault.plans.beginnings import BEGINNINGS
from vault.plans.health import RULES
from vault.plans.papers import PAPERS
from vault.plans.questions import ANALYSIS, FIVE, QUICK_LOG
from vault.plans.reasons import REASONS
from vault.services.importing import words

TEXTS = (ANALYSIS, QUICK_LOG, BEGINNINGS, REASONS, PAPERS, closing.WORDS, signs.WORDS, triggers.WORDS)
STRICT: dict[str, Callable[[Source], Any]] = {
    "scales.toml": scales.read,
    "first_steps.toml": first_steps.read,
    "components.toml": components.read,
    "starters/travel.toml": starters.read,
    "decisions.toml": deciding.read,
    "plans.toml": ready_plans.read,
    **{one.name: one.read for one in TEXTS},
}
READERS = {"import.toml": words.read, **STRICT}
FILES = [file for file in sorted(resource("content").glob("*/**/*.toml")) if file.parent.name != "sample"]
ENGLISH = resource("content/en")
#: what may be left out
OPTIONAL = {"materials"}


def reader(file: Path) -> Callable[[Source], Any]:
    return starters.read if file.parent.name == "starters" else READERS[file.name]


def named(file: Path) -> str:
    return "-".join(file.relative_to(resource("content")).with_suffix("").parts)


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_shipped_file_is_read_and_says_what_it_is(file: Path) -> None:
    assert reader(file)(Source(file))
    assert file.read_text(encoding="utf-8").startswith("# ")


def test_every_subject_is_shipped_in_english() -> None:
    assert {file.name for file in ENGLISH.glob("*.toml")} == {name for name in READERS if "/" not in name}


# ------------------------------------------------------------------------------------------ a fault in a file


class Place(NamedTuple):
    """A key of a file: `line` from 1, `head` that of its table (0: none), `at` as a fault names it."""

    line: int
    head: int
    at: str
    name: str


def places(lines: list[str]) -> Iterator[Place]:
    """Every key whose value stands in its line."""
    head, table, count = 0, "", dict[str, int]()
    for n, line in enumerate(lines, 1):
        found = re.fullmatch(r"(\[{1,2})(\w+)\]{1,2}", line)
        if found:
            head = n
            count[found[2]] = count.get(found[2], 0) + 1
            table = found[2] if found[1] == "[" else f"{found[2]} {count[found[2]]}"
        key = re.match(r"(\w+) = (?!\[$)", line)
        if key:
            yield Place(n, head, f"{table}: {key[1]}" if table else key[1], key[1])


CASES = [(name, place) for name in STRICT for place in places((ENGLISH / name).read_text("utf-8").splitlines())]


def changed(folder: Path, name: str, line: int, words: str | None, *, after: bool = False) -> FaultyContent:
    """What is said when a line of a shipped file is other words, is not there (None), or has words after it."""
    lines = (ENGLISH / name).read_text("utf-8").splitlines()
    lines[line - 1 : line] = [lines[line - 1], str(words)] if after else [] if words is None else [words]
    file = folder / "en" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FaultyContent) as caught:
        STRICT[name](Source(file))
    assert caught.value.file == f"{file.parent.name}/{file.name}"
    return caught.value


def test_the_cases_are_all_there() -> None:
    assert {name for name, _place in CASES} == set(STRICT)
    assert sum(len(one.keys) for one in TEXTS) == sum(name in {one.name for one in TEXTS} for name, _place in CASES)


@pytest.mark.parametrize("name", STRICT)
def test_each_fault_of_each_key_is_named_with_line_and_key(tmp_path: Path, name: str) -> None:
    for place in (place for of, place in CASES if of == name):
        wrong = changed(tmp_path, name, place.line, f"{place.name} = 3.5")
        assert (wrong.line, wrong.key) == (place.line, place.at)
        twice = changed(tmp_path, name, place.line, f'{place.name} = "x"', after=True)
        assert twice.line == place.line + 1
        unread = changed(tmp_path, name, place.line, 'unread = "x"', after=True)
        assert (unread.line, unread.key.rpartition(": ")[2]) == (place.line + 1, "unread")
        if place.name not in OPTIONAL:
            gone = changed(tmp_path, name, place.line, None)
            assert (gone.line, gone.key) == (place.head, place.at)
        if place.name != "minutes" and name != "scales.toml":
            long = changed(tmp_path, name, place.line, f'{place.name} = "{"x" * 401}"')
            assert (long.line, long.key) == (place.line, place.at)
            assert "longer" in long.detail
            empty = changed(tmp_path, name, place.line, f'{place.name} = " "') if place.name not in OPTIONAL else long
            assert (empty.line, empty.key) == (place.line, place.at)


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_no_text_or_is_broken_or_gone_is_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / "en" / name
    file.parent.mkdir(parents=True)
    where = f"{file.parent.name}/{file.name}"
    with pytest.raises(FaultyContent, match=where):
        READERS[name](Source(file))
    whole = (ENGLISH / name).read_bytes()
    file.write_bytes(whole + b"\xff")
    with pytest.raises(FaultyContent, match=where):
        READERS[name](Source(file))
    file.write_bytes(b"# a\nthis = is no\n" + whole)
    with pytest.raises(FaultyContent) as caught:
        READERS[name](Source(file))
    assert (caught.value.file, caught.value.line) == (where, 2)


@pytest.mark.parametrize(
    ("name", "before", "after", "key"),
    [
        ("scales.toml", ', "Critical"', "", "impact"),
        ("scales.toml", '"Critical"', '"Severe"', "impact: 5"),
        ("scales.toml", '"Critical"', f'"{"x" * 25}"', "impact: 5"),
        ("scales.toml", '"Critical"', "5", "impact: 5"),
        ("first_steps.toml", 'area = "office"', 'area = "moon"', "step 3: area"),
        ("first_steps.toml", 'area = "office"', 'area = "travel"', "step 3: area"),
        ("first_steps.toml", "minutes = 10", "minutes = 0", "step 1: minutes"),
        ("first_steps.toml", "minutes = 10", "minutes = true", "step 1: minutes"),
        ("first_steps.toml", '["Go in pairs at least", "All"]', '["Go in pairs at least"]', "step 2: steps 1"),
        ("first_steps.toml", '"Go in pairs at least"', f'"{"x" * 141}"', "step 2: steps 1: what"),
        ("first_steps.toml", '"Go in pairs at least"', '""', "step 2: steps 1: what"),
        ("closing.toml", "“{name}”", "“{nam}”", "actions: mend"),
        ("closing.toml", "“{name}”", "“{name!r}”", "actions: mend"),
        ("closing.toml", "“{name}”", "“{name}” {", "actions: mend"),
        ("closing.toml", "How did it end?", "How did {it} end?", "questions: ended"),
        ("signs.toml", "{n} signs", "Signs", "together"),
        ("analysis.toml", "[hints]", "[hint]", "hint"),
        ("closing.toml", "[actions]", "[action]", "action"),
        ("closing.toml", "[questions]", "unread = 3\n[questions]", "unread"),
        ("analysis.toml", "[words]", "[[words]]", "words"),
        ("components.toml", 'group = "place"', 'group = "moon"', "component 1: group"),
        ("decisions.toml", 'type = "trip"', 'type = "coin"', "decision 2: type"),
        ("decisions.toml", 'type = "trip"', 'type = "activity"', "decision 2: type"),
        ("plans.toml", 'level = "personal"', 'level = "private"', "plan 1: level"),
        ("plans.toml", 'key = "family"', 'key = "personal"', "plan 2: key"),
        ("plans.toml", '    "Where papers, keys', '    3, "Where papers, keys', "plan 2: contains 6"),
    ],
)
def test_what_a_subject_asks_for(tmp_path: Path, name: str, before: str, after: str, key: str) -> None:
    lines = (ENGLISH / name).read_text("utf-8").splitlines()
    line = next(n for n, words in enumerate(lines, 1) if before in words and not words.startswith("#"))
    caught = changed(tmp_path, name, line, lines[line - 1].replace(before, after))
    assert caught.key == key
    assert caught.line or key in ("hint", "words", "action")


@pytest.mark.parametrize("name", READERS)
@given(typed=st.text(max_size=30), at=st.integers(0, 3000), over=st.integers(0, 60))
def test_any_change_is_read_or_refused_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, name: str, typed: str, at: int, over: int
) -> None:
    whole = (ENGLISH / name).read_text("utf-8")
    file = tmp_path_factory.getbasetemp() / "changed.toml"
    file.write_text(whole[:at] + typed + whole[at + over :], encoding="utf-8", errors="replace")
    with suppress(FaultyContent):
        assert READERS[name](Source(file))


def test_a_number_of_thousands_of_digits_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f"a = {'9' * 5000}", encoding="utf-8")
    with pytest.raises(FaultyContent):
        Source(file)


def test_too_few_first_steps_are_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "first_steps.toml"
    file.write_text((ENGLISH / "first_steps.toml").read_text("utf-8").rpartition("[[step]]")[0], encoding="utf-8")
    with pytest.raises(FaultyContent, match="there must be 5 steps"):
        first_steps.read(Source(file))


# ------------------------------------------------------------------------------------------ languages


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of content of one's own, and nothing remembered."""
    monkeypatch.setattr(content, "resource", lambda name: tmp_path / name)
    monkeypatch.setattr(content, "_kept", {})
    yield tmp_path / "content"
    i18n.choose("en")


def put(folder: Path, name: str, words: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words, encoding="utf-8")


def test_english_stands_in_for_a_language_and_for_a_file_with_a_fault(folder: Path) -> None:
    texts = Texts("x.toml", ("a", "b.c"), {"a": ("n",)})
    put(folder, "en/x.toml", 'a = "{n} things"\n[b]\nc = "C"')
    put(folder, "es/x.toml", 'a = "{n} cosas"\n[b]\nc = "CC"')
    put(folder, "fr/x.toml", 'a = "choses"\n[b]\nc = "CCC"')
    said = {}
    for language in ("en", "es", "fr", "sw"):
        i18n.choose(language)
        said[language] = (texts.say("a", n=3), texts.say("b.c"))
    assert said == {
        "en": ("3 things", "C"), "es": ("3 cosas", "CC"), "fr": ("3 things", "C"), "sw": ("3 things", "C")
    }  # fmt: skip


def test_ready_procedures_come_file_by_file(folder: Path) -> None:
    one = '[[procedure]]\nkey = "a"\nphase = "respond"\ntitle = "Stopped"\ntrigger = "T"\naim = "A"\ncovers = "C"\n'
    one = f'area = "travel"\n{one}steps = [["Stop", "", "", "", "So"]]'
    put(folder, "en/starters/travel.toml", one)
    put(folder, "en/starters/office.toml", "area =")
    put(folder, "es/starters/travel.toml", one.replace("Stopped", "Parados"))
    put(folder, "fr/starters/travel.toml", "area =")
    titles = {}
    for language in ("en", "es", "fr"):
        i18n.choose(language)
        titles[language] = [one.title for one in starters.shipped()]
    assert titles == {"en": ["Stopped"], "es": ["Parados"], "fr": ["Stopped"]}


def test_a_key_that_nobody_declared_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        ANALYSIS.say("questions.nothing")


def test_without_any_file_there_are_numbers_and_no_sentence(folder: Path) -> None:
    assert scales.words("impact") == ("1", "2", "3", "4", "5")
    assert scales.word("level", 4) == "4"
    assert (first_steps.shipped(), starters.shipped(), components.shipped()) == ((), (), ())
    assert [one.say(one.keys[0], n=1, reason="") for one in TEXTS] == [""] * len(TEXTS)
    assert signs.Signs(3, "same place").sentence() == ""


def test_a_faulty_list_of_headings_is_left_out(folder: Path) -> None:
    put(folder, "en/import.toml", 'yes = ["yes"]')
    put(folder, "es/import.toml", 'yes = ["si"]\n[headings]\nany = 3')
    assert words.shipped.__wrapped__().yes == {"yes"}


def test_a_file_is_read_once(folder: Path) -> None:
    texts = Texts("x.toml", ("a",))
    put(folder, "en/x.toml", 'a = "A"')
    assert texts.say("a") == "A"
    put(folder, "en/x.toml", 'a = "B"')
    assert texts.say("a") == "A"


# ------------------------------------------------------------------------------------------ what belongs together


def test_every_finding_has_its_reason_and_no_reason_is_left_over() -> None:
    missing = [key.partition(".")[2] for key in REASONS.keys if key.startswith("missing.")]
    assert missing == [rule.key for rule in RULES]


def test_the_questions_are_asked_in_words() -> None:
    assert all(ANALYSIS.say(f"questions.{key}").endswith("?") for key in FIVE)
    assert all(closing.WORDS.say(f"questions.{key}").endswith("?") for key in closing.QUESTIONS)


def test_a_word_of_a_scale_is_understood_in_tables_of_any_language(folder: Path) -> None:
    five = [f'["{a}1", "{a}2", "{a}3", "{a}4", "{a}5"]' for a in "abcd"]
    put(folder, "en/scales.toml", "\n".join(f"{name} = {one}" for name, one in zip(scales.NAMES, five, strict=True)))
    put(folder, "es/scales.toml", (folder / "en/scales.toml").read_text("utf-8").replace("1", "uno"))
    put(folder, "fr/scales.toml", "probability = 3")
    known = words.shipped.__wrapped__().scales
    assert (known["impact"]["b1"], known["impact"]["buno"], known["power"]["d5"]) == (1, 1, 5)
