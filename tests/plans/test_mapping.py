from __future__ import annotations

import pytest

from vault.plans.mapping import LEFT_OUT, REST, Column, Mapping, parsed, proposed, targets, value_table
from vault.plans.records import KINDS
from vault.services.importing.words import reading, shipped


def mapped(kind: str, headings: list[str], *rows: list[str]) -> dict[str, str]:
    found = proposed(kind, headings, rows or [["x"] * len(headings)], reading())
    return {one.heading: one.target for one in found.columns if one.target}


@pytest.mark.parametrize(
    ("kind", "table", "expected"),
    [
        (
            "incident",
            {"Date": "5/3/2024", "What happened": "We saw. " * 20, "Where": "Goma", "Reported by": "Ana", "Hue": "red"},
            {"Date": "occurred", "What happened": "facts", "Where": "place", "Reported by": "people:reporter"},
        ),
        ("incident", {"Description": "Two men came"}, {"Description": "title"}),
        ("incident", {"Location": "Road"}, {"Location": "place_kind"}),
        ("incident", {"Location": "Goma"}, {"Location": "place"}),
        ("incident", {"Day": "2024-03-05"}, {"Day": "occurred"}),
        (
            "incident",
            {"Year": "2024", "Month": "March", "Day": "5"},
            {"Year": "occurred.year", "Month": "occurred.month", "Day": "occurred.day"},
        ),
        (
            "incident",
            {"Means of attack": "Shooting", "Attack context": "Ambush", "Country Code": "AF", "Motive": "Political"},
            {"Means of attack": "category", "Attack context": "category"},
        ),
        (
            "incident",
            {"Fecha del hecho": "5 de marzo de 2024", "Descripción": "Un auto", "Tipo": "Amenaza", "Víctima": "Ana"},
            {"Fecha del hecho": "occurred", "Descripción": "title", "Tipo": "category", "Víctima": "people:affected"},
        ),
        (
            "risk",
            {"Risk": "Theft", "Likelihood (1-5)": "4", "IMPACT*": "high", "Risk level": "16", "Owner": "Ana"},
            {"Risk": "title", "Likelihood (1-5)": "probability", "IMPACT*": "impact", "Owner": "owner"},
        ),
        (
            "risk",
            {"Riesgo": "Robo", "Probabilidad": "alta", "Impacto": "media", "Responsable": "Ana", "Mitigación": "x"},
            {
                "Riesgo": "title", "Probabilidad": "probability", "Impacto": "impact", "Responsable": "owner",
                "Mitigación": "capacities",
            },
        ),
        (
            "person",
            {"Prénom": "Awa", "Nom": "Diop", "Téléphone": "1", "Courriel": "a@b", "Ville": "Dakar"},
            {
                "Prénom": "name.given", "Nom": "name.family", "Téléphone": "phone", "Courriel": "email",
                "Ville": "places.city",
            },
        ),
        ("place", {"Name": "Office", "Latitude": "1", "Longitude": "2"},
         {"Name": "name", "Latitude": "coordinates.latitude", "Longitude": "coordinates.longitude"}),
        ("risk", {"Likelihood": "80 %"}, {}),
    ],
)  # fmt: skip
def test_a_mapping_is_proposed_as_a_person_would_choose(
    kind: str, table: dict[str, str], expected: dict[str, str]
) -> None:
    assert mapped(kind, list(table), list(table.values())) == expected


def test_labels_are_headings_too() -> None:
    assert mapped("risk", ["What may happen", "Why this score"]) == {
        "What may happen": "title",
        "Why this score": "reason",
    }


def test_one_field_takes_one_column_and_the_next_goes_to_the_notes() -> None:
    assert mapped("person", ["Phone", "Mobile"]) == {"Phone": "phone"}


@pytest.mark.parametrize(
    ("headings", "rows", "identifier"),
    [
        (["Incident ID", "Title"], [["1", "a"], ["2", "b"]], "Incident ID"),
        (["No.", "Title"], [["1", "a"], ["1", "b"]], ""),
        (["Title", "Ref"], [["a", "x"], ["b", ""]], ""),
        (["Title"], [["a"]], ""),
    ],
)
def test_the_column_that_names_rows_is_found(headings: list[str], rows: list[list[str]], identifier: str) -> None:
    assert proposed("incident", headings, rows, reading()).identifier == identifier


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_target_offered_can_be_taken(kind: str) -> None:
    for target, words in targets(kind):
        assert parsed(kind, target)
        assert words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("fcats", "there is no field “fcats”"),
        ("occurred.hour", "no part “hour”; its parts: year, month, day, time"),
        ("facts.x", "its parts: none"),
        ("people:enemy", "no role “enemy”; its roles: affected, witness, reporter"),
    ],
)
def test_a_target_that_does_not_exist_is_named(target: str, words: str) -> None:
    mapping = Mapping("incident", (Column("A"),))
    with pytest.raises(ValueError, match=words):
        mapping.with_target("A", target)


def test_a_mapping_is_changed_by_making_another() -> None:
    one = Mapping("incident", (Column("A"), Column("B")))
    two = one.with_target("A", "facts").with_target("B", LEFT_OUT).with_values("A", {"x": ("theft",)})
    assert one.column("A").target == REST
    assert two.columns == (Column("A", "facts", (("x", ("theft",)),)), Column("B", LEFT_OUT))
    assert two.column("C") == Column("C")


def test_the_table_of_values_shows_what_each_text_becomes() -> None:
    mapping = Mapping("incident", (Column("Type", "category", (("Zzz", ("theft",)),)),))
    table = value_table(mapping, "Type", ["Arrest", "Arrest ", "zzz", "odd", ""], reading())
    assert table == [("Arrest", 2, ("arrest",)), ("odd", 1, ()), ("zzz", 1, ("theft",))]
    assert value_table(mapping, "Other", ["x"], reading()) == []


def test_every_shipped_word_leads_somewhere() -> None:
    words = shipped()
    for kind, headings in words.headings.items():
        offered = {target for one in (KINDS if kind == "any" else (kind,)) for target, _label in targets(one)}
        assert {target for many in headings.values() for target in many} <= offered
    tables = [*words.values.items(), *((codes.field, codes.meanings) for codes in words.codes)]
    for path, meanings in tables:
        kind, _dot, name = path.partition(".")
        options = dict(KINDS[kind].fields[name].options)  # type: ignore[attr-defined]
        assert {key for keys in meanings.values() for key in keys} <= set(options)
    assert set(words.months.values()) == set(range(1, 13))
