from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.errors import AlreadyThere, ImportRefused, NotFound
from vault.plans.mapping import Column, Mapping
from vault.services.importing import fitted, load, map_file, save

WHOLE = Mapping(
    "incident",
    (Column("Qué \"pasó\"", "facts"), Column("Tipo", "category", (("robo", ("theft",)), ("?", ()))), Column("X", "-")),
    identifier="Nº",
    keep_rest=False,
    order="mdy",
    encoding="cp1251",
)  # fmt: skip
LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


def test_a_mapping_is_saved_and_loaded(tmp_path: Path) -> None:
    save(WHOLE, tmp_path / "map.toml")
    assert load(tmp_path / "map.toml", "incident") == WHOLE
    with pytest.raises(AlreadyThere):
        save(WHOLE, tmp_path / "map.toml")
    with pytest.raises(NotFound):
        load(tmp_path / "other.toml", "incident")


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "# " + "x" * map_file.LARGEST_FILE])
def test_a_file_made_to_overwhelm_is_no_mapping(tmp_path: Path, text: str) -> None:
    (tmp_path / "map.toml").write_text(text)
    with pytest.raises(ImportRefused, match=r"map\.toml is"):
        load(tmp_path / "map.toml", "incident")


@given(headings=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), unique=True, max_size=4))
def test_any_heading_survives(headings: list[str]) -> None:
    mapping = Mapping("risk", tuple(Column(heading, "area", ((heading, ("legal",)),)) for heading in headings))
    assert map_file.loaded(map_file.saved(mapping), "map.toml", "risk") == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = \n", "map.toml: .*line 1"),
        ('kind = "risk"', "map.toml, line 1: this mapping is for “risk”, not for “incident”"),
        ("\n\nkinds = 1", "map.toml, line 3: there is no setting “kinds”"),
        ("keep_rest = 1", "line 1: “keep_rest” has a value of the wrong kind"),
        ('order = "ymd"', "line 1: the order"),
        ('[columns]\n"Details" = "fcats"', "map.toml, line 2: there is no field “fcats”"),
        ('[columns]\n"Details" = 5', "line 2: the target of “Details” is no text"),
        ('[columns]\nWhen = "occurred.hour"', "line 2: “occurred” has no part “hour”"),
        ('[values.Type]\nx = "theft"', "line 1: “Type” has values, but leads to no field with choices"),
        ('[columns]\nType = "category"\n[values.Type]\nx = "stealing"', "line 4: “category” has no choice “stealing”"),
        ('[columns]\nType = "category"\n[values.Type]\nx = 5', "line 4: the value “x” leads to no text"),
        ('[columns]\nType = "category"\n[values]\nType = 5', "the values of “Type” are no table"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused, match=words):
        load(path, "incident")


def test_a_map_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImportRefused, match=r"map\.toml is not UTF-8"):
        load(tmp_path / "map.toml", "incident")


def test_a_newer_edition_may_add_columns_but_not_lose_mapped_ones() -> None:
    mapping = Mapping("incident", (Column("Details", "facts"), Column("Old", "")), identifier="ID")
    fit = fitted(mapping, ("New", "Details", "ID"))
    assert [(one.heading, one.target) for one in fit.columns] == [("New", ""), ("Details", "facts"), ("ID", "")]
    with pytest.raises(ImportRefused, match="“Details”, “ID”"):
        fitted(mapping, ("New",))
