from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import PHRASE, StillClock, phrase
from vault.clock import Clock
from vault.errors import Cancelled, ChangedElsewhere, ImportRefused, ReadOnly
from vault.plans import model
from vault.plans.query import Query
from vault.services.importing import Row, Undecided, bring_in, dry_run, import_file, propose, run, sheet_of
from vault.services.session import Session

FIRST = b"No,title,City,Country\n1,Break-in,Goma,DR Congo\n2,Arrest,Goma,DR Congo\n3,Threat,Bukavu,DR Congo\n"
SECOND = FIRST.replace(b"2,Arrest", b"2,Arrest of two").replace(b"3,Threat", b"3,Threats") + b"4,New one,,\n"


def bring(session: Session, raw: bytes, kind: str = "incident", **options: object) -> tuple[int, ...]:
    """Import a table; numbers of new, changed, kept, unchanged and refused rows."""
    sheet = sheet_of(raw)
    found = run(session, sheet, propose(sheet, kind), "field office", **options)  # type: ignore[arg-type]
    return found.new, found.changed, found.kept, found.unchanged, found.refused


def titles(session: Session, kind: str = "incident") -> list[str]:
    return [one.title for one in session.all(kind)]


def counts(session: Session) -> tuple[int, int]:
    return session.count(Query("incident")), session.count(Query("place"))


def test_rows_become_records_with_their_places(session: Session) -> None:
    assert bring(session, FIRST) == (3, 0, 0, 0, 0)
    assert titles(session) == ["Break-in", "Arrest", "Threat"]
    assert titles(session, "place") == ["Goma", "Bukavu"]
    one, two, _three = session.all("incident")
    assert one.place == two.place  # type: ignore[attr-defined]
    assert [found.title for found in session.search("bukavu")] == ["Bukavu"]


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    bring(session, FIRST)
    before = session.all("incident")
    assert bring(session, FIRST) == (0, 0, 0, 3, 0)
    assert session.all("incident") == before
    assert counts(session) == (3, 2)


def test_without_numbers_a_row_is_known_by_what_it_says(session: Session) -> None:
    assert bring(session, b"title,facts\na,x\na,x\nb,y\n") == (3, 0, 0, 0, 0)
    assert bring(session, b"facts,title\ny,b\nz,c\nx,a\nx,a\n") == (1, 0, 0, 3, 0)


def seen(session: Session, raw: bytes) -> list[Row]:
    """The rows of a dry run, as a person looks at them for a while."""
    sheet = sheet_of(raw)
    return dry_run(session, sheet, propose(sheet, "incident"), "field office")


def test_what_was_typed_while_somebody_looked_at_the_rows_is_not_overwritten(session: Session) -> None:
    bring(session, FIRST)
    rows = seen(session, SECOND)
    two = session.all("incident")[1]
    session.submit(lambda work: setattr(work, "clock", Clock())).result()  # later than the still one
    session.save(replace(two, facts="Seen by two people.")).result()
    with pytest.raises(ChangedElsewhere):
        bring_in(session, rows, "field office", changed="take")
    assert [one.title for one in session.all("incident")] == ["Break-in", "Arrest", "Threat"]
    assert session.all("incident")[1].facts == "Seen by two people."  # type: ignore[attr-defined]


def test_rows_that_came_in_while_somebody_looked_at_them_do_not_come_twice(session: Session) -> None:
    rows = seen(session, FIRST)
    bring(session, FIRST)
    with pytest.raises(ChangedElsewhere):
        bring_in(session, rows, "field office")
    assert counts(session) == (3, 2)


def test_a_table_of_our_own_brought_in_as_another_kind_is_left_out_in_words(session: Session) -> None:
    bring(session, FIRST)
    goma = session.all("place")[0]
    (row,) = seen(session, f"id,title\n{goma.id},Goma\n".encode())
    assert (row.state, row.messages) == (
        "refused", ("This is Place 1 here already; bring it in as that kind of record.",)
    )  # fmt: skip


def test_changed_rows_are_asked_about(session: Session) -> None:
    bring(session, FIRST)
    with pytest.raises(Undecided) as asked:
        bring(session, SECOND)
    assert [(row.number, row.differing) for row in asked.value.rows] == [(3, ("title",)), (4, ("title",))]
    assert counts(session) == (3, 2)
    with pytest.raises(Undecided):
        bring(session, SECOND, decisions={3: True})
    assert bring(session, SECOND, decisions={3: True, 4: False}) == (1, 1, 1, 1, 0)
    assert titles(session) == ["Break-in", "Arrest of two", "Threat", "New one"]


@pytest.mark.parametrize(
    ("changed", "numbers", "second"),
    [("take", (1, 2, 0, 1, 0), "Arrest of two"), ("keep", (1, 0, 2, 1, 0), "Arrest")],
)
def test_changed_rows_are_taken_or_kept(session: Session, changed: str, numbers: tuple[int, ...], second: str) -> None:
    bring(session, FIRST)
    assert bring(session, SECOND, changed=changed) == numbers
    assert titles(session)[1] == second


def test_what_was_written_here_since_counts_as_a_difference(session: Session) -> None:
    bring(session, FIRST)
    one = session.all("incident")[0]
    session.save(
        type(one)(
            **{name: getattr(one, name) for name in ("id", "number", "changed_at", "place", "notes")}, title="Ours"
        )
    ).result()
    sheet = sheet_of(FIRST)
    rows = dry_run(session, sheet, propose(sheet, "incident"), "field office")
    assert [(row.state, row.differing) for row in rows] == [
        ("changed", ("title",)),
        ("unchanged", ()),
        ("unchanged", ()),
    ]


def test_another_source_is_another_table(session: Session) -> None:
    bring(session, FIRST)
    sheet = sheet_of(FIRST)
    assert run(session, sheet, propose(sheet, "incident"), "head office").new == 3
    assert counts(session) == (6, 2)


def test_one_undo_takes_all_of_it_back(session: Session) -> None:
    bring(session, FIRST)
    before = session.all("incident")
    bring(session, SECOND, changed="take")
    assert "field office" in session.undo().result()
    after = session.all("incident")
    assert [(one.id, one.title) for one in after] == [(one.id, one.title) for one in before]
    session.undo().result()
    assert counts(session) == (0, 0)
    assert session.imported("field office", "incident") == {}


def test_a_refused_row_does_not_hold_up_the_others(session: Session) -> None:
    assert bring(session, b"Name,Notes\nAna,\n,nobody\nLuis,\n", "person") == (2, 0, 0, 0, 1)
    assert titles(session, "person") == ["Ana", "Luis"]


def test_a_row_that_leads_to_a_refused_one_comes_in_and_keeps_its_words(session: Session) -> None:
    sheet = sheet_of(b"No,title,earlier\n1,Call,\n1,Visit,\n2,Break-in,Visit\n")
    found = run(session, sheet, replace(propose(sheet, "incident"), identifier="No"), "field office")
    assert (found.new, found.refused) == (2, 1)
    one = session.all("incident")[1]
    assert isinstance(one, model.Incident)
    assert not one.earlier
    assert "Visit" in one.notes


def test_rows_that_lead_to_each_other_come_in_together(session: Session) -> None:
    bring(session, b"name,family\nAna,Luis\nLuis,Ana\n", "person")
    ana, luis = session.all("person")
    assert isinstance(ana, model.Person)
    assert isinstance(luis, model.Person)
    assert (ana.people[0].id, luis.people[0].id) == (luis.id, ana.id)
    session.undo().result()
    assert session.all("person") == []


def test_a_changed_row_may_lead_to_a_new_one(session: Session) -> None:
    bring(session, b"No,name,family\n1,Ana,\n", "person")
    bring(session, b"No,name,family\n1,Ana,Luis\n2,Luis,\n", "person", changed="take")
    ana, luis = session.all("person")
    assert [link.id for link in ana.people] == [luis.id]  # type: ignore[attr-defined]


def test_a_source_must_be_named(session: Session) -> None:
    with pytest.raises(ImportRefused, match="Name the source"):
        run(session, sheet_of(FIRST), propose(sheet_of(FIRST), "incident"), "  ")


@pytest.mark.parametrize("after", [0, 150])
def test_an_import_stopped_in_the_middle_leaves_nothing(session: Session, after: int) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if not what and done >= after:
            raise Cancelled

    raw = b"title,City\n" + b"".join(b"row %d,Town %d\n" % (n, n) for n in range(300))
    with pytest.raises(Cancelled):
        bring(session, raw, progress=stop)
    assert counts(session) == (0, 0)
    assert session.imported("field office", "incident") == {}
    assert session.undo().result() == ""
    assert bring(session, raw)[0] == 300


def test_a_kill_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with Session.create(tmp_path / "vault", phrase(), profile=255, clock=StillClock()) as session:
        bring(session, FIRST)
    (tmp_path / "big.csv").write_bytes(b"title,City\n" + b"".join(b"row %d,Town %d\n" % (n, n) for n in range(300)))
    script = f"""
import os
from vault.services.importing import import_file
from vault.services.session import Session

def die(done, total, what):
    if not what and done >= 200:
        os._exit(9)

with Session.open({str(tmp_path / "vault")!r}, bytearray({PHRASE!r}, "utf-8")) as session:
    import_file(session, "incident", {str(tmp_path / "big.csv")!r}, source="x", progress=die)
"""
    killed = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(Path.cwd())}, check=False
    )
    assert killed.returncode == 9
    with Session.open(tmp_path / "vault", phrase(), clock=StillClock()) as session:
        assert counts(session) == (3, 2)
        assert session.imported("x", "incident") == {}


def test_a_vault_open_for_reading_only_takes_nothing(tmp_path: Path) -> None:
    Session.create(tmp_path / "vault", phrase(), profile=255, clock=StillClock()).close()
    with Session.open(tmp_path / "vault", phrase(), clock=StillClock(), readonly=True) as session:
        with pytest.raises(ReadOnly):
            bring(session, FIRST)
        assert counts(session) == (0, 0)


# ---------------------------------------------------------------------------------- the whole way from a file


def file(tmp_path: Path, raw: bytes, name: str = "table.csv") -> Path:
    (tmp_path / name).write_bytes(raw)
    return tmp_path / name


def test_a_dry_run_tells_every_row_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    found = import_file(session, "incident", file(tmp_path, FIRST), source="x", dry_run=True)
    assert (found.new, found.done, found.exit_code) == (3, False, 0)
    assert found.lines[0] == "table.csv: 3 rows, encoding utf-8, divided by “,”."
    assert "  City -> place.city" in found.lines
    assert "A row is known again by “No”." in found.lines
    assert found.lines[-4:] == ("Row 2: new.", "Row 3: new.", "Row 4: new.", "Nothing was written. Would be: 3 new.")
    assert counts(session) == (0, 0)


def test_an_import_tells_its_numbers(session: Session, tmp_path: Path) -> None:
    found = import_file(session, "incident", file(tmp_path, FIRST), source="x")
    assert (found.new, found.saved, found.done, found.exit_code) == (3, 5, True, 0)
    assert found.lines[-1] == "Done: 3 new."


def test_changed_rows_come_as_lines_with_the_fields(session: Session, tmp_path: Path) -> None:
    import_file(session, "incident", file(tmp_path, FIRST), source="x")
    found = import_file(session, "incident", file(tmp_path, SECOND), source="x")
    assert (found.changed, found.done, found.exit_code) == (2, False, 1)
    assert found.lines[-3] == "Row 3: changed (What happened, in a line)."
    assert "2 rows differ from what is kept here" in found.lines[-1]
    assert counts(session) == (3, 2)
    assert import_file(session, "incident", file(tmp_path, SECOND), source="x", changed="take").exit_code == 0


def test_a_refused_row_is_told_and_asks_for_a_look(session: Session, tmp_path: Path) -> None:
    found = import_file(session, "person", file(tmp_path, b"Name,Notes\nAna,\n,nobody\n"), source="x")
    assert (found.refused, found.exit_code) == (1, 1)
    assert found.lines[-2] == "Row 3: left out. Name: This is needed."


def test_a_mapping_from_a_file_is_followed(session: Session, tmp_path: Path) -> None:
    text = 'encoding = "cp1251"\nidentifier = "№"\n[columns]\n"Что" = "title"\n"Вид" = "category"\n'
    text += '[values."Вид"]\n"угроза" = "threat"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    path = file(tmp_path, "№;Что;Вид\n1;Звонок ночью;Угроза\n".encode("cp1251"))
    found = import_file(session, "incident", path, source="x", mapping=tmp_path / "map.toml")
    (one,) = session.all("incident")
    assert (found.new, one.title, one.category) == (1, "Звонок ночью", ("threat",))  # type: ignore[attr-defined]


def test_what_a_person_should_look_at_is_said(session: Session, tmp_path: Path) -> None:
    raw = "title,occurred\nGrébizi,5/3/2024\nother,6/4/2024\n".encode("cp1252")
    lines = import_file(session, "incident", file(tmp_path, raw), source="x", dry_run=True).lines
    assert "The encoding was taken to be cp1252; look at the rows with other letters: 2." in lines
    assert "“occurred” is read as day before month; nothing in it says otherwise." in lines
    assert "No column names the rows, so a row is known again by all it says." in lines


@pytest.mark.parametrize("raw", [b"", b"title\n", b"a\0b\n1\n", b"a,b\n1," + b"x" * 10_000_000, b"PK\x03\x04"])
def test_bad_files_change_nothing(session: Session, tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(ImportRefused):
        import_file(session, "incident", file(tmp_path, raw), source="x")
    assert counts(session) == (0, 0)
    assert session.undo().result() == ""


def test_an_unknown_kind_is_named(session: Session, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no kind of record called “incidents”"):
        import_file(session, "incidents", file(tmp_path, FIRST), source="x")
