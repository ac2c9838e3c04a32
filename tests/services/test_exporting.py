"""From a vault to a report that left it: what is refused, what is asked, what is written down."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.vaults import begun, phrase
from vault.clock import Clock
from vault.errors import AlreadyThere, Cancelled, ExportRefused, NotFound, ReadOnly, StorageFault
from vault.plans.cells import unguarded
from vault.plans.days import Day
from vault.plans.fields import Link, Sharing
from vault.plans.model import Action, Actor, Incident, Organisation, Person, Place, Plan, Procedure, Risk
from vault.plans.outline import Table
from vault.plans.periods import Period
from vault.plans.records import Record
from vault.services import destroying, exporting
from vault.services.exporting import Prepared, check, deliver, export_all, pages, prepare, render
from vault.services.session import Draft, Session

SECRETS = (
    "Zofia Łukaszewska", "+48 601 234 567", "Blue shutters", "Kowalska 14", "Heron is home", "Move the archive",
    "She was seen", "Ingrid Solheim", "River Rights",
)  # fmt: skip


class Autumn(Clock):
    """A day that stays."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def content() -> list[Record]:
    return [
        Person(name="Zofia Łukaszewska", phone="+48 601 234 567", category="lawyer"),
        Place(name="Blue shutters", address="Kowalska 14", region="North"),
        Risk(title="Zofia Łukaszewska is arrested", reason="She was seen", area="detention", probability=4, impact=4,
             residual_probability=2, residual_impact=4, trend="rising", treatment="reduce",
             donor_wording="One of us may be held for questions."),
        Risk(title="The office is searched", area="office", probability=3, impact=3),
        Action(title="Move the archive", state="done", effect="impact", strategy="protection",
               done_on=Day("2026-06-17"), donor_wording="Papers are kept elsewhere."),
        Plan(title="Plan of River Rights", level="organisation", state="in_force", review_on=Day("2027-02-03")),
        Procedure(title="Calling in", code_words="Heron is home"),
        *(Incident(title=f"Zofia Łukaszewska stopped {n}", occurred=Day(f"2026-0{1 + n}-05"), category=("stop",))
          for n in range(6)),
        Incident(title="Before", occurred=Day("2024-01-05"), category=("stop",)),
    ]  # fmt: skip


WORDS = "heron lamp winter bridge saddle oak"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "vault", WORDS, organisation="River Rights", by="Ingrid Solheim", clock=Autumn()) as made:
        (ours,) = made.all("organisation")
        made.save(replace(ours, code_name="Partner 7", please_do="Confirm by voice.", assessed="yes")).result()
        made.save_all(content()).result()
        yield made


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def exported(session: Session, **options: object) -> tuple[Prepared, bytes]:
    prepared = prepare(session, **options)
    return prepared, render(prepared)


# ------------------------------------------------------------------ the redacted report


def test_the_report_holds_what_may_leave_and_nothing_else(session: Session) -> None:
    prepared, pdf = exported(session)
    text = text_of(pdf)
    for said in ("Partner 7", "Confirm by voice.", "One of us may be held for questions.", "Papers are kept elsewhere.",
                 "Arrest and detention", "rising", "Jun 2026", "Feb 2027"):  # fmt: skip
        assert said in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert "17 Jun" not in text
    assert check(prepared, pdf) == []


def test_the_same_vault_gives_the_same_bytes_where_no_role_is_numbered(session: Session) -> None:
    assert exported(session)[1] == exported(session)[1]


def test_the_real_name_stands_only_in_the_export_it_was_switched_on_for(session: Session) -> None:
    prepared, pdf = exported(session, real_name=True)
    assert "River Rights" in text_of(pdf)
    assert check(prepared, pdf) == []
    assert "River Rights" not in text_of(exported(session)[1])


def test_without_a_code_name_there_is_a_placeholder(session: Session) -> None:
    (ours,) = session.all("organisation")
    assert isinstance(ours, Organisation)
    session.save(replace(ours, code_name="")).result()
    assert "[withheld]" in text_of(exported(session)[1])


def test_a_record_kept_stricter_is_not_even_counted(session: Session) -> None:
    (_first, second) = session.all("risk")
    assert "2 risks are written down." in text_of(exported(session)[1])
    session.save(replace(second, sharing=Sharing.TEAM)).result()
    assert "1 risk is written down." in text_of(exported(session)[1])


def test_incidents_are_counted_by_quarter_in_the_period(session: Session) -> None:
    assert "Liberty fewer than 3 3 3 fewer than 3 fewer than 3" in text_of(exported(session)[1]).replace("\n", " ")
    text = text_of(exported(session, period=Period(date(2026, 2, 1), date(2026, 2, 28)))[1])
    assert "February 2026" in text
    assert "Jan to Mar" in text
    assert "Apr to Jun" not in text


def test_the_preview_knows_what_was_taken_out(session: Session) -> None:
    prepared = prepare(session)
    counts = {(one.kind, one.field): one.count for one in prepared.taken}
    assert counts["risk", "title"] == 2
    assert counts["risk", "reason"] == 1
    assert counts["incident", "occurred"] == 6  # only coarser, but not as it was
    assert ("risk", "donor_wording") not in counts
    assert prepared.taken_count == sum(counts.values())
    action = next(one for one in prepared.inside if one.kind == "action")
    spans = {line.label: [(span.text, span.withheld) for span in line.spans] for line in action.lines}
    assert spans["What we will do"] == [("Move the archive", True)]
    assert spans["Done on"] == [("Wed 17 Jun 2026", True), ("Jun 2026", False)]
    assert spans["Wording for donors"] == [("Papers are kept elsewhere.", False)]


def test_of_many_incidents_only_some_are_laid_out(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "INSIDE_MOST", 2)
    prepared = prepare(session)
    assert sum(one.kind == "incident" for one in prepared.inside) == 2
    assert {one.count for one in prepared.taken if (one.kind, one.field) == ("incident", "title")} == {6}


def test_links_are_named_in_the_preview_and_nowhere_else(session: Session) -> None:
    (zofia,) = session.all("person")
    (risk, _other) = session.all("risk")
    session.save(replace(risk, owner=(Link(zofia.id),))).result()
    prepared, pdf = exported(session)
    lines = [line for one in prepared.inside for line in one.lines if line.label == "Owner"]
    assert [span.text for line in lines for span in line.spans] == ["Zofia Łukaszewska"]
    assert check(prepared, pdf) == []


def acting(session: Session, *people: Person, **values: object) -> list[Person]:
    """These people, saved, and one open action that all of them do."""
    made = [session.save(one).result() for one in people]
    session.save(Action(title="Call round", owner=tuple(Link(one.id) for one in made), **values)).result()
    return made


def doers(prepared: Prepared) -> list[str]:
    tables = [block for block in prepared.outline.blocks if isinstance(block, Table)]
    (actions,) = [one for one in tables if any(column.words == "Who does it" for column in one.columns)]
    return [str(row[2]) for row in actions.rows]


def test_who_does_it_leaves_as_a_role(session: Session) -> None:
    people = (Person(name="Bogna Nowicka", alias="Kingfisher", category="lawyer"), Person(name="Ola", category="staff"),
              Person(name="Sylwester Mróz", alias="Reeve", category="witness", sharing=Sharing.TEAM),
              Person(name="Tadeusz Wilk"))  # fmt: skip
    acting(session, *people, state="doing", donor_wording="We call each other.")
    prepared, pdf = exported(session)
    (who,) = [words for words in doers(prepared) if words != "–"]
    assert who == "lawyer 1, person 1, person 2, staff member 1"
    text = " ".join(text_of(pdf).split())
    assert "lawyer 1, person 1, person 2, staff member 1" in text
    names = ("Bogna", "Nowicka", "Kingfisher", "Ola", "Sylwester", "Mróz", "Reeve", "Tadeusz", "Wilk", "witness")
    assert [name for name in names if re.search(rf"\b{name}\b", text, re.IGNORECASE)] == []
    assert check(prepared, pdf) == []


def test_a_name_among_those_who_do_it_is_still_found_in_a_wording(session: Session) -> None:
    acting(session, Person(name="Bogna Nowicka", alias="Kingfisher", category="lawyer"), donor_wording="Bogna calls.")
    prepared, pdf = exported(session)
    assert [(one.term, one.kind) for one in check(prepared, pdf)] == [("Bogna", "name")]


def test_whoever_may_be_behind_it_is_asked_about_in_a_wording(session: Session) -> None:
    for name in ("Colonel Brask", "Police"):
        session.save(Actor(name=name)).result()
    prepared, pdf = with_wording(session, "Since Colonel Brask came, we meet the police in pairs.")
    assert [(one.term, one.kind) for one in check(prepared, pdf)] == [("Colonel Brask", "word")]


def test_only_people_of_actions_that_are_told_have_a_number(session: Session) -> None:
    long_ago = {"state": "done", "done_on": Day("2023-05-01")}
    acting(session, *(Person(name=f"Before {n}", category="doctor") for n in range(20)), **long_ago)
    acting(session, *(Person(name=f"Kept {n}", category="doctor") for n in range(20)), sharing=Sharing.TEAM)
    session.save_all([Person(name=f"Idle {n}", category="doctor") for n in range(20)]).result()
    acting(session, Person(name="Bogna Nowicka", category="doctor"))
    assert [words for words in doers(prepare(session)) if words != "–"] == ["doctor 1"]


def test_whoever_is_in_the_bin_does_nothing_in_the_report(session: Session) -> None:
    (gone, _stays) = acting(
        session, Person(name="Bogna Nowicka", category="doctor"), Person(name="Ola", category="staff")
    )
    session.trash([gone.id]).result()
    prepared, pdf = exported(session)
    assert [words for words in doers(prepared) if words != "–"] == ["staff member 1"]
    assert check(prepared, pdf) == []


def test_one_person_is_the_same_role_throughout_a_report_and_not_from_one_to_the_next(session: Session) -> None:
    people = [session.save(Person(name=f"Person {n}", category="staff")).result() for n in range(6)]
    for one, wording in zip(people, "ABCDEF", strict=True):
        for _twice in range(2):
            session.save(Action(title="x", owner=(Link(one.id),), donor_wording=wording)).result()
    seen = set()
    for _again in range(12):
        rows = [words for words in doers(prepare(session)) if words != "–"]
        assert rows[::2] == rows[1::2]
        assert sorted(rows[::2]) == [f"staff member {n}" for n in range(1, 7)]
        seen.add(tuple(rows))
    assert len(seen) > 1


def test_a_place_where_a_person_should_stand_says_nothing(session: Session) -> None:
    place = session.save(Place(name="Gable house", region="House of Bogna Nowicka")).result()
    session.save(Action(title="x", owner=(Link(place.id),))).result()
    assert set(doers(prepare(session))) == {"–"}


def test_the_preview_shows_the_role_in_place_of_the_name(session: Session) -> None:
    acting(session, Person(name="Bogna Nowicka", category="lawyer"))
    prepared = prepare(session)
    lines = [line for one in prepared.inside for line in one.lines if line.label == "Who does it"]
    assert [[(span.text, span.withheld) for span in line.spans] for line in lines] == [
        [("Bogna Nowicka", True), ("lawyer 1", False)]
    ]
    assert {one.count for one in prepared.taken if (one.kind, one.field) == ("action", "owner")} == {1}


def test_pages_are_pictures_of_the_file(session: Session) -> None:
    pdf = exported(session)[1]
    pictures = pages(pdf, 0.5)
    assert len(pictures) == len(PdfReader(BytesIO(pdf)).pages)
    first = pictures[0]
    assert (first.width, first.height) == (298, 421)
    assert len(first.rgba) == 4 * first.width * first.height
    assert first.rgba[:4] == b"\xff\xff\xff\xff"
    assert min(first.rgba) < 80  # something is printed
    assert pages(pdf, 0.5, first=1, most=1) == [pictures[1]]


def test_an_unknown_report_is_refused(session: Session) -> None:
    with pytest.raises(ExportRefused, match="no report"):
        prepare(session, "novel")


def test_a_script_the_paper_lacks_is_refused_in_words(session: Session) -> None:
    session.save(Risk(title="x", donor_wording="نحن نسافر معا")).result()
    with pytest.raises(ExportRefused, match=r"Latin, Greek and Cyrillic.*Arabic"):
        render(prepare(session))


# ------------------------------------------------------------------ handing over


def with_wording(session: Session, wording: str) -> tuple[Prepared, bytes]:
    session.save(Risk(title="x", area="other", donor_wording=wording)).result()
    return exported(session)


def test_a_delivered_report_is_private_neutral_and_written_down(session: Session, tmp_path: Path) -> None:
    prepared, pdf = exported(session)
    path = deliver(session, prepared, pdf, {}, tmp_path)
    assert path.name == "report-2026-11-24.pdf"
    assert path.read_bytes() == pdf
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (entry,) = session.exports()
    assert (entry.what, entry.audience, entry.place, entry.by) == ("nhrf-plan", "nhrf", str(path), "Ingrid Solheim")
    assert entry.digest == hashlib.sha256(pdf).hexdigest()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["report-2026-11-24.pdf", "vault"]


def test_nothing_is_overwritten(session: Session, tmp_path: Path) -> None:
    prepared, pdf = exported(session)
    deliver(session, prepared, pdf, {}, tmp_path)
    (tmp_path / "mine.pdf").write_text("mine")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    for target in (tmp_path, tmp_path / "mine.pdf", tmp_path / "gone.pdf"):
        with pytest.raises(AlreadyThere):
            deliver(session, prepared, pdf, {}, target)
    assert (tmp_path / "mine.pdf").read_text() == "mine"
    assert len(session.exports()) == 1


def test_a_stick_without_links_gets_its_file_all_the_same(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    prepared, pdf = exported(session)
    assert deliver(session, prepared, pdf, {}, tmp_path / "out.pdf").read_bytes() == pdf
    with pytest.raises(AlreadyThere):
        deliver(session, prepared, pdf, {}, tmp_path / "out.pdf")


def test_a_place_that_cannot_be_written_is_said(session: Session, tmp_path: Path) -> None:
    prepared, pdf = exported(session)
    with pytest.raises(NotFound, match="nowhere is not there"):
        deliver(session, prepared, pdf, {}, tmp_path / "nowhere" / "out.pdf")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFault, match="file is a file, and a folder is needed there"):
        deliver(session, prepared, pdf, {}, tmp_path / "file" / "out.pdf")
    assert session.exports() == []


def test_a_file_that_cannot_be_written_down_does_not_stay(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, pdf = exported(session)

    def full(*args: object, **named: object) -> None:
        raise StorageFault(session.path)

    monkeypatch.setattr(session, "record_export", full)
    with pytest.raises(StorageFault):
        deliver(session, prepared, pdf, {}, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_name_in_a_wording_refuses_the_file(session: Session, tmp_path: Path) -> None:
    prepared, pdf = with_wording(session, "We talked with zofia lukaszewska.")
    assert {one.kind for one in check(prepared, pdf)} == {"name"}
    with pytest.raises(ExportRefused, match="Zofia"):
        deliver(session, prepared, pdf, {"Zofia": "leave it"}, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    assert session.exports() == []


def test_a_keyholder_in_a_wording_refuses_the_file(session: Session) -> None:
    prepared, pdf = with_wording(session, "Ask Ingrid.")
    assert [(one.term, one.kind) for one in check(prepared, pdf)] == [("Ingrid", "name")]


def test_a_person_in_the_bin_is_withheld_as_well(session: Session) -> None:
    gone = session.save(Person(name="Tadeusz Wilk")).result()
    session.trash([gone.id]).result()
    prepared, pdf = with_wording(session, "Tadeusz helps.")
    assert [(one.term, one.kind) for one in check(prepared, pdf)] == [("Tadeusz", "name")]


def test_an_ordinary_word_is_a_question_whose_answer_is_written_down(session: Session, tmp_path: Path) -> None:
    session.save(Person(name="Hope Acorn")).result()
    prepared, pdf = with_wording(session, "We plant an acorn each year.")
    (finding,) = check(prepared, pdf)
    assert (finding.kind, finding.term) == ("word", "Acorn")
    assert "plant an acorn each" in finding.context
    for decisions in ({}, {"Acorn": " "}):
        with pytest.raises(ExportRefused, match="Acorn"):
            deliver(session, prepared, pdf, decisions, tmp_path / "out.pdf")
    deliver(session, prepared, pdf, {"Acorn": "a tree, not a person"}, tmp_path / "out.pdf")
    assert session.exports()[0].decisions == ("Acorn: a tree, not a person",)


def test_a_tampered_file_is_not_delivered(session: Session, tmp_path: Path) -> None:
    prepared, pdf = exported(session)
    with pytest.raises(ExportRefused, match="behind its end"):
        deliver(session, prepared, pdf + b"Zofia", {}, tmp_path / "out.pdf")


# ------------------------------------------------------------------ everything, readable


def plain(folder: Path, kind: str) -> list[dict[str, object]]:
    return json.loads((folder / f"{kind}.json").read_text("utf-8"))


def test_every_text_comes_out_again(session: Session, tmp_path: Path) -> None:
    facts = "=1+1\nzweite Zeile; „so“, 'ja' \t und عربي"
    session.save(Incident(title="-x", facts=facts, tags=("@home", "a;b"), occurred=Day("2026-02~"))).result()
    trashed = session.save(Risk(title="+gone")).result()
    session.trash([trashed.id]).result()
    session.save_draft(Draft("d1", "risk", "", "", {"title": "half typed"})).result()
    folder = export_all(session, tmp_path / "all")
    assert facts in [one["facts"] for one in plain(folder, "incident")]
    assert {one["title"] for one in plain(folder, "risk") if one["trashed_at"]} == {"+gone"}
    with (folder / "incident.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8
    row = next(one for one in rows if one["title"] == "'-x")
    assert row["facts"] == f"'{facts}"
    assert unguarded(row["facts"]) == facts
    assert row["occurred"] == "2026-02~"
    everything = "".join(path.read_text("utf-8") for path in folder.iterdir())
    assert [secret for secret in SECRETS if secret not in everything] == []
    assert json.loads((folder / "drafts.json").read_text())[0]["plain"] == {"title": "half typed"}


def test_no_cell_of_a_table_begins_a_formula(session: Session, tmp_path: Path) -> None:
    for sign in "=+-@\t\r":
        session.save(Person(name=f"{sign}cmd|' /C calc'!A0", notes=f"{sign}2")).result()
    folder = export_all(session, tmp_path / "all")
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [cell for row in csv.reader(file) for cell in row if cell[:1] in tuple("=+-@\t\r")] == []


def test_connections_come_with_both_titles(session: Session, tmp_path: Path) -> None:
    (risk, _other) = session.all("risk")
    (zofia,) = session.all("person")
    session.save(replace(risk, owner=(Link(zofia.id),))).result()
    folder = export_all(session, tmp_path / "all")
    with (folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["from_title"], row["field"], row["to_title"]) == (risk.title, "owner", "Zofia Łukaszewska")
    history = json.loads((folder / "history.json").read_text("utf-8"))
    changed = next(one["changes"] for one in history if one["record"] == risk.id)
    assert [entry["action"] for entry in changed] == ["changed", "created"]


@pytest.mark.linux
def test_nothing_readable_is_put_into_the_vaults_own_folder(session: Session, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(session.path)
    prepared = prepare(session, real_name=False)
    before = sorted(Path(session.path).rglob("*"))
    for target in (Path(session.path) / "all", Path(session.path) / "g0001" / "all", tmp_path / "way" / "all"):
        with pytest.raises(ExportRefused):
            export_all(session, target)
        with pytest.raises(ExportRefused):
            deliver(session, prepared, render(prepared), {}, target.with_suffix(".pdf"))
    assert sorted(Path(session.path).rglob("*")) == before


@pytest.mark.linux
def test_what_was_written_where_a_link_leads_is_erased_there(session: Session, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "stick")
    export_all(session, tmp_path / "way")
    place = Path(session.exports()[0].place)
    assert (tmp_path / "stick" / "incident.csv").exists()
    assert destroying.erase_export(place)
    assert not (tmp_path / "stick").exists()
    with pytest.raises(NotFound):
        destroying.erase_export(place)


def test_an_empty_folder_is_filled_and_a_full_one_left_alone(session: Session, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export_all(session, tmp_path / "empty")
    before = sorted(path.name for path in (tmp_path / "empty").iterdir())
    assert {"README.txt", "incident.csv", "incident.json"} <= set(before)
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "empty", tmp_path / "file"):
        with pytest.raises(AlreadyThere):
            export_all(session, target)
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == before
    (entry,) = session.exports()
    assert (entry.what, entry.place) == ("all", str(tmp_path / "empty"))
    assert len(entry.digest) == 64


def test_readable_files_are_for_their_owner_only(session: Session, tmp_path: Path) -> None:
    folder = export_all(session, tmp_path / "all")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("exists", [False, True])
def test_a_stopped_export_leaves_nothing(session: Session, tmp_path: Path, exists: bool) -> None:
    target = tmp_path / "all"
    if exists:
        target.mkdir()

    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_all(session, target, stop)
    assert list(tmp_path.rglob(".????????")) == []
    assert not target.exists() or list(target.iterdir()) == []
    assert session.exports() == []


@pytest.mark.parametrize("exists", [False, True])
def test_an_export_that_cannot_be_written_down_does_not_stay(
    session: Session, tmp_path: Path, exists: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "all"
    if exists:
        target.mkdir()

    def full(*args: object, **named: object) -> None:
        raise StorageFault(session.path)

    monkeypatch.setattr(session, "record_export", full)
    with pytest.raises(StorageFault):
        export_all(session, target)
    assert list(tmp_path.rglob("*.json")) == []
    assert target.exists() == exists


def test_a_lock_that_comes_when_all_is_copied_still_stops_an_export(session: Session, tmp_path: Path) -> None:
    ends = 0

    def lock(done: int, total: int, _what: str) -> None:
        nonlocal ends
        ends += done == total
        if ends == 2:  # after the digest
            raise Cancelled

    with pytest.raises(Cancelled):
        export_all(session, tmp_path / "all", lock)
    assert list(tmp_path.rglob("*.json")) == []
    assert session.exports() == []


def test_what_a_kill_left_of_an_export_goes_with_the_next(session: Session, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for left in (tmp_path / ".0a1b2c3d", tmp_path / "all" / ".3d2c1b0a"):
        (left / "readable").mkdir(parents=True)
        (left / "lock").touch()
        (left / "readable" / "incident.json").write_text("in the clear")
    export_all(session, tmp_path / "all")
    assert not (tmp_path / "all" / ".3d2c1b0a").exists()
    export_all(session, tmp_path / "again")
    assert list(tmp_path.rglob(".????????")) == []


def test_a_folder_that_can_be_filled_only_in_part_stays_empty(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "all"
    target.mkdir()
    whole, asked = Path.rename, list[Path]()

    def refused(file: Path, to: Path) -> Path:
        asked.append(file)
        if len(asked) == 5:
            raise OSError(errno.EIO, "the stick was pulled out")
        return whole(file, to)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(StorageFault):
        export_all(session, target)
    assert list(target.iterdir()) == []


def test_progress_counts_every_record(session: Session, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    export_all(session, tmp_path / "all", lambda done, total, what: seen.append((done, total)))
    assert seen[-1] == (15, 15)


def test_a_vault_that_can_only_be_read_can_be_left_but_sends_no_report(session: Session, tmp_path: Path) -> None:
    path = session.path
    session.close()
    passphrase = phrase(WORDS)
    with Session.open(path, passphrase, readonly=True, clock=Autumn()) as reading:
        assert (export_all(reading, tmp_path / "all") / "incident.json").is_file()
        prepared, pdf = exported(reading)
        with pytest.raises(ReadOnly):
            deliver(reading, prepared, pdf, {}, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
