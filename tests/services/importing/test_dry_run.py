from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vault.errors import Cancelled
from vault.plans import model
from vault.plans.fields import Link
from vault.plans.mapping import Column, Mapping
from vault.plans.records import Record
from vault.services.importing import Row, Sheet, judged, propose, sheet_of
from vault.services.importing.dry_run import Known

TODAY = date(2026, 11, 24)


def rows_of(
    text: str,
    kind: str = "incident",
    targets: dict[str, str] | None = None,
    *,
    known: dict[str, Record] | None = None,
    linkable: tuple[Record, ...] = (),
    **changes: Any,
) -> list[Row]:
    """The rows of a small table, with the proposed mapping or with targets by heading."""
    sheet = sheet_of(text.encode())
    mapping = mapping_of(sheet, kind, targets, **changes)
    return judged(sheet, mapping, Known(TODAY, known or {}, linkable))


def mapping_of(sheet: Sheet, kind: str, targets: dict[str, str] | None = None, **changes: Any) -> Mapping:
    if targets is None:
        return propose(sheet, kind)
    return Mapping(kind, tuple(Column(one, targets.get(one, "")) for one in sheet.headings), **changes)


def incident(row: Row) -> model.Incident:
    assert isinstance(row.record, model.Incident)
    return row.record


@pytest.mark.parametrize(
    ("cells", "day", "kept", "message"),
    [
        ("1997,,,", "1997", "", ""),
        ("1997,1,,", "1997-01", "", ""),
        ("1997,1,5,", "1997-01-05", "", ""),
        ("1997.0,January,5,18:10", "1997-01-05T18:10", "", ""),
        ("1997,2,30,", "1997-02", "Day: 30", "The day “30” is not understood"),
        ("1997,13,5,", "1997", "Month: 13", "The month “13” is not understood"),
        ("97,1,5,", "", "Year: 97", "The year “97” is not understood"),
        (",1,5,", "", "Month: 1", "A part of the day is missing"),
        ("1997,,5,", "1997", "Day: 5", "A part of the day is missing"),
        ("1997,1,,18:10", "1997-01", "Time: 18:10", "The time of day needs a whole day"),
        (",,,", "", "", ""),
    ],
)
def test_year_month_and_day_make_one_day(cells: str, day: str, kept: str, message: str) -> None:
    parts = {"Year": "occurred.year", "Month": "occurred.month", "Day": "occurred.day", "Time": "occurred.time"}
    (row,) = rows_of(f"title,Year,Month,Day,Time\nx,{cells}\n", targets={"title": "title"} | parts)
    found = incident(row)
    assert (found.occurred.text if found.occurred else "") == day
    assert (kept in found.notes) if kept else found.notes == ""
    assert message in " ".join(row.messages)


def test_a_whole_date_holds_beside_its_parts() -> None:
    (row,) = rows_of("title,Date,Year,Time\nx,5/3/2024,2023,9:30\n")
    assert incident(row).occurred == model.Incident(title="", occurred=incident(row).occurred).occurred
    assert (str(incident(row).occurred.text), incident(row).notes) == ("2024-03-05T09:30", "Year: 2023")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cells", "name", "region", "country"),
    [
        ("Rwanda,Northern ,Musanze ,Ruhengeri", "Ruhengeri, Musanze", "Northern", "Rwanda"),
        ("Rwanda,Kigali,,Kigali", "Kigali", "Kigali", "Rwanda"),
        ("Somalia,Gedo,,", "Gedo", "Gedo", "Somalia"),
        ("Somalia,,,", "Somalia", "", "Somalia"),
    ],
)
def test_columns_of_places_make_one_place(cells: str, name: str, region: str, country: str) -> None:
    (row,) = rows_of(f"title,Country,Region,District,City\nx,{cells}\n")
    (place,) = row.brings
    assert place == model.Place(id=place.id, name=name, region=region, country=country)
    assert incident(row).place == (Link(place.id),)


def test_a_place_is_made_once_and_found_again() -> None:
    there = model.Place(id="goma", name="Goma", region="Nord-Kivu", country="DR Congo")
    text = "title,City,Region,Country\na,Goma,Nord-Kivu,DR Congo\nb,goma ,NORD-KIVU,Dr Congo\n"
    text += "c,Goma,,Rwanda\nd,Goma,,Rwanda\n"
    one, two, three, four = rows_of(text, linkable=(there,))
    assert incident(one).place == incident(two).place == (Link("goma"),)
    assert incident(three).place == incident(four).place != (Link("goma"),)
    assert [len(row.brings) for row in (one, two, three, four)] == [0, 0, 1, 1]
    assert three.brings == four.brings


def test_people_are_linked_with_their_roles() -> None:
    ana = model.Person(id="ana", name="Ana María", alias="Condor")
    text = "title,Victim,people\na,ana maria; Luis,Condor (witness)\n"
    (row,) = rows_of(text, linkable=(ana,))
    links = incident(row).people
    assert [(link.id == "ana", link.role) for link in links] == [(True, "affected"), (False, "affected")]
    assert [one.title for one in row.brings] == ["Luis"]


def test_a_link_to_nothing_is_kept_in_the_notes() -> None:
    (row,) = rows_of('title,risks\na,"Theft; Fire"\n', linkable=(model.Risk(id="r1", title="Theft"),))
    assert incident(row).risks == (Link("r1"),)
    assert incident(row).notes == "Risks it touches: Fire"
    assert "no “Fire” to connect with" in row.messages[0]


def test_rows_of_one_table_may_lead_to_each_other() -> None:
    ana, luis = rows_of("name,family\nAna,Luis\nLuis,Ana\n", "person")
    assert ana.record
    assert luis.record
    assert ana.record.people == (Link(luis.record.id, "family"),)  # type: ignore[attr-defined]
    assert luis.record.people == (Link(ana.record.id, "family"),)  # type: ignore[attr-defined]
    assert ana.brings == luis.brings == ()


def test_unknown_codes_become_tags_and_known_ones_keep_their_code() -> None:
    text = 'title,Attack context,Means of attack\na,X,K\nb,Am,"Cyber"\n'
    one, two = rows_of(text)
    assert (incident(one).category, incident(one).tags) == (("abduction",), ("Attack context: X",))
    assert incident(one).notes == "Means of attack: K"
    assert "“X” in “Attack context” is no choice we know; it is kept as a tag" in one.messages[0]
    assert (incident(two).category, incident(two).tags) == (("ambush",), ("Means of attack: Cyber",))


def test_a_sentence_that_is_no_choice_goes_into_the_notes() -> None:
    (row,) = rows_of(f"title,Kind\na,{'very long ' * 10}\n", targets={"title": "title", "Kind": "category"})
    assert incident(row).tags == ()
    assert incident(row).notes.startswith("Kind: very long")


def test_what_one_column_does_not_know_another_may() -> None:
    (row, other) = rows_of("title,Means of attack,Attack context\na,S,U\nb,U,U\n")
    assert incident(row).category == ("shooting",)
    assert incident(other).category == ("unknown",)


def test_the_persons_own_table_of_values_holds() -> None:
    sheet = sheet_of(b"title,Type\na,zz\nb,Arrest\nc,odd\n")
    mapping = propose(sheet, "incident").with_values(
        "Type", {"ZZ": ("theft", "assault"), "Arrest": ("raid",), "odd": ()}
    )
    one, two, three = judged(sheet, mapping, Known(TODAY, {}))
    assert [incident(row).category for row in (one, two, three)] == [("theft", "assault"), ("raid",), ()]
    assert incident(three).tags == ("Type: odd",)


def test_typing_faults_do_no_harm() -> None:
    text = (
        "title,affected,severity,mistake,occurred\n a , 3 ,serious ,No , 2024-03-05 \nb,,,,\nc,many,Pen,perhaps,soon\n"
    )
    one, two, three = rows_of(text)
    found = incident(one)
    assert (found.title, found.affected, found.severity, found.mistake) == ("a", 3, "serious", False)
    assert (incident(two).affected, incident(two).notes, two.messages) == (None, "", ())
    assert incident(three).notes.split("\n") == ["affected: many", "mistake: perhaps", "occurred: soon"]
    assert incident(three).tags == ("severity: Pen",)
    assert len(three.messages) == 4


def test_what_has_no_field_is_kept_in_the_notes_unless_left_out() -> None:
    text = "title,Source,Colour,notes\na,Official Report ,red,our own\n"
    targets = {"title": "title", "notes": "notes", "Colour": "-"}
    assert incident(rows_of(text, targets=targets)[0]).notes == "our own\nSource: Official Report"
    assert incident(rows_of(text, targets=targets, keep_rest=False)[0]).notes == "our own"


def test_a_missing_title_is_made_from_the_facts() -> None:
    one, two = rows_of("Details,Date\nTwo men asked for the director. They left.,2024\n,March 2024\n")
    assert (incident(one).title, incident(two).title) == ("Two men asked for the director", "Incident, Mar 2024")


def test_several_columns_fill_one_text() -> None:
    targets = {"First": "name.given", "Last": "name.family", "A": "can_do", "B": "can_do", "P": "phone", "Q": "phone"}
    (row,) = rows_of("Last,First,A,B,P,Q\nDiop,Awa,Drives,Cooks,1,2\n", "person", targets)
    assert row.record == model.Person(id=row.record.id, name="Awa Diop", can_do="Drives\n\nCooks", phone="1, 2")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("person", "Name,Notes\n,somebody\n", "Name: This is needed."),
        ("risk", "title,residual_impact\na,3\n", "Likelihood and impact after measures belong together"),
        ("incident", "Incident ID,title\n1,a\n2,b\n", ""),
    ],
)
def test_a_row_that_cannot_be_kept_is_refused(kind: str, text: str, message: str) -> None:
    rows = rows_of(text, kind)
    assert {row.state for row in rows} == {"refused" if message else "new"}
    assert message in " ".join(rows[0].messages)


def test_a_number_given_twice_is_taken_once() -> None:
    one, two = rows_of("No,title\n7,a\n7,b\n", targets={"title": "title"}, identifier="No")
    assert (one.state, two.state, two.record) == ("new", "refused", None)
    assert "Row 2 has the same “No”" in two.messages[-1]


def test_rows_that_say_the_same_are_told_apart() -> None:
    one, two = rows_of("title\na\na\n")
    assert (one.state, two.state) == ("new", "new")
    assert one.theirs != two.theirs
    again = rows_of("title\na\na\n", known={one.theirs: incident(one), two.theirs: incident(two)})
    assert [row.state for row in again] == ["unchanged", "unchanged"]


def test_moved_columns_do_not_make_a_row_new() -> None:
    (one,) = rows_of("title,facts\na,b\n")
    (two,) = rows_of("facts,title\nb,a\n")
    assert one.theirs == two.theirs


KEPT = model.Incident(
    id="i1", title="Our words", facts="Old", notes="No: 1\nUN: 1\nour note", tags=("ours", "Type: X"),
    people=(Link("ana", "witness"), Link("luis")), category=("theft",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "differing"),
    [
        ("No,facts,UN\n1,Old,1\n", ()),
        ("No,facts,UN\n1,,\n", ()),
        ("No,people\n1,ana\n", ()),
        ("No,category\n1,theft\n", ()),
        ("No,facts,UN\n1,New,1\n", ("facts",)),
        ("No,facts,UN\n1,Old,2\n", ("notes",)),
        ("No,facts,UN\n1,Old,12\n", ("notes",)),
        ("No,category\n1,arrest\n", ("category",)),
        ("No,people\n1,eva\n", ("people",)),
    ],
)
def test_what_differs_is_named_and_what_people_added_is_not_counted(text: str, differing: tuple[str, ...]) -> None:
    people = tuple(model.Person(id=id, name=id) for id in ("ana", "luis", "eva"))
    targets = {name: name for name in ("facts", "people", "category")}
    (row,) = rows_of(text, targets=targets, identifier="No", known={"1": KEPT}, linkable=people, keep_rest=True)
    assert (row.state, row.differing) == ("changed" if differing else "unchanged", differing)


def test_taking_a_change_keeps_what_people_added() -> None:
    (row,) = rows_of("No,UN,Type\n1,2,Y\n", targets={"Type": "category"}, identifier="No", known={"1": KEPT})
    found = incident(row)
    assert (found.title, found.notes, found.tags) == ("Our words", "No: 1\nUN: 2\nour note", ("ours", "Type: Y"))


def test_what_lies_in_the_bin_stays_there() -> None:
    trashed = model.Incident(id="i1", title="x", trashed_at="2026-01-01T00:00:00+00:00")
    (row,) = rows_of("No,title\n1,y\n", targets={"title": "title"}, identifier="No", known={"1": trashed})
    assert (row.state, row.messages) == ("unchanged", ("It lies in the bin and stays there.",))


def test_messages_of_the_file_come_with_the_row() -> None:
    sheet = sheet_of("title,facts\nGrébizi\n".encode("cp1252"))
    (row,) = judged(sheet, propose(sheet, "incident"), Known(TODAY, {}))
    assert "1 of 2 cells" in row.messages[0]
    assert "letters beyond the English ones" in row.messages[1]


def test_reading_can_be_stopped() -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done:
            raise Cancelled

    sheet = sheet_of(b"title\n" + b"x\n" * 600)
    with pytest.raises(Cancelled):
        judged(sheet, propose(sheet, "incident"), Known(TODAY, {}), stop)


def test_another_spelling_of_a_known_name_is_kept_too() -> None:
    goma = model.Place(id="goma", name="Goma", region="Nord-Kivu", country="DR Congo")
    one, two = rows_of("title,Where\na,Goma\nb,GOMA\n", linkable=(goma,))
    assert incident(one).place == incident(two).place == (Link("goma"),)
    assert (incident(one).notes, incident(two).notes) == ("", "Where: GOMA")
