"""Ready procedures and prompts: every file holds to the rules, and a fault in a file is named."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.content import Source
from vault.errors import FaultyContent
from vault.paths import resource
from vault.plans import components, starters
from vault.plans.model import Factor, Procedure
from vault.plans.model.factors import FACTOR_GROUP
from vault.plans.model.plan import PHASE, STEP_COLUMNS
from vault.plans.model.risks import RISK_AREA

FILES = sorted(resource("content").glob("*/starters/*.toml"))
AREAS = ("travel", "communication", "office", "home", "equipment", "information", "detention", "gender", "wellbeing",
         "emergency", "family")  # fmt: skip
GOOD = """area = "travel"

[[procedure]]
key = "a"
phase = "respond"
title = "Stopped"
trigger = "Somebody stops us."
aim = "All come home."
covers = "All"
steps = [
    ["Stop", "Driver", "At once", "", "They are armed."],
]
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_every_shipped_file_holds_to_the_rules(file: Path) -> None:
    read = starters.read(Source(file))
    assert {one.area for one in read} == {file.stem}
    for one in read:
        assert one.phase in dict(PHASE)
        assert 3 <= len(one.steps) <= 20
        for step in one.steps:
            assert step.because
            assert step.who
            assert len(step.step) <= 140


def test_all_areas_have_ready_procedures_and_no_key_or_name_is_there_twice() -> None:
    found = starters.shipped()
    assert {one.area for one in found} >= set(AREAS)
    assert len({one.key for one in found}) == len(found)
    assert len({(one.area, one.title.casefold()) for one in found}) == len(found)
    for area in AREAS:
        phases = {one.phase for one in found if one.area == area}
        assert phases & {"prevent", "prepare"}, area
        assert phases & {"respond"} or area == "wellbeing", area
    assert {"raid-ready", "raid-now", "raid-after"} <= {one.key for one in found}
    order = [key for key, _words in RISK_AREA]
    assert [order.index(one.area) for one in found] == sorted(order.index(one.area) for one in found)


def test_no_shipped_file_is_left_out() -> None:
    assert len(starters.shipped()) == sum(len(starters.read(Source(f))) for f in FILES if f.parent.parent.name == "en")


def test_the_prompts_are_all_there() -> None:
    found = components.shipped()
    assert len(found) == 35
    assert len({one.name for one in found}) == 35
    assert {one.group for one in found} == set(dict(FACTOR_GROUP))
    assert all(one.question.endswith("?") for one in found)


def test_a_starter_becomes_a_procedure_of_ones_own() -> None:
    one = next(one for one in starters.shipped() if one.key == "raid-now")
    made = one.begun()
    assert (made.id, made.title, made.area, made.phase) == ("", one.title, "office", "respond")
    columns = [key for key, _words in STEP_COLUMNS]
    first = dict(zip(columns, made.steps[0], strict=True))
    assert (first["step"], first["because"]) == (one.steps[0].step, one.steps[0].because)
    assert first["channel"] == ""


def test_what_is_there_already_is_known_by_area_and_name() -> None:
    one = starters.shipped()[0]
    same, elsewhere = Procedure(title=f" {one.title.upper()} ", area=one.area), Procedure(title=one.title, area="other")
    assert starters.present([one], [same]) == {one.key}
    assert starters.present([one], [elsewhere]) == frozenset()


def test_a_prompt_becomes_a_factor_that_nobody_has_judged() -> None:
    one = components.shipped()[0]
    made = one.begun()
    assert (made.title, made.belongs, made.side, made.state, made.notes) == (one.name, one.group, "", "", one.question)
    assert components.present([one], [Factor(title=one.name.lower())]) == {one.key}


BAD = [
    ("area", 'area = "travel"', 'area = "moon"', 1, "area"),
    ("no area", 'area = "travel"', "", 0, "area"),
    ("phase", '"respond"', '"never"', 5, "procedure 1: phase"),
    ("no title", 'title = "Stopped"', "", 3, "procedure 1: title"),
    ("number", 'aim = "All come home."', "aim = 3", 8, "procedure 1: aim"),
    ("because", '"They are armed."', '" "', 10, "procedure 1: steps 1: because"),
    ("five", ', "They are armed."', "", 10, "procedure 1: steps 1"),
    ("unknown", 'covers = "All"', 'cover = "All"', 9, "procedure 1: cover"),
    ("long", '"Stop"', f'"{"x" * 141}"', 11, "procedure 1: steps 1: step"),
    ("syntax", 'key = "a"', "key = a", 4, ""),
    ("none", GOOD.partition("\n\n")[2], "", 0, "procedure"),
    ("many", '    ["Stop"', '    ["Go", "", "", "", "So"],\n' * 20 + '    ["Stop"', 10, "procedure 1: steps"),
    ("twice", "\n]\n", "\n]\n" + GOOD.partition("\n\n")[2], 14, "procedure 2: key"),
]


@pytest.mark.parametrize(("before", "after", "line", "key"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_a_fault_is_named_with_file_line_and_key(tmp_path: Path, before: str, after: str, line: int, key: str) -> None:
    file = tmp_path / "starters" / "travel.toml"
    file.parent.mkdir()
    file.write_text(GOOD, encoding="utf-8")
    assert len(starters.read(Source(file))) == 1
    assert before in GOOD
    file.write_text(GOOD.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(FaultyContent) as caught:
        starters.read(Source(file))
    assert (caught.value.file, caught.value.key, caught.value.line) == ("starters/travel.toml", key, line)
    assert "starters/travel.toml" in str(caught.value)


@given(st.text(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_any_change_is_read_or_refused_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, typed: str, at: int, over: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "travel.toml"
    file.write_text(GOOD[:at] + typed + GOOD[at + over :], encoding="utf-8", errors="replace")
    with suppress(FaultyContent):
        assert starters.read(Source(file))


@pytest.mark.parametrize(
    "line", ["x = " + "1" * 5000, '"procedure ²" = 1', '"procedure 0" = 1', f'"x {"9" * 5000}" = 1']
)
def test_numbers_and_names_without_sense_are_faults_like_others(tmp_path: Path, line: str) -> None:
    file = tmp_path / "travel.toml"
    file.write_text(f"{line}\n{GOOD}", encoding="utf-8")
    for read in (starters.read, components.read):
        with pytest.raises(FaultyContent, match=r"travel\.toml"):
            read(Source(file))
