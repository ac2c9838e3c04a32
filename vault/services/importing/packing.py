"""What a workbook is packed in, judged before anything in it is read: a zip file that is what it says it is.

Nothing here believes what a file says of itself. Every part is unpacked once into nothing, 64 KB at a time, so that
its true size, its checksum and the first signs of its XML are known before a reader builds anything from it.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from vault.errors import ImportRefused
from vault.i18n import _
from vault.progress import Progress

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: a zip file without parts begins like this
_EMPTY_ZIP = b"PK\x05\x06"
#: bytes of all parts unpacked; as large as a CSV may be, which this computer's memory is known to hold
LARGEST_UNPACKED = 512 * 1024 * 1024
#: parts; a workbook has about ten, and one for every sheet and picture
MOST_PARTS = 10_000
#: how many times larger than its packed form a part may be: tables of numbers and repeated words reach about 60 to 150,
#: while what is packed to do harm reaches the most there can be, 1032
HIGHEST_RATIO = 400
#: bytes; a smaller part does no harm whatever its ratio
SMALL_PART = 4 * 1024 * 1024
_AT_ONCE = 64 * 1024
_MACRO_FILES = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/")
_USUAL_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_packed(raw: bytes) -> bool:
    """Whether the bytes begin as a workbook does, or as an older or a locked one."""
    return raw.startswith((ZIP, _EMPTY_ZIP, OLE))


class _Watched(BytesIO):
    """A file in memory that asks at every read whether the person stopped."""

    def __init__(self, raw: bytes, progress: Progress) -> None:
        super().__init__(raw)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        self._progress(0, 0, "")
        return super().read(size)


def broken() -> ImportRefused:
    """The refusal of a file whose inside does not fit together."""
    return ImportRefused(
        _("This workbook is damaged, so it was not read. Open it in a spreadsheet program and save it again.")
    )


def safe_file(raw: bytes, progress: Progress) -> BytesIO:
    """The workbook in memory, to be read by others. Raises ImportRefused with the reason, Cancelled."""
    if raw.startswith(OLE):
        raise ImportRefused(_older_or_locked(raw))
    file = _Watched(raw, progress)
    try:
        with zipfile.ZipFile(file) as archive:
            _judge_list(archive.infolist(), len(raw))
            _judge_parts(archive, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        raise broken() from None
    file.seek(0)
    return file


def _older_or_locked(raw: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return locked()
    return _("This is an older Excel workbook (.xls). Open it in a spreadsheet program and save it as XLSX or CSV.")


def locked() -> str:
    """The sentence about a workbook with a password."""
    return _("This workbook is locked with a password. Open it in a spreadsheet program and save it without one.")


def swollen() -> ImportRefused:
    """The refusal of a small file that stands for a huge table."""
    return ImportRefused(
        _("This file would fill the memory when it is unpacked, so it was left alone. No table needs that.")
    )


def _too_large() -> ImportRefused:
    return ImportRefused(_("Unpacked, this workbook is larger than 512 MB. Divide it and import the parts."))


def _judge_list(parts: list[zipfile.ZipInfo], size: int) -> None:
    """What can be told from the list at the end of the file alone."""
    if len(parts) > MOST_PARTS:
        raise ImportRefused(_("This workbook has more than 10,000 parts, far more than any table needs."))
    if any(part.flag_bits & 1 for part in parts):
        raise ImportRefused(locked())
    names = [part.filename.lower() for part in parts]
    if any(name.endswith(_MACRO_FILES) or name.startswith(_MACRO_FOLDERS) for name in names):
        raise ImportRefused(
            _("This workbook holds macros, small programs that could do harm. Save it without them, as XLSX or CSV.")
        )
    # which of two parts of one name a reader takes is chance
    if len(set(names)) < len(names) or any(part.compress_type not in _USUAL_PACKING for part in parts):
        raise broken()
    _judge_sizes(parts, size)


def _judge_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    # packed sizes that add up to more than the file lie over each other
    if any(map(_is_swollen, parts)) or sum(part.compress_size for part in parts) > size:
        raise swollen()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _too_large()


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > HIGHEST_RATIO * part.compress_size


def _judge_parts(archive: zipfile.ZipFile, progress: Progress) -> None:
    total, done = sum(part.file_size for part in archive.infolist()), 0
    for part in archive.infolist():
        start = _Start()
        with archive.open(part) as file:
            while piece := file.read(_AT_ONCE):
                done += len(piece)
                if done > LARGEST_UNPACKED:
                    raise _too_large()
                start.feed(piece)
                progress(done, total, "")
        start.feed(b"", last=True)


class _Start:
    """The first signs of an XML file: declarations, which could stand for gigabytes or for other files, are refused."""

    def __init__(self) -> None:
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._is_over

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """`last`: expat may put off what it has, until more comes or is known not to come."""
        if self._parser is None:
            return
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:  # no XML; or no good one, which its reader will notice
            self._parser = None
        except _Over:
            self._parser = None

    def _refuse(self, *_of_it: object) -> None:
        refuse_declarations()

    def _is_over(self, *_of_it: object) -> None:
        raise _Over


class _Over(Exception):
    """The first element began; no declaration can follow."""


def refuse_declarations(*_of_it: object) -> None:
    """Raise the refusal of an XML file that declares what its words stand for."""
    raise ImportRefused(
        _("This workbook declares words that stand for other content, as no spreadsheet program does. It was not read.")
    )
