"""Planted leaks are found wherever they hide; a clean report passes; an ordinary word is a question."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, create_string_object
from reportlab.lib.colors import HexColor, black, white
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import CHECKOUT
from tests.reports.plans import material, sample
from vault.plans.fields import Sharing
from vault.plans.model import Organisation, Person, Place, Procedure
from vault.plans.nhrf_plan import outline
from vault.plans.outline import fixed_texts, typed_texts
from vault.plans.redaction import NHRF
from vault.plans.withheld import Term, folded_words, withheld_terms
from vault.reports.document import render
from vault.reports.leakcheck import check
from vault.reports.style import REGULAR, load_fonts

TOOL = CHECKOUT.parent / "shared" / "tools" / "pdf_leaks.py"
INDEPENDENT = TOOL.is_file() and all(map(shutil.which, ("qpdf", "pdftotext", "mutool")))
NAME = "Zofia Łukaszewska"
PHONE = "+48 601 234 567"
PEOPLE = (Person(name=NAME, phone=PHONE),)
TERMS = withheld_terms(PEOPLE, (), NHRF)

Plant = Callable[[Canvas], None]


def page(plant: Plant) -> bytes:
    """A page with a harmless line and what `plant` adds to it; metadata empty, as our own files have it."""
    load_fonts()
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for clear in (canvas.setTitle, canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setProducer):
        clear("")
    canvas.setFont(REGULAR, 12)
    canvas.drawString(72, 760, "Three risks are written down.")
    plant(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def harmless(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Nothing to see here.")


def boxed(canvas: Canvas) -> None:
    canvas.drawString(72, 700, NAME)
    canvas.setFillColor(black)
    canvas.rect(70, 695, 200, 20, fill=1)


def in_the_colour_of_its_box(canvas: Canvas) -> None:
    grey = HexColor("#222222")
    canvas.setFillColor(grey)
    canvas.rect(70, 695, 200, 20, fill=1, stroke=0)
    canvas.drawString(72, 700, NAME)


def in_white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(72, 700, NAME)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(-900, 2000, NAME)


def unused_form(canvas: Canvas) -> None:
    canvas.beginForm("spare")
    canvas.setFont(REGULAR, 12)
    canvas.drawString(0, 0, NAME)
    canvas.endForm()


def words_reversed(canvas: Canvas) -> None:
    canvas.drawString(72, 700, " ".join(reversed(NAME.split())))


def letters_reversed(canvas: Canvas) -> None:
    canvas.drawString(72, 700, NAME[::-1])


def letter_by_letter(canvas: Canvas) -> None:
    for place, letter in enumerate(NAME.replace(" ", "")):
        canvas.drawString(72 + 14 * place, 700, letter)


def in_capitals(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Asked for ZOFIA  LUKASZEWSKA.")


def without_its_spaces(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "see zofialukaszewska.txt")


def over_two_lines(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "They asked for Zofia Łukas-")
    canvas.drawString(72, 680, "zewska twice.")


def telephone(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Call 0048 (601) 23-45-67.")


def as_bookmark(canvas: Canvas) -> None:
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry(NAME, "here")


def as_link(canvas: Canvas) -> None:
    canvas.linkURL("https://example.org/zofia-lukaszewska", (0, 0, 90, 90))


PLANTED = (
    boxed, in_the_colour_of_its_box, in_white, off_the_page, unused_form, words_reversed, letters_reversed,
    letter_by_letter, in_capitals, without_its_spaces, over_two_lines, telephone, as_bookmark, as_link,
)  # fmt: skip


def reworked(change: Callable[[PdfWriter], None], incremental: bool = False) -> bytes:
    writer = PdfWriter(BytesIO(page(harmless)), incremental=incremental)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def incremental_save() -> bytes:
    """The name was on the page, was taken off, and both states are in the file."""
    writer = PdfWriter(BytesIO(page(in_white)), incremental=True)
    empty = DecodedStreamObject()
    empty.set_data(b"BT ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(empty)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def attachment() -> bytes:
    return reworked(lambda writer: writer.add_attachment("list.txt", f"Staff: {NAME}".encode()) and None)


def document_information() -> bytes:
    return reworked(lambda writer: writer.add_metadata({"/Author": NAME}))


def packet_metadata() -> bytes:
    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(f"<x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>".encode())
        stream[NameObject("/Type")] = NameObject("/Metadata")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    return reworked(change)


def spare_object() -> bytes:
    return reworked(lambda writer: writer._add_object(create_string_object(f"made by {NAME}")) and None)


def behind_the_end() -> bytes:
    return page(harmless) + NAME.encode()


PLANTED_FILES = (incremental_save, attachment, document_information, packet_metadata, spare_object, behind_the_end)


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_leak_on_a_page_refuses_the_file(plant: Plant) -> None:
    assert {finding.kind for finding in check(page(plant), TERMS)} & {"name", "trace"}


@pytest.mark.parametrize("made", PLANTED_FILES, ids=lambda made: made.__name__)
def test_a_leak_beside_the_pages_refuses_the_file(made: Callable[[], bytes]) -> None:
    assert {finding.kind for finding in check(made(), TERMS)} & {"name", "trace"}


def test_a_name_is_found_by_its_text_not_only_by_what_surrounds_it() -> None:
    for pdf in (page(unused_form), page(in_white), page(off_the_page), attachment(), packet_metadata(), spare_object()):
        assert NAME in {finding.term for finding in check(pdf, TERMS) if finding.kind == "name"}


def test_letters_of_a_name_that_was_taken_out_of_the_page_only() -> None:
    def plant(canvas: Canvas) -> None:
        canvas.beginForm("spare")
        canvas.setFont(REGULAR, 12)
        canvas.drawString(0, 0, "Ł")
        canvas.endForm()

    assert [(finding.where, finding.term) for finding in check(page(plant), ())] == [("font", "Ł")]


def test_a_clean_page_passes() -> None:
    assert check(page(harmless), TERMS) == []


def test_a_broken_file_is_refused() -> None:
    assert {finding.kind for finding in check(page(harmless)[:-300], TERMS)} == {"trace"}


@pytest.mark.parametrize("seed", range(3))
def test_a_report_of_a_plan_passes(seed: int) -> None:
    passes(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 60))
def test_a_report_of_any_plan_passes(seed: int, tmp_path: Path) -> None:
    made = passes(seed)
    if INDEPENDENT:
        agreed(tmp_path, *made)


def passes(seed: int) -> tuple[bytes, tuple[Term, ...]]:
    records = sample(seed)
    document = outline(material(records))
    pdf = render(document)
    terms = withheld_terms(records, ["Ingrid Solheim"], NHRF)
    assert len(terms) > 30
    assert check(pdf, terms, fixed=fixed_texts(document), typed=typed_texts(document)) == []
    assert pdf.count(b"%%EOF") == 1
    return pdf, terms


# ------------------------------------------------------------------ another tool


def agreed(folder: Path, pdf: bytes, terms: tuple[Term, ...], leaks: bool = False) -> None:
    """The independent tool comes to the same end."""
    (folder / "report.pdf").write_bytes(pdf)
    # two letters stand side by side somewhere in any compressed stream, and that tool reads those as letters too
    looked_for = [re.sub(r"\s+", " ", term.text) for term in terms if len(term.text) > 2]
    (folder / "terms.txt").write_text("\n".join(looked_for), "utf-8")
    done = subprocess.run(
        [sys.executable, str(TOOL), str(folder / "report.pdf"), str(folder / "terms.txt")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == (1 if leaks else 0), done.stdout + done.stderr


independent = pytest.mark.skipif(
    not INDEPENDENT,
    reason="needs qpdf, poppler-utils, mupdf-tools and the tool beside the checkout",
)


@independent
@pytest.mark.parametrize("seed", range(2))
def test_an_independent_tool_agrees_that_a_report_is_clean(seed: int, tmp_path: Path) -> None:
    agreed(tmp_path, *passes(seed))


@independent
@pytest.mark.parametrize("plant", [harmless, boxed, in_white, words_reversed, telephone], ids=lambda p: p.__name__)
def test_an_independent_tool_agrees_about_planted_leaks(plant: Plant, tmp_path: Path) -> None:
    pdf = page(plant)
    agreed(tmp_path, pdf, TERMS, leaks=bool(check(pdf, TERMS)))


# ------------------------------------------------------------------ words that are names as well


def typed(text: str) -> tuple[bytes, dict[str, list[str]]]:
    """A page that holds a wording, and what the check is told of it."""
    return page(lambda canvas: canvas.drawString(72, 700, text)), {
        "fixed": ["Three risks are written down.", "Travel and field work"],
        "typed": [text],
    }


def found(text: str, *records: Person | Place | Organisation | Procedure, ordinary: tuple[str, ...] = ()) -> list[str]:
    pdf, told = typed(text)
    terms = withheld_terms(records, (), NHRF, ordinary=frozenset(ordinary))
    return [f"{one.kind}:{one.term}" for one in check(pdf, terms, **told, ordinary=frozenset(ordinary))]


def test_a_name_that_is_an_ordinary_word_is_a_question_with_its_context() -> None:
    pdf, told = typed("We hope for rain.")
    (finding,) = check(pdf, withheld_terms([Person(name="Hope")], (), NHRF), **told, ordinary={"hope"})
    assert (finding.kind, finding.term, finding.where) == ("word", "Hope", "page 1")
    assert "We hope for rain." in finding.context


def test_a_full_name_of_ordinary_words_is_still_a_name() -> None:
    assert "name:Grace Hope" in found("Ask Grace Hope.", Person(name="Grace Hope"), ordinary=("grace", "hope"))


def test_a_name_that_is_a_label_of_the_report_is_no_finding_until_someone_types_it() -> None:
    assert found("We wait.", Person(name="Ada Field")) == []
    assert found("We go to the field.", Person(name="Ada Field")) == ["word:Field"]


def test_short_names_are_whole_words_and_may_have_an_ending() -> None:
    assert found("The management plans.", Person(name="Ana")) == []
    assert found("It was Ana's idea.", Person(name="Ana")) == ["name:Ana"]
    assert found("It was Ana’s idea.", Person(name="Ana")) == ["name:Ana"]


def test_a_short_name_that_is_another_word_backwards_is_no_finding() -> None:
    assert found("Neither here nor there.", Person(name="Ron")) == []


def test_a_name_that_arises_where_two_words_meet_is_a_question() -> None:
    assert found("For land reasons.", Person(name="Andrea")) == ["word:Andrea"]


@pytest.mark.parametrize("wording", ["omar77@example.org", "#FreeOmar", "O.m.a.r.", "O m a r", "Om-ar", "Om\u0430r"])
def test_a_short_name_is_found_however_it_is_cut_up_or_grown_together(wording: str) -> None:
    assert found(f"Write to {wording} first.", Person(name="Omar")) == ["name:Omar"]
    assert found(f"Write to {wording} first.", Person(name="Oma")) in ([], ["word:Oma"])


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        ("М\u0061рия", "Мария"), ("Марина", "М\u0061рина"), ("\u041aarim", "Karim"), ("\u0391nna", "Anna"),
        ("Fatou\u034fmata", "Fatoumata"), ("Greta", "Gre\ufe0eta"),
    ],
)  # fmt: skip
def test_a_name_with_a_letter_of_another_keyboard_or_an_unseen_mark_is_found(name: str, wording: str) -> None:
    assert found(f"Ask {wording} first.", Person(name=name)) == [f"name:{name}"]


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        ("Omar", "Omars office"),
        ("Ana", "Anas office"),
        ("Иван", "помогите Ивану"),
        ("Светлана", "вместе со Светланой"),
        ("Olga", "dla Olgi"),
        ("Katarzyna", "dla Katarzyny"),
        ("Πέτρος", "του Πέτρου"),
    ],
)
def test_a_name_with_an_ending_is_a_question_unless_it_is_a_word_of_the_language(name: str, wording: str) -> None:
    assert found(f"It is {wording}.", Person(name=name)) == [f"word:{name}"]
    assert found(f"It is {wording}.", Person(name=name), ordinary=tuple(folded_words(wording))) == []


def test_a_name_within_a_tag_or_an_address_is_a_question() -> None:
    assert found("See #JUSTICEFOROMAR today.", Person(name="Omar")) == ["word:Omar"]
    assert found("See justiceforomar@example.org today.", Person(name="Omar")) == ["word:Omar"]
    assert found("We see tomarrow.", Person(name="Omar")) == []


def test_a_name_of_one_letter_is_a_question() -> None:
    assert found("The witness K. is safe.", Person(name="Q", alias="K")) == ["word:K"]
    assert found("The witness is safe.", Person(name="Q", alias="K")) == []
    assert found("K is safe.", Person(name="K. Zabor")) == []  # an initial names nobody


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        ("Q O'Neill", "Neill"),
        ("Mamadou N’Diaye", "Diaye"),
        ("Jürgen Q", "Juergen"),
        ("Bjo\u0308rn Q", "Bjoern"),
        ("Bjo\u0308rn Q", "Björn"),
        ("Q Noe\u0308l", "Noel"),
    ],
)
def test_a_name_is_found_without_what_stands_before_it_and_spelled_out(name: str, wording: str) -> None:
    assert [one.partition(":")[0] for one in found(f"Ask {wording} first.", Person(name=name))] == ["name"]


def test_where_somebody_gets_mail_is_a_question() -> None:
    assert found("Our site is rc-fund.example.", Person(name="Q", email="mk@rc-fund.example")) == [
        "word:rc-fund.example"
    ]


def test_a_name_that_is_a_region_or_a_code_as_well_is_a_question() -> None:
    people = Person(name="Jordan Smithson"), Person(name="Omar Hassan")
    assert found("Ask Jordan.", *people, Place(name="Hut", country="Jordan")) == ["word:Jordan"]
    street = Organisation(name="River", region="12 Mill Road, behind Omar Hassan", code_name="Omar")
    assert "word:Omar Hassan" in found(street.region, street, *people)
    assert "word:Omar" in found(street.code_name, street, *people)
    valley = Person(name="Valley Fund"), Organisation(name="River", region="Upper valley")
    assert found("Upper valley.", *valley, ordinary=("valley", "fund")) == []
    assert found("In Jordan.", Person(name="Police of Jordan", category="police"), Place(country="Jordan")) == []


def test_a_place_that_is_kept_stricter_does_not_give_its_region_away() -> None:
    assert found("Near Kisumu.", Place(name="Kisumu", region="Kisumu", sharing=Sharing.TEAM)) == ["name:Kisumu"]


def test_an_account_without_its_sign_is_withheld() -> None:
    assert found("Write to heron77.", Person(name="Q", channel="Signal: heron77")) == ["name:heron77"]


def test_regions_and_countries_may_leave_and_places_in_them_not() -> None:
    place = Place(name="Kisumu depot", region="Nyanza", country="Kenya", address="14 Oginga Street, Kisumu")
    assert found("Nyanza, Kenya.", place, ordinary=("depot",)) == []
    assert found("Near Kisumu.", place) == ["name:Kisumu"]


def test_a_common_word_in_the_name_of_a_place_is_no_finding_but_the_whole_name_is() -> None:
    mill = Place(name="Old Mill Road, Zambezi", region="North")
    common = ("old", "mill", "road")
    assert found("We met an old friend on the road.", mill, ordinary=common) == []
    assert found("Near old mill road.", mill, ordinary=common) == ["name:Old Mill Road"]
    assert found("Near Zambezi.", mill, ordinary=common) == ["name:Zambezi"]
    assert found("At the office.", Place(name="Office"), ordinary=("office",)) == ["word:Office"]


def test_a_description_in_place_of_a_name_counts_as_a_whole() -> None:
    guard = Person(name="Guard of No. 12 Acacia Lane")
    common = ("guard", "no", "lane")
    assert found("No guard was there.", guard, ordinary=common) == []
    assert found("Near Acacia.", guard, ordinary=common) == ["name:Acacia"]
    assert "name:Guard, No. 12" in found("The guard, no. 12.", Person(name="Guard, No. 12"), ordinary=common)
    assert found("Our guard, and no other.", Person(name="Guard, No. 12"), ordinary=common) == []


def test_a_text_without_any_blank_is_looked_through_as_any_other() -> None:
    blob = "a" * 300_000
    assert [term.text for term in withheld_terms([Person(name="Q", notes=f"{blob} heron77")], (), NHRF)][
        -1
    ] == "heron77"


def test_code_words_are_withheld() -> None:
    procedure = Procedure(title="Calling in", code_words="“The heron is home”: all is well\nturquoise umbrella")
    assert "name:The heron is home" in found("The heron is home.", procedure)
    assert "name:turquoise umbrella" in found("a turquoise umbrella", procedure)
    assert found("Calling in.", procedure) == []
    assert found("The first heron.", procedure) == []  # a single word of a sentence is no code word
    assert found("Heron", Procedure(title="x", code_words="Heron\nowl = danger")) == ["name:Heron"]


def test_the_real_name_of_the_organisation_only_where_it_was_switched_on() -> None:
    ours = Organisation(name="Rivera Collective", code_name="Partner 7")
    assert found("Rivera Collective, Partner 7.", ours) != []
    told = typed("Rivera Collective, Partner 7.")[1]
    terms = withheld_terms([ours], (), NHRF, named="Rivera Collective")
    assert check(typed("Rivera Collective, Partner 7.")[0], terms, **told) == []


def test_keyholders_and_numbers_are_withheld() -> None:
    two = "tel. 22 33 44 55, 0601 234 567"
    terms = withheld_terms([Person(name="Q", phone=two, channel="Signal: @heron_77")], ["Ingrid"], NHRF)
    for text in (
        "ingrid",
        "22-334 455",
        "heron 77",
        "601 234 567",
        "+48 601234567",
        "601_234_567",
        "\u2076\u2070\u00b9 234 567",
    ):
        assert check(typed(text)[0], terms) != []
    assert check(typed("22 33 44")[0], terms) == []


def test_reading_again_sees_what_another_reader_sees() -> None:
    pdf = render(outline(material(sample(1))))
    assert [len(page.extract_text()) > 50 for page in PdfReader(BytesIO(pdf)).pages]
