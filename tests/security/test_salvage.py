"""Out of a damaged vault comes every record whose pages are whole, and the vault is only read."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.vaults import StillClock, phrase
from vault.errors import (
    AlreadyThere,
    Cancelled,
    Damaged,
    ExportRefused,
    NotFound,
    VaultError,
    WrongPassphrase,
)
from vault.plans.exchange import record_to_plain
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Risk
from vault.services import leaving, salvaging, unlocking
from vault.services.session import Draft, Session
from vault.storage import carving, container
from vault.storage.passing import COPY, PART

PAGE = 4096
WORDS = " ".join(["the bridge was closed"] * 12)
LONG = "a long account of the day " * 900  # goes on in pages of its own


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of some hundred records, closed; tests damage a copy."""
    path = tmp_path_factory.mktemp("whole") / "a.vault"
    with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
        people = session.save_all([Person(name=f"P {n}", notes=WORDS) for n in range(60)]).result()
        session.save_all(
            [Incident(title=f"I {n}", facts=WORDS, people=(Link(people[n % 60].id),)) for n in range(120)]
        ).result()
        session.save_all([Risk(title=f"R {n}", notes=WORDS) for n in range(30)]).result()
        session.save(Incident(title="long", facts=LONG)).result()
        session.trash([people[0].id]).result()
        session.save_draft(Draft("d1", "incident", "", "", {"title": "half a sentence"})).result()
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "a.vault")
    return tmp_path / "a.vault"


def database(path: Path) -> Path:
    return path / "g0001" / "data.db"


def damage(path: Path, *pages: int, at: int = 1000) -> None:
    content = bytearray(database(path).read_bytes())
    for page in pages:
        content[(page - 1) * PAGE + at] ^= 0xFF
    database(path).write_bytes(content)


def salvaged(path: Path, out: Path) -> salvaging.Salvaged:
    """What came out, and that the vault was not written to."""
    before = digests(path)
    try:
        return salvaging.salvage(path, phrase(), out, clock=StillClock())
    finally:
        assert digests(path) == before


def digests(folder: Path) -> dict[str, str]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def ids_in(out: Path) -> set[str]:
    names = ("person", "incident", "risk", "organisation")
    return {one["id"] for name in names for one in json.loads((out / f"{name}.json").read_text())}


@contextmanager
def bench(path: Path, folder: Path) -> Iterator[carving._Bench]:
    """What looks into the pages of a vault one by one."""
    with unlocking.unlock(path, phrase(), clock=StillClock(), readonly=True) as opened:
        carving._grow(folder / PART, opened.key, pages_of(path))
        carving._fill(folder / PART, database(path))
        with carving._Bench(folder / PART, opened.key, damaged=True) as looking:
            yield looking


def pages_of(path: Path) -> int:
    return database(path).stat().st_size // PAGE


@pytest.fixture(scope="module")
def held(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, set[str]]:
    """page -> ids of the records it holds, before anything was damaged."""
    found: dict[int, set[str]] = {}
    with bench(whole, tmp_path_factory.mktemp("held")) as looking:
        for page in range(2, pages_of(whole) + 1):
            rows = [row for row in looking.leaf(page)[0] or () if len(row) > 9 and isinstance(row[2], int)]
            if rows:
                found[page] = {row[1] for row in rows}
    with Session.open(whole, phrase(), clock=StillClock(), readonly=True) as session:
        ours = {one.id for kind in ("person", "incident", "risk", "organisation") for one in session.all(kind)}
    assert ours <= set().union(*found.values())
    # a page that leads to others seems to hold what they do
    return {page: ids for page, ids in found.items() if not any(other < ids for other in found.values())}


@pytest.fixture(scope="module")
def everything(held: dict[int, set[str]]) -> set[str]:
    return set().union(*held.values())


def test_of_a_sound_vault_everything_comes_out(copy: Path, tmp_path: Path, everything: set[str]) -> None:
    made = salvaged(copy, tmp_path / "out")
    assert {kind: n for kind, n in made.counts.items() if n} == {
        "organisation": 1, "person": 60, "incident": 121, "risk": 30
    }  # fmt: skip
    assert (made.is_whole, made.damaged, made.drafts, made.links) == (True, 0, 1, 120)
    assert ids_in(tmp_path / "out") == everything
    incidents = {one["title"]: one for one in json.loads((tmp_path / "out" / "incident.json").read_text())}
    with Session.open(copy, phrase(), clock=StillClock(), readonly=True) as session:
        for one in session.all("incident"):
            assert incidents[one.title] == json.loads(json.dumps(record_to_plain(one)))
    with (tmp_path / "out" / "incident.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.DictReader(table))) == 121
    assert json.loads((tmp_path / "out" / "drafts.json").read_text())[0]["plain"] == {"title": "half a sentence"}
    assert not list(tmp_path.glob("**/.*"))


@pytest.mark.parametrize("parts", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_every_single_page_may_be_lost(
    copy: Path, tmp_path: Path, held: dict[int, set[str]], everything: set[str], parts: int
) -> None:
    """Some of them in turn, and the first: only what lies on it is missing, and that is told."""
    whole = database(copy).read_bytes()
    overflow = {one for one, title in _titles(copy).items() if title == "long"}
    for page in [
        1,
        *sorted(held)[:: len(held) // (parts // 2)],
        *range(2, len(whole) // PAGE + 1, len(whole) // PAGE // parts),
    ]:
        database(copy).write_bytes(whole)
        damage(copy, page)
        out = tmp_path / f"out{page}"
        made = salvaged(copy, out)
        expected = everything - held.get(page, set())
        assert made.damaged == 1
        assert not made.is_whole or not held.get(page)
        assert ids_in(out) | overflow == expected | overflow, page
        missing = {id for ids in made.missing.values() for id in ids}
        assert held.get(page, set()) - overflow <= missing, page
        shutil.rmtree(out)


def test_no_link_is_lost_between_the_pages_of_a_sound_vault(tmp_path: Path) -> None:
    """Some links lie only on pages that lead to others, behind many rows."""
    path = tmp_path / "many.vault"
    with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
        person = session.save(Person(name="P")).result()
        session.save_all([Incident(title=f"I {n}", people=(Link(person.id),)) for n in range(2000)]).result()
    assert salvaged(path, tmp_path / "out").links == 2000


def histories(out: Path) -> dict[str, list[Any]]:
    return {one["record"]: one["changes"] for one in json.loads((out / "history.json").read_text())}


def test_the_history_comes_out_as_the_readable_export_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "a.vault"
    with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
        one = session.save(Incident(title="first words")).result()
        session.save(replace(one, title="other words", facts="what it was"), why="they called").result()
        session.trash([one.id]).result()
        leaving.export_all(session, tmp_path / "all")
    salvaged(path, tmp_path / "out")
    told = histories(tmp_path / "out")
    assert told == histories(tmp_path / "all")
    assert [change["action"] for change in told[one.id]] == ["trashed", "changed", "created"]
    assert told[one.id][1]["why"] == "they called"


def test_nothing_comes_back_of_a_record_that_was_purged(tmp_path: Path) -> None:
    """Neither itself nor its history, not even from pages that nothing leads to any more."""
    path, secret = tmp_path / "a.vault", "the name of the source"
    with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
        gone = session.save_all([Incident(title=f"{secret} {n}", facts=f"{secret} " * 300) for n in range(15)]).result()
        for one in gone:
            session.save(replace(one, interpretation=f"{secret} " * 300), why=secret).result()
        session.save_all([Incident(title=f"I {n}", facts=WORDS) for n in range(40)]).result()
        session.purge([one.id for one in gone]).result()
        session.save(Incident(title="takes a key again")).result()
    damage(path, 1)  # nobody knows what leads where
    made = salvaged(path, tmp_path / "out")
    assert (made.counts["incident"], made.missing) == (41, {})
    for file in (tmp_path / "out").iterdir():
        assert secret not in file.read_text("utf-8-sig"), file.name
    for changes in histories(tmp_path / "out").values():
        assert [change["action"] for change in changes] == ["created"]


def test_a_record_whose_page_and_register_are_lost_is_still_missed(
    copy: Path, tmp_path: Path, held: dict[int, set[str]]
) -> None:
    """The index of ids knows it."""
    page, ids = max(held.items(), key=lambda one: len(one[1]))
    (tmp_path / "bench").mkdir()
    with bench(copy, tmp_path / "bench") as looking:
        registers = [
            page
            for page in range(2, pages_of(copy) + 1)
            if any(len(row) == 3 and row[1] in ids for row in looking.leaf(page)[0] or ())
        ]
    damage(copy, page, *registers)
    made = salvaged(copy, tmp_path / "out")
    assert ids <= set(made.missing[""])


def test_of_links_whose_page_is_lost_all_but_the_role_come_from_the_index(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    with bench(copy, tmp_path / "bench") as looking:
        of_links = [
            page
            for page in range(2, pages_of(copy) + 1)
            if looking.leaf(page)[0] is None and any(len(row) == 5 and row[1] == "people" for row in looking.twig(page))
        ]
    assert of_links
    damage(copy, *of_links)
    made = salvaged(copy, tmp_path / "out")
    assert (made.links, made.gaps, made.missing) == (120, ("links",), {})


def test_links_to_what_is_lost_without_a_trace_are_told_as_a_gap(copy: Path, tmp_path: Path) -> None:
    with Session.open(copy, phrase(), clock=StillClock(), readonly=True) as session:
        ids = {one.id for one in session.all("person")}
    (tmp_path / "bench").mkdir()
    with bench(copy, tmp_path / "bench") as looking:
        of_people = [
            page
            for page in range(2, pages_of(copy) + 1)
            if any(ids & set(row) for row in looking.leaf(page)[0] or looking.twig(page))
        ]
    damage(copy, *of_people)
    made = salvaged(copy, tmp_path / "out")
    assert "person" in made.gaps
    assert "links" in made.gaps
    assert "history" not in made.gaps


@pytest.mark.parametrize("first", [False, True], ids=["whole pages", "and the first one damaged"])
@pytest.mark.parametrize("share", [0.5, 0.75, 0.9])
def test_a_file_that_ends_between_two_pages_is_told_to_be_cut(
    copy: Path, tmp_path: Path, share: float, first: bool
) -> None:
    content = database(copy).read_bytes()
    database(copy).write_bytes(content[: int(len(content) // PAGE * share) * PAGE])
    if first:
        damage(copy, 1)
    assert salvaged(copy, tmp_path / "out").gaps


def test_a_file_of_any_size_has_a_place_for_each_of_its_pages(
    copy: Path, tmp_path: Path, everything: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No value of a database may be as large as a large file."""
    monkeypatch.setattr(carving, "_ROOM", 7)
    salvaged(copy, tmp_path / "out")
    assert ids_in(tmp_path / "out") == everything


def test_what_lies_beside_a_damaged_page_is_read_from_both_ends(copy: Path, tmp_path: Path) -> None:
    """The changes of a value, of which a page in the middle is lost: no other is."""
    path = tmp_path / "b.vault"
    with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
        risks = session.save_all([Risk(title=f"R {n}") for n in range(150)]).result()
        session.save_all([replace(one, notes=WORDS) for one in risks]).result()
    (tmp_path / "bench").mkdir()
    with bench(path, tmp_path / "bench") as looking:
        leaves = {
            page: set(looking.twig(page)) for page in range(2, pages_of(path) + 1) if looking.leaf(page)[0] is None
        }
    values = {page: rows for page, rows in leaves.items() if any(len(row) == 4 and row[1] == "notes" for row in rows)}
    page = sorted(values, key=lambda page: len(values[page]))[1]
    damage(path, page)
    made = salvaged(path, tmp_path / "out")
    assert made.gaps == ("history",)
    told = [value for changes in histories(tmp_path / "out").values() for one in changes for value in one["values"]]
    assert len(told) == 150 - len(values[page])


@pytest.mark.slow
def test_a_large_vault_is_not_held_in_memory(tmp_path: Path) -> None:
    peaks = []
    for many in (600, 1500):
        path = tmp_path / f"{many}.vault"
        with Session.create(path, phrase(), organisation="River", profile=255, by="N", clock=StillClock()) as session:
            session.save_all([Incident(title=f"I {n}", facts=WORDS * 8) for n in range(many)]).result()
        tracemalloc.start()
        salvaging.salvage(path, phrase(), tmp_path / f"out{many}", clock=StillClock())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_500_000, peaks


def _titles(path: Path) -> dict[str, str]:
    with Session.open(path, phrase(), clock=StillClock(), readonly=True) as session:
        return {one.id: one.title for one in session.all("incident")}


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 60))])
def test_whatever_is_damaged_all_records_of_whole_pages_come_out(
    copy: Path, tmp_path: Path, held: dict[int, set[str]], everything: set[str], seed: int
) -> None:
    chance = random.Random(seed)
    pages = database(copy).stat().st_size // PAGE
    overflow = {one for one, title in _titles(copy).items() if title == "long"}
    hit = set(chance.sample(range(1, pages + 1), chance.choice((1, 3, pages // 10, pages // 2))))
    content = bytearray(database(copy).read_bytes())
    for page in hit:
        begin, length = (page - 1) * PAGE + chance.randrange(PAGE - 600), chance.choice((1, 16, 512))
        noise = bytes(chance.randrange(1, 256) for _ in range(length))
        content[begin : begin + length] = bytes(
            a ^ b for a, b in zip(content[begin : begin + length], noise, strict=True)
        )
    cut = chance.choice((0, 0, 1, 2500, PAGE * 3))
    database(copy).write_bytes(content[: len(content) - cut])
    hit |= set(range(pages - (cut + PAGE - 1) // PAGE + 1, pages + 1)) if cut else set()
    made = salvaged(copy, tmp_path / "out")
    lost = set().union(*(held.get(page, set()) for page in hit))
    assert ids_in(tmp_path / "out") | overflow == (everything - lost) | overflow
    told = json.loads((tmp_path / "out" / "missing.json").read_text())[0]
    assert made.damaged >= len([page for page in hit if page <= told["pages"]])
    assert told["damaged_pages"] == made.damaged


def test_with_nothing_left_but_the_pages_of_records_they_all_come_out(
    copy: Path, tmp_path: Path, held: dict[int, set[str]], everything: set[str]
) -> None:
    """Every page that leads to others is damaged, every index, and those a long record goes on in."""
    (long,) = (one for one, title in _titles(copy).items() if title == "long")
    pages = pages_of(copy)
    damage(copy, *(set(range(1, pages + 1)) - set(held)))
    made = salvaged(copy, tmp_path / "out")
    assert ids_in(tmp_path / "out") == everything - {long}
    assert (made.links, made.drafts, made.missing) == (0, 0, {"": (long,)})
    assert {"links", "history", "drafts", "incident"} <= set(made.gaps)


def test_a_record_that_goes_on_in_a_damaged_page_comes_out_without_its_end(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    with bench(copy, tmp_path / "bench") as looking:
        pages = range(2, pages_of(copy) + 1)
        further = [page for page in pages if looking.leaf(page)[0] is None and not list(looking.twig(page))]
    damage(copy, *further)
    made = salvaged(copy, tmp_path / "out")
    (one,) = (one for one in json.loads((tmp_path / "out" / "incident.json").read_text()) if one["title"] == "long")
    assert (one["facts"], one["number"], one["created_by"]) == ("", 121, "N")
    assert (made.missing, made.in_part, made.counts["incident"]) == ({}, {"incident": (one["id"],)}, 121)
    assert json.loads((tmp_path / "out" / "missing.json").read_text())[0]["in_part"] == {"incident": [one["id"]]}
    assert not made.is_whole


def test_what_was_saved_last_and_lies_in_the_log_comes_out(copy: Path, tmp_path: Path) -> None:
    with Session.open(copy, phrase(), clock=StillClock()) as session:
        session.save(Incident(title="just now")).result()
        shutil.copytree(copy, tmp_path / "killed.vault")
    killed = tmp_path / "killed.vault"
    assert (killed / "g0001" / "data.db-wal").stat().st_size
    assert not salvaged(killed, tmp_path / "out").log_lost
    titles = {one["title"] for one in json.loads((tmp_path / "out" / "incident.json").read_text())}
    assert "just now" in titles
    damage(killed, 1)
    made = salvaged(killed, tmp_path / "out2")
    assert made.log_lost
    assert made.counts["incident"] > 100


@pytest.mark.parametrize("at", ["one copy", "both copies", "the shred area", "gone"])
def test_a_damaged_key_file_is_another_matter(copy: Path, tmp_path: Path, at: str) -> None:
    keys = copy / "g0001" / "keys.bin"
    content = bytearray(keys.read_bytes())
    places = {"one copy": [200], "both copies": [200, container.B + 200], "the shred area": [container.SHRED_AT]}
    for place in places.get(at, []):
        content[place] ^= 1
    keys.write_bytes(content)
    if at == "gone":
        keys.unlink()
    if at == "one copy":
        assert salvaged(copy, tmp_path / "out").counts["incident"] == 121
        return
    with pytest.raises(Damaged, match="key file"):
        salvaged(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_wrong_passphrase_and_a_place_that_is_taken_give_nothing(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    attempts: list[tuple[Any, ...]] = [
        (copy, phrase("other words"), tmp_path / "out", WrongPassphrase),
        (copy, phrase(), tmp_path / "taken", AlreadyThere),
        (copy, phrase(), copy / "out", ExportRefused),
        (tmp_path / "nowhere", phrase(), tmp_path / "out", NotFound),
    ]
    before = digests(tmp_path)
    for path, passphrase, out, told in attempts:
        with pytest.raises(told):
            salvaging.salvage(path, passphrase, out, clock=StillClock())
    assert digests(tmp_path) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"x" * 100, bytes(PAGE * 4), b"SQLite format 3\0" + bytes(PAGE * 4)])
def test_where_nothing_is_left_it_is_said(copy: Path, tmp_path: Path, content: bytes) -> None:
    database(copy).write_bytes(content)
    with pytest.raises(VaultError):
        salvaged(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    database(copy).unlink()
    with pytest.raises(Damaged):
        salvaged(copy, tmp_path / "out")


def test_stopping_leaves_nothing(copy: Path, tmp_path: Path) -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        salvaging.salvage(copy, phrase(), tmp_path / "out", clock=StillClock(), progress=stop)
    assert [one.name for one in tmp_path.iterdir()] == ["a.vault"]


def test_what_is_laid_beside_stays_encrypted(copy: Path, tmp_path: Path) -> None:
    seen = set[str]()

    def look(_done: int, _total: int, _what: str) -> None:
        for file in (one for one in tmp_path.rglob("*") if one.name in (COPY, PART)):
            seen.add(file.name)
            content = file.read_bytes()
            assert b"the bridge was closed" not in content
            assert b"SQLite format 3" not in content

    salvaging.salvage(copy, phrase(), tmp_path / "out", clock=StillClock(), progress=look)
    assert seen == {COPY, PART}
