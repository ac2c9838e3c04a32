"""Tables that are odd in a way of their own: nothing is lost, nothing is guessed in silence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.services.importing.test_dry_run import mapping_of, rows_of
from vault.errors import ImportRefused
from vault.plans import model
from vault.plans.mapping import Mapping
from vault.services.importing import files, map_file, propose, read_sheet, sheet_of, value_table
from vault.services.importing.drafts import wanted
from vault.services.importing.sheet import delimiter_of


def test_a_file_of_two_encodings_with_a_letter_of_neither_is_refused() -> None:
    raw = "title\nGrébizi\nCamotán\n".encode() + b"\x81\x8d\n"
    with pytest.raises(ImportRefused, match="encoding of this file could not be found"):
        sheet_of(raw)


def test_a_file_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"title\na\n")
    monkeypatch.setattr(files, "LARGEST_FILE", 5)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    with pytest.raises(ImportRefused, match="larger than 512 MB"):
        read_sheet(tmp_path / "a.csv")


def test_a_cell_longer_than_any_cell_does_not_decide_what_parts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    before = csv.field_size_limit(10)
    try:
        assert delimiter_of("a;b\n1;" + "x" * 20 + "\n") == "\t"
    finally:
        csv.field_size_limit(before)


def test_notes_that_are_written_anew_take_the_place_of_the_old_ones() -> None:
    old = model.Incident(id="i", number=1, title="A", notes="old words")
    (row,) = rows_of(
        "id,title,notes\n1,A,new words\n",
        "incident",
        {"id": "-", "title": "title", "notes": "notes"},
        known={"1": old},
        identifier="id",
    )
    assert row.record is not None
    assert row.record.notes == "new words"


def test_a_mapping_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ImportRefused, match="no kind of record called “ghost”"):
        map_file.fitted(Mapping("ghost", ()), ("title",))


def test_what_only_looks_like_a_list_of_records_is_a_name() -> None:
    assert [one.name for one in wanted("[somebody", "", {})] == ["[somebody"]
    assert [one.name for one in wanted('["a"]', "", {})] == ["a"]


def test_one_connection_that_leads_nowhere_does_not_hold_up_the_next() -> None:
    risk = model.Risk(id="r", number=1, title="Break-in")
    (row,) = rows_of(
        "title,risks,owner\nA lock,Ghost,Break-in\n", "action", {"title": "title", "risks": "risks", "owner": "owner"},
        linkable=(risk,),
    )  # fmt: skip
    assert "Ghost" in row.record.notes  # type: ignore[union-attr]
    assert any("There is no “Ghost” to connect with" in message for message in row.messages)


def test_the_values_of_a_column_come_with_what_they_are_taken_for() -> None:
    table = sheet_of(b"title,category\na,stop\nb,stop\nc,qwertz\n")
    values = value_table(table, propose(table, "incident"), "category")
    assert [(text, count) for text, count, _keys in values] == [("stop", 2), ("qwertz", 1)]
    assert values[0][2] == ("stop",)
    assert not values[1][2]


@pytest.mark.parametrize(("cell", "kept"), [("team", ""), ("", ""), ("everybody", "sharing: everybody")])
def test_how_far_a_record_may_travel(cell: str, kept: str) -> None:
    (row,) = rows_of(f"title,sharing\nA,{cell}\n", "incident", {"title": "title", "sharing": "sharing"})
    assert row.record is not None
    assert row.record.notes == kept
    assert (row.record.sharing is not None) == (cell == "team")


def test_two_columns_that_disagree_about_one_field_are_both_kept() -> None:
    (row,) = rows_of("title,a,b\nX,1,2\n", "risk", {"title": "title", "a": "probability", "b": "probability"})
    assert row.record is not None
    assert getattr(row.record, "probability") == 1  # noqa: B009 - not every record has it
    assert row.record.notes == "b: 2"


def test_parts_of_a_text_that_are_all_empty_are_nothing() -> None:
    table = sheet_of(b"First name,Last name,phone\n,,1\nAna,Ruiz,2\n")
    mapping = propose(table, "person")
    rows = rows_of("First name,Last name,phone\n,,1\nAna,Ruiz,2\n", "person")
    assert [column.target for column in mapping.columns][2] == "phone"
    assert rows[1].record is not None
    assert rows[1].record.title == "Ana Ruiz"
    assert mapping_of(table, "person").kind == "person"


def test_rows_of_one_day_have_it_each() -> None:
    rows = rows_of("title,Year,Month,Day\na,1997,1,5\nb,1997,1,5\nc,1997,2,30\nd,1997,2,30\n", "incident")
    found = [row.record for row in rows]
    assert [getattr(one, "occurred").text for one in found if one] == ["1997-01-05"] * 2 + ["1997-02"] * 2  # noqa: B009
    assert [bool(row.messages) for row in rows] == [False, False, True, True]
