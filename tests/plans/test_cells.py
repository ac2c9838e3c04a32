from __future__ import annotations

from typing import Any

import pytest

from vault.plans import model
from vault.plans.cells import Meant, NotUnderstood, cell, guarded, pieces, read, unguarded
from vault.plans.records import KINDS
from vault.services.importing.words import reading


def meant(path: str, text: str, heading: str = "") -> Meant:
    kind, _dot, name = path.partition(".")
    return read(KINDS[kind].fields[name], text, path, heading, reading())


@pytest.mark.parametrize(
    ("path", "text", "value", "exact"),
    [
        ("incident.title", " Two\nlines ", "Two lines", True),
        ("incident.facts", " Two\nlines ", " Two\nlines ", True),
        ("incident.category", "n/a", (), True),
        ("risk.probability", "n/a", None, True),
        ("incident.occurred", "n/a", None, True),
        ("incident.place_kind", "office", "office", True),
        ("incident.place_kind", "Project site", "project", True),
        ("incident.place_kind", "  PROJECT   SITE ", "project", True),
        ("incident.place_kind", "Office/compound", "office", False),
        ("incident.place_kind", "n/a", "", True),
        ("incident.category", "Break-in", ("break_in",), True),
        ("incident.category", "robbery; arrested", ("theft", "arrest"), False),
        ("incident.category", "threat, arrest", ("threat", "arrest"), True),
        ("incident.category", "Arrest or detention", ("arrest",), True),
        ("incident.category", "amenaza de muerte", ("threat",), False),
        ("risk.probability", "3", 3, True),
        ("risk.probability", "3 - Possible", 3, False),
        ("risk.probability", "4 (Likely)", 4, False),
        ("risk.probability", "2/5", 2, False),
        ("risk.probability", "Likely", 4, True),
        ("risk.probability", "muy alta", 5, False),
        ("risk.impact", "Severe", 4, True),
        ("risk.impact", "élevé", 4, False),
        ("incident.affected", "12", 12, True),
        ("incident.affected", "1,200", 1200, True),
        ("incident.affected", "7.0", 7, True),
        ("incident.affected", " ", None, True),
        ("incident.mistake", "x", True, True),
        ("incident.mistake", "Sí", True, True),
        ("incident.mistake", "non", False, True),
        ("incident.mistake", "✓", True, True),
        ("incident.tags", "a; b\nc", ("a", "b", "c"), True),
        ("procedure.steps", "call · Ana\nleave", (("call", "Ana", *[""] * 4), ("leave", *[""] * 5)), False),
    ],
)
def test_cells_are_read_generously(path: str, text: str, value: Any, exact: bool) -> None:
    found = meant(path, text)
    assert (found.value, found.exact if found.value else True, found.unknown) == (value, exact, ())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("risk.probability", "7"),
        ("risk.probability", "10"),
        ("risk.probability", "who knows"),
        ("incident.affected", "many"),
        ("incident.affected", "3.5"),
        ("incident.mistake", "perhaps"),
        ("incident.occurred", "sometime"),
    ],
)
def test_what_fits_no_field_is_said(path: str, text: str) -> None:
    with pytest.raises(NotUnderstood, match="is n"):
        meant(path, text)


def test_unknown_options_are_handed_back() -> None:
    assert meant("incident.category", "threat; zzz").unknown == ("zzz",)
    assert meant("incident.place_kind", "on the moon").unknown == ("on the moon",)


@pytest.mark.parametrize(
    ("heading", "code", "keys"),
    [
        ("Means of attack", "K", ("abduction",)),
        ("Means of attack", "KK", ("abduction", "killing")),
        ("Means of attack", "VBIED-S ", ("explosive",)),
        ("MEANS_OF_ATTACK", "ba", ("assault",)),
        ("Attack context", "Am", ("ambush",)),
        ("Attack context", "R", ("raid",)),
    ],
)
def test_codes_mean_something_under_their_heading(heading: str, code: str, keys: tuple[str, ...]) -> None:
    assert meant("incident.category", code, heading).value == keys
    assert meant("incident.category", code, "Type").unknown == (code.strip(),)


def test_one_letter_means_another_thing_under_another_heading() -> None:
    assert meant("incident.place_kind", "R", "Location").value == "road"
    assert meant("incident.category", "R", "Attack context").value == ("raid",)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49 170", "-", "@x", "\tx", "'=x", "''=x", "\n=x", "＝x", "＋1", "－1", "＠x", "plain", "'quoted'", ""],
)
def test_formulas_are_guarded_and_come_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def test_a_thousand_brackets_in_a_cell_are_a_text_like_any_other() -> None:
    deep = "[" * 100_000
    assert pieces(deep) == [deep]
    assert meant("procedure.steps", deep, "Steps").value[0][0] == deep


@pytest.mark.parametrize("path", ["person.tags", "procedure.steps", "risk.probability", "incident.occurred"])
@pytest.mark.parametrize("text", [f"1{' ' * 300_000}x1", f"1 May 2026{' ,' * 200_000}x"])
def test_a_cell_of_blanks_is_read_as_any_other_and_never_holds_the_window_up(path: str, text: str) -> None:
    kind, _dot, name = path.partition(".")
    field = KINDS[kind].fields[name]
    try:
        meant = read(field, text, path, "", reading())
    except NotUnderstood:
        assert name in ("probability", "occurred")
    else:
        assert meant.value


def test_lists_keep_what_would_part_them() -> None:
    field = model.Incident.fields["tags"]
    for tags in [("a; b", "c"), ('["x"]',), ("a\nb",), ("[open",), ("a", "b")]:
        assert tuple(pieces(unguarded(cell(field, tags)))) == tags


def test_empty_values_are_empty_cells() -> None:
    one = model.Incident(title="x")
    cells = {name: cell(field, getattr(one, name)) for name, field in one.fields.items()}
    assert {name for name, text in cells.items() if text} == {"title", "may_mean_nothing", "mistake"}
