"""Check 29, for the sample organisation: the finished plan holds nothing but pages, and other programs agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from tests.vaults import phrase
from vault.plans.model import Action, Person
from vault.plans.records import KINDS
from vault.services import exporting, sample
from vault.services.session import Session

WITHHELD = {
    "person": ("name", "alias", "phone", "email", "notes"),
    "place": ("name", "address"),
    "incident": ("title", "facts"),
    "procedure": ("title", "code_words", "trigger"),
    "risk": ("title", "reason"),
    "action": ("title",),
    "organisation": ("name",),
}
TOOLS = ("qpdf", "pdftotext", "mutool", "pdfinfo", "pdfdetach")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("plan") / "notes.vault"
    with Session.create(path, phrase(), profile=255, organisation="River and Reed", by="Nasrin Haddadzadeh") as opened:
        sample.fill(opened)
        yield opened


@pytest.fixture(scope="module")
def pdf(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    prepared = exporting.prepare(session)
    target = tmp_path_factory.mktemp("out") / "plan.pdf"
    return exporting.deliver(session, prepared, exporting.render(prepared), {}, target)


def terms(session: Session) -> set[str]:
    """Every line of every value that must not leave, but for names of regions, which may.

    Short ones stand inside ordinary words ("Reed" in "agreed"); the program's own check looks at them as whole words.
    """
    values = {
        line.strip()
        for kind, names in WITHHELD.items()
        for one in session.all(kind)
        for name in names
        for line in str(getattr(one, name)).splitlines()
    }
    regions = {str(getattr(one, "region", "")) for one in session.all("place")}
    return {value for value in values if len(value) > 5} - regions


def test_it_was_written_once_and_says_nothing_of_itself(pdf: Path) -> None:
    content = pdf.read_bytes()
    assert content.count(b"%%EOF") == content.count(b"startxref") == 1
    assert content.rstrip().endswith(b"%%EOF")
    reader = pypdf.PdfReader(pdf)
    told = {str(value) for name, value in (reader.metadata or {}).items() if name != "/Trapped"}
    assert told <= {"", "D:20000101000000+00'00'"}
    assert reader.xmp_metadata is None
    assert not reader.attachments
    assert not [page for page in reader.pages if "/Annots" in page]
    assert re.fullmatch(r"[a-z0-9-]+\.pdf", pdf.name)


def test_no_withheld_value_stands_in_it(session: Session, pdf: Path) -> None:
    words = terms(session)
    assert len(words) > 150
    text = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split()).casefold()
    assert len(text) > 1000
    assert [word for word in words if " ".join(word.split()).casefold() in text] == []


def owners(session: Session) -> list[Person]:
    actions = [one for one in session.all("action") if isinstance(one, Action)]
    found = session.find_many(list({link.id for one in actions for link in one.owner}))
    return [one for one in found if isinstance(one, Person)]


def test_whoever_does_something_stands_there_as_a_role_alone(session: Session, pdf: Path) -> None:
    people = owners(session)
    assert {one.category for one in people} == {"staff", "volunteer", "board"}
    read = [" ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)]
    read.append(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)))
    for text in (" ".join(one.split()) for one in read):
        roles = set(re.findall(r"(staff member|volunteer|board member) (\d+)", text))
        assert len(roles) == len(people)
        assert {role for role, _number in roles} == {"staff member", "volunteer", "board member"}
        names = [word for one in people for word in (one.name, one.alias, one.id) if word]
        assert [name for name in names if re.search(rf"\b{name}\b", text, re.IGNORECASE)] == []


def test_other_programs_find_nothing_either(session: Session, pdf: Path, real_data: Path, tmp_path: Path) -> None:
    """With a checker that lies beside the checkout and shares no line with this program."""
    checker = real_data.parent / "tools" / "pdf_leaks.py"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing or not checker.exists():
        pytest.skip(f"needs {checker} and {', '.join(TOOLS)}")
    words = terms(session) | {one.name for one in owners(session)} | {one.id for one in owners(session)}
    (tmp_path / "terms.txt").write_text("\n".join(sorted(words)), encoding="utf-8")

    def told(file: Path) -> str:
        command = [sys.executable, checker, file, tmp_path / "terms.txt"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    assert re.search(r"clean: 0 of \d+ terms", told(pdf))
    planted = tmp_path / "planted.pdf"
    planted.write_bytes(pdf.read_bytes() + b"\n% " + min(terms(session)).encode() + b"\n")
    assert "clean" not in told(planted)


def test_every_kind_that_names_somebody_was_looked_at() -> None:
    for kind, names in WITHHELD.items():
        assert set(names) <= {*KINDS[kind].fields, "notes"}
