"""Check 29: fifty plans by chance, with and without the organisation's name, through the real export and out again.

What is searched for is taken from the records themselves, not from what the program thinks is withheld, and it is
searched for by other people's readers: pypdf, and qpdf and exiftool where they are. `tests/reports/test_leakcheck.py`
plants the leaks of table 6 and has each of them caught.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from tests.reports.plans import sample
from tests.vaults import StillClock, phrase
from vault.plans.model import Organisation, Person
from vault.plans.records import Record
from vault.plans.redaction import WITHHELD
from vault.services import exporting
from vault.services.session import Session

#: what says who, where and what, of every kind that a plan is made of
TELLING = ("name", "phone", "email", "title", "reason", "mission", "address", "notes")
SHORTEST = 4
FEW, ALL = range(5), range(5, 50)


@dataclass(frozen=True)
class Exported:
    """A finished plan, and what must not be in it."""

    file: Path
    secret: frozenset[str]


@pytest.fixture(
    params=[
        pytest.param(
            (seed, named), marks=() if seed in FEW else pytest.mark.slow, id=f"{seed}-{'name' if named else 'code'}"
        )
        for seed in (*FEW, *ALL)
        for named in (False, True)
    ]
)
def exported(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Exported]:
    seed, named = request.param
    with Session.create(tmp_path / "a.vault", phrase(), profile=255, clock=StillClock(), by="Somebody Else") as session:
        records = sample(seed, risks=8, incidents=40)
        session.save_all(records).result()
        prepared = exporting.prepare(session, real_name=named)
        pdf = exporting.render(prepared)
        words = {one.term: "an ordinary word" for one in exporting.check(prepared, pdf) if one.kind == "word"}
        yield Exported(exporting.deliver(session, prepared, pdf, words, tmp_path), frozenset(secrets(records, named)))


def secrets(records: list[Record], named: bool) -> Iterator[str]:
    """Every telling value as a whole, and every word of a name of somebody."""
    shown = next(one.name for one in records if isinstance(one, Organisation)).split() if named else []
    for one in records:
        if named and isinstance(one, Organisation):
            continue  # its name is on the page because somebody switched it on
        for name in TELLING:
            value = str(getattr(one, name, "") or "")
            if len(value) >= SHORTEST:
                yield value
            if isinstance(one, Person) and name == "name":
                yield from (word for word in value.split() if len(word) >= SHORTEST and word not in shown)


def folded(text: str) -> str:
    """Without blanks, case and dress: a name that is broken over two lines is still that name."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def hits(text: str, exported: Exported) -> list[str]:
    """Whole values anywhere; a single word of a name only as a word, or "Ng" would stand in "planning"."""
    tight, words = folded(text), set(re.findall(r"[^\W\d_]+", text.casefold()))
    return [one for one in exported.secret if (one.casefold() in words if one.isalpha() else folded(one) in tight)]


def test_no_reader_finds_what_stays_here(exported: Exported) -> None:
    reader = pypdf.PdfReader(exported.file)
    told = "\n".join(page.extract_text() for page in reader.pages)
    assert len(told) > 1000
    assert hits(told, exported) == []
    drawn = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(exported.file))
    assert hits(drawn, exported) == []
    assert exported.file.read_bytes().count(b"%%EOF") == 1
    assert {str(value) for name, value in (reader.metadata or {}).items() if name != "/Trapped"} <= {
        "",
        "D:20000101000000+00'00'",
    }
    assert not reader.attachments
    assert len(widths(exported.file)) <= 1, "a placeholder whose width says something about what it stands for"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_no_stream_holds_it_once_it_is_unpacked(exported: Exported, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    command = ["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", exported.file, plain]
    subprocess.run(command, check=True)
    content = plain.read_bytes().lower()
    forms = {form for one in exported.secret for form in written(one)}
    assert [form for form in forms if form in content] == []


def written(text: str) -> Iterator[bytes]:
    """As the bytes of a PDF may hold it."""
    if len(text) < SHORTEST + 2:
        return  # four bytes arise by chance in a font
    for coded in (text.casefold().encode(), text.encode("utf-16-be").lower()):
        yield coded
        yield coded.hex().encode()


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
def test_it_says_nothing_of_who_made_it_and_when(exported: Exported) -> None:
    told = subprocess.run(["exiftool", "-G", "-a", "-u", exported.file], capture_output=True, text=True, check=True)
    inside = [line for line in told.stdout.splitlines() if line.startswith(("[PDF]", "[XMP]"))]
    values = {
        line.partition(": ")[2] for line in inside if not re.search(r"Version|Linearized|Page|Language|Trapped", line)
    }
    assert values <= {"", "2000:01:01 00:00:00+00:00"}
    assert hits(told.stdout.replace(exported.file.name, ""), exported) == []


def widths(file: Path) -> set[float]:
    """Of every placeholder on every page, to a tenth of a point."""
    found = set()
    for page in pypdfium2.PdfDocument(file):
        text = page.get_textpage()
        search = text.search(WITHHELD, match_case=True)
        while (at := search.get_next()) is not None:
            boxes = [text.get_charbox(number) for number in range(at[0], at[0] + at[1])]
            if boxes[0][1] == boxes[-1][1]:  # not broken over two lines
                found.add(round(boxes[-1][2] - boxes[0][0], 1))
    return found


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    exported = Exported(tmp_path, frozenset({"Zofia Nowak", "Nowak", "+48 601 111 222"}))
    assert set(hits("seen: Zofia\nNowak, +48601111222", exported)) == exported.secret
    assert hits("nowakowski", exported) == []
    assert b"+48 601 111 222".hex().encode() in set(written("+48 601 111 222"))
