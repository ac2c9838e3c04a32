"""A finished PDF taken apart again by libraries that had no part in writing it: text, streams, strings, structure."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ByteStringObject, DictionaryObject, StreamObject, TextStringObject

#: pypdfium2 may be used by one thread at a time
PDFIUM = threading.Lock()

_TOKEN = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf|\((?P<text>(?:\\.|[^\\()])*)\)|<(?P<hex>[0-9A-Fa-f\s]*)>(?!>)"
    rb"|(?P<end>T[jJdDm*]|ET|['\"])",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MAPPED = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")

# All that the pages, the catalogue and the information of a clean report hold.
_CATALOGUE = {"/Type", "/Pages", "/PageMode", "/PageLayout"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Rotate", "/Trans"}
_EMPTY_BUT = {"/CreationDate": "D:20000101000000+00'00'", "/ModDate": "D:20000101000000+00'00'", "/Trapped": "/False"}


@dataclass(frozen=True, slots=True)
class CodeMap:
    """What the codes of a font stand for; `width` is the bytes of a code."""

    width: int
    letters: dict[int, str]


@dataclass(slots=True)
class Reading:
    """What is in the file. `traces` are sentences about parts a clean report never has."""

    pages: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)
    traces: list[str] = field(default_factory=list)


def read(pdf: bytes) -> Reading:
    """Take the file apart. A file that cannot be read has a trace that says so."""
    found = Reading()
    found.traces += _revisions(pdf)
    try:
        found.pages = _page_texts(pdf)
        reader = PdfReader(BytesIO(pdf))
        objects = list(_objects(reader))
        fonts = _font_maps(objects)
        found.letters = {
            letter for maps in fonts.values() for one in maps for text in one.letters.values() for letter in text
        }
        found.traces += _structure(reader)
        for one in objects:
            _take_apart(one, fonts, found)
    except (pypdfium2.PdfiumError, PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        found.traces.append(f"a part that cannot be read ({type(error).__name__})")
    return found


def _page_texts(pdf: bytes) -> list[str]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()


def _revisions(pdf: bytes) -> Iterator[str]:
    if pdf.count(b"%%EOF") != 1 or pdf.count(b"startxref") != 1 or b"/Prev" in pdf:
        yield "an earlier state of the file"
    if pdf[pdf.rfind(b"%%EOF") + 5 :].strip():
        yield "something behind its end"
    if not pdf.startswith(b"%PDF-"):
        yield "something before its begin"


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of the file, used or not."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    for number in sorted(numbers):
        one = reader.get_object(number)
        if one is not None:
            yield one


def _structure(reader: PdfReader) -> Iterator[str]:
    yield from (f"“{key[1:]}” in the catalogue" for key in reader.root_object if key not in _CATALOGUE)
    for page in reader.pages:
        yield from (f"“{key[1:]}” on a page" for key in page if key not in _PAGE)
    for key, value in (reader.metadata or {}).items():
        if str(value) != _EMPTY_BUT.get(key, ""):
            yield f"“{key[1:]}” in the information"


def _take_apart(one: Any, fonts: dict[str, list[CodeMap]], found: Reading) -> None:
    found.strings += _strings(one)
    if not isinstance(one, StreamObject):
        return
    kind = str(one.get("/Type", ""))
    if kind in ("/Metadata", "/EmbeddedFile", "/ObjStm"):
        found.traces.append(f"a part of the kind “{kind[1:]}”")
    data = one.get_data()
    if "/Length1" in one or data[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        return  # the outlines of the letters; which letters there are is asked of their maps
    if b"beginbf" in data:
        return
    found.streams += _shown(data, fonts) if b"BT" in data or b"Tj" in data else _as_text(data)


def _strings(one: Any) -> Iterator[str]:
    """Every text inside an object, however deep; dates and the file's own digest say nothing."""
    if isinstance(one, TextStringObject):
        yield str(one)
    elif isinstance(one, ByteStringObject):
        yield from _as_text(bytes(one))
    elif isinstance(one, DictionaryObject):
        for value in one.values():
            yield from _strings(value)
    elif isinstance(one, list):
        for value in one:
            yield from _strings(value)


def _as_text(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "ignore")
    for coding in ("utf-16-be", "utf-16-le"):
        if b"\0" in data[:2000]:
            yield data.decode(coding, "ignore")
            yield data[1:].decode(coding, "ignore")


def _font_maps(objects: list[Any]) -> dict[str, list[CodeMap]]:
    """Name of a font resource -> its maps from code to letters, from every resource dictionary of the file."""
    maps: dict[str, list[CodeMap]] = {}
    seen: dict[int, CodeMap] = {}
    for one in objects:
        for name, font in _named_fonts(one):
            stream = font.get("/ToUnicode")
            if stream is None:
                continue
            target = stream.get_object()
            if id(target) not in seen:
                seen[id(target)] = _code_map(target.get_data())
            if seen[id(target)] not in maps.setdefault(name, []):
                maps[name].append(seen[id(target)])
    return maps


def _named_fonts(one: Any) -> Iterator[tuple[str, Any]]:
    """Fonts by the name of their resource: of a page or form, or of a shared dictionary of fonts."""
    if not isinstance(one, DictionaryObject):
        return
    resources = _resolved(one.get("/Resources"))
    group = _resolved(resources.get("/Font")) if isinstance(resources, DictionaryObject) else one
    for name, font in group.items() if isinstance(group, DictionaryObject) else ():
        target = _resolved(font)
        if isinstance(target, DictionaryObject) and target.get("/Type") == "/Font":
            yield str(name)[1:], target


def _resolved(one: Any) -> Any:
    return one.get_object() if one is not None else None


def _code_map(data: bytes) -> CodeMap:
    found, width = dict[int, str](), 1
    for kind, body in _MAPPED.findall(data):
        codes = [bytes.fromhex(code.decode()) for code in _HEX.findall(body)]
        width = max(width, len(codes[0]) if codes else 1)
        if kind == b"char":
            pairs = zip(codes[::2], codes[1::2], strict=False)
            found |= {int.from_bytes(code): text.decode("utf-16-be", "ignore") for code, text in pairs}
        else:
            found |= _ranges(body)
    return CodeMap(width, found)


def _ranges(body: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[.*?\]|<[0-9A-Fa-f]+>)", body, re.DOTALL):
        first, last = int(line[0], 16), int(line[1], 16)
        targets = [bytes.fromhex(code.decode()) for code in _HEX.findall(line[2])]
        for place, code in enumerate(range(first, min(last, first + 0xFFFF) + 1)):
            if line[2].startswith(b"["):
                text = targets[place] if place < len(targets) else b""
            else:
                text = (int.from_bytes(targets[0]) + place).to_bytes(len(targets[0]), "big")
            found[code] = text.decode("utf-16-be", "ignore")
    return found


def _shown(data: bytes, fonts: dict[str, list[CodeMap]]) -> Iterator[str]:
    """The texts a content stream shows or would show, read with every map its fonts can mean."""
    most = max((len(maps) for maps in fonts.values()), default=1)
    for which in range(most):
        pieces: list[str] = []
        maps: list[CodeMap] = []
        for token in _TOKEN.finditer(data):
            if token["font"] is not None:
                maps = fonts.get(token["font"].decode("latin-1"), [])
            elif token["end"] is not None:
                pieces.append(" ")
            else:
                pieces.append(_decoded(_bytes_of(token), maps[which % len(maps)] if maps else None))
        yield "".join(pieces)


def _bytes_of(token: re.Match[bytes]) -> bytes:
    if token["hex"] is not None:
        digits = re.sub(rb"\s", b"", token["hex"])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return _ESCAPE.sub(_unescaped, token["text"]) if b"\\" in token["text"] else token["text"]


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit():
        return bytes([int(what, 8) & 0xFF])
    return _ESCAPED.get(what, b"" if what.endswith(b"\n") else what)


def _decoded(data: bytes, codes: CodeMap | None) -> str:
    if codes is None:
        return data.decode("utf-16", "ignore") if data[:2] == b"\xfe\xff" else data.decode("latin-1")
    if codes.width == 1:
        return data.decode("latin-1").translate(codes.letters)
    pieces = (int.from_bytes(data[at : at + codes.width]) for at in range(0, len(data), codes.width))
    return "".join(codes.letters.get(code, "") for code in pieces)
