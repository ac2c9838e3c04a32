"""The public incident data set goes in whole, with the mapping the program proposes itself."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import StillClock, phrase
from vault.plans import model
from vault.services.importing import Outcome, import_file
from vault.services.session import Session

pytestmark = pytest.mark.realdata

FILE = "awsd-2016-10-03.csv"


@pytest.fixture(scope="module")
def vault(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Outcome]]:
    with Session.create(tmp_path_factory.mktemp("aid") / "vault", phrase(), profile=255, clock=StillClock()) as session:
        yield session, import_file(session, "incident", real_data / FILE, source="AWSD")


def incidents(session: Session) -> list[model.Incident]:
    return [one for one in session.all("incident") if isinstance(one, model.Incident)]


def test_every_incident_has_the_day_as_exact_as_the_file(vault: tuple[Session, Outcome]) -> None:
    session, outcome = vault
    assert (outcome.new, outcome.refused, outcome.exit_code) == (2088, 0, 0)
    days = Counter(one.occurred.precision for one in incidents(session) if one.occurred)
    assert days == {"day": 1778, "month": 267, "year": 43}


def test_every_text_of_the_file_is_found_again(vault: tuple[Session, Outcome], real_data: Path) -> None:
    session, _outcome = vault
    places = {one.id: one for one in session.all("place") if isinstance(one, model.Place)}
    # The file was put together from lines in two encodings.
    text = b"\n".join((real_data / FILE).read_bytes().splitlines())
    lines = [line.decode() if _is_utf8(line) else line.decode("cp1252") for line in text.split(b"\n")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert len(rows) == 2088
    for row, one in zip(rows, incidents(session), strict=True):
        place = " | ".join(
            f"{places[link.id].name} | {places[link.id].region} | {places[link.id].country}" for link in one.place
        )
        assert one.occurred
        year, month, day = (*one.occurred.text.split("-"), "", "")[:3]
        assert (row.pop("Year"), row.pop("Month"), row.pop("Day")) == (year, month.lstrip("0"), day.lstrip("0"))
        assert one.facts == row.pop("Details")
        assert str(one.affected) == row.pop("Total affected")
        for heading in ("Country", "Region", "District", "City"):
            assert (cell := row.pop(heading).strip()) in place or cell in one.notes
        for heading, cell in row.items():
            kept = not cell.strip() or f"{heading}: {cell.strip()}" in (*one.notes.split("\n"), *one.tags)
            assert kept or cell in _keys(one), (heading, cell)


def _is_utf8(line: bytes) -> bool:
    try:
        return bool(line.decode()) or True
    except UnicodeDecodeError:
        return False


def _keys(one: model.Incident) -> tuple[str, ...]:
    return (*one.category, one.place_kind)


def test_codes_have_their_meaning(vault: tuple[Session, Outcome]) -> None:
    session, _outcome = vault
    kinds = Counter(key for one in incidents(session) for key in one.category)
    assert kinds["abduction"] == 456 + 65
    assert kinds["sexual_violence"] == 16
    assert kinds["ambush"] == 717
    assert Counter(one.place_kind for one in incidents(session))["road"] == 686
    assert Counter(tag for one in incidents(session) for tag in one.tags) == {"Attack context: IA": 456}


def test_it_is_found_by_three_letters(vault: tuple[Session, Outcome]) -> None:
    session, _outcome = vault
    assert any("Kismayo" in one.title for one in session.search("kis", kinds=("incident",)))


def test_the_same_file_again_is_unchanged(vault: tuple[Session, Outcome], real_data: Path) -> None:
    session, _outcome = vault
    again = import_file(session, "incident", real_data / FILE, source="AWSD")
    assert (again.unchanged, again.saved) == (2088, 0)
