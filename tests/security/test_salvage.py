"""Out of a damaged vault comes every record whose pages are whole, and the vault is only read."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
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
from vault.services import salvaging, unlocking
from vault.services.session import Draft, Session
from vault.storage import carving, container
from vault.storage.passing import PART

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


@pytest.fixture(scope="module")
def held(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, set[str]]:
    """page -> ids of the records it holds, before anything was damaged."""
    folder = tmp_path_factory.mktemp("held")
    with unlocking.unlock(whole, phrase(), clock=StillClock(), readonly=True) as opened:
        bench, pages = folder / PART, database(whole).stat().st_size // PAGE
        carving._grow(bench, opened.key, pages)
        carving._fill(bench, database(whole))
        found: dict[int, set[str]] = {}
        with carving._Bench(bench, opened.key) as looking:
            for page in range(2, pages + 1):
                leaf = looking.leaf(page)
                rows = [row for row in (leaf[0] if leaf else []) if isinstance(row[2], int) and row[4]]
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
    assert (made.missing, made.damaged, made.drafts, made.links) == ({}, 0, 1, 120)
    assert ids_in(tmp_path / "out") == everything
    incidents = {one["title"]: one for one in json.loads((tmp_path / "out" / "incident.json").read_text())}
    with Session.open(copy, phrase(), clock=StillClock(), readonly=True) as session:
        for one in session.all("incident"):
            assert incidents[one.title] == json.loads(json.dumps(record_to_plain(one)))
    with (tmp_path / "out" / "incident.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.DictReader(table))) == 121
    assert json.loads((tmp_path / "out" / "drafts.json").read_text())[0]["plain"] == {"title": "half a sentence"}
    assert not list(tmp_path.glob("**/.*"))


def test_every_single_page_may_be_lost(
    copy: Path, tmp_path: Path, held: dict[int, set[str]], everything: set[str]
) -> None:
    """A dozen of them in turn, and the first: only what lies on it is missing, and that is told."""
    whole = database(copy).read_bytes()
    overflow = {one for one, title in _titles(copy).items() if title == "long"}
    for page in [1, *sorted(held)[:: len(held) // 4], *range(2, len(whole) // PAGE + 1, len(whole) // PAGE // 8)]:
        database(copy).write_bytes(whole)
        damage(copy, page)
        out = tmp_path / f"out{page}"
        made = salvaged(copy, out)
        expected = everything - held.get(page, set())
        assert made.damaged == 1
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
    assert made.damaged >= len([page for page in hit if page <= made.pages])
    told = json.loads((tmp_path / "out" / "missing.json").read_text())[0]
    assert told["damaged_pages"] == made.damaged


def test_with_nothing_left_but_the_pages_of_records_they_all_come_out(
    copy: Path, tmp_path: Path, held: dict[int, set[str]], everything: set[str]
) -> None:
    """Every page that leads to others is damaged, every index, and those a long record goes on in."""
    (long,) = (one for one, title in _titles(copy).items() if title == "long")
    pages = database(copy).stat().st_size // PAGE
    damage(copy, *(set(range(1, pages + 1)) - set(held)))
    made = salvaged(copy, tmp_path / "out")
    assert ids_in(tmp_path / "out") == everything - {long}
    assert (made.links, made.drafts) == (0, 0)


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
    def look(_done: int, _total: int, _what: str) -> None:
        for file in (one for one in tmp_path.rglob("*") if one.is_file()):
            content = file.read_bytes()
            assert b"the bridge was closed" not in content
            assert b"SQLite format 3" not in content

    salvaging.salvage(copy, phrase(), tmp_path / "out", clock=StillClock(), progress=look)
