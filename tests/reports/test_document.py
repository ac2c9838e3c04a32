"""Paper: read again with another library it says what the outline says, and it holds nothing else."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.reports.plans import material, sample
from vault.errors import ExportRefused
from vault.plans.nhrf_plan import outline
from vault.plans.outline import (
    Column,
    Facts,
    Heading,
    Level,
    Lines,
    Matrix,
    Outline,
    Paragraph,
    Table,
    Typed,
    texts,
)  # fmt: skip
from vault.reports.document import render
from vault.reports.marks import WITHHELD_WIDTH, WithheldMark
from vault.reports.style import load_fonts, printable


def paper(*blocks: object, title: str = "Title") -> bytes:
    return render(Outline(title, "Under", "For us, please do not pass on", blocks))


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("seed", range(4))
def test_every_text_of_the_outline_is_on_paper(seed: int) -> None:
    document = outline(material(sample(seed)))
    read = flat("".join(page_texts(render(document))))
    missing = [text for text in texts(document) if flat(unicodedata.normalize("NFC", text)) not in read]
    assert missing == []


def test_head_and_foot_of_every_page() -> None:
    pdf = paper(*[Paragraph("A line. " * 60)] * 40)
    pages = page_texts(pdf)
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert "For us, please do not pass on" in text
        assert f"Page {number} of {len(pages)}" in text


def test_the_file_holds_nothing_but_pages() -> None:
    pdf = render(outline(material(sample(1))))
    read = reader(pdf)
    information = {key: str(value) for key, value in (read.metadata or {}).items()}
    assert {value for key, value in information.items() if "Date" not in key and key != "/Trapped"} == {""}
    assert {value for key, value in information.items() if "Date" in key} == {"D:20000101000000+00'00'"}
    assert set(read.root_object) == {"/Type", "/Pages", "/PageMode"}
    assert read.xmp_metadata is None
    assert list(read.attachments) == []
    assert read.outline == []
    assert all("/Annots" not in page for page in read.pages)
    assert pdf.count(b"%%EOF") == pdf.count(b"startxref") == 1
    assert b"reportlab" not in pdf.lower()
    assert (round(float(read.pages[0].mediabox.width)), round(float(read.pages[0].mediabox.height))) == (595, 842)


def test_the_same_outline_gives_the_same_bytes() -> None:
    assert render(outline(material(sample(2)))) == render(outline(material(sample(2))))


def test_fonts_are_inside_the_file() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]): "/FontFile2" in font.get_object()["/FontDescriptor"]
        for page in reader(render(outline(material(sample(1))))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(fonts.values())
    assert {name.partition("+")[2] for name in fonts} == {"NotoSans-Regular", "NotoSans-Bold"}


def test_a_long_table_repeats_its_head() -> None:
    columns = (Column("Kind of thing", 3), Column("How many", 1, number=True))
    rows = tuple((f"Thing {n}", str(n)) for n in range(200))
    pages = page_texts(paper(Heading("Things"), Table(columns, rows)))
    assert len(pages) > 3
    assert all("Kind of thing" in text for text in pages)
    found = [int(n) for text in pages for n in re.findall(r"Thing (\d+)", text)]
    assert found == list(range(200))


@pytest.mark.parametrize("lines", range(40, 62))
def test_a_long_wording_is_whole_wherever_on_a_page_it_begins(lines: int) -> None:
    columns = (Column("Area", 1), Column("State", 1))
    words = "\n".join(f"wording{n}" for n in range(12))
    above = Paragraph("\n".join(["above"] * lines))
    read = "".join(page_texts(paper(above, Table(columns, ((Lines("Travel", Typed(words)), "Doing"),)))))
    assert re.findall(r"wording\d+", read) == words.split()


#: text, and the most pages it may take when none is left half empty
LONG = {
    "words": ("word " * 4000, 6),
    "short lines": ("\n".join("abc" * 900), 55),
    "one word": ("x" * 20000, 6),
    "lines": ("longer than a page\n" * 300, 8),
}


@pytest.mark.parametrize("kind", LONG)
def test_a_wording_longer_than_a_page_is_printed_whole(kind: str) -> None:
    text, most = LONG[kind]
    columns = (Column("N", 1), Column("U", 9), Column("V", 3))
    rows = [(str(n), Lines("Office", Typed("Short.")), Level(3)) for n in range(12)]
    pages = page_texts(paper(Table(columns, (*rows, ("8", Lines("9", Typed(text)), ""), ("2", "Home", Level(None))))))
    body = flat("".join(pages)).replace(flat("For us, please do not pass on"), "")
    body = re.sub(r"Page\d+of\d+|NUV", "", body)
    assert flat(text) in body
    assert "Home" in pages[-1]
    assert len(pages) <= most


def test_a_fact_longer_than_a_page_is_printed_whole() -> None:
    text = "region " * 3000
    assert flat("".join(page_texts(paper(Facts((("Region", Typed(text)),)))))).count("region") == 3000


def test_a_heading_does_not_stand_alone_at_the_foot() -> None:
    for lines in range(40, 56):
        pages = page_texts(paper(*[Paragraph("A line.", quiet=True)] * lines, Heading("Lonely"), Paragraph("Below.")))
        assert any("Lonely" in text and "Below." in text for text in pages)


def test_the_matrix_shows_counts_and_words() -> None:
    counts = tuple(tuple(10 * row + column for column in range(5)) for row in range(5))
    (text,) = page_texts(paper(Matrix(counts)))
    for word in ("Likelihood", "Impact", "Very unlikely", "Very likely", "Negligible", "Critical", "44", "31"):
        assert word in text
    assert re.search(r"(?m)^0$", text) is None


def test_levels_are_told_by_a_word() -> None:
    (text,) = page_texts(paper(Table((Column("Level", 1),), tuple((Level(step),) for step in (1, 2, 3, 4, 5, None)))))
    assert re.findall("Very low|Low|Medium|High|Very high|–", text) == [
        "Very low", "Low", "Medium", "High", "Very high", "–",
    ]  # fmt: skip


def test_every_placeholder_has_one_width() -> None:
    assert {WithheldMark("[withheld]").wrap(width, 100)[0] for width in (10, 100, 400)} == {WITHHELD_WIDTH}
    pdf = paper(Facts((("Name", "[withheld]"), ("A much longer name of a thing", "[withheld]"))))
    assert page_texts(pdf)[0].count("[withheld]") == 2


def test_markup_in_a_wording_is_only_text() -> None:
    nasty = "a < b & c > d <b>bold</b> <img src='/etc/passwd'/> <a href='x'>y</a> &amp; <br/>"
    pdf = paper(Paragraph(Typed(nasty)), Table((Column("A", 1),), ((Lines("b", Typed(nasty)),),)), title=nasty[:60])
    assert flat(page_texts(pdf)[0]).count(flat(nasty)) == 2
    assert all("/Annots" not in page for page in reader(pdf).pages)


@pytest.mark.parametrize(
    "text", ["Łódź, Příbram, Doğan, Ødegård, Þór, ẞ, ș, ŋ, Việt", "Ασφάλεια", "Безопасность, ґ, ј", "„so“ – ‘x’ … • €"]
)
def test_letters_of_europe_come_out_right(text: str) -> None:
    assert flat(text) in flat(page_texts(paper(Paragraph(text)))[0])


def test_what_is_invisible_is_left_out_and_accents_are_joined() -> None:
    load_fonts()
    assert printable("e\u0301\u200b\u00ad\ufeff\x07\tx\r\ny\u2028z\u00a0!") == "é x\ny z\u00a0!"


@pytest.mark.parametrize(
    ("text", "script"),
    [("سلام", "Arabic"), ("שלום", "Hebrew"), ("नमस्ते", "Devanagari"), ("安全", "Cjk"), ("ไทย", "Thai"),
     ("한국", "Hangul"), ("🙂", "Slightly"), ("\ue000", "U\\+E000"), ("١٢", "Arabic-indic")],
)  # fmt: skip
@pytest.mark.parametrize("place", ["paragraph", "cell", "wording", "fact", "title"])
def test_letters_the_font_lacks_are_refused_in_words(text: str, script: str, place: str) -> None:
    blocks = {
        "paragraph": [Paragraph(text)],
        "cell": [Table((Column("A", 1),), ((text,),))],
        "wording": [Table((Column("A", 1),), ((Lines("a", Typed(text)),),))],
        "fact": [Facts((("a", text),))],
        "title": [],
    }[place]
    with pytest.raises(ExportRefused, match=f"Latin, Greek and Cyrillic.*{script}"):
        paper(*blocks, title=text if place == "title" else "Title")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60))
@settings(max_examples=100)
def test_any_text_is_printed_or_refused(text: str) -> None:
    try:
        pdf = paper(Paragraph(Typed(text)), Facts((("a", text),)), Table((Column("A", 1),), ((text,),)))
    except ExportRefused:
        return
    assert len(reader(pdf).pages) >= 1
